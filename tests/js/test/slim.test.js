/** `veriff-verify/slim` with a module compiled by the host: the same vectors, and what goes wrong without one. */
import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { inPage } from "../lib/chromium.js";
import { consumer, copyJudge, emptyFolder } from "../lib/consumer.js";
import { served } from "../lib/pages.js";
import { here, vectorFile } from "../lib/paths.js";
import { assertAllRight, printed } from "../lib/report.js";
import { bundledByWrangler, inWorkerd } from "../lib/worker.js";

const installed = join(consumer, "node_modules/veriff-verify");
const bin = (name) => join(here, "node_modules/.bin", name);

test("slim: Node, import", async () => {
  assertAllRight(JSON.parse(await printed(process.execPath, ["slim.mjs"])));
});

test("slim: Node, require", async () => {
  assertAllRight(JSON.parse(await printed(process.execPath, ["slim.cjs"])));
});

test("slim: Bun", async () => {
  assertAllRight(JSON.parse(await printed(bin("bun"), ["run", "slim.mjs"], { DO_NOT_TRACK: "1" })));
});

test("slim: workerd, the module imported by the worker", async () => {
  const folder = emptyFolder("slim-workerd");
  copyJudge(folder, "slim-worker.js");
  const configuration = { name: "slim", main: "slim-worker.js", compatibility_date: "2026-04-01" };
  writeFileSync(join(folder, "wrangler.json"), JSON.stringify(configuration));
  await inWorkerd(bundledByWrangler(folder), {}, async (miniflare) => {
    const answer = await miniflare.dispatchFetch("http://worker/", { method: "POST", body: readFileSync(vectorFile) });
    assertAllRight(await answer.json());
  });
});

test("slim: Chromium, the module fetched and compiled as it comes", async () => {
  const folder = emptyFolder("slim-page");
  copyJudge(folder, "slim-page.js");
  cpSync(installed, join(folder, "package"), { recursive: true });
  const page = readFileSync(join(folder, "slim-page.js"), "utf8").replace('"veriff-verify/slim"', '"./package/esm/slim.js"');
  writeFileSync(join(folder, "slim-page.js"), page);
  writeFileSync(join(folder, "index.html"), '<!doctype html><script type="module" src="slim-page.js"></script>');
  await served(folder, { "/vectors.json": vectorFile, "/verify.wasm": join(installed, "verify.wasm") }, async (address) => {
    assertAllRight(await inPage(`${address}/index.html`, () => globalThis.judge()));
  });
});

test("slim: brings no module, and the module is the one that the other entries hold", () => {
  const wasm = readFileSync(join(installed, "verify.wasm"));
  const text = wasm.toString("base64");
  for (const folder of ["esm", "cjs"]) {
    const slim = ["slim.js", "core.js"].map((name) => readFileSync(join(installed, folder, name), "utf8")).join("");
    assert.ok(slim.length < wasm.length, `${slim.length} characters`);
    assert.ok(!slim.includes(text.slice(0, 200)));
  }
  for (const name of ["esm/index.js", "cjs/wasm/base64.js"]) assert.ok(readFileSync(join(installed, name), "utf8").includes(text), name);
});

for (const load of ["require", "import"]) {
  test(`slim: one instance with the main entry, by ${load}`, async () => {
    const program = `
      (async () => {
        const main = await ${load}("veriff-verify");
        const slim = await ${load}("veriff-verify/slim");
        slim.use(new WebAssembly.Module(require("node:fs").readFileSync(require.resolve("veriff-verify/verify.wasm"))));
        console.log(main.verify === slim.verify, main.sign("s", "b") === slim.sign("s", "b"));
      })()`;
    assert.equal(await printed(process.execPath, ["--eval", program]), "true true\n");
  });
}
