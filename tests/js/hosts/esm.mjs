import { readFileSync } from "node:fs";
import * as api from "veriff-verify";
import { judgeAll } from "./judge.mjs";

console.log(JSON.stringify(judgeAll(api, JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8")))));
