/** Mistakes of the programmer: each text names the mistake and the line to change. */
import { MAX_SECRETS } from "./generated.js";

/** How many elements a typed array really has. */
const lengthOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), "length")!.get!;

/** Bytes of a body, or its text. Anything else is a mistake. */
export function bodyOf(body: unknown): Uint8Array | string {
  if (typeof body === "string") return body;
  // What has a length of its own making is copied as what it really is.
  if (body instanceof Uint8Array) return lengthOf.call(body) === body.length ? body : new Uint8Array(body);
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  // Of another realm (a test runner's sandbox), or shared.
  const tag = Object.prototype.toString.call(body);
  if (tag === "[object ArrayBuffer]" || tag === "[object SharedArrayBuffer]") return new Uint8Array(body as ArrayBuffer);
  throw new TypeError(`veriff-verify: ${wrongBody(body)}`);
}

function wrongBody(body: unknown): string {
  if (body === undefined || body === null) {
    return "body is missing. Pass the raw body of the request; in Express, nothing has read it yet: add express.raw({ type: \"application/json\" }) to this route.";
  }
  if (typeof body !== "object") return `body is a ${typeof body}. Pass the raw bytes, or their text.`;
  if (typeof (body as PromiseLike<unknown>).then === "function") {
    return "body is a promise. Write `await` before it: body: await request.arrayBuffer().";
  }
  if (typeof (body as Blob).arrayBuffer === "function" && !("headers" in body)) {
    return "body is a Blob. Pass its bytes: body: await blob.arrayBuffer().";
  }
  if (typeof (body as Request).arrayBuffer === "function") {
    return "body is a Request. Pass `await request.arrayBuffer()`, or call verifyRequest(request, { secrets }).";
  }
  if ("getReader" in body || "pipe" in body) {
    return "body is a stream. Read it to the end first: in Express add express.raw({ type: \"application/json\" }) to this route; elsewhere pass await request.arrayBuffer().";
  }
  return "body is an object that was already parsed, and the signature covers the raw bytes. Pass those: in Express replace express.json() with express.raw({ type: \"application/json\" }) on this route; in Fastify add a content type parser with parseAs: \"buffer\"; in Next.js use await request.text().";
}

/** Blanks, control characters, and what is as invisible: what the Rust code refuses in a secret as well. */
const INVISIBLE = /[\0- \u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]/;

/** The secrets as a list, each usable. */
export function secretsOf(secrets: unknown): readonly string[] {
  const list = typeof secrets === "string" ? [secrets] : secrets;
  if (!Array.isArray(list)) {
    const fault = secrets === undefined || secrets === null ? "is missing" : "is neither a text nor a list of texts";
    throw new TypeError(
      `veriff-verify: secrets ${fault}. Pass the integration's shared secret: secrets: process.env.VERIFF_SHARED_SECRET.`,
    );
  }
  if (list.length === 0 || list.length > MAX_SECRETS) {
    throw new TypeError(`veriff-verify: secrets has ${list.length} entries. Pass one, or up to ${MAX_SECRETS} while one is being replaced.`);
  }
  // Made anew, since what a list leaves out would be passed over.
  Array.from(list).forEach((secret: unknown, index) => {
    const name = typeof secrets === "string" ? "secrets" : `secrets[${index}]`;
    if (typeof secret !== "string") {
      throw new TypeError(`veriff-verify: ${name} is ${secret === undefined ? "undefined: is the environment variable set?" : `a ${typeof secret}, not a string.`}`);
    }
    if (secret === "") {
      throw new TypeError(`veriff-verify: ${name} is empty. Is the environment variable set?`);
    }
    if (INVISIBLE.test(secret)) {
      throw new TypeError(
        `veriff-verify: ${name} has a line break, blank or other invisible character in it, probably from a file. Write ${name}.trim() where you read it.`,
      );
    }
  });
  return list as string[];
}

/** The API key to compare with, if one is given. */
export function apiKeyOf(options: { apiKey?: unknown }): string | undefined {
  if (!("apiKey" in options)) return undefined;
  const { apiKey } = options;
  if (typeof apiKey !== "string") {
    const found = apiKey === undefined ? "undefined: is the environment variable set?" : `a ${apiKey === null ? "null" : typeof apiKey}, not a string.`;
    throw new TypeError(`veriff-verify: apiKey is ${found} Leave it out to take any.`);
  }
  if (apiKey === "") throw new TypeError("veriff-verify: apiKey is empty. Is the environment variable set? Leave it out to take any.");
  if (INVISIBLE.test(apiKey)) {
    throw new TypeError(
      "veriff-verify: apiKey has a line break, blank or other invisible character in it, probably from a file. Write apiKey.trim() where you read it.",
    );
  }
  return apiKey;
}

/** The options, or the mistake. */
export function optionsOf<Options>(options: Options, call: string): Options {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`veriff-verify: pass an object: ${call}`);
  }
  return options;
}

/** The headers of a request, or what was passed in their place. */
export function headersOf(headers: unknown): object {
  if (typeof headers !== "object" || headers === null) {
    throw new TypeError("veriff-verify: headers is missing. Pass the headers of the request: headers: request.headers.");
  }
  if (typeof (headers as PromiseLike<unknown>).then === "function") {
    throw new TypeError("veriff-verify: headers is a promise. Write `await` before it; in Next.js: headers: await headers().");
  }
  const { headers: inner } = headers as { headers?: unknown };
  if (typeof inner === "object" && inner !== null && !Array.isArray(inner)) {
    throw new TypeError("veriff-verify: headers is the whole request. Pass its headers: headers: request.headers.");
  }
  return headers;
}
