// WCAG 2.2 AA in every view, light and dark, wide and narrow; and what the colours and sizes must keep.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { launch, settled, visit } from "./reader.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const VIEWS = {
  home: "#/search",
  search: "#/search?q=阿波罗盆地",
  nothing: "#/search?q=鲸鱼",
  read: "#/read?d=2024-06-03-qa-full-repost&q=着陆器&at=0",
  timeline: "#/read?d=2024-06-28-timeline",
  columns: "#/columns?q=月球背面",
  across: "#/across?q=月球",
  compare: "#/compare?d=2024-06-02-landing-qa&d=2024-06-03-qa-full-repost",
  segment: "#/segment",
  about: "#/about",
};

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 320]) {
    test(`no violation of WCAG 2.2 AA, ${colorScheme}, ${width} px`, async () => {
      // The page's own policy forbids the checker's script as it would a stranger's: only here it is set aside.
      const { page, leave } = await visit(browser, { colorScheme, width, bypassCSP: true });
      await page.addScriptTag({ content: axe });
      const faults = [];
      for (const [name, hash] of Object.entries(VIEWS)) {
        await page.evaluate((hash) => {
          location.hash = hash;
        }, hash);
        await page.waitForTimeout(150);
        await settled(page);
        if (name === "compare") {
          await page.locator("duizhao-compare .pane .unit, duizhao-compare .rows li").first().waitFor();
          await page.keyboard.press("n");
          await page.waitForTimeout(150);
        }
        const { violations } = await page.evaluate(() =>
          window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }),
        );
        for (const { id, nodes } of violations) {
          faults.push(
            `${name}: ${id}: ${nodes
              .slice(0, 3)
              .map((node) => `${node.target.join(" ")} ${node.any[0]?.message ?? node.all[0]?.message ?? ""}`)
              .join("; ")}`,
          );
        }
        const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        if (isWide) faults.push(`${name}: sticks out at ${width} px`);
      }
      assert.deepEqual(faults, []);
      await leave();
    });
  }
}

test("the dialogs too", async () => {
  const { page, leave } = await visit(browser, { bypassCSP: true });
  await page.addScriptTag({ content: axe });
  for (const open of [
    () => page.getByRole("button", { name: "快捷键与查询写法" }).click(),
    () => page.getByRole("button", { name: "粘贴文字" }).click(),
  ]) {
    await open();
    await page.locator("dialog[open]").waitFor();
    const { violations } = await page.evaluate(() => window.axe.run(document.querySelector("dialog")));
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0].target}`),
      [],
    );
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
  }
  await leave();
});

test("a text is set as a book is: measure, leading, the glyphs of its script", async () => {
  const { page, leave } = await visit(browser, { hash: "#/read?d=2024-11-15-results-hant" });
  const set = await page.locator("duizhao-text").evaluate((text) => {
    const style = getComputedStyle(text);
    const size = Number.parseFloat(style.fontSize);
    return {
      lang: text.lang,
      chars: text.getBoundingClientRect().width / size,
      leading: Number.parseFloat(style.lineHeight) / size,
      strict: style.lineBreak,
    };
  });
  assert.equal(set.lang, "zh-Hant");
  assert.equal(set.strict, "strict");
  assert.ok(set.chars >= 32 && set.chars <= 40, `${set.chars} characters a line`);
  assert.ok(set.leading >= 1.7 && set.leading <= 2, `leading ${set.leading}`);
  await leave();
});

test("less motion is honoured", async () => {
  const { page, leave } = await visit(browser, { reducedMotion: "reduce" });
  const moving = await page.evaluate(
    () =>
      [...document.querySelectorAll("*")].filter(
        (element) => Number.parseFloat(getComputedStyle(element).transitionDuration) > 0,
      ).length,
  );
  assert.equal(moving, 0);
  await leave();
});
