// The packed package in the ways most people load it: Node, Vite, esbuild, a static folder, a classic script, a worker.
// `npm test -- matrix` tries the others.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { pathToFileURL } from "node:url";
import {
  ANSWER,
  fresh,
  leftovers,
  PAGE_HTML,
  PAGE_PROGRAM,
  PROGRAM,
  says,
  served,
  stockBrowser,
  tools,
} from "./fresh.mjs";

let here;
let browser;
const later = leftovers();

before(async () => {
  here = fresh(later);
  browser = await stockBrowser(later);
  here.write("app/main.js", PAGE_PROGRAM);
  here.write("app/index.html", `${PAGE_HTML}<script type="module" src="./main.js"></script>`);
});

const node = (...args) => execFileSync(process.execPath, args, { cwd: here.folder, encoding: "utf8" });

test("Node: import and require", () => {
  here.write("use.mjs", `import * as duizhao from "duizhao";${PROGRAM}console.log(await program(duizhao));`);
  here.write("use.cjs", `const duizhao = require("duizhao");${PROGRAM}program(duizhao).then(console.log);`);
  assert.equal(node("use.mjs"), `${ANSWER}\n`);
  assert.equal(node("use.cjs"), `${ANSWER}\n`);
});

test("every entry can be imported and required, and says what its declarations say", () => {
  const names = (how, entry) =>
    JSON.parse(
      node(
        "--input-type=module",
        "--eval",
        `import { createRequire } from "node:module"; const require = createRequire(process.cwd() + "/x.js");
         console.log(JSON.stringify(Object.keys(${how === "import" ? `await import("${entry}")` : `require("${entry}")`}).sort()));`,
      ),
    );
  const types = (name) => readFileSync(here.at("node_modules/duizhao/dist/npm/types", name), "utf8");
  for (const entry of ["", "/slim", "/build", "/segment"]) {
    const imported = names("import", `duizhao${entry}`);
    assert.deepEqual(names("require", `duizhao${entry}`), imported, entry);
    assert.ok(imported.includes("DuizhaoError"), entry);
    const declared = types(`${entry.slice(1) || "index"}.d.cts`);
    for (const name of imported) assert.match(declared, new RegExp(`\\b${name}\\b`), `${entry} declares ${name}`);
  }
});

test("Vite", async () => {
  const { build } = await import("vite");
  await build({
    configFile: false,
    root: here.at("app"),
    base: "./",
    logLevel: "error",
    build: { outDir: here.at("vite") },
  });
  assert.equal(await says(browser, await served(here.at("vite"), later)), `${ANSWER} worker`);
});

test("Vite with the elements and the segmenter, each over its own module", async () => {
  const { build } = await import("vite");
  here.write(
    "elements/main.js",
    `import "duizhao/element/compare"; import "duizhao/element/columns"; import { segment } from "duizhao/segment";
     const text = (words) => URL.createObjectURL(new Blob([words], { type: "text/plain" }));
     const compare = document.createElement("duizhao-compare");
     compare.setAttribute("left", text("新桥5月通车，造价100万元。"));
     compare.setAttribute("right", text("新橋6月通車，造價100萬元。"));
     document.body.append(compare);
     const run = async () => {
       await compare.load();
       const view = compare.shadowRoot.querySelector("duizhao-comparison");
       await view?.updateComplete;
       const words = await segment("他来到了北京大学");
       const kind = view?.shadowRoot.querySelector(".facts .kind")?.textContent;
       return [kind, words.map(({ text }) => text).join("/"), typeof customElements.get("duizhao-columns")].join(" ");
     };
     run().then((said) => { window.said = said; }, (error) => { window.said = String(error.stack); });`,
  );
  here.write("elements/index.html", `${PAGE_HTML}<script type="module" src="./main.js"></script>`);
  const root = here.at("elements");
  await build({ configFile: false, root, base: "./", logLevel: "error", build: { outDir: here.at("elements-built") } });
  assert.equal(
    await says(browser, await served(here.at("elements-built"), later)),
    "日期 他/来到/了/北京大学 function",
  );
});

test("esbuild, in pieces and in one file", async () => {
  const esbuild = await tools("package").load("esbuild");
  const common = { entryPoints: [here.at("app/main.js")], bundle: true, logLevel: "error", absWorkingDir: here.folder };
  await esbuild.build({ ...common, outdir: here.at("esbuild"), format: "esm", splitting: true });
  here.write("esbuild/index.html", `${PAGE_HTML}<script type="module" src="./main.js"></script>`);
  assert.equal(await says(browser, await served(here.at("esbuild"), later)), `${ANSWER} worker`);
  await esbuild.build({ ...common, outdir: here.at("one"), format: "iife", minify: true });
  const file = here.write("one/index.html", `${PAGE_HTML}<body><script src="./main.js"></script>`);
  assert.equal(await says(browser, pathToFileURL(file).href), `${ANSWER} worker`, "from file://");
});

test("a static folder: <script type=module>, and an import map for the bare name", async () => {
  cpSync(here.at("node_modules/duizhao/dist/npm"), here.at("static/duizhao"), { recursive: true });
  here.write(
    "static/index.html",
    `${PAGE_HTML}<script type="importmap">{"imports":{"duizhao":"./duizhao/index.js"}}</script><script type="module">${PAGE_PROGRAM}</script>`,
  );
  const address = await served(here.at("static"), later);
  assert.equal(await says(browser, address), `${ANSWER} worker`);
  here.write(
    "static/strict/index.html",
    `${PAGE_HTML}<meta http-equiv="Content-Security-Policy" content="script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src 'none'">
     <script type="importmap">{"imports":{"duizhao":"../duizhao/index.js"}}</script><script type="module">${PAGE_PROGRAM}</script>`,
  );
  assert.equal(await says(browser, `${address}strict/`), `${ANSWER} here`, "no worker: on the page's thread");
});

test("a policy that forbids WebAssembly is named", async () => {
  cpSync(here.at("node_modules/duizhao/dist/npm"), here.at("blocked/duizhao"), { recursive: true });
  here.write(
    "blocked/index.html",
    `${PAGE_HTML}<meta http-equiv="Content-Security-Policy" content="script-src 'self' 'unsafe-inline'">
     <script type="module">import { createBuilder } from "./duizhao/index.js";
     createBuilder().then(() => { window.said = "built"; }, (error) => { window.said = error.kind + ": " + error.message; });</script>`,
  );
  assert.match(await says(browser, await served(here.at("blocked"), later)), /^blocked: .*'wasm-unsafe-eval'/);
});

const CLASSIC_PROGRAM = `<script>${PROGRAM}
  program(duizhao).then((said) => { window.said = said + " " + duizhao.status().where; }, (error) => { window.said = error.kind + ": " + error.message; });</script>`;

test("a classic script on file://, from the folder of the package", async () => {
  cpSync(here.at("node_modules/duizhao/dist/npm"), here.at("classic/lib"), { recursive: true });
  const file = here.write(
    "classic/index.html",
    `${PAGE_HTML}<body><script src="lib/duizhao.iife.js"></script>${CLASSIC_PROGRAM}`,
  );
  assert.equal(await says(browser, pathToFileURL(file).href), `${ANSWER} worker`);
});

test("a classic script on file://: one file, everything inside, made by joining files", async () => {
  const files = ["module.js", "lexicon.js", "worker.js", "duizhao.iife.js"];
  const joined = files.map((name) => readFileSync(here.at("node_modules/duizhao/dist/npm", name), "utf8")).join("");
  here.write("joined/duizhao.js", joined);
  const page = `${PAGE_HTML}<body><script src="duizhao.js"></script>${CLASSIC_PROGRAM}`;
  assert.equal(await says(browser, pathToFileURL(here.write("joined/index.html", page)).href), `${ANSWER} worker`);
});

test("a classic script without its files says which is missing, and one of another build says that", async () => {
  const script = readFileSync(here.at("node_modules/duizhao/dist/npm/duizhao.iife.js"), "utf8");
  here.write("alone/duizhao.js", script);
  const page = `${PAGE_HTML}<body><script src="duizhao.js"></script>${CLASSIC_PROGRAM}`;
  const address = await served(here.at("alone"), later);
  here.write("alone/index.html", page);
  assert.match(await says(browser, address), /^network: .*\b(module|worker)\.js/);
  for (const name of ["module", "worker"]) here.write(`alone/${name}.js`, "// of another time");
  assert.match(await says(browser, address), /^version: .*\b(module|worker)\.js is of another build/);
});

test("inside a worker of one's own: a classic one, and a module", async () => {
  const npm = here.at("node_modules/duizhao/dist/npm");
  mkdirSync(here.at("worker"), { recursive: true });
  cpSync(npm, here.at("worker/duizhao"), { recursive: true });
  here.write(
    "worker/classic.js",
    `importScripts("./duizhao/duizhao.iife.js");${PROGRAM}
     program(duizhao).then((said) => postMessage(said + " " + duizhao.status().where), (error) => postMessage(String(error.stack)));`,
  );
  here.write(
    "worker/module.js",
    `import * as duizhao from "./duizhao/index.js";${PROGRAM}
     program(duizhao).then((said) => postMessage(said + " " + duizhao.status().where), (error) => postMessage(String(error.stack)));`,
  );
  const page = (options) =>
    `${PAGE_HTML}<script>const worker = new Worker("/${options.type === "module" ? "module" : "classic"}.js", ${JSON.stringify(options)});
     worker.onmessage = ({ data }) => { window.said = data; }; worker.onerror = (event) => { window.said = event.message; };</script>`;
  here.write("worker/a/index.html", page({ type: "classic" }));
  here.write("worker/b/index.html", page({ type: "module" }));
  const address = await served(here.at("worker"), later);
  assert.equal(await says(browser, `${address}a/`), `${ANSWER} here`);
  assert.equal(await says(browser, `${address}b/`), `${ANSWER} here`);
});

test("slim in a page: module, lexicon and worker as files, the worker under a policy without blob:", async () => {
  cpSync(here.at("node_modules/duizhao/dist/npm"), here.at("slim"), { recursive: true });
  node(here.at("slim/cli.js"), "assets", here.at("slim"));
  here.write(
    "slim/index.html",
    `${PAGE_HTML}<meta http-equiv="Content-Security-Policy" content="script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src 'self'">
     <script type="module">import { createDuizhao } from "./slim.js";${PROGRAM}
     const lexicon = new Uint8Array(await (await fetch("lexicon.bin")).arrayBuffer());
     const duizhao = createDuizhao({ module: fetch("duizhao.wasm"), lexicon, worker: () => new Worker("duizhao-worker.js") });
     program(duizhao).then((said) => { window.said = said + " " + duizhao.status().where; }, (error) => { window.said = String(error.stack); });</script>`,
  );
  assert.equal(await says(browser, await served(here.at("slim"), later)), `${ANSWER} worker`);
});

test("publint and arethetypeswrong find nothing", async () => {
  const { folder, load } = tools("package");
  const { publint } = await load("publint");
  const { messages } = await publint({ pkgDir: here.at("node_modules/duizhao"), pack: false, strict: true });
  assert.deepEqual(messages, []);
  const attw = join(folder, "node_modules/@arethetypeswrong/cli/dist/index.js");
  // Files to fetch and classic scripts have no types; nobody requires the element, for browsers, or the plugin of Vite.
  const files = ["iife", "worker", "element.iife", "schema.json", "package.json"];
  const excluded = [...files, "element", "element/columns", "element/compare", "vite"];
  try {
    node(attw, here.tarball, "--no-emoji", "--no-color", "--exclude-entrypoints", ...excluded);
  } catch (error) {
    assert.fail(error.stdout);
  }
});

test("nothing is installed by a script", () => {
  const { scripts = {}, dependencies = {} } = JSON.parse(readFileSync(here.at("node_modules/duizhao/package.json")));
  for (const name of ["preinstall", "install", "postinstall", "prepare", "prepublish"])
    assert.ok(!(name in scripts), name);
  assert.deepEqual(dependencies, {});
});
