// The documentation, built as `npm run docs` builds it and read in a real browser: its search is the product's own.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { before, test } from "node:test";
import { buildDocs, DOCS } from "../../scripts/docs.mjs";
import { leftovers, served, stockBrowser } from "../package/fresh.mjs";

const later = leftovers();
let browser;
let address;

before(async () => {
  await buildDocs();
  browser = await stockBrowser(later);
  address = await served(DOCS, later);
});

const pages = () => readdirSync(DOCS, { recursive: true }).filter((name) => name.endsWith(".html"));

test("every link leads to a page and a heading that are there", () => {
  const faults = [];
  const source = (name) => readFileSync(join(DOCS, name), "utf8");
  for (const name of pages()) {
    for (const [, href] of source(name).matchAll(/(?:href|src)="([^"]*)"/g)) {
      if (/^[a-z]+:/.test(href)) continue;
      const [path, anchor] = href.split("#");
      const target = path === "" ? name : join(dirname(name), path);
      if (!existsSync(join(DOCS, target))) faults.push(`${name}: ${href} leads nowhere`);
      else if (anchor && !source(target).includes(`id="${anchor}"`)) faults.push(`${name}: no ${href}`);
    }
  }
  assert.deepEqual(faults, []);
});

test("the API page has every function and option that the types declare", () => {
  const api = readFileSync(join(DOCS, "en", "api.html"), "utf8");
  for (const name of ["Face", "Index", "Builder", "Segmenter", "SearchOptions", "Comparison", "SegmentOptions"])
    assert.match(api, new RegExp(`<h2 id="${name.toLowerCase()}">`), name);
  for (const method of ["createSegmenter(", "keyness(", "addIndex(", "isTotalExact", "minScore"])
    assert.ok(api.includes(method), method);
});

test("it is searched in both languages, and a hit leads to the words", async () => {
  const context = await browser.newContext({ viewport: { width: 1000, height: 500 } });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  const search = page.locator("duizhao-search");
  for (const [start, query, path, words] of [
    ["zh/index.html", "壓縮包炸彈", "/zh/security.html", "循环和递归都有上限，压缩包炸弹有上限"],
    ["zh/limits.html", "hexo server", "/zh/site.html", "每页的角上就有一个搜索按钮"],
    ["en/index.html", "a trap the module", "/en/security.html", "After a trap the module is replaced"],
  ]) {
    await page.goto(address + start);
    await page.keyboard.press("/");
    await search.locator("input").fill(query);
    const hit = search.locator(`a.hit[href*="${path}"]`).first();
    await hit.waitFor();
    await hit.click();
    await page.waitForURL((url) => url.pathname === path);
    const target = page.locator("main p, main li", { hasText: words }).first();
    await target.waitFor();
    await page.waitForFunction(() => window.scrollY > 0);
    const { top, bottom } = await target.evaluate((element) => element.getBoundingClientRect().toJSON());
    assert.ok(top >= 0 && bottom <= 500, `${query}: ${top} to ${bottom}`);
  }
  assert.deepEqual(complaints, []);
  await context.close();
});

test("axe finds nothing, wide or narrow, light or dark", async () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  for (const [name, width, colorScheme] of [
    ["zh/site.html", 1200, "light"],
    ["en/api.html", 1200, "dark"],
    ["en/compare.html", 320, "light"],
  ]) {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
    const page = await context.newPage();
    await page.goto(address + name);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 100)).join(" ")}`);
    assert.deepEqual(said, [], name);
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(tooWide <= 0, `${name} is ${tooWide} pixels too wide`);
    await context.close();
  }
});
