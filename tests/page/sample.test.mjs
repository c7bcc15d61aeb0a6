// The page as it comes: the sample corpus, every view, the address, the keyboard and the input method.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ask, drop, launch, marks, settled, titles, visit } from "./reader.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const PAIR = "#/compare?d=2024-06-02-landing-qa&d=2024-06-03-qa-full-repost";

test("the first screen: the cursor in the box, the documents at hand, a place to drop more", async () => {
  const { page, leave } = await visit(browser);
  assert.equal(await page.evaluate(() => document.activeElement?.matches("duizhao-box input")), true);
  assert.equal(await page.locator(".documents li").count(), 7);
  assert.equal(await page.locator(".drop").isVisible(), true);
  await leave();
});

test("first paint and first answer are quick", async () => {
  const { page, leave } = await visit(browser, { hash: "#/search?q=%E6%A0%B7%E5%93%81" });
  await page.locator(".by-document").first().waitFor();
  const times = await page.evaluate(() => ({
    paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
    answer: performance.getEntriesByName("duizhao-answer")[0]?.startTime ?? Number.POSITIVE_INFINITY,
  }));
  console.log(
    `first paint ${times.paint.toFixed(0)} ms, first answer ${times.answer.toFixed(0)} ms (budgets 300 and 500)`,
  );
  // Time is measured here and not judged: a busy machine is several times slower. Only standing still is a fault.
  assert.ok(times.paint < 5000, `first paint took ${times.paint} ms`);
  assert.ok(times.answer < 10_000, `first answer took ${times.answer} ms`);
  await leave();
});

test("without workers the page answers on its own thread, from the one engine that lies in it", async () => {
  const { page, leave } = await visit(browser, { before: () => delete globalThis.Worker });
  await ask(page, "阿波罗盆地");
  assert.ok((await titles(page)).length > 0);
  await leave();
});

test("both scripts are found by either, and the source is shown as it is written", async () => {
  const { page, leave } = await visit(browser);
  await ask(page, "阿波罗盆地");
  const simplified = (await titles(page)).sort();
  const found = await marks(page);
  assert.ok(found.includes("阿波罗盆地") && found.includes("阿波羅盆地"), String(found));
  await ask(page, "阿波羅盆地");
  assert.deepEqual((await titles(page)).sort(), simplified);
  await ask(page, "着陆器");
  assert.ok(
    (await marks(page)).some((mark) => mark.includes("著陸(lù)器")),
    "a hit covers the noise inside it",
  );
  await leave();
});

test("nothing found says so, and what was tried", async () => {
  const { page, leave } = await visit(browser);
  await ask(page, "鲸鱼");
  assert.match(await page.locator(".nothing").textContent(), /没有找到“鲸鱼”[\s\S]*7 篇/);
  await page.waitForFunction(() => document.querySelector("[role=status]")?.textContent?.includes("没有找到"));
  await leave();
});

test("the address carries query, view, documents and place; back and forward work", async () => {
  const { page, leave } = await visit(browser);
  await ask(page, "样品重量");
  assert.match(decodeURIComponent(page.url()), /#\/search\?q=样品重量$/);
  await page.locator(".snippet").first().click();
  await settled(page);
  const place = page.url();
  assert.match(place, /#\/read\?d=.+&at=\d+/);
  await page.reload();
  await settled(page);
  await page.locator("duizhao-text mark.now").first().waitFor();
  await page.goBack();
  await settled(page);
  assert.match(page.url(), /#\/search/);
  assert.ok((await page.locator(".by-document").count()) > 0);
  await page.goForward();
  await settled(page);
  assert.equal(page.url(), place);
  await leave();
});

test("an address that is nonsense leads to the first screen, not to an error", async () => {
  for (const hash of [
    "#/nowhere?d=%E0%A4%A&q=%FF",
    "#/read?d=no-such-document",
    "#/compare?d=a&d=a",
    "#/search?q=%ED%A0%80",
  ]) {
    const { page, leave } = await visit(browser, { hash });
    assert.ok(await page.locator("main").isVisible(), hash);
    await leave();
  }
});

test("everything by keyboard", async () => {
  const { page, leave } = await visit(browser);
  await page.keyboard.type("樣品");
  await page.locator(".snippet").nth(1).waitFor();
  // Past the last way to complete the word the arrow leads on to what was found.
  const where = () => page.evaluate(() => document.activeElement?.className || document.activeElement?.tagName);
  for (let i = 0; i < 10 && (await where()) === "INPUT"; i++) await page.keyboard.press("ArrowDown");
  assert.equal(await where(), "snippet");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "INPUT");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await settled(page);
  assert.match(page.url(), /#\/read/);
  const first = page.url();
  await page.keyboard.press("n");
  await settled(page);
  assert.notEqual(page.url(), first, "n goes to the next hit");
  await page.keyboard.press("?");
  await page.locator("dialog[open]").waitFor();
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "detached" });
  // The browser gives the focus back to what opened the dialog, a frame later.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.keyboard.press("/");
  await page.waitForFunction(() => document.activeElement?.tagName === "INPUT");
  await page.keyboard.press("Escape");
  await settled(page);
  await leave();
});

test("the box is a combobox: completions while typing, what was asked before when it is empty", async () => {
  const { page, leave } = await visit(browser);
  const input = page.locator("duizhao-box input");
  await page.keyboard.type("着");
  const options = page.locator("duizhao-box [role=option]");
  await options.first().waitFor();
  assert.equal(await input.getAttribute("aria-expanded"), "true");
  assert.equal(await input.getAttribute("aria-activedescendant"), null);
  await page.keyboard.press("ArrowDown");
  const active = await input.getAttribute("aria-activedescendant");
  assert.equal(await page.locator(`#${active}`).getAttribute("aria-selected"), "true");
  assert.equal(await input.inputValue(), "着", "what was typed stays until a completion is chosen");
  const chosen = await options.first().locator("bdi").textContent();
  await page.keyboard.press("Enter");
  await settled(page);
  assert.equal(await input.inputValue(), chosen);
  assert.equal(await options.count(), 0, "choosing closes the list");
  assert.ok((await page.locator(".by-document").count()) > 0);

  await page.keyboard.press("Escape");
  await settled(page);
  await page.keyboard.press("ArrowDown");
  await options.first().waitFor();
  assert.equal(await options.first().locator("bdi").textContent(), chosen, "the query is remembered");
  await page.keyboard.press("Escape");
  await settled(page);
  assert.equal(await options.count(), 0, "Escape closes the list");
  await page.keyboard.press("ArrowDown");
  await options.first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await settled(page);
  assert.equal(await options.last().getAttribute("aria-selected"), "true", "the arrows go along the line");
  await options.last().click();
  await page.keyboard.press("ArrowDown");
  await settled(page);
  assert.equal(await options.count(), 0, "and can be forgotten");
  await leave();
});

test("results are narrowed by source, year and speaker, and the narrowing is in the address", async () => {
  const { page, leave } = await visit(browser, { hash: "#/search?q=样品" });
  const facet = page.locator(".facets section", { hasText: "来源" }).locator("a").first();
  const [name, number] = [await facet.locator("bdi").textContent(), Number(await facet.locator(".num").textContent())];
  await facet.click();
  await settled(page);
  assert.equal(new URLSearchParams(page.url().split("?")[1]).get("source"), name);
  assert.equal(await page.locator(".by-document").count(), number);
  await page.locator(".facets a", { hasText: "全部" }).first().click();
  await settled(page);
  assert.ok((await page.locator(".by-document").count()) > number);
  await page.evaluate((source) => {
    location.hash = `#/search?q=鲸鱼&source=${encodeURIComponent(source)}`;
  }, name);
  await page.locator(".nothing").waitFor();
  assert.equal(await page.locator(".nothing h1").textContent(), `在${name}里没有找到“鲸鱼”`, "it says within what");
  await leave();
});

test("nothing found offers words that are near", async () => {
  const { page, leave } = await visit(browser);
  await ask(page, "着落器");
  if ((await page.locator(".nothing").count()) > 0) {
    await page.locator(".nothing .near a").first().click();
    await settled(page);
  }
  assert.ok((await page.locator(".by-document").count()) > 0, "a slip of the brush leads to what was meant");
  await leave();
});

test("a link to a document that is not at hand says so", async () => {
  const { page, leave } = await visit(browser, { hash: "#/read?d=someone-elses" });
  assert.match(await page.locator(".notices").textContent(), /someone-elses/);
  await leave();
});

test("Across: statements that recur, by date, with what changed; narrowed by a word; the terms that set each apart", async () => {
  const { page, leave } = await visit(browser, { hash: "#/across" });
  const statements = page.locator(".statement");
  await statements.first().waitFor();
  const all = await statements.count();
  for (const statement of await statements.all()) {
    const titles = await statement.locator(".tellings .who bdi").allTextContents();
    assert.ok(new Set(titles).size >= 2, "every statement stands in two documents or more");
    const dates = (await statement.locator(".tellings .who .num").allTextContents()).filter((date) => /^\d/.test(date));
    assert.deepEqual(dates, [...dates].sort(), "in the order of their dates");
  }
  await page.getByRole("button", { name: "有出入的" }).click();
  await settled(page);
  const changed = await statements.count();
  assert.ok(changed > 0 && changed <= all);
  assert.equal(await page.locator(".statement:not(:has(.changes))").count(), 0);
  await page.getByRole("button", { name: "全部", exact: true }).click();
  await ask(page, "阿波羅盆地");
  const narrowed = await statements.count();
  assert.ok(narrowed > 0 && narrowed < all, `${narrowed} of ${all}`);
  assert.ok(
    (await page.locator(".statement mark").count()) >= narrowed,
    "what was asked for is marked, in either script",
  );
  await ask(page, "");
  const bars = page.locator(".keyness svg a");
  assert.ok((await bars.count()) > 5);
  const term = await bars.first().locator(".term").textContent();
  await bars.first().click();
  await settled(page);
  assert.match(decodeURIComponent(page.url()), new RegExp(`#/search\\?q=${term}`));
  assert.ok((await page.locator(".by-document").count()) > 0);
  await leave();
});

test("pictures are saved as SVG that stands alone and as PNG", async () => {
  const { readFileSync } = await import("node:fs");
  const { page, leave } = await visit(browser, { hash: "#/columns?q=月球背面" });
  const saved = async (press) => {
    const download = page.waitForEvent("download");
    await press();
    return readFileSync(await (await download).path());
  };
  const check = (name, svg, png) => {
    const markup = svg.toString("utf8");
    assert.match(markup, /^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/, name);
    assert.match(markup, /<title>.+<\/title>/, `${name} says what it shows`);
    assert.doesNotMatch(markup, /var\(|class=/, `${name} needs no style sheet`);
    assert.equal(png.subarray(0, 8).toString("hex"), "89504e470d0a1a0a", name);
    assert.ok(png.readUInt32BE(16) > 10 && png.readUInt32BE(20) > 10, `${name} has a size`);
    assert.ok(png.length > 500, `${name} is not empty`);
  };
  for (const [name, hash, ready] of [
    ["line of time", "#/columns?q=月球背面", ".timeline svg"],
    ["hit strip", "#/read?d=2024-06-02-landing-qa&q=月球", ".strip svg"],
    ["lattice", "#/segment", "duizhao-lattice svg"],
  ]) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, hash);
    await settled(page);
    await page.locator(ready).waitFor();
    const menu = page.locator(".picture-menu");
    const svg = await saved(() => menu.getByRole("button", { name: "SVG" }).click());
    check(name, svg, await saved(() => menu.getByRole("button", { name: "PNG" }).click()));
  }
  await page.evaluate((hash) => {
    location.hash = hash;
  }, PAIR);
  await page.locator("duizhao-ribbon path.band").first().waitFor();
  const from = async (format) => {
    await page.locator(".menu summary").click();
    return saved(() => page.getByRole("button", { name: `对应图（${format}）` }).click());
  };
  check("ribbon", await from("SVG"), await from("PNG"));
  await leave();
});

test("half-typed pinyin is not searched, and its Enter and arrows are the input method's", async () => {
  const { page, context, leave } = await visit(browser);
  const devtools = await context.newCDPSession(page);
  await page.locator("duizhao-box input").focus();
  await devtools.send("Input.imeSetComposition", { text: "yang'pin", selectionStart: 8, selectionEnd: 8 });
  await page.waitForTimeout(150);
  assert.doesNotMatch(page.url(), /q=/, "nothing is asked while composing");
  await devtools.send("Input.dispatchKeyEvent", {
    type: "rawKeyDown",
    windowsVirtualKeyCode: 229,
    key: "Process",
    code: "ArrowDown",
  });
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "INPUT", "the arrow stays in the box");
  await devtools.send("Input.insertText", { text: "样品" });
  await page.waitForTimeout(80);
  await settled(page);
  assert.match(decodeURIComponent(page.url()), /q=样品$/, "the composed text is asked at its end");
  await leave();
});

test("two texts side by side: hover, click, next difference, strength, narrowing", async () => {
  const { page, leave } = await visit(browser, { hash: PAIR });
  const compare = page.locator("duizhao-compare");
  await compare.locator(".pane.right .unit").first().waitFor();
  const unit = compare.locator(".pane.left .unit:not(.only)").nth(4);
  const pair = (await unit.getAttribute("data-pairs")).split(" ")[0];
  await unit.hover();
  await page.waitForTimeout(60);
  const partner = compare.locator(`.pane.right .unit[data-pairs~="${pair}"]`).first();
  assert.match(await partner.getAttribute("class"), /\blit\b/, "hover lights the partner");
  await unit.click();
  await page.waitForTimeout(120);
  const [a, b] = await Promise.all([unit.boundingBox(), partner.boundingBox()]);
  assert.ok(
    Math.abs(a.y - b.y) < 60 || (await compare.locator(".pane.right").evaluate((pane) => pane.scrollTop)) === 0,
    "a click brings it level",
  );
  assert.ok((await compare.locator(".readout .tag").count()) > 0, "and says how they stand");
  const before = page.url();
  await page.keyboard.press("n");
  await page.waitForTimeout(120);
  assert.notEqual(page.url(), before, "the place is in the address");
  assert.ok((await compare.locator("duizhao-ribbon path.band").count()) > 5, "the ribbon draws the links");

  const linked = await compare.locator(".pane.left .unit:not(.only)").count();
  await compare.locator("input[type=range]").fill("0.95");
  await page.waitForTimeout(80);
  assert.ok((await compare.locator(".pane.left .unit:not(.only)").count()) < linked, "weak links fall away");
  await leave();
});

test("the ribbon leads to a link by click and by arrow key, and a fact leads to its sentence", async () => {
  const { page, leave } = await visit(browser, { hash: PAIR });
  const compare = page.locator("duizhao-compare");
  await compare.locator("duizhao-ribbon path.band").first().waitFor();
  assert.equal(await compare.locator(".readout .tag").count(), 0);
  await compare.locator("duizhao-ribbon path.band").nth(5).dispatchEvent("click");
  await page.waitForTimeout(150);
  assert.ok((await compare.locator(".readout .tag").count()) > 0, "a click on a band stands on its link");
  const at = () => compare.locator("duizhao-ribbon svg").getAttribute("aria-valuenow");
  const before = await at();
  await compare.locator("duizhao-ribbon svg").focus();
  await page.keyboard.press("ArrowDown");
  await page.waitForTimeout(150);
  assert.equal(Number(await at()), Number(before) + 1);
  const kinds = await compare.locator(".facts .kind").allTextContents();
  assert.match(kinds[0], /日期|数字/, "what can be checked comes first");
  await compare.locator(".facts li button").first().click();
  await page.waitForTimeout(150);
  const isInView = await compare
    .locator(".pane.left .unit.now")
    .first()
    .evaluate((unit) => {
      const pane = unit.closest(".pane").getBoundingClientRect();
      const box = unit.getBoundingClientRect();
      return box.bottom > pane.top && box.top < pane.bottom;
    });
  assert.ok(isInView, "a fact brings its sentence into view");
  await leave();
});

test("a link is refused, and set, by hand", async () => {
  const { page, leave } = await visit(browser, { hash: PAIR });
  const compare = page.locator("duizhao-compare");
  const links = () => compare.locator("duizhao-ribbon path.band").count();
  await compare.locator("duizhao-ribbon path.band").first().waitFor();
  const before = await links();
  await compare.locator(".pane.left .unit:not(.only)").nth(3).click();
  await compare.getByRole("button", { name: "不是对应" }).click();
  await page.waitForFunction(
    (n) => document.querySelector("duizhao-compare").shadowRoot.querySelectorAll("path.band").length < n,
    before,
  );
  const without = await links();
  await compare.locator(".pane.left .unit.only").first().click();
  await compare.getByRole("button", { name: "连到另一篇" }).click();
  await compare.locator(".pane.right .unit.only").first().click();
  await page.waitForFunction(
    (n) => document.querySelector("duizhao-compare").shadowRoot.querySelectorAll("path.band").length > n,
    without,
  );
  await leave();
});

test("where no pair is chosen, those that share most are offered first, and one is opened by a click", async () => {
  const { page, leave } = await visit(browser, { hash: "#/compare" });
  await page.locator(".nearest li").first().waitFor();
  const shared = await page.locator(".nearest a > .faint").allTextContents();
  const counts = shared.map((words) => Number(/\d+/.exec(words)[0]));
  assert.ok(counts[0] > 0);
  assert.deepEqual(
    counts,
    counts.toSorted((a, b) => b - a),
  );
  await page.locator(".nearest a").first().click();
  await page.locator("duizhao-compare").waitFor();
  assert.equal(new URLSearchParams(page.url().split("?")[1]).getAll("d").length, 2);
  await page.goBack();
  // With one side chosen, the pairs are those it is in.
  await page.locator(".comparing-bar select").first().selectOption("2024-06-02-landing-qa.txt");
  await page.waitForFunction(() => {
    const links = [...document.querySelectorAll(".nearest a")];
    return links.length > 0 && links.every((link) => link.getAttribute("href").includes("2024-06-02-landing-qa"));
  });
  await leave();
});

test("an old and a new law as a table: what became of each article, the words that changed, the way to the panes", async () => {
  const { page, leave } = await visit(browser);
  const law = (...articles) => articles.map((text, i) => `第${"一二三四五"[i]}条 ${text}`).join("\n\n");
  const [hours, food, loans] = ["阅览室每日开放八小时。", "读者不得在室内饮食。", "借出的图书应当在三十日内归还。"];
  const noise = "读者应当保持安静，任何人都不得使用扩音的设备。";
  await drop(page, [
    { name: "old.txt", text: law(hours, food, loans, "本规则由图书馆负责解释。") },
    { name: "new.txt", text: law(hours.replace("八", "十"), loans, noise, food) },
  ]);
  await page.waitForFunction(() => document.querySelectorAll(".documents li").length === 2);
  await page.evaluate(() => {
    location.hash = "#/compare?d=old.txt&d=new.txt&unit=article";
  });
  await page.locator(".articles-table").waitFor();
  const changes = await page.locator(".articles-table td.what").allTextContents();
  assert.deepEqual(
    changes.map((words) => words.slice(0, 2)).toSorted(),
    ["仅改", "仅改", "修改", "删除", "新增"].toSorted(),
  );
  const amended = page.locator(".articles-table tr.amended");
  assert.deepEqual(await amended.locator("mark.fact").allTextContents(), ["八小时", "十小时"]);
  await page.locator(".articles-tools button", { hasText: "有变动的" }).click();
  await page.waitForFunction(() => !document.querySelector(".articles-table tr.unchanged"));
  await amended.locator("a").first().click();
  await page.locator("duizhao-compare").waitFor();
  assert.equal(new URLSearchParams(page.url().split("?")[1]).get("layout"), "panes");
  await leave();
});

test("scrolling one side brings the other level, unless switched off", async () => {
  const { page, leave } = await visit(browser, { hash: PAIR });
  const compare = page.locator("duizhao-compare");
  await compare.locator("duizhao-ribbon path.band").first().waitFor();
  const scroll = (side, top) => compare.locator(`.pane.${side}`).evaluate((pane, top) => (pane.scrollTop = top), top);
  const at = (side) => compare.locator(`.pane.${side}`).evaluate((pane) => pane.scrollTop);
  await scroll("left", 300);
  await page.waitForTimeout(300);
  const followed = await at("right");
  assert.ok(followed > 50, `the right followed to ${followed}`);
  await compare.locator(".check input").uncheck();
  await scroll("left", 0);
  await page.waitForTimeout(300);
  assert.equal(await at("right"), followed);
  await leave();
});

test("on a narrow screen the two texts are interleaved", async () => {
  const { page, leave } = await visit(browser, { hash: PAIR, width: 390, height: 844 });
  await page.locator("duizhao-compare .rows li").first().waitFor();
  assert.equal(await page.locator("duizhao-compare .pane").count(), 0);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing sticks out");
  const rows = page.locator("duizhao-compare .rows li");
  const all = await rows.count();
  await page.getByRole("button", { name: "不同", exact: true }).click();
  await page.waitForFunction(
    (all) => document.querySelector("duizhao-compare").shadowRoot.querySelectorAll(".rows li").length < all,
    all,
  );
  await leave();
});

test("exports are whole files", async () => {
  const { page, leave } = await visit(browser, { hash: PAIR });
  await page.locator("duizhao-compare .pane").first().waitFor();
  for (const [name, pattern] of [
    ["网页报告", /<!doctype html>[\s\S]*<\/html>/],
    ["Markdown", /^# /],
    ["CSV", /^\ufeff[^\n]+,[^\n]+\r\n/],
    ["JSON", /"pairs"/],
  ]) {
    await page.locator(".menu summary").click();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: `导出为 ${name}` }).click();
    const { readFileSync } = await import("node:fs");
    assert.match(readFileSync(await (await download).path(), "utf8"), pattern, name);
  }
  await leave();
});

test("nothing is stored by default; kept on request; forgotten on request", async () => {
  const { page, context, leave } = await visit(browser);
  await ask(page, "样品");
  const stored = () =>
    page.evaluate(async () => ({
      local: localStorage.length,
      session: sessionStorage.length,
      databases: (await indexedDB.databases()).length,
    }));
  assert.deepEqual(await stored(), { local: 0, session: 0, databases: 0 });
  await page.locator(".views a", { hasText: "关于" }).click();
  await page.locator(".keeping input").check();
  await page.waitForFunction(() => document.querySelector("[role=status]")?.textContent === "已记住");
  assert.equal((await stored()).databases, 1);
  await page.reload();
  await settled(page);
  assert.equal(await page.locator(".keeping input").isChecked(), true);
  await page.getByRole("button", { name: "全部忘掉" }).click();
  await page.waitForFunction(async () => (await indexedDB.databases()).length === 0);
  await context.close().then(leave);
});

test("the interface speaks three languages; the documents keep their own", async () => {
  const { page, leave } = await visit(browser, { locale: "zh-TW" });
  assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-Hant");
  await page.locator(".tools select").selectOption("en");
  await page.locator(".hero h1", { hasText: "Read your sources together" }).waitFor();
  assert.equal(await page.locator(".documents a[lang=zh-Hant]").count(), 3);
  await leave();
});
