/** The sandbox of this repository, running while it is needed. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { root } from "./paths.js";

/** Starts everything on free ports, and gives `work` what it prints: addresses, key and secret. */
export async function withSandbox(work) {
  const ports = ["--platform-port", "0", "--veriff-port", "0", "--dynamodb-port", "0"];
  const options = { cwd: root, stdio: ["ignore", "pipe", "inherit"] };
  const sandbox = spawn("cargo", ["run", "--quiet", "--locked", "--", "up", "--json", ...ports], options);
  try {
    const lines = createInterface({ input: sandbox.stdout })[Symbol.asyncIterator]();
    const { value, done } = await lines.next();
    if (done) throw new Error("the sandbox ended before it was ready");
    return await work(JSON.parse(value));
  } finally {
    sandbox.kill("SIGTERM");
  }
}
