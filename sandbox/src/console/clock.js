// The clock in the page's head: it ticks between two answers of the sandbox.
import { attempt, get, post } from "./api.js";

const now = document.getElementById("now");
const state = document.getElementById("clock-state");
const freeze = document.getElementById("freeze");
let shown;

/** Wires the clock's buttons. */
export function start() {
  freeze.addEventListener("click", () => {
    const frozen = !shown?.frozen;
    change({ freeze: frozen }, frozen ? "The clock stands." : "The clock runs.");
  });
  for (const button of document.querySelectorAll("[data-advance]")) {
    button.addEventListener("click", () => advance(button.dataset.advance));
  }
  document.getElementById("advance").addEventListener("submit", (event) => {
    event.preventDefault();
    advance(event.target.by.value.trim());
  });
  setInterval(tick, 250);
}

/** Asks for the time anew. */
export async function refresh() {
  show(await get("/clock"));
}

function advance(by) {
  change({ advance: by }, `The clock was moved by ${by}.`);
}

function change(body, done) {
  return attempt(async () => show(await post("/clock", body)), done);
}

function show(answer) {
  shown = { ...answer, at: Date.now() };
  freeze.setAttribute("aria-pressed", String(answer.frozen));
  freeze.textContent = answer.frozen ? "Unfreeze" : "Freeze";
  const words = [answer.frozen && "frozen", Math.abs(answer.offsetSeconds) > 1 && offset(answer.offsetSeconds)];
  state.textContent = words.filter(Boolean).join(", ");
  tick();
}

function tick() {
  if (!shown) return;
  const passed = shown.frozen ? 0 : Date.now() - shown.at;
  const time = new Date(Date.parse(shown.now) + passed).toISOString();
  now.dateTime = time;
  now.textContent = `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;
}

/** The sandbox's time less real time, in words. */
function offset(seconds) {
  const size = Math.abs(seconds) < 60 ? Math.abs(seconds) : Math.round(Math.abs(seconds) / 60) * 60;
  const [days, hours, minutes] = [Math.floor(size / 86400), Math.floor(size / 3600) % 24, Math.floor(size / 60) % 60];
  const parts = [days && `${days} d`, hours && `${hours} h`, minutes && `${minutes} m`].filter(Boolean);
  return `${parts.join(" ") || `${size} s`} ${seconds > 0 ? "ahead" : "behind"}`;
}
