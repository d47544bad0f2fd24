/** A verified webhook: what a handler needs at once, and the rest on demand. */
import { Bytes, load } from "./engine.js";
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

  toJSON(): unknown {
    return JSON.parse(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytesOf(this)));
  }

  drift(): Drift {
    const engine = load();
    engine.drift(engine.write(bytesOf(this)));
    return {
      unexpectedTypes: engine.number(DRIFT_NUMBER.UnexpectedTypes),
      unknownStatus: engine.number(DRIFT_NUMBER.UnknownStatus),
      unknownCode: engine.number(DRIFT_NUMBER.UnknownCode),
      codeDisagrees: engine.number(DRIFT_NUMBER.CodeDisagrees),
      unknownFields: engine.number(DRIFT_NUMBER.UnknownFields),
      paths: engine.text().split("\n").slice(0, -1),
    };
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
export function webhookOf(body: Kept): Webhook {
  const engine = load();
  const next = engine.texts();
  const number = (which: number): number | null => engine.numberOf(which);
  const type = KINDS[engine.number(NUMBER.Kind)]!;
  const sessionId = next();
  const attemptId = next();
  const vendorData = next();
  const endUserId = next();
  const status = next();
  const action = next();
  const reason = next();
  const detail = next();
  const make = (status: string | null, action: string | null, reason: string | null) =>
    new VerifiedWebhook(
      body, type, sessionId, attemptId, vendorData, endUserId, status, action, number(NUMBER.Code), reason,
      number(NUMBER.ReasonCode), number(NUMBER.DecisionTime), number(NUMBER.SubmissionTime),
      number(NUMBER.AcceptanceTime),
    );
  const time = () => number(NUMBER.Time);
  return (type === "decision" ? make(status, null, reason) : other()) as unknown as Webhook;

  function other() {
    switch (type) {
      case "event":
        return Object.assign(make(null, action, null), { feature: reason });
      case "fullauto":
        return Object.assign(make(status, null, null), { automation: detail });
      case "watchlist": {
        const own = { checkType: action, matchStatus: reason, totalHits: number(NUMBER.TotalHits), createdAt: time() };
        return Object.assign(make(null, null, null), own);
      }
      case "user-status": {
        const own = { statusCode: action, statusName: status, userReasonCode: detail, time: time() };
        return Object.assign(make(null, null, reason), own);
      }
      case "unknown":
        return Object.assign(make(null, null, null), { eventType: detail });
      default:
        return Object.assign(make(null, null, null), { registryStatus: status, time: time() });
    }
  }
}
