/** The recipes run, each on its own host: a genuine delivery is answered 200, a forged one 401. */
import assert from "node:assert/strict";
import { cpSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { emptyFolder } from "../lib/consumer.js";
import { eventBody, signed } from "../lib/deliveries.js";
import { here, sources } from "../lib/paths.js";
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
      const event = { headers, body: body.toString(isBase64Encoded ? "base64" : "utf8"), isBase64Encoded };
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

async function overHttp(server) {
  if (!server.listening) await new Promise((ready) => server.once("listening", ready));
  const address = `http://127.0.0.1:${server.address().port}${PATH}`;
  try {
    await judged(async (init) => (await fetch(address, init)).status);
  } finally {
    server.close();
    server.closeAllConnections();
  }
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
}
