/**
 * Judges the one vector file with the package, in the words of the file. Uses nothing of any host, so
 * that the same text runs in all of them.
 */

/**
 * Runs every case through every form in which a host may hold a delivery.
 *
 * `api` is the package, `file` the parsed vector file. Gives back how many deliveries were judged and,
 * in words, each that was judged otherwise than the file says.
 */
export function judgeAll(api, file) {
  const report = { judged: 0, wrong: [] };
  const expect = (name, expected, judged) => {
    report.judged++;
    const [want, got] = [stable(expected), stable(judged)];
    if (want !== got) report.wrong.push(`${name}: expected ${want}, judged ${got}`);
  };
  for (const one of file.cases) {
    for (const [form, delivery] of forms(one)) {
      for (const native of [true, false]) {
        const options = { ...delivery, secrets: one.secrets, apiKey: file.apiKey, native };
        const name = `${one.name} (${form}${native ? "" : ", WebAssembly alone"})`;
        attempt(name, report, () => expect(name, one.expect, inTheFilesWords(api.verify(options), one)));
      }
    }
  }
  return report;
}

/** The body as bytes, as a view into a larger buffer and as text; the headers in each shape they fit in. */
function* forms(one) {
  const bytes = fromBase64(one.body);
  yield ["bytes, pairs", { body: bytes, headers: one.headers }];
  const larger = new Uint8Array(bytes.length + 3);
  larger.set(bytes, 3);
  yield ["a view, flat pairs", { body: larger.subarray(3), headers: one.headers.flat() }];
  yield ["an ArrayBuffer, pairs", { body: bytes.slice().buffer, headers: one.headers }];
  const text = textOf(bytes);
  if (text !== undefined) yield ["text, pairs", { body: text, headers: one.headers }];
  const names = new Set(one.headers.map(([name]) => name.toLowerCase()));
  if (names.size === one.headers.length) {
    yield ["bytes, plain object", { body: bytes, headers: Object.fromEntries(one.headers) }];
    yield ["bytes, Headers", { body: bytes, headers: new Headers(one.headers) }];
  }
}

function inTheFilesWords(result, one) {
  if (!result.ok) {
    const { ok, reason, path, hint } = result;
    if (typeof hint !== "string" || hint === "") throw new Error("a refusal without a hint");
    return path === undefined ? { ok, reason } : { ok, path, reason };
  }
  const { webhook } = result;
  const whole = JSON.stringify(webhook);
  if (whole !== JSON.stringify(JSON.parse(textOf(fromBase64(one.body))))) throw new Error("toJSON() differs");
  const { paths: _, ...drift } = webhook.drift();
  return { drift, ok: true, secretIndex: result.secretIndex, webhook: summary(webhook) };
}

function summary(webhook) {
  const { type, sessionId, attemptId, vendorData, endUserId } = webhook;
  return { type, sessionId, attemptId, vendorData, endUserId, ...OWN[type](webhook) };
}

const registry = (it) => ({ status: it.registryStatus, code: it.code, at: it.time });

/** What each type has of its own, by the names of the file. */
const OWN = {
  decision: (it) => ({
    status: it.status, code: it.code, reason: it.reason, reasonCode: it.reasonCode,
    acceptedAt: it.acceptanceTime, submittedAt: it.submissionTime, decidedAt: it.decisionTime,
  }),
  event: (it) => ({ action: it.action, code: it.code }),
  fullauto: (it) => ({ decision: it.status, acceptedAt: it.acceptanceTime, decidedAt: it.decisionTime }),
  watchlist: (it) => ({
    checkType: it.checkType, matchStatus: it.matchStatus, totalHits: it.totalHits, createdAt: it.createdAt,
  }),
  ine: registry,
  curp: registry,
  "ine-curp": registry,
  "user-status": (it) => ({
    statusCode: it.statusCode, status: it.statusName, reason: it.reason, reasonCode: it.userReasonCode, at: it.time,
  }),
  unknown: (it) => ({ eventType: it.eventType }),
};

function attempt(name, report, judge) {
  try {
    judge();
  } catch (error) {
    report.judged++;
    report.wrong.push(`${name}: ${error.name}: ${error.message}`);
  }
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** The text of bytes that are UTF-8. */
function textOf(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** JSON with the keys in order, to compare by. */
function stable(value) {
  return JSON.stringify(value, (_, it) =>
    it && typeof it === "object" && !Array.isArray(it)
      ? Object.fromEntries(Object.entries(it).sort(([a], [b]) => (a < b ? -1 : 1)))
      : it,
  );
}
