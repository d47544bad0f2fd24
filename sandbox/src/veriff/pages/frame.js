// The talk with a page that shows this one in a frame, as Veriff's InContext SDK does: the frame says
// VERIFF_HANDSHAKE, the page answers {name: "VERIFF_RENDER"}, and from then on is told how things go.
// The messages are names alone, so that any page may hear them.
let host = false;
const waiting = [];

if (window.parent !== window) {
  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || event.data?.name !== "VERIFF_RENDER") return;
    if (!host) for (const work of waiting.splice(0)) work();
    host = true;
  });
  window.parent.postMessage("VERIFF_HANDSHAKE", "*");
}

/** Whether a page around this one has answered. */
export function hosted() {
  return host;
}

/** Runs `work` once the page around this one has answered. */
export function onHost(work) {
  if (host) work();
  else waiting.push(work);
}

/** Tells the page around this one: STARTED, SUBMITTED, FINISHED or CANCELED. */
export function tell(message) {
  if (window.parent !== window) window.parent.postMessage(`VERIFF_${message}`, "*");
}
