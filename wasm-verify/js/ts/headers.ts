/** Finds the headers that count, and writes them as lines for WebAssembly, which judges them. */
import { HEADERS } from "./generated.js";
import { headersOf } from "./misuse.js";

const NAMES: readonly string[] = HEADERS;

/** The place of a header in the list of those that count, or -1. */
function placeOf(name: unknown): number {
  if (typeof name !== "string") return -1;
  switch (name.length) {
    case 13:
    case 15:
    case 16:
    case 18: {
      // Node's are in lower case already, and making them so takes longer than finding them.
      const place = NAMES.indexOf(name);
      return place >= 0 ? place : NAMES.indexOf(name.toLowerCase());
    }
    default:
      return -1;
  }
}

/** One line: the header's place, its value. What breaks lines is no header value: it becomes a zero byte. */
function line(place: number, value: unknown): string {
  if (typeof value === "string") return `${place}${value.includes("\n") ? "\0" : value}\n`;
  if (Array.isArray(value) && value.every((one) => !Array.isArray(one))) return value.map((one) => line(place, one)).join("");
  if (value === undefined || value === null) return "";
  throw new TypeError(`veriff-verify: the header ${HEADERS[place]} is ${typeof value === "object" ? "an object" : `a ${typeof value}`}, not a string.`);
}

/** The lines of all headers that count. */
export function headerLines(given: unknown): string {
  const headers = headersOf(given);
  let lines = "";
  if (Array.isArray(headers) && typeof headers[0] === "string") {
    // Node's rawHeaders: name, value, name, value.
    for (let i = 0; i + 1 < headers.length; i += 2) {
      const place = placeOf(headers[i]);
      if (place >= 0) lines += line(place, headers[i + 1]);
    }
  } else if (Symbol.iterator in headers && !("get" in headers && "append" in headers)) {
    for (const pair of headers as Iterable<[unknown, unknown]>) {
      const place = placeOf(pair?.[0]);
      if (place >= 0) lines += line(place, pair[1]);
    }
  } else if (typeof (headers as Headers).get === "function") {
    for (let place = 0; place < HEADERS.length; place++) {
      lines += line(place, (headers as Headers).get(HEADERS[place]!));
    }
  } else {
    for (const name in headers) {
      const place = placeOf(name);
      if (place >= 0) lines += line(place, (headers as Record<string, unknown>)[name]);
    }
  }
  return lines;
}

/** The API key among the lines, as the Rust code will read it if it accepts them. */
export function authClient(lines: string): string {
  for (const one of lines.split("\n")) {
    if (one[0] !== "0" && one[0] !== "1") continue;
    // Not by a regular expression: over blanks within a value it would take time that grows with their square.
    let [start, end] = [1, one.length];
    while (isBlank(one[start])) start++;
    while (end > start && isBlank(one[end - 1])) end--;
    if (end > start) return one.slice(start, end);
  }
  return "";
}

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t";
}
