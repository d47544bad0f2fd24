/** What comes with the package: nothing. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { consumer } from "../lib/consumer.js";

const modules = join(consumer, "node_modules");
const manifest = JSON.parse(readFileSync(join(modules, "veriff-verify/package.json"), "utf8"));

test("it depends on nothing, and runs nothing when it is installed", () => {
  const kinds = ["dependencies", "peerDependencies", "optionalDependencies", "bundleDependencies", "bundledDependencies"];
  for (const kind of kinds) assert.deepEqual(Object.keys(manifest[kind] ?? {}), [], kind);
  for (const script of ["preinstall", "install", "postinstall", "prepare"]) {
    assert.equal(manifest.scripts?.[script], undefined, script);
  }
  assert.deepEqual(readdirSync(modules).filter((name) => !name.startsWith(".")), ["veriff-verify"]);
});

test("its licence is this repository's, and lies in it", () => {
  assert.equal(manifest.license, "MIT OR Apache-2.0");
  const files = readdirSync(join(modules, "veriff-verify"));
  for (const name of ["LICENSE-MIT", "LICENSE-APACHE"]) assert.ok(files.includes(name), `${name} of ${files}`);
});
