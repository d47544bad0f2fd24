/** Verifies deliveries, and signs what tests deliver. */
import { using, type Engine } from "./engine.js";
import { FAILURES, HINTS, LARGEST_BODY, NUMBER, REFUSED } from "./generated.js";
import { authClient, headerLines } from "./headers.js";
import { bodyOf, checkApiKey, optionsOf } from "./misuse.js";
import type { Body, FailureReason, Refused, VerifyOptions, VerifyResult } from "./types.js";
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
  const { body, headers, secrets, apiKey, native } = optionsOf(options, "verify({ body, headers, secrets })");
  const raw = bodyOf(body);
  const lines = headerLines(headers);
  if (apiKey !== undefined) checkApiKey(apiKey);
  // Reading the headers may have run code of others, which verified something else. From here on nothing does.
  const place = engine.place(secrets);
  if (raw.length > LARGEST_BODY) return refused(1);
  const size = engine.write(raw);
  const known = apiKey === undefined || authClient(lines).toLowerCase() === apiKey.toLowerCase();
  const failure = engine.verify(known ? place : REFUSED, size, lines, native !== false);
  if (failure !== 0) return refused(failure, engine);
  const secretIndex = engine.number(NUMBER.SecretIndex);
  return { ok: true, secretIndex, webhook: webhookOf(engine, typeof raw === "string" ? raw : engine.copy(size)) };
}

/**
 * Verifies a Fetch-style request, and hands over the bytes it has read, to forward them for example.
 *
 * Rejects as the request's own stream does if the sender breaks off in the middle of the body.
 */
export async function verifyRequest(
  request: Request,
  options: Omit<VerifyOptions, "body" | "headers">,
): Promise<VerifyResult & { readonly body: Uint8Array }> {
  optionsOf(options, "verifyRequest(request, { secrets })");
  if (typeof request?.arrayBuffer !== "function") {
    throw new TypeError("veriff-verify: that is no Request. Pass the request of the handler: verifyRequest(request, { secrets }).");
  }
  using((engine) => engine.place(options.secrets), undefined);
  if (request.bodyUsed || request.body?.locked) {
    throw new TypeError(
      "veriff-verify: the body of the request was already read, or is being read. Call verifyRequest before request.json() or request.text(), or pass request.clone().",
    );
  }
  const body = await read(request);
  const result = body ? verify({ ...options, body, headers: request.headers }) : refused(1);
  return { ...result, body: body ?? new Uint8Array() };
}

/** Signs a body as Veriff does, for tests: the value of `X-HMAC-SIGNATURE`. */
export function sign(secret: string, body: Body): string {
  if (typeof secret !== "string") throw new TypeError("veriff-verify: sign(secret, body): the secret comes first.");
  const raw = bodyOf(body);
  return using((engine) => {
    const place = engine.place(secret);
    return engine.sign(place, engine.write(raw));
  }, undefined);
}

/** Whoever failed with a greater number was genuine. */
const MISMATCH = FAILURES.indexOf("signature-mismatch");

function refused(failure: number, engine?: Engine): Refused {
  const reason = FAILURES[failure] as FailureReason;
  const genuine = failure > MISMATCH;
  const httpStatus = reason === "body-too-large" ? 413 : genuine ? 400 : 401;
  const result = { ok: false, reason, hint: HINTS[failure]!, genuine, httpStatus } as const;
  const wrong = reason === "missing-field" || reason === "wrong-type" ? engine?.text() : undefined;
  return wrong ? { ...result, path: wrong } : result;
}

/** The body, unless it is larger than will be looked at. */
async function read(request: Request): Promise<Uint8Array | undefined> {
  const stated = request.headers.get("content-length");
  if (stated !== null && Number(stated) > LARGEST_BODY) return undefined;
  if (stated !== null || !request.body) return new Uint8Array(await request.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    size += next.value.length;
    if (size > LARGEST_BODY) {
      await reader.cancel();
      return undefined;
    }
  }
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}
