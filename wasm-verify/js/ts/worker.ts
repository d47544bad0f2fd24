/** For Cloudflare Workers, which compile modules at deployment and at no other time. */
import { provide } from "./core.js";
import module from "../verify.wasm";

provide({ module: () => module });

export * from "./api.js";
