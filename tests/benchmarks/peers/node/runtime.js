// Lambda's runtime API as Lambda's own Node client speaks it, and nothing else: less than that client does.

import http from "node:http";

const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const options = { agent, hostname, port, method, path: `/2018-06-01/runtime/${path}` };
    const request = http.request(options, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

export async function run(handler) {
  for (;;) {
    const next = await call("GET", "invocation/next");
    const id = next.headers["lambda-runtime-aws-request-id"];
    try {
      const answer = await handler(JSON.parse(next.body));
      await call("POST", `invocation/${id}/response`, JSON.stringify(answer));
    } catch (error) {
      await call("POST", `invocation/${id}/error`, JSON.stringify({ errorMessage: String(error) }));
    }
  }
}
