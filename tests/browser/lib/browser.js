/** A headless Chromium and its pages. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { launchOptions } from "../../js/lib/launch.js";
import { screenshots } from "./paths.js";

/** So long for anything that a page is to show, in milliseconds. */
const PATIENCE = 10_000;

/** A phone's screen. */
export const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

/** Starts a browser. */
export async function startBrowser() {
  return chromium.launch(launchOptions());
}

/**
 * A page in a profile of its own. `errors` collects what goes wrong in it: exceptions, messages of
 * the console such as violations of the content policy, and requests that leave this machine.
 */
export async function newPage(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.errors = [];
  page.on("pageerror", (error) => page.errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") page.errors.push(message.text());
  });
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^https?:$/.test(protocol) && !["127.0.0.1", "localhost"].includes(hostname)) page.errors.push(request.url());
  });
  return page;
}

/** Keeps a picture of the whole page. */
export async function screenshot(page, name) {
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}
