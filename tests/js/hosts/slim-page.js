import * as api from "veriff-verify/slim";
import { judgeAll } from "./judge.mjs";

api.use(await WebAssembly.compileStreaming(fetch("/verify.wasm")));
globalThis.judge = async () => judgeAll(api, await (await fetch("/vectors.json")).json());
