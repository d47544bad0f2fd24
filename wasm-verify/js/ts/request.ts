/** Verifies requests as servers hand them over, Fetch's and Node's, and reads no more of them than is needed. */
import { using } from "./engine.js";
import { LARGEST_BODY } from "./generated.js";
import { apiKeyOf, optionsOf } from "./misuse.js";
import { TOO_LARGE, refused } from "./refusal.js";
import type { NodeRequest, OwnBytes, VerifyOptions, VerifyResult } from "./types.js";
import { verify } from "./verify.js";

type Parts = AsyncIterator<Uint8Array | string>;

/**
 * Verifies a request, Fetch's or Node's, and hands over the bytes it has read, to forward them for example. It
 * reads no more than a delivery can have.
 *
 * Rejects as the request's own stream does if the sender breaks off in the middle of the body.
 */
export async function verifyRequest(
  request: Request | NodeRequest,
  options: Omit<VerifyOptions, "body" | "headers">,
): Promise<VerifyResult & { readonly body: OwnBytes }> {
  optionsOf(options, "verifyRequest(request, { secrets })");
  const parts = partsOf(request);
  using((engine) => engine.place(options.secrets), undefined);
  apiKeyOf(options);
  const body = await read(parts);
  const headers = "rawHeaders" in request ? request.rawHeaders : request.headers;
  const result = body ? verify({ ...options, body, headers }) : refused(TOO_LARGE);
  return { ...result, body: body ?? new Uint8Array() };
}

/** The body, part by part, not yet begun; or the mistake. */
function partsOf(request: Request | NodeRequest): Parts {
  if (isOfNode(request)) {
    if (request.readableDidRead || request.readableFlowing) throw new TypeError(READ_IN_NODE);
    return partsOfNode(request);
  }
  if (typeof request?.arrayBuffer !== "function" || typeof request.headers?.get !== "function") {
    throw new TypeError(NO_REQUEST);
  }
  if (request.bodyUsed || request.body?.locked) throw new TypeError(READ);
  return partsOfStream(request.body);
}

function isOfNode(request: Request | NodeRequest): request is NodeRequest {
  return typeof request === "object" && request !== null && "rawHeaders" in request && Symbol.asyncIterator in request;
}

async function* partsOfNode(request: NodeRequest): AsyncGenerator<Uint8Array | string> {
  // Not destroyed with the iterator: the answer goes out by the same socket, once nothing of the request is left.
  const parts = request.iterator?.({ destroyOnReturn: false }) ?? request[Symbol.asyncIterator]();
  try {
    for (let next = await parts.next(); !next.done; next = await parts.next()) yield next.value;
  } finally {
    await parts.return?.();
    request.resume?.();
  }
}

async function* partsOfStream(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  if (!reader) return;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}

/** The body, unless it is larger than will be looked at. What its length is said to be proves nothing. */
async function read(parts: Parts): Promise<OwnBytes | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    const chunk = typeof next.value === "string" ? new TextEncoder().encode(next.value) : next.value;
    chunks.push(chunk);
    size += chunk.length;
    if (size > LARGEST_BODY) {
      await parts.return?.();
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

const NO_REQUEST =
  "veriff-verify: that is no Request. Pass the request of the handler: verifyRequest(request, { secrets }); in Hono c.req.raw.";
const READ =
  "veriff-verify: the body of the request was already read, or is being read. Call verifyRequest before request.json() or request.text(), or pass request.clone().";
const READ_IN_NODE =
  "veriff-verify: the body of the request was already read, or is being read. Call verifyRequest where no parser runs before, or verify with the raw bytes that express.raw has read.";
