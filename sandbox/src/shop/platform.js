// The platform's HTTP API, as a signed-in person calls it.

/** The invented people. */
export const PEOPLE = [
  { id: "noor", name: "Noor de Wit", person: { firstName: "Noor", lastName: "de Wit" } },
  { id: "zoe", name: "Zoë Ó Briain", person: { firstName: "Zoë", lastName: "Ó Briain" } },
  { id: "kenji", name: "Kenji Tanaka", person: { firstName: "Kenji", lastName: "Tanaka" } },
  { id: "amara", name: "Amara Okafor", person: { firstName: "Amara", lastName: "Okafor" } },
  { id: "jonas", name: "Jonas Lindqvist", person: { firstName: "Jonas", lastName: "Lindqvist" } },
];

/** Where the person stands: `{nextStep, current, sessions}`. */
export function standing(user) {
  return call(user, "GET");
}

/** Finds or creates the person's session. */
export function verify(user) {
  const verification = { person: user.person };
  const callback = callbackHere();
  if (callback) verification.callback = callback;
  return call(user, "POST", { verification });
}

/** This page's address, if Veriff takes it as a callback: over HTTPS, or here also on this machine. */
function callbackHere() {
  const local = ["127.0.0.1", "localhost", "[::1]"].includes(location.hostname);
  return location.protocol === "https:" || local ? `${location.origin}/shop` : undefined;
}

async function call(user, method, body) {
  // Deployed, this is the token that your sign-in has issued.
  const headers = { authorization: `Bearer user:${user.id}` };
  if (body) headers["content-type"] = "application/json";
  const answer = await fetch("/sessions", { method, headers, body: body && JSON.stringify(body) });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.detail ?? told.message ?? `the platform answered ${answer.status}`);
  return told;
}
