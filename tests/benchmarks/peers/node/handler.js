// The same event, answered with the same requests that our function was seen to make. What a real handler would
// decide in between is left out, and with it some of the time that it would take.

import { createHmac, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import https from "node:https";

/** `services`: for each, its client and the commands that are needed, by name. */
export function handler(services) {
  const requests = JSON.parse(readFileSync(process.env.PEER_REQUESTS, "utf8"));
  return async (event) => {
    let settings;
    for (const request of requests) {
      const answer = await ask(services, request);
      if (request.service === "secretsmanager") settings = JSON.parse(answer.SecretString);
    }
    const signature = event.headers?.["x-hmac-signature"];
    if (signature && !isGenuine(settings, event, signature)) return { statusCode: 401 };
    return { statusCode: 200 };
  };
}

async function ask(services, request) {
  const { service, operation, status } = request;
  if (service === "veriff") return askVeriff(request);
  const { client, commands } = services[service];
  try {
    return await client.send(new commands[operation](input(JSON.parse(request.body))));
  } catch (error) {
    // Ours was refused as well.
    if (status < 400) throw error;
    return undefined;
  }
}

/** From the wire's JSON to what the SDK takes: bytes and times have types of their own there. */
function input(value, name) {
  if (Array.isArray(value)) return value.map((item) => input(item));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, input(item, key)]));
  }
  if (name === "B" && typeof value === "string") return Buffer.from(value, "base64");
  if (name === "Time") return new Date(value * 1000);
  return value;
}

function askVeriff({ method, path, headers, body }) {
  return new Promise((resolve, reject) => {
    const options = { method, headers: Object.fromEntries(headers) };
    const request = https.request(process.env.PEER_VERIFF + path, options, (response) => {
      response.resume();
      response.on("end", resolve);
    });
    request.on("error", reject);
    request.end(body);
  });
}

function isGenuine(settings, event, signature) {
  const key = event.headers["x-auth-client"];
  const integration = settings.integrations.find((one) => one.apiKey === key);
  const given = Buffer.from(signature, "hex");
  const body = Buffer.from(event.body, event.isBase64Encoded ? "base64" : "utf8");
  return (integration?.sharedSecrets ?? []).some((secret) => {
    const expected = createHmac("sha256", secret).update(body).digest();
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
