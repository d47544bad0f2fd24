/** The benchmark works. How fast anything is fails no test. */
import { test } from "node:test";
import { here } from "../lib/paths.js";
import { printed } from "../lib/report.js";

test("benchmark, a short run", async () => {
  console.log(await printed(process.execPath, ["bench/main.js", "--short"], {}, here));
});
