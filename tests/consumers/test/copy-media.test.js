/** Copies of media: the inline function with the real SDK, from the sandbox's Veriff to a bucket here. */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { startSandbox } from "../../browser/lib/sandbox.js";
import { LOCAL, startAws } from "../lib/aws.js";
import { decided, erasure, event } from "../lib/decided.js";
import { handlerOf, message } from "../lib/inline.js";

let sandbox;
let aws;
let handler;

before(async () => {
  sandbox = await startSandbox();
  const integrations = sandbox.integrations.map(({ id, type, apiKey, sharedSecret }) => ({
    id, type, apiKey, sharedSecrets: [sharedSecret], baseUrl: `${sandbox.origin}/`,
  }));
  aws = await startAws(JSON.stringify({ schema: 1, integrations }));
  handler = handlerOf("copy-media", {
    ...LOCAL,
    AWS_ENDPOINT_URL_S3: aws.origin,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.origin,
    BUCKET: "bucket",
    SETTINGS: "verification/settings",
  });
});
beforeEach(() => (aws.objects.clear(), (aws.onPut = () => {}), (aws.refuse = undefined)));
after(() => Promise.all([aws?.stop(), sandbox?.stop()]));

const hand = (one) => handler({ Records: [message(one)] });

test("a decided session's media are copied under its id, with what they are", async () => {
  const id = await decided(sandbox, "approved");
  await hand(await event(sandbox, id));
  const keys = [...aws.objects.keys()];
  const index = JSON.parse(aws.objects.get(`media/${id}/index.json`).body);
  assert.ok(index.length > 0);
  assert.ok(index.some(({ context }) => context === "face"));
  assert.deepEqual(keys.sort(), [...index.map((one) => `media/${id}/${one.id}`), `media/${id}/index.json`].sort());
  const face = aws.objects.get(`media/${id}/${index.find(({ context }) => context === "face").id}`);
  assert.equal(face.type, "image/png");
  assert.ok(face.body.includes("PNG"), "the picture itself");
});

test("an erasure removes the copies, and a late event brings none back", async () => {
  const id = await decided(sandbox, "approved");
  const approved = await event(sandbox, id);
  await hand(approved);
  await hand(erasure(approved));
  assert.deepEqual([...aws.objects.keys()], [`erased/${id}`]);
  const put = [];
  aws.onPut = (key) => put.push(key);
  await hand(approved);
  assert.deepEqual([...aws.objects.keys()], [`erased/${id}`]);
  assert.deepEqual(put, [], "not even for a moment");
});

test("an erasure in the midst of a copy leaves nothing behind", async () => {
  const id = await decided(sandbox, "approved");
  const approved = await event(sandbox, id);
  aws.onPut = async (key) => {
    if (!key.endsWith("index.json")) return;
    aws.onPut = () => {};
    aws.objects.set(`erased/${id}`, { body: "" });
  };
  await hand(approved);
  assert.deepEqual([...aws.objects.keys()], [`erased/${id}`]);
});

test("what fails is an error, so that it comes again, and says nothing secret", async () => {
  const id = await decided(sandbox, "declined");
  const declined = await event(sandbox, id);
  const unknown = { ...declined, detail: { ...declined.detail, sessionId: crypto.randomUUID() } };
  await assert.rejects(hand(unknown), /Veriff answered 40\d for sessions/);
  const elsewhere = { ...declined, detail: { ...declined.detail, integration: { id: "gone", type: "live" } } };
  await assert.rejects(hand(elsewhere), /integration gone is not in the settings/);
  aws.refuse = (method) => method === "PUT";
  await assert.rejects(hand(declined), (error) => !String(error.stack).includes(sandbox.sharedSecret));
});
