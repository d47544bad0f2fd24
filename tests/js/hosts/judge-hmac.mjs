/** Judges the tags of HMAC-SHA256 in the vector file. */
import { fromBase64, textOf } from "./judge-forms.mjs";

/**
 * Every case, as a tag to verify and, if it is genuine, as a tag to make; each text that is no secret.
 * `expect` and `attempt` report.
 */
export function judgeHmac(api, file, { expect, attempt }) {
  for (const one of file.hmac) {
    const message = fromBase64(one.message);
    const { genuine, reason } = one;
    const expected = reason === undefined ? { genuine } : { genuine, reason };
    for (const body of [message, textOf(message)]) {
      if (body === undefined) continue;
      const form = typeof body === "string" ? "text" : "bytes";
      for (const native of [true, false]) {
        const headers = { "x-auth-client": "any", "x-hmac-signature": one.signature };
        const name = `${one.name} (${form}${native ? "" : ", WebAssembly alone"})`;
        attempt(name, () => {
          // The message need not be JSON: then a genuine one is refused all the same, as unreadable.
          const result = api.verify({ body, headers, secrets: one.secret, native });
          const judged = result.ok || result.genuine ? { genuine: true } : { genuine: false, reason: result.reason };
          expect(name, expected, judged);
        });
      }
      const name = `${one.name} (sign, ${form})`;
      if (genuine) attempt(name, () => expect(name, one.signature.toLowerCase(), api.sign(one.secret, body)));
    }
  }
  for (const secret of file.refusedSecrets) {
    const name = `the secret ${JSON.stringify(secret)}`;
    expect(`${name} to verify with`, "TypeError", thrownBy(() => api.verify({ body: "{}", headers: {}, secrets: secret })));
    expect(`${name} to sign with`, "TypeError", thrownBy(() => api.sign(secret, "{}")));
  }
}

function thrownBy(call) {
  try {
    call();
    return "nothing";
  } catch (error) {
    return error.name;
  }
}
