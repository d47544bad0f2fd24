// A first look at the speed of the built package, ratios from one interleaved run:
// `node wasm-verify/js/bench/quick.mjs`.
import { createHmac, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import { verify } from "../dist/esm/node.js";

const SECRET = "00000000-0000-4000-8000-5ec2e7000001";
const payload = JSON.parse(readFileSync(new URL("../../tests/payloads/decision-approved.json", import.meta.url), "utf8"));

/** A decision of about so many bytes, as Veriff writes it, longer by risk labels and addresses. */
function decision(size) {
  const labels = payload.verification.riskLabels ?? [];
  payload.verification.riskLabels = labels;
  labels.length = 0;
  while (Buffer.byteLength(JSON.stringify(payload)) < size) {
    labels.push({ label: "document_previously_used", category: "crosslinks", sessionIds: ["c41e7d52-9a0b-4f3e-8d26-5b7a1e90c3f8"] });
  }
  return Buffer.from(JSON.stringify(payload));
}

function headersOf(body) {
  const signature = createHmac("sha256", SECRET).update(body).digest("hex");
  return {
    host: "shop.example", "user-agent": "Veriff", accept: "*/*", "content-type": "application/json",
    "content-length": String(body.length), "x-auth-client": "7b0c61f4-2e9d-4d57-8a35-c9f10e64b2d8",
    "x-hmac-signature": signature, "vrf-auth-client": "7b0c61f4-2e9d-4d57-8a35-c9f10e64b2d8",
    "vrf-hmac-signature": signature, "x-forwarded-for": "198.51.100.7", "x-forwarded-proto": "https",
  };
}

function node(body, headers) {
  const expected = createHmac("sha256", SECRET).update(body).digest();
  if (!timingSafeEqual(expected, Buffer.from(headers["x-hmac-signature"], "hex"))) throw new Error("forged");
  const { verification: v } = JSON.parse(body.toString("utf8"));
  return [v.id, v.attemptId, v.status, v.code, v.reason, v.reasonCode, v.decisionTime, v.submissionTime, v.vendorData, v.endUserId];
}

function ours(native) {
  return (body, headers) => {
    const result = verify({ body, headers, secrets: SECRET, native });
    if (!result.ok) throw new Error(result.reason);
    const w = result.webhook;
    return [w.sessionId, w.attemptId, w.status, w.code, w.reason, w.reasonCode, w.decisionTime, w.submissionTime, w.vendorData, w.endUserId];
  };
}

const contenders = { "node:crypto + JSON.parse": node, "veriff-verify": ours(true), "veriff-verify, native: false": ours(false) };
for (const size of [2048, 4096, 6144]) {
  const body = decision(size);
  const headers = headersOf(body);
  const best = Object.fromEntries(Object.keys(contenders).map((name) => [name, Infinity]));
  for (let round = 0; round < 40; round++) {
    for (const [name, job] of Object.entries(contenders)) {
      const start = process.hrtime.bigint();
      for (let i = 0; i < 2000; i++) job(body, headers);
      best[name] = Math.min(best[name], Number(process.hrtime.bigint() - start) / 2e6);
    }
  }
  const base = best["node:crypto + JSON.parse"];
  for (const [name, time] of Object.entries(best)) {
    console.log(`${String(body.length).padStart(5)} B  ${name.padEnd(30)} ${time.toFixed(2).padStart(6)} µs  x${(base / time).toFixed(2)}`);
  }
}
