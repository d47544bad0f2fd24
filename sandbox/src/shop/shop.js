// What the shop shows for each next step. It never looks at how the browser came here.
import { PEOPLE, standing, verify } from "./platform.js";

/** Between two questions, in milliseconds: often at first, then less so. */
const PAUSES = [500, 1000, 1000, 2000, 3000, 5000];
const KEY = "shop-user";

/** For each `nextStep`: a title, and what the person can do. */
const STEPS = {
  start: { title: "One step before you sail", button: "Get verified" },
  continue: { title: "You have not finished yet", button: "Go on with the verification" },
  retry: { title: "Please try once more", button: "Try again" },
  wait: { title: "We are checking your documents" },
  "new-session": { title: "Please get verified", button: "Get verified" },
  "contact-support": { title: "We cannot rent you a boat", refusal: true, last: true },
  none: { title: "Welcome aboard", access: true, last: true },
};

/** After a decline only the shop's own back end may begin anew: `verifyAgain`. */
const NO_FURTHER_TRY = { title: "Please call us", refusal: true, last: true };

const element = (id) => document.getElementById(id);
let user;
let timer;
let asked = 0;
let shownStep;

element("sign-out").addEventListener("click", () => {
  sessionStorage.removeItem(KEY);
  start(true);
});
// Back by the browser's button, or from another tab: what was shown may be old.
window.addEventListener("pageshow", (event) => event.persisted && look());
document.addEventListener("visibilitychange", () => !document.hidden && user && look());
start(false);

function start(moved) {
  clearTimeout(timer);
  shownStep = undefined;
  user = PEOPLE.find((one) => one.id === sessionStorage.getItem(KEY));
  element("sign-in").hidden = Boolean(user);
  element("account").hidden = !user;
  element("who").hidden = !user;
  if (user) {
    element("name").textContent = user.name;
    asked = 0;
    look();
  } else {
    element("people").replaceChildren(...PEOPLE.map(signInButton));
    if (moved) element("sign-in-title").focus();
  }
}

function signInButton(person) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: person.name });
  button.addEventListener("click", () => {
    sessionStorage.setItem(KEY, person.id);
    start(true);
    element("title").focus();
  });
  const item = document.createElement("li");
  item.append(button);
  return item;
}

/** Asks the platform where the person stands, and shows it. */
async function look() {
  clearTimeout(timer);
  const of = user;
  try {
    const answer = await standing(of);
    if (of === user) show(answer);
  } catch (error) {
    element("problem").textContent = `That did not work: ${error.message}.`;
    timer = setTimeout(look, 5000);
  }
}

function show(answer) {
  const { nextStep, current } = answer;
  const isOver = nextStep === "new-session" && current?.status === "declined";
  const step = isOver ? NO_FURTHER_TRY : (STEPS[nextStep] ?? STEPS.wait);
  // Access is what the platform grants, and nothing else. An approval of a test integration would be
  // worth nothing in a real shop; in the sandbox there are no others.
  const access = step.access && ["live", "test"].includes(current?.grants);
  element("problem").textContent = "";
  element("title").textContent = step.title;
  element("sentence").textContent = current?.sentence ?? "Veriff will look at your document and your face.";
  element("state").className = access ? "granted" : step.refusal ? "refused" : "";
  if (shownStep !== nextStep) {
    element("action").replaceChildren(...action(step, access));
    asked = 0;
  }
  shownStep = nextStep;
  facts({ nextStep, status: current?.status, grants: current?.grants, session: current?.sessionId });
  element("answer").textContent = JSON.stringify(answer, null, 2);
  // Any other step may change: a browser is often back before Veriff's webhook is here.
  if (!step.last) timer = setTimeout(look, PAUSES[Math.min(asked++, PAUSES.length - 1)]);
}

function action(step, access) {
  if (access) return [text("strong", "Access granted. Your boat is at pier 7.")];
  if (step.refusal) return [text("span", "Please write to support@harbour.example.")];
  if (!step.button) return [text("span", "This page looks again by itself.")];
  const button = text("button", step.button);
  button.className = "primary";
  button.type = "button";
  button.addEventListener("click", () => toVeriff(button));
  return [button];
}

async function toVeriff(button) {
  button.disabled = true;
  try {
    const session = await verify(user);
    if (session.url) location.assign(session.url);
    else look();
  } catch (error) {
    element("problem").textContent = `That did not work: ${error.message}.`;
  } finally {
    button.disabled = false;
  }
}

function facts(all) {
  const known = Object.entries(all).filter(([, value]) => value);
  element("facts").replaceChildren(...known.flatMap(([name, value]) => [text("dt", name), text("dd", value)]));
}

function text(name, words) {
  return Object.assign(document.createElement(name), { textContent: words });
}
