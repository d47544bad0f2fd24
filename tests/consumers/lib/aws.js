/** AWS on this machine: a bucket and a secret, over HTTP, for the real SDK. */
import { createServer } from "node:http";

/** What the SDK must be told to stay on this machine. */
export const LOCAL = {
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_EC2_METADATA_DISABLED: "true",
  // Lambda has Node 22; what it is told here, on whichever is installed, does not matter.
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
};

/** Starts it with that secret's text; gives `origin`, `objects` by key, `stop`. */
export async function startAws(secret) {
  const objects = new Map();
  /** Called with each key that was put. */
  const aws = { objects, onPut: () => {}, refuse: undefined };
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const url = new URL(request.url, "http://localhost");
    const [, bucket, ...rest] = url.pathname.split("/");
    if (request.headers["x-amz-target"] === "secretsmanager.GetSecretValue") {
      response.end(JSON.stringify({ SecretString: secret }));
    } else if (bucket !== "bucket" || aws.refuse?.(request.method, rest.join("/"))) {
      response.writeHead(403).end("<Error><Code>AccessDenied</Code></Error>");
    } else if (request.method === "PUT") {
      const key = decodeURIComponent(rest.join("/"));
      objects.set(key, { body, type: request.headers["content-type"] });
      await aws.onPut(key);
      response.end();
    } else if (request.method === "GET" && url.searchParams.get("list-type") === "2") {
      const prefix = url.searchParams.get("prefix");
      const keys = [...objects.keys()].filter((key) => key.startsWith(prefix));
      response.end(`<ListBucketResult>${keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("")}</ListBucketResult>`);
    } else if (request.method === "POST" && url.searchParams.has("delete")) {
      for (const [, key] of body.toString().matchAll(/<Key>([^<]+)<\/Key>/g)) objects.delete(key);
      response.end("<DeleteResult></DeleteResult>");
    } else response.writeHead(405).end();
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  aws.origin = `http://127.0.0.1:${server.address().port}`;
  aws.stop = () => new Promise((done) => (server.closeAllConnections(), server.close(done)));
  return aws;
}
