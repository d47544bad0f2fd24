/** How the tests launch a headless Chromium that the machine has already; nothing is downloaded. */
import { existsSync } from "node:fs";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** The options of playwright's `launch`. `CHROMIUM` in the environment goes before the usual places. */
export function launchOptions() {
  const executablePath = process.env.CHROMIUM || PLACES.find(existsSync);
  if (!executablePath) throw new Error("no Chromium or Chrome: install one, or set CHROMIUM to its path");
  return { executablePath, args: QUIET };
}
