/** For Node, as CommonJS, which `import` reads as well: one copy, whichever way it is loaded. */
import { nodeMeans, provide } from "./core.js";
import { inlined } from "./inlined.js";

declare function require(name: string): unknown;

provide({ module: inlined, native: () => nodeMeans((name) => require(name)) });

export * from "./api.js";
