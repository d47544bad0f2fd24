// What the platform heard on its event bus, and what it could not be told.
import { get } from "./api.js";
import { badge, clockTime, folded, h, reconcile } from "./dom.js";

/** More are not listed; `veriff-sandbox outcomes` prints them all. */
const LISTED = 200;

let list;
let lost;
let count;

/** The view's elements. */
export function build() {
  list = h("ul", { class: "cards" });
  lost = h("ul", { class: "cards" });
  count = h("p", { class: "dim" });
  return [
    h("h1", {}, "Outcomes"),
    h("p", {}, "What publish-outcome put on the event bus, from the table's stream: this is what your platform's rules see."),
    count,
    h("section", { "aria-label": "Not published" }, lost),
    h("section", { "aria-label": "Published" }, list),
  ];
}

/** Asks for everything that is shown. */
export async function refresh() {
  const { outcomes, discarded } = await get("/outcomes");
  const shown = outcomes.slice(-LISTED).reverse();
  count.textContent = outcomes.length
    ? `${shown.length} of ${outcomes.length}, the newest first`
    : "None yet: a session's first outcome is its decision, a request to try again, or its end.";
  reconcile(lost, discarded, (one) => one.number, lostCard);
  reconcile(list, shown, (one) => one.number, card);
}

/** Name and status of an event, for its card and for the timeline. */
export function title({ event, repeat }) {
  const { status, subject, watchlist } = event.detail;
  const word = subject === "watchlist" ? watchlist?.matchStatus : subject === "erasure" ? "erased" : status;
  return h("span", {},
    h("span", { class: "arrow", "aria-hidden": "true" }, "⇢"), " event ", h("strong", {}, event["detail-type"]), " ", badge(word),
    repeat && h("span", { class: "fault" }, "repeat"),
  );
}

/** The event as a rule sees it, folded away. */
export function whole({ number, event }) {
  return folded(`event-${number}`, "event", JSON.stringify(event));
}

function card(one) {
  const { detail, source } = one.event;
  return h("li", { class: "card" },
    h("div", { class: "line" }, title(one), h("span", { class: "dim" }, clockTime(one.receivedAt))),
    h("dl", { class: "facts" },
      fact("Session", sessionLink(detail.sessionId)),
      fact("Source", h("code", {}, source)),
      fact("Grants", detail.grants),
      fact("Revision", String(detail.revision)),
    ),
    whole(one),
  );
}

function lostCard(one) {
  return h("li", { class: "card" },
    h("div", { class: "line" },
      h("span", {}, h("span", { class: "state given-up" }, "not published"), ` given up after ${one.invocations} calls of the function`),
      h("span", { class: "dim" }, clockTime(one.at)),
    ),
    one.sessionId && h("p", {}, "Session ", sessionLink(one.sessionId)),
    folded(`record-${one.number}`, "record", JSON.stringify(one.record)),
  );
}

function fact(name, value) {
  return h("div", {}, h("dt", {}, name), h("dd", {}, value));
}

function sessionLink(id) {
  return h("a", { href: `#/sessions/${id}`, "data-focus": "session" }, h("code", {}, id.slice(0, 8)));
}
