/** Verifies Veriff's webhooks at the edge: forgeries end here, the rest goes on as it came. */
import { verifyRequest } from "veriff-verify";

/** Veriff waits five seconds for an answer. */
const PATIENCE = 4500;

export default {
  async fetch(request, env) {
    if (request.method !== "POST") return new Response(null, { status: 405, headers: { allow: "POST" } });
    const secrets = env.VERIFF_SHARED_SECRETS.split(",");
    const result = await verifyRequest(request, { secrets, apiKey: env.VERIFF_API_KEY });
    if (!result.ok && !result.genuine) {
      console.warn(`refused: ${result.reason}`);
      return new Response(null, { status: result.httpStatus });
    }
    // What is genuine and cannot be read goes on as well: the function keeps it.
    try {
      return await fetch(env.FUNCTION_URL, {
        method: "POST",
        headers: request.headers,
        body: result.body,
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
      });
    } catch {
      // Anything but 200, and Veriff sends it again.
      return new Response(null, { status: 503, headers: { "retry-after": "60" } });
    }
  },
};
