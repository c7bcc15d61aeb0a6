// Two versions of one law: told apart by name, set article by article, and kept from being called what they are not.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { drop, launch, settled, visit } from "./reader.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** A law of one title and one date of adoption, whatever its version. */
const law = (...articles) =>
  `# 图书馆管理办法\n\n1983年12月8日 市人民代表大会常务委员会通过\n\n${articles.map((text, i) => `第${"一二三四五六七八九十"[i]}条 ${text}`).join("\n\n")}\n`;
const HOURS = "阅览室每日开放八小时，周末照常。";
const FOOD = "读者不得在室内饮食。";
const LOANS = "借出的图书应当在三十日内归还。";
const WAYS = "馆舍应当设置无障碍通道，由专人维护，经费列入年度预算。";
const OLD = { name: "old.txt", text: law(HOURS, FOOD, LOANS) };
const NEW = { name: "new.txt", text: law(HOURS.replace("八", "十"), LOANS, WAYS) };

async function atLaws(more = {}, files = [OLD, NEW]) {
  const visited = await visit(browser, more);
  const { page } = visited;
  await drop(page, files);
  await page.waitForFunction((n) => document.querySelectorAll(".documents li").length === n, files.length);
  return visited;
}

async function go(page, hash) {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, hash);
  await settled(page);
}

/** What an export gives. */
async function exported(page, name) {
  await page.locator(".menu summary").click();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name }).click();
  return readFileSync(await (await download).path(), "utf8");
}

test("two documents of one title and one date are told apart wherever one is named", async () => {
  const { page, leave } = await atLaws();
  const differ = async (texts, where) => {
    const [left, right] = await texts;
    assert.notEqual(left, right, where);
    for (const [text, name] of [
      [left, /old/],
      [right, /new/],
    ])
      assert.match(text, name, where);
  };
  await differ(page.locator(".documents li > a").allInnerTexts(), "the list");
  await go(page, "#/compare?d=old&d=new");
  await differ(page.locator("duizhao-compare .pane header").allInnerTexts(), "the panes");
  await differ(
    page.locator(".comparing-bar select option:checked").evaluateAll((all) => all.map((one) => one.text)),
    "the selectors",
  );
  assert.match(await page.title(), /old\.txt.*new\.txt/);
  const report = await exported(page, "网页报告");
  await differ(report.match(/<th lang.*?<\/th>/g), "the report");
  await go(page, "#/compare?d=old&d=new&unit=article");
  await differ(page.locator(".articles-table th[lang]").allInnerTexts(), "the table");
  await leave();
});

test("a title that stands alone has no file's name beside it", async () => {
  const { page, leave } = await atLaws({}, [OLD, { name: "other.txt", text: "# 别的办法\n\n第一条 别的事。\n" }]);
  assert.equal(await page.locator(".apart").count(), 0);
  await leave();
});

const dated = ({ name, text }, date) => ({ name, text: text.replace("1983年12月8日", date) });
const heads = (page) => page.locator(".articles-table th").allInnerTexts();
const whats = async (page) => (await page.locator(".articles-table tbody td.what").allInnerTexts()).join(" ");

test("with equal dates nothing says which law is the old one, on either side", async () => {
  const { page, leave } = await atLaws();
  for (const [left, right] of [
    ["old", "new"],
    ["new", "old"],
  ]) {
    await go(page, `#/compare?d=${left}&d=${right}&unit=article`);
    await page.waitForFunction(
      (name) => document.querySelector(".articles-table th")?.textContent.includes(name),
      left,
    );
    const [first, change, last] = await heads(page);
    assert.doesNotMatch(`${first} ${last}`, /旧条文|新条文/);
    assert.match(first, new RegExp(left));
    assert.match(change, /左→右/);
    const [csv] = (await exported(page, "CSV")).split("\r\n");
    assert.match(csv, /左条号,右条号,变动（左→右）/);
  }
  await leave();
});

test("with dates that differ the later law is the new one, on whichever side it stands", async () => {
  const { page, leave } = await atLaws({}, [OLD, dated(NEW, "2024年9月13日")]);
  await go(page, "#/compare?d=old&d=new&unit=article");
  await page.locator(".articles-table").waitFor();
  const [first, , last] = await heads(page);
  assert.match(first, /旧条文/);
  assert.match(last, /新条文/);
  const added = () => page.locator(".articles-table tr", { hasText: "无障碍通道" }).locator("td.what").textContent();
  assert.equal(await added(), "新增");
  await page.getByRole("button", { name: "左右对调" }).click();
  await page.waitForFunction(() => document.querySelector(".articles-table th")?.textContent.includes("新条文"));
  assert.match((await heads(page))[2], /旧条文/);
  assert.equal(await added(), "新增", "the new law's own article is not called dropped");
  assert.match(await whats(page), /删除/);
  const [csv] = (await exported(page, "CSV")).split("\r\n");
  assert.match(csv, /新条号,旧条号,变动/);
  await leave();
});

test("paragraphs and items of an article stand on lines of their own, in the table and interleaved", async () => {
  const lines = [
    "有下列行为之一的，处五万元罚款：",
    "（一）在书上涂写的；",
    "（二）撕去书页的。",
    "情节轻微的，予以警告。",
  ];
  const old = { name: "old.txt", text: law(HOURS, lines.join("\n\n")) };
  const next = {
    name: "new.txt",
    text: law(HOURS, lines.join("\n　　").replace("五", "十").replace("在书上", "在书籍上")),
  };
  const { page, leave } = await atLaws({}, [old, next]);
  await go(page, "#/compare?d=old&d=new&unit=article");
  const row = page.locator(".articles-table tr.amended", { hasText: "涂写" });
  const linesOf = async (place) =>
    (await place.allInnerTexts())[0].split("\n").map((line) => line.replace(/[左右↗]/gu, "").trim());
  const wanted = [`第二条 ${lines[0]}`, ...lines.slice(1)];
  assert.deepEqual(await linesOf(row.locator("td").first()), wanted);
  assert.equal((await linesOf(row.locator("td").last())).length, 4);
  await page.setViewportSize({ width: 390, height: 844 });
  await go(page, "#/compare?d=old&d=new&unit=article&layout=panes");
  const said = page.locator("duizhao-compare .rows .said.left", { hasText: "涂写" });
  assert.deepEqual(await linesOf(said), wanted);
  await leave();
});

test("far down a long table its heading stands under the head of the page, with nothing between", async () => {
  const many = (word) => ({
    name: `${word}.txt`,
    text: Array.from({ length: 120 }, (_, i) => `第${i + 1}条 本条说的是${word}的第${i + 1}件事，应当照办。`).join(
      "\n\n",
    ),
  });
  const { page, leave } = await atLaws({}, [many("旧"), many("新")]);
  await go(page, "#/compare?d=旧&d=新&unit=article");
  await page.locator(".articles-table").waitFor();
  for (const width of [1440, 900, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate(() => scrollTo(0, 3000));
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const { above, top } = await page.evaluate(() => ({
      above: Math.max(0, document.querySelector(".head").getBoundingClientRect().bottom),
      top: document.querySelector(".articles-table th").getBoundingClientRect().top,
    }));
    assert.equal(above > 0, width > 640, `the head stays where the screen is wide; ${width}`);
    assert.ok(top <= above && top >= above - 2, `${width} px: a gap from ${above} to ${top}`);
  }
  await leave();
});

test("a number inside a reworded stretch is seen as a number, in the table and in the report", async () => {
  const fine = (least, most) => `擅自撕去书页的，并处${least}元以上${most}元以下的罚款。`;
  const { page, leave } = await atLaws({}, [
    { ...OLD, text: law(HOURS, fine("五万", "二十万")) },
    { ...NEW, text: law(HOURS, fine("十万", "五十万")) },
  ]);
  await go(page, "#/compare?d=old&d=new&unit=article");
  const row = page.locator(".articles-table tr.amended", { hasText: "撕去" });
  const wanted = ["五万元", "二十万元", "十万元", "五十万元"];
  assert.deepEqual(await row.locator("mark.fact").allTextContents(), wanted);
  const report = await exported(page, "网页报告");
  assert.deepEqual(
    [...report.matchAll(/<mark class="\w+ fact"[^>]*>([^<]*)/g)].map(([, text]) => text),
    wanted,
  );
  await leave();
});

test("a fact that one side does not say stands beside what it says there, and no word is cut", async () => {
  const more = "，以便在全国范围内推广使用，并接受各方监督";
  const text = (hedge) =>
    `# 公告\n\n图书馆的Acquisitions部门${hedge}在明年春天采购三千册Encyclopaedia图书${more}。\n\n今天天气很好。\n`;
  const { page, leave } = await atLaws({}, [
    { name: "old.txt", text: text("可能") },
    { name: "new.txt", text: text("") },
  ]);
  await go(page, "#/compare?d=old&d=new");
  const says = page.locator("duizhao-compare .facts li").first().locator(".says");
  await says.first().waitFor();
  const [left, right] = await says.allTextContents();
  assert.match(left, /部门可能在明年春天/);
  assert.match(right, /部门在明年春天.*（未说）/);
  const whole = text("").split(/[^A-Za-z]+/);
  for (const side of [left, right]) {
    for (const word of side.match(/[A-Za-z]+/g) ?? []) assert.ok(whole.includes(word), `${word} is cut out of a word`);
  }
  await leave();
});

test("no word of the English interface is broken, wide or narrow", async () => {
  const { page, leave } = await atLaws({ locale: "en-GB" });
  const broken = () =>
    page.evaluate(() => {
      const found = [];
      for (const element of document.querySelectorAll("button, summary, label, td.what, th.what")) {
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          for (const { 0: word, index } of node.data.matchAll(/[A-Za-z]{2,}/g)) {
            const range = document.createRange();
            range.setStart(node, index);
            range.setEnd(node, index + word.length);
            if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) found.push(word);
          }
        }
      }
      return { found, isWide: document.documentElement.scrollWidth > innerWidth };
    });
  for (const width of [1440, 360, 320]) {
    await page.setViewportSize({ width, height: 800 });
    for (const [hash, there] of [
      ["#/compare?d=old&d=new&unit=article", ".articles-table"],
      ["#/read?d=new&q=图书馆&at=0", ".picture-menu"],
    ]) {
      await go(page, hash);
      await page.locator(there).first().waitFor({ state: "attached" });
      assert.deepEqual(await broken(), { found: [], isWide: false }, `${hash} at ${width} px`);
    }
  }
  await leave();
});
