/** The module as text. */
import { base64 } from "./wasm/base64.js";

/** Compiles the inlined module. */
export function inlined(): WebAssembly.Module {
  const { Buffer } = globalThis as { Buffer?: { from(text: string, encoding: string): Uint8Array<ArrayBuffer> } };
  if (Buffer) return new WebAssembly.Module(Buffer.from(base64, "base64"));
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < characters.length; i++) bytes[i] = characters.charCodeAt(i);
  return new WebAssembly.Module(bytes);
}
