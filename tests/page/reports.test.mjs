// The main job: five noisy reports in one offline page, searched and set side by side. Skipped aloud where they are not.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ask, drop, fiveReports, launch, marks, settled, visit } from "./reader.mjs";

const reports = fiveReports();
const skip = reports === null ? "the five reports of ../shared/corpus/seeds are not here" : false;
let browser;
before(async () => {
  if (!skip) browser = await launch();
});
after(() => browser?.close());

/** The reports that answer, by the number in their names. */
async function answering(page) {
  const links = await page.locator(".by-document h2 a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  return links.map((href) => new URLSearchParams(href.split("?")[1]).get("d").slice(0, 3)).sort();
}

test("five reports are dropped, searched, read, put in columns and compared", { skip }, async () => {
  const { page, leave } = await visit(browser);
  await drop(page, reports);
  assert.equal(await page.locator(".documents li").count(), 5);
  assert.equal(await page.locator(".problems").count(), 0);

  for (const query of ["图片生成", "圖片生成", "图像生成"]) {
    await ask(page, query);
    assert.deepEqual(await answering(page), ["000", "001", "004"], query);
  }

  await ask(page, "经济论坛");
  assert.ok(
    (await marks(page)).join("").includes("經(jīng)濟(jì)論壇"),
    "the highlight covers the characters as they are written, noise and all",
  );

  await ask(page, '"经济论坛" -语音');
  const said = await page.locator(".nothing").textContent();
  assert.match(said, /1 篇文档符合，但都含有减号排除的词/, "the one document that has the phrase also says 语音");
  assert.doesNotMatch(said, /都没有出现|相近的词/);

  for (const query of ["tupian", "shengcheng"]) {
    await ask(page, query);
    assert.ok((await answering(page)).includes("000"), `${query}: texts that are opened are found by pinyin too`);
  }

  for (const query of ["Amodei", "阿莫迪"]) {
    await ask(page, query);
    const found = await answering(page);
    for (const one of ["000", "001", "002", "003", "004"])
      assert.ok(found.includes(one), `${query} finds ${one}; found ${found}`);
  }

  await ask(page, "图片生成");
  await page.locator(".snippet").first().click();
  await settled(page);
  assert.equal((await page.locator("duizhao-text mark.now").count()) > 0, true, "the passage is marked in its text");
  const inView = await page
    .locator("duizhao-text mark.now")
    .first()
    .evaluate((mark) => {
      const { top, bottom } = mark.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
  assert.ok(inView, "and it is in view");

  await page.locator(".views a", { hasText: "分栏" }).click();
  await settled(page);
  assert.equal(await page.locator(".columns > li").count(), 5);
  assert.equal(await page.locator(".columns > li.silent").count(), 2);

  const ids = await page
    .locator(".columns h2 a")
    .evaluateAll((all) => all.map((a) => new URLSearchParams(a.getAttribute("href").split("?")[1]).get("d")));
  const [left, right] = ["000", "001"].map((number) => ids.find((id) => id.startsWith(number)));
  const started = Date.now();
  await page.evaluate(
    (hash) => {
      location.hash = hash;
    },
    `#/compare?d=${encodeURIComponent(left)}&d=${encodeURIComponent(right)}`,
  );
  await page.locator("duizhao-compare .pane.right .unit").first().waitFor();
  assert.ok(Date.now() - started < 5000, "comparing takes no patience");
  const linked = await page.locator("duizhao-compare .pane.left .unit:not(.only)").count();
  assert.ok(linked > 20, `the two reports of one interview share more than ${linked} sentences`);
  assert.ok((await page.locator("duizhao-compare .facts li").count()) > 0, "differences in fact are listed first");
  await leave();
});

test("the reports and a search survive as an index file", { skip }, async () => {
  const { page, leave } = await visit(browser);
  await drop(page, reports.slice(0, 2));
  await page.locator(".views a", { hasText: "关于" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "保存索引" }).click();
  const file = await (await download).path();
  const { readFileSync } = await import("node:fs");
  const bytes = readFileSync(file);
  await page.reload();
  await settled(page);
  await drop(page, [{ name: "two.dzx", bytes }]);
  await page.locator(".brand").click();
  await settled(page);
  assert.equal(await page.locator(".documents li").count(), 2);
  await leave();
});
