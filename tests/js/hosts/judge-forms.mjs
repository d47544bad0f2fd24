/** The forms in which a host may hold a delivery of the vector file. */

/** The body as bytes, as a view into a larger buffer and as text; the headers in each shape they fit in. */
export function* forms(one) {
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

/** The bytes behind a text in base64. */
export function fromBase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** The text of bytes that are UTF-8. */
export function textOf(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
