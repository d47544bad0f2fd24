import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as api from "veriff-verify/slim";
import { judgeAll } from "./judge.mjs";

const wasm = createRequire(import.meta.url).resolve("veriff-verify/verify.wasm");
api.use(new WebAssembly.Module(readFileSync(wasm)));
console.log(JSON.stringify(judgeAll(api, JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8")))));
