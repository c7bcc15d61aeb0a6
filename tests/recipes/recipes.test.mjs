// The recipes of docs/recipes.md, followed: one small blog built by several generators, with the packed package installed
// in a fresh folder, then searched by a reader in a real browser: a word is typed, the hit followed, the words are there.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, test } from "node:test";
import { fresh, leftovers, served, stockBrowser, tools } from "../package/fresh.mjs";
import { ROOT } from "../package/texts.mjs";

const later = leftovers();
const POSTS = join(ROOT, "tests", "recipes", "posts");
let here;
let browser;
/** Why the generators are not there; null when they are. */
let absent = null;

before(async () => {
  here = fresh(later);
  browser = await stockBrowser(later);
  try {
    const { folder } = tools("recipes");
    for (const name of readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."))) {
      symlinkSync(join(folder, "node_modules", name), here.at("node_modules", name));
    }
  } catch (error) {
    absent = `the generators could not be installed: ${error.message.split("\n")[0]}`;
  }
});

/** Runs a program of an installed package in a folder; its output only where it failed. */
function runs(folder, [name, program], ...args) {
  const path = here.at("node_modules", name, program);
  try {
    // As a user has it: nothing of this test run's environment.
    const env = { ...process.env, NODE_ENV: undefined, NODE_OPTIONS: "", NODE_TEST_CONTEXT: undefined };
    return execFileSync(process.execPath, [path, ...args], { cwd: folder, encoding: "utf8", stdio: "pipe", env });
  } catch (error) {
    throw new Error(`${name} ${args.join(" ")}: ${error.stderr}${error.stdout}`);
  }
}

/** Starts a server that ends with the tests, and gives the address that it names. */
async function listening(folder, args) {
  const env = { ...process.env, NO_COLOR: "1", NODE_ENV: "", NODE_TEST_CONTEXT: undefined };
  const child = spawn(process.execPath, args, { cwd: folder, env });
  later(() => child.kill());
  return new Promise((settle, reject) => {
    let said = "";
    child.stdout.on("data", (piece) => {
      said += piece;
      const found = /http:\/\/localhost:\d+(\/[\w/]*)?/.exec(said);
      if (found) settle(found[0].replace(/\/?$/, "/"));
    });
    child.once("close", () => reject(new Error(said)));
  });
}

function site(name, files) {
  const folder = here.at(name);
  for (const [file, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), contents);
  }
  return folder;
}

/** What a reader does: types, looks, follows, and stands before the words. `pages` is how the generator names a post. */
async function reads(address, pages, { open = "", opener = null } = {}) {
  const context = await browser.newContext({ locale: "zh-CN", viewport: { width: 1000, height: 500 } });
  // Themes ask for fonts and scripts of others; there is no network.
  await context.route("**", (route) => (route.request().url().startsWith(address) ? route.continue() : route.abort()));
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  const ask = async (query) => {
    await page.goto(address + open);
    const element = page.locator("duizhao-search").first();
    if (opener) await element.locator(opener).click();
    await element.locator("input").fill(query);
    await element.locator("a.hit").first().waitFor();
    return element;
  };
  // A word in the middle of a post; in the other script; a string that no dictionary has.
  for (const [query, mark, title] of [
    ["脐腐病", "脐腐病", "阳台上的番茄"],
    ["图书馆", "圖書館", "臺北兩日散步"],
    ["一口井", "一口井", "一张民国时期的县城地图"],
    ["GBK", "GBK", "把博客搬到静态网站"],
  ]) {
    const element = await ask(query);
    assert.equal(await element.locator(".title > span:first-child").first().textContent(), title, query);
    assert.equal(await element.locator("mark").first().textContent(), mark, query);
  }
  // Once for each post, not again for front page and archive.
  const titles = await (await ask("番茄苗")).locator(".title > span:first-child").allTextContents();
  assert.deepEqual(titles, ["阳台上的番茄"]);
  const element = await ask("脐腐病");
  await element.locator("a.hit").first().click();
  const target = page.locator("p", { hasText: "脐腐病也遇到过" });
  await target.waitFor();
  assert.equal(decodeURIComponent(new URL(page.url()).pathname), new URL(pages("balcony"), address).pathname);
  await page.waitForFunction(() => window.scrollY > 0);
  // The words are in sight, as the address asks: below the top of the section, which a plain anchor would show.
  const place = await target.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return { top, bottom, height: window.innerHeight };
  });
  assert.ok(place.top >= 0 && place.bottom <= place.height, JSON.stringify(place));
  assert.deepEqual(complaints, []);
  await context.close();
}

const posts = () => readdirSync(POSTS).map((name) => [name, readFileSync(join(POSTS, name), "utf8")]);

test("Hexo: one line in scripts/, box in the corner, tag in a page", async (context) => {
  if (absent) return context.skip(absent);
  const plugins = {
    "hexo-generator-archive": "*",
    "hexo-generator-index": "*",
    "hexo-renderer-ejs": "*",
    "hexo-renderer-marked": "*",
    "hexo-server": "*",
  };
  const folder = site("hexo", {
    "package.json": JSON.stringify({
      name: "blog",
      private: true,
      hexo: { version: "" },
      dependencies: { hexo: "*", ...plugins },
    }),
    "_config.yml":
      "title: 小院\nlanguage: zh-CN\nurl: https://blog.example/\nroot: /blog/\npermalink: :title/\ntheme: landscape\nduizhao:\n  box: true\n",
    "scripts/duizhao.js": 'require("duizhao/hexo")(hexo);\n',
    "source/search/index.md": "---\ntitle: 搜索\n---\n\n{% duizhao %}\n",
    ...Object.fromEntries(posts().map(([name, text]) => [`source/_posts/${name}`, text])),
  });
  mkdirSync(join(folder, "themes"));
  symlinkSync(here.at("node_modules/hexo-theme-landscape"), join(folder, "themes/landscape"));
  const said = runs(folder, ["hexo", "bin/hexo"], "generate");
  assert.match(said, /duizhao: search\.dzx: [67] documents/);
  // The theme does not say the language of its pages; the blog's configuration does.
  assert.match(readFileSync(join(folder, "public/tea/index.html"), "utf8"), /<duizhao-search [^>]*lang="zh-CN"/);
  // Below /blog/, as the configuration says.
  mkdirSync(join(folder, "www"));
  symlinkSync(join(folder, "public"), join(folder, "www/blog"));
  const address = await served(join(folder, "www"), later);
  await reads(address, (post) => `/blog/${post}/`, { open: "blog/", opener: "button.open" });
  await reads(address, (post) => `/blog/${post}/`, { open: "blog/search/" });

  // In pieces, for a large blog: one more line.
  const configuration = readFileSync(join(folder, "_config.yml"), "utf8");
  writeFileSync(join(folder, "_config.yml"), `${configuration}  site: pieces\n`);
  assert.match(runs(folder, ["hexo", "bin/hexo"], "generate"), /duizhao: pieces\/: \d+ files/);
  const pieces = readdirSync(join(folder, "public/pieces"), { recursive: true });
  assert.ok(pieces.includes("manifest.dzx") && pieces.length > 5, pieces.join());
  assert.ok(!readdirSync(join(folder, "public")).includes("search.dzx"));
  await reads(address, (post) => `/blog/${post}/`, { open: "blog/", opener: "button.open" });

  // While writing, the pieces are there as soon as the manifest was asked for.
  const local = await listening(folder, [here.at("node_modules/hexo/bin/hexo"), "server", "--port", "0"]);
  const { open } = await import(here.at("node_modules/duizhao/dist/npm/index.js"));
  const index = await open(`${local}pieces/`);
  assert.deepEqual(
    (await index.search("图书馆")).hits.map(({ document }) => document.url),
    ["/blog/taipei/"],
  );
});

const VITEPRESS = `import { defineConfig } from "vitepress";
import { duizhao } from "duizhao/vite";
export default defineConfig({ lang: "zh-CN", title: "小院", vite: { plugins: [duizhao({ box: true })] } });
`;

test("VitePress: two lines in the configuration, box in the navigation bar, also while writing", async (context) => {
  if (absent) return context.skip(absent);
  const folder = site("vitepress", {
    "package.json": '{ "name": "docs", "private": true, "type": "module" }',
    ".vitepress/config.mjs": VITEPRESS,
    "index.md": "# 小院\n\n种菜、修车、喝茶、走路。\n",
    ...Object.fromEntries(
      posts().map(([name, text]) => [name, text.replace(/^---\ntitle: (.*)\ndate: .*\n---\n/, "# $1\n")]),
    ),
  });
  const vitepress = ["vitepress", "bin/vitepress.js"];
  assert.match(runs(folder, vitepress, "build"), /duizhao: .*search\.dzx: 7 documents/);
  const address = await served(join(folder, ".vitepress/dist"), later);
  await reads(address, (post) => `/${post}.html`, { opener: "button.open" });

  const vitepressDev = [here.at("node_modules/vitepress/bin/vitepress.js"), "dev", "--port", "0"];
  const local = await listening(folder, vitepressDev);
  const { open } = await import(here.at("node_modules/duizhao/dist/npm/index.js"));
  const asked = async (query) => {
    const bytes = await (await fetch(`${local}search.dzx`)).arrayBuffer();
    return (await (await open(bytes)).search(query)).hits.map(({ document }) => document.url);
  };
  assert.deepEqual(await asked("图书馆"), ["/taipei.html"]);
  assert.deepEqual(await asked("冰雹"), []);
  writeFileSync(join(folder, "tea.md"), "# 泡一壶岩茶\n\n昨晚下了一场冰雹。\n");
  assert.deepEqual(await asked("冰雹"), ["/tea.html"]);
});

test("Eleventy: the command line after it", async (context) => {
  if (absent) return context.skip(absent);
  const layout = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{{ title }}</title></head><body>
<script type="module" src="/element.js"></script><duizhao-search src="/search.dzx"></duizhao-search>
<main>{% if title %}<h1>{{ title }}</h1>{% endif %}{{ content | safe }}</main></body></html>`;
  const folder = site("eleventy", {
    "package.json": '{ "name": "blog", "private": true, "type": "module" }',
    "_includes/page.njk": layout,
    "index.md": "---\nlayout: page.njk\ntitle: 小院\n---\n\n种菜、修车、喝茶、走路。\n",
    ...Object.fromEntries(
      posts().map(([name, text]) => [`posts/${name}`, text.replace("---\n", "---\nlayout: page.njk\n")]),
    ),
  });
  runs(folder, ["@11ty/eleventy", "cmd.cjs"]);
  runs(
    folder,
    ["duizhao", "dist/npm/cli.js"],
    "index",
    "_site",
    "--html",
    "--base-url",
    "/",
    "-o",
    "_site/search.dzx",
    "--element",
  );
  await reads(await served(join(folder, "_site"), later), (post) => `/posts/${post}/`);
});

test("plain HTML, and a site index instead of one file", async () => {
  const html = (title, body) => `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${title}</title>
<script type="module" src="/search/element.js"></script><duizhao-search src="/search/"></duizhao-search>
<main><h1>${title}</h1>${body}</main></html>`;
  const pages = posts().map(([name, text]) => {
    const [, title, rest] = /^---\ntitle: (.*)\ndate: .*\n---\n([\s\S]*)$/.exec(text);
    const blocks = rest
      .split("\n\n")
      .map((block) => block.trim())
      .filter(Boolean);
    const body = blocks
      .map((block) => (block.startsWith("## ") ? `<h2>${block.slice(3)}</h2>` : `<p>${block}</p>`))
      .join("\n");
    return [name.replace(".md", ".html"), html(title, body)];
  });
  const folder = site("plain", {
    "index.html": html("小院", "<p>种菜、修车、喝茶、走路。</p>"),
    ...Object.fromEntries(pages),
  });
  runs(
    folder,
    ["duizhao", "dist/npm/cli.js"],
    "index",
    ".",
    "--html",
    "--base-url",
    "/",
    "--site",
    "search",
    "--element",
  );
  await reads(await served(folder, later), (post) => `/${post}.html`);
});
