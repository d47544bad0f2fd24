/** The vector file is for every language: Python judges its signatures with its own HMAC. */
import assert from "node:assert/strict";
import { writeFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { emptyFolder } from "../lib/consumer.js";
import { root, vectorFile } from "../lib/paths.js";
import { printed } from "../lib/report.js";

const runner = join(root, "wasm-verify/tests/vectors/runner.py");

test("Python", async () => {
  const { hmac, histories } = JSON.parse(readFileSync(vectorFile, "utf8"));
  const [, right, all] = (await printed("python3", [runner, vectorFile])).match(/^(\d+) of (\d+) right\n$/);
  assert.equal(right, all);
  assert.ok(all > hmac.length + histories.length * 2);
});

test("Python: a tag that is altered in the file is found", async () => {
  const folder = emptyFolder("python");
  const vectors = JSON.parse(readFileSync(vectorFile, "utf8"));
  const { name } = vectors.hmac[0];
  vectors.hmac[0].signature = vectors.hmac[0].signature.replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));
  writeFileSync(join(folder, "vectors.json"), JSON.stringify(vectors));
  await assert.rejects(printed("python3", [runner, join(folder, "vectors.json")]), ({ stdout }) => {
    assert.match(stdout, new RegExp(`^wrong: ${name}\n`));
    return true;
  });
});
