/** Bundles run, in Node and in Chromium, and judge the vectors as the package itself does. */
import assert from "node:assert/strict";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bundlers } from "../lib/bundlers.js";
import { inPage } from "../lib/chromium.js";
import { copyJudge, emptyFolder } from "../lib/consumer.js";
import { served } from "../lib/pages.js";
import { vectorFile } from "../lib/paths.js";
import { assertAllRight, printed } from "../lib/report.js";

for (const [name, bundle] of Object.entries(bundlers)) {
  test(`${name}, then Node`, async () => {
    const folder = folderWith(`${name}-node`, "esm.mjs");
    await bundle(folder, "esm.mjs", "node");
    cpSync(vectorFile, join(folder, "out/vectors.json"));
    assertAllRight(JSON.parse(await printed(process.execPath, ["out/bundle.mjs"], {}, folder)));
  });

  for (const place of ["node", "browser"]) {
    test(`${name}, for ${place}: the explainer alone`, async () => {
      const folder = folderWith(`${name}-explain-${place}`, "explain-alone.mjs");
      await bundle(folder, "explain-alone.mjs", place);
      assert.equal(await printed(process.execPath, ["out/bundle.mjs"], {}, folder), "headers\n");
    });
  }

  test(`${name}, then Chromium`, async () => {
    const folder = folderWith(`${name}-browser`, "page.js");
    await bundle(folder, "page.js", "browser");
    writeFileSync(join(folder, "out/index.html"), '<!doctype html><script type="module" src="bundle.mjs"></script>');
    await served(join(folder, "out"), { "/vectors.json": vectorFile }, async (address) => {
      assertAllRight(await inPage(`${address}/index.html`, () => globalThis.judge()));
    });
  });
}

function folderWith(name, entry) {
  const folder = emptyFolder(name);
  copyJudge(folder, entry);
  return folder;
}
