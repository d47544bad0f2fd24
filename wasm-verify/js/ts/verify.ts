/** Verifies deliveries, and signs what tests deliver. */
import { load } from "./engine.js";
import { FAILURES, HINTS, LARGEST_BODY, NUMBER, REFUSED } from "./generated.js";
import { authClient, headerLines } from "./headers.js";
import { bodyOf, optionsOf } from "./misuse.js";
import type { Body, FailureReason, Refused, VerifyOptions, VerifyResult } from "./types.js";
import { webhookOf } from "./webhook.js";

/**
 * Judges a delivery of Veriff's: is it genuine, and what does it say.
 *
 * Never throws on anything that came over the wire; throws a `TypeError` for a mistake in the call.
 */
export function verify(options: VerifyOptions): VerifyResult {
  const { body, headers, secrets, apiKey, native } = optionsOf(options, "verify({ body, headers, secrets })");
  const engine = load();
  const place = engine.place(secrets);
  const count = typeof secrets === "string" ? 1 : secrets.length;
  const raw = bodyOf(body);
  const lines = headerLines(headers);
  if (apiKey !== undefined && (typeof apiKey !== "string" || apiKey === "")) {
    throw new TypeError("veriff-verify: apiKey is empty. Is the environment variable set? Leave it out to take any.");
  }
  if (raw.length > LARGEST_BODY) return refused(1);
  const size = engine.write(raw);
  const known = apiKey === undefined || authClient(lines) === apiKey;
  const failure = engine.verify(known ? place : REFUSED, count, size, lines, native !== false);
  if (failure !== 0) return refused(failure, engine.text.bind(engine));
  const webhook = webhookOf(typeof raw === "string" ? raw : engine.copy(size));
  return { ok: true, secretIndex: engine.number(NUMBER.SecretIndex), webhook };
}

/** Verifies a Fetch-style request, and hands over the bytes it has read, to forward them for example. */
export async function verifyRequest(
  request: Request,
  options: Omit<VerifyOptions, "body" | "headers">,
): Promise<VerifyResult & { readonly body: Uint8Array }> {
  optionsOf(options, "verifyRequest(request, { secrets })");
  if (typeof request?.arrayBuffer !== "function") {
    throw new TypeError("veriff-verify: that is no Request. Pass the request of the handler: verifyRequest(request, { secrets }).");
  }
  if (request.bodyUsed) {
    throw new TypeError(
      "veriff-verify: the body of the request was already read. Call verifyRequest before request.json() or request.text(), or pass request.clone().",
    );
  }
  const body = await read(request);
  const result = body ? verify({ ...options, body, headers: request.headers }) : refused(1);
  return { ...result, body: body ?? new Uint8Array() };
}

/** Signs a body as Veriff does, for tests: the value of `X-HMAC-SIGNATURE`. */
export function sign(secret: string, body: Body): string {
  const engine = load();
  if (typeof secret !== "string") throw new TypeError("veriff-verify: sign(secret, body): the secret comes first.");
  const place = engine.place(secret);
  return engine.sign(place, engine.write(bodyOf(body)));
}

function refused(failure: number, path?: () => string): Refused {
  const reason = FAILURES[failure] as FailureReason;
  const genuine = failure > FAILURES.indexOf("signature-mismatch");
  const httpStatus = reason === "body-too-large" ? 413 : genuine ? 400 : 401;
  const result = { ok: false, reason, hint: HINTS[failure]!, genuine, httpStatus } as const;
  const wrong = reason === "missing-field" || reason === "wrong-type" ? path?.() : undefined;
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
