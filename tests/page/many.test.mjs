// Much of everything: thousands of documents, a book, a text without a line break. Nothing may hold the page up.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ask, drop, launch, settled, titles, visit } from "./reader.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const SENTENCES = ["月球背面的样品已经运回。", "着陆器在盆地里着陆，一切正常。", "专家说，结论还要等一等。"];
/** A text of about `chars` characters that says something else in every place. */
function long(chars, between = "") {
  let text = "";
  for (let i = 0; text.length < chars; i++) text += `第${i}句：${SENTENCES[i % 3]}${between}`;
  return text;
}

test("of several hundred documents each can be found in the list, picked to read, and set in columns", async () => {
  const { page, leave } = await visit(browser);
  const lines = Array.from({ length: 400 }, (_, i) =>
    JSON.stringify({ id: `d${i}`, title: `第${i}号文件`, text: `这是第${i}号。${i % 40 ? "" : "里面说到鹊桥二号。"}` }),
  );
  await drop(page, [{ name: "many.jsonl", text: lines.join("\n") }]);
  assert.ok((await page.locator(".documents li").count()) <= 100, "the list is cut");
  await page.locator(".narrowing").fill("399号");
  await settled(page);
  assert.deepEqual(await page.locator(".documents li > a").allInnerTexts(), ["第399号文件"]);
  await page.locator(".documents li > a").click();
  await settled(page);
  await page.locator(".picked").click();
  await page.locator("dialog input").fill("第17号");
  await page.locator(".pick-list button", { hasText: "第17号文件" }).click();
  await settled(page);
  assert.match(await page.locator("duizhao-text").textContent(), /这是第17号/);
  await page.evaluate(() => {
    location.hash = "#/columns?q=鹊桥二号";
  });
  await page.locator(".columns > li").first().waitFor();
  assert.equal(await page.locator(".columns > li").count(), 10);
  assert.match(await page.locator(".silent-list summary").textContent(), /390/);
  assert.ok((await page.evaluate(() => document.querySelectorAll("*").length)) < 3000, "the page stays small");
  await leave();
});

test("documents chosen on the first screen are the columns; the choice is in the address", async () => {
  const { page, leave } = await visit(browser);
  for (const at of [0, 2, 4]) await page.locator(".documents .choose input").nth(at).check();
  await page.locator(".chooser a", { hasText: "分栏看" }).click();
  await ask(page, "月球背面");
  assert.equal(await page.locator(".columns > li").count(), 3);
  assert.equal(new URLSearchParams(page.url().split("?")[1]).getAll("d").length, 3);
  await page.locator(".choice summary").click();
  await page.locator(".choice input:checked").first().uncheck();
  await settled(page);
  assert.equal(await page.locator(".columns > li").count(), 2);
  await leave();
});

test("a book and a line without an end are laid out in portions, whole in the end, and a place is reached at once", async () => {
  const { page, leave } = await visit(browser);
  const book = long(300_000, "\n\n");
  const line = long(300_000);
  await drop(page, [
    { name: "书.txt", text: book },
    { name: "行.txt", text: line },
  ]);
  for (const [name, text] of [
    ["书", book],
    ["行", line],
  ]) {
    await page.evaluate(
      (hash) => {
        location.hash = hash;
      },
      `#/read?d=${encodeURIComponent(name)}&q=${encodeURIComponent("第9000句")}&at=1`,
    );
    await settled(page);
    await page.locator("duizhao-text mark.now").first().waitFor();
    await page.waitForFunction(() => {
      const { top, bottom } = document.querySelector("duizhao-text mark.now").getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
    await page.waitForFunction(
      (length) => document.querySelector("duizhao-text").textContent.replace(/\s/g, "").length === length,
      text.replace(/\s/g, "").length,
    );
    const longest = await page
      .locator("duizhao-text")
      .evaluate((set) => Math.max(...[...set.children].map((child) => child.textContent.length)));
    assert.ok(longest <= 3000, `${name}: an element of ${longest} characters`);
  }
  await leave();
});

test("all places of a text are counted and marked where it is read, and the list says that it shows a part", async () => {
  const { page, leave } = await visit(browser);
  const talk = "鹊桥二号飞过去了，又说鹊桥二号，再说鹊桥二号。";
  const text = `${talk}\n\n${Array.from({ length: 30 }, () => `${long(300)}天上是鹊桥二号。`).join("\n\n")}\n\n转载请注明：鹊桥二号日报`;
  const places = text.split("鹊桥二号").length - 1;
  await drop(page, [{ name: "long.txt", text }]);
  await ask(page, "鹊桥二号");
  const [, passages] = (await page.locator(".result-count").textContent()).match(/有 (\d+) 段/) ?? [];
  assert.ok(Number(passages) > 30, `${passages} passages`);
  assert.match(await page.locator(".rest").textContent(), /全文中还有 \d+ 段/);
  await page.locator(".rest a").click();
  await page.locator("duizhao-text").waitFor();
  assert.match(await page.locator(".hits .num").textContent(), new RegExp(`${places}`));
  await leave();
});

test("a file still waiting can be taken off the list", async () => {
  const { page, leave } = await visit(browser);
  const files = Array.from({ length: 300 }, (_, i) => ({ name: `f${i}.txt`, text: `第${i}篇说到月球背面。` }));
  await page.evaluate(() => {
    // The last one waits as long as this list is looked at: whoever comes first, it is skipped in time.
    const seen = new MutationObserver(() => {
      const waiting = [...document.querySelectorAll(".files .waiting .remove")].at(-1);
      if (!waiting) return;
      seen.disconnect();
      window.skipped = waiting.getAttribute("aria-label");
      waiting.click();
    });
    seen.observe(document.body, { childList: true, subtree: true });
  });
  await drop(page, files);
  const skipped = await page.evaluate(() => window.skipped);
  assert.match(skipped, /f\d+\.txt/);
  assert.match(await page.locator(".documents-head").textContent(), /299 篇/);
  await leave();
});

test("characters that would turn a line around are shown by name, in texts and in titles", async () => {
  const { page, leave } = await visit(browser);
  await drop(page, [
    {
      name: "反.jsonl",
      text: JSON.stringify({ id: "x", title: "年报\u202egpj.exe", text: "月球背面\u202e倒过来\u202c的样品。" }),
    },
  ]);
  await ask(page, "月球背面");
  assert.equal((await titles(page)).length, 1);
  assert.deepEqual(
    await page.locator(".by-document h2 .control").evaluateAll((all) => all.map((c) => c.dataset.name)),
    ["RLO"],
  );
  await page.locator(".by-document h2 a").click();
  await settled(page);
  assert.deepEqual(await page.locator("duizhao-text .control").evaluateAll((all) => all.map((c) => c.dataset.name)), [
    "RLO",
    "PDF",
  ]);
  const order = await page.locator("duizhao-text").evaluate((text) => {
    const place = (needle) => {
      const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf(needle);
        if (at < 0) continue;
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + needle.length);
        return range.getBoundingClientRect().left;
      }
      return Number.NaN;
    };
    return [place("倒"), place("过"), place("来")];
  });
  assert.ok(order[0] < order[1] && order[1] < order[2], `the characters stand in their order: ${order}`);
  await leave();
});
