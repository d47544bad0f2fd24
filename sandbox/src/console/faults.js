// What is to go wrong with webhooks, chosen by name.
import { attempt, get, post, remove } from "./api.js";
import { h, reconcile } from "./dom.js";

const WEBHOOKS = ["event", "decision", "fullauto", "watchlist", "ine", "curp", "ine-curp", "user-status"];

let known;
let active;
let message;
let integration;

/** The view's elements. */
export function build() {
  known = h("div", { class: "checks" });
  active = h("ul", { class: "cards" });
  message = h("p", { class: "dim" });
  integration = h("select", { name: "integrationId", id: "fault-integration" }, h("option", { value: "" }, "any"));
  const form = h("form", { class: "card", onsubmit: choose, "aria-labelledby": "choose-title" },
    h("h2", { id: "choose-title" }, "Choose faults"),
    h("fieldset", {}, h("legend", {}, "What goes wrong, singly or together"), known),
    h("div", { class: "row" },
      labelled("fault-deliveries", "For how many deliveries (empty: until removed)", h("input", { id: "fault-deliveries", name: "deliveries", type: "number", min: 1, value: "1" })),
      labelled("fault-delay", "Delay, for “delayed”", h("input", { id: "fault-delay", name: "delay", size: 8, placeholder: "10m", autocomplete: "off" })),
      labelled("fault-webhook", "Type of webhook", h("select", { id: "fault-webhook", name: "webhook" }, h("option", { value: "" }, "any"), WEBHOOKS.map((kind) => h("option", {}, kind)))),
      labelled("fault-integration", "Integration", integration),
      labelled("fault-session", "Session (id)", h("input", { id: "fault-session", name: "sessionId", autocomplete: "off", placeholder: "any" })),
    ),
    h("p", {}, h("button", { class: "primary" }, "Choose these faults")),
  );
  const clear = h("button", { type: "button", onclick: () => attempt(() => remove("/faults"), "No faults any more.") }, "Remove all");
  return [
    h("h1", {}, "Faults"),
    h("p", {}, "Webhooks as they really come: late, twice, in the wrong order, broken."),
    message,
    h("section", { "aria-labelledby": "active-title" }, h("div", { class: "line" }, h("h2", { id: "active-title" }, "Active"), clear), active),
    form,
  ];
}

/** Asks for everything that is shown. */
export async function refresh() {
  const [faults, { integrations }] = await Promise.all([get("/faults"), get("/integrations")]);
  message.textContent = faults.active.length ? "" : "None is active.";
  reconcile(known, faults.known, (one) => one.name, check);
  reconcile(active, faults.active, (one) => one.id, activeCard);
  const ids = integrations.map((one) => one.id);
  if ([...integration.options].length !== ids.length + 1) {
    integration.replaceChildren(h("option", { value: "" }, "any"), ...ids.map((id) => h("option", {}, id)));
  }
}

function check({ name, description }) {
  const id = `fault-${name}`;
  return h("div", { class: "check" },
    h("input", { type: "checkbox", name: "faults", value: name, id, "data-focus": id }),
    h("label", { for: id }, h("strong", {}, name), " ", h("span", { class: "dim" }, description)),
  );
}

function activeCard(one) {
  const scope = [one.webhook && `${one.webhook} webhooks`, one.integrationId, one.sessionId && `session ${one.sessionId.slice(0, 8)}`];
  const left = one.remaining === null || one.remaining === undefined ? "until removed" : `for ${one.remaining} more`;
  return h("li", { class: "card line" },
    h("span", {}, h("strong", {}, one.faults.join(", ")), h("span", { class: "dim" }, ` ${[...scope.filter(Boolean), left].join(" · ")}`)),
    h("button", { type: "button", class: "small", "data-focus": "remove", "aria-label": `Remove ${one.faults.join(", ")}`, onclick: () => attempt(() => remove(`/faults/${one.id}`), "Removed.") }, "Remove"),
  );
}

function choose(event) {
  event.preventDefault();
  const fields = new FormData(event.target);
  const body = { faults: fields.getAll("faults"), deliveries: fields.get("deliveries") ? Number(fields.get("deliveries")) : null };
  for (const name of ["webhook", "integrationId", "sessionId", "delay"]) if (fields.get(name)) body[name] = fields.get(name).trim();
  if (!body.faults.length) return attempt(() => Promise.reject(new Error("Choose at least one fault.")));
  return attempt(() => post("/faults", body), "Chosen.");
}

function labelled(id, text, field) {
  return h("span", {}, h("label", { for: id }, text), field);
}
