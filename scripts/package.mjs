// Builds the npm package into dist/npm: plain ES modules, declarations, the command line.

import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { deflateRawSync } from "node:zlib";
import { lexiconFile, workerSource } from "./page.mjs";
import { main, ROOT, run, say } from "./steps.mjs";
import { npmPackages, requireBasics } from "./toolchain.mjs";
import { buildModule } from "./wasm.mjs";

export const PACKAGE = join(ROOT, "dist", "npm");

/** Serves `virtual:duizhao/…` as modules that hold deflated bytes in base64. */
function assetsPlugin(assets) {
  const prefix = "virtual:duizhao/";
  return {
    name: "duizhao-assets",
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return null;
      const bytes = assets[id.slice(prefix.length + 1)];
      return `export default "${deflateRawSync(bytes, { level: 9 }).toString("base64")}";`;
    },
  };
}

/** Builds everything that `npm pack` ships, except the page (scripts/page.mjs). */
export async function buildPackage() {
  const { build } = await import("vite");
  const module = readFileSync(join(ROOT, "pkg", "full", "duizhao_bg.wasm"));
  const lexicon = lexiconFile() ? readFileSync(lexiconFile()) : Buffer.alloc(0);
  const assets = { module, lexicon, worker: Buffer.from(await workerSource()) };
  rmSync(PACKAGE, { recursive: true, force: true });
  const www = (path) => join(ROOT, "www", path);
  const built = (input, minify) => ({
    configFile: false,
    root: www("."),
    logLevel: "warn",
    plugins: [assetsPlugin(assets)],
    resolve: { conditions: ["node", "import", "default"] },
    build: {
      ssr: true,
      outDir: PACKAGE,
      emptyOutDir: false,
      target: "es2022",
      minify,
      rolldownOptions: { input, output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "[name].js" } },
    },
    ssr: { noExternal: true, target: "node" },
  });
  // Our code is code to read and to bundle again: not minified. The HTML parser is others' and large.
  await build(built({ index: www("lib/index.ts"), slim: www("lib/slim.ts"), cli: www("cli/main.ts") }, false));
  await build(built({ "html-parser": www("lib/html-parser.ts") }, true));
  mkdirSync(PACKAGE, { recursive: true });
  cpSync(join(ROOT, "pkg", "full", "duizhao_bg.wasm"), join(PACKAGE, "duizhao.wasm"));
  if (lexicon.length > 0) cpSync(lexiconFile(), join(PACKAGE, "lexicon.bin"));
  run(process.execPath, [join(ROOT, "node_modules", "typescript", "bin", "tsc"), "-p", "www/tsconfig.package.json"], {
    otherwise: "the declarations could not be made (see the lines above).",
  });
  say("package: dist/npm");
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    requireBasics();
    npmPackages();
    buildModule("full");
    await buildPackage();
  });
}
