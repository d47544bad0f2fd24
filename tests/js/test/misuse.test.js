/** Mistakes of the programmer: each text, word for word, names the mistake and the line to change. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import { inspect } from "node:util";
import { consumer } from "../lib/consumer.js";
import { eventBody, signed } from "../lib/deliveries.js";
import { printed } from "../lib/report.js";

const { applyWebhook, fold, mergeStates, readState, sign, verify, verifyRequest } = createRequire(join(consumer, "package.json"))("veriff-verify");

const SECRET = "d26f3a90-58c4-4b1e-9f07-1ae5c8b7346d";
const body = eventBody("c41e7d52-9a0b-4f3e-8d26-5b7a1e90c3f8");
const headers = signed(body, SECRET);
const request = () => new Request("https://shop.example/", { method: "POST", body, headers });
const { webhook } = verify({ body, headers, secrets: SECRET });

const withBody = (body) => () => verify({ body, headers, secrets: SECRET });
const withSecrets = (secrets) => () => verify({ body, headers, secrets });
const withHeaders = (headers) => () => verify({ body, headers, secrets: SECRET });
const beingRead = () => {
  const taken = request();
  taken.body.getReader();
  return verifyRequest(taken, { secrets: SECRET });
};

const alreadyRead = async () => {
  const read = request();
  await read.json();
  return verifyRequest(read, { secrets: SECRET });
};

const readInNode = async () => {
  const read = Object.assign(Readable.from([body]), { rawHeaders: [] });
  await buffer(read);
  return verifyRequest(read, { secrets: SECRET });
};

const PARSED =
  'body is an object that was already parsed, and the signature covers the raw bytes. Pass those: in Express replace express.json() with express.raw({ type: "application/json" }) on this route; in Fastify add a content type parser with parseAs: "buffer"; in Next.js use await request.text().';
const NO_BODY =
  'body is missing. Pass the raw body of the request; in Express, nothing has read it yet: add express.raw({ type: "application/json" }) to this route.';
const STREAM =
  'body is a stream. Read it to the end first: in Express add express.raw({ type: "application/json" }) to this route; elsewhere pass await request.arrayBuffer().';
const NO_SECRETS = "secrets is missing. Pass the integration's shared secret: secrets: process.env.VERIFF_SHARED_SECRET.";
const NO_TEXTS = NO_SECRETS.replace("is missing", "is neither a text nor a list of texts");
const NO_OPTIONS = "pass an object: verify({ body, headers, secrets })";
const NO_HEADERS = "headers is missing. Pass the headers of the request: headers: request.headers.";
const NO_STATE = "that is no session state. Pass what you stored, state.stored, or null for a new session.";
const NO_WEBHOOK = "that is no verified webhook. Pass result.webhook of verify() itself, not a copy of it.";
const UNREADABLE = "the session state cannot be read: it was changed, or a later release wrote it.";
const NO_REQUEST = "that is no Request. Pass the request of the handler: verifyRequest(request, { secrets }); in Hono c.req.raw.";
const NO_LIST = "fold takes a list: fold([webhook, …]). To add one webhook call applyWebhook(state, webhook).";
const invisible = (name) =>
  `${name} has a line break, blank or other invisible character in it, probably from a file. Write ${name}.trim() where you read it.`;

const MISTAKES = {
  "a parsed object as the body": [withBody(JSON.parse(body)), PARSED],
  "a parsed array as the body": [withBody([1]), PARSED],
  "no body": [withBody(undefined), NO_BODY],
  "null as the body": [withBody(null), NO_BODY],
  "a number as the body": [withBody(7), "body is a number. Pass the raw bytes, or their text."],
  "a promise as the body": [withBody(request().arrayBuffer()), "body is a promise. Write `await` before it: body: await request.arrayBuffer()."],
  "a request as the body": [withBody(request()), "body is a Request. Pass `await request.arrayBuffer()`, or call verifyRequest(request, { secrets })."],
  "a web stream as the body": [withBody(request().body), STREAM],
  "a stream of Node's as the body": [withBody(Readable.from([body])), STREAM],
  "no secrets": [withSecrets(undefined), NO_SECRETS],
  "an empty secret": [withSecrets(""), "secrets is empty. Is the environment variable set?"],
  "a secret with a line break": [withSecrets(`${SECRET}\n`), invisible("secrets")],
  "a secret with a blank": [withSecrets(` ${SECRET}`), invisible("secrets")],
  "a secret with a byte-order mark": [withSecrets(`\ufeff${SECRET}`), invisible("secrets")],
  "a secret with a zero-width blank": [withSecrets(`${SECRET}\u200b`), invisible("secrets")],
  "one of the secrets with a line break": [withSecrets([SECRET, `${SECRET}\r\n`]), invisible("secrets[1]")],
  "one of the secrets undefined": [withSecrets([SECRET, undefined]), "secrets[1] is undefined: is the environment variable set?"],
  "one of the secrets a number": [withSecrets([7]), "secrets[0] is a number, not a string."],
  "one of the secrets empty": [withSecrets([SECRET, ""]), "secrets[1] is empty. Is the environment variable set?"],
  "bytes as the secret": [withSecrets(Buffer.from(SECRET)), NO_TEXTS],
  "an empty list of secrets": [withSecrets([]), "secrets has 0 entries. Pass one, or up to 5 while one is being replaced."],
  "six secrets": [withSecrets(Array(6).fill(SECRET)), "secrets has 6 entries. Pass one, or up to 5 while one is being replaced."],
  "no headers": [withHeaders(undefined), NO_HEADERS],
  "a text as the headers": [withHeaders("x-hmac-signature: 0"), NO_HEADERS],
  "a promise as the headers": [withHeaders(Promise.resolve(new Headers())), "headers is a promise. Write `await` before it; in Next.js: headers: await headers()."],
  "a request as the headers": [withHeaders(request()), "headers is the whole request. Pass its headers: headers: request.headers."],
  "a number among the headers": [withHeaders({ ...headers, "x-hmac-signature": 7 }), "the header x-hmac-signature is a number, not a string."],
  "an empty API key": [() => verify({ body, headers, secrets: SECRET, apiKey: "" }), "apiKey is empty. Is the environment variable set? Leave it out to take any."],
  "a number as the API key": [() => verify({ body, headers, secrets: SECRET, apiKey: 4 }), "apiKey is a number, not a string. Leave it out to take any."],
  "a line break behind the API key": [() => verify({ body, headers, secrets: SECRET, apiKey: "key\n" }), "apiKey has a line break, blank or other invisible character in it, probably from a file. Write apiKey.trim() where you read it."],
  "lists in lists among the headers": [() => verify({ body, headers: { "x-auth-client": [["key"]] }, secrets: SECRET }), "the header x-auth-client is an object, not a string."],
  "a blob as the body": [withBody(new Blob(["{}"])), "body is a Blob. Pass its bytes: body: await blob.arrayBuffer()."],
  "a request being read": [beingRead, "the body of the request was already read, or is being read. Call verifyRequest before request.json() or request.text(), or pass request.clone()."],
  "an empty secret for a request": [() => verifyRequest(request(), { secrets: "" }), "secrets is empty. Is the environment variable set?"],
  "no options": [() => verify(), NO_OPTIONS],
  "the body instead of options": [() => verify("{}"), NO_OPTIONS],
  "a request already read": [alreadyRead, "the body of the request was already read, or is being read. Call verifyRequest before request.json() or request.text(), or pass request.clone()."],
  "no request": [() => verifyRequest({ body, headers }, { secrets: SECRET }), NO_REQUEST],
  "a request without options": [() => verifyRequest(request()), "pass an object: verifyRequest(request, { secrets })"],
  "a secret left out of the list": [withSecrets([, SECRET]), "secrets[0] is undefined: is the environment variable set?"],
  "an API key of no value": [() => verify({ body, headers, secrets: SECRET, apiKey: undefined }), "apiKey is undefined: is the environment variable set? Leave it out to take any."],
  "an empty API key for a request": [() => verifyRequest(request(), { secrets: SECRET, apiKey: "" }), "apiKey is empty. Is the environment variable set? Leave it out to take any."],
  "Hono's own request": [() => verifyRequest({ raw: request(), arrayBuffer() {} }, { secrets: SECRET }), NO_REQUEST],
  "nothing as a request": [() => verifyRequest(undefined, { secrets: SECRET }), NO_REQUEST],
  "a request of Node's already read": [readInNode, "the body of the request was already read, or is being read. Call verifyRequest where no parser runs before, or verify with the raw bytes that express.raw has read."],
  "no secret to sign with": [() => sign(undefined, body), "sign(secret, body): the secret is undefined: is the environment variable set?"],
  "a body to sign that is larger than any": [() => sign(SECRET, new Uint8Array(17 << 20)), "that is larger than anything that Veriff sends."],
  "body and secret swapped": [() => sign(body, SECRET), "sign(secret, body): the secret comes first."],
  "an object to sign": [() => sign(SECRET, { id: 1 }), PARSED],
  "a number as a state": [() => readState(7), NO_STATE],
  "an object as a state": [() => applyWebhook({}, webhook), NO_STATE],
  "a state that was changed": [() => readState('{"a":7}'), UNREADABLE],
  "a state of a later release": [() => mergeStates('{"z":99}', null), UNREADABLE],
  "a parsed object as a webhook": [() => applyWebhook(null, JSON.parse(body)), NO_WEBHOOK],
  "a copy of a webhook": [() => fold([{ ...webhook }]), NO_WEBHOOK],
  "the result as a webhook": [() => applyWebhook(null, { ok: true, webhook }), NO_WEBHOOK],
  "one webhook as a list": [() => fold(webhook), NO_LIST],
};

for (const [name, [call, text]] of Object.entries(MISTAKES)) {
  test(`mistake: ${name}`, async () => {
    const [session, vendorData, signature] = ["c41e7d52", "Ü-1", headers["x-hmac-signature"].slice(0, 12)];
    const told = new RegExp([SECRET.slice(0, 8), session, vendorData, signature].join("|"));
    await assert.rejects(async () => call(), (error) => {
      assert.equal(error.name, "TypeError");
      assert.equal(error.message, `veriff-verify: ${text}`);
      assert.doesNotMatch(`${error.stack} ${inspect(error, { depth: 9, showHidden: true })}`, told, "no secret and no person in it");
      return true;
    });
  });
}

/** What was given before must not stand in for what is missing. */
for (const before of ["", 'verify({ body, headers, secrets: [SECRET] });', 'verify({ body, headers, secrets: SECRET });']) {
  test(`mistake: no secrets, in a process of its own, after: ${before}`, async () => {
    const program = `
      const { verify, verifyRequest } = require("veriff-verify");
      const { explainFailure } = require("veriff-verify/explain");
      const [body, headers, SECRET] = ${JSON.stringify([body.toString(), headers, SECRET])};
      const request = new Request("https://shop.example/", { method: "POST", body, headers });
      const told = async (call) => { try { console.log(await call()); } catch ({ message }) { console.log(message); } };
      (async () => {
        for (const secrets of [undefined, null]) {
          ${before}
          await told(() => verify({ body, headers, secrets }));
          await told(() => verifyRequest(request, { secrets }));
          await told(() => explainFailure({ body, headers, secrets }));
        }
        await told(() => verify({ body, headers }));
      })();`;
    assert.equal(await printed(process.execPath, ["--eval", program]), `veriff-verify: ${NO_SECRETS}\n`.repeat(7));
  });
}

test("mistake: slim without a module, and with something else", async () => {
  const program = `
    const { use, verify } = require("veriff-verify/slim");
    const told = (call) => { try { call(); } catch ({ name, message }) { console.log(name + ": " + message); } };
    told(() => use(new Uint8Array(8)));
    told(() => use());
    told(() => verify({ body: "{}", headers: {}, secrets: "s" }));`;
  assert.equal(
    await printed(process.execPath, ["--eval", program]),
    "TypeError: veriff-verify: use(module) takes a compiled module: use(new WebAssembly.Module(bytes)).\n".repeat(2) +
      'Error: veriff-verify has no WebAssembly module: import "veriff-verify", or call use(module) from "veriff-verify/slim" first.\n',
  );
});

test("no mistake: whatever comes over the wire", () => {
  const hostile = [
    {},
    { "x-auth-client": ["a", "b"], "x-hmac-signature": ["\0", ""] },
    { "x-hmac-signature": "\ud800\n2\nx", "x-auth-client": "\u{10ffff}" },
    { headers: "a", then: "b", get: "c", [Symbol.for("x")]: "d", length: "9" },
    { headers: ["a"], "x-hmac-signature": "0".repeat(64) },
    Object.assign(Object.create(null), { "X-HMAC-SIGNATURE": "0".repeat(1 << 20) }),
    { "x-auth-client": "a".repeat(1 << 23), "x-hmac-signature": "0".repeat(64) },
    [["x-hmac-signature"], [], ["", ""], ["x-auth-client", "a"]],
    ["x-hmac-signature"],
    new Map([["x-hmac-signature", "0"]]),
  ];
  for (const headers of hostile) {
    for (const body of ["", "\ud800", "[".repeat(10_000), Buffer.alloc(1 << 21), new DataView(new ArrayBuffer(9))]) {
      const { ok, reason } = verify({ body, headers, secrets: SECRET });
      assert.equal(ok, false);
      assert.equal(typeof reason, "string");
    }
  }
});
