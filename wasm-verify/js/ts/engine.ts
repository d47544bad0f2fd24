/** The instance: its memory, what is written there, what is read. */
import { initSync, type InitOutput } from "./wasm/veriff_verify.js";
import {
  BODY_AT, DIGESTS_AT, FIRST_LENGTH_AT, LARGEST_BODY, NUMBER_COUNT, PAD_AT, REFUSED, TEXT_AT, TEXT_COUNT,
  TEXT_IS_ASCII_AT, TEXT_SIZE_AT,
} from "./generated.js";
import { provided, type Native, type NativeBuffer } from "./host.js";
import { secretsOf } from "./misuse.js";

type Text = string | null;
/** The texts of an answer, in their order; null for one that is not there. */
export type Texts = [Text, Text, Text, Text, Text, Text, Text, Text, Text, Text];

/** The largest block of the module's allocator. */
const MOST = 16 * 1024 * 1024;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The one instance, made at first use. */
let engine: Engine | undefined;

/**
 * Lets `work` use the instance.
 *
 * What ends a call into WebAssembly midway, a stack that is full for example, leaves the instance in no known
 * state: the next use makes another. A mistake of the programmer, a `TypeError`, does not.
 */
export function using<Given, Made>(work: (engine: Engine, given: Given) => Made, given: Given): Made {
  try {
    return work((engine ??= new Engine()), given);
  } catch (error) {
    if (!(error instanceof TypeError)) engine = undefined;
    throw error;
  }
}

/** One WebAssembly instance and its memory. After every call into it the views are those of its memory. */
export class Engine {
  readonly #wasm: InitOutput;
  readonly #memory: WebAssembly.Memory;
  readonly #native: Native | undefined;
  readonly #answerAt: number;
  #at = 0;
  #size = 0;
  #bytes: Uint8Array<ArrayBuffer>;
  #buffer: NativeBuffer | undefined;
  #numbers!: Float64Array;
  #places = new Map<string, number>();
  #keys: string[] = [];
  #counts: number[] = [];
  #lastSecret: string | undefined;
  #lastPlace = 0;
  #padded = -1;

  constructor() {
    const host = provided();
    this.#wasm = initSync({ module: host.module() });
    this.#memory = this.#wasm.memory;
    this.#native = host.native?.();
    this.#answerAt = this.#wasm.answer() >>> 0;
    this.#bytes = this.#look();
    this.#reserve(16 * 1024);
  }

  /** Views of the memory. */
  #look(): Uint8Array<ArrayBuffer> {
    const memory = this.#memory.buffer as ArrayBuffer;
    this.#bytes = new Uint8Array(memory);
    this.#buffer = this.#native?.buffer(memory);
    this.#numbers = new Float64Array(memory, this.#answerAt, NUMBER_COUNT);
    return this.#bytes;
  }

  /** If the memory has grown in a call, the views were of memory that is gone. */
  #settle(): void {
    if (this.#bytes.length === 0) this.#look();
  }

  /** Room for so many bytes in the input. What was there stays. */
  #reserve(size: number): void {
    if (size <= this.#size) return;
    if (size > MOST) throw new TypeError("veriff-verify: that is larger than anything that Veriff sends.");
    this.#at = this.#wasm.input(size) >>> 0;
    this.#size = size;
    this.#padded = -1;
    this.#settle();
  }

  /** Writes a text behind what stands in the input, in UTF-8, and gives back its size in bytes. */
  #writeText(text: string, offset: number): number {
    this.#reserve(offset + text.length * 3);
    const at = this.#at + offset;
    return this.#buffer
      ? this.#buffer.utf8Write(text, at, text.length * 3)
      : encoder.encodeInto(text, this.#bytes.subarray(at, at + text.length * 3)).written;
  }

  /** Writes a body, or a part of one, at an offset behind `BODY_AT`, and gives back its size in bytes. */
  write(body: Uint8Array | string, offset = 0): number {
    if (typeof body === "string") return this.#writeText(body, BODY_AT + offset);
    this.#reserve(BODY_AT + offset + body.length);
    this.#bytes.set(body, this.#at + BODY_AT + offset);
    return body.length;
  }

  /** Where these secrets are kept prepared: until the next call of this. */
  place(secrets: unknown): number {
    // A text alone: what is missing is never what was given last.
    if (typeof secrets === "string" && secrets === this.#lastSecret) return this.#lastPlace;
    const list = secretsOf(secrets);
    const joined = list.join("\n");
    const place = this.#places.get(joined) ?? this.#prepare(joined, list.length);
    if (typeof secrets === "string") {
      this.#lastSecret = secrets;
      this.#lastPlace = place;
    }
    return place;
  }

  /** Prepares secrets, in a place of their own or, when all are taken, in that of others. */
  #prepare(joined: string, count: number): number {
    const place = this.#wasm.prepare(this.write(joined)) >>> 0;
    this.#settle();
    this.#padded = -1;
    this.#lastSecret = undefined;
    if (place === REFUSED) throw new TypeError("veriff-verify: secrets holds no usable shared secret.");
    const replaced = this.#keys[place];
    if (replaced !== undefined) this.#places.delete(replaced);
    this.#keys[place] = joined;
    this.#counts[place] = count;
    this.#places.set(joined, place);
    return place;
  }

  /** Judges the body that was written last. 0 means that the answer holds a webhook. */
  verify(place: number, size: number, lines: string, native: boolean): number {
    if (size > LARGEST_BODY) return 1;
    const headers = this.#writeText(lines, BODY_AT + size);
    const host = native && lines !== "" && place !== REFUSED ? this.#native : undefined;
    const sha256 = host !== undefined && size >= host.quickerFrom ? host.sha256 : undefined;
    const digests = sha256 && this.#buffer ? this.#hash(sha256, this.#buffer, place, size) : 0;
    const failure = this.#wasm.verify(place, size, headers, digests);
    this.#settle();
    return failure;
  }

  /** Has the host hash the body with each secret's pad before it. Returns how many digests there are. */
  #hash(sha256: (bytes: Uint8Array) => string, buffer: NativeBuffer, place: number, size: number): number {
    const block = new Uint8Array(this.#bytes.buffer, this.#at + PAD_AT, BODY_AT - PAD_AT + size);
    const count = this.#counts[place]!;
    for (let index = 0; index < count; index++) {
      if (this.#padded !== place || count > 1) {
        this.#padded = -1;
        if (this.#wasm.pad(place, index) === 0) return 0;
      }
      buffer.latin1Write(sha256(block), this.#at + DIGESTS_AT + index * 32, 32);
    }
    if (count === 1) this.#padded = place;
    return count;
  }

  /** The signature of the body that was written last, in hex. */
  sign(place: number, size: number): string {
    this.#wasm.sign(place, size);
    this.#settle();
    const at = this.#at + DIGESTS_AT;
    return Array.from(this.#bytes.subarray(at, at + 32), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /** Joins states and a webhook, which were written one behind the other. */
  join(state: number, webhook: number, other: number): number {
    const changed = this.#wasm.join(state, webhook, other) >>> 0;
    this.#settle();
    return changed;
  }

  /** Looks for what was unexpected in the body that was written last. */
  drift(size: number): void {
    this.#wasm.drift(size);
    this.#settle();
  }

  /** A number of the answer, or NaN. */
  number(place: number): number {
    return this.#numbers[place]!;
  }

  /** A number of the answer, if it is there. */
  numberOf(place: number): number | null {
    const value = this.number(place);
    return value === value ? value : null;
  }

  /** The texts of the answer, in one piece. */
  text(): string {
    const at = this.number(TEXT_AT);
    const end = at + this.number(TEXT_SIZE_AT);
    if (at === end) return "";
    if (!this.#buffer) return decoder.decode(this.#bytes.subarray(at, end));
    const isAscii = this.number(TEXT_IS_ASCII_AT) === 1;
    return isAscii ? this.#buffer.latin1Slice(at, end) : this.#buffer.utf8Slice(at, end);
  }

  /** The texts of the answer, one by one. */
  texts(): Texts {
    const text = this.text();
    // Filled, not grown: pushing ten takes longer than cutting the text.
    const texts: Texts = [null, null, null, null, null, null, null, null, null, null];
    let at = 0;
    for (let index = 0; index < TEXT_COUNT; index++) {
      const length = this.#numbers[FIRST_LENGTH_AT + index]!;
      if (length === length) texts[index] = text.substring(at, (at += length));
    }
    return texts;
  }

  /** A copy of the body that was written last: as bytes, or as characters of one byte each. */
  copy(size: number): Uint8Array | Bytes {
    const at = this.#at + BODY_AT;
    return this.#buffer ? new Bytes(this.#buffer.latin1Slice(at, at + size)) : this.#bytes.slice(at, at + size);
  }
}

/** Bytes kept as characters of one byte each, which Node makes faster than an array of them. */
export class Bytes {
  readonly #characters: string;

  constructor(characters: string) {
    this.#characters = characters;
  }

  /** The bytes. */
  bytes(): Uint8Array {
    return Uint8Array.from(this.#characters, (character) => character.charCodeAt(0));
  }
}

