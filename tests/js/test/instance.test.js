/** One instance serves every secret, every body and every caller, and what one leaves there harms no other. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { join } from "node:path";
import { test } from "node:test";
import { verify } from "../bench/package.js";
import { here } from "../lib/paths.js";
import { printed } from "../lib/report.js";

const sign = (secret, body) => createHmac("sha256", secret).update(body).digest("hex");
const body = JSON.stringify({ id: "c41e7d52", code: 7001, action: "started", vendorData: "x".repeat(300) });
const forged = body.replace("started", "submitted").replace("7001", "7002");
const judged = (secrets, signature, other = {}) =>
  verify({ body, headers: { "x-auth-client": "key", "x-hmac-signature": signature }, secrets, ...other });

for (const native of [true, false]) {
  test(`a place that others have taken is no longer that of these secrets (native: ${native})`, () => {
    assert.ok(judged("first", sign("first", body), { native }).ok);
    for (let i = 0; i < 64; i++) judged([`one-${i}`, `two-${i}`], sign("first", body), { native });
    for (const other of ["one-63", "two-63"]) assert.ok(!judged("first", sign(other, body), { native }).ok);
    assert.ok(judged(["one-63", "two-63"], sign("two-63", body), { native }).ok);
    assert.ok(!judged("first", sign("two-63", body), { native, body: forged }).ok);
    assert.ok(judged("first", sign("first", body), { native }).ok);
  });

  test(`what the reading of headers verifies meanwhile changes nothing (native: ${native})`, () => {
    for (let place = 0; place < 64; place++) {
      const headers = {
        "x-auth-client": "key",
        get "x-hmac-signature"() {
          for (let i = 0; i < 64; i++) judged(`other-${place}-${i}`, "00", { native });
          return sign(`other-${place}-${place}`, body);
        },
      };
      assert.equal(verify({ body, headers, secrets: "first", native }).reason, "signature-mismatch");
    }
  });
}

const bin = (name) => join(here, "node_modules/.bin", name);
/** How each host runs a module that is given as text. */
const HOSTS = {
  Node: (module) => printed(process.execPath, ["--input-type=module", "--eval", module]),
  Bun: (module) => printed(bin("bun"), ["--eval", module], { DO_NOT_TRACK: "1" }),
  Deno: (module) =>
    printed(bin("deno"), ["eval", "--no-lock", "--cached-only", "--node-modules-dir=manual", module], { DENO_NO_UPDATE_CHECK: "1" }),
  "Node without a Buffer's fast methods": (module) =>
    printed(process.execPath, ["--input-type=module", "--eval", `delete process.getBuiltinModule;\n${module.replace('"veriff-verify"', '"veriff-verify/slim"')}`]),
};

for (const [host, run] of Object.entries(HOSTS)) {
  test(`memory that grows while a webhook is read loses nothing of it: ${host}`, async () => {
    for (const prepared of [0, 17, 33, 63]) {
      const lines = await run(`
        import * as all from "veriff-verify";
        const { sign, verify, applyWebhook } = all;
        if (all.use) all.use(new WebAssembly.Module((await import("node:fs")).readFileSync("node_modules/veriff-verify/verify.wasm")));
        for (let i = 0; i < ${prepared}; i++) verify({ body: "{}", headers: {}, secrets: ["secret-" + i] });
        for (const size of [100, 400, 3000, 12000, 17000, 40000]) {
          const verification = { id: "c41e7d52", attemptId: "a", status: "declined", code: 9102, reason: "\u00e9".repeat(size) };
          const body = new TextEncoder().encode(JSON.stringify({ verification }));
          const headers = { "x-auth-client": "key", "x-hmac-signature": sign("secret", body) };
          const { webhook } = verify({ body, headers, secrets: "secret" });
          const { status, changed } = applyWebhook(null, webhook);
          console.log(status, changed, webhook.payload().verification.reason.length === size && webhook.reason.length === size);
        }`);
      assert.equal(lines, "declined true true\n".repeat(6), `${prepared} prepared`);
    }
  });
}

test("after a call that had no stack left the next has an instance", async () => {
  const program = `
    const { sign, verify } = require("veriff-verify");
    const body = ${JSON.stringify(body)};
    const headers = { "x-auth-client": "key", "x-hmac-signature": sign("secret", body) };
    const judged = () => verify({ body, headers, secrets: "secret" }).ok;
    let tries = 0;
    function deeper() {
      try { deeper(); } catch {}
      if (tries++ < 2000) try { judged(); } catch {}
    }
    let right = 0;
    for (let round = 0; round < 200; round++) {
      tries = 0;
      try { deeper(); } catch {}
      right += judged();
    }
    console.log(right);`;
  assert.equal(await printed(process.execPath, ["--eval", program]), "200\n");
});

test("blanks in a header cost no more than they are many", () => {
  const headers = { "x-auth-client": `a${" ".repeat(200_000)}b`, "x-hmac-signature": "00" };
  const start = performance.now();
  assert.equal(verify({ body, headers, secrets: "secret", apiKey: "key" }).reason, "unknown-auth-client");
  // With time that grows by the square it would be half a minute.
  assert.ok(performance.now() - start < 5000);
});

test("a body has the length that it has, whatever it says", () => {
  class Short extends Uint8Array {
    get length() {
      return 5;
    }
  }
  const bytes = Buffer.from(body);
  const headers = { "x-auth-client": "key", "x-hmac-signature": sign("secret", body) };
  assert.ok(verify({ body: new Short(bytes), headers, secrets: "secret" }).ok);
  assert.ok(!verify({ body: new Short(70_000), headers, secrets: "secret" }).ok);
  assert.ok(verify({ body, headers, secrets: "secret" }).ok);
});

test("a number beyond 63 bits is no negative one", () => {
  const hits = JSON.stringify({ checkType: "initial_result", attemptId: "a", matchStatus: "no_match", totalHits: 2 ** 64 - 2048 });
  const headers = { "x-auth-client": "key", "x-hmac-signature": sign("secret", hits) };
  assert.equal(verify({ body: hits, headers, secrets: "secret" }).webhook.totalHits, 2 ** 64 - 2048);
});
