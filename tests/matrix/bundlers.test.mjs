// The packed package in every bundler and run time that could be had: built from a fresh folder, run in a real browser
// or in the run time itself. What most people use is tried with every test (tests/package/bundlers.test.mjs).

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { promisify } from "node:util";
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
} from "../package/fresh.mjs";

let here;
let browser;
let matrix;
const later = leftovers();

before(async () => {
  here = fresh(later);
  browser = await stockBrowser(later);
  matrix = tools("matrix");
  here.write("app/main.js", PAGE_PROGRAM);
});

/** What a bundler left in a folder, with a page around it, in the browser. */
async function inPage(folder, script) {
  here.write(`${folder}/index.html`, `${PAGE_HTML}<body>${script}`);
  return says(browser, await served(here.at(folder), later));
}

test("webpack 5 without any configuration but entry and output", async () => {
  const { default: webpack } = await matrix.load("webpack");
  const compiler = webpack({
    context: here.at("app"),
    entry: "./main.js",
    mode: "production",
    output: { path: here.at("webpack") },
  });
  const stats = await promisify(compiler.run.bind(compiler))();
  assert.deepEqual(stats.toJson({ all: false, errors: true }).errors, []);
  assert.equal(await inPage("webpack", '<script src="main.js"></script>'), `${ANSWER} worker`);
});

test("Rspack", async () => {
  const { rspack } = await matrix.load("@rspack/core");
  const compiler = rspack({
    context: here.at("app"),
    entry: "./main.js",
    mode: "production",
    output: { path: here.at("rspack") },
  });
  const stats = await promisify(compiler.run.bind(compiler))();
  assert.deepEqual(stats.toJson({ all: false, errors: true }).errors, []);
  assert.equal(await inPage("rspack", '<script src="main.js"></script>'), `${ANSWER} worker`);
});

test("Rollup with its resolver", async () => {
  const { rollup } = await matrix.load("rollup");
  const { nodeResolve } = await matrix.load("@rollup/plugin-node-resolve");
  const warnings = [];
  const bundle = await rollup({
    input: here.at("app/main.js"),
    plugins: [nodeResolve({ browser: true })],
    onwarn: (warning) => warnings.push(warning.message),
  });
  await bundle.write({ dir: here.at("rollup"), format: "es" });
  await bundle.close();
  assert.deepEqual(warnings, []);
  assert.equal(await inPage("rollup", '<script type="module" src="main.js"></script>'), `${ANSWER} worker`);
});

test("Vite in development", async () => {
  const { createServer } = await import("vite");
  here.write("dev/main.js", PAGE_PROGRAM);
  here.write("dev/index.html", `${PAGE_HTML}<script type="module" src="/main.js"></script>`);
  const server = await createServer({
    configFile: false,
    root: here.at("dev"),
    logLevel: "error",
    server: { port: 0, host: "127.0.0.1", fs: { allow: [here.folder] } },
    cacheDir: here.at("dev/.cache"),
  });
  later(() => server.close());
  await server.listen();
  const { port } = server.httpServer.address();
  assert.equal(await says(browser, `http://127.0.0.1:${port}/`), `${ANSWER} worker`);
});

test("Parcel", async () => {
  const { Parcel } = await matrix.load("@parcel/core");
  // Parcel reads neither folders outside the project nor hidden ones.
  here.write("parcel/package.json", JSON.stringify({ name: "parcel-user", private: true }));
  here.write("parcel/main.js", PAGE_PROGRAM);
  here.write("parcel/index.html", `${PAGE_HTML}<body><script type="module" src="./main.js"></script>`);
  cpSync(here.at("node_modules"), here.at("parcel/node_modules"), { recursive: true });
  const parcel = new Parcel({
    entries: here.at("parcel/index.html"),
    defaultConfig: join(matrix.folder, "node_modules/@parcel/config-default/index.json"),
    mode: "production",
    shouldDisableCache: true,
    cacheDir: here.at("parcel/.cache"),
    targets: { main: { distDir: here.at("parcel/out"), publicUrl: "./", engines: { browsers: "> 1%" } } },
  });
  await parcel.run();
  assert.equal(await says(browser, await served(here.at("parcel/out"), later)), `${ANSWER} worker`);
});

/** A run time from its npm package, whose own install script npm leaves unrun. */
function runTime(name, candidates) {
  const file = candidates.map((path) => join(matrix.folder, "node_modules", path)).find(existsSync);
  assert.ok(file, `the npm package ${name} brought no program`);
  return (...args) => execFileSync(file, args, { cwd: here.folder, encoding: "utf8" });
}

test("Deno, without any permission", () => {
  const deno = runTime("deno", [".bin/deno"]);
  here.write("deno.mjs", `import * as duizhao from "duizhao";${PROGRAM}console.log(await program(duizhao));`);
  assert.equal(deno("run", "--node-modules-dir=manual", "--no-lock", "deno.mjs"), `${ANSWER}\n`);
});

test("Bun", () => {
  const bun = runTime("bun", ["@oven/bun-linux-x64/bin/bun", "@oven/bun-linux-x64-baseline/bin/bun", ".bin/bun"]);
  here.write("bun.mjs", `import * as duizhao from "duizhao";${PROGRAM}console.log(await program(duizhao));`);
  assert.equal(bun("bun.mjs"), `${ANSWER}\n`);
});
