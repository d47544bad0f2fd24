import express from "express";
import { verify } from "veriff-verify";

export const app = express();

app.post("/webhooks/veriff", express.raw({ type: "*/*", limit: "1mb" }), (request, response) => {
  const secrets = process.env.VERIFF_SHARED_SECRET;
  const result = verify({ body: request.body, headers: request.rawHeaders, secrets });
  if (!result.ok) return response.sendStatus(result.httpStatus);
  console.log(result.webhook.type, result.webhook.sessionId, result.webhook.status);
  response.sendStatus(200);
});
