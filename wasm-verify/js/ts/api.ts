/** What every entry exports. */
export { applyWebhook, fold, mergeStates, readState, reason, reasons, sentence, sign, verify, verifyRequest } from "./core.js";
export type * from "./payloads.js";
export type { Known } from "./session.js";
export type * from "./types.js";
