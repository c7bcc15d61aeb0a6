// `<duizhao-search>` on a page of somebody else's, under a strict policy, in a real browser.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, ROOT } from "./reader.mjs";

const PACKAGE = join(ROOT, "dist", "npm");
const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'";
const POSTS = {
  "bridge.html":
    "# 新桥通车\n\n## 时间\n\n市长表示，新桥可能在5月通车。\n\n## 造价\n\n造价约100万元，**周边经济**受益。",
  "tea.html": "# 喝茶\n\n| 茶 | 水温 |\n| --- | --- |\n| 红茶 | 九十五度 |",
  "market.html": "# 市場的一天\n\n商家說，[經濟](https://example.org/)好轉，生意好了。",
};
const pages = {
  "/": '<duizhao-search hotkey="/" src="/s/search.dzx"></duizhao-search><p>正文</p><duizhao-search id="second" mode="dialog" hotkey="mod+k" src="/s/search.dzx"></duizhao-search>',
  "/classic": '<duizhao-search src="/s/search.dzx"></duizhao-search>',
};

let browser;
let server;
let origin;
const asked = [];

before(async () => {
  const { createBuilder } = await import(join(PACKAGE, "index.js"));
  const builder = await createBuilder();
  for (const [name, text] of Object.entries(POSTS))
    builder.add({ name, text, type: "markdown", url: `/posts/${name}` });
  const index = Buffer.from(await builder.finish());
  browser = await launch();
  server = createServer((request, response) => {
    const path = new URL(request.url, "http://x").pathname;
    asked.push(path);
    if (path === "/s/search.dzx") response.end(index);
    else if (pages[path] !== undefined) {
      response.setHeader("content-security-policy", STRICT).setHeader("content-type", "text/html; charset=utf-8");
      const script = path === "/classic" ? 'src="/element.iife.js"' : 'type="module" src="/element.js"';
      response.end(
        `<!doctype html><html lang="zh-Hans"><title>博客</title><main>${pages[path]}</main><script ${script}></script></html>`,
      );
    } else if (path.endsWith(".js") && existsSync(join(PACKAGE, path))) {
      response.setHeader("content-type", "text/javascript").end(readFileSync(join(PACKAGE, path)));
    } else response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
});
after(async () => {
  await browser?.close();
  server?.close();
});

async function at(path) {
  asked.length = 0;
  const context = await browser.newContext({ locale: "zh-CN" });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(origin + path);
  const search = page.locator("duizhao-search").first();
  return { context, page, search, input: search.locator("input"), hits: search.locator("a.hit"), complaints };
}

test("nothing is loaded before the first use; then pages, headings, marks and links to the very clause", async () => {
  const { context, page, input, hits, search, complaints } = await at("/");
  assert.deepEqual(
    asked.filter((path) => /search|module/.test(path)),
    [],
  );
  await input.fill("经济");
  await hits.first().waitFor();
  assert.deepEqual((await search.locator(".title > span:first-child").allTextContents()).sort(), [
    "市場的一天",
    "新桥通车",
  ]);
  assert.deepEqual((await search.locator("mark").allTextContents()).sort(), ["經濟", "经济"].sort());
  const bridge = search.locator("a.hit", { hasText: "周边" });
  assert.equal(await bridge.locator(".heading").textContent(), "造价");
  // No stars, and no brackets of a link.
  assert.equal((await bridge.locator(".snippet").textContent()).includes("*"), false);
  assert.match(
    await search.locator("a.hit", { hasText: "商家" }).locator(".snippet").textContent(),
    /商家說，經濟好轉/,
  );
  const url = new URL(await bridge.evaluate((link) => link.href));
  assert.equal(url.pathname, "/posts/bridge.html");
  assert.match(decodeURIComponent(await bridge.evaluate((link) => link.href)), /:~:text=周边经济$/);
  await input.press("ArrowDown");
  const active = await input.getAttribute("aria-activedescendant");
  assert.equal(await search.locator(`#${active}`).getAttribute("aria-selected"), "true");
  await input.press("Escape");
  assert.equal(await input.getAttribute("aria-expanded"), "false");
  // The second box asks for nothing again: the index is open.
  const loads = asked.length;
  await page.keyboard.press("Control+k");
  await page.locator("#second input").fill("新桥");
  await page.locator("#second a.hit").first().waitFor();
  assert.equal(asked.length, loads);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#second dialog").evaluate((dialog) => dialog.open), false);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("the page may go there in its own way, and moves of the element leave it working", async () => {
  const { context, page } = await at("/");
  await page.evaluate(() => {
    addEventListener("duizhao-select", (event) => {
      event.preventDefault();
      document.title = event.detail.document.title;
    });
    const element = document.querySelector("duizhao-search");
    element.remove();
    document.querySelector("main").append(element);
  });
  await page.locator("duizhao-search:not(#second) input").fill("通车");
  await page.locator("duizhao-search:not(#second) a.hit").first().waitFor();
  await page.locator("duizhao-search:not(#second) input").press("Enter");
  assert.equal(await page.title(), "新桥通车");
  assert.equal(new URL(page.url()).pathname, "/");
  await context.close();
});

test("what is typed in the box is no key of the page, which sees only the element around it", async () => {
  const { context, page, input } = await at("/");
  await page.evaluate(() => {
    window.pressed = [];
    document.addEventListener("keydown", ({ target, key }) => target.tagName !== "INPUT" && window.pressed.push(key));
  });
  await page.locator("body").press("ArrowRight");
  await input.focus();
  for (const key of ["ArrowRight", "s", "Escape", "Control+b"]) await input.press(key);
  assert.deepEqual(await page.evaluate(() => window.pressed), ["ArrowRight", "Control", "b"]);
  await context.close();
});

test("while the input method composes, nothing is searched and its keys are its own", async () => {
  const { context, page, input, hits, search } = await at("/");
  await input.focus();
  const session = await context.newCDPSession(page);
  await session.send("Input.imeSetComposition", { text: "jing", selectionStart: 4, selectionEnd: 4 });
  await input.dispatchEvent("keydown", { key: "Enter", keyCode: 229, isComposing: true });
  await page.waitForTimeout(150);
  assert.equal(await hits.count(), 0);
  await session.send("Input.insertText", { text: "经济" });
  await hits.first().waitFor();
  assert.equal(new URL(page.url()).pathname, "/");
  assert.ok((await search.locator("mark").count()) >= 2);
  await context.close();
});

test("what is found is seen whole: in a narrow box at the edge of the window, in a place that cuts off what stands out", async () => {
  const { context, page, input, hits } = await at("/");
  await page.locator("main").evaluate(({ style }) => {
    style.cssText =
      "overflow: hidden; width: 180px; height: 60px; margin-left: auto; position: relative; transform: none";
  });
  const panel = page.locator("duizhao-search .panel").first();
  const inside = async () => {
    await hits.first().click({ trial: true });
    const { x, y, width, height } = await panel.boundingBox();
    const window = page.viewportSize();
    assert.ok(x >= 0 && y >= 0 && x + width <= window.width && y + height <= window.height, "inside of the window");
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), window.width, "nothing grew");
    return y;
  };
  await input.fill("通车");
  await hits.first().waitFor();
  const box = await input.boundingBox();
  assert.ok((await inside()) > box.y, "below the box");
  await page.locator("main").evaluate(({ style }) => {
    style.marginTop = `${innerHeight - 100}px`;
  });
  await input.fill("通车典礼");
  await hits.first().waitFor();
  assert.ok((await inside()) < (await input.boundingBox()).y, "above it, where there is more room");
  await input.press("Escape");
  await panel.waitFor({ state: "hidden" });
  await context.close();
});

test("a hit in a table leads to its cell", async () => {
  const { context, input, hits } = await at("/");
  await input.fill("九十五度");
  await hits.first().waitFor();
  assert.match(decodeURIComponent(await hits.first().getAttribute("href")), /:~:text=九十五度$/);
  await context.close();
});

test("one classic script does the same", async () => {
  const { context, input, hits } = await at("/classic");
  await input.fill("通车");
  await hits.first().waitFor();
  await context.close();
});

test("axe finds nothing, closed or open", async () => {
  const { context, page, input, hits } = await at("/");
  await input.fill("经济");
  await hits.first().waitFor();
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  const { violations } = await page.evaluate(() => globalThis.axe.run("duizhao-search"));
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" ")}`),
    [],
  );
  await context.close();
});
