// The integrations that the local Veriff was started with.
import { attempt, createSession, get } from "./api.js";
import { h, reconcile } from "./dom.js";

let list;

/** The view's elements. */
export function build() {
  list = h("ul", { class: "cards" });
  return [h("h1", {}, "Integrations"), h("p", { class: "dim" }, "More of them come from a settings file: veriff-sandbox up --veriff-settings FILE."), list];
}

/** Asks for everything that is shown. */
export async function refresh() {
  const { integrations } = await get("/integrations");
  reconcile(list, integrations, (one) => one.id, card);
}

function card(one) {
  const notes = [
    one.type,
    `plan ${one.plan}`,
    one.active ? "active" : "not active",
    one.fullAutoOnly && "full auto webhooks only",
    !one.deleteEnabled && "DELETE switched off",
    one.decides && `decides ${one.decides.status}${one.decides.reasonCode ? `:${one.decides.reasonCode}` : ""} after ${one.decides.afterSeconds} s`,
  ];
  const create = () => attempt(async () => {
    const { verification } = await createSession(one.apiKey, {});
    location.hash = `#/sessions/${verification.id}`;
  }, "A session was created.");
  const addresses = new Map();
  for (const [kind, url] of Object.entries(one.webhooks)) addresses.set(url, [...(addresses.get(url) ?? []), kind]);
  return h("li", { class: "card" },
    h("div", { class: "line" }, h("h2", {}, one.id), h("span", { class: "dim" }, `${one.sessions} sessions`)),
    h("p", {}, notes.filter(Boolean).join(" · ")),
    h("dl", { class: "facts" },
      h("div", {}, h("dt", {}, "API key"), h("dd", {}, h("code", {}, one.apiKey))),
      h("div", {}, h("dt", {}, "Shared secrets"), h("dd", {}, String(one.sharedSecrets))),
      ...[...addresses].map(([url, kinds]) => h("div", {}, h("dt", {}, addresses.size > 1 ? kinds.join(", ") : "All webhooks"), h("dd", {}, h("code", {}, url)))),
    ),
    addresses.size === 0 && h("p", { class: "dim" }, "No webhook address: it sends none."),
    h("p", {}, h("button", { type: "button", "data-focus": "create", "aria-label": `Create a session of ${one.id}`, onclick: create }, "Create a session"), h("span", { class: "dim" }, " as a browser SDK would; your backend does not know it")),
  );
}
