/** Every page in light, in dark and on a phone: axe finds nothing serious, and nothing sticks out. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertAccessible, assertFits } from "../lib/axe.js";
import { PHONE, newPage, screenshot, startBrowser } from "../lib/browser.js";
import { fillIn, signIn } from "../lib/person.js";
import { startSandbox } from "../lib/sandbox.js";

let sandbox;
let browser;
let sessions;

before(async () => {
  [sandbox, browser] = await Promise.all([startSandbox(), startBrowser()]);
  sessions = await history();
});
after(() => Promise.all([sandbox?.stop(), browser?.close()]));

/** Sessions in every status, of two people of the shop, and two that the platform does not know. */
async function history() {
  const decided = {};
  for (const status of ["approved", "declined", "expired", "abandoned", "review", "resubmission_requested"]) {
    const session = await sandbox.create({ vendorData: `customer-${status}`, callback: "https://shop.example/back" });
    await sandbox.control(`/sessions/${session.id}/submit?wait=true`, {});
    await sandbox.control(`/sessions/${session.id}/decide?wait=true`, { status });
    decided[status] = session;
  }
  for (const [person, status] of [["noor", "approved"], ["kenji", "declined"], ["zoe", undefined]]) {
    const headers = { authorization: `Bearer user:${person}`, "content-type": "application/json" };
    const answer = await fetch(`${sandbox.platform}/sessions`, { method: "POST", headers, body: '{"verification":{}}' });
    const { sessionId } = await answer.json();
    if (person === "noor") await addPicture(sessionId);
    await sandbox.control(`/sessions/${sessionId}/submit?wait=true`, {});
    if (status) await sandbox.control(`/sessions/${sessionId}/decide?wait=true`, { status });
    decided[person] = { id: sessionId };
  }
  await sandbox.control("/faults", { faults: ["duplicate", "upper-case-hex"], deliveries: null });
  return decided;
}

/** A picture of one pixel, as the hosted page adds it. */
async function addPicture(id) {
  const { url } = await sandbox.control(`/sessions/${id}/open`, {});
  const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
  await fetch(`${url}/media?context=face`, { method: "POST", body: Buffer.from(pixel, "base64") });
}

/** Each page by name: how to get to it. */
const PAGES = {
  async "console-sessions"(page) {
    await page.goto(`${sandbox.origin}/console`);
    await page.locator(".sessions li").first().waitFor();
  },
  async "console-session"(page) {
    await page.goto(`${sandbox.origin}/console#/sessions/${sessions.noor.id}`);
    await page.locator(".timeline > li.delivery").first().waitFor();
    await page.locator(".timeline > li.delivery summary").first().click();
    await page.locator(".timeline > li.request summary").first().click();
    await page.locator(".timeline > li.delivery pre").first().waitFor();
    await page.locator(".pictures img").first().waitFor();
    await page.locator(".timeline > li.outcome").first().waitFor();
  },
  async "console-outcomes"(page) {
    await page.goto(`${sandbox.origin}/console#/outcomes`);
    await page.locator(".cards > li summary").first().click();
    await page.locator(".cards > li pre").first().waitFor();
  },
  async "console-integrations"(page) {
    await page.goto(`${sandbox.origin}/console#/integrations`);
    await page.locator(".cards > li").first().waitFor();
  },
  async "console-faults"(page) {
    await page.goto(`${sandbox.origin}/console#/faults`);
    await page.locator(".cards > li").first().waitFor();
    await page.locator(".checks input").first().waitFor();
  },
  async "shop-sign-in"(page) {
    await page.goto(`${sandbox.platform}/shop`);
    await page.getByRole("button", { name: "Noor de Wit" }).waitFor();
  },
  async "shop-start"(page) {
    await signIn(page, sandbox, "Amara Okafor");
    await page.getByRole("button", { name: "Get verified" }).waitFor();
  },
  async "shop-approved"(page) {
    await signIn(page, sandbox, "Noor de Wit");
    await page.getByText("Access granted").waitFor();
  },
  async "shop-declined"(page) {
    await signIn(page, sandbox, "Kenji Tanaka");
    await page.getByText("support@harbour.example").waitFor();
  },
  async "shop-wait"(page) {
    await signIn(page, sandbox, "Zoë Ó Briain");
    await page.getByText("This page looks again by itself.").waitFor();
  },
  async "hosted-consent"(page) {
    await page.goto((await sandbox.create({ callback: "https://shop.example/back" })).url);
    await page.getByRole("button", { name: "Begin" }).waitFor();
  },
  async "hosted-document"(page) {
    await PAGES["hosted-consent"](page);
    await page.getByLabel("I agree").check();
    await page.getByRole("button", { name: "Begin" }).click();
    await page.getByLabel("Issuing country").waitFor();
  },
  async "hosted-pictures"(page) {
    await PAGES["hosted-document"](page);
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("button", { name: "Use sample pictures" }).click();
    await page.getByAltText("Photo of your face: sample").waitFor();
  },
  async "hosted-submit"(page) {
    await page.goto((await sandbox.create()).url);
    await fillIn(page);
  },
  async "hosted-waiting"(page) {
    await page.goto(sessions.review.url);
  },
  async "hosted-finished"(page) {
    await page.goto(sessions.approved.url);
  },
  async "hosted-expired"(page) {
    await page.goto(sessions.expired.url);
  },
  async "hosted-unknown"(page) {
    await page.goto(`${sandbox.origin}/v/no.such.token`);
  },
};

describe("nothing serious", { concurrency: 3 }, () => {
  for (const [name, visit] of Object.entries(PAGES)) {
    test(name, async () => {
      const page = await newPage(browser, { colorScheme: "light", reducedMotion: "reduce" });
      await visit(page);
      await assertAccessible(page, `${name}, light`);
      await screenshot(page, `${name}-light`);
      await page.emulateMedia({ colorScheme: "dark" });
      await assertAccessible(page, `${name}, dark`, ["color-contrast"]);
      await screenshot(page, `${name}-dark`);
      await page.setViewportSize(PHONE.viewport);
      await assertAccessible(page, `${name}, phone`, ["scrollable-region-focusable", "target-size"]);
      await assertFits(page, name);
      await screenshot(page, `${name}-phone`);
      const expected = name === "hosted-unknown" ? /404/ : /^$/;
      assert.deepEqual(page.errors.filter((error) => !expected.test(error)), []);
      await page.context().close();
    });
  }
});
