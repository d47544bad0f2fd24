/** Bundles an entry that imports the package, with each bundler's own defaults for the place it will run in. */
import { build as esbuild } from "esbuild";
import { join } from "node:path";
import { build as vite } from "vite";
import webpack from "webpack";

/**
 * Each bundler by name: takes a folder, an entry in it and where the bundle will run, `node` or `browser`,
 * and leaves `out/bundle.mjs` in the folder.
 */
export const bundlers = {
  async esbuild(folder, entry, place) {
    await esbuild({
      absWorkingDir: folder,
      entryPoints: [entry],
      bundle: true,
      minify: true,
      format: "esm",
      platform: place,
      outfile: "out/bundle.mjs",
      logLevel: "warning",
    });
  },

  async vite(folder, entry, place) {
    const output = { entryFileNames: "bundle.mjs" };
    await vite({
      root: folder,
      configFile: false,
      logLevel: "warn",
      ssr: { noExternal: true },
      build: {
        outDir: "out",
        ssr: place === "node",
        modulePreload: false,
        rollupOptions: { input: join(folder, entry), output },
      },
    });
  },

  async webpack(folder, entry, place) {
    const compiler = webpack({
      mode: "production",
      context: folder,
      entry: `./${entry}`,
      target: place === "node" ? "node20" : "web",
      experiments: { outputModule: true },
      output: { path: join(folder, "out"), filename: "bundle.mjs", module: true },
      // Node's `import.meta.url` as it is, not the path of the source.
      module: { parser: { javascript: { importMeta: place !== "node" } } },
    });
    const stats = await new Promise((done, fail) => {
      compiler.run((error, stats) => (error ? fail(error) : done(stats)));
    });
    if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString({ colors: false }));
  },
};
