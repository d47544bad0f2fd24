/** Checks the report of a host that has judged the vectors. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { consumer } from "./consumer.js";
import { vectorFile } from "./paths.js";

const vectors = JSON.parse(readFileSync(vectorFile, "utf8"));

/** Fails with every delivery that was judged wrongly, and if the host has not judged them all. */
export function assertAllRight(report) {
  assert.deepEqual(report.wrong, []);
  const least = vectors.cases.length * 6;
  assert.ok(report.judged >= least, `only ${report.judged} of at least ${least}`);
}

/** Runs a program in the consumer's project and gives back what it prints, a report for example. */
export async function printed(program, arguments_, environment = {}, folder = consumer) {
  const options = { cwd: folder, env: { ...process.env, ...environment }, maxBuffer: 1 << 26 };
  const { stdout } = await promisify(execFile)(program, arguments_, options);
  return stdout;
}
