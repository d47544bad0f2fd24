/**
 * Judges the one vector file with the package, in the words of the file. Uses nothing of any host, so
 * that the same text runs in all of them.
 */

import { judgeHistories } from "./judge-histories.mjs";
import { judgeHmac } from "./judge-hmac.mjs";
import { forms, fromBase64, textOf } from "./judge-forms.mjs";

/**
 * Runs every case through every form in which a host may hold a delivery, every tag and every history.
 *
 * `api` is the package, `file` the parsed vector file. Gives back how many things were judged of each
 * part of the file and, in words, each that was judged otherwise than the file says.
 */
export function judgeAll(api, file) {
  const judged = {};
  const wrong = [];
  for (const [part, judge] of Object.entries({ cases: judgeCases, hmac: judgeHmac, histories: judgeHistories })) {
    judged[part] = 0;
    const expect = (name, expected, got) => {
      judged[part]++;
      const [want, have] = [stable(expected), stable(got)];
      if (want !== have) wrong.push(`${name}: expected ${want}, judged ${have}`);
    };
    const attempt = (name, judge) => {
      try {
        judge();
      } catch (error) {
        wrong.push(`${name}: ${error.name}: ${error.message}`);
      }
    };
    judge(api, file, { expect, attempt });
  }
  return { judged, wrong };
}

function judgeCases(api, file, { expect, attempt }) {
  for (const one of file.cases) {
    for (const [form, delivery] of forms(one)) {
      for (const native of [true, false]) {
        const options = { ...delivery, secrets: one.secrets, apiKey: file.apiKey, native };
        const name = `${one.name} (${form}${native ? "" : ", WebAssembly alone"})`;
        attempt(name, () => expect(name, one.expect, inTheFilesWords(api.verify(options), one)));
      }
    }
  }
}

function inTheFilesWords(result, one) {
  if (!result.ok) {
    const { ok, reason, path, hint } = result;
    if (typeof hint !== "string" || hint === "") throw new Error("a refusal without a hint");
    return path === undefined ? { ok, reason } : { ok, path, reason };
  }
  const { webhook } = result;
  const whole = JSON.stringify(webhook.payload());
  if (whole !== JSON.stringify(JSON.parse(textOf(fromBase64(one.body))))) throw new Error("payload() differs");
  // What a log would write of it holds nothing about a person.
  if (/"(person|document)"/.test(JSON.stringify(result))) throw new Error("JSON.stringify() writes the whole payload");
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

/** JSON with the keys in order, to compare by. */
function stable(value) {
  return JSON.stringify(value, (_, it) =>
    it && typeof it === "object" && !Array.isArray(it)
      ? Object.fromEntries(Object.entries(it).sort(([a], [b]) => (a < b ? -1 : 1)))
      : it,
  );
}
