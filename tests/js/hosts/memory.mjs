/** Many calls with every vector, genuine and not, and with many secrets; prints by how much memory has grown. */
import { readFileSync } from "node:fs";

// The one memory of the package, taken as it is made.
let memory;
const { Instance } = WebAssembly;
WebAssembly.Instance = function (module, imports) {
  const instance = new Instance(module, imports);
  memory ??= instance.exports.memory;
  return instance;
};
WebAssembly.Instance.prototype = Instance.prototype;

const { verify, applyWebhook, sign } = await import("veriff-verify");
const { cases, apiKey } = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8"));
const deliveries = cases.map(({ body, headers, secrets }) => ({ body: Buffer.from(body, "base64"), headers, secrets, apiKey }));

function calls(count) {
  let state = null;
  for (let i = 0; i < count; i++) {
    const delivery = deliveries[i % deliveries.length];
    const result = verify({ ...delivery, native: i % 3 === 0 });
    if (i % 10 === 0) {
      sign(`secret-${i % 1000}`, delivery.body);
      if (result.ok && result.webhook.sessionId) state = applyWebhook(state, result.webhook).stored;
    }
  }
}

const sizes = () => {
  gc();
  return { wasm: memory.buffer.byteLength, heap: process.memoryUsage().heapUsed };
};
const total = Number(process.argv[2]);
calls(Math.max(20_000, total / 10));
const before = sizes();
calls(total);
const after = sizes();
console.log(JSON.stringify({ wasm: after.wasm - before.wasm, heap: after.heap - before.heap }));
