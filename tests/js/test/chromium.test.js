/** The vectors in headless Chromium, as a page loads the package when nothing has bundled it. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { inPage } from "../lib/chromium.js";
import { consumer, copyJudge, emptyFolder } from "../lib/consumer.js";
import { served } from "../lib/pages.js";
import { vectorFile } from "../lib/paths.js";
import { assertAllRight } from "../lib/report.js";

test("Chromium", async () => {
  const folder = emptyFolder("page");
  copyJudge(folder, "page.js");
  cpSync(join(consumer, "node_modules/veriff-verify"), join(folder, "package"), { recursive: true });
  const { exports } = JSON.parse(readFileSync(join(folder, "package/package.json"), "utf8"));
  const entry = resolved(exports["."], ["browser", "import", "default"]).replace("./", "./package/");
  const script = readFileSync(join(consumer, "page.js"), "utf8").replace('"veriff-verify"', `"${entry}"`);
  writeFileSync(join(folder, "page.js"), script);
  writeFileSync(join(folder, "index.html"), '<!doctype html><script type="module" src="page.js"></script>');
  await served(folder, { "/vectors.json": vectorFile }, async (address) => {
    assertAllRight(await inPage(`${address}/index.html`, () => globalThis.judge()));
  });
});

/** The path behind an entry of an exports map, by the first condition that holds. */
function resolved(entry, conditions) {
  if (typeof entry === "string") return entry;
  const [, found] = Object.entries(entry).find(([condition]) => conditions.includes(condition));
  return resolved(found, conditions);
}
