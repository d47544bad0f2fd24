import { readFileSync } from "node:fs";

const { cases } = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8"));
const { headers, secrets, body } = cases[0];
const delivery = { body: Buffer.from(body, "base64"), headers, secrets };
const milliseconds = (from, to) => (to - from).toFixed(1);
const start = performance.now();
const { verify } = await import("veriff-verify");
const imported = performance.now();
const { ok } = verify(delivery);
const first = performance.now();
verify(delivery);
const second = performance.now();
if (!ok) throw new Error("not ok");
console.log(
  `import ${milliseconds(start, imported)} ms, first call ${milliseconds(imported, first)} ms, ` +
    `second call ${milliseconds(first, second)} ms`,
);
