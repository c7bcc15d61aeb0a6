// `<duizhao-compare>` and `<duizhao-columns>` on a page of somebody else's, under a strict policy, in a real browser.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { host, PACKAGE, reader, STRICT, violations } from "./host.mjs";
import { launch } from "./reader.mjs";

const LEFT = `# 新桥通车

市长表示，新桥可能在5月通车，造价约100万元。

桥长三百米，双向四车道。

记者到场看了一圈。周边的商家说，生意比去年好。
`;
const RIGHT = `# 新橋通車

周邊的商家說，生意比去年好。

市長表示，新橋將在6月通車，造價約200萬元。

橋長三百米，雙向四車道。

通車典禮請來了樂隊。
`;
const LONG = `# 长文\n\n${Array.from({ length: 60 }, (_, at) => `这是第${at + 1}段，说的是第${at + 1}件小事，细节都写在这里，读者可以慢慢看。`).join("\n\n")}\n`;
const REPORTS = {
  "morning.html": {
    date: "2024-05-02",
    source: "晨报",
    text: "# 新桥通车\n\n市长表示，新桥可能在5月通车。\n\n造价约100万元。",
  },
  "evening.html": { date: "2024-05-01", source: "晚報", text: "# 新橋將通車\n\n記者問通車的日子，市長說在6月。" },
  "market.html": { date: null, source: null, text: "# 市场的一天\n\n商家说生意好了。" },
};

const pair = '<duizhao-compare left="/a.md" right="/b.txt"></duizhao-compare>';
const columns = '<duizhao-columns src="/s.dzx" query="通车" base="/posts/"></duizhao-columns>';
const both = ["/element-compare.js", "/element-columns.js"];
const pages = {
  "/compare": { body: `<h1>文章</h1>${pair}<p id="after">正文继续</p>`, scripts: both },
  "/columns": { body: `<h1>文章</h1>${columns}<p id="after">正文继续</p>`, scripts: both },
  "/far": {
    body: `<div class="far"></div>${pair}${columns}`,
    scripts: both,
    head: '<link rel="stylesheet" href="/far.css">',
    policy: `${STRICT}; style-src 'self'`,
  },
  "/many": {
    body: `${pair}<duizhao-compare lang="en" left="/a.md" right="/a.md"></duizhao-compare><duizhao-columns lang="zh-Hant" src="/s.dzx" query="不在这里的词"></duizhao-columns>${columns}`,
    scripts: both,
  },
  "/styled": {
    body: pair,
    scripts: both,
    head: '<link rel="stylesheet" href="/styled.css">',
    policy: `${STRICT}; style-src 'self'`,
  },
  "/small-root": {
    body: pair,
    scripts: both,
    head: '<link rel="stylesheet" href="/small-root.css">',
    policy: `${STRICT}; style-src 'self'`,
  },
  "/long": { body: '<duizhao-compare left="/long.md" right="/long.md"></duizhao-compare>', scripts: both },
};

let browser;
let site;

before(async () => {
  const { createBuilder } = await import(join(PACKAGE, "index.js"));
  const builder = await createBuilder();
  for (const [name, { text, date, source }] of Object.entries(REPORTS)) {
    builder.add({ name, text, type: "markdown", url: name, date: date ?? undefined, source: source ?? undefined });
  }
  const files = {
    "/s.dzx": Buffer.from(await builder.finish()),
    "/a.md": Buffer.from(LEFT),
    "/b.txt": { bytes: Buffer.from(RIGHT), type: "text/plain" },
    "/long.md": Buffer.from(LONG),
    "/far.css": { bytes: ".far { height: 4000px }", type: "text/css" },
    "/small-root.css": { bytes: "html { font-size: 10px } body { font-size: 20px }", type: "text/css" },
    "/styled.css": {
      bytes:
        "duizhao-compare { --duizhao-height: 20rem; --duizhao-accent: rgb(1, 2, 3) } duizhao-compare::part(toolbar) { border-top: 3px solid rgb(4, 5, 6) }",
      type: "text/css",
    },
  };
  browser = await launch();
  site = await host({ pages, files });
});
after(async () => {
  await browser?.close();
  site?.close();
});

async function at(path, options) {
  site.forget();
  const read = await reader(browser, site.origin + path, options);
  return {
    ...read,
    compare: read.page.locator("duizhao-compare").first(),
    columns: read.page.locator("duizhao-columns").first(),
  };
}

test("two texts side by side: as they are written, facts first, what is moved or alone", async () => {
  const { context, compare, complaints } = await at("/compare");
  await compare.locator(".pane .unit").first().waitFor();
  const text = await compare.locator(".pane.right duizhao-text").textContent();
  assert.match(text, /市長表示，新橋將在6月通車，造價約200萬元。/);
  assert.deepEqual(
    (await compare.locator(".facts .kind").allTextContents()).slice(0, 2).sort(),
    ["数字", "日期"].sort(),
  );
  assert.ok((await compare.locator(".unit.moved").count()) >= 2, "the moved sentence is marked on both sides");
  assert.deepEqual(await compare.locator(".pane.right .unit.only").allTextContents(), ["通車典禮請來了樂隊。"]);
  assert.ok(
    (await compare.locator(".pane.left .unit.only").allTextContents()).some((only) => only.includes("记者到场")),
  );
  // The reading says how the two stand, and offers nothing that only an owner of the texts could keep.
  await compare.locator(".facts li button").first().click();
  assert.match(await compare.locator(".readout").textContent(), /改写/);
  assert.equal(await compare.locator(".hand").count(), 0);
  assert.equal(await compare.locator("input[type=range]").count(), 0);
  assert.deepEqual(complaints, []);
  assert.ok(!site.asked().some((path) => /^\/(module|lexicon|search-module)\.js$/.test(path)), "the small module only");
  await context.close();
});

test("lengths follow the text around the element, whatever the site's root", async () => {
  const { context, compare, complaints } = await at("/small-root");
  await compare.locator(".pane .unit").first().waitFor();
  const size = (selector) =>
    compare
      .locator(selector)
      .first()
      .evaluate((one) => getComputedStyle(one).fontSize);
  assert.equal(await size(".pane.left duizhao-text"), `${20 * 1.05 * 0.945}px`);
  assert.equal(await size(".toolbar"), `${20 * 0.875}px`);
  assert.equal((await compare.boundingBox()).height, 20 * 44);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("by keyboard: into the panes, along the ribbon, through the differences", async () => {
  const { context, page, compare } = await at("/compare");
  await compare.locator(".pane .unit").first().waitFor();
  await compare.locator("button.step").last().focus();
  await page.keyboard.press("Enter");
  assert.match(await compare.locator(".steps .num").textContent(), /^1\b/);
  await compare.locator(".pane.left").focus();
  await page.keyboard.press("n");
  assert.match(await compare.locator(".steps .num").textContent(), /^2\b/);
  const seen = new Set();
  for (let press = 0; press < 14; press += 1) {
    await page.keyboard.press("Tab");
    seen.add(
      await page.evaluate(() => {
        let active = document.activeElement;
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        return `${active?.getAttribute("role") ?? active?.localName}`;
      }),
    );
  }
  for (const role of ["region", "slider"]) assert.ok(seen.has(role), `${role} of ${[...seen]}`);
  await context.close();
});

test("nothing moves when it comes, and nothing is loaded while it is far", async () => {
  const { context, page } = await at("/far");
  await page.evaluate(() => {
    globalThis.shifts = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) globalThis.shifts += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.waitForTimeout(300);
  assert.deepEqual(
    site.asked().filter((path) => /module|worker|\.md|\.dzx/.test(path)),
    [],
  );
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.evaluate(() => scrollTo(0, 3600));
  await page.locator("duizhao-compare .pane .unit").first().waitFor();
  await page.locator("duizhao-columns .column").first().waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollHeight), height);
  assert.equal(await page.evaluate(() => globalThis.shifts), 0);
  await context.close();
});

test("asked, it loads however far away it is", async () => {
  const { context, page } = await at("/far");
  await page.evaluate(() => document.querySelector("duizhao-compare").load());
  assert.ok((await page.locator("duizhao-compare .pane .unit").count()) > 3);
  await context.close();
});

test("columns: each document in its own words, by date, with links to the clause; the silent are named", async () => {
  const { context, columns: element, complaints } = await at("/columns");
  await element.locator(".column").first().waitFor();
  assert.deepEqual(await element.locator(".title").allTextContents(), ["新橋將通車", "新桥通车"]);
  assert.match(await element.locator(".date").first().textContent(), /2024-05-01 · 晚報/);
  assert.ok((await element.locator("mark").allTextContents()).every((mark) => /通車|通车/.test(mark)));
  const link = await element
    .locator(".passage a")
    .last()
    .evaluate((a) => decodeURIComponent(a.href));
  assert.match(link, /\/posts\/morning\.html#:~:text=/);
  assert.match(await element.locator(".silent").textContent(), /1 篇.*市场的一天/);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("several on one page, each in its language; one module, one index", async () => {
  const { context, page } = await at("/many");
  for (const element of await page.locator("duizhao-compare, duizhao-columns").all())
    await element.evaluate((one) => one.load());
  assert.match(await page.locator("duizhao-compare").nth(0).locator(".toolbar").textContent(), /相同/);
  const english = page.locator("duizhao-compare").nth(1);
  assert.match(await english.locator(".toolbar").textContent(), /Same|same|Alike/i);
  assert.doesNotMatch(await english.locator(".toolbar").textContent(), /[一-龥]/);
  assert.doesNotMatch(await english.locator("svg[role=slider]").getAttribute("aria-label"), /[一-龥]/);
  assert.match(await page.locator("duizhao-columns").nth(0).locator(".none").textContent(), /這裡的文件都沒有提到/);
  for (const path of ["/compare-module.js", "/search-module.js", "/s.dzx"])
    assert.equal(site.asked().filter((asked) => asked === path).length, 1, path);
  await context.close();
});

test("taken out and put back, attributes changed: it shows what is asked now", async () => {
  const { context, page, compare, columns: element } = await at("/many");
  await compare.locator(".pane .unit").first().waitFor();
  await page.evaluate(() => {
    const main = document.querySelector("main");
    const kept = [...main.children];
    main.replaceChildren();
    main.append(...kept);
  });
  assert.match(await compare.locator(".pane.right").textContent(), /樂隊/);
  await page.evaluate(() => {
    const compare = document.querySelector("duizhao-compare");
    compare.setAttribute("left", "/b.txt");
    compare.setAttribute("right", "/a.md");
  });
  await page.waitForFunction(() =>
    document
      .querySelector("duizhao-compare")
      .shadowRoot.querySelector("duizhao-comparison")
      ?.shadowRoot.querySelector(".pane.left")
      ?.textContent.includes("樂隊"),
  );
  await page.evaluate(() => document.querySelector("duizhao-columns").setAttribute("query", "商家"));
  await element.locator(".column").first().waitFor();
  assert.deepEqual(await element.locator(".title").allTextContents(), ["市场的一天"]);
  // Gone while it loads, as when a reader turns the page at once: nothing is drawn, nothing complains.
  const orphan = await page.evaluate(async () => {
    const compare = document.createElement("duizhao-compare");
    compare.setAttribute("left", "/a.md");
    compare.setAttribute("right", "/b.txt");
    document.querySelector("main").append(compare);
    const loading = compare.load();
    compare.remove();
    await loading;
    return compare.shadowRoot.querySelectorAll("duizhao-comparison").length;
  });
  assert.equal(orphan, 0);
  await context.close();
});

test("narrow, the texts stand in one column; nothing is wider than the page", async () => {
  for (const path of ["/compare", "/columns"]) {
    const { context, page } = await at(path, { width: 320 });
    const element = page.locator("duizhao-compare, duizhao-columns").first();
    await element.locator(".rows li, .column").first().waitFor();
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320, path);
    if (path === "/compare") assert.equal(await element.locator(".pane").count(), 0);
    await context.close();
  }
});

test("styled by properties and parts", async () => {
  const { context, compare } = await at("/styled");
  await compare.locator(".pane .unit").first().waitFor();
  assert.equal(await compare.evaluate((element) => element.getBoundingClientRect().height), 320);
  const toolbar = compare.locator(".toolbar");
  assert.equal(await toolbar.evaluate((element) => getComputedStyle(element).borderTopColor), "rgb(4, 5, 6)");
  assert.equal(
    await compare
      .locator(".facts .kind")
      .first()
      .evaluate((element) => getComputedStyle(element).color),
    "rgb(1, 2, 3)",
  );
  await context.close();
});

test("axe finds nothing, light and dark, wide and narrow", async () => {
  for (const scheme of ["light", "dark"]) {
    for (const width of [1200, 320]) {
      for (const path of ["/compare", "/columns"]) {
        const { context, page } = await at(path, { scheme, width });
        if (scheme === "dark")
          await page.evaluate(() =>
            document.querySelector("duizhao-compare, duizhao-columns").setAttribute("theme", "dark"),
          );
        await page.locator(".pane .unit, .rows li, .column").first().waitFor();
        assert.deepEqual(await violations(page, "duizhao-compare, duizhao-columns"), [], `${path} ${scheme} ${width}`);
        await context.close();
      }
    }
  }
});

test("what the author wrote between the tags stands there until there is more to see", async () => {
  const { context, page } = await at("/far");
  const shown = await page.evaluate(async () => {
    const compare = document.createElement("duizhao-compare");
    compare.append(Object.assign(document.createElement("p"), { textContent: "两篇文本见文末", id: "own" }));
    document.querySelector(".far").after(compare);
    const before = document.querySelector("#own").checkVisibility();
    compare.setAttribute("left", "/a.md");
    compare.setAttribute("right", "/b.txt");
    await compare.load();
    return [before, document.querySelector("#own").checkVisibility()];
  });
  assert.deepEqual(shown, [true, false]);
  await context.close();
});

test("the packed scripts are read as they are: one module each, nothing by another name", () => {
  for (const name of ["element-compare.js", "element-columns.js"]) {
    const text = readFileSync(join(PACKAGE, name), "utf8");
    const loads = [...text.matchAll(/import\([`"']\.\/([\w.-]+)[`"']\)/g)].map(([, file]) => file).sort();
    assert.deepEqual(
      loads,
      name === "element-columns.js" ? ["search-module.js"] : ["compare-module.js", "compare-worker.js"],
    );
  }
});
