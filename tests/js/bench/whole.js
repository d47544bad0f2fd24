/** The whole job: verify, parse, validate, and hand over what a handler needs at once. */
import Ajv from "ajv";
import { createHmac, timingSafeEqual } from "node:crypto";
import * as v from "valibot";
import { z } from "zod";
import { verify } from "./package.js";

const SECRET = "d26f3a90-58c4-4b1e-9f07-1ae5c8b7346d";
const TEXTS = ["id", "status"];
const MAYBE_TEXTS = ["attemptId", "vendorData", "endUserId", "reason", "acceptanceTime", "submissionTime", "decisionTime"];
const each = (names, schema) => Object.fromEntries(names.map((name) => [name, schema]));

const ajv = new Ajv().compile({
  type: "object",
  required: ["verification"],
  properties: {
    verification: {
      type: "object",
      required: ["id", "status", "code"],
      properties: {
        ...each(TEXTS, { type: "string" }),
        code: { type: "integer" },
        reasonCode: { type: ["integer", "null"] },
        ...each(MAYBE_TEXTS, { type: ["string", "null"] }),
      },
    },
  },
});

const zod = z.object({
  verification: z.object({
    ...each(TEXTS, z.string()),
    code: z.int(),
    reasonCode: z.int().nullish(),
    ...each(MAYBE_TEXTS, z.string().nullish()),
  }),
});

const valibot = v.object({
  verification: v.object({
    ...each(TEXTS, v.string()),
    code: v.pipe(v.number(), v.integer()),
    reasonCode: v.nullish(v.pipe(v.number(), v.integer())),
    ...each(MAYBE_TEXTS, v.nullish(v.string())),
  }),
});

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
    "+ zod": () => summary(zod.parse(parsed())),
    "+ valibot": () => summary(v.parse(valibot, parsed())),
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
