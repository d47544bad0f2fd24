/** The whole job: verify, parse, validate, and hand over what a handler needs at once. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { verify } from "./package.js";
import { ajv, valibot, zod } from "./validators.js";

const SECRET = "d26f3a90-58c4-4b1e-9f07-1ae5c8b7346d";

/** The contenders for one decision webhook in a Buffer. */
export function wholeContenders(body) {
  const hex = createHmac("sha256", SECRET).update(body).digest("hex");
  const headers = { "content-type": "application/json", "x-auth-client": "key", "x-hmac-signature": hex };
  const parsed = () => {
    const genuine = timingSafeEqual(createHmac("sha256", SECRET).update(body).digest(), Buffer.from(hex, "hex"));
    return genuine ? JSON.parse(body.toString()) : undefined;
  };
  const ours = (native) => () => {
    const result = verify({ body, headers, secrets: SECRET, native });
    return result.ok && handed(result.webhook);
  };
  return {
    "+ JSON.parse": () => summary(parsed()),
    "+ ajv": () => {
      const message = parsed();
      return ajv(message) && summary(message);
    },
    "+ zod": () => summary(zod(parsed())),
    "+ valibot": () => summary(valibot(parsed())),
    "JSON.parse alone, unverified": () => summary(JSON.parse(body.toString())),
    "veriff-verify": ours(true),
    "veriff-verify, WASM": ours(false),
  };
}

/** What a handler needs at once, with the times as numbers, as the package hands them over. */
function summary({ verification: it }) {
  return handed({
    type: "decision",
    sessionId: it.id,
    attemptId: it.attemptId,
    vendorData: it.vendorData,
    endUserId: it.endUserId,
    status: it.status,
    code: it.code,
    reason: it.reason,
    reasonCode: it.reasonCode,
    decisionTime: Date.parse(it.decisionTime),
    submissionTime: Date.parse(it.submissionTime),
    acceptanceTime: Date.parse(it.acceptanceTime),
  });
}

/** Looks at every part, so that none is left out by an optimising compiler. */
function handed(it) {
  return (
    it.type === "decision" && it.sessionId.length + it.attemptId.length + it.vendorData.length + it.endUserId.length > 0 &&
    it.status === "declined" && it.code === 9102 && it.reason.length > 0 && it.reasonCode === 105 &&
    it.decisionTime + it.submissionTime + it.acceptanceTime > 0
  );
}
