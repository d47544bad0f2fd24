// What happened to a session, in order: requests, deliveries with their tries, what the platform heard
// of it, and the passing of time.
import { attempt, get, post } from "./api.js";
import { badge, clockTime, folded, h } from "./dom.js";
import { title, whole } from "./outcomes.js";

/** The journal's entries, the deliveries and the outcomes as one list, the newest first. */
export function entries(journal, deliveries, outcomes) {
  const platform = new Map();
  for (const one of journal) if (one.kind === "platform") platform.set(`${one.delivery}/${one.number}`, one);
  const requests = journal
    .filter((one) => one.kind !== "platform")
    .map((one) => ({ key: `journal-${one.number}`, order: one.number, ...one }));
  const sent = deliveries.map((one) => ({
    ...one,
    key: `delivery-${one.id}`,
    kind: "delivery",
    at: one.createdAt,
    order: one.id,
    tries: one.tries.map((each) => ({ ...each, platform: platform.get(`${one.id}/${each.number}`) })),
  }));
  const heard = outcomes.map((one) => ({ ...one, key: `outcome-${one.number}`, kind: "outcome", at: one.receivedAt, order: one.number }));
  // What a request caused comes after it, though both are of the same instant.
  const rank = (one) => ({ delivery: 1, outcome: 2 })[one.kind] ?? 0;
  const all = [...requests, ...sent, ...heard];
  all.sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || rank(b) - rank(a) || b.order - a.order);
  return all;
}

/** An entry's element. */
export function entry(one) {
  const kinds = { request: requestEntry, time: timeEntry, delivery: deliveryEntry, outcome: outcomeEntry };
  return h("li", { class: one.kind }, h("div", { class: "line" }, ...kinds[one.kind](one)), details(one));
}

function requestEntry(one) {
  const title = h("span", {}, h("span", { class: "arrow", "aria-hidden": "true" }, "→"), " ", h("code", { title: one.path }, `${one.method} ${shortened(one.path)}`), " ", status(one.status));
  return [title, h("span", { class: "dim" }, change(one), " ", clockTime(one.at))];
}

/** A path with the long ids in it cut. */
function shortened(path) {
  return path.replace(/([0-9a-f]{8})-[0-9a-f-]{27}/g, "$1…");
}

function timeEntry(one) {
  return [h("span", {}, "Time passed"), h("span", { class: "dim" }, change(one), " ", clockTime(one.at))];
}

function outcomeEntry(one) {
  return [title(one), h("span", { class: "dim" }, clockTime(one.at))];
}

function deliveryEntry(one) {
  const held = one.held && one.state === "waiting" ? " (held for five minutes)" : "";
  const title = h("span", {},
    h("span", { class: "arrow", "aria-hidden": "true" }, "⇠"), " webhook ", h("strong", {}, one.type), " ",
    h("span", { class: `state ${one.state}` }, one.state + held),
    faults(one),
  );
  const replay = h("button", {
    type: "button",
    class: "small",
    "data-focus": `replay-${one.id}`,
    "aria-label": `Replay ${one.type} webhook ${one.id}`,
    onclick: () => attempt(() => post(`/deliveries/${one.id}/replay`), replayed),
  }, "Replay");
  return [title, h("span", { class: "dim" }, clockTime(one.at), " ", replay)];
}

function replayed({ try: tried }) {
  return tried.httpStatus ? `The receiver answered ${tried.httpStatus}.` : `No answer: ${tried.error}.`;
}

/** What an entry has to unfold. */
function details(one) {
  if (one.kind === "time") return null;
  if (one.kind === "outcome") return h("div", { class: "bodies" }, whole(one));
  if (one.kind === "request") {
    return h("div", { class: "bodies" },
      one.request && folded(`request-${one.number}`, "request", one.request),
      one.answer && folded(`answer-${one.number}`, "answer", one.answer),
    );
  }
  return h("div", { class: "bodies" }, h("ul", { class: "tries" }, one.tries.map((each) => tryElement(one, each))), payload(one));
}

function tryElement(delivery, one) {
  const outcome = one.httpStatus ? status(one.httpStatus) : h("span", { class: "state given-up" }, one.error ?? "no answer");
  const next = one === delivery.tries.at(-1) && delivery.state === "waiting" && h("span", { class: "dim" }, " next try ", clockTime(delivery.due));
  return h("li", {},
    h("div", { class: "line" },
      h("span", {}, `try ${one.number}${one.replay ? " (replay)" : one.extra ? " (beside it)" : ""} `, outcome, ` in ${one.elapsedMs} ms`, faults(one), next),
      h("span", { class: "dim" }, one.platform && [h("span", {}, "platform: "), ...change(one.platform), " "], clockTime(one.at)),
    ),
    one.sent && folded(`sent-${delivery.id}-${one.number}`, "what was sent", one.sent),
    one.answer && folded(`answer-${delivery.id}-${one.number}`, "what the receiver answered", one.answer),
  );
}

/** The body, asked for when it is wanted. */
function payload(delivery) {
  const place = h("div", {});
  const show = async (event) => {
    if (!event.target.open || place.childElementCount) return;
    await attempt(async () => {
      const { body } = await get(`/deliveries/${delivery.id}`);
      place.replaceChildren(...folded("", "", body).querySelectorAll("pre"));
    });
  };
  return h("details", { "data-name": `payload-${delivery.id}`, ontoggle: show },
    h("summary", { "data-focus": `payload-${delivery.id}` }, "payload"),
    h("p", { class: "dim" }, "to ", h("code", {}, delivery.url)),
    place,
  );
}

/** From one status to another, or the one it stayed. */
function change({ before, after }) {
  if (!after) return before ? [badge(before), " → gone"] : [];
  if (!before || before === after) return [badge(after)];
  return [badge(before), h("span", { class: "visually-hidden" }, " became "), h("span", { "aria-hidden": "true" }, " → "), badge(after)];
}

function faults(one) {
  return (one.faults ?? []).map((name) => h("span", { class: "fault" }, name));
}

function status(code) {
  return h("span", { class: `http ${code < 300 ? "good" : "bad"}` }, String(code));
}
