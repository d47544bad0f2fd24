/**
 * Times classes of deliveries in random turn, by the packed package's WebAssembly and by a comparison that
 * leaks. Prints both lists of times of each pair as JSON; the test over them is made by `proof timing`.
 */
import { createHmac, randomBytes, randomInt } from "node:crypto";
import { verify } from "./package.js";

const SAMPLES = Number(process.argv[2] ?? 20_000);
// Different deliveries of each class: few of them, again and again, would differ by themselves.
const POOL = Math.min(16_384, Math.ceil(SAMPLES / 8));
const SECRETS = [1, 2, 3, 4, 5].map((n) => `5b0f2f8e-6a7e-4b39-8a43-0c1f6d1a9e0${n}`);

const hmac = (secret, message) => createHmac("sha256", secret).update(message).digest("hex");
/** Another digit in its place: a letter for a letter, since what an attacker chooses is no secret. */
const changed = (hex, at) => {
  const kind = hex[at] < "a" ? "0123456789" : "abcdef";
  const others = [...kind].filter((digit) => digit !== hex[at]);
  return hex.slice(0, at) + others[randomInt(others.length)] + hex.slice(at + 1);
};
const scattered = (hex) => [...hex].reduce((text, _, at) => changed(text, at), hex);

const CLASSES = {
  "first digit wrong": (message) => changed(hmac(SECRETS[0], message), 0),
  "last digit wrong": (message) => changed(hmac(SECRETS[0], message), 63),
  "all digits wrong": (message) => scattered(hmac(SECRETS[0], message)),
  "first of 5 secrets": (message) => hmac(SECRETS[0], message),
  "last of 5 secrets": (message) => hmac(SECRETS[4], message),
};
const PAIRS = [
  ["first digit wrong", "last digit wrong"],
  ["all digits wrong", "last digit wrong"],
  ["first of 5 secrets", "last of 5 secrets"],
];
const JUDGES = {
  "veriff-verify": (body, signature) => {
    const headers = { "x-auth-client": "key", "x-hmac-signature": signature };
    return verify({ body, headers, secrets: SECRETS, native: false }).genuine;
  },
  "leaky, to compare": (body, signature) => SECRETS.some((secret) => equals(hmac(secret, body), signature)),
};

/** `===` as one writes it by hand: until a digit differs. */
function equals(ours, theirs) {
  for (let i = 0; i < ours.length; i++) if (ours[i] !== theirs[i]) return false;
  return true;
}

/** Different deliveries of a class, each with as many letters as the others. */
function pool(name) {
  const samples = [];
  while (samples.length < POOL) {
    const body = randomBytes(32);
    const signature = CLASSES[name](body);
    if (signature.replace(/[0-9]/g, "").length === 24) samples.push({ body, signature: Buffer.from(signature) });
  }
  return samples;
}

function compared(judge, left, right) {
  const pools = [pool(left), pool(right)];
  const times = [[], []];
  const body = new Uint8Array(32);
  for (let number = 0; number < SAMPLES; number++) {
    const side = randomInt(2);
    const sample = pools[side][number % POOL];
    // Copied, so that no class is nearer to the processor, or a text of another make.
    body.set(sample.body);
    const signature = sample.signature.toString("latin1");
    const start = process.hrtime.bigint();
    judge(body, signature);
    const took = Number(process.hrtime.bigint() - start);
    // What comes first was not compiled yet.
    if (number >= SAMPLES / 5) times[side].push(took);
  }
  return times;
}

const measured = [];
for (const [name, judge] of Object.entries(JUDGES)) {
  for (const [left, right] of PAIRS) {
    const [leftTimes, rightTimes] = compared(judge, left, right);
    measured.push({ judge: name, left, right, leftTimes, rightTimes });
  }
}
console.log(JSON.stringify(measured));
