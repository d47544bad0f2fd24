/** For Node, as CommonJS, which `import` reads as well: one copy, whichever way it is loaded. */
import { builtin, nodeMeans, provide } from "./core.js";
import { inlined } from "./inlined.js";

// No `require`: a bundler that makes an ES module of this has none to offer, or warns of this one.
// Node before 20.16 has no `getBuiltinModule`, but its global object holds `Buffer` as well.
provide({
  module: inlined,
  native: () => nodeMeans((name) => builtin(name) ?? (name === "node:buffer" ? globalThis : undefined)),
});

export * from "./api.js";
