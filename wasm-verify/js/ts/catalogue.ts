/** The reason catalogue. */
import { CATALOGUE, SENTENCES } from "./generated.js";
import type { Reason, SessionStatus } from "./types.js";

let list: readonly Reason[] | undefined;

/** All reason codes that are known, sorted by code. */
export function reasons(): readonly Reason[] {
  return (list ??= Object.freeze(
    CATALOGUE.map(([code, kind, meaning, sentence]) => Object.freeze({ code, class: kind, meaning, sentence })),
  ));
}

/** What is known of a reason code, as it stands in `reasonCode`. */
export function reason(code: number | null | undefined): Reason | undefined {
  return reasons().find((known) => known.code === code);
}

/** What to tell the person by status alone: for a reason that is not known, or none. */
export function sentence(status: SessionStatus): string {
  return SENTENCES[status];
}
