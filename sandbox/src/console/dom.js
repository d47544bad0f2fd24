// Makes and updates elements. Text is always text: nothing here reads markup.

/** Makes an element: properties (`class`, `data-…`, `aria-…`, `on…`, or DOM properties), then children. */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "class" || key === "for" || key.includes("-") || key === "role" || key === "list") {
      element.setAttribute(key === "for" ? "for" : key, value);
    } else element[key] = value;
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

/**
 * Makes the children of `parent` those of `items`, keeping elements whose item has not changed, so that
 * focus and what was opened stay. What was opened in an element that did change is opened again.
 */
export function reconcile(parent, items, key, render) {
  const wanted = new Map(items.map((item) => [String(key(item)), item]));
  for (const child of [...parent.children]) if (!wanted.has(child.dataset.key)) child.remove();
  const old = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let place = parent.firstElementChild;
  for (const [id, item] of wanted) {
    const element = upToDate(old.get(id), item, render);
    element.dataset.key = id;
    if (place === old.get(id)) place = element;
    if (element === place) place = place.nextElementSibling;
    else parent.insertBefore(element, place);
  }
}

/** The element as it is, or a new one in its place if the item has changed. */
function upToDate(element, item, render) {
  const version = JSON.stringify(item);
  if (element?.version === version) return element;
  const fresh = render(item);
  fresh.version = version;
  if (element) {
    carryOver(element, fresh);
    const focused = element.contains(document.activeElement) && document.activeElement.dataset.focus;
    element.replaceWith(fresh);
    if (focused) fresh.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
  }
  return fresh;
}

function carryOver(from, to) {
  for (const opened of from.querySelectorAll("details[open][data-name]")) {
    const twin = to.querySelector(`details[data-name="${CSS.escape(opened.dataset.name)}"]`);
    if (twin) twin.open = true;
  }
}

/** A status with its colour. */
export function badge(status) {
  return h("span", { class: `badge ${status ?? ""}` }, (status ?? "unknown").replaceAll("_", " "));
}

/** The hour and minute of an instant, with its date if that is another one than the sandbox's. */
export function clockTime(instant) {
  const date = new Date(instant);
  const time = date.toISOString();
  return h("time", { dateTime: time, title: time }, `${time.slice(0, 10)} ${time.slice(11, 19)}`);
}

/** JSON as people read it; other text as it is. */
export function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Something folded away under a name. */
export function folded(name, title, text) {
  return h("details", { "data-name": name }, h("summary", { "data-focus": name }, title), h("pre", { tabIndex: 0 }, pretty(text)));
}

/** Says something to everyone, eyes and screen readers alike. */
export function say(text, failed = false) {
  const place = document.getElementById("said");
  place.textContent = text;
  place.classList.toggle("failed", failed);
  clearTimeout(place.timer);
  place.timer = setTimeout(() => (place.textContent = ""), 8000);
}
