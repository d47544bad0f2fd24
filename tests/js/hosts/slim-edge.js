import * as api from "veriff-verify/slim";
import { judgeAll } from "./judge.mjs";

api.use(globalThis.wasmModule);
globalThis.judge = (text) => JSON.stringify(judgeAll(api, JSON.parse(text)));
