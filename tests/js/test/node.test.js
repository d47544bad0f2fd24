/** The vectors in Node, by `import` and by `require`; Bun and Deno. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { join } from "node:path";
import { here } from "../lib/paths.js";
import { assertAllRight, printed } from "../lib/report.js";

const bin = (name) => join(here, "node_modules/.bin", name);

test("Node, import", async () => {
  assertAllRight(JSON.parse(await printed(process.execPath, ["esm.mjs"])));
});

test("Node, require", async () => {
  assertAllRight(JSON.parse(await printed(process.execPath, ["cjs.cjs"])));
});

test("Node, both in one program: one instance", async () => {
  const program = `
    const required = require("veriff-verify");
    import("veriff-verify").then((imported) => console.log(imported.verify === required.verify))`;
  assert.equal(await printed(process.execPath, ["--eval", program]), "true\n");
});

test("Bun", async () => {
  assertAllRight(JSON.parse(await printed(bin("bun"), ["run", "esm.mjs"], { DO_NOT_TRACK: "1" })));
});

test("Deno", async () => {
  const environment = { DENO_NO_UPDATE_CHECK: "1", DENO_NO_PROMPT: "1" };
  const permitted = ["run", "--no-remote", "--cached-only", "--node-modules-dir=manual", "--allow-read=.", "esm.mjs"];
  assertAllRight(JSON.parse(await printed(bin("deno"), permitted, environment)));
});

test("Node: its own SHA-256 hashes all but small bodies, unless it is turned off", async () => {
  const program = `
    const crypto = require("node:crypto");
    const { hash } = crypto;
    let calls = 0;
    crypto.hash = (...given) => (calls++, hash(...given));
    const { sign, verify } = require("veriff-verify");
    const counted = (size, native) => {
      const body = Buffer.alloc(size, " ");
      calls = 0;
      const result = verify({ body, headers: { "x-auth-client": "a", "x-hmac-signature": sign("s", body) }, secrets: "s", native });
      return result.genuine && calls;
    };
    console.log(counted(255), counted(256), counted(256, true), counted(256, false));`;
  assert.equal(await printed(process.execPath, ["--eval", program]), "0 1 1 0\n");
});
