const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const api = require("veriff-verify/slim");

api.use(new WebAssembly.Module(readFileSync(require.resolve("veriff-verify/verify.wasm"))));
import("./judge.mjs").then(({ judgeAll }) => {
  const vectors = JSON.parse(readFileSync(join(__dirname, "vectors.json"), "utf8"));
  console.log(JSON.stringify(judgeAll(api, vectors)));
});
