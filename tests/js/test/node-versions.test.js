/** The vectors in other Nodes than the one that runs the tests, and through `require` of an ES module. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { here } from "../lib/paths.js";
import { assertAllRight, printed } from "../lib/report.js";

/** `require` of ES modules: from 20.19 on. */
const nodes = [
  { major: 18, requiresModules: false },
  { major: 22, requiresModules: true },
].map((node) => ({ ...node, program: join(here, `nodes/node_modules/node-${node.major}/bin/node`) }));

// npm's binaries are for this kind of machine; there they must be installed.
const isHere = process.platform === "linux" && process.arch === "x64";

for (const { major, requiresModules, program } of nodes) {
  const skip = !isHere && !existsSync(program) ? "npm has no binary for this machine" : false;
  const entries = ["esm.mjs", "cjs.cjs", "slim.mjs", "slim.cjs", ...(requiresModules ? ["require-esm.cjs"] : [])];
  for (const entry of entries) {
    test(`Node ${major}, ${entry}`, { skip }, async () => {
      assertAllRight(JSON.parse(await printed(program, [entry])));
    });
  }
  test(`Node ${major}: is that one, and explains`, { skip }, async () => {
    assert.match(await printed(program, ["--version"]), new RegExp(`^v${major}\\.`));
    assert.equal(await printed(program, ["explain-alone.mjs"]), "headers\n");
  });
}

test("Node, require of an ES module", async () => {
  assertAllRight(JSON.parse(await printed(process.execPath, ["require-esm.cjs"])));
});
