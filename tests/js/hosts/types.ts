/** What a strict consumer writes; every line with an error that is expected must have one. */
import {
  applyWebhook, fold, mergeStates, readState, reason, reasons, sign, verify, verifyRequest,
  type NodeRequest, type SessionState, type VerifyResult, type Webhook,
} from "veriff-verify";
import { explainFailure } from "veriff-verify/explain";
import { use } from "veriff-verify/slim";

const result: VerifyResult = verify({ body: new Uint8Array(), headers: new Headers(), secrets: "secret", apiKey: "key" });
if (result.ok) {
  const index: number = result.secretIndex;
  told(result.webhook, index);
} else {
  const why: string = `${result.reason}: ${result.hint}`;
  const status: 400 | 401 | 413 = result.httpStatus;
  // @ts-expect-error a refusal has no webhook
  result.webhook;
  console.log(why, status);
}

function told(webhook: Webhook, index: number): string {
  switch (webhook.type) {
    case "decision": {
      const code: number | null = webhook.code;
      const name: string | null | undefined = webhook.payload().verification.person?.firstName;
      return `${webhook.sessionId} ${webhook.status} ${code} ${name} ${index}`;
    }
    case "event":
      return webhook.action;
    case "fullauto":
      return webhook.status ?? "";
    case "watchlist":
      return webhook.matchStatus;
    case "ine":
    case "curp":
    case "ine-curp":
      return webhook.registryStatus ?? "";
    case "user-status":
      return webhook.statusCode;
    case "unknown":
      return webhook.eventType ?? "";
    default: {
      const none: never = webhook;
      return none;
    }
  }
}

export function applied(webhooks: Webhook[]): SessionState {
  let state: string | null = null;
  for (const webhook of webhooks) state = applyWebhook(state, webhook).stored;
  const revised: boolean = readState(state).revised;
  return revised ? mergeStates(state, fold(webhooks)) : fold(webhooks);
}

export async function handled(request: Request): Promise<Response> {
  const { ok, body } = await verifyRequest(request, { secrets: ["one", "two"] });
  await fetch("https://function.example/", { method: "POST", body });
  return new Response(`${ok} ${body.length} ${reasons().length} ${reason(105)?.sentence} ${sign("s", body)}`);
}

export async function handledInNode(request: NodeRequest, environment: { SECRET?: string }): Promise<number> {
  const result = await verifyRequest(request, { secrets: environment.SECRET, apiKey: "key" });
  return result.ok ? 200 : result.httpStatus;
}

// @ts-expect-error a parsed object is no body
verify({ body: { verification: {} }, headers: {}, secrets: "secret" });
// @ts-expect-error secrets are missing
verify({ body: "", headers: {} });
export { explainFailure, use };
