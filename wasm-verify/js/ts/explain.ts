/** For development only: tells why a signature fails. Never prints the signature that was expected. */
import { sign, verify } from "./core.js";
import { headerLines } from "./headers.js";
import { bodyOf, optionsOf } from "./misuse.js";
import type { HeaderSource, VerifyOptions } from "./types.js";

/** One thing that was found. */
export interface Finding {
  /** A word for it. */
  readonly cause: Cause;
  /** Whether it is proved: with this mended the signature is right. Else it is only likely. */
  readonly certain: boolean;
  /** What is wrong, and what to change. */
  readonly text: string;
}

/** The causes that are looked for. */
export type Cause =
  | "genuine" | "too-large" | "headers" | "legacy-signature" | "no-signature" | "signature-encoding" | "empty-body" | "base64" | "byte-order-mark"
  | "line-end" | "rewritten" | "character-set" | "key-as-secret" | "secret-as-key" | "secret-decoded" | "other-integration"
  | "unknown";

/** Why `verify`, with the same options, refuses a delivery. The most telling comes first. */
export function explainFailure(options: VerifyOptions): readonly Finding[] {
  const { headers } = optionsOf(options, "explainFailure({ body, headers, secrets })");
  const given = { ...options, headers: kept(headers) };
  const result = verify(given);
  if (result.ok || result.genuine) {
    return [finding("genuine", true, "The signature is right: the delivery is genuine.")];
  }
  if (result.reason === "body-too-large") return [finding("too-large", true, result.hint)];
  // As `verify` has found them.
  const secrets = (typeof given.secrets === "string" ? [given.secrets] : given.secrets) as readonly string[];
  const body = bodyOf(given.body);
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const said = new Said(given);
  const found = AMBIGUOUS.includes(result.reason) ? [finding("headers", true, result.hint)] : [];
  found.push(...aboutHeaders(said, given, secrets));
  if (said.signature !== "" && !secrets.some((secret) => said.isBy(secret, bytes))) {
    for (const attempt of attempts(bytes)) {
      if (secrets.some((secret) => said.isBy(secret, attempt.bytes))) {
        found.push(finding(attempt.cause, true, attempt.text));
        break;
      }
    }
    found.push(...aboutSecrets(said, given, secrets, bytes), ...likely(bytes));
  }
  found.sort((a, b) => Number(b.certain) - Number(a.certain));
  return found.some(({ certain }) => certain) ? found : [...found, finding("unknown", false, UNKNOWN)];
}

/** What `verify` says of headers that do not even tell what to check. */
const AMBIGUOUS: readonly string[] = ["missing-auth-client", "twins-differ", "repeated-header", "header-not-text"];

/** The headers, to be read more than once: an iterator can be read only once. */
function kept(headers: HeaderSource): HeaderSource {
  if (typeof headers !== "object" || headers === null || Array.isArray(headers) || "get" in headers) return headers;
  return Symbol.iterator in headers ? [...(headers as Iterable<readonly [string, string]>)] : headers;
}

const UNKNOWN =
  "Nothing that is known to go wrong explains it. Either the secret is another integration's (test and live have their own), or this was not sent by Veriff.";

function finding(cause: Cause, certain: boolean, text: string): Finding {
  return { cause, certain, text };
}

/** What the headers say. */
class Said {
  readonly signature: string;
  readonly client: string;

  constructor(options: VerifyOptions) {
    const lines = headerLines(options.headers).split("\n");
    const first = (places: string) =>
      lines.find((line) => line !== "" && places.includes(line[0]!) && line.length > 1)?.slice(1).trim() ?? "";
    this.signature = first("23").toLowerCase();
    this.client = first("01");
  }

  /** Whether the signature was made with this secret over these bytes. */
  isBy(secret: string, bytes: Uint8Array): boolean {
    try {
      return sign(secret, bytes) === this.signature;
    } catch {
      return false; // a text that cannot be a secret
    }
  }
}

function* aboutHeaders(said: Said, options: VerifyOptions, secrets: readonly string[]): Generator<Finding> {
  if (said.signature === "") {
    yield hasLegacy(options.headers)
      ? finding("legacy-signature", true, "Only the legacy X-SIGNATURE is there, a plain hash that is not accepted. Read X-HMAC-SIGNATURE: if a proxy drops it, let it pass; if the request is your own test, sign with sign(secret, body).")
      : finding("no-signature", true, "There is no X-HMAC-SIGNATURE among the headers. Pass all headers of the request, and see that no proxy drops it.");
  } else if (!/^[0-9a-f]{64}$/.test(said.signature)) {
    yield finding("signature-encoding", true, "The signature is not 64 hex digits. Veriff writes it in hex, without a prefix such as sha256=, and not in base64.");
  }
  if (secrets.includes(said.client)) {
    yield finding("secret-as-key", true, "X-AUTH-CLIENT holds what you pass as the secret: API key and shared secret are swapped. Both look alike; in Veriff's portal they are called API key and shared secret key.");
  } else if (options.apiKey !== undefined && said.client !== "" && said.client.toLowerCase() !== options.apiKey.toLowerCase()) {
    yield finding("other-integration", true, "X-AUTH-CLIENT is not your apiKey: the message is for another integration (test and live have keys and secrets of their own).");
  }
}

function* aboutSecrets(said: Said, options: VerifyOptions, secrets: readonly string[], bytes: Uint8Array): Generator<Finding> {
  const key = options.apiKey ?? said.client;
  if (key !== "" && !secrets.includes(key) && said.isBy(key, bytes)) {
    yield finding("key-as-secret", true, "It was signed with the API key. Sign with the shared secret; X-AUTH-CLIENT carries the API key.");
  }
  for (const secret of secrets) {
    for (const other of [secret.replaceAll("-", ""), secret.toUpperCase(), secret.toLowerCase()]) {
      if (other !== secret && said.isBy(other, bytes)) {
        yield finding("secret-decoded", true, "It was signed with the same secret written otherwise. The key is the text as the portal shows it, hyphens included, case unchanged.");
        return;
      }
    }
  }
}

interface Attempt {
  readonly cause: Cause;
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** The bodies that may have been signed instead. */
function* attempts(bytes: Uint8Array): Generator<Attempt> {
  const encode = (text: string) => new TextEncoder().encode(text);
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const base64 = /^[A-Za-z0-9+/_-]+={0,2}\s*$/.test(text) ? fromBase64(text.trim()) : undefined;
  if (base64) {
    yield { cause: "base64", bytes: base64, text: "The body is still in base64. API Gateway and function URLs do so: Buffer.from(event.body, event.isBase64Encoded ? \"base64\" : \"utf8\")." };
  }
  const bom = "The body differs by a byte-order mark at its beginning, which something has added or removed. Take the raw bytes, not a decoded text.";
  if (text.startsWith("\ufeff")) yield { cause: "byte-order-mark", bytes: encode(text.slice(1)), text: bom };
  else yield { cause: "byte-order-mark", bytes: encode(`\ufeff${text}`), text: bom };
  const end = "The body differs by a line break: something has added or removed one at the end, or has changed \\r\\n. Take the raw bytes.";
  for (const other of [withoutLineEnd(text), `${text}\n`, `${text}\r\n`, text.replaceAll("\r\n", "\n"), text.replaceAll(/\r?\n/g, "\r\n")]) {
    if (other !== text) yield { cause: "line-end", bytes: encode(other), text: end };
  }
  const value = parsed(text);
  if (value !== undefined) {
    const rewritten = "The body was parsed and written out again, which changes the bytes that were signed. Take the raw body: in Express use express.raw({ type: \"application/json\" }) on this route, before any express.json().";
    for (const other of written(value)) {
      if (other !== text) yield { cause: "rewritten", bytes: encode(other), text: rewritten };
    }
  }
  if (/[\u0080-\u00ff]/.test(text) && !/[\u0100-\uffff]/.test(text)) {
    const once = Uint8Array.from(text, (character) => character.charCodeAt(0));
    yield { cause: "character-set", bytes: once, text: "The body was read as Latin-1 and encoded again. Take the raw bytes, or decode them as UTF-8." };
  }
}

/** A text without line breaks at its end. */
function withoutLineEnd(text: string): string {
  let end = text.length;
  while (text[end - 1] === "\n" || text[end - 1] === "\r") end--;
  return text.slice(0, end);
}

/** The ways in which common libraries write JSON. */
function* written(value: unknown): Generator<string> {
  for (const text of [JSON.stringify(value), ...[2, 4, "\t"].map((indent) => JSON.stringify(value, null, indent)), spaced(value)]) {
    yield text;
    yield `${text}\n`;
    yield text.replaceAll("/", "\\/");
    yield ascii(text);
    yield ascii(text).replaceAll("/", "\\/");
  }
}

/** As Python's `json.dumps` writes: a blank after commas and colons. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([name, inner]) => `${JSON.stringify(name)}: ${spaced(inner)}`);
    return `{${members.join(", ")}}`;
  }
  return JSON.stringify(value);
}

function ascii(text: string): string {
  return text.replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** What the bytes look like, proved or not. */
function* likely(bytes: Uint8Array): Generator<Finding> {
  if (bytes.length === 0) {
    yield finding("empty-body", true, "The body is empty: something has read it before. Take the raw body first.");
    return;
  }
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  if (text === "[object Object]") {
    yield finding("rewritten", true, "The body is the text \"[object Object]\": a parsed object was made into a string. Take the raw body.");
  } else if (text.includes("\ufffd")) {
    yield finding("character-set", false, "The body is not UTF-8, or was decoded with another character set and encoded again. Take the raw bytes.");
  } else if (JSON.stringify(parsed(text)) === text) {
    yield finding("rewritten", false, "The body is just as JSON.stringify writes it. If anything before this has parsed it, take the raw body instead.");
  }
}

function hasLegacy(headers: unknown): boolean {
  const source = headers as { get?: (name: string) => unknown };
  if (typeof source.get === "function") return typeof source.get("x-signature") === "string";
  const flat = Array.isArray(headers) ? headers.flat() : Object.keys(headers as object);
  return flat.some((name) => typeof name === "string" && name.toLowerCase() === "x-signature");
}

/** The value of a JSON text; undefined if it is none, or nested so deep that `verify` would not read it. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ""));
    return isWithin(127, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isWithin(levels: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isWithin(levels - 1, inner));
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    const characters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(characters, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
