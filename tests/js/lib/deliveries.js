/** Deliveries as Veriff makes them, signed with Node's own HMAC. */
import { createHmac } from "node:crypto";

/** An event, the smallest of Veriff's webhooks, with a letter beyond ASCII and odd spacing in it. */
export function eventBody(sessionId) {
  return Buffer.from(`{ "id":"${sessionId}","code":7001,  "action":"started","vendorData":"Ü-1"}\n`);
}

/** The headers of a delivery. */
export function signed(body, secret, apiKey = "7b0c61f4-2e9d-4d57-8a35-c9f10e64b2d8") {
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  return { "content-type": "application/json", "x-auth-client": apiKey, "x-hmac-signature": signature };
}
