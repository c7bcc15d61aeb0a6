// `<duizhao-search src="/search/">` over the folder of a site index, on the pages of a site as the command line reads and indexes
// them: found, filtered, followed to the very words, by keyboard and input method, in several boxes, through client-side navigation.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { host, PACKAGE, reader, STRICT, violations } from "./host.mjs";
import { launch } from "./reader.mjs";

const FILLER = Array.from(
  { length: 40 },
  (_, at) => `<p>第${at + 1}天，天气晴，记下当天看到的东西，没有什么特别的事。</p>`,
).join("");
const ARTICLES = {
  "posts/bridge.html": [
    "新桥通车",
    "2024-05-06",
    "晨报",
    `<h2 id="when">时间</h2>${FILLER}<p>市长表示，新桥将在六月正式通车，届时公交改道。</p><h2 id="cost">造价</h2><p>造价约100万元，周边经济受益。</p>`,
  ],
  "posts/tw.html": ["市場的一天", "2023-02-01", "晚報", "<p>商家說，經濟好轉，新橋一通，生意就好。</p>"],
  "posts/rare.html": ["𠮷田先生", "2024-08-01", "晨报", `${FILLER}<p>𠮷田先生在桥头拍照，说这里像家乡。</p>`],
};
for (let at = 0; at < 30; at += 1) {
  ARTICLES[`notes/${at}.html`] = [
    `手记之${at + 1}`,
    "2022-01-01",
    "手记",
    `<p>第${at + 1}篇手记，写的是散步路上的第${at + 1}棵树。</p>`,
  ];
}
const BOX = '<duizhao-search id="box" hotkey="/" src="/search/"></duizhao-search>';
const POLICY = `${STRICT}; style-src 'self'`;

let folder;
let browser;
let site;
const files = {};

const page = ([title, date, source, html], own = "") =>
  `<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><title>${title}</title><link rel="stylesheet" href="/site.css"></head><body><header>${BOX}${own}</header><main><article><h1>${title}</h1><time datetime="${date}">${date}</time><span data-duizhao-meta="source: ${source}"></span>${html}</article></main><script type="module" src="/element.js"></script></body></html>`;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "duizhao-embed-"));
  for (const [name, article] of Object.entries(ARTICLES)) {
    const html = page(article);
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), html);
    files[`/${name}`] = { bytes: html, type: "text/html; charset=utf-8" };
  }
  const cli = [join(PACKAGE, "cli.js"), "index", folder, "--html", "--base-url", "/", "--site", join(folder, "search")];
  execFileSync(process.execPath, cli, { stdio: ["ignore", "pipe", "pipe"] });
  for (const name of readdirSync(join(folder, "search"), { recursive: true })) {
    const path = join(folder, "search", name);
    if (statSync(path).isFile()) files[`/search/${name}`] = readFileSync(path);
  }
  const second = '<duizhao-search id="second" mode="dialog" hotkey="mod+k" src="/search/"></duizhao-search>';
  files["/"] = { bytes: page(["首页", "2024-01-01", "", "<p>欢迎</p>"], second), type: "text/html; charset=utf-8" };
  files["/site.css"] = { bytes: "body { font: 16px/1.6 sans-serif } header { height: 3rem }", type: "text/css" };
  browser = await launch();
  site = await host({ files });
});
after(async () => {
  await browser?.close();
  site?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function at(path = "/", options) {
  site.forget();
  const read = await reader(browser, site.origin + path, options);
  const box = read.page.locator("#box");
  return { ...read, box, input: box.locator("input"), hits: box.locator("a.hit") };
}

/** Asks and waits for the answer to this very question. */
async function ask({ input, box }, query) {
  await input.fill(query);
  await box.locator("[part=status]", { hasText: /篇|没有找到/ }).waitFor();
  await input.page().waitForTimeout(120);
  return box.locator(".title > span:first-child").allTextContents();
}

test("found across scripts, with only some of the pieces; nothing before the first use", async () => {
  const opened = await at();
  const { context, box, complaints } = opened;
  assert.deepEqual(
    site.asked().filter((path) => /search/.test(path)),
    [],
  );
  assert.deepEqual((await ask(opened, "经济")).sort(), ["市場的一天", "新桥通车"]);
  assert.deepEqual((await box.locator("mark").allTextContents()).sort(), ["經濟", "经济"].sort());
  const pieces = site.asked().filter((path) => path.startsWith("/search/") && path !== "/search/manifest.dzx");
  const all = Object.keys(files).filter((path) => path.startsWith("/search/")).length - 1;
  assert.ok(pieces.length > 0 && pieces.length <= all, `${pieces.length} of ${all}`);
  assert.equal(new Set(pieces).size, pieces.length, "none twice");
  assert.deepEqual(await ask(opened, "𠮷田"), ["𠮷田先生"]);
  assert.deepEqual(await ask(opened, "七零八落"), []);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("filters are typed: by source, date, title, and without", async () => {
  const opened = await at();
  assert.deepEqual((await ask(opened, "新桥")).sort(), ["市場的一天", "新桥通车"]);
  assert.deepEqual(await ask(opened, "新桥 source:晚报"), ["市場的一天"]);
  assert.deepEqual(await ask(opened, "新桥 date:2024"), ["新桥通车"]);
  assert.deepEqual(await ask(opened, "新桥 -商家"), ["新桥通车"]);
  assert.deepEqual(await ask(opened, '"新桥将在六月"'), ["新桥通车"]);
  assert.deepEqual(await ask(opened, '"新桥将在六月" -造价'), []);
  assert.match(await opened.box.locator("[part=status]").textContent(), /有 1 篇符合，但都含有减号排除的词/);
  await opened.context.close();
});

test("a piece that is not there any more, as after a new deployment, is told apart from an index that is not there", async () => {
  const opened = await at();
  await opened.page.route("**/search/*/*.bin", (route) => route.fulfill({ status: 404 }));
  await opened.input.fill("经济");
  await opened.box.locator(".error", { hasText: "刷新再试" }).waitFor();
  await opened.page.unroute("**/search/*/*.bin");
  assert.equal((await ask(opened, "经济受益")).length > 0, true);
  await opened.context.close();
});

test("as many as the panel shows at first, the others when the reader comes near, by the wheel or by keys", async () => {
  const opened = await at("/", { width: 900, height: 260 });
  const texts = () => site.asked().filter((path) => path.startsWith("/search/texts/")).length;
  const shows = (wanted) =>
    opened.page.waitForFunction(
      (n) => document.querySelector("#box").shadowRoot.querySelectorAll(".group").length === n,
      wanted,
    );
  await opened.input.fill("散步");
  await shows(4);
  await opened.page.waitForLoadState("networkidle");
  assert.ok(texts() <= 4, `${texts()} pieces of texts for four documents`);
  const first = await opened.box.locator(".title > span:first-child").allTextContents();
  for (let key = 0; key < 4; key += 1) await opened.input.press("ArrowDown");
  await shows(8);
  const active = await opened.input.getAttribute("aria-activedescendant");
  assert.equal(active, "hit-3", "the choice stays where it was");
  const eight = await opened.box.locator(".title > span:first-child").allTextContents();
  assert.deepEqual(eight.slice(0, 4), first, "what was there stays");
  assert.equal(new Set(eight).size, 8);
  await opened.input.fill("手记");
  await shows(4);
  await opened.box.locator(".scroll").evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await shows(8);
  await opened.context.close();
});

test("more on request, eight documents at a time", async () => {
  const opened = await at();
  await ask(opened, "手记");
  await opened.page.waitForFunction(
    () => document.querySelector("#box").shadowRoot.querySelectorAll(".group").length === 8,
  );
  await opened.box.locator(".more").click();
  await opened.page.waitForFunction(
    () => document.querySelector("#box").shadowRoot.querySelectorAll(".group").length === 16,
  );
  await opened.context.close();
});

test("a link leads to the words: the page is scrolled there and they are marked", async () => {
  const opened = await at();
  const { context, page, hits } = opened;
  await ask(opened, "公交改道");
  const href = decodeURIComponent(await hits.first().evaluate((link) => link.href));
  assert.match(href, /\/posts\/bridge\.html#when:~:text=/);
  await hits.first().click();
  await page.waitForURL(/bridge/);
  await page.waitForFunction(() => scrollY > 300);
  const words = page.locator("p", { hasText: "公交改道" });
  const box = await words.boundingBox();
  assert.ok(box.y >= 0 && box.y < 900, `in view, at ${box.y}`);
  const marked = await words.screenshot();
  // The same place without the fragment: what differs is the browser's mark.
  const { scrollY: top } = await page.evaluate(() => ({ scrollY }));
  await page.goto(`${site.origin}/posts/bridge.html`);
  await page.evaluate((top) => scrollTo(0, top), top);
  assert.notDeepEqual(await words.screenshot(), marked, "the words are marked on arrival");
  await context.close();
});

test("by keyboard alone, from the key to the page", async () => {
  const opened = await at();
  const { context, page, input, box } = opened;
  await page.locator("body").press("/");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "box");
  await page.keyboard.type("𠮷田");
  await opened.hits.first().waitFor();
  await page.keyboard.press("ArrowDown");
  const active = await input.getAttribute("aria-activedescendant");
  assert.equal(await box.locator(`#${active}`).getAttribute("aria-selected"), "true");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/posts\/rare\.html/);
  // The fragment with a character outside the basic plane is found as well.
  await page.waitForFunction(() => scrollY > 300);
  await context.close();
});

test("the input method's keys are its own, in every order in which browsers send them", async () => {
  const opened = await at();
  const { context, page, input, hits, box } = opened;
  await ask(opened, "手记");
  const session = await context.newCDPSession(page);
  await input.fill("");
  await session.send("Input.imeSetComposition", { text: "xinqiao", selectionStart: 7, selectionEnd: 7 });
  // While it composes: Enter takes the letters, arrows walk its candidates, Escape gives up; none is the box's.
  for (const key of ["Enter", "ArrowDown", "ArrowUp", "Escape"]) {
    await input.dispatchEvent("keydown", { key, keyCode: 229, isComposing: true });
    await input.dispatchEvent("keydown", { key, keyCode: 13, isComposing: true });
  }
  assert.equal(await input.inputValue(), "xinqiao");
  assert.equal(await input.getAttribute("aria-activedescendant"), null);
  assert.equal(new URL(page.url()).pathname, "/");
  await page.waitForTimeout(150);
  assert.equal(await hits.count(), 0, "half-typed sounds are not searched");
  await session.send("Input.insertText", { text: "新桥" });
  await box
    .locator("mark", { hasText: /新[桥橋]/ })
    .first()
    .waitFor();
  // Safari ends the composition before it sends the key that ended it: the code still says whose it is.
  await input.dispatchEvent("keydown", { key: "Enter", keyCode: 229, isComposing: false });
  await page.waitForTimeout(150);
  assert.equal(new URL(page.url()).pathname, "/");
  await context.close();
});

test("several boxes over one folder share it; a page's own navigation leaves them working", async () => {
  const opened = await at();
  const { context, page, complaints } = opened;
  await ask(opened, "新桥");
  const loads = site.asked().length;
  await page.keyboard.press("Control+k");
  await page.locator("#second input").fill("新桥");
  await page.locator("#second a.hit").first().waitFor();
  assert.equal(site.asked().length, loads, "what is there is not asked for again");
  await page.keyboard.press("Escape");
  // As routers do it: the address changes, the content is replaced, the box is built anew; the old one is gone for good.
  await page.evaluate(() => {
    history.pushState(null, "", "/posts/far/away/");
    const old = document.querySelector("#box");
    const fresh = old.cloneNode();
    old.replaceWith(fresh);
    document.querySelector("#second").remove();
    document.querySelector("main").replaceChildren("另一页");
  });
  assert.deepEqual((await ask(opened, "经济")).sort(), ["市場的一天", "新桥通车"]);
  const href = await opened.hits.first().evaluate((link) => link.href);
  assert.match(new URL(href).pathname, /^\/posts\/\w+\.html$/, "links hold wherever the page says it is");
  await page.keyboard.press("Control+k");
  assert.equal(await page.locator("dialog").count(), 0);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("an answer that comes late is dropped; a piece that does not come is one sentence, and the next try mends it", async () => {
  const opened = await at();
  const { context, page, input, box } = opened;
  await ask(opened, "手记");
  await page.route("**/search/**/*.bin", (route) => route.abort("internetdisconnected"));
  await input.fill("商家");
  await box.locator(".error").waitFor();
  assert.match(await box.locator(".error").textContent(), /断网/);
  await page.unroute("**/search/**/*.bin");
  assert.ok((await ask(opened, "商家說")).includes("市場的一天"));
  await context.close();
});

test("axe finds nothing in the open box, narrow too", async () => {
  for (const width of [1200, 320]) {
    const opened = await at("/", { width });
    await ask(opened, "新桥");
    assert.deepEqual(await violations(opened.page, "#box"), []);
    assert.ok((await opened.page.evaluate(() => document.documentElement.scrollWidth)) <= width);
    await opened.context.close();
  }
});
