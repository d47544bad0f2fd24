/** Work done in a page of a headless Chromium. */
import { chromium } from "playwright-core";
import { launchOptions } from "./launch.js";

/** Opens a page at an address, runs a function in it, and gives back what that returns. */
export async function inPage(address, work) {
  const browser = await chromium.launch(launchOptions());
  try {
    const page = await browser.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(address);
    await page.waitForFunction(() => globalThis.judge !== undefined, undefined, { timeout: 20_000 }).catch((error) => {
      throw new Error(`${error.message}\n${errors.join("\n")}`);
    });
    return await page.evaluate(work);
  } finally {
    await browser.close();
  }
}
