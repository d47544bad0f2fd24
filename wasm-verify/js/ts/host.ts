/** What differs between hosts: where the module comes from, and what is quicker than WebAssembly there. */

/** What a host can do that WebAssembly or plain JavaScript would do more slowly. */
export interface Host {
  /** The module, compiled. Asked once, at first use. */
  module(): WebAssembly.Module;
  /** The host's own means, if it has them synchronously. Asked once, at first use. */
  native?(): Native | undefined;
}

/** Node's own means, which Bun and Deno have as well. */
export interface Native {
  /** A view of the memory that reads and writes texts quickly. */
  buffer(memory: ArrayBuffer): NativeBuffer;
  /** SHA-256 in one call, as 32 characters of one byte each. */
  sha256?: ((bytes: Uint8Array) => string) | undefined;
  /** From how many bytes on that is quicker than WebAssembly. */
  quickerFrom: number;
}

/** A `Buffer`, with its undocumented fast methods, which Node's own code uses. */
export interface NativeBuffer extends Uint8Array<ArrayBuffer> {
  latin1Slice(start: number, end: number): string;
  latin1Write(text: string, offset: number, length: number): number;
  utf8Slice(start: number, end: number): string;
  utf8Write(text: string, offset: number, length: number): number;
}

const FAST = ["latin1Slice", "latin1Write", "utf8Slice", "utf8Write"] as const satisfies (keyof NativeBuffer)[];

let host: Host | undefined;

/** Says where the module comes from. The first to say so counts. */
export function provide(provided: Host): void {
  host ??= provided;
}

/** The host, as an entry of the package has provided it. */
export function provided(): Host {
  if (!host) {
    throw new Error(
      'veriff-verify has no WebAssembly module: import "veriff-verify", or call use(module) from "veriff-verify/slim" first.',
    );
  }
  return host;
}

/** The host's own means through `node:crypto`, looked up without an import, so that bundlers see none. */
export function nodeMeans(load: (name: string) => unknown): Native | undefined {
  const crypto = load("node:crypto") as
    | { hash?: (algorithm: string, bytes: Uint8Array, encoding: string) => string }
    | undefined;
  const buffers = load("node:buffer") as { Buffer?: { from(memory: ArrayBuffer): NativeBuffer; prototype: object } } | undefined;
  const Buffer = buffers?.Buffer;
  if (!Buffer || FAST.some((method) => !(method in Buffer.prototype))) return undefined;
  const hash = crypto?.hash;
  return {
    buffer: (memory) => Buffer.from(memory),
    sha256: hash && ((bytes) => hash("sha256", bytes, "latin1")),
    // Deno takes longer over a call.
    quickerFrom: "Deno" in globalThis ? 1536 : 256,
  };
}

/** `process.getBuiltinModule` of Node 20.16 and later, Bun and Deno. */
export function builtin(name: string): unknown {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  try {
    return process?.getBuiltinModule?.(name);
  } catch {
    return undefined;
  }
}
