import { Hono } from "hono";
import { verifyRequest } from "veriff-verify";

const app = new Hono();

app.post("/webhooks/veriff", async (c) => {
  const result = await verifyRequest(c.req.raw, { secrets: c.env.VERIFF_SHARED_SECRET });
  if (!result.ok) return c.body(null, result.httpStatus);
  console.log(result.webhook.type, result.webhook.sessionId, result.webhook.status);
  return c.body(null, 200);
});

export default app;
