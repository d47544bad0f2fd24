/** Where things are. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** This npm project. */
export const here = dirname(dirname(fileURLToPath(import.meta.url)));
/** The repository. */
export const root = dirname(dirname(here));
/** Where screenshots are kept. */
export const screenshots = join(root, "target/screenshots");
