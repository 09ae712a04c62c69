// Bundles the page on which tests look at results alone, into the folder that is named.
import { createRequire } from "node:module";

const [frontend, entry, folder, minify] = process.argv.slice(2);
const { build } = createRequire(`${frontend}/`)("esbuild");
await build({
  entryPoints: [entry],
  bundle: true,
  splitting: true,
  format: "esm",
  minify: minify !== undefined,
  target: "es2022",
  outdir: folder,
  loader: { ".rq": "text" },
  entryNames: "trial",
  chunkNames: "trial-[name]-[hash]",
  logLevel: "warning",
});
