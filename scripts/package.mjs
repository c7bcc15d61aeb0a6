// Builds the npm package into dist/npm: plain ES modules, declarations, the command line.

import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

/** For the CommonJS build: the same modules stay ES modules beside it, since `import()` works there too. */
const assetsBeside = {
  name: "duizhao-assets-beside",
  resolveId: (id) => (id.startsWith("virtual:duizhao/") ? { id: `./${id.slice(16)}.js`, external: true } : null),
};

/** Entries that are also served to `require`. */
const ENTRIES = ["index", "slim", "build", "segment"];

/**
 * Leaves the declarations that an entry leads to, and writes them once more for CommonJS: the same, under the other
 * ending, with imports that name it.
 */
function finishDeclarations(types) {
  const imports = /(from |import\()(["'])\.\/([\w-]+)\.js\2/g;
  const reached = new Map();
  const reach = (name) => {
    if (reached.has(name)) return;
    const text = readFileSync(join(types, `${name}.d.ts`), "utf8");
    reached.set(name, text);
    for (const [, , , imported] of text.matchAll(imports)) reach(imported);
  };
  for (const name of ENTRIES) reach(name);
  for (const file of readdirSync(types)) if (!reached.has(file.replace(/\.d\.ts$/, ""))) rmSync(join(types, file));
  for (const [name, text] of reached) {
    writeFileSync(join(types, `${name}.d.cts`), text.replace(imports, "$1$2./$3.cjs$2"));
  }
}

/** Builds everything that `npm pack` ships, except the page (scripts/page.mjs). */
export async function buildPackage() {
  const { build } = await import("vite");
  const module = readFileSync(join(ROOT, "pkg", "full", "duizhao_bg.wasm"));
  const lexicon = lexiconFile() ? readFileSync(lexiconFile()) : Buffer.alloc(0);
  const worker = await workerSource();
  const searchModule = readFileSync(join(ROOT, "pkg", "search", "duizhao_bg.wasm"));
  const assets = { module, lexicon, worker: Buffer.from(worker), "search-module": searchModule };
  rmSync(PACKAGE, { recursive: true, force: true });
  const www = (path) => join(ROOT, "www", path);
  const built = (input, { format = "es", plugins = [assetsPlugin(assets)], minify = false, name } = {}) => ({
    configFile: false,
    root: www("."),
    logLevel: "warn",
    plugins,
    resolve: { conditions: ["node", "import", "default"] },
    build: {
      ssr: true,
      outDir: PACKAGE,
      emptyOutDir: false,
      target: "es2022",
      minify,
      rolldownOptions: {
        input,
        output: {
          format,
          name,
          entryFileNames: format === "cjs" ? "[name].cjs" : "[name].js",
          chunkFileNames: format === "cjs" ? "[name].cjs" : "[name].js",
          ...(format === "iife" ? { codeSplitting: false } : {}),
        },
      },
    },
    ssr: { noExternal: true, target: "node" },
  });
  const entries = Object.fromEntries(ENTRIES.map((name) => [name, www(`lib/${name}.ts`)]));
  // Our code is code to read and to bundle again: not minified. The HTML parser is others' and large.
  await build(built({ ...entries, cli: www("cli/main.ts"), "page-reader": www("cli/page-reader.ts") }));
  await build(built(entries, { format: "cjs", plugins: [assetsBeside] }));
  await build(built({ "html-parser": www("lib/html-parser.ts") }, { minify: true }));
  // For a page without modules: everything in one classic script.
  await build(built({ "duizhao.iife": www("lib/index.ts") }, { format: "iife", name: "duizhao", minify: true }));
  // For other people's pages, by one tag each: what a reader loads there is minified.
  await build(built({ element: www("embed/element.ts") }, { minify: true }));
  await build(
    built({ "element.iife": www("embed/element.ts") }, { format: "iife", name: "duizhaoElement", minify: true }),
  );
  writeFileSync(join(PACKAGE, "worker-source.js"), worker);
  cpSync(join(ROOT, "pkg", "full", "duizhao_bg.wasm"), join(PACKAGE, "duizhao.wasm"));
  cpSync(www("cli/duizhao.schema.json"), join(PACKAGE, "duizhao.schema.json"));
  if (lexicon.length > 0) cpSync(lexiconFile(), join(PACKAGE, "lexicon.bin"));
  run(process.execPath, [join(ROOT, "node_modules", "typescript", "bin", "tsc"), "-p", "www/tsconfig.package.json"], {
    otherwise: "the declarations could not be made (see the lines above).",
  });
  finishDeclarations(join(PACKAGE, "types"));
  cpSync(www("embed/element.public.d.ts"), join(PACKAGE, "types", "element.d.ts"));
  say("package: dist/npm");
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    requireBasics();
    npmPackages();
    buildModule("full");
    buildModule("search");
    await buildPackage();
  });
}
