import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { verify } from "veriff-verify";

export const server = createServer(async (request, response) => {
  const secrets = process.env.VERIFF_SHARED_SECRET;
  const result = verify({ body: await buffer(request), headers: request.rawHeaders, secrets });
  if (result.ok) console.log(result.webhook.type, result.webhook.sessionId, result.webhook.status);
  response.writeHead(result.ok ? 200 : result.httpStatus).end();
});
