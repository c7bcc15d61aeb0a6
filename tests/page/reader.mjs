// A reader at the page: a stock Chromium that opens the built file from disk, with everything it does written down.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const PAGE = join(ROOT, "dist", "duizhao.html");

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the browser; without it the tests fail rather than pass by doing nothing. */
export async function launch() {
  assert.ok(existsSync(PAGE), `${PAGE} is not built: run \`npm start\` or \`npm test -- build page\``);
  return chromium.launch({ executablePath: process.env.DUIZHAO_CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
}

/**
 * Opens the page as a reader would. `requests` are those beyond the file itself, `complaints` what the console said;
 * `leave` asserts that there were none of either.
 */
export async function visit(
  browser,
  { hash = "", locale = "zh-CN", colorScheme = "light", width = 1440, height = 900, before, ...more } = {},
) {
  const context = await browser.newContext({
    locale,
    colorScheme,
    viewport: { width, height },
    acceptDownloads: true,
    ...more,
  });
  if (before) await context.addInitScript(before);
  const page = await context.newPage();
  const requests = [];
  const complaints = [];
  const own = pathToFileURL(PAGE).href;
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(own) && !url.startsWith("blob:") && !url.startsWith("data:")) requests.push(url);
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error.stack ?? error)));
  await page.goto(own + hash);
  await page.waitForFunction(() => document.querySelector("main")?.getAttribute("aria-busy") === "false");
  const leave = async () => {
    await context.close();
    assert.deepEqual(requests, [], "the page asked the network for something");
    assert.deepEqual(complaints, [], "the console is not clean");
  };
  return { page, context, requests, complaints, leave };
}

/** Waits until the page has drawn what was last done, and the engine has answered what the address asks. */
export async function settled(page) {
  // The page draws in the next frame; before it, what is there is still the answer of before.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.waitForFunction(
    () => document.querySelector("main")?.getAttribute("aria-busy") === "false" && !document.querySelector(".opening"),
  );
}

/** Drops files on the page. `files` are `{ name, bytes | text }`. */
export async function drop(page, files) {
  const plain = files.map(({ name, bytes, text }) => ({
    name,
    base64: Buffer.from(bytes ?? text, "utf8").toString("base64"),
  }));
  await page.evaluate((plain) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of plain) {
      transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
    }
    for (const type of ["dragenter", "dragover", "drop"]) {
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }
  }, plain);
  await page.waitForTimeout(100);
  await settled(page);
}

/** Types into the search box and waits for the answer. */
export async function ask(page, query) {
  await page.locator("duizhao-box input").fill(query);
  await page.waitForTimeout(60);
  await settled(page);
}

/** The titles of the documents found, in order. */
export function titles(page) {
  return page.locator(".by-document h2").allInnerTexts();
}

/** The texts of all marks, noise included as it stands in the source. */
export function marks(page, scope = ".results") {
  return page.locator(`${scope} mark`).allTextContents();
}

/** The five real reports beside the project, or null where they are not; the caller skips aloud. */
export function fiveReports() {
  for (let folder = ROOT; ; folder = dirname(folder)) {
    for (const shared of [process.env.DUIZHAO_SHARED, join(folder, "../shared"), join(folder, "shared")]) {
      if (!shared) continue;
      const seeds = join(shared, "corpus", "seeds");
      if (!existsSync(seeds)) continue;
      const names = [
        "000_3dcd196dd69d9bf6.txt",
        "001_d03ad04b2a24db2e.txt",
        "002_46b15d6f3d90cf8b.txt",
        "003_b5580065a6987a8a.txt",
        "004_9ff2d3224dff8cea.txt",
      ];
      return names.map((name) => ({ name, bytes: readFileSync(join(seeds, name)) }));
    }
    if (dirname(folder) === folder) return null;
  }
}
