/** Who has access: the inline function with the real SDK, on the sandbox's DynamoDB and its real events. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CreateTableCommand, DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { startSandbox } from "../../browser/lib/sandbox.js";
import { LOCAL } from "../lib/aws.js";
import { decided, erasure, event } from "../lib/decided.js";
import { handlerOf, message } from "../lib/inline.js";

const TABLE = "access";
let sandbox;
let db;
let handler;

before(async () => {
  sandbox = await startSandbox();
  const environment = { ...LOCAL, AWS_ENDPOINT_URL_DYNAMODB: sandbox.dynamodb, TABLE };
  handler = handlerOf("grant-access", environment);
  db = new DynamoDBClient();
  await db.send(new CreateTableCommand({
    TableName: TABLE,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "sessionId", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "sessionId", KeyType: "HASH" }],
  }));
});
after(() => (db?.destroy(), sandbox?.stop()));

async function access(sessionId) {
  const { Item } = await db.send(new GetItemCommand({ TableName: TABLE, Key: { sessionId: { S: sessionId } } }));
  return Item && { revision: Item.revision.N, grants: Item.grants.S, person: Item.person?.S };
}

/** The same event with another revision and worth. */
function changed(event, revision, grants) {
  return { ...event, detail: { ...event.detail, id: `${event.detail.sessionId}:${revision}`, revision, grants } };
}

const hand = (...events) => handler({ Records: events.map((one) => message(one)) });

test("an approval is kept, once, and a newer revision takes it back for good", async () => {
  const id = await decided(sandbox, "approved", "customer-1");
  const approved = changed(await event(sandbox, id), 3, "live");
  assert.deepEqual(await hand(approved, approved), { batchItemFailures: [] });
  assert.deepEqual(await access(id), { revision: "3", grants: "live", person: "customer-1" });

  const revised = changed(approved, 5, "nothing");
  await hand(revised);
  assert.equal((await access(id)).grants, "nothing");
  await hand(approved, changed(approved, 5, "live"));
  assert.deepEqual(await access(id), { revision: "5", grants: "nothing", person: "customer-1" }, "overtaken and repeated");
  // Not by its digits: 10 comes after 5.
  await hand(changed(approved, 10, "live"));
  assert.equal((await access(id)).grants, "live");
});

test("an erasure ends access, forgets the person, and lets nothing follow", async () => {
  const id = await decided(sandbox, "approved", "customer-2");
  const approved = changed(await event(sandbox, id), 3, "live");
  await hand(approved, erasure(approved), changed(approved, 4, "live"));
  assert.deepEqual(await access(id), { revision: "4294967295", grants: "nothing", person: undefined });
});

test("what cannot be kept fails alone", async () => {
  const id = await decided(sandbox, "approved", "customer-3");
  const approved = changed(await event(sandbox, id), 3, "live");
  const broken = { messageId: "broken", body: "{" };
  const worthless = message({ detail: { sessionId: "x" } }, "worthless");
  const said = console.error;
  console.error = () => {};
  const answer = await handler({ Records: [broken, worthless, message(approved)] });
  console.error = said;
  assert.deepEqual(answer.batchItemFailures, [{ itemIdentifier: "broken" }, { itemIdentifier: "worthless" }]);
  assert.equal((await access(id)).grants, "live");
});
