/** The vectors in an edge runtime of Vercel's kind, bundled for it: the module is imported with `?module`. */
import assert from "node:assert/strict";
import { EdgeVM } from "@edge-runtime/vm";
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { consumer, copyJudge, emptyFolder } from "../lib/consumer.js";
import { vectorFile } from "../lib/paths.js";
import { assertAllRight } from "../lib/report.js";

/** What such a platform's bundler does: the module is compiled beforehand and found by name. */
const compiled = {
  name: "wasm-module",
  setup(build) {
    build.onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace("?module", "")),
      namespace: "wasm-module",
    }));
    build.onLoad({ filter: /.*/, namespace: "wasm-module" }, () => ({ contents: "export default globalThis.wasmModule;" }));
  },
};
/** Bundles an entry for the edge, and gives back what judges the vectors there. */
async function atTheEdge(entry) {
  const folder = emptyFolder("edge-light");
  copyJudge(folder, entry);
  const options = { absWorkingDir: folder, entryPoints: [entry], bundle: true, write: false, format: "iife", target: "es2022" };
  const { outputFiles } = await build({ ...options, conditions: ["edge-light"], plugins: [compiled], logLevel: "warning" });
  // Compiled outside, as Next.js does; inside nothing can be compiled.
  const wasmModule = new WebAssembly.Module(readFileSync(join(consumer, "node_modules/veriff-verify/verify.wasm")));
  const vm = new EdgeVM({
    codeGeneration: { strings: false, wasm: false },
    extend: (context) => Object.assign(context, { wasmModule, vectors: readFileSync(vectorFile, "utf8") }),
  });
  assert.equal(vm.evaluate("typeof process + typeof Buffer + typeof EdgeRuntime"), "undefinedundefinedstring");
  vm.evaluate(outputFiles[0].text);
  return JSON.parse(vm.evaluate("judge(vectors)"));
}

test("edge-light", async () => {
  assertAllRight(await atTheEdge("edge.js"));
});

test("edge-light, slim", async () => {
  assertAllRight(await atTheEdge("slim-edge.js"));
});
