/** A company's web site on a port of its own, which uses Veriff's SDKs as npm has them. */
import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const packages = dirname(dirname(dirname(require.resolve("@veriff/js-sdk"))));
const SCRIPTS = {
  "/js-sdk.js": join(packages, "js-sdk/lib/veriff.js"),
  "/incontext-sdk.js": join(packages, "incontext-sdk/dist/index.umd.js"),
};

/** Serves `html` at `/`, and the SDKs; gives the site's origin and `close`. */
export async function startSite(html) {
  const server = createServer((request, response) => {
    const script = SCRIPTS[request.url];
    response.setHeader("content-type", script ? "text/javascript" : "text/html; charset=utf-8");
    if (script) createReadStream(script).pipe(response);
    else response.end(`<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Site</title>${html}</html>`);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
