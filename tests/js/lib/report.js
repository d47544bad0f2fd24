/** Checks the report of a host that has judged the vectors. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { consumer } from "./consumer.js";
import { vectorFile } from "./paths.js";

const vectors = JSON.parse(readFileSync(vectorFile, "utf8"));

/** Fails with all that was judged wrongly, and if the host has not judged every part of the file. */
export function assertAllRight(report) {
  assert.deepEqual(report.wrong, []);
  for (const [part, least] of Object.entries(leastOf(vectors))) {
    assert.ok(report.judged[part] >= least, `${part}: only ${report.judged[part]} of at least ${least}`);
  }
}

/** Of how many things each part of the file makes a host judge at least. */
function leastOf({ cases, hmac, histories }) {
  const orders = histories.flatMap((history) => history.orders);
  return { cases: cases.length * 6, hmac: hmac.length * 2, histories: orders.length * 8 };
}

/** Runs a program in the consumer's project and gives back what it prints, a report for example. */
export async function printed(program, arguments_, environment = {}, folder = consumer) {
  const options = { cwd: folder, env: { ...process.env, ...environment }, maxBuffer: 1 << 26 };
  const { stdout } = await promisify(execFile)(program, arguments_, options);
  return stdout;
}
