/**
 * Veriff's webhooks taken in by Express, `node:crypto` and the AWS SDK, as a careful team would write it:
 * the signature is checked over the raw bytes and in constant time, the payload kept compressed under its
 * digest, the session written on condition of its version. The items and the number of requests are those
 * of the function that it is measured against; the fold is simpler, and no metrics are made.
 *
 * Environment: VERIFF_API_KEY, VERIFF_SHARED_SECRETS (separated by commas), VERIFF_INTEGRATION, TABLE, and
 * what the SDK reads. Prints the port it listens on, then one line of JSON for each webhook.
 */

import { createHash, createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { Agent } from "node:http";
import { deflateRawSync } from "node:zlib";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import express from "express";
import { factOf, fold } from "./fold.js";

const { VERIFF_API_KEY: apiKey, VERIFF_INTEGRATION: integration, TABLE: TableName } = process.env;
const secrets = process.env.VERIFF_SHARED_SECRETS.split(",");

const HOUR = 3600 * 1000;
/** Below 1 kB an item costs one write unit in any case. */
const SMALL = 512;
const KEPT_SECONDS = 90 * 24 * 3600;
const SHARDS = 4;
const TRIES = 200;

const requestHandler = new NodeHttpHandler({ httpAgent: new Agent({ keepAlive: true, maxSockets: 64 }) });
const dynamodb = DynamoDBDocumentClient.from(new DynamoDBClient({ requestHandler }), {
  marshallOptions: { removeUndefinedValues: true },
});

const app = express();
app.disable("x-powered-by");
app.disable("etag");
app.post("/webhooks/veriff", express.raw({ type: () => true, limit: "1mb" }), async (request, response) => {
  if (!isGenuine(request)) return response.status(401).end();
  let webhook;
  try {
    webhook = JSON.parse(request.body);
  } catch {
    return response.status(400).end();
  }
  const fact = factOf(webhook);
  if (!fact) return response.status(400).end();
  const result = await takeIn(fact, request.body);
  log({ level: "INFO", message: "webhook", session: fact.session, kind: fact.kind, result });
  response.status(200).end();
});
app.use((error, _request, response, _next) => {
  log({ level: "ERROR", message: "webhook not taken in", error: error.name });
  response.status(error.status ?? 503).end();
});

const server = app.listen(0, "127.0.0.1", () => console.log(server.address().port));

function isGenuine(request) {
  const signature = request.get("x-hmac-signature") ?? "";
  if (request.get("x-auth-client") !== apiKey || !/^[0-9a-f]{64}$/i.test(signature)) return false;
  const given = Buffer.from(signature, "hex");
  return secrets.some((secret) => timingSafeEqual(createHmac("sha256", secret).update(request.body).digest(), given));
}

async function takeIn(fact, body) {
  const key = { pk: `SESSION#${fact.session}`, sk: "SESSION" };
  const answer = await dynamodb.send(new GetCommand({ TableName, Key: key, ConsistentRead: true }));
  let session = answer.Item;
  await keep(key.pk, fact.kind, body);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const next = fold(session, fact);
    if (!next) return "duplicate";
    if (!session?.attempts?.[fact.attempt]) await nameAttempt(fact);
    const written = await write(key, session, next);
    if (written.done) return "new";
    session = written.now;
  }
  throw new Error("contended");
}

function keep(pk, kind, body) {
  const now = Date.now();
  const digest = createHash("sha256").update(body).digest("hex");
  const Item = {
    pk,
    sk: `PAYLOAD#${digest}`,
    schema: 1,
    kind,
    source: "webhook",
    receivedAt: now,
    expires: Math.floor(now / 1000) + KEPT_SECONDS,
    body: deflateRawSync(body, { level: body.length > SMALL ? 6 : 0 }),
  };
  return dynamodb.send(new PutCommand({ TableName, Item }));
}

function nameAttempt(fact) {
  const pk = `ATTEMPT#${integration}#${fact.attempt}`;
  return dynamodb.send(new PutCommand({ TableName, Item: { pk, sk: "ATTEMPT", schema: 1, session: fact.session } }));
}

/** Writes the session on condition that nobody else has since it was read. */
async function write(Key, before, next) {
  const looks = next.status === "submitted" || next.status === "review" ? HOUR : 7 * 24 * HOUR;
  const open = !["approved", "declined", "expired", "abandoned"].includes(next.status);
  const set = "SET #status = :status, attempts = :attempts, version = :next, #token = :token, integration = :integration";
  const due = open ? ", #shard = :shard, due = :due" : " REMOVE #shard, due";
  try {
    await dynamodb.send(
      new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: set + due,
        ConditionExpression: before ? "version = :version" : "attribute_not_exists(pk)",
        ExpressionAttributeNames: { "#status": "status", "#token": "token", "#shard": "shard" },
        ExpressionAttributeValues: {
          ":status": next.status,
          ":attempts": next.attempts,
          ":next": (before?.version ?? 0) + 1,
          ":token": randomUUID(),
          ":integration": integration,
          ...(before && { ":version": before.version }),
          ...(open && { ":shard": shardOf(Key.pk), ":due": Date.now() + looks }),
        },
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    );
    return { done: true };
  } catch (error) {
    if (error.name !== "ConditionalCheckFailedException") throw error;
    const again = await dynamodb.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return { done: false, now: again.Item };
  }
}

function shardOf(pk) {
  return String(createHash("sha256").update(pk).digest().readUInt32BE(0) % SHARDS);
}

function log(line) {
  process.stdout.write(`${JSON.stringify({ timestamp: new Date().toISOString(), ...line })}\n`);
}
