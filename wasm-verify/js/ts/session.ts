/** A session's state: the same whatever order its webhooks came in, and however often. */
import { load } from "./engine.js";
import { REFUSED } from "./generated.js";
import type { SessionState, Webhook } from "./types.js";
import { bytesOf } from "./webhook.js";

/** A state as it was handed out or stored; nothing for a new session. */
export type Known = SessionState | string | null | undefined;

/** Joins what a verified webhook says into a session's state. `changed` is false for a repeat. */
export function applyWebhook(state: Known, webhook: Webhook): SessionState & { readonly changed: boolean } {
  return join(stored(state), bytesOf(webhook), "");
}

/** The state after all these webhooks, in any order. */
export function fold(webhooks: Iterable<Webhook>, state?: Known): SessionState {
  let now = readState(state);
  for (const webhook of webhooks) {
    const { changed: _, ...next } = applyWebhook(now, webhook);
    now = next;
  }
  return now;
}

/** What a stored state means. */
export function readState(state: Known): SessionState {
  const { changed: _, ...now } = join(stored(state), new Uint8Array(), "");
  return now;
}

/** Joins two states of one session that have each seen a part of its webhooks. */
export function mergeStates(one: Known, other: Known): SessionState {
  const { changed: _, ...now } = join(stored(one), new Uint8Array(), stored(other));
  return now;
}

function stored(state: Known): string {
  if (state === null || state === undefined) return "";
  if (typeof state === "string") return state;
  if (typeof state.stored === "string") return state.stored;
  throw new TypeError("veriff-verify: that is no session state. Pass what you stored, state.stored, or null for a new session.");
}

function join(state: string, webhook: Uint8Array, other: string): SessionState & { readonly changed: boolean } {
  const engine = load();
  const stateSize = engine.write(state);
  const webhookSize = engine.write(webhook, stateSize);
  const otherSize = engine.write(other, stateSize + webhookSize);
  const changed = engine.join(stateSize, webhookSize, otherSize);
  if (changed === REFUSED) {
    throw new TypeError("veriff-verify: the session state cannot be read: it was changed, or a later release wrote it.");
  }
  const [text, meaning] = engine.twoTexts();
  return { stored: text, ...(JSON.parse(meaning) as Omit<SessionState, "stored">), changed: changed === 1 };
}
