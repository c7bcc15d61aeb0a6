// A fresh folder with the packed package installed, as a user has it; the tools beside it; pages of it in a browser.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, extname, join, sep } from "node:path";
import { after } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { ROOT } from "./texts.mjs";

const npm = (args, cwd) => {
  // Output only where it failed: npm's notes would drown the tests'.
  try {
    return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    throw new Error(`npm ${args.join(" ")} failed: ${error.stderr || error.stdout}`);
  }
};

/**
 * Gives `later`: what it is handed runs when the tests of the file have ended, last first. To be called by the file itself
 * and not inside `before`, where a hook would run as soon as that one ends.
 */
export function leftovers() {
  const left = [];
  after(async () => {
    for (const clear of left.reverse()) await clear();
  });
  return (clear) => left.push(clear);
}

/** Packs the package; gives the path of the tarball. */
export function pack(folder) {
  npm(["pack", "--silent", "--pack-destination", folder], ROOT);
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  return join(folder, tarball);
}

/** A folder outside the project with nothing in it but the installed package; removed afterwards. */
export function fresh(later) {
  const folder = mkdtempSync(join(tmpdir(), "duizhao-fresh-"));
  later(() => rmSync(folder, { recursive: true, force: true }));
  const tarball = pack(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "user", private: true, type: "module" }));
  npm(["install", "--silent", "--no-audit", "--no-fund", "--offline", tarball], folder);
  return {
    folder,
    tarball,
    at: (...names) => join(folder, ...names),
    write(name, contents) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), contents);
      return join(folder, name);
    },
  };
}

/**
 * Tools that only these tests use, at the versions of a lock file beside them; installed once into target/, so that
 * whoever runs other tests need not have them. `load` imports one of them.
 */
export function tools(folder) {
  const from = join(ROOT, "tests", folder, "tools");
  const into = join(ROOT, "target", `tools-${folder.replaceAll("/", "-")}`);
  const lock = readFileSync(join(from, "package-lock.json"));
  const wanted = createHash("sha256").update(lock).digest("hex");
  const mark = join(into, "installed");
  if (!existsSync(join(into, "node_modules")) || !existsSync(mark) || readFileSync(mark, "utf8") !== wanted) {
    mkdirSync(into, { recursive: true });
    for (const name of ["package.json", "package-lock.json"]) cpSync(join(from, name), join(into, name));
    // Asked for by name: a build before these tests leaves NODE_ENV at production, and npm then leaves them out.
    npm(["install", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"], into);
    writeFileSync(mark, wanted);
  }
  const { resolve } = createRequire(join(into, "package.json"));
  return { folder: into, load: (name) => import(pathToFileURL(resolve(name)).href) };
}

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css" };

/** Serves a folder on a free port, modules under their type and everything else as bytes. */
export async function served(root, later, headers = {}) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const file = join(root, path.endsWith("/") ? `${path}index.html` : path);
    if (!file.startsWith(root + sep) || !existsSync(file)) return response.writeHead(404).end();
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, ...headers }).end(readFileSync(file));
  });
  await new Promise((settle) => server.listen(0, "127.0.0.1", settle));
  later(() => server.close());
  return `http://127.0.0.1:${server.address().port}/`;
}

let browser = null;

/** The stock browser, one for a test file. */
export async function stockBrowser(later) {
  if (browser) return browser;
  const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
  const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
  const executablePath = process.env.DUIZHAO_CHROMIUM ?? "/usr/bin/chromium";
  browser = await chromium.launch({ executablePath, args: [...flags, ...quiet] });
  later(() => browser.close());
  return browser;
}

/**
 * Opens an address and waits for `window.said`, which the program under test sets; a page that complains or stays
 * silent fails with what its console had to say.
 */
export async function says(browser, address) {
  const page = await browser.newPage();
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error.stack ?? error)));
  page.on("requestfailed", (request) => complaints.push(`${request.url()} ${request.failure()?.errorText}`));
  try {
    await page.goto(address);
    await page
      .waitForFunction(() => window.said !== undefined, null, { timeout: 60_000 })
      .catch(() => assert.fail(`${address} said nothing; its console: ${complaints.join("\n") || "(empty)"}`));
    return await page.evaluate(() => window.said);
  } finally {
    await page.close();
  }
}

/** A small program over all of the package, and what it says wherever it runs. */
export const PROGRAM = `
async function program({ createBuilder, open, segment, compare }) {
  const builder = await createBuilder();
  builder.add({ name: "晨报.md", text: "# 新桥通车\\n\\n市长表示，新桥可能在5月通车，造价约100万元。" });
  builder.add({ name: "晚報.txt", text: "市長表示,新橋將在6月通車,造價約200萬元。𠮷田先生也來觀看。" });
  const index = await open(await builder.finish());
  const { hits } = await index.search("通车");
  const words = await segment("他来到了北京大学");
  const { pairs } = await compare("新桥5月通车，造价100万元。", "新橋6月通車，造價100萬元。");
  return [
    hits.map((hit) => hit.document.id).sort().join(),
    words.map((word) => word.text).join("/"),
    pairs[0].differences[0].kind,
  ].join(" ");
}
`;
export const ANSWER = "晚報.txt,晨报.md 他/来到/了/北京大学 date";

/** The program as a module for a page. */
export const PAGE_PROGRAM = `import * as duizhao from "duizhao";
${PROGRAM}
program(duizhao).then((said) => { window.said = said + " " + duizhao.status().where; }, (error) => { window.said = String(error.stack || error); });
`;
export const PAGE_HTML = `<!doctype html><html lang="zh"><meta charset="utf-8"><title>试</title><link rel="icon" href="data:,">`;
