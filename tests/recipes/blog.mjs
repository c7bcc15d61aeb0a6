// What the tests of recipes share: a small blog, the packed package in a fresh folder, programs run as a user runs them, and a
// reader who types a word, follows the hit and stands before the words.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { before } from "node:test";
import { fresh, leftovers, stockBrowser } from "../package/fresh.mjs";
import { ROOT } from "../package/texts.mjs";

export const later = leftovers();
const POSTS = join(ROOT, "tests", "recipes", "posts");
/** The fresh folder with the package, and the browser; there when the tests of a file begin. */
export let here;
export let browser;

before(async () => {
  here = fresh(later);
  browser = await stockBrowser(later);
});

/** Runs a program of an installed package in a folder; its output only where it failed. */
export function runs(folder, [name, program], ...args) {
  const own = join(folder, "node_modules", name, program);
  const path = existsSync(own) ? own : here.at("node_modules", name, program);
  try {
    // As a user has it: nothing of this test run's environment.
    const env = { ...process.env, NODE_ENV: undefined, NODE_OPTIONS: "", NODE_TEST_CONTEXT: undefined };
    return execFileSync(process.execPath, [path, ...args], { cwd: folder, encoding: "utf8", stdio: "pipe", env });
  } catch (error) {
    throw new Error(`${name} ${args.join(" ")}: ${error.stderr}${error.stdout}`);
  }
}

/** Starts a server that ends with the tests, and gives the address that it names. */
export async function listening(folder, args) {
  const env = { ...process.env, NO_COLOR: "1", NODE_ENV: "", NODE_TEST_CONTEXT: undefined };
  const child = spawn(process.execPath, args, { cwd: folder, env });
  later(() => child.kill());
  return new Promise((settle, reject) => {
    let said = "";
    child.stdout.on("data", (piece) => {
      said += piece;
      const found = /http:\/\/localhost:\d+(\/[\w/]*)?/.exec(said);
      if (found) settle(found[0].replace(/\/?$/, "/"));
    });
    child.once("close", () => reject(new Error(said)));
  });
}

/** A folder with these files. */
export function site(name, files) {
  const folder = here.at(name);
  for (const [file, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), contents);
  }
  return folder;
}

/** What a reader does: types, looks, follows, and stands before the words. `pages` is how the generator names a post. */
export async function reads(address, pages, { open = "", opener = null } = {}) {
  const context = await browser.newContext({ locale: "zh-CN", viewport: { width: 1000, height: 500 } });
  // Themes ask for fonts and scripts of others; there is no network.
  await context.route("**", (route) => (route.request().url().startsWith(address) ? route.continue() : route.abort()));
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  const ask = async (query) => {
    await page.goto(address + open);
    const element = page.locator("duizhao-search").first();
    if (opener) await element.locator(opener).click();
    await element.locator("input").fill(query);
    await element.locator("a.hit").first().waitFor();
    return element;
  };
  // A word in the middle of a post; in the other script; a string that no dictionary has.
  for (const [query, mark, title] of [
    ["脐腐病", "脐腐病", "阳台上的番茄"],
    ["图书馆", "圖書館", "臺北兩日散步"],
    ["一口井", "一口井", "一张民国时期的县城地图"],
    ["GBK", "GBK", "把博客搬到静态网站"],
  ]) {
    const element = await ask(query);
    assert.equal(await element.locator(".title > span:first-child").first().textContent(), title, query);
    assert.equal(await element.locator("mark").first().textContent(), mark, query);
  }
  // Once for each post, not again for front page and archive.
  const titles = await (await ask("番茄苗")).locator(".title > span:first-child").allTextContents();
  assert.deepEqual(titles, ["阳台上的番茄"]);
  const element = await ask("脐腐病");
  await element.locator("a.hit").first().click();
  const target = page.locator("p", { hasText: "脐腐病也遇到过" });
  await target.waitFor();
  assert.equal(decodeURIComponent(new URL(page.url()).pathname), new URL(pages("balcony"), address).pathname);
  await page.waitForFunction(() => window.scrollY > 0);
  // The words are in sight, as the address asks: below the top of the section, which a plain anchor would show.
  const place = await target.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return { top, bottom, height: window.innerHeight };
  });
  assert.ok(place.top >= 0 && place.bottom <= place.height, JSON.stringify(place));
  assert.deepEqual(complaints, []);
  await context.close();
}

/** The posts by file name, in Markdown with a title and a date before it. */
export const posts = () => readdirSync(POSTS).map((name) => [name, readFileSync(join(POSTS, name), "utf8")]);
