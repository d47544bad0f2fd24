/** Veriff's browser SDKs, as npm has them, with their base URL pointed at the sandbox. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newPage, screenshot, startBrowser } from "../lib/browser.js";
import { sessionOf, submit } from "../lib/person.js";
import { startSandbox } from "../lib/sandbox.js";
import { startSite } from "../lib/site.js";

let sandbox;
let browser;
let site;

/** The CommonJS file of `@veriff/js-sdk` looks for `module`; the other puts itself on `window`. */
const HTML = `
<div id="veriff-root"></div>
<div id="place" style="width: 640px; height: 680px"></div>
<script>globalThis.module = { exports: {} };</script>
<script src="/js-sdk.js"></script>
<script>globalThis.Veriff = module.exports.Veriff; delete globalThis.module;</script>
<script src="/incontext-sdk.js"></script>`;

before(async () => ([sandbox, browser, site] = await Promise.all([startSandbox(), startBrowser(), startSite(HTML)])));
after(() => Promise.all([sandbox?.stop(), browser?.close(), site?.close()]));

/** A page of the site; the font that `@veriff/js-sdk` links stays away, since tests stay on this machine. */
async function sitePage(options) {
  const page = await newPage(browser, options);
  await page.route("https://fonts.googleapis.com/**", (route) => route.fulfill({ contentType: "text/css", body: "" }));
  await page.goto(site.origin);
  return page;
}

/** Shows a session in Veriff's frame; the frame, and `events` as they come. */
async function openFrame(page, url, options = {}) {
  await page.evaluate(([url, options]) => {
    globalThis.events = [];
    const onEvent = (event) => globalThis.events.push(event);
    globalThis.frame = globalThis.veriffSDK.createVeriffFrame({ url, onEvent, ...options });
  }, [url, options]);
  return page.frameLocator("#veriffFrame");
}

const events = (page) => page.evaluate(() => globalThis.events);
const gone = (page) => page.locator("#veriffFrame").waitFor({ state: "detached" });
const status = async (id) => (await sandbox.control(`/sessions/${id}`)).status;

test("@veriff/js-sdk creates a session from the browser, with its form's names", async () => {
  const page = await sitePage();
  await page.evaluate(([host, apiKey]) => {
    const onSession = (error, response) => (globalThis.answer = { error, response });
    globalThis.Veriff({ host, apiKey, parentId: "veriff-root", onSession }).mount();
  }, [sandbox.origin, sandbox.apiKey]);
  await page.getByPlaceholder("Given name").fill("Zoë");
  await page.getByPlaceholder("Last name").fill("Ó Briain");
  await page.getByPlaceholder("Data").fill("customer-7");
  await page.getByRole("button", { name: "Start Verification" }).click();
  const { error, response } = await (await page.waitForFunction(() => globalThis.answer)).jsonValue();
  assert.equal(error, null);
  const { verification } = response;
  assert.equal(verification.status, "created");
  assert.equal(verification.host, sandbox.origin);
  assert.equal((await sandbox.control(`/sessions/${verification.id}`)).vendorData, "customer-7");
  await page.goto(verification.url);
  await page.getByRole("heading", { name: "Verify your identity" }).waitFor();
});

test("@veriff/js-sdk is told of a wrong key", async () => {
  const page = await sitePage();
  await page.evaluate((host) => {
    const onSession = (error, response) => (globalThis.answer = { error, response });
    const apiKey = "00000000-0000-4000-8000-000000000000";
    const veriff = globalThis.Veriff({ host, apiKey, parentId: "veriff-root", onSession });
    veriff.setParams({ person: { givenName: "A", lastName: "B" }, vendorData: "c" });
    veriff.mount();
  }, sandbox.origin);
  await page.getByRole("button", { name: "Start Verification" }).click();
  const { error, response } = await (await page.waitForFunction(() => globalThis.answer)).jsonValue();
  assert.deepEqual([error.status, response], [401, null]);
});

test("@veriff/incontext-sdk is told that the person started, submitted and finished", async () => {
  const page = await sitePage();
  const { id, url } = await sandbox.create({ callback: "https://shop.example/back" });
  const frame = await openFrame(page, url, { lang: "et" });
  await frame.getByRole("heading", { name: "Verify your identity" }).waitFor();
  assert.deepEqual(await events(page), []);
  await submit(frame);
  await gone(page);
  assert.deepEqual(await events(page), ["STARTED", "SUBMITTED", "FINISHED"]);
  assert.equal(page.url(), `${site.origin}/`, "the page around it stays where it is");
  assert.equal(await status(id), "submitted");
  assert.deepEqual(page.errors, []);
});

test("@veriff/incontext-sdk is told that the person left", async () => {
  const page = await sitePage();
  const { id, url } = await sandbox.create();
  const frame = await openFrame(page, url);
  await screenshot(page, "incontext-sdk");
  await frame.getByRole("button", { name: "Leave" }).click();
  await gone(page);
  assert.deepEqual(await events(page), ["CANCELED"]);
  assert.equal(await status(id), "started");
  assert.deepEqual(page.errors, []);
});

test("@veriff/incontext-sdk, embedded: a sandbox button submits and decides, a finished session closes", async () => {
  const page = await sitePage();
  const { id, url } = await sandbox.create({ callback: "https://shop.example/back" });
  const embedded = { embedded: true, embeddedOptions: { rootElementID: "place" } };
  const frame = await openFrame(page, url, embedded);
  await frame.getByRole("button", { name: "Approved" }).click();
  await gone(page);
  assert.deepEqual(await events(page), ["SUBMITTED", "FINISHED"]);
  assert.equal(await status(id), "approved");

  const again = await openFrame(page, url, embedded);
  await again.getByRole("heading", { name: "Nothing to do" }).waitFor();
  await again.getByRole("link", { name: "Go back" }).click();
  await gone(page);
  assert.deepEqual(await events(page), ["FINISHED"]);
  assert.deepEqual(page.errors, []);
});

test("a plain frame without an SDK leads to the callback by itself", async () => {
  const page = await sitePage();
  const { url } = await sandbox.create({ callback: `${site.origin}/back` });
  await page.evaluate((src) => document.body.append(Object.assign(document.createElement("iframe"), { src, id: "plain" })), url);
  await submit(page.frameLocator("#plain"));
  await page.frames().at(-1).waitForURL(`${site.origin}/back`);
  assert.equal(await status(sessionOf(url)), "submitted");
  assert.deepEqual(page.errors, []);
});
