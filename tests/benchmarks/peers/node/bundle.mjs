// node bundle.mjs requests.json out.cjs: one minified file with the clients and commands that these requests need,
// as one would ship it.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const CLIENTS = {
  dynamodb: ["@aws-sdk/client-dynamodb", "DynamoDBClient"],
  eventbridge: ["@aws-sdk/client-eventbridge", "EventBridgeClient"],
  secretsmanager: ["@aws-sdk/client-secrets-manager", "SecretsManagerClient"],
};

const [from, to] = process.argv.slice(2);
const asked = JSON.parse(readFileSync(from, "utf8"));
const lines = ['import { handler } from "./handler.js";', 'import { run } from "./runtime.js";'];
const services = [];
for (const [service, [library, client]] of Object.entries(CLIENTS)) {
  const mine = asked.filter((request) => request.service === service);
  const commands = [...new Set(mine.map((request) => request.operation))];
  if (commands.length === 0) continue;
  const names = commands.map((name) => `${name}Command`);
  lines.push(`import { ${[client, ...names].join(", ")} } from "${library}";`);
  const list = commands.map((name) => `${name}: ${name}Command`).join(", ");
  services.push(`${service}: { client: new ${client}({}), commands: { ${list} } }`);
}
lines.push(`run(handler({ ${services.join(", ")} }));`);

await build({
  stdin: { contents: lines.join("\n"), resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
  outfile: to,
  bundle: true,
  minify: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  // The SDK's ES modules: what is not used falls away.
  mainFields: ["module", "main"],
  logLevel: "warning",
});
