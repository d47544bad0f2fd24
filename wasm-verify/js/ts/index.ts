/** For Bun, Deno, browsers and bundlers: the module is inlined, `node:crypto` is found if it is there. */
import { builtin, nodeMeans, provide } from "./core.js";
import { inlined } from "./inlined.js";

provide({ module: inlined, native: () => nodeMeans(builtin) });

export * from "./api.js";
