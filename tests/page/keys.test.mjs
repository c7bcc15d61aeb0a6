// The keys that the help promises, where a reader presses them; and menus, which close as menus do.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ask, drop, launch, settled, visit } from "./reader.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const PAIR = "#/compare?d=2024-06-02-landing-qa&d=2024-06-03-qa-full-repost";
const isInBox = (page) =>
  page.waitForFunction(() => document.activeElement?.matches("duizhao-box input"), null, { timeout: 3000 });

test("an open menu closes on Escape, which gives the focus back, and on a press elsewhere", async () => {
  const { page, leave } = await visit(browser, { hash: PAIR });
  await page.locator("duizhao-compare .pane .unit").first().waitFor();
  const isOpen = () => page.locator(".menu").evaluate((menu) => menu.open);
  const open = async () => {
    await page.locator(".menu summary").click();
    assert.equal(await isOpen(), true);
  };
  await open();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  assert.equal(await isOpen(), false, "Escape");
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "SUMMARY");
  await open();
  await page.getByRole("button", { name: "不同", exact: true }).click();
  assert.equal(await isOpen(), false, "a choice beside it");
  await open();
  await page.locator("duizhao-compare .pane.left .unit").first().click();
  assert.equal(await isOpen(), false, "the text");
  await open();
  await page.locator("duizhao-compare .pane.left").focus();
  assert.equal(await isOpen(), false, "the focus has gone");
  await leave();
});

test("after files were chosen the key to the box works", async () => {
  const { page, leave } = await visit(browser);
  const input = page.locator(".drop input[type=file]").first();
  await input.focus();
  await input.setInputFiles({ name: "好.txt", mimeType: "text/plain", buffer: Buffer.from("月球背面的样品。") });
  await page.waitForFunction(() => document.querySelectorAll(".documents li").length === 1);
  await page.keyboard.press("/");
  await isInBox(page);
  assert.equal(await page.locator("duizhao-box input").inputValue(), "");
  await leave();
});

test("Escape leads from a text back to where it was found, and from there to the box", async () => {
  const { page, leave } = await visit(browser);
  await ask(page, "样品");
  const second = page.locator(".snippet").nth(1);
  const href = await second.getAttribute("href");
  await second.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => location.hash.startsWith("#/read"));
  await settled(page);
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.activeElement?.matches(".snippet"));
  assert.match(decodeURIComponent(page.url()), /#\/search\?q=样品$/);
  const of = (address) => new URLSearchParams(address.split("?")[1]).get("d");
  assert.equal(of(await page.evaluate(() => document.activeElement.getAttribute("href"))), of(href));
  await page.keyboard.press("Escape");
  await isInBox(page);
  await leave();
});

test("Escape lets go of a sentence that n or a fact has chosen", async () => {
  const { page, leave } = await visit(browser, { hash: PAIR });
  const compare = page.locator("duizhao-compare");
  await compare.locator(".pane .unit").first().waitFor();
  const stands = () => compare.locator(".readout .tag").count();
  for (const choose of [() => page.keyboard.press("n"), () => compare.locator(".facts li button").first().click()]) {
    await choose();
    await compare.locator(".readout .tag").first().waitFor();
    await page.keyboard.press("Escape");
    await page.waitForTimeout(100);
    assert.equal(await stands(), 0);
  }
  await leave();
});

test("n and p step through what has changed in a table of articles", async () => {
  const law = (word) => ({
    name: `${word}.txt`,
    text: Array.from(
      { length: 230 },
      (_, i) => `第${i + 1}条 本条说的是第${i + 1}件事，${i % 50 === 4 ? word : "照旧"}办理，不得拖延。`,
    ).join("\n\n"),
  });
  const { page, leave } = await visit(browser);
  await drop(page, [law("当场"), law("书面")]);
  await page.evaluate(() => {
    location.hash = "#/compare?d=当场&d=书面&unit=article";
  });
  await page.locator(".articles-table th").first().click();
  const at = () =>
    page.evaluate(() => {
      const row = document.activeElement?.closest("tr.changed");
      const head = document.querySelector(".articles-table th").getBoundingClientRect();
      const { top = -1 } = row?.getBoundingClientRect() ?? {};
      return row && top >= head.bottom && top < innerHeight ? /第(\d+)条/.exec(row.textContent)[1] : null;
    });
  for (const [key, wanted] of [
    ["n", "5"],
    ["n", "55"],
    ["p", "5"],
    ["n", "55"],
    ["n", "105"],
    ["n", "155"],
    ["n", "205"],
    ["n", "5"],
  ]) {
    await page.keyboard.press(key);
    assert.equal(await at(), wanted);
  }
  await leave();
});

test("completions stand under the head, over none of it", async () => {
  for (const width of [1440, 900]) {
    const { page, leave } = await visit(browser, { width, hash: "#/search?q=样品" });
    await page.locator("duizhao-box input").fill("着");
    await page.locator("duizhao-box [role=option]").first().waitFor();
    const tops = await page.evaluate(() => ({
      head: document.querySelector(".head").getBoundingClientRect().bottom,
      option: document.querySelector("duizhao-box [role=option]").getBoundingClientRect(),
      found: document.querySelector(".found-head h1")?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY,
    }));
    assert.ok(tops.option.top >= tops.head, `${width}: ${JSON.stringify(tops)}`);
    assert.ok(tops.option.bottom <= tops.found + 4, `${width}: ${JSON.stringify(tops)}`);
    await leave();
  }
});

test("the frame of a result goes around its buttons too", async () => {
  const { page, leave } = await visit(browser, { hash: "#/search?q=样品" });
  await page.locator(".snippet").first().waitFor();
  await page.locator("duizhao-box input").focus();
  await page.keyboard.press("Enter");
  const frame = await page
    .locator(".snippet")
    .first()
    .evaluate((snippet) => {
      const style = getComputedStyle(snippet, "::after");
      const { width, height } = snippet.closest(".passage").getBoundingClientRect();
      return {
        own: getComputedStyle(snippet).outlineStyle,
        outline: style.outlineStyle,
        sizes: [style.width, style.height].map((size) => Math.round(Number.parseFloat(size))),
        whole: [width, height].map(Math.round),
      };
    });
  assert.equal(frame.own, "none");
  assert.equal(frame.outline, "solid");
  assert.deepEqual(frame.sizes, frame.whole);
  await leave();
});
