/** Sizes, memory, and the first call. Times are printed and never fail. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { consumer } from "../lib/consumer.js";
import { printed } from "../lib/report.js";

const CALLS = process.env.CALLS ?? "100000";

// What the module must come to; in brotli, what it may not grow beyond on the way there: its size today.
const GOAL = { raw: 48_000, brotli: 16_000 };
const TODAY = { raw: GOAL.raw, brotli: 20_600 };
// Not reached yet in brotli: the run prints how far it is, and this failure is not counted.
const todo = "verifier, parser, fold and catalogue together are larger in brotli";

/** The sizes of the module, and a failure if one is over its bound. */
function measure(bound) {
  const wasm = readFileSync(join(consumer, "node_modules/veriff-verify/verify.wasm"));
  const compressed = brotliCompressSync(wasm).length;
  console.log(`verify.wasm: ${wasm.length} bytes, ${compressed} in brotli, of ${bound.raw} and ${bound.brotli}`);
  assert.ok(wasm.length <= bound.raw, `${wasm.length} bytes`);
  assert.ok(compressed <= bound.brotli, `${compressed} bytes in brotli`);
}

test("the module is at most 48 kB, and 16 kB in brotli", { todo }, () => measure(GOAL));

test("the module is at most 48 kB, and in brotli no larger than it was", () => measure(TODAY));

test("the first call", async () => {
  console.log(await printed(process.execPath, ["first-call.mjs"]));
});

test(`memory does not grow over ${CALLS} calls`, async () => {
  const growth = JSON.parse(await printed(process.execPath, ["--expose-gc", "memory.mjs", CALLS]));
  console.log(`after ${CALLS} calls: ${growth.wasm} bytes of WebAssembly memory more, ${growth.heap} bytes of heap`);
  assert.equal(growth.wasm, 0);
  assert.ok(growth.heap < 1_000_000);
});
