// The elements in a stock Firefox, on a page of somebody else's with a strict policy. Skipped aloud where there is no Firefox.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { host, PACKAGE } from "./host.mjs";
import { FIREFOX, startFirefox } from "./marionette.mjs";

const skip = FIREFOX ? false : "there is no Firefox on this machine";
const OLD = "# 新桥通车\n\n市长表示，新桥可能在5月通车，造价约100万元。\n\n桥长三百米，双向四车道。\n";
const NEW = "# 新橋通車\n\n市長表示，新橋將在6月通車，造價約200萬元。\n\n橋長三百米，雙向四車道。\n";
const POSTS = {
  "bridge.html": "# 新桥通车\n\n## 时间\n\n市长表示，新桥可能在5月通车。\n\n## 造价\n\n造价约100万元。",
  "market.html": "# 市場的一天\n\n商家說，經濟好轉，生意好了。",
};
const pages = {
  "/search": { body: '<duizhao-search src="/s.dzx" base="/posts/"></duizhao-search>' },
  "/pieces": { body: '<duizhao-search src="/pieces/" base="/posts/"></duizhao-search>' },
  "/compare": {
    body: '<duizhao-compare left="/old.md" right="/new.md"></duizhao-compare>',
    scripts: ["/element-compare.js"],
  },
  "/columns": {
    body: '<duizhao-columns src="/s.dzx" query="造价"></duizhao-columns>',
    scripts: ["/element-columns.js"],
  },
};

let firefox;
let site;

before(async () => {
  if (skip) return;
  const { createBuilder, open } = await import(join(PACKAGE, "index.js"));
  const builder = await createBuilder();
  for (const [name, text] of Object.entries(POSTS)) builder.add({ name, text, type: "markdown", url: name });
  const bytes = await builder.finish();
  const files = { "/s.dzx": Buffer.from(bytes), "/old.md": Buffer.from(OLD), "/new.md": Buffer.from(NEW) };
  const index = await open(bytes);
  for (const { name, bytes } of await index.site()) files[`/pieces/${name}`] = Buffer.from(bytes);
  index.close();
  site = await host({ pages, files });
  firefox = await startFirefox(FIREFOX, 2830);
});
after(async () => {
  await firefox?.close();
  site?.close();
});

/** Opens a page; `inside` is the shadow root of its element. */
async function at(path) {
  site.forget();
  await firefox.ask("WebDriver:Navigate", { url: site.origin + path });
  return `document.querySelector('main').firstElementChild.shadowRoot`;
}

/** What is searched for stands there, in an index of one file or in pieces. */
async function finds(path) {
  const inside = await at(path);
  await firefox.until(`customElements.get('duizhao-search') !== undefined`, "the element is there");
  assert.ok(!site.asked().some((asked) => /module|dzx/.test(asked)), "nothing is loaded before the first use");
  await firefox.type(`${inside}.querySelector('input')`, "经济");
  const mark = await firefox.until(
    `${inside}.querySelector('mark')?.textContent`,
    "a hit in the other script is marked",
  );
  assert.equal(mark, "經濟");
  const link = await firefox.script(`${inside}.querySelector('a.hit').href`);
  assert.equal(new URL(link).pathname, "/posts/market.html");
  // By keyboard to the page itself.
  await firefox.type(`${inside}.querySelector('input')`, "\ue015\ue007");
  await firefox.until("location.pathname === '/posts/market.html'", "Enter goes there");
}

test("<duizhao-search> in Firefox: one file", { skip }, () => finds("/search"));

test("<duizhao-search> in Firefox: a site index", { skip }, () => finds("/pieces"));

test("<duizhao-compare> in Firefox", { skip }, async () => {
  const inside = await at("/compare");
  const view = `${inside}?.querySelector('duizhao-comparison')?.shadowRoot`;
  const kinds = await firefox.until(
    `(${view} && [...${view}.querySelectorAll('.facts .kind')].map((kind) => kind.textContent).join(' '))`,
    "facts that differ come first",
  );
  assert.match(kinds, /日期/);
  assert.match(kinds, /数字/);
  await firefox.until(`${view}.querySelectorAll('duizhao-text').length === 2`, "both texts are there");
});

test("<duizhao-columns> in Firefox", { skip }, async () => {
  const inside = await at("/columns");
  const mark = await firefox.until(`${inside}?.querySelector('mark')?.textContent`, "what is said is shown");
  assert.equal(mark, "造价");
  assert.match(await firefox.script(`${inside}.textContent`), /市場的一天/, "who says nothing is named");
});
