/** The recipes run, each on its own host: a genuine delivery is answered 200, a forged one 401. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { emptyFolder } from "../lib/consumer.js";
import { eventBody, signed } from "../lib/deliveries.js";
import { here, sources } from "../lib/paths.js";
import { printed } from "../lib/report.js";
import { bundledByWrangler, inWorkerd } from "../lib/worker.js";

const SECRET = "d26f3a90-58c4-4b1e-9f07-1ae5c8b7346d";
const PATH = "/webhooks/veriff";
process.env.VERIFF_SHARED_SECRET = SECRET;

const folder = emptyFolder("recipes");
cpSync(join(sources, "examples/recipes"), folder, { recursive: true });
symlinkSync(join(here, "node_modules"), join(folder, "node_modules"));
const recipe = (name) => import(pathToFileURL(join(folder, `${name}.js`)));

test("recipe: Express", async () => {
  const { app } = await recipe("express");
  await overHttp(app.listen(0, "127.0.0.1"));
});

test("recipe: Fastify", async () => {
  const { app } = await recipe("fastify");
  await app.listen({ port: 0, host: "127.0.0.1" });
  await overHttp(app.server).finally(() => app.close());
});

test("recipe: node:http", async () => {
  const { server } = await recipe("node-http");
  await overHttp(server.listen(0, "127.0.0.1"));
});

test("recipe: Next.js route", async () => {
  const { POST } = await recipe("next-route");
  const { NextRequest } = await import("next/server.js");
  await judged(async (init) => (await POST(new NextRequest(`https://shop.example${PATH}`, init))).status);
});

test("recipe: Lambda", async () => {
  const { handler } = await recipe("lambda");
  for (const isBase64Encoded of [false, true]) {
    await judged(async ({ headers, body }) => {
      const event = { headers, body: body?.toString(isBase64Encoded ? "base64" : "utf8"), isBase64Encoded };
      return (await handler(event)).statusCode;
    });
  }
});

test("recipe: Hono on Workers", async () => {
  const configuration = { name: "hono", main: "hono.js", compatibility_date: "2026-04-01" };
  writeFileSync(join(folder, "wrangler.json"), JSON.stringify(configuration));
  const bindings = { VERIFF_SHARED_SECRET: SECRET };
  await inWorkerd(bundledByWrangler(folder), { bindings }, (miniflare) =>
    judged(async (init) => (await miniflare.dispatchFetch(`http://worker${PATH}`, init)).status),
  );
});

/** The README's server and what it says to send there, as they stand, with a port of the test's. */
test("README: the server, and a delivery to try it with", async () => {
  const [server, delivery] = [...readFileSync(join(sources, "../README.md"), "utf8").matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);
  const port = await freePort();
  const written = (name, code) => writeFileSync(join(folder, name), code.replaceAll("3000", port));
  written("server.mjs", server);
  written("delivery.mjs", `${delivery.replace("await fetch", "const answer = await fetch")}\nconsole.log(answer.status);`);
  const running = spawn(process.execPath, ["server.mjs"], { cwd: folder });
  try {
    while (!(await fetch(`http://127.0.0.1:${port}`).catch(() => undefined))) await setTimeout(20);
    assert.equal(await printed(process.execPath, ["delivery.mjs"], {}, folder), "200\n");
    await breakOff(port);
    assert.equal(await printed(process.execPath, ["delivery.mjs"], {}, folder), "200\n", "after somebody broke off");
  } finally {
    running.kill();
  }
});

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return String(port);
}

async function overHttp(server) {
  if (!server.listening) await new Promise((ready) => server.once("listening", ready));
  const address = `http://127.0.0.1:${server.address().port}${PATH}`;
  try {
    await judged(async (init) => (await fetch(address, init)).status);
    await breakOff(server.address().port);
    const tooLarge = Buffer.alloc(2 << 20);
    const { status } = await fetch(address, { method: "POST", body: tooLarge, headers: signed(tooLarge, SECRET) });
    assert.equal(status, 413);
    await judged(async (init) => (await fetch(address, init)).status);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** Begins to deliver and is gone. */
async function breakOff(port) {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.write(`POST ${PATH} HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 100\r\n\r\n{`);
  await setTimeout(50);
  socket.destroy();
  await setTimeout(50);
}

/** Delivers a genuine message, the same message altered, one without headers, and one that is no JSON. */
async function judged(deliver) {
  const body = eventBody("c41e7d52-9a0b-4f3e-8d26-5b7a1e90c3f8");
  const headers = signed(body, SECRET);
  const altered = Buffer.from(body.toString().replace("7001", "7002"));
  const broken = Buffer.from("{");
  const status = (body, headers) => deliver({ method: "POST", body, headers });
  assert.equal(await status(body, headers), 200);
  assert.equal(await status(altered, headers), 401);
  assert.equal(await status(body, { "content-type": "application/json" }), 401);
  assert.equal(await status(broken, signed(broken, SECRET)), 400);
  const { "content-type": _, ...untyped } = headers;
  assert.equal(await status(body, untyped), 200, "without a content type");
  assert.equal(await status(undefined, {}), 401, "without a body");
}
