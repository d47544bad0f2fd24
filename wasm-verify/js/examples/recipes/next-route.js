// app/webhooks/veriff/route.js
import { verifyRequest } from "veriff-verify";

export async function POST(request) {
  const result = await verifyRequest(request, { secrets: process.env.VERIFF_SHARED_SECRET });
  if (!result.ok) return new Response(null, { status: result.httpStatus });
  console.log(result.webhook.type, result.webhook.sessionId, result.webhook.status);
  return new Response(null, { status: 200 });
}
