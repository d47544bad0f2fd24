/** For hosts of every other kind: bring the compiled module (`veriff-verify/verify.wasm`) yourself. */
import { builtin, nodeMeans, provide } from "./core.js";

/** Says which module to use: before anything else, once. */
export function use(module: WebAssembly.Module): void {
  // Not instanceof: it may be of another realm.
  if (Object.prototype.toString.call(module) !== "[object WebAssembly.Module]") {
    throw new TypeError("veriff-verify: use(module) takes a compiled module: use(new WebAssembly.Module(bytes)).");
  }
  provide({ module: () => module, native: () => nodeMeans(builtin) });
}

export * from "./api.js";
