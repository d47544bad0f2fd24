/** What a delivery is refused with. */
import type { Engine } from "./engine.js";
import { FAILURES, HINTS } from "./generated.js";
import type { FailureReason, Refused } from "./types.js";

/** The body is larger than will be looked at. */
export const TOO_LARGE = FAILURES.indexOf("body-too-large");
/** A header holds what no header does. */
export const NOT_TEXT = FAILURES.indexOf("header-not-text");
/** Far more than a server lets through. */
export const LONGEST_HEADERS = 1024 * 1024;
/** Whoever failed with a greater number was genuine. */
const MISMATCH = FAILURES.indexOf("signature-mismatch");

/** A refusal, by its number. */
export function refused(failure: number, engine?: Engine): Refused {
  const reason = FAILURES[failure] as FailureReason;
  const genuine = failure > MISMATCH;
  const httpStatus = reason === "body-too-large" ? 413 : genuine ? 400 : 401;
  const result = { ok: false, reason, hint: HINTS[failure]!, genuine, httpStatus } as const;
  const wrong = reason === "missing-field" || reason === "wrong-type" ? engine?.text() : undefined;
  return wrong ? { ...result, path: wrong } : result;
}
