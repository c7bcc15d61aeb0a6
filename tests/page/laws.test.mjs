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
const NOISE = "任何人都不得在馆内使用扩音的设备。";
const OLD = { name: "old.txt", text: law(HOURS, FOOD, LOANS) };
const NEW = { name: "new.txt", text: law(HOURS.replace("八", "十"), LOANS, NOISE) };

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
