/** Verifies deliveries, and signs what tests deliver. */
import { using, type Engine } from "./engine.js";
import { LARGEST_BODY, NUMBER, REFUSED } from "./generated.js";
import { authClient, headerLines } from "./headers.js";
import { apiKeyOf, bodyOf, optionsOf } from "./misuse.js";
import { LONGEST_HEADERS, NOT_TEXT, TOO_LARGE, refused } from "./refusal.js";
import type { Body, VerifyOptions, VerifyResult } from "./types.js";
import { webhookOf } from "./webhook.js";

/**
 * Judges a delivery of Veriff's: is it genuine, and what does it say.
 *
 * Never throws on anything that came over the wire; throws a `TypeError` for a mistake in the call.
 */
export function verify(options: VerifyOptions): VerifyResult {
  return using(judge, options);
}

function judge(engine: Engine, options: VerifyOptions): VerifyResult {
  const { body, headers, secrets, native } = optionsOf(options, "verify({ body, headers, secrets })");
  const raw = bodyOf(body);
  const lines = headerLines(headers);
  const apiKey = apiKeyOf(options);
  // Reading the headers may have run code of others, which verified something else. From here on nothing does.
  const place = engine.place(secrets);
  if (raw.length > LARGEST_BODY) return refused(TOO_LARGE);
  if (lines.length > LONGEST_HEADERS) return refused(NOT_TEXT);
  const size = engine.write(raw);
  const known = apiKey === undefined || authClient(lines).toLowerCase() === apiKey.toLowerCase();
  const failure = engine.verify(known ? place : REFUSED, size, lines, native !== false);
  if (failure !== 0) return refused(failure, engine);
  const secretIndex = engine.number(NUMBER.SecretIndex);
  return { ok: true, secretIndex, webhook: webhookOf(engine, typeof raw === "string" ? raw : engine.copy(size)) };
}

/** Signs a body as Veriff does, for tests: the value of `X-HMAC-SIGNATURE`. */
export function sign(secret: string, body: Body): string {
  if (typeof secret !== "string") {
    const fault = secret === undefined ? "the secret is undefined: is the environment variable set?" : "the secret comes first.";
    throw new TypeError(`veriff-verify: sign(secret, body): ${fault}`);
  }
  const raw = bodyOf(body);
  return using((engine) => {
    const place = engine.place(secret);
    return engine.sign(place, engine.write(raw));
  }, undefined);
}
