/** The console: live without reloading, the timeline, replay, faults, the clock, and who may use it. */
import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, test } from "node:test";
import { newPage, startBrowser } from "../lib/browser.js";
import { startSandbox } from "../lib/sandbox.js";
import { startSite } from "../lib/site.js";

let sandbox;
let browser;

before(async () => ([sandbox, browser] = await Promise.all([startSandbox(), startBrowser()])));
after(() => Promise.all([sandbox?.stop(), browser?.close()]));

/** Opens the console at a view, once it is live. */
async function open(view = "") {
  const page = await newPage(browser);
  await page.goto(`${sandbox.origin}/console#/${view}`);
  await page.locator("#live[data-live=yes]").waitFor();
  return page;
}

/** A session that the platform has created. */
async function created() {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ verification: { vendorData: crypto.randomUUID() } });
  return (await fetch(`${sandbox.platform}/sessions`, { method: "POST", headers, body })).json();
}

const entries = (page) => page.locator(".timeline > li");

test("what happens elsewhere shows without reloading, with the state before and after", async () => {
  const page = await open("sessions");
  await page.evaluate(() => (globalThis.notReloaded = true));
  const { sessionId } = await created();
  await page.getByRole("link", { name: sessionId.slice(0, 8) }).click();
  await entries(page).getByText("POST /v1/sessions").waitFor();
  await sandbox.control(`/sessions/${sessionId}/open`, {});
  const event = entries(page).filter({ hasText: "webhook event" });
  await event.getByText("delivered").waitFor();
  await sandbox.control(`/sessions/${sessionId}/submit`, {});
  await sandbox.control(`/sessions/${sessionId}/decide`, { status: "declined", reasonCode: 102 });
  const decision = entries(page).filter({ hasText: "webhook decision" });
  await decision.getByText("platform:").waitFor();
  assert.match(await decision.innerText(), /try 1 200[^]*platform:\s*submitted\s*(became)?\s*→?\s*declined/);
  const decide = entries(page).filter({ hasText: "/decide" });
  assert.match(await decide.innerText(), /submitted[^]*declined/);
  await decision.getByText("payload").click();
  await decision.getByText('"reasonCode": 102').waitFor();
  const announced = page.getByText(`Session ${sessionId.slice(0, 8)} is now declined.`);
  await announced.waitFor({ state: "attached" });
  assert.equal(await page.evaluate(() => globalThis.notReloaded), true);
  assert.deepEqual(page.errors, []);
});

test("what the platform hears shows in the timeline and in the list", async () => {
  const page = await open("outcomes");
  const { sessionId } = await created();
  await sandbox.control(`/sessions/${sessionId}/submit?wait=true`, {});
  await sandbox.control(`/sessions/${sessionId}/decide?wait=true`, { status: "approved" });
  const card = page.locator("[aria-label=Published] li").filter({ hasText: sessionId.slice(0, 8) });
  await card.locator("strong").getByText("Verification Outcome").waitFor();
  assert.match(await card.innerText(), /approved[^]*verification\.test/);
  await card.getByText("event", { exact: true }).last().click();
  await card.getByText('"detail-type": "Verification Outcome"').waitFor();
  await card.getByRole("link", { name: sessionId.slice(0, 8) }).click();
  const outcome = page.locator(".timeline > li.outcome");
  await outcome.locator(".badge").getByText("approved").waitFor();
  assert.equal(await outcome.count(), 1);
  const kinds = await entries(page).evaluateAll((all) => all.map((one) => one.className));
  assert.ok(kinds.indexOf("outcome") < kinds.indexOf("delivery"), `after the webhook: ${kinds}`);
  assert.deepEqual(page.errors, []);
});

test("a record that cannot be published is shown as such", async () => {
  const headers = { "x-amz-target": "DynamoDB_20120810.PutItem", "content-type": "application/x-amz-json-1.0", "x-amz-date": "20260302T091931Z" };
  headers.authorization = "AWS4-HMAC-SHA256 Credential=local/20260302/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00";
  const item = { pk: { S: "SESSION#poisoned" }, sk: { S: "SESSION" }, state: { S: "{" } };
  const written = await fetch(sandbox.dynamodb, { method: "POST", headers, body: JSON.stringify({ TableName: sandbox.table, Item: item }) });
  assert.equal(written.status, 200, await written.text());
  const page = await open("outcomes");
  const card = page.locator("[aria-label='Not published'] li");
  await card.getByText("given up after 11 calls").waitFor();
  await card.getByText("poisoned").first().waitFor();
  assert.deepEqual(page.errors, []);
});

test("what is opened and focused stays so while the page changes", async () => {
  const { sessionId } = await created();
  await sandbox.control(`/sessions/${sessionId}/open?wait=true`, {});
  const page = await open(`sessions/${sessionId}`);
  const event = entries(page).filter({ hasText: "webhook event" }).last();
  await event.getByText("payload").click();
  await event.getByText('"action": "started"').waitFor();
  await event.getByRole("button", { name: /^Replay/ }).click();
  await event.getByText("try 2 (replay)").waitFor();
  await event.getByText('"action": "started"').waitFor();
  assert.match(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), /^Replay event/);
  await page.getByText("The receiver answered 200.").waitFor();
  assert.equal((await sandbox.standing(sessionId)).status, "started", "a repeat changes nothing");
});

test("a fault chosen by name goes with the next delivery", async () => {
  const page = await open("faults");
  await page.getByLabel("bad-signature").check();
  await page.getByLabel("Type of webhook").selectOption("decision");
  await page.getByRole("button", { name: "Choose these faults" }).click();
  await page.locator(".cards > li").getByText("decision webhooks · for 1 more").waitFor();
  const { sessionId } = await created();
  await sandbox.control(`/sessions/${sessionId}/submit?wait=true`, {});
  await page.goto(`${sandbox.origin}/console#/sessions/${sessionId}`);
  await page.getByRole("button", { name: "Approve" }).click();
  const decision = entries(page).filter({ hasText: "webhook decision" });
  await decision.getByText("try 1 401").waitFor();
  assert.equal((await sandbox.standing(sessionId)).status, "submitted");
  await page.getByRole("button", { name: "Advance by +1 h" }).click();
  await decision.getByText("try 2 200").waitFor();
  assert.equal((await sandbox.standing(sessionId)).status, "approved");
  assert.deepEqual(page.errors, []);
});

test("the clock stands, moves and runs on", async () => {
  const page = await open();
  await page.getByRole("button", { name: "Freeze" }).click();
  await page.getByText("The clock stands.").waitFor();
  const frozen = await sandbox.control("/clock");
  assert.equal(frozen.frozen, true);
  await page.getByLabel("Advance by", { exact: true }).fill("2h30m");
  await page.keyboard.press("Enter");
  await page.getByText("The clock was moved by 2h30m.").waitFor();
  assert.equal(Date.parse((await sandbox.control("/clock")).now) - Date.parse(frozen.now), 9_000_000);
  await page.getByLabel("Advance by", { exact: true }).fill("soon");
  await page.keyboard.press("Enter");
  await page.getByText("not a duration").waitFor();
  await page.getByRole("button", { name: "Unfreeze" }).click();
  await page.getByText("The clock runs.").waitFor();
  assert.equal((await sandbox.control("/clock")).frozen, false);
});

test("an integration's card creates a session as a browser SDK would", async () => {
  const page = await open("integrations");
  await page.getByRole("button", { name: "Create a session of local-live" }).click();
  await page.waitForURL(/#\/sessions\/.+/);
  const shown = page.locator(".session");
  await shown.getByText("local-live").waitFor();
  assert.equal(await shown.getByText("sharedSecret").count(), 0);
  assert.deepEqual(page.errors, []);
});

test("a page from elsewhere gets neither the console nor the stream", async () => {
  const ask = (path, headers) => new Promise((done, fail) => {
    request(`${sandbox.origin}${path}`, { headers }, (response) => {
      response.destroy();
      done(response.statusCode);
    }).on("error", fail).end();
  });
  for (const path of ["/console", "/console/main.js", "/control/stream", "/control/journal", "/control/outcomes", "/control/integrations"]) {
    assert.equal(await ask(path, {}), 200, path);
    assert.equal(await ask(path, { host: "evil.example" }), 403, path);
    assert.equal(await ask(path, { origin: "https://evil.example" }), 403, path);
  }
  const site = await startSite(`<iframe src="${sandbox.origin}/console"></iframe>`);
  const page = await newPage(browser);
  await page.goto(site.origin);
  site.close();
  assert.ok(page.errors.some((error) => error.includes("frame-ancestors")), page.errors.join());
});
