/** From the shop through the hosted page and back, to each outcome; the clock is moved in the console. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newPage, screenshot, startBrowser } from "../lib/browser.js";
import { sessionOf, signIn, submit, toVeriff } from "../lib/person.js";
import { startSandbox } from "../lib/sandbox.js";

let sandbox;
let browser;

before(async () => ([sandbox, browser] = await Promise.all([startSandbox(), startBrowser()])));
after(() => Promise.all([sandbox?.stop(), browser?.close()]));

/** Opens the console at a session, in a window of its own. */
async function consoleAt(id) {
  const page = await newPage(browser);
  await page.goto(`${sandbox.origin}/console#/sessions/${id}`);
  await page.locator("#live[data-live=yes]").waitFor();
  return page;
}

const status = (page) => page.locator(".session .big .badge");
const title = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();

/** Moves the clock in the console, and waits until it has moved. */
async function advance(page, by) {
  await page.getByLabel("Advance by", { exact: true }).fill(by);
  await page.getByRole("button", { name: "Advance", exact: true }).click();
  await page.getByText(`The clock was moved by ${by}.`).waitFor();
}

test("approved: the console decides, and the shop lets the person in without being reloaded", async () => {
  const page = await newPage(browser);
  const id = await toVeriff(page, sandbox, "Noor de Wit");
  await submit(page);
  await page.waitForURL(`${sandbox.platform}/shop`);
  await title(page, "We are checking your documents");
  assert.equal(await page.getByText("Access granted").count(), 0, "coming back proves nothing");
  await screenshot(page, "shop-wait");

  const steering = await consoleAt(id);
  await steering.getByRole("button", { name: "Approve" }).click();
  await status(steering).getByText("approved").waitFor();
  await page.getByText("Access granted").waitFor();
  await screenshot(page, "shop-approved");
  assert.deepEqual([...page.errors, ...steering.errors], []);

  await steering.locator(".pictures img").nth(2).waitFor();
  const drawn = await steering.locator(".pictures img").evaluateAll((all) => all.map((one) => one.naturalWidth));
  assert.deepEqual(drawn, [856, 856, 480]);

  const media = (await sandbox.control(`/sessions/${id}`)).attempts[0].media;
  assert.equal(media, 3, "front, back and face");
});

test("declined: a button on the hosted page decides, and the shop refuses with a neutral sentence", async () => {
  const page = await newPage(browser);
  const id = await toVeriff(page, sandbox, "Kenji Tanaka");
  await page.getByLabel("Reason code").fill("106");
  await page.getByRole("button", { name: "Declined" }).click();
  await page.waitForURL(`${sandbox.platform}/shop`);
  await title(page, "We cannot rent you a boat");
  const shown = await page.locator("main").innerText();
  assert.doesNotMatch(shown, /fraud|106/i);
  await screenshot(page, "shop-declined");
  assert.equal((await sandbox.control(`/sessions/${id}`)).attempts[0].decision.reasonCode, 106);
  assert.deepEqual(page.errors, []);
});

test("resubmission: told after five minutes, tried again on the same link, then approved", async () => {
  const page = await newPage(browser);
  const id = await toVeriff(page, sandbox, "Zoë Ó Briain");
  await submit(page, { type: "Passport" });
  await page.waitForURL(`${sandbox.platform}/shop`);
  const steering = await consoleAt(id);
  await steering.getByLabel("Reason code").fill("207");
  await steering.getByRole("button", { name: "Request resubmission" }).click();
  await steering.getByText("(held for five minutes)").waitFor();
  await title(page, "We are checking your documents");
  await advance(steering, "6m");
  await title(page, "Please try once more");
  await screenshot(page, "shop-retry");

  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("What was wrong: Document expired.").waitFor();
  assert.equal(sessionOf(page.url()), id);
  await screenshot(page, "hosted-again");
  await submit(page, { type: "Passport" });
  await page.waitForURL(`${sandbox.platform}/shop`);
  await steering.getByRole("button", { name: "Approve" }).click();
  await page.getByText("Access granted").waitFor();
  const { attempts } = await sandbox.control(`/sessions/${id}`);
  assert.deepEqual(attempts.map((one) => [one.status, one.media]), [["resubmission_requested", 2], ["approved", 2]]);
  assert.deepEqual([...page.errors, ...steering.errors], []);
});

test("abandoned: opened, left, and a week later the link is dead and the shop begins anew", async () => {
  const page = await newPage(browser);
  const id = await toVeriff(page, sandbox, "Jonas Lindqvist");
  const link = page.url();
  await page.getByRole("button", { name: "Leave" }).click();
  await title(page, "You have not finished yet");
  await aWeekLater(page, id, link, "abandoned");
});

test("expired: never opened, and a week later the link is dead and the shop begins anew", async () => {
  const page = await newPage(browser);
  // The shop leads to the link at once, so its call is made here.
  const headers = { authorization: "Bearer user:amara", "content-type": "application/json" };
  const body = JSON.stringify({ verification: { callback: `${sandbox.platform}/shop` } });
  const answer = await fetch(`${sandbox.platform}/sessions`, { method: "POST", headers, body });
  const { sessionId, url } = await answer.json();
  await signIn(page, sandbox, "Amara Okafor");
  await title(page, "One step before you sail");
  await aWeekLater(page, sessionId, url, "expired");
});

async function aWeekLater(page, id, link, outcome) {
  const steering = await consoleAt(id);
  await steering.getByRole("button", { name: "Advance by +7 d" }).click();
  await status(steering).getByText(outcome).waitFor();
  await steering.getByText("Time passed").waitFor();
  await page.goto(link);
  await title(page, "This link has expired");
  assert.equal(await page.locator("form").count(), 0, "nothing to do");
  await screenshot(page, `hosted-${outcome}`);
  await page.getByRole("link", { name: "Go back" }).click();
  await title(page, "Please get verified");
  await page.getByRole("button", { name: "Get verified" }).click();
  await title(page, "Verify your identity");
  assert.notEqual(sessionOf(page.url()), id);
  assert.deepEqual([...page.errors, ...steering.errors], []);
}
