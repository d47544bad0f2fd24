/** A sandbox of its own for a test file: the binary that cargo has built, on free ports, in memory. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { root } from "./paths.js";

const BINARY = process.env.VERIFF_SANDBOX || join(root, "target/debug/veriff-sandbox");
const PORTS = ["--platform-port", "0", "--veriff-port", "0", "--dynamodb-port", "0"];

/** Starts a sandbox; gives what it prints, with `origin`, `control`, `create` and `stop`. */
export async function startSandbox(...flags) {
  if (!existsSync(BINARY)) throw new Error(`${BINARY} is missing: run \`cargo build -p veriff-sandbox\` first`);
  const child = spawn(BINARY, ["up", "--json", ...PORTS, ...flags], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { value, done } = await lines.next();
  if (done) throw new Error("the sandbox ended before it was ready");
  const told = JSON.parse(value);
  const origin = new URL(told.veriff).origin;
  return {
    ...told,
    origin,
    /** Calls the control API: a GET, or a POST with a body. */
    control: (path, body) => answered(`${origin}/control${path}`, body),
    /** Creates a session as a browser SDK does, at Veriff alone. */
    async create(verification = {}) {
      const headers = { "x-auth-client": told.apiKey };
      return (await answered(`${told.veriff}/sessions`, { verification }, headers)).verification;
    },
    /** Where the platform says that its session stands. */
    standing: (id) => answered(`${told.platform}/sessions/${id}`),
    /** Ends it, and waits until it has. */
    stop() {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      return ended;
    },
  };
}

async function answered(url, body, headers = {}) {
  const options = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const response = await fetch(url, { ...options, headers: { "content-type": "application/json", ...headers } });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.json();
}
