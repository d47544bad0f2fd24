/** A phone in the same network: the sandbox on all addresses, opened by one that is not loopback's. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, newPage, startBrowser } from "../lib/browser.js";
import { sessionOf, signIn, submit } from "../lib/person.js";
import { startSandbox } from "../lib/sandbox.js";

let sandbox;
let browser;

before(async () => ([sandbox, browser] = await Promise.all([startSandbox("--bind", "0.0.0.0"), startBrowser()])));
after(() => Promise.all([sandbox?.stop(), browser?.close()]));

test("shop, hosted page and console under the machine's own address", async (context) => {
  const { hostname } = new URL(sandbox.publicUrl);
  if (hostname === "127.0.0.1") return context.skip("this machine has no other address");
  const phone = await newPage(browser, PHONE);
  const platform = sandbox.platform.replace("127.0.0.1", hostname);
  await signIn(phone, { platform });
  await phone.getByRole("button", { name: "Get verified" }).tap();
  await phone.waitForURL(`${sandbox.publicUrl}/v/**`);
  const id = sessionOf(phone.url());
  await submit(phone);
  await phone.getByRole("heading", { name: "Thank you" }).waitFor();
  assert.equal(await phone.getByRole("link", { name: "Go back" }).count(), 0, "no callback over plain http");

  const steering = await newPage(browser);
  await steering.goto(`${sandbox.publicUrl}/console#/sessions/${id}`);
  await steering.getByRole("button", { name: "Approve" }).click();
  await steering.locator(".session .big").getByText("approved").waitFor();
  await phone.goto(`${platform}/shop`);
  await phone.getByText("Access granted").waitFor();
  const own = (error) => !error.startsWith(`http://${hostname}:`);
  assert.deepEqual([...phone.errors, ...steering.errors].filter(own), []);
});
