/** Accessibility: axe-core's rules, and what it cannot see. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Fails if axe finds anything serious or critical in the page, by all its rules or by those named. */
export async function assertAccessible(page, name, rules) {
  // Handed over by the debugger's way, which the page's content policy does not bind.
  if (!(await page.evaluate(() => Boolean(globalThis.axe)))) await page.evaluate(source);
  const options = { resultTypes: ["violations"], ...(rules && { runOnly: { type: "rule", values: rules } }) };
  const { violations } = await page.evaluate((options) => globalThis.axe.run(document, options), options);
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const told = serious.map((one) => `${one.id}: ${one.help}\n${one.nodes.map((node) => `  ${node.html}\n  ${node.failureSummary}`).join("\n")}`);
  assert.equal(told.join("\n"), "", name);
}

/** Fails if the page has to be scrolled sideways. */
export async function assertFits(page, name) {
  const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  assert.ok(content <= screen, `${name}: ${content} pixels wide on a screen of ${screen}`);
}
