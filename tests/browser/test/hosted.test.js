/** The hosted page itself: own pictures, the keyboard alone, a phone, and what is refused. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, newPage, screenshot, startBrowser } from "../lib/browser.js";
import { fillIn, submit } from "../lib/person.js";
import { startSandbox } from "../lib/sandbox.js";

let sandbox;
let browser;

before(async () => ([sandbox, browser] = await Promise.all([startSandbox(), startBrowser()])));
after(() => Promise.all([sandbox?.stop(), browser?.close()]));

const session = (id) => sandbox.control(`/sessions/${id}`);
const file = (name, mimeType, bytes) => ({ name, mimeType, buffer: Buffer.from(bytes) });

test("on a phone, with pictures of one's own", async () => {
  const page = await newPage(browser, PHONE);
  const { id, url } = await sandbox.create({ document: { type: "PASSPORT", country: "FI" } });
  await page.goto(url);
  await page.getByLabel("I agree").check();
  await page.getByRole("button", { name: "Begin" }).tap();
  assert.equal(await page.getByLabel("Passport").isChecked(), true, "what the create call said");
  assert.equal(await page.getByLabel("Issuing country").inputValue(), "FI");
  await page.getByRole("button", { name: "Continue" }).tap();
  await page.getByRole("button", { name: "Continue" }).tap();
  await page.getByText("A picture is missing: front of the document.").waitFor();
  // A HEIC picture, which Chromium cannot show, is named instead.
  await page.getByLabel("Front of the document", { exact: true }).setInputFiles(file("front.heic", "image/heic", "\0\0\0\x18ftypheic\0\0\0\0"));
  await page.getByText("front.heic").first().waitFor();
  await page.getByRole("button", { name: "Use a sample: photo of your face" }).tap();
  await page.getByAltText("Photo of your face: sample").waitFor();
  await screenshot(page, "hosted-phone");
  await page.getByRole("button", { name: "Continue" }).tap();
  await page.getByText("Passport, Finland, with 2 pictures.").waitFor();
  await page.getByRole("button", { name: "Submit" }).tap();
  await page.getByRole("heading", { name: "Thank you" }).waitFor();
  const { status, attempts } = await session(id);
  assert.deepEqual([status, attempts[0].media, attempts[0].byApi], ["submitted", 2, false]);
  assert.deepEqual(page.errors, []);
});

test("a file that is no picture is refused, and another one goes through", async () => {
  const page = await newPage(browser);
  const { id, url } = await sandbox.create();
  await page.goto(url);
  await fillIn(page, { type: "Visa" });
  await page.getByRole("button", { name: "Back" }).click();
  const face = page.getByLabel("Photo of your face", { exact: true });
  await face.setInputFiles(file("notes.png", "image/png", "no picture at all"));
  await page.getByText("notes.png").first().waitFor();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Submit" }).click();
  await page.getByText("none of jpg, png").waitFor();
  assert.equal((await session(id)).status, "started");
  await page.getByRole("button", { name: "Back" }).click();
  await page.getByRole("button", { name: "Use a sample: photo of your face" }).click();
  await page.getByAltText("Photo of your face: sample").waitFor();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Submit" }).click();
  await page.getByRole("heading", { name: "Thank you" }).waitFor();
  assert.equal((await session(id)).attempts[0].media, 2, "each picture once, and no other file");
});

test("with the keyboard alone", async () => {
  const page = await newPage(browser);
  const { id, url } = await sandbox.create();
  await page.goto(url);
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const focused = () => page.evaluate(() => document.activeElement.textContent || document.activeElement.name);
  await page.getByLabel("I agree").focus();
  await press("Space", "Tab", "Enter");
  assert.equal(await focused(), "Choose your document", "the next step's heading is read out");
  await press("Tab", "Tab", "ArrowDown", "Enter");
  assert.equal(await focused(), "Add the pictures");
  await press("Tab", "Enter");
  await page.getByAltText("Photo of your face: sample").waitFor();
  await page.getByRole("button", { name: "Continue" }).focus();
  await press("Enter");
  assert.equal(await focused(), "Ready to submit");
  await press("Tab", "Tab", "Enter");
  await page.getByRole("heading", { name: "Thank you" }).waitFor();
  assert.equal((await session(id)).status, "submitted");
});

test("it can be decided while it waits, with any reason code, and then there is nothing to do", async () => {
  const page = await newPage(browser);
  const { id, url } = await sandbox.create();
  await page.goto(url);
  await submit(page);
  await page.getByText("They decide this session at once.").waitFor();
  await page.getByLabel("Reason code").fill("4711");
  await page.getByRole("button", { name: "Declined" }).click();
  await page.getByRole("heading", { name: "Nothing to do" }).waitFor();
  const { attempts } = await session(id);
  assert.deepEqual([attempts[0].decision.status, attempts[0].decision.reasonCode], ["declined", 4711]);
  assert.equal(await page.locator("form").count(), 0);
});

test("without scripts it is one form that submits", async () => {
  const page = await newPage(browser, { javaScriptEnabled: false });
  const { id, url } = await sandbox.create({ callback: `${sandbox.platform}/shop` });
  await page.goto(url);
  await page.getByLabel("I agree").check();
  await page.getByRole("button", { name: "Submit" }).click();
  await page.waitForURL(`${sandbox.platform}/shop`);
  assert.equal((await session(id)).status, "submitted");
});

test("a name or an address is never markup", async () => {
  const page = await newPage(browser);
  const { id, url } = await sandbox.create({
    vendorData: "<img src=x onerror=globalThis.broken=1>",
    callback: "https://shop.example/?<script>globalThis.broken=1</script>\"'",
  });
  await page.goto(url);
  await page.getByRole("button", { name: "Leave" }).waitFor();
  await page.goto(`${sandbox.origin}/console#/sessions/${id}`);
  await page.locator(".facts").getByText("<img src=x").waitFor();
  assert.equal(await page.evaluate(() => globalThis.broken), undefined);
  assert.deepEqual(page.errors, []);
});
