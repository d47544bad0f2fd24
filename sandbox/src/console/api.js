// The control API.
import { say } from "./dom.js";

/** GET of a control route; throws what the server says is wrong. */
export function get(path) {
  return call("GET", path);
}

/** POST of JSON to a control route. */
export function post(path, body = {}) {
  return call("POST", path, body);
}

/** DELETE of a control route. */
export function remove(path) {
  return call("DELETE", path);
}

/** Creates a session as a browser SDK does: with the API key alone. */
export async function createSession(apiKey, verification) {
  const headers = { "content-type": "application/json", "x-auth-client": apiKey };
  return answered(await fetch("/v1/sessions", { method: "POST", headers, body: JSON.stringify({ verification }) }));
}

/** Does something, says that it was done or what went wrong, and gives back whether it worked. */
export async function attempt(work, done) {
  try {
    const result = await work();
    if (done) say(typeof done === "function" ? done(result) : done);
    return true;
  } catch (error) {
    say(error.message, true);
    return false;
  }
}

async function call(method, path, body) {
  const options = { method };
  if (body !== undefined) {
    options.headers = { "content-type": "application/json" };
    options.body = JSON.stringify(body);
  }
  return answered(await fetch(`/control${path}`, options));
}

async function answered(response) {
  const body = await response.json().catch(() => null);
  if (response.ok) return body;
  const error = new Error(body?.error ?? body?.message ?? `the sandbox answered ${response.status}`);
  error.status = response.status;
  throw error;
}
