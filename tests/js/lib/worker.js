/** Bundles a worker as `wrangler deploy` would, and runs it in workerd. */
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Miniflare } from "miniflare";
import { here } from "./paths.js";

/** What keeps Cloudflare's tools from calling home. */
const quiet = { WRANGLER_SEND_METRICS: "false", CI: "1", NO_COLOR: "1" };

/** Bundles the worker in a folder with a wrangler configuration; the modules, the main one first. */
export function bundledByWrangler(folder) {
  const output = join(folder, ".bundle");
  rmSync(output, { recursive: true, force: true });
  const wrangler = join(here, "node_modules/.bin/wrangler");
  execFileSync(wrangler, ["deploy", "--dry-run", "--outdir", output], {
    cwd: folder,
    env: { ...process.env, ...quiet },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const modules = readdirSync(output).filter((name) => name.endsWith(".js") || name.endsWith(".wasm"));
  const contents = (name) => readFileSync(join(output, name));
  return modules
    .sort((a) => (a.endsWith(".js") ? -1 : 1))
    .map((name) => ({ type: name.endsWith(".js") ? "ESModule" : "CompiledWasm", path: name, contents: contents(name) }));
}

/** Runs modules in workerd, with more of miniflare's options, until `work` is done. */
export async function inWorkerd(modules, options, work) {
  const miniflare = new Miniflare({ modules, compatibilityDate: "2026-04-01", cf: false, ...options });
  try {
    return await work(miniflare);
  } finally {
    await miniflare.dispose();
  }
}
