// Builds the npm package into dist/ from what `wasm-pack build --target web` left in pkg/.
// Run by `cargo xtask npm`.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const at = (...path) => join(here, ...path);
process.chdir(here);

/** The declarations that the entries lead to. */
const DECLARATIONS = ["api", "catalogue", "core", "explain", "generated", "index", "payloads", "request", "session", "slim", "types", "verify"];

rmSync("dist", { recursive: true, force: true });
mkdirSync("ts/wasm", { recursive: true });
const wasm = readFileSync("pkg/veriff_verify_bg.wasm");
let glue = readFileSync("pkg/veriff_verify.js", "utf8");
for (const needless of [
  // The glue would compile whatever is no module of its own realm. A framework's development server hands over
  // one that it has compiled outside.
  /^    if \(!\(module instanceof WebAssembly\.Module\)\) \{\n.*\n    \}\n/m,
  // It would give back the instance that it has made once. Who asks for another needs another.
  /(?<=^function initSync\(module\) \{\n)    if \(wasm !== undefined\) return wasm;\n/m,
]) {
  if (!needless.test(glue)) throw new Error("wasm-bindgen's initSync is not what it was");
  glue = glue.replace(needless, "");
}
writeFileSync("ts/wasm/veriff_verify.js", glue);
cpSync("pkg/veriff_verify.d.ts", "ts/wasm/veriff_verify.d.ts");
writeFileSync("ts/wasm/base64.js", `export const base64 = "${wasm.toString("base64")}";\n`);
writeFileSync("ts/wasm/base64.d.ts", "export declare const base64: string;\n");

execFileSync(process.execPath, [at("node_modules/typescript/bin/tsc"), "--project", "tsconfig.json"], { stdio: "inherit" });
for (const file of readdirSync("dist/esm")) {
  if (!DECLARATIONS.includes(file.replace(/\.d\.ts$/, ""))) rmSync(at("dist/esm", file), { recursive: true });
}
// What the entries need of each other, and nobody else.
const ofHosts = /^export .* from "\.\/host\.js";\n/m;
writeFileSync("dist/esm/core.d.ts", readFileSync("dist/esm/core.d.ts", "utf8").replace(ofHosts, ""));
mkdirSync("dist/cjs");
for (const name of DECLARATIONS) cpSync(`dist/esm/${name}.d.ts`, `dist/cjs/${name}.d.ts`);

// Every entry stands on one core, which holds the one instance.
const shared = { bundle: true, target: "es2022", logLevel: "warning", legalComments: "none", charset: "utf8" };
const external = ["./core.js", "../verify.wasm", "../verify.wasm?module"];
const entries = (names) => names.map((name) => `ts/${name}.ts`);
await build({ ...shared, entryPoints: ["ts/core.ts"], format: "esm", outdir: "dist/esm" });
await build({ ...shared, entryPoints: entries(["index", "worker", "edge", "slim", "explain"]), format: "esm", outdir: "dist/esm", external });
// The glue's asynchronous loader, which nothing calls, would read import.meta.url, which CommonJS lacks.
const cjs = { ...shared, format: "cjs", outdir: "dist/cjs", platform: "node", logOverride: { "empty-import-meta": "silent" } };
await build({ ...cjs, entryPoints: ["ts/core.ts"] });
await build({ ...cjs, entryPoints: entries(["node", "slim", "explain"]), external: ["./core.js", "./wasm/base64.js"] });
// A file of its own: before Node imports CommonJS it reads every character of the entry to find the exports,
// which with the module in it takes longer than all the rest of the import.
mkdirSync("dist/cjs/wasm");
writeFileSync("dist/cjs/wasm/base64.js", `"use strict";\nexports.base64 = "${wasm.toString("base64")}";\n`);
writeFileSync("dist/cjs/package.json", '{ "type": "commonjs" }\n');
// In Node, import and require must meet the same instance. Names, not `*`: webpack finds none behind that.
const names = (path) => Object.keys(createRequire(import.meta.url)(at(path))).join(", ");
const reexport = (name) => `export { ${names(`dist/cjs/${name}.js`)} } from "../cjs/${name}.js";\n`;
writeFileSync("dist/esm/node.js", reexport("node"));
writeFileSync("dist/esm/slim-node.js", reexport("slim"));
writeFileSync("dist/esm/explain-node.js", `import "../cjs/node.js";\n${reexport("explain")}`);
// The explainer brings along the module, as the host has it.
for (const entry of ["index", "worker", "edge"]) {
  const explainer = `export { ${names("dist/cjs/explain.js")} } from "./explain.js";\n`;
  writeFileSync(`dist/esm/explain-${entry}.js`, `import "./${entry}.js";\n${explainer}`);
}
writeFileSync("dist/cjs/explain-node.js", '"use strict";\nrequire("./node.js");\nmodule.exports = require("./explain.js");\n');
writeFileSync("dist/verify.wasm", wasm);
writeFileSync("dist/verify.wasm.d.ts", "declare const module: WebAssembly.Module;\nexport default module;\n");

const { private: _private, scripts: _scripts, devDependencies: _tools, ...manifest } = JSON.parse(readFileSync("package.json", "utf8"));
writeFileSync("dist/package.json", `${JSON.stringify(manifest, null, 2)}\n`);
cpSync("../README.md", "dist/README.md");
for (const name of ["LICENSE-MIT", "LICENSE-APACHE"]) cpSync(`../../${name}`, `dist/${name}`);
