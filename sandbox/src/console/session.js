// One session: what it is, what can be done to it, and what happened to it.
import { attempt, get, post } from "./api.js";
import { badge, clockTime, h, reconcile } from "./dom.js";
import { entries, entry } from "./timeline.js";

const OUTCOMES = [
  ["approved", "Approve"],
  ["declined", "Decline"],
  ["resubmission_requested", "Request resubmission"],
  ["review", "Review"],
  ["expired", "Expire"],
  ["abandoned", "Abandon"],
];
const WEBHOOKS = ["watchlist", "fullauto", "ine", "curp", "ine-curp", "user-status"];

let chosen;
let place;
let parts;

/** The view's elements. */
export function build() {
  const announcer = h("p", { id: "announcer", class: "visually-hidden", role: "status" });
  place = h("div", {});
  return h("section", { class: "session", "aria-label": "Chosen session" }, announcer, place);
}

/** Chooses a session, or none. */
export function choose(id) {
  if (parts && parts.id === id && place.contains(parts.title)) return;
  chosen = id;
  parts = undefined;
  place.replaceChildren(h("p", { class: "dim" }, id ? "…" : "Choose a session to see what happened to it."));
}

/** Shows the session as it is now. */
export async function refresh() {
  if (!chosen) return;
  const id = chosen;
  const name = encodeURIComponent(id);
  const [session, { deliveries }, { entries: journal }, { outcomes }] = await Promise.all([
    get(`/sessions/${name}`).catch(unknown),
    get(`/deliveries?session=${name}`),
    get(`/journal?session=${name}`),
    get(`/outcomes?session=${name}`),
  ]);
  if (chosen !== id) return;
  if (!session) {
    place.replaceChildren(h("p", {}, "There is no such session (any more)."));
    parts = undefined;
    return;
  }
  if (parts?.id !== id) skeleton(session);
  parts.status.replaceChildren(badge(session.status));
  reconcile(parts.facts, facts(session), (fact) => fact.name, factElement);
  reconcile(parts.attempts, session.attempts, (one) => one.id, attemptElement);
  reconcile(parts.timeline, entries(journal, deliveries, outcomes), (one) => one.key, entry);
}

function unknown(error) {
  if (error.status !== 404) throw error;
}

/** Everything that stays while the session changes. */
function skeleton(session) {
  const id = session.id;
  parts = {
    id,
    title: h("h2", {}, "Session ", h("code", {}, id.slice(0, 8))),
    status: h("p", { class: "big" }),
    facts: h("dl", { class: "facts" }),
    attempts: h("ul", { class: "attempts" }),
    timeline: h("ol", { class: "timeline" }),
  };
  place.replaceChildren(
    h("div", { class: "line" }, parts.title, parts.status),
    parts.facts,
    h("h3", { id: "person-title" }, "As the person"),
    h("div", { class: "row", role: "group", "aria-labelledby": "person-title" },
      h("a", { class: "button", href: session.url, target: "_blank", rel: "noopener" }, "Open the page"),
      action("Mark as opened", id, "open"),
      action("Submit", id, "submit"),
    ),
    h("h3", { id: "decide-title" }, "As Veriff"),
    decisionForm(id),
    webhookForm(id),
    h("h3", {}, "Attempts"),
    parts.attempts,
    h("h3", {}, "Timeline"),
    parts.timeline,
  );
}

function action(name, id, path) {
  const done = (answer) => `The session is ${answer.status.replaceAll("_", " ")}.`;
  return h("button", { type: "button", onclick: () => attempt(() => post(`/sessions/${id}/${path}`), done) }, name);
}

function decisionForm(id) {
  const code = h("input", { id: "reason-code", list: "reason-codes", inputMode: "numeric", pattern: "[0-9]{1,9}", size: 10, autocomplete: "off", placeholder: "usual" });
  const revise = h("input", { type: "checkbox", id: "revise" });
  const buttons = OUTCOMES.map(([status, name]) => h("button", { value: status, class: status }, name));
  const decide = (event) => {
    event.preventDefault();
    const status = event.submitter?.value ?? "approved";
    const body = { status, revise: revise.checked };
    if (code.value.trim()) body.reasonCode = Number(code.value);
    attempt(() => post(`/sessions/${id}/decide`, body), (answer) => `Decided: ${answer.status.replaceAll("_", " ")}.`);
  };
  return h("form", { class: "row", onsubmit: decide, "aria-labelledby": "decide-title" },
    buttons,
    h("span", {}, h("label", { for: "reason-code" }, "Reason code"), code),
    h("label", { class: "check" }, revise, "Revise a decision"),
  );
}

function webhookForm(id) {
  const kind = h("select", { id: "webhook-type" }, WEBHOOKS.map((name) => h("option", {}, name)));
  const send = (event) => {
    event.preventDefault();
    const body = kind.value === "watchlist" ? { type: "watchlist", matchStatus: "possible_match" } : { type: kind.value };
    attempt(() => post(`/sessions/${id}/webhook`, body), `The ${kind.value} webhook is on its way.`);
  };
  return h("form", { class: "row", onsubmit: send },
    h("span", {}, h("label", { for: "webhook-type" }, "Another webhook"), kind),
    h("button", {}, "Send"),
  );
}

function facts(session) {
  return [
    ["Id", session.id],
    ["Integration", session.integration],
    ["vendorData", session.vendorData],
    ["endUserId", session.endUserId],
    ["Callback", session.callback],
    ["Created", session.createdAt],
    ["Expires", session.expiresAt],
    ["Resubmissions", session.resubmissions || null],
  ].filter(([, value]) => value !== null && value !== undefined).map(([name, value]) => ({ name, value }));
}

function factElement({ name, value }) {
  const shown = name === "Created" || name === "Expires" ? clockTime(value) : h("code", {}, String(value));
  return h("div", {}, h("dt", {}, name), h("dd", {}, shown));
}

function attemptElement(one) {
  const decided = one.decision && ` · ${[one.decision.code, one.decision.reasonCode, one.decision.reason].filter(Boolean).join(" · ")}`;
  return h("li", {},
    h("code", {}, one.id.slice(0, 8)), " ", badge(one.status), ` ${one.media} pictures`, decided,
    one.pictures.length > 0 && h("ul", { class: "pictures" }, one.pictures.map(pictureElement)),
  );
}

function pictureElement({ id, context, mimetype, size }) {
  const address = `/control/media/${id}`;
  const shown = ["image/png", "image/jpeg", "image/webp"].includes(mimetype)
    ? h("img", { src: address, alt: "", loading: "lazy" })
    : h("span", { class: "dim" }, mimetype);
  const name = `${context}, ${Math.ceil(size / 1024)} kB`;
  return h("li", {}, h("a", { href: address, target: "_blank", rel: "noopener", "data-focus": id }, shown, h("span", {}, name)));
}
