/** What a person does on the hosted page, and in the shop. */

/** Goes through the hosted page with sample pictures, up to the button that submits. */
export async function fillIn(page, { type = "Identity card", country = "Norway" } = {}) {
  await page.getByLabel("I agree").check();
  await page.getByRole("button", { name: "Begin" }).click();
  await page.getByLabel("Issuing country").selectOption({ label: country });
  await page.getByLabel(type).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Use sample pictures" }).click();
  await page.getByAltText("Photo of your face: sample").waitFor();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("heading", { name: "Ready to submit" }).waitFor();
}

/** Fills in everything and submits. */
export async function submit(page, chosen) {
  await fillIn(page, chosen);
  await page.getByRole("button", { name: "Submit" }).click();
}

/** Signs in at the shop as one of its people. */
export async function signIn(page, sandbox, name = "Noor de Wit") {
  await page.goto(`${sandbox.platform}/shop`);
  await page.getByRole("button", { name }).click();
}

/** Signs in, and goes to the hosted page; the session's id. */
export async function toVeriff(page, sandbox, name) {
  await signIn(page, sandbox, name);
  await page.getByRole("button", { name: /Get verified|Go on|Try again/ }).click();
  await page.waitForURL(/\/v\//);
  return sessionOf(page.url());
}

/** The session's id, which a session URL's token holds. */
export function sessionOf(url) {
  const payload = new URL(url).pathname.split(".")[1];
  return JSON.parse(Buffer.from(payload, "base64url").toString()).session_id;
}
