/** A session's state: the same whatever order its webhooks came in, and however often. */
import { using, type Engine } from "./engine.js";
import { REFUSED, REGISTRIES, SESSION_STATUSES, SOURCES, STATE_NUMBER } from "./generated.js";
import type { DecisionStatus, SessionState, Webhook } from "./types.js";
import { bytesOf } from "./webhook.js";

/** A state as it was handed out or stored; nothing for a new session. */
export type Known = SessionState | string | null | undefined;

const NO_WEBHOOK = new Uint8Array();

/**
 * Joins what a verified webhook says into a session's state. `changed` is false for a repeat.
 *
 * Which session that is, the caller keeps: a state does not know, and takes in the webhook of any. Look it up by
 * `webhook.sessionId`.
 */
export function applyWebhook(state: Known, webhook: Webhook): SessionState & { readonly changed: boolean } {
  return using(join, { state: stored(state), webhook: bytesOf(webhook), other: "" });
}

/** The state after all these webhooks, in any order. */
export function fold(webhooks: Iterable<Webhook>, state?: Known): SessionState {
  if (typeof (webhooks as Iterable<Webhook> | undefined)?.[Symbol.iterator] !== "function") {
    throw new TypeError("veriff-verify: fold takes a list: fold([webhook, …]). To add one webhook call applyWebhook(state, webhook).");
  }
  let now = readState(state);
  for (const webhook of webhooks) {
    const { changed: _, ...next } = applyWebhook(now, webhook);
    now = next;
  }
  return now;
}

/** What a stored state means. */
export function readState(state: Known): SessionState {
  const { changed: _, ...now } = using(join, { state: stored(state), webhook: NO_WEBHOOK, other: "" });
  return now;
}

/** Joins two states of one session that have each seen a part of its webhooks. */
export function mergeStates(one: Known, other: Known): SessionState {
  const { changed: _, ...now } = using(join, { state: stored(one), webhook: NO_WEBHOOK, other: stored(other) });
  return now;
}

function stored(state: Known): string {
  if (state === null || state === undefined) return "";
  if (typeof state === "string") return state;
  if (typeof state.stored === "string") return state.stored;
  throw new TypeError("veriff-verify: that is no session state. Pass what you stored, state.stored, or null for a new session.");
}

interface Parts {
  readonly state: string;
  readonly webhook: Uint8Array;
  readonly other: string;
}

function join(engine: Engine, { state, webhook, other }: Parts): SessionState & { readonly changed: boolean } {
  const stateSize = engine.write(state);
  const webhookSize = engine.write(webhook, stateSize);
  const otherSize = engine.write(other, stateSize + webhookSize);
  const changed = engine.join(stateSize, webhookSize, otherSize);
  if (changed === REFUSED) {
    throw new TypeError("veriff-verify: the session state cannot be read: it was changed, or a later release wrote it.");
  }
  return { ...meaning(engine), changed: changed === 1 };
}

/** What the engine's answer says about a session. */
function meaning(engine: Engine): SessionState {
  const number = (which: number): number | null => engine.numberOf(which);
  const [stored, currentAttemptId, attemptId, reason, matchStatus, checkType, statusCode, ...registries] = engine.texts();
  const status = SESSION_STATUSES[engine.number(STATE_NUMBER.Status)]!;
  const source = number(STATE_NUMBER.Source);
  const outcome = source === null ? null : {
    status: status as DecisionStatus,
    attemptId,
    source: SOURCES[source]!,
    code: number(STATE_NUMBER.Code),
    reason,
    reasonCode: number(STATE_NUMBER.ReasonCode),
    decisionTime: number(STATE_NUMBER.DecisionTime),
    submissionTime: number(STATE_NUMBER.SubmissionTime),
  };
  return {
    stored: stored ?? "",
    status,
    outcome,
    currentAttemptId,
    acceptanceTime: number(STATE_NUMBER.AcceptanceTime),
    resubmissions: engine.number(STATE_NUMBER.Resubmissions),
    disagreements: engine.number(STATE_NUMBER.Disagreements),
    opened: engine.number(STATE_NUMBER.Opened) === 1,
    revised: engine.number(STATE_NUMBER.Revised) === 1,
    ambiguous: engine.number(STATE_NUMBER.Ambiguous) === 1,
    watchlist: matchStatus === null ? null : {
      matchStatus, checkType: checkType ?? "", totalHits: number(STATE_NUMBER.TotalHits), createdAt: number(STATE_NUMBER.CreatedAt),
    },
    userStatus: statusCode === null ? null : { statusCode, time: number(STATE_NUMBER.UserStatusTime) },
    registries: REGISTRIES.flatMap((registry, place) => {
      const registryStatus = registries[place] ?? null;
      return registryStatus === null ? [] : [{ registry, registryStatus, time: number(STATE_NUMBER.RegistryTime + place) }];
    }),
  };
}
