/** Prints how the package compares, every contender in one interleaved run. `--short` takes a second or two. */
import { cpus } from "node:os";
import { signatureContenders } from "./signature.js";
import { compared, table } from "./measure.js";
import { wholeContenders } from "./whole.js";
import { decisionOf } from "./payload.js";

const short = process.argv.includes("--short");
const rounds = short ? 1 : 25;
const budget = short ? 2 : 20;

console.log(`${cpus()[0].model}, Node ${process.version}${short ? "; a short run, which proves nothing but that it works" : ""}`);

const signatures = {};
for (const size of [512, 1024, 2048, 6144]) {
  signatures[`${size} B`] = await compared(await signatureContenders(size), rounds, budget);
}
console.log("\nsignature only: microseconds per verification, body in a Buffer (times node:crypto's speed)\n");
console.log(table(signatures, (nanoseconds) => (nanoseconds / 1000).toFixed(1), ["node:crypto"]));

const jobs = {};
for (const size of [2300, 4000, 6000]) {
  jobs[`${(size / 1000).toFixed(1)} kB`] = await compared(wholeContenders(decisionOf(size)), rounds, budget);
}
console.log("\nthe whole job: thousand decision webhooks per second (times the speed of node:crypto + JSON.parse); ajv, zod and");
console.log("valibot check the types of all documented fields, as veriff-verify does\n");
console.log(table(jobs, (nanoseconds) => (1e6 / nanoseconds).toFixed(0), ["+ JSON.parse"]));
