// Bundles the entries of src/ into the folder that is named: hashed names, and a manifest that
// says which file each entry became. With --tests it bundles the tests for node instead.
import { readdirSync, writeFileSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { drawLand } from "./land.mjs";

const [folder, tests] = process.argv.slice(2);
const common = {
  bundle: true,
  format: "esm",
  target: "es2022",
  outdir: folder,
  logLevel: "warning",
  legalComments: "none",
  loader: { ".rq": "text" },
};

if (tests) {
  const entryPoints = readdirSync("src", { recursive: true })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => join("src", name));
  await build({ ...common, entryPoints, platform: "node", outExtension: { ".js": ".js" } });
  writeFileSync(join(folder, "package.json"), '{"type": "module"}\n');
} else {
  mkdirSync(folder, { recursive: true });
  const entryPoints = readdirSync("src").filter((name) => name.endsWith(".ts")).map((name) => join("src", name));
  const { metafile } = await build({
    ...common,
    entryPoints,
    splitting: true,
    minify: true,
    metafile: true,
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
  });
  const manifest = {};
  for (const [path, { entryPoint, imports }] of Object.entries(metafile.outputs)) {
    if (!entryPoint || !entryPoints.includes(entryPoint)) continue;
    const first = imports.filter(({ kind }) => kind === "import-statement").map(({ path }) => basename(path));
    manifest[basename(entryPoint, ".ts")] = { file: basename(path), needs: first };
  }
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest, null, 1) + "\n");
  writeFileSync(join(folder, "land.json"), JSON.stringify(drawLand()) + "\n");
}
