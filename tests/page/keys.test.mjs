// Menus close as menus do.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, visit } from "./reader.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const PAIR = "#/compare?d=2024-06-02-landing-qa&d=2024-06-03-qa-full-repost";

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
