/** Sessions of a sandbox, decided, and the events that came of them. */

/** A platform's session with one picture, submitted and decided; gives its id. */
export async function decided(sandbox, status, vendorData = crypto.randomUUID()) {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ verification: { vendorData } });
  const { sessionId } = await (await fetch(`${sandbox.platform}/sessions`, { method: "POST", headers, body })).json();
  const { url } = await sandbox.control(`/sessions/${sessionId}/open`, {});
  const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
  await fetch(`${url}/media?context=face`, { method: "POST", body: Buffer.from(pixel, "base64") });
  await sandbox.control(`/sessions/${sessionId}/submit?wait=true`, {});
  await sandbox.control(`/sessions/${sessionId}/decide?wait=true`, { status });
  return sessionId;
}

/** The session's latest event on the sandbox's bus, once there are so many. */
export async function event(sandbox, sessionId, count = 1) {
  for (let tries = 0; tries < 200; tries += 1) {
    const { outcomes } = await sandbox.control(`/outcomes?session=${sessionId}`);
    if (outcomes.length >= count) return outcomes.at(-1).event;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error("no outcome was published");
}

/** The event that an erasure would be. */
export function erasure(event) {
  const { schema, sessionId, integration } = event.detail;
  const detail = { schema, id: `${sessionId}:4294967295`, sessionId, revision: 4294967295, subject: "erasure", integration, grants: "nothing" };
  return { ...event, "detail-type": "Verification Erased", detail: { ...detail, erasedAt: new Date().toISOString() } };
}
