/** Takes the README's picture of the console: `npm run picture`. */
import { join } from "node:path";
import { newPage, startBrowser } from "./lib/browser.js";
import { root } from "./lib/paths.js";
import { startSandbox } from "./lib/sandbox.js";

const [sandbox, browser] = await Promise.all([startSandbox(), startBrowser()]);

async function created(vendorData) {
  const body = JSON.stringify({ verification: { vendorData, person: { firstName: "Noor", lastName: "de Wit" } } });
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${sandbox.platform}/sessions`, { method: "POST", headers, body });
  return (await answer.json()).sessionId;
}

const act = (id, what, body = {}) => sandbox.control(`/sessions/${id}/${what}?wait=true`, body);

try {
  for (const [vendorData, status] of [["customer-11", "expired"], ["customer-12", "declined"], ["customer-13", "review"], ["customer-14"]]) {
    const id = await created(vendorData);
    if (status !== "expired") await act(id, "submit");
    if (status) await act(id, "decide", { status });
  }
  const id = await created("customer-17");
  await act(id, "open");
  await sandbox.control("/faults", { faults: ["bad-signature"], sessionId: id });
  await act(id, "submit");
  await act(id, "decide", { status: "approved" });
  while (!(await sandbox.control(`/outcomes?session=${id}`)).outcomes.length) await new Promise((done) => setTimeout(done, 20));
  await sandbox.control("/clock", { advance: "1h" });
  const page = await newPage(browser, { viewport: { width: 1280, height: 960 }, colorScheme: "light" });
  await page.goto(`${sandbox.origin}/console#/sessions/${id}`);
  await page.locator(".timeline > li.delivery").first().waitFor();
  await page.locator("#live[data-live=yes]").waitFor();
  await page.screenshot({ path: join(root, "sandbox/docs/images/console.png") });
} finally {
  await Promise.all([sandbox.stop(), browser.close()]);
}
