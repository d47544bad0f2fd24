/** The vectors in workerd, the module imported statically, bundled as for deployment. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { copyJudge, emptyFolder } from "../lib/consumer.js";
import { vectorFile } from "../lib/paths.js";
import { assertAllRight } from "../lib/report.js";
import { bundledByWrangler, inWorkerd } from "../lib/worker.js";

test("workerd", async () => {
  const folder = emptyFolder("workerd");
  copyJudge(folder, "worker.js");
  const configuration = { name: "vectors", main: "worker.js", compatibility_date: "2026-04-01" };
  writeFileSync(join(folder, "wrangler.json"), JSON.stringify(configuration));
  await inWorkerd(bundledByWrangler(folder), {}, async (miniflare) => {
    const body = readFileSync(vectorFile);
    const answer = await miniflare.dispatchFetch("http://worker/", { method: "POST", body });
    assertAllRight(await answer.json());
  });
});
