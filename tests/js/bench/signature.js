/** Is it genuine, and nothing else: each library as its documentation says, on the same body and secret. */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { verify as octokitVerify } from "@octokit/webhooks-methods";
import { createHMAC, createSHA256 } from "hash-wasm";
import { createHmac, timingSafeEqual } from "node:crypto";
import { Webhook as StandardWebhook } from "standardwebhooks";
import Stripe from "stripe";
import { Webhook as Svix } from "svix";
import { verify } from "./package.js";

const SECRET = "d26f3a90-58c4-4b1e-9f07-1ae5c8b7346d";

/**
 * The contenders for a body of so many bytes. Those that sign more than the body sign it as they would.
 *
 * The body is a text in JSON: svix and standardwebhooks parse what they have verified, and veriff-verify,
 * which has no verification without reading, has nothing to read in it once it was found genuine.
 */
export async function signatureContenders(size) {
  const body = Buffer.from(JSON.stringify("x".repeat(size - 2)));
  const hex = createHmac("sha256", SECRET).update(body).digest("hex");
  const expected = Buffer.from(hex, "hex");
  const headers = { "x-auth-client": "key", "x-hmac-signature": hex };
  const text = body.toString();
  const hasher = await createHMAC(createSHA256(), SECRET);
  const secretBytes = new TextEncoder().encode(SECRET);
  const stripe = stripeContender(text);
  const standard = standardContender(text);
  const ours = (native) => () => verify({ body, headers, secrets: SECRET, native }).genuine;
  return {
    "node:crypto": () => timingSafeEqual(createHmac("sha256", SECRET).update(body).digest(), Buffer.from(hex, "hex")),
    octokit: () => octokitVerify(SECRET, text, `sha256=${hex}`),
    stripe,
    "hash-wasm": () => timingSafeEqual(Buffer.from(hasher.init().update(body).digest("hex"), "hex"), expected),
    noble: () => timingSafeEqual(hmac(sha256, secretBytes, body), Buffer.from(hex, "hex")),
    svix: standard(Svix, "svix"),
    standardwebhooks: standard(StandardWebhook, "webhook"),
    "veriff-verify": ours(true),
    "veriff-verify, WASM": ours(false),
  };
}

function stripeContender(text) {
  const { webhooks } = new Stripe("sk_test_none");
  const header = webhooks.generateTestHeaderString({ payload: text, secret: SECRET });
  return () => webhooks.signature.verifyHeader(text, header, SECRET, 1e9);
}

function standardContender(text) {
  const secret = Buffer.from(SECRET).toString("base64");
  return (Webhook, prefix) => {
    const webhook = new Webhook(secret);
    const now = new Date();
    const headers = {
      [`${prefix}-id`]: "msg_1",
      [`${prefix}-timestamp`]: String(Math.floor(now / 1000)),
      [`${prefix}-signature`]: webhook.sign("msg_1", now, text),
    };
    return () => webhook.verify(text, headers) !== undefined;
  };
}
