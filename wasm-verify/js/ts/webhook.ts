/** A verified webhook: what a handler needs at once, and the rest on demand. */
import { Bytes, using, type Engine, type Texts } from "./engine.js";
import { DRIFT_NUMBER, KINDS, NUMBER } from "./generated.js";
import type { Drift, Webhook } from "./types.js";

/** The verified bytes, however they are kept. */
type Kept = string | Uint8Array | Bytes;

class VerifiedWebhook {
  declare readonly type: string;
  readonly #body: Kept;

  constructor(
    body: Kept,
    type: string,
    readonly sessionId: string | null,
    readonly attemptId: string | null,
    readonly vendorData: string | null,
    readonly endUserId: string | null,
    readonly status: string | null,
    readonly action: string | null,
    readonly code: number | null,
    readonly reason: string | null,
    readonly reasonCode: number | null,
    readonly decisionTime: number | null,
    readonly submissionTime: number | null,
    readonly acceptanceTime: number | null,
  ) {
    this.#body = body;
    this.type = type;
  }

  payload(): unknown {
    return JSON.parse(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytesOf(this)));
  }

  drift(): Drift {
    return using(driftOf, bytesOf(this));
  }

  static bodyOf(webhook: VerifiedWebhook): Kept {
    return webhook.#body;
  }

  static is(value: unknown): value is VerifiedWebhook {
    return typeof value === "object" && value !== null && #body in value;
  }
}

/** The verified bytes of a webhook. */
export function bytesOf(webhook: unknown): Uint8Array {
  if (!VerifiedWebhook.is(webhook)) {
    throw new TypeError(
      "veriff-verify: that is no verified webhook. Pass result.webhook of verify() itself, not a copy of it.",
    );
  }
  const body = VerifiedWebhook.bodyOf(webhook);
  if (typeof body === "string") return new TextEncoder().encode(body);
  return body instanceof Bytes ? body.bytes() : body;
}

/** Makes the webhook out of the engine's answer to the body that was written last. */
export function webhookOf(engine: Engine, body: Kept): Webhook {
  const type = KINDS[engine.number(NUMBER.Kind)]!;
  const texts = engine.texts();
  const [sessionId, attemptId, vendorData, endUserId, status, action, reason] = texts;
  const isDecision = type === "decision";
  const webhook = new VerifiedWebhook(
    body, type, sessionId, attemptId, vendorData, endUserId,
    isDecision || type === "fullauto" ? status : null,
    type === "event" ? action : null,
    engine.numberOf(NUMBER.Code),
    isDecision || type === "user-status" ? reason : null,
    engine.numberOf(NUMBER.ReasonCode), engine.numberOf(NUMBER.DecisionTime),
    engine.numberOf(NUMBER.SubmissionTime), engine.numberOf(NUMBER.AcceptanceTime),
  );
  return (isDecision ? webhook : Object.assign(webhook, ownOf(type, engine, texts))) as unknown as Webhook;
}

/** What was unexpected in a verified body. */
function driftOf(engine: Engine, body: Uint8Array): Drift {
  engine.drift(engine.write(body));
  return {
    unexpectedTypes: engine.number(DRIFT_NUMBER.UnexpectedTypes),
    unknownStatus: engine.number(DRIFT_NUMBER.UnknownStatus),
    unknownCode: engine.number(DRIFT_NUMBER.UnknownCode),
    codeDisagrees: engine.number(DRIFT_NUMBER.CodeDisagrees),
    unknownFields: engine.number(DRIFT_NUMBER.UnknownFields),
    paths: engine.text().split("\n").slice(0, -1),
  };
}

/** What only webhooks of that type have. */
function ownOf(type: string, engine: Engine, texts: Texts): object {
  const [, , , , status, action, reason, detail] = texts;
  const time = engine.numberOf(NUMBER.Time);
  switch (type) {
    case "event":
      return { feature: reason };
    case "fullauto":
      return { automation: detail };
    case "watchlist":
      return { checkType: action, matchStatus: reason, totalHits: engine.numberOf(NUMBER.TotalHits), createdAt: time };
    case "user-status":
      return { statusCode: action, statusName: status, userReasonCode: detail, time };
    case "unknown":
      return { eventType: detail };
    default:
      return { registryStatus: status, time };
  }
}
