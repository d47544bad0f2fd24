const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const api = require("./required.mjs");
const { judgeAll } = require("./judge.mjs");

if (api.verify !== require("veriff-verify").verify) throw new Error("two instances");
console.log(JSON.stringify(judgeAll(api, JSON.parse(readFileSync(join(__dirname, "vectors.json"), "utf8")))));
