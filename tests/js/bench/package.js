/** The package, from the packed tarball. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { consumer } from "../lib/consumer.js";

/** What a CommonJS program gets; `import` gives the same instance. */
export const { verify } = createRequire(join(consumer, "package.json"))("veriff-verify");
