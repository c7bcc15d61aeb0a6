// What does the search of a built site cost, beside Pagefind: time to build, and bytes until a first query is answered?
//
//   npm run bench -- sites [sample generated]        (part of `npm run bench -- index`)
//
// Sites: 306 pages of documentation from Markdown, and 5,000 pages of eight law articles each; both from the shared folder, built
// to HTML here. Pagefind 1.6 extended as it comes, with its own interface; ours by the command line, once as one file and once as a
// site index, with <duizhao-search>. Built twice each in turn, the quicker kept; processor time of all threads. Bytes are what a server
// that compresses text with gzip sends to Chromium for a page with the search box, a word typed and its first hits shown: the page
// itself is not counted. The median of words drawn from the texts by a generator with a fixed seed.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { cpus, tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { marked } from "marked";
import { chromium as driver } from "playwright-core";
import { sharedFile, table } from "../scripts/measure.mjs";
import { installPeers } from "../scripts/peers.mjs";
import { ROOT } from "../scripts/steps.mjs";
import { chromium } from "../scripts/toolchain.mjs";

const NUM_QUERIES = 9;
const NUM_PAGES = 5000;
const ARTICLES_PER_PAGE = 8;
const CLI = join(ROOT, "dist", "npm", "cli.js");
const PAGEFIND = join(ROOT, "target", "peers", "node_modules", "pagefind", "lib", "runner", "bin.cjs");

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const htmlOf = (title, body) =>
  `<!doctype html><html lang="zh"><meta charset="utf-8"><title>${escaped(title)}</title><main><h1>${escaped(title)}</h1>${body}</main></html>`;

/** Every page of a site: its path and its HTML. */
const SITES = {
  *sample() {
    const folder = sharedFile("corpus", "site-sample");
    if (!folder) return;
    for (const name of readdirSync(folder, { recursive: true }).sort()) {
      if (!name.endsWith(".md")) continue;
      const [, front = "", text] = /^(?:---\n([\s\S]*?)\n---\n)?([\s\S]*)$/.exec(readFileSync(join(folder, name), "utf8"));
      const title = /^title: ["']?(.*?)["']?$/m.exec(front)?.[1] ?? name;
      // A folder may be called as a file is.
      yield { path: `${name.replace(/\.md$/, "")}/index.html`, html: htmlOf(title, marked.parse(text)), text };
    }
  },
  *generated() {
    const file = sharedFile("corpus", "scale", "laws-articles.jsonl.gz");
    if (!file) return;
    const lines = gunzipSync(readFileSync(file)).toString("utf8").split("\n").filter(Boolean);
    for (let at = 0; at < NUM_PAGES; at += 1) {
      const articles = lines.slice(at * ARTICLES_PER_PAGE, (at + 1) * ARTICLES_PER_PAGE).map((line) => JSON.parse(line));
      const body = articles.map(({ title, text }, place) => `<h2 id="a${place}">${escaped(title)}</h2><p>${escaped(text)}</p>`);
      const text = articles.map(({ text }) => text).join("\n");
      yield { path: `${Math.floor(at / 100)}/page-${at}.html`, html: htmlOf(`${articles[0].title} 等`, body.join("\n")), text };
    }
  },
};

/** Runs a command; seconds by the clock and of all processors. */
function timed(args, cwd) {
  const command = `TIMEFORMAT='%R %U %S'; time "$@" > /dev/null 2> /dev/null`;
  const said = execFileSync("bash", ["-c", `{ ${command} ; } 2>&1`, "time", ...args], { cwd, encoding: "utf8" });
  const [wall, user, system] = said.trim().split("\n").at(-1).split(" ").map(Number);
  return { wall, cpu: user + system };
}

const quicker = (left, right) => (left && left.cpu <= right.cpu ? left : right);

function bytesIn(path) {
  const { size } = statSync(path);
  if (!statSync(path).isDirectory()) return size;
  return readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0);
}

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json" };

/** A static host: text compressed, everything counted but pages. */
async function host(folder) {
  const sent = { bytes: 0, engine: 0, requests: 0 };
  const server = createServer((request, response) => {
    let file = join(folder, decodeURIComponent(new URL(request.url, "http://x").pathname));
    try {
      if (statSync(file).isDirectory()) file = join(file, "index.html");
      const bytes = readFileSync(file);
      const type = TYPES[extname(file)];
      const body = type ? gzipSync(bytes, { level: 9 }) : bytes;
      if (type !== "text/html") {
        sent.bytes += body.length;
        if (/\.(?:js|css)$|wasm/.test(file)) sent.engine += body.length;
        sent.requests += 1;
      }
      const encoding = type ? { "content-encoding": "gzip" } : {};
      response.writeHead(200, { "content-type": type ?? "application/octet-stream", ...encoding }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((settle) => server.listen(0, "127.0.0.1", settle));
  return { server, sent, address: `http://127.0.0.1:${server.address().port}/` };
}

const BOXES = {
  pagefind: {
    html: `<link rel="stylesheet" href="/pagefind/pagefind-ui.css"><script src="/pagefind/pagefind-ui.js"></script><div id="search"></div>
      <script>addEventListener("DOMContentLoaded", () => new PagefindUI({ element: "#search" }))</script>`,
    input: ".pagefind-ui__search-input",
    hit: ".pagefind-ui__result-link",
  },
  file: {
    html: '<script type="module" src="/duizhao/element.js"></script><duizhao-search src="/duizhao/search.dzx"></duizhao-search>',
    input: "duizhao-search input",
    hit: "duizhao-search a.hit",
  },
  site: {
    html: '<script type="module" src="/duizhao-site/element.js"></script><duizhao-search src="/duizhao-site/"></duizhao-search>',
    input: "duizhao-search input",
    hit: "duizhao-search a.hit",
  },
};

/** Bytes, requests and milliseconds of first queries, each in a browser that has nothing yet. */
async function firstQueries(folder, box, words) {
  const { html, input, hit } = BOXES[box];
  writeFileSync(join(folder, `ask-${box}.html`), `<!doctype html><html lang="zh"><meta charset="utf-8">${html}</html>`);
  const { server, sent, address } = await host(folder);
  const browser = await driver.launch({ executablePath: chromium(), args: ["--no-sandbox", "--disable-gpu"] });
  const rows = [];
  for (const word of words) {
    Object.assign(sent, { bytes: 0, engine: 0, requests: 0 });
    const context = await browser.newContext({ locale: "zh-CN" });
    const page = await context.newPage();
    await page.goto(`${address}ask-${box}.html`);
    const start = performance.now();
    await page.locator(input).first().fill(word);
    const isFound = await page.locator(hit).first().waitFor({ timeout: 20_000 }).then(() => true, () => false);
    const ms = performance.now() - start;
    await page.waitForLoadState("networkidle");
    rows.push({ ...sent, ms, isFound });
    await context.close();
  }
  await browser.close();
  server.close();
  const median = (name) => rows.map((row) => row[name]).sort((a, b) => a - b)[rows.length >> 1];
  return { bytes: median("bytes"), engine: median("engine"), requests: median("requests"), ms: median("ms"), found: rows.filter((row) => row.isFound).length };
}

/** Words that stand in the texts, drawn with a fixed seed. */
function drawn(texts) {
  const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
  let state = 20_261_124;
  const below = (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (state >>> 8) % limit;
  };
  const words = [];
  while (words.length < NUM_QUERIES) {
    const text = texts[below(texts.length)];
    const here = [...segmenter.segment(text.slice(below(text.length)).slice(0, 200))].map(({ segment }) => segment);
    const word = here.find((segment) => /^\p{sc=Han}{2,4}$/u.test(segment));
    if (word && !words.includes(word)) words.push(word);
  }
  return words;
}

/** Builds one site and both searches of it; null where its texts are absent. */
export async function measureSite(name) {
  const folder = mkdtempSync(join(tmpdir(), "duizhao-sites-"));
  const aside = mkdtempSync(join(tmpdir(), "duizhao-aside-"));
  try {
    const texts = [];
    for (const { path, html, text } of SITES[name]()) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), html);
      texts.push(text);
    }
    if (texts.length === 0) return null;
    const at = (path) => join(folder, path);
    const ours = [process.execPath, CLI, "index", ".", "--html", "--base-url", "/", "--element", "--rebuild"];
    mkdirSync(at("duizhao"));
    const built = {};
    for (let round = 0; round < 2; round += 1) {
      // Moved away and not removed: a file system may go over what was removed just now for every file that is made.
      for (const path of ["pagefind", "duizhao-site"]) {
        if (existsSync(at(path))) renameSync(at(path), join(aside, `${path}-${round}`));
      }
      built.file = quicker(built.file, timed([...ours, "-o", "duizhao/search.dzx"], folder));
      built.site = quicker(built.site, timed([...ours, "--site", "duizhao-site"], folder));
      built.pagefind = quicker(built.pagefind, timed([process.execPath, PAGEFIND, "--site", ".", "--output-subdir", "pagefind"], folder));
    }
    const words = drawn(texts);
    const rows = [];
    for (const [box, what, path] of [
      ["pagefind", "Pagefind 1.6", "pagefind"],
      ["file", "duizhao, one file", "duizhao/search.dzx"],
      ["site", "duizhao, site index", "duizhao-site"],
    ]) {
      const asked = await firstQueries(folder, box, words);
      rows.push({
        [`${name}, ${texts.length} pages`]: what,
        "build s": built[box].wall.toFixed(1),
        "cpu s": built[box].cpu.toFixed(1),
        "on disk KB": Math.round(bytesIn(at(path)) / 1e3).toLocaleString("en"),
        "first query KB": (asked.bytes / 1e3).toFixed(1),
        "of it code KB": (asked.engine / 1e3).toFixed(0),
        requests: asked.requests,
        "ms": asked.ms.toFixed(0),
        found: `${asked.found}/${words.length}`,
      });
    }
    return `${table(rows)}\nwords: ${words.join(" ")}`;
  } finally {
    for (const made of [folder, aside]) rmSync(made, { recursive: true, force: true });
  }
}

/** Measures the sites named, or all. */
export async function measureSites(names = Object.keys(SITES)) {
  installPeers();
  for (const name of names) {
    const said = await measureSite(name);
    if (said) console.log(`\n${said}`);
  }
}

export const SITE_NAMES = Object.keys(SITES);

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0].model}, ${new Date().toISOString().slice(0, 10)}`);
  await measureSites(process.argv.length > 2 ? process.argv.slice(2) : undefined);
}
