/** The empty project into which the packed tarball is installed: what a user has after `npm install`. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { here, scratch, sources, vectorFile } from "./paths.js";

/** The tarball that `cargo xtask npm` has packed. */
export const tarball = packed();

/** The folder of the project, made once for each tarball, with the vectors and what judges them in it. */
export const consumer = installed();

/** Makes an empty folder in that project, from where `veriff-verify` is found and nothing else is. */
export function emptyFolder(name) {
  const folder = join(consumer, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Copies what judges the vectors, and an entry that calls it, into a folder. */
export function copyJudge(folder, entry) {
  const wanted = (name) => name === entry || name.startsWith("judge");
  for (const name of readdirSync(join(here, "hosts")).filter(wanted)) cpSync(join(here, "hosts", name), join(folder, name));
}

function packed() {
  const given = process.env.VERIFF_VERIFY_TARBALL;
  if (given) return given;
  const found = readdirSync(sources).filter((name) => /^veriff-verify-.*\.tgz$/.test(name));
  if (found.length !== 1) throw new Error(`${found.length} tarballs in ${sources}: run \`cargo xtask npm\` first`);
  return join(sources, found[0]);
}

function installed() {
  const digest = createHash("sha256").update(readFileSync(tarball)).digest("hex");
  const folder = join(scratch, `consumer-${digest.slice(0, 12)}`);
  const stamp = join(folder, "installed.txt");
  if (!existsSync(stamp)) {
    for (const old of existsSync(scratch) ? readdirSync(scratch) : []) {
      if (old.startsWith("consumer-")) rmSync(join(scratch, old), { recursive: true });
    }
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{ "name": "consumer", "private": true }\n');
    const arguments_ = ["install", "--offline", "--no-audit", "--no-fund", "--loglevel=error", tarball];
    execFileSync("npm", arguments_, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
    writeFileSync(stamp, digest);
  }
  for (const name of readdirSync(join(here, "hosts"))) cpSync(join(here, "hosts", name), join(folder, name));
  cpSync(vectorFile, join(folder, "vectors.json"));
  return folder;
}
