/** For edge runtimes of Vercel's kind, whose bundlers want `?module` behind the name. */
import { provide } from "./core.js";
import module from "../verify.wasm?module";

provide({ module: () => module });

export * from "./api.js";
