/** A consumer's inline function, as Lambda runs it: a CommonJS module, with its environment. */
import { readFileSync } from "node:fs";
import { Module, createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const here = createRequire(import.meta.url);

/** The function's handler; `environment` is set before the module is read. */
export function handlerOf(consumer, environment) {
  Object.assign(process.env, environment);
  const file = `${root}infra/consumers/${consumer}.yaml`;
  const module = new Module(file);
  module.require = here;
  module._compile(code(readFileSync(file, "utf8")), file);
  return module.exports.handler;
}

/** The text under `ZipFile: |`, without its indentation. */
function code(template) {
  const lines = template.split("\n");
  const start = lines.findIndex((line) => line.trim() === "ZipFile: |");
  if (start < 0) throw new Error("the template has no inline code");
  const indent = lines[start].indexOf("ZipFile") + 2;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.trim() && line.search(/\S/) < indent);
  return rest.slice(0, end).map((line) => line.slice(indent)).join("\n");
}

/** A queue's message with an event, as the handler gets it. */
export function message(event, messageId = crypto.randomUUID()) {
  return { messageId, body: JSON.stringify(event) };
}
