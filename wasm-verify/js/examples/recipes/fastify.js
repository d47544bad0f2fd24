import Fastify from "fastify";
import { verify } from "veriff-verify";

export const app = Fastify();

app.removeAllContentTypeParsers();
app.addContentTypeParser("*", { parseAs: "buffer" }, (request, body, done) => done(null, body));
app.post("/webhooks/veriff", async (request, reply) => {
  const secrets = process.env.VERIFF_SHARED_SECRET;
  const result = verify({ body: request.body ?? "", headers: request.raw.rawHeaders, secrets });
  if (result.ok) console.log(result.webhook.type, result.webhook.sessionId, result.webhook.status);
  return reply.code(result.ok ? 200 : result.httpStatus).send();
});
