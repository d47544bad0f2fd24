// The person's way through a verification, one step after another, and back to where they came from.
// Without this script the page is one long form that submits without pictures.
import { countries } from "./countries.js";
import { hosted, onHost, tell } from "./frame.js";
import { sample } from "./samples.js";

const SIDES = {
  PASSPORT: ["document-front"],
  VISA: ["document-front"],
  ID_CARD: ["document-front", "document-back"],
  DRIVERS_LICENSE: ["document-front", "document-back"],
  RESIDENCE_PERMIT: ["document-front", "document-back"],
};
const NAMES = {
  "document-front": "Front of the document",
  "document-back": "Back of the document",
  face: "Photo of your face",
};

const main = document.getElementById("page");
const flow = document.getElementById("flow");
const outcome = document.getElementById("outcome");
const problem = document.getElementById("problem");
const leave = document.getElementById("leave");
const base = location.pathname.replace(/\/+$/, "");
const callback = main.dataset.callback;
/** Pictures by context. */
const pictures = new Map();
/** Those of them that the server has already, should submitting fail half-way. */
const sent = new Set();
let begun = false;

if (flow) walk();
if (outcome) choose();
leave.addEventListener("click", goAway);
leave.hidden = !callback;
onHost(() => (leave.hidden = false));
for (const link of document.querySelectorAll("a[data-back-link]")) {
  link.addEventListener("click", (event) => {
    if (!hosted()) return;
    event.preventDefault();
    tell("FINISHED");
  });
}

/** Shows the form as steps. */
function walk() {
  const steps = [...flow.querySelectorAll("[data-step]")];
  const progress = document.getElementById("progress");
  progress.hidden = false;
  listCountries();
  let current = 0;
  const show = (index, focus = true) => {
    current = index;
    steps.forEach((step, at) => (step.hidden = at !== index));
    progress.textContent = `Step ${index + 1} of ${steps.length}`;
    problem.textContent = "";
    if (steps[index].dataset.step === "pictures") askForPictures();
    if (steps[index].dataset.step === "submit") summarise();
    if (focus) steps[index].querySelector("h2").focus();
  };
  flow.addEventListener("click", (event) => {
    if (event.target.closest("[data-back]")) show(current - 1);
    if (event.target.closest("[data-next]") && complete(steps[current])) show(current + 1);
  });
  // Enter in a field goes one step on.
  flow.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName === "BUTTON" || current === steps.length - 1) return;
    event.preventDefault();
    if (complete(steps[current])) show(current + 1);
  });
  flow.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(flow, submit);
  });
  document.getElementById("samples").addEventListener("click", () => busy(flow, drawAll));
  show(0, false);
}

/** Whether a step may be left; says what is missing if not. */
function complete(step) {
  const field = [...step.querySelectorAll("input, select")].find((one) => !one.checkValidity());
  if (field) {
    field.reportValidity();
    return false;
  }
  if (step.dataset.step === "consent" && !begun) {
    begun = true;
    tell("STARTED");
  }
  const missing = step.dataset.step === "pictures" && wanted().find((context) => !pictures.has(context));
  if (missing) problem.textContent = `A picture is missing: ${NAMES[missing].toLowerCase()}.`;
  return !missing;
}

function documentType() {
  return new FormData(flow).get("documentType");
}

/** The contexts of the pictures that the chosen document needs. */
function wanted() {
  return [...(SIDES[documentType()] ?? SIDES.ID_CARD), "face"];
}

function listCountries() {
  const select = document.getElementById("country");
  const chosen = select.dataset.chosen;
  select.replaceChildren(...countries().map(([code, name]) => new Option(name, code, false, code === chosen)));
}

function askForPictures() {
  const place = document.getElementById("pictures");
  const contexts = wanted();
  if (place.dataset.contexts === contexts.join()) return;
  place.dataset.contexts = contexts.join();
  pictures.clear();
  sent.clear();
  place.replaceChildren(...contexts.map(pictureField));
}

function pictureField(context) {
  const field = element("div", { className: "picture" });
  const preview = element("div", { className: "preview", id: `preview-${context}`, textContent: "no picture yet" });
  const label = element("label", { htmlFor: `file-${context}`, textContent: NAMES[context] });
  const input = element("input", { type: "file", id: `file-${context}` });
  // A phone then offers its camera and its pictures; what is no picture after all, the sandbox refuses.
  input.accept = "image/*,application/pdf";
  input.addEventListener("change", () => {
    if (input.files[0]) keep(context, input.files[0], input.files[0].name);
  });
  const draw = element("button", { type: "button", textContent: "Use a sample" });
  draw.setAttribute("aria-label", `Use a sample: ${NAMES[context].toLowerCase()}`);
  draw.addEventListener("click", () => drawOne(context));
  const controls = element("div");
  controls.append(label, input, draw);
  field.append(preview, controls);
  return field;
}

async function drawOne(context) {
  const country = document.getElementById("country").value;
  keep(context, await sample(context, documentType(), country), "sample");
}

async function drawAll() {
  for (const context of wanted()) await drawOne(context);
}

function keep(context, blob, name) {
  pictures.set(context, blob);
  sent.delete(context);
  problem.textContent = "";
  const preview = document.getElementById(`preview-${context}`);
  const picture = element("img", { alt: `${NAMES[context]}: ${name}`, src: URL.createObjectURL(blob) });
  picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
  // A format that the browser cannot show is named instead.
  picture.addEventListener("error", () => preview.replaceChildren(name));
  preview.replaceChildren(picture);
}

function summarise() {
  const kind = flow.querySelector("[name=documentType]:checked").parentElement.textContent.trim();
  const country = document.getElementById("country").selectedOptions[0].textContent;
  document.getElementById("summary").textContent =
    `${kind}, ${country}, with ${pictures.size} pictures. Nothing can be changed afterwards.`;
}

async function submit() {
  const progress = document.getElementById("progress");
  for (const [context, blob] of pictures) {
    if (sent.has(context)) continue;
    progress.textContent = `Sending picture ${sent.size + 1} of ${pictures.size} …`;
    await post(`${base}/media?context=${encodeURIComponent(context)}`, blob);
    sent.add(context);
  }
  progress.textContent = "Submitting …";
  const fields = new FormData(flow);
  const body = new URLSearchParams({ documentType: documentType(), country: fields.get("country") });
  await post(`${base}/submit`, body);
  tell("SUBMITTED");
  done();
}

/** The buttons that decide. */
function choose() {
  outcome.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = new URLSearchParams({ status: event.submitter.value });
    const code = document.getElementById("reason-code").value.trim();
    if (code) body.set("reasonCode", code);
    busy(outcome, async () => {
      await post(`${base}/decide`, body);
      if (flow) tell("SUBMITTED");
      done();
    });
  });
}

/** The person has nothing more to do: back to the callback, or to the page around this one. */
function done() {
  if (hosted()) {
    tell("FINISHED");
    location.replace(location.href);
  } else if (callback) {
    location.assign(callback);
  } else {
    location.replace(location.href);
  }
}

function goAway() {
  if (hosted()) tell(flow ? "CANCELED" : "FINISHED");
  else location.assign(callback);
}

async function post(url, body) {
  const answer = await fetch(url, { method: "POST", body, headers: { accept: "application/json" } });
  if (answer.ok) return;
  const told = await answer.json().catch(() => ({}));
  throw new Error(told.message ?? told.error ?? `the sandbox answered ${answer.status}`);
}

/** Runs some work with the form's buttons off, and says what went wrong. */
async function busy(form, work) {
  const buttons = form.querySelectorAll("button");
  const focused = document.activeElement;
  for (const button of buttons) button.disabled = true;
  problem.textContent = "";
  try {
    await work();
  } catch (error) {
    problem.textContent = `That did not work: ${error.message}.`;
  } finally {
    for (const button of buttons) button.disabled = false;
    // A button that is switched off loses the focus.
    if (form.contains(focused) && document.activeElement === document.body) focused.focus();
  }
}

function element(name, properties = {}) {
  return Object.assign(document.createElement(name), properties);
}
