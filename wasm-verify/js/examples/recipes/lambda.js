import { verify } from "veriff-verify";

// Behind API Gateway (payload format 2.0) or a function URL.
export async function handler(event) {
  const body = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  const result = verify({ body, headers: event.headers, secrets: process.env.VERIFF_SHARED_SECRET });
  if (!result.ok) return { statusCode: result.httpStatus };
  console.log(result.webhook.type, result.webhook.sessionId, result.webhook.status);
  return { statusCode: 200 };
}
