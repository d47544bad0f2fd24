import express from "express";
import { verify } from "veriff-verify";

export const app = express();

// Any type, and none: what nobody has read is no buffer.
app.post("/webhooks/veriff", express.raw({ type: () => true, limit: "1mb" }), (request, response) => {
  const body = Buffer.isBuffer(request.body) ? request.body : "";
  const result = verify({ body, headers: request.rawHeaders, secrets: process.env.VERIFF_SHARED_SECRET });
  if (!result.ok) return response.sendStatus(result.httpStatus);
  console.log(result.webhook.type, result.webhook.sessionId, result.webhook.status);
  response.sendStatus(200);
});
