// The console's views, and the stream that keeps them up to date.
import * as clock from "./clock.js";
import * as faults from "./faults.js";
import * as integrations from "./integrations.js";
import * as outcomes from "./outcomes.js";
import * as sessions from "./sessions.js";
import { say } from "./dom.js";

const VIEWS = { sessions, outcomes, integrations, faults };
const TITLES = { sessions: "Sessions", outcomes: "Outcomes", integrations: "Integrations", faults: "Faults" };
/** Between two looks at a sandbox where much happens, in milliseconds. */
const PAUSE = 100;
const main = document.getElementById("main");
const live = document.getElementById("live");
let view;
let busy = false;
let again = false;
let stream;

clock.start();
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
window.addEventListener("hashchange", () => show(true));
// A browser opens few connections to one server: a page that nobody sees leaves its own to others.
document.addEventListener("visibilitychange", listen);
show(false);
listen();

/** Shows the view that the address names: `#/sessions`, `#/sessions/ID`, `#/outcomes`, `#/integrations`, `#/faults`. */
function show(moved) {
  const [name, id] = location.hash.replace(/^#\/?/, "").split("/");
  const known = VIEWS[name] ? name : "sessions";
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.view === known) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = `${TITLES[known]} – veriff-sandbox`;
  if (view !== VIEWS[known]) {
    view = VIEWS[known];
    main.replaceChildren(...view.build());
    if (moved) main.focus();
  }
  view.choose?.(id && decodeURIComponent(id));
  refresh();
}

/** Brings the view up to date; what happens meanwhile is looked at afterwards. */
async function refresh() {
  again = true;
  if (busy) return;
  busy = true;
  while (again) {
    again = false;
    try {
      await view.refresh();
    } catch (error) {
      say(error.message, true);
    }
    await new Promise((done) => setTimeout(done, PAUSE));
  }
  busy = false;
}

/** Follows the stream while the page is seen; it begins with what makes the page look anew. */
function listen() {
  stream?.close();
  if (document.hidden) return;
  stream = new EventSource("/control/stream");
  const state = (on, text) => {
    live.dataset.live = on;
    live.textContent = text;
  };
  stream.addEventListener("open", () => state("yes", "live"));
  stream.addEventListener("error", () => state("no", "not connected"));
  stream.addEventListener("state", refresh);
  stream.addEventListener("clock", () => clock.refresh().catch((error) => say(error.message, true)));
}
