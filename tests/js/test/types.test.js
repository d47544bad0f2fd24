/** The types, as strict consumers see them: each way of resolving modules, ESM and CommonJS. */
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { consumer, emptyFolder } from "../lib/consumer.js";
import { here } from "../lib/paths.js";
import { printed } from "../lib/report.js";

const WAYS = {
  "node16, ESM": { module: "node16", moduleResolution: "node16", type: "module" },
  "node16, CommonJS": { module: "node16", moduleResolution: "node16", type: "commonjs" },
  bundler: { module: "esnext", moduleResolution: "bundler", type: "module" },
};

for (const [name, { type, ...options }] of Object.entries(WAYS)) {
  test(`tsc, ${name}`, async () => {
    const folder = emptyFolder("types");
    cpSync(join(consumer, "types.ts"), join(folder, "types.ts"));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type }));
    const strict = { strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, skipLibCheck: false };
    const compilerOptions = { ...options, ...strict, noEmit: true, target: "es2022", lib: ["es2022", "dom", "dom.iterable"], types: [] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["types.ts"] }));
    const tsc = join(here, "node_modules/typescript/bin/tsc");
    await printed(process.execPath, [tsc, "--pretty", "false"], {}, folder).catch((error) => {
      throw new Error(error.stdout || error.message);
    });
  });
}
