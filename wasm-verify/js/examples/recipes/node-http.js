import { createServer } from "node:http";
import { verifyRequest } from "veriff-verify";

export const server = createServer(async (request, response) => {
  try {
    const result = await verifyRequest(request, { secrets: process.env.VERIFF_SHARED_SECRET });
    if (result.ok) console.log(result.webhook.type, result.webhook.sessionId, result.webhook.status);
    response.writeHead(result.ok ? 200 : result.httpStatus).end();
  } catch (error) {
    console.error(error); // No secret is set, or the sender broke off.
    response.writeHead(500).end();
  }
});
