// The same page in a stock Firefox, from file:// with its strict origin policy. Skipped aloud where there is no Firefox.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { FIREFOX, startFirefox } from "./marionette.mjs";
import { PAGE } from "./reader.mjs";

const skip = FIREFOX ? false : "there is no Firefox on this machine";
let firefox;
before(async () => {
  if (!skip) firefox = await startFirefox();
});
after(() => firefox?.close());

test("opens, searches, reads and compares in Firefox", { skip }, async () => {
  const own = pathToFileURL(PAGE).href;
  await firefox.ask("WebDriver:Navigate", { url: own });
  await firefox.until("document.querySelectorAll('.documents li').length === 7", "the sample is listed");
  const { until, script, type } = firefox;
  await type("document.querySelector('duizhao-box input')", "阿波罗盆地");
  const found = await until("document.querySelectorAll('.by-document mark').length", "hits are marked");
  assert.ok(found >= 3);
  await script("document.querySelector('.snippet').click()");
  await until("document.querySelectorAll('duizhao-text mark.now').length > 0", "the hit is marked in its text");
  await script("(location.hash = '#/compare?d=2024-06-02-landing-qa&d=2024-06-03-qa-full-repost')");
  await until(
    "document.querySelector('duizhao-compare')?.shadowRoot.querySelectorAll('path.band').length > 5",
    "the ribbon draws links",
  );
  await script("(location.hash = '#/across')");
  await until(
    "document.querySelectorAll('.statement .tellings li').length > 3 && document.querySelectorAll('.keyness svg a').length > 3",
    "statements that recur and terms that set apart are shown",
  );
  // Without it Firefox draws the rule under what is broken over two lines past the end of the line.
  for (const [hash, of] of [
    ["#/columns?q=月球背面", "document.querySelectorAll('.columns mark')"],
    ["#/read?d=2024-06-03-qa-full-repost&q=着陆器", "document.querySelectorAll('duizhao-text mark')"],
    ["#/across", "document.querySelectorAll('.tellings .fact')"],
    [
      "#/compare?d=2024-06-02-landing-qa&d=2024-06-03-qa-full-repost",
      "document.querySelector('duizhao-compare')?.shadowRoot.querySelectorAll('.difference.fact, .unit') ?? []",
    ],
  ]) {
    await script(`(location.hash = '${hash}')`);
    await until(`${of}.length > 0`, hash);
    const ruled = `[...${of}].map((one) => getComputedStyle(one)).filter((style) => style.boxShadow.includes('inset'))`;
    const wrong = await script(`${ruled}.filter((style) => style.boxDecorationBreak !== 'clone').length`);
    assert.ok((await script(`${ruled}.length`)) > 0, hash);
    assert.equal(wrong, 0, hash);
  }
  const asked = await script(
    "performance.getEntriesByType('resource').map((entry) => entry.name).filter((name) => !/^(blob|data):/.test(name))",
  );
  assert.deepEqual(asked, [], "no request leaves the page");
});
