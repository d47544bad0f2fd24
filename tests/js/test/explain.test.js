/** The explainer: each cause is found and told, and nothing that would help to forge is ever said. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { consumer } from "../lib/consumer.js";
import { here, vectorFile } from "../lib/paths.js";
import { printed } from "../lib/report.js";

const { explainFailure } = createRequire(join(consumer, "package.json"))("veriff-verify/explain");
const vectors = JSON.parse(readFileSync(vectorFile, "utf8"));

const KEY = "7b0c61f4-2e9d-4d57-8a35-c9f10e64b2d8";
const SECRET = "d26f3a90-58c4-4b1e-9f07-1ae5c8b7346d";
const OTHER = "0e94c7b5-a3d1-4f68-b25c-f7603d8e19a4";
// As Python's json writes it, and not JSON.stringify.
const SENT = '{"id": "c41e7d52-9a0b-4f3e-8d26-5b7a1e90c3f8", "code": 7001, "action": "started", "vendorData": "Ü/1"}';
const COMPACT = JSON.stringify(JSON.parse(SENT));

const hmac = (secret, body) => createHmac("sha256", secret).update(body).digest("hex");
const headers = (signature, more = {}) => ({ "x-auth-client": KEY, "x-hmac-signature": signature, ...more });
/** A delivery of `sent` that was signed rightly, and of which `body` arrived. */
const arrived = (body, sent = SENT) => ({ body, headers: headers(hmac(SECRET, sent)), secrets: SECRET });

/** By name: the options, the first finding's cause, whether it is proved, and what its text must say. */
const CAUSES = {
  "a genuine delivery": [arrived(SENT), "genuine", true, /signature is right/],
  "a genuine one that cannot be read": [arrived("{", "{"), "genuine", true, /signature is right/],
  "parsed and written out again": [arrived(COMPACT), "rewritten", true, /express\.raw\(/],
  "written out with an indent": [arrived(JSON.stringify(JSON.parse(SENT), null, 2), COMPACT), "rewritten", true, /raw body/],
  "written out with other escapes": [arrived(SENT, SENT.replace("Ü/", "\\u00dc\\/")), "rewritten", true, /raw body/],
  "perhaps written out again": [arrived('{"n":1}', '{"n":1.0}'), "rewritten", false, /JSON\.stringify/],
  "made into a string": [arrived("[object Object]"), "rewritten", true, /\[object Object\]/],
  "base64 not decoded": [arrived(Buffer.from(SENT).toString("base64")), "base64", true, /isBase64Encoded/],
  "base64 of URLs, not decoded": [arrived(Buffer.from(SENT).toString("base64url")), "base64", true, /Buffer\.from\(event\.body/],
  "a line break added": [arrived(`${SENT}\n`), "line-end", true, /line break/],
  "a line break removed": [arrived(SENT, `${SENT}\r\n`), "line-end", true, /line break/],
  "line breaks changed": [arrived("{\r\n}", "{\n}"), "line-end", true, /\\r\\n/],
  "a byte-order mark added": [arrived(`\ufeff${SENT}`), "byte-order-mark", true, /byte-order mark/],
  "a byte-order mark removed": [arrived(SENT, `\ufeff${SENT}`), "byte-order-mark", true, /byte-order mark/],
  "read as Latin-1": [arrived(Buffer.from(SENT).toString("latin1")), "character-set", true, /Latin-1/],
  "no UTF-8": [arrived(Buffer.from("{\xff}", "latin1")), "character-set", false, /not UTF-8/],
  "read before": [arrived(""), "empty-body", true, /has read it before/],
  "signed with the API key": [{ body: SENT, headers: headers(hmac(KEY, SENT)), secrets: SECRET }, "key-as-secret", true, /signed with the API key/],
  "key and secret swapped": [{ ...arrived(SENT), secrets: KEY, apiKey: SECRET }, "secret-as-key", true, /swapped/],
  "the secret without hyphens": [
    { body: SENT, headers: headers(hmac(SECRET.replaceAll("-", ""), SENT)), secrets: SECRET },
    "secret-decoded", true, /hyphens included/,
  ],
  "the legacy signature": [
    { body: SENT, headers: { "x-auth-client": KEY, "X-Signature": hmac(SECRET, SENT) }, secrets: SECRET },
    "legacy-signature", true, /legacy X-SIGNATURE/,
  ],
  "no signature": [{ body: SENT, headers: { "x-auth-client": KEY }, secrets: SECRET }, "no-signature", true, /no X-HMAC-SIGNATURE/],
  "a signature in base64": [
    { body: SENT, headers: headers(Buffer.from(hmac(SECRET, SENT), "hex").toString("base64")), secrets: SECRET },
    "signature-encoding", true, /not in base64/,
  ],
  "a signature with a prefix": [{ body: SENT, headers: headers(`sha256=${hmac(SECRET, SENT)}`), secrets: SECRET }, "signature-encoding", true, /sha256=/],
  "another integration": [{ ...arrived(SENT), apiKey: OTHER }, "other-integration", true, /another integration/],
  "no API key": [{ ...arrived(SENT), headers: { "x-hmac-signature": hmac(SECRET, SENT) } }, "headers", true, /no X-AUTH-CLIENT/],
  "twins that differ": [{ ...arrived(SENT), headers: headers(hmac(SECRET, SENT), { "vrf-hmac-signature": hmac(OTHER, SENT) }) }, "headers", true, /twin/],
  "too large": [arrived(" ".repeat(2 ** 20 + 1)), "too-large", true, /1 MiB/],
  "another secret": [{ ...arrived(SENT), secrets: OTHER }, "unknown", false, /another integration's/],
  "nested without end": [arrived("[".repeat(100_000) + "]".repeat(100_000)), "unknown", false, /another integration's/],
};

for (const [name, [options, cause, certain, text]] of Object.entries(CAUSES)) {
  test(`explain: ${name}`, () => {
    const [first, ...more] = explainFailure(options);
    assert.equal(first.cause, cause, first.text);
    assert.equal(first.certain, certain);
    assert.match(first.text, text);
    assert.ok(certain || [first, ...more].some((one) => one.cause === "unknown"), "what is not proved may be something else");
  });
}

test("explain: headers that can be read only once", () => {
  const { body, secrets, headers } = arrived(`${SENT}\n`);
  assert.equal(explainFailure({ body, secrets, headers: Object.entries(headers).values() })[0].cause, "line-end");
});

test("explain: a mistake in the call is told as verify tells it", () => {
  assert.throws(() => explainFailure({ ...arrived(SENT), body: JSON.parse(SENT) }), /already parsed/);
  assert.throws(() => explainFailure({ ...arrived(SENT), secrets: `${SECRET}\n` }), /line break/);
  assert.throws(() => explainFailure(), /pass an object: explainFailure\(/);
});

test("explain: every cause has a case", () => {
  const declared = readFileSync(join(consumer, "node_modules/veriff-verify/esm/explain.d.ts"), "utf8");
  const [, causes] = declared.match(/type Cause = ([^;]+);/);
  const found = new Set(Object.values(CAUSES).map(([, cause]) => cause));
  assert.deepEqual([...causes.matchAll(/"([^"]+)"/g)].map(([, cause]) => cause).filter((cause) => !found.has(cause)), []);
});

test("explain: never says the signature that was expected, nor a secret, nor anything of the body", () => {
  let said = 0;
  for (const options of [...Object.values(CAUSES).map(([options]) => options), ...spoilt()]) {
    const { body, secrets } = options;
    const text = JSON.stringify(explainFailure({ native: said++ % 2 === 0, ...options })).toLowerCase();
    const list = [secrets].flat();
    const bodies = [body, typeof body === "string" ? `${body}\n` : body, SENT, COMPACT];
    for (const secret of [...list, KEY, SECRET]) {
      for (const one of bodies) {
        const expected = hmac(secret, one);
        for (const form of [expected, expected.slice(0, 12), expected.slice(-12), base64(expected), base64(expected).slice(0, 16)]) {
          assert.ok(!text.includes(form.toLowerCase()), text);
        }
      }
      if (secret.length > 7) assert.ok(!text.includes(secret.toLowerCase()), text);
    }
    for (const piece of String(body).match(/"[^"]{12,}"/g) ?? []) assert.ok(!text.includes(piece.toLowerCase()), text);
  }
  assert.ok(said > 400, `${said} explained`);
});

/** Every case of the vector file, and every case with its signature, its secret or its body spoilt. */
function* spoilt() {
  for (const { headers, secrets, body } of vectors.cases) {
    const bytes = Buffer.from(body, "base64");
    yield { headers, secrets, body: bytes };
    yield { headers, secrets, body: bytes.toString("base64") };
    yield { headers, secrets: "another-secret", body: bytes };
    yield { headers: headers.map(([name, value]) => [name, value.replace(/[0-9]/g, "7")]), secrets, body: bytes };
  }
  for (const { secret, message, signature } of vectors.hmac) {
    yield { headers: headers(signature), secrets: secret, body: Buffer.from(message, "base64") };
  }
}

function base64(hex) {
  return Buffer.from(hex, "hex").toString("base64").replace(/=+$/, "");
}

const bin = (name) => join(here, "node_modules/.bin", name);
const REQUIRED = 'console.log(require("veriff-verify/explain").explainFailure({ body: "{}", headers: {}, secrets: "s" })[0].cause)';
for (const [name, program, arguments_] of [
  ["Node, import", process.execPath, ["explain-alone.mjs"]],
  ["Node, require", process.execPath, ["--eval", REQUIRED]],
  ["Bun", bin("bun"), ["run", "explain-alone.mjs"]],
  ["Deno", bin("deno"), ["run", "--no-remote", "--cached-only", "--node-modules-dir=manual", "explain-alone.mjs"]],
]) {
  test(`explain: imported alone, ${name}`, async () => {
    const quiet = { DO_NOT_TRACK: "1", DENO_NO_UPDATE_CHECK: "1", DENO_NO_PROMPT: "1" };
    assert.equal(await printed(program, arguments_, quiet), "headers\n");
  });
}
