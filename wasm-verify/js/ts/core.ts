/** All of the package but the WebAssembly module, which each entry finds in its own way. */
export { reason, reasons, sentence } from "./catalogue.js";
export { builtin, nodeMeans, provide } from "./host.js";
export { applyWebhook, fold, mergeStates, readState } from "./session.js";
export { verifyRequest } from "./request.js";
export { sign, verify } from "./verify.js";
