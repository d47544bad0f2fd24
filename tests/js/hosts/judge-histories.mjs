/** Judges the histories in the vector file: the state that the webhooks of a session make. */
import { fromBase64 } from "./judge-forms.mjs";

/** Every history in every order that the file gives. `expect` and `attempt` report. */
export function judgeHistories(api, file, { expect, attempt }) {
  for (const history of file.histories) {
    for (const order of history.orders) {
      for (const native of [true, false]) {
        const name = `${history.name} as ${order}${native ? "" : " (WebAssembly alone)"}`;
        attempt(name, () => {
          const webhooks = history.deliveries.map((delivery) => verified(api, file, history, delivery, native));
          judgeOrder(api, history, order.map((at) => webhooks[at]), webhooks, (what, expected, judged) =>
            expect(`${name}, ${what}`, expected, judged),
          );
        });
      }
    }
  }
}

function judgeOrder(api, { expect: expected }, told, webhooks, expect) {
  // Only the stored text goes from one webhook to the next, as between the calls of a function.
  let stored = null;
  for (const webhook of told) ({ stored } = api.applyWebhook(stored, webhook));
  expect("one by one", expected, inTheFilesWords(api.readState(stored)));
  expect("at once", expected, inTheFilesWords(api.fold(told)));
  const half = told.length >> 1;
  const joined = api.mergeStates(api.fold(told.slice(0, half)), api.fold(told.slice(half)));
  expect("two halves, joined", expected, inTheFilesWords(joined));
  for (const webhook of webhooks) {
    const { changed, stored: again } = api.applyWebhook(stored, webhook);
    expect("a repeat", { changed: false, stored }, { changed, stored: again });
  }
}

function verified(api, { apiKey }, { secrets }, { body, headers }, native) {
  const result = api.verify({ body: fromBase64(body), headers, secrets, apiKey, native });
  if (!result.ok) throw new Error(`refused: ${result.reason}`);
  return result.webhook;
}

function inTheFilesWords(state) {
  const { outcome, watchlist, userStatus, registries, acceptanceTime, ...same } = state;
  const { decisionTime, submissionTime, ...verdict } = outcome ?? {};
  return {
    ...same,
    acceptedAt: acceptanceTime,
    outcome: outcome && { ...verdict, decidedAt: decisionTime, submittedAt: submissionTime },
    watchlist,
    userStatus: userStatus && { statusCode: userStatus.statusCode, at: userStatus.time },
    registries: registries.map(({ registry, registryStatus, time }) => ({ registry, status: registryStatus, at: time })),
  };
}
