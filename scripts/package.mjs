// Builds the npm package into dist/npm: plain ES modules, declarations, the command line.

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { moduleInColumns } from "./columns.mjs";
import { deflated } from "./deflate.mjs";
import { glueOf, lexiconFile, workerSource } from "./page.mjs";
import { main, ROOT, run, say } from "./steps.mjs";
import { npmPackages, requireBasics } from "./toolchain.mjs";
import { buildModules } from "./wasm.mjs";

export const PACKAGE = join(ROOT, "dist", "npm");

/**
 * Writes each of `files` as a script that puts it on the table of `www/lib/beside.ts`, once for all builds, and gives the
 * plugin by which these name them.
 */
function filesBeside(files) {
  const prefix = "virtual:duizhao/";
  const names = {};
  for (const [name, bytes] of Object.entries(files)) {
    const text = deflated(bytes).toString("base64");
    names[name] = `${name}-${createHash("sha256").update(text).digest("hex").slice(0, 12)}`;
    const script = `(globalThis[Symbol.for("duizhao.files")]??={})[${JSON.stringify(names[name])}]="${text}";\n`;
    writeFileSync(join(PACKAGE, `${name}.js`), script);
  }
  return {
    name: "duizhao-files-beside",
    resolveId(id) {
      if (!id.startsWith(prefix)) return null;
      const name = id.slice(prefix.length);
      return name === "names" ? `\0${id}` : { id: `./${name}.js`, external: true };
    },
    load: (id) => (id === `\0${prefix}names` ? `export default ${JSON.stringify(names)};` : null),
  };
}

/** Of the page's words, only those that its elements say: on other people's pages there is nothing else to say. */
function wordsOfElements() {
  const folder = join(ROOT, "www", "elements");
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts") && name !== "search-box.ts");
  const code = files.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
  return {
    name: "duizhao-words",
    enforce: "pre",
    transform: (text, id) =>
      /\/strings\/(zh-Hans|zh-Hant|en)\.ts$/.test(id)
        ? text.replace(/^ {2}(\w+):\s+"(?:[^"\\]|\\.)*",$/gm, (entry, key) => (code.includes(`"${key}"`) ? entry : ""))
        : null,
  };
}

/** In classic scripts, which have no `import`. */
const classic = {
  name: "duizhao-classic",
  enforce: "pre",
  resolveId(id, importer) {
    const isOwn = importer?.endsWith("beside-classic.ts");
    return /\/beside\.js$/.test(id) && !isOwn ? join(ROOT, "www", "lib", "beside-classic.ts") : null;
  },
};

/** Hexo loads CommonJS; what its plugin does stays an ES module beside it. */
const routesBeside = {
  name: "duizhao-routes-beside",
  enforce: "pre",
  resolveId: (id) => (id === "./hexo-routes.js" ? { id, external: true } : null),
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
  const lexicon = lexiconFile() ? readFileSync(lexiconFile()) : Buffer.alloc(0);
  const worker = await workerSource();
  rmSync(PACKAGE, { recursive: true, force: true });
  mkdirSync(PACKAGE, { recursive: true });
  const beside = filesBeside({
    module: await moduleInColumns("full"),
    lexicon,
    pinyin: readFileSync(join(ROOT, "data", "pinyin.txt")),
    worker: Buffer.from(worker),
    "search-module": await moduleInColumns("search"),
    "segment-module": await moduleInColumns("segment"),
    "compare-module": await moduleInColumns("compare"),
    "compare-worker": Buffer.from(await workerSource("compare")),
  });
  const www = (path) => join(ROOT, "www", path);
  const built = (input, { format = "es", minify = false, name, plugins = [] } = {}) => ({
    configFile: false,
    root: www("."),
    logLevel: "warn",
    plugins: [...(format === "iife" ? [classic] : []), ...plugins, routesBeside, beside],
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
  const { segment, ...entries } = Object.fromEntries(ENTRIES.map((name) => [name, www(`lib/${name}.ts`)]));
  // Our code is code to read and to bundle again: not minified. The HTML parser is others' and large.
  const plugins = { vite: www("plugins/vite.ts"), "hexo-routes": www("plugins/hexo-routes.ts") };
  await build(built({ ...entries, ...plugins, cli: www("cli/main.ts"), "page-reader": www("cli/page-reader.ts") }));
  await build(built(entries, { format: "cjs" }));
  // Over a module of its own, so built by itself.
  for (const format of ["es", "cjs"]) await build(built({ segment }, { format, plugins: [glueOf("segment")] }));
  await build(built({ hexo: www("plugins/hexo.ts") }, { format: "cjs" }));
  await build(built({ "html-parser": www("lib/html-parser.ts") }, { minify: true }));
  // For pages without modules; the files beside it are run as classic scripts too.
  await build(built({ "duizhao.iife": www("lib/index.ts") }, { format: "iife", name: "duizhao", minify: true }));
  // For other people's pages, by one tag each: what a reader loads there is minified.
  await build(built({ element: www("embed/element.ts") }, { minify: true }));
  await build(built({ "element-columns": www("embed/columns-element.ts") }, { minify: true }));
  await build(
    built(
      { "element-compare": www("embed/compare-element.ts") },
      { minify: true, plugins: [glueOf("compare"), wordsOfElements()] },
    ),
  );
  await build(
    built({ "element.iife": www("embed/element.ts") }, { format: "iife", name: "duizhaoElement", minify: true }),
  );
  writeFileSync(join(PACKAGE, "worker-source.js"), worker);
  cpSync(www("cli/duizhao.schema.json"), join(PACKAGE, "duizhao.schema.json"));
  run(process.execPath, [join(ROOT, "node_modules", "typescript", "bin", "tsc"), "-p", "www/tsconfig.package.json"], {
    otherwise: "the declarations could not be made (see the lines above).",
  });
  finishDeclarations(join(PACKAGE, "types"));
  for (const name of ["element", "element-columns", "element-compare"]) {
    cpSync(www(`embed/${name}.public.d.ts`), join(PACKAGE, "types", `${name}.d.ts`));
  }
  cpSync(www("plugins/options.d.cts"), join(PACKAGE, "types", "options.d.cts"));
  cpSync(www("plugins/vite.public.d.ts"), join(PACKAGE, "types", "vite.d.ts"));
  cpSync(www("plugins/hexo.public.d.ts"), join(PACKAGE, "types", "hexo.d.cts"));
  say("package: dist/npm");
}

/** The package from nothing: what it needs is installed and compiled first. */
export async function buildPackageFromNothing() {
  requireBasics();
  npmPackages();
  buildModules();
  await buildPackage();
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main(buildPackageFromNothing);
