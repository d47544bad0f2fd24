/** What a webhook says, and what a session is after it. */

/** The fact in an event or decision webhook; null if it is neither. */
export function factOf(webhook) {
  if (webhook.verification) {
    const { id, attemptId, status, code, reasonCode, decisionTime } = webhook.verification;
    return { kind: "decision", session: id, attempt: attemptId, told: { status, code, reasonCode, decisionTime } };
  }
  if (webhook.action) {
    const { id, attemptId, action, code } = webhook;
    return { kind: "event", session: id, attempt: attemptId, told: { [action]: true, code } };
  }
  return null;
}

/** The session after the fact; null if it says nothing new. A later decision undoes an earlier one. */
export function fold(session, fact) {
  const before = session?.attempts?.[fact.attempt];
  if (before && isKnown(before, fact.told)) return null;
  const attempts = { ...session?.attempts, [fact.attempt]: { ...before, ...fact.told } };
  return { attempts, status: statusOf(Object.values(attempts)) };
}

function isKnown(before, told) {
  if (before.decisionTime && !(told.decisionTime > before.decisionTime)) return true;
  return Object.entries(told).every(([name, value]) => (before[name] ?? null) === (value ?? null));
}

function statusOf(attempts) {
  const decided = attempts.filter((attempt) => attempt.status);
  const last = decided.sort((a, b) => (a.decisionTime < b.decisionTime ? 1 : -1))[0];
  if (last) return last.status;
  return attempts.some((attempt) => attempt.submitted) ? "submitted" : "started";
}
