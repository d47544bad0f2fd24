// The list of sessions, and beside it the chosen one.
import { get } from "./api.js";
import { badge, clockTime, h, reconcile, say } from "./dom.js";
import * as session from "./session.js";

/** More are not listed; a filter finds the others. */
const LISTED = 200;

let list;
let filter;
let count;
let chosen;
let seen = new Map();

/** The view's elements. */
export function build() {
  list = h("ul", { class: "sessions" });
  filter = h("input", { id: "filter", type: "search", placeholder: "id, status, vendorData …", oninput: () => refresh().catch((error) => say(error.message, true)) });
  count = h("p", { class: "dim", id: "count" });
  const side = h("section", { class: "side", "aria-labelledby": "sessions-title" },
    h("h1", { id: "sessions-title" }, "Sessions"),
    h("p", {}, h("label", { for: "filter" }, "Filter"), filter),
    count,
    list,
  );
  seen = new Map();
  return [h("div", { class: "columns" }, side, session.build())];
}

/** Chooses the session to be shown beside the list. */
export function choose(id) {
  const other = chosen !== id;
  chosen = id;
  session.choose(id);
  if (other) for (const link of list.querySelectorAll("a")) mark(link);
}

/** Asks for everything that is shown. */
export async function refresh() {
  const query = new URLSearchParams({ newest: LISTED, contains: filter.value.trim() });
  const { sessions, matching, total } = await get(`/sessions?${query}`);
  count.textContent = total
    ? `${sessions.length} of ${matching}${matching < total ? " matching" : ""}, the newest first`
    : "No session yet: create one through your backend, in the shop, or under Integrations.";
  reconcile(list, sessions.reverse().map(row), (one) => one.id, entry);
  await session.refresh();
  announce(sessions);
}

/** What of a session the list shows. */
function row({ id, status, integration, vendorData, createdAt }) {
  return { id, status, integration, vendorData, createdAt };
}

function entry(one) {
  const link = h("a", { href: `#/sessions/${one.id}`, "data-focus": "session" },
    h("span", { class: "line" }, h("code", {}, one.id.slice(0, 8)), badge(one.status)),
    h("span", { class: "line dim" }, h("span", {}, one.vendorData ?? one.integration), clockTime(one.createdAt)),
  );
  link.dataset.id = one.id;
  mark(link);
  return h("li", {}, link);
}

function mark(link) {
  if (link.dataset.id === chosen) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
}

/** Tells a screen reader of a change that the eye sees in the list. */
function announce(sessions) {
  const place = document.getElementById("announcer");
  for (const { id, status } of sessions) {
    if (seen.has(id) && seen.get(id) !== status) {
      place.textContent = `Session ${id.slice(0, 8)} is now ${status.replaceAll("_", " ")}.`;
    }
    seen.set(id, status);
  }
}
