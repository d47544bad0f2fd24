/** The edge worker, bundled as for deployment, in workerd: in front of the running sandbox, and of an echo. */
import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import { emptyFolder } from "../lib/consumer.js";
import { eventBody, signed } from "../lib/deliveries.js";
import { sources } from "../lib/paths.js";
import { withSandbox } from "../lib/sandbox.js";
import { bundledByWrangler, inWorkerd } from "../lib/worker.js";

const API_KEY = "00000000-0000-4000-8000-00000000d0e5";
const SECRET = "00000000-0000-4000-8000-5ec2e7000001";

const folder = emptyFolder("edge-worker");
for (const name of ["src", "wrangler.json"]) {
  cpSync(join(sources, "examples/edge-worker", name), join(folder, name), { recursive: true });
}
const modules = bundledByWrangler(folder);

/** The worker in front of a function; `work` gets what delivers to it and gives back the answer. */
function inFrontOf(functionUrl, work) {
  const bindings = { FUNCTION_URL: functionUrl, VERIFF_API_KEY: API_KEY, VERIFF_SHARED_SECRETS: `${SECRET},next` };
  return inWorkerd(modules, { bindings }, (miniflare) =>
    work((body, headers) => miniflare.dispatchFetch("http://worker/", { method: "POST", body, headers })),
  );
}

test("edge worker: the sandbox's function takes in what it lets through", async () => {
  await withSandbox(async (sandbox) => {
    const platform = sandbox.platform;
    const ask = async (path, init) => (await fetch(`${platform}${path}`, init)).json();
    const person = { verification: { endUserId: crypto.randomUUID(), person: { firstName: "Noor", lastName: "de Wit" } } };
    const json = { "content-type": "application/json" };
    const { sessionId } = await ask("/sessions", { method: "POST", headers: json, body: JSON.stringify(person) });
    const status = async () => (await ask(`/sessions/${sessionId}`)).status;
    await inFrontOf(`${platform}/webhooks/veriff`, async (deliver) => {
      const body = eventBody(sessionId);
      assert.equal((await deliver(body, signed(body, "forged", API_KEY))).status, 401);
      assert.equal(await status(), "created");
      assert.equal((await deliver(body, signed(body, SECRET, API_KEY))).status, 200);
      assert.equal(await status(), "started");
      const broken = Buffer.from("{");
      assert.equal((await deliver(broken, signed(broken, SECRET, API_KEY))).status, 400, "the function's own answer");
    });
  });
});

test("edge worker: bytes and headers go on unchanged, forgeries do not go on", async () => {
  const received = [];
  const echo = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await buffer(request) });
    response.writeHead(418, { "x-from": "function" }).end("answered");
  });
  await new Promise((ready) => echo.listen(0, "127.0.0.1", ready));
  try {
    await inFrontOf(`http://127.0.0.1:${echo.address().port}/`, async (deliver) => {
      const body = eventBody("c41e7d52-9a0b-4f3e-8d26-5b7a1e90c3f8");
      const headers = { ...signed(body, SECRET, API_KEY), "vrf-integration-id": "51c8f2a7-0d6e-4b93-a7f4-3e8b09d5c612" };
      const answer = await deliver(body, headers);
      assert.equal(answer.status, 418);
      assert.equal(answer.headers.get("x-from"), "function");
      assert.equal(await answer.text(), "answered");
      assert.equal(received.length, 1);
      assert.deepEqual(received[0].body, body);
      for (const [name, value] of Object.entries(headers)) assert.equal(received[0].headers[name], value);

      const large = Buffer.alloc(2 ** 20 + 1, " ");
      assert.equal((await deliver(body, signed(body, "forged", API_KEY))).status, 401);
      assert.equal((await deliver(body, signed(body, SECRET, "another-key"))).status, 401);
      assert.equal((await deliver(body, {})).status, 401);
      assert.equal((await deliver(large, signed(large, SECRET, API_KEY))).status, 413);
      assert.equal(received.length, 1);
    });
  } finally {
    echo.close();
    echo.closeAllConnections();
  }
});

test("edge worker: without a function behind it Veriff is told to come again", async () => {
  await inFrontOf("http://127.0.0.1:1/", async (deliver) => {
    const body = eventBody("c41e7d52-9a0b-4f3e-8d26-5b7a1e90c3f8");
    assert.equal((await deliver(body, signed(body, SECRET, API_KEY))).status, 503);
  });
});
