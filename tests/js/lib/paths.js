/** Where things are. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** This npm project. */
export const here = dirname(dirname(fileURLToPath(import.meta.url)));
/** The repository. */
export const root = dirname(dirname(here));
/** The npm package's sources. */
export const sources = join(root, "wasm-verify/js");
/** The one vector file. */
export const vectorFile = join(root, "wasm-verify/tests/vectors.json");
/** Everything that the tests write. */
export const scratch = join(root, "target/npm-tests");
