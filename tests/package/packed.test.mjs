// The tarball that `npm pack` makes, installed into a fresh folder, as a user would.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { MORNING, ROOT } from "./texts.mjs";

/**
 * Largest tarball, in bytes: each module once, inside JavaScript, that of all (370,000) and of those who only search, only
 * compare, only segment. The aim is 1,500,000; it was 1,391,224 on 24 November 2026.
 */
const MAX_TARBALL_BYTES = 1_450_000;

let folder;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "duizhao-packed-"));
  const quiet = { cwd: ROOT, stdio: ["ignore", "pipe", "ignore"] };
  execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], quiet);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "user", private: true, type: "module" }));
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund", "--offline", `./${tarball}`], {
    ...quiet,
    cwd: folder,
  });
});

after(() => rmSync(folder, { recursive: true, force: true }));

const node = (...args) =>
  execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

test("the tarball is no larger than it says, and brings licences and no dependency", () => {
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  const size = statSync(join(folder, tarball)).size;
  assert.ok(size <= MAX_TARBALL_BYTES, `${size} bytes`);
  const installed = readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."));
  assert.deepEqual(installed, ["duizhao"]);
  const inside = readdirSync(join(folder, "node_modules", "duizhao"));
  for (const name of ["LICENSE-MIT", "LICENSE-APACHE", "NOTICE", "README.md", "CHANGELOG.md"])
    assert.ok(inside.includes(name), name);
});

test("what is loaded for its effect is named so, for bundlers drop what is not", () => {
  const own = join(folder, "node_modules", "duizhao");
  const { sideEffects } = JSON.parse(readFileSync(join(own, "package.json"), "utf8"));
  const inside = readdirSync(join(own, "dist", "npm")).filter((name) => name.endsWith(".js"));
  const carriers = inside.filter((name) =>
    readFileSync(join(own, "dist", "npm", name), "utf8").startsWith('(globalThis[Symbol.for("duizhao.files")]'),
  );
  assert.ok(carriers.length >= 5, carriers.join());
  for (const name of carriers) assert.ok(sideEffects.includes(`./dist/npm/${name}`), name);
});

const USE = `
const builder = await createBuilder();
builder.add(${JSON.stringify(MORNING)});
const index = await open(await builder.finish());
const { hits } = await index.search("推迟");
const words = await segment("他来到了北京大学");
console.log(hits[0].document.title, words.map((word) => word.text).join("/"));
`;

test("an ES module imports it", () => {
  writeFileSync(join(folder, "use.mjs"), `import { createBuilder, open, segment } from "duizhao";${USE}`);
  assert.equal(node("use.mjs"), "晨报：新桥通车 他/来到/了/北京大学\n");
});

test("slim takes the module from outside, as a file that the command line writes", () => {
  execFileSync(join(folder, "node_modules", ".bin", "duizhao"), ["assets", "files"], { cwd: folder, stdio: "ignore" });
  assert.deepEqual(readdirSync(join(folder, "files")).sort(), [
    "duizhao-worker.js",
    "duizhao.wasm",
    "lexicon.bin",
    "pinyin.txt",
  ]);
  const setUp = `import { createDuizhao } from "duizhao/slim"; import { readFileSync } from "node:fs";
    const [module, lexicon] = ["duizhao.wasm", "lexicon.bin"].map((name) => readFileSync("files/" + name));
    const { createBuilder, open, segment } = createDuizhao({ module, lexicon });`;
  writeFileSync(join(folder, "slim.mjs"), setUp + USE);
  assert.equal(node("slim.mjs"), "晨报：新桥通车 他/来到/了/北京大学\n");
});

test("CommonJS requires it, where Node allows that", (context) => {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19) || (major === 22 && minor < 12))
    return context.skip(`Node ${process.versions.node}`);
  writeFileSync(
    join(folder, "use.cjs"),
    `const { createBuilder, open, segment } = require("duizhao");(async () => {${USE}})();`,
  );
  assert.equal(node("use.cjs"), "晨报：新桥通车 他/来到/了/北京大学\n");
});

test("the elements can be imported on a server, where they do nothing", () => {
  const entries = ["duizhao/element", "duizhao/element/columns", "duizhao/element/compare"];
  writeFileSync(
    join(folder, "server.mjs"),
    `for (const entry of ${JSON.stringify(entries)}) console.log(...Object.keys(await import(entry)));`,
  );
  assert.equal(node("server.mjs"), "DuizhaoSearch\nDuizhaoColumns\nDuizhaoCompare\n");
});

test("HTML is read in Node", () => {
  writeFileSync(
    join(folder, "html.mjs"),
    'import { inspect } from "duizhao";console.log((await inspect({ name: "a.html", text: "<h1>题</h1><p>文" })).text);',
  );
  assert.equal(node("html.mjs"), "# 题\n\n文\n");
});

test("the command is there, and packs the page", () => {
  const command = join(folder, "node_modules", ".bin", "duizhao");
  const run = (...args) => execFileSync(command, args, { cwd: folder, encoding: "utf8" });
  writeFileSync(join(folder, MORNING.name), MORNING.text);
  assert.match(run("index", MORNING.name, "-o", "a.dzx"), /1 document\b/);
  assert.match(run("search", "a.dzx", "工期"), /工期会不会再推迟/);
  assert.match(run("pack", "a.dzx", "-o", "a.html"), /a\.html: 1 document\b/);
});

test("what is an index for the command line is one for the plugins, and what they cannot do they say", async () => {
  const page = `<!doctype html><title>桥</title><main><h1>新桥</h1><p>${MORNING.text.split("\n").at(-3)}</p></main>`;
  mkdirSync(join(folder, "built"), { recursive: true });
  writeFileSync(join(folder, "built", "bridge.html"), page);
  const command = join(folder, "node_modules", ".bin", "duizhao");
  execFileSync(command, ["index", "built", "--html", "--base-url", "/", "-o", "wanted.dzx"], {
    cwd: folder,
    stdio: "ignore",
  });
  writeFileSync(
    join(folder, "plugin.mjs"),
    `import { duizhao } from "duizhao/vite";
     const said = [];
     const logger = { info: (line) => said.push(line), warn: (line) => said.push(line) };
     const run = async (outDir) => {
       const plugin = duizhao({ out: "found.dzx" });
       plugin.configResolved({ base: "/", root: process.cwd(), build: { outDir, ssr: false }, logger });
       await plugin.closeBundle.handler();
     };
     await run("built");
     await run("node_modules/duizhao/dist/npm/types");
     console.log(JSON.stringify(said));`,
  );
  const [made, none] = JSON.parse(node("plugin.mjs"));
  assert.match(made, /^duizhao: built.found\.dzx: 1 document\b/);
  assert.match(none, /^duizhao: there are no pages to index in /);
  assert.deepEqual(readFileSync(join(folder, "built", "found.dzx")), readFileSync(join(folder, "wanted.dzx")));
  // Scripts of Hexo are CommonJS.
  writeFileSync(join(folder, "plugin.cjs"), 'console.log(typeof require("duizhao/hexo"));');
  assert.equal(node("plugin.cjs"), "function\n");
});

test("a TypeScript user sees the types", () => {
  writeFileSync(
    join(folder, "use.ts"),
    `import { compare, DuizhaoError, open, type Comparison, type SearchResult } from "duizhao";
     import { createDuizhao } from "duizhao/slim";
     import "duizhao/element/columns";
     import "duizhao/element/compare";
     const shown: Promise<void> | undefined = document.querySelector("duizhao-compare")?.load();
     await document.querySelector("duizhao-columns")?.load();
     await shown;
     import { duizhao, type DuizhaoViteOptions } from "duizhao/vite";
     import hexo from "duizhao/hexo";
     const options: DuizhaoViteOptions = { ignore: [".toc"], box: true };
     const plugin: { name: string } = duizhao(options);
     hexo({ config: {} }, { out: "s.dzx" });
     const index = await open("x.dzx");
     const found: SearchResult = await index.search("桥", { limit: 3 });
     const same: Comparison = await compare("甲", "乙");
     const [start, end]: [number, number] = same.onlyLeft[0] ?? [0, 0];
     console.log(found.hits[0]?.passages[0]?.highlights, start + end, DuizhaoError, createDuizhao, plugin);
     // @ts-expect-error: a query is a string
     await index.search(5);`,
  );
  const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  const flags = [
    "--noEmit",
    "--strict",
    "--target",
    "es2022",
    "--module",
    "nodenext",
    "--lib",
    "es2023,dom,dom.iterable",
  ];
  try {
    node(tsc, ...flags, "--types", "", "use.ts");
  } catch (error) {
    assert.fail(error.stdout);
  }
});
