// Pictures of the built page for looking at: every view, 1440 and 390 pixels wide, light and dark, into target/pictures.
// `node scripts/pictures.mjs --bless` also renews the few that the README shows (docs/).

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { main, ROOT, say } from "./steps.mjs";
import { chromium as findChromium } from "./toolchain.mjs";

const PAIR = "d=2024-06-02-landing-qa&d=2024-06-03-qa-full-repost";
const VIEWS = {
  home: "#/search",
  search: "#/search?q=阿波罗盆地",
  read: "#/read?d=2024-06-03-qa-full-repost&q=月球背面&at=0",
  columns: "#/columns?q=月球背面",
  across: "#/across?show=different",
  compare: `#/compare?${PAIR}`,
  segment: "#/segment",
  about: "#/about",
};
/** What the README shows, and under which name. */
const SHOWN = {
  "compare-1440-light": "compare.jpg",
  "search-1440-light": "search.jpg",
  "read-1440-dark": "read-dark.jpg",
  "across-1440-light": "across.jpg",
  "columns-1440-dark": "columns-dark.jpg",
  "compare-390-light": "compare-narrow.jpg",
  "search-390-dark": "search-narrow-dark.jpg",
};

await main(async () => {
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({
    executablePath: findChromium() ?? undefined,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
  const folder = join(ROOT, "target", "pictures");
  mkdirSync(folder, { recursive: true });
  const isBlessing = process.argv.includes("--bless");
  if (isBlessing) mkdirSync(join(ROOT, "docs"), { recursive: true });
  const page = pathToFileURL(join(ROOT, "dist", "duizhao.html")).href;
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ]) {
    for (const colorScheme of ["light", "dark"]) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale: "zh-CN" });
      const tab = await context.newPage();
      for (const [name, hash] of Object.entries(VIEWS)) {
        await tab.goto("about:blank");
        await tab.goto(page + hash);
        await tab.waitForFunction(() => document.querySelector("main")?.getAttribute("aria-busy") === "false");
        if (name === "compare") {
          await tab.locator("duizhao-compare .unit, duizhao-compare .rows li").first().waitFor();
          await tab.evaluate(() => document.querySelector("duizhao-compare").step(1));
        }
        // Fonts, the ribbon's measuring and the toast's fading take a moment.
        await tab.waitForTimeout(700);
        const shot = `${name}-${width}-${colorScheme}`;
        await tab.screenshot({ path: join(folder, `${shot}.png`), fullPage: name === "home" && width < 400 });
        const shown = SHOWN[shot];
        if (shown && isBlessing) await tab.screenshot({ path: join(ROOT, "docs", shown), type: "jpeg", quality: 84 });
      }
      await context.close();
    }
  }
  await browser.close();
  say(`pictures are in ${folder}`);
  if (isBlessing) say("docs/ has the README's pictures");
});
