// The same page in a stock Firefox, from file:// with its strict origin policy. Skipped aloud where there is no Firefox.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { startFirefox } from "./marionette.mjs";
import { PAGE } from "./reader.mjs";

const binary = ["/usr/bin/firefox-esr", "/usr/bin/firefox"].find((path) => existsSync(path));
const skip = binary ? false : "there is no Firefox on this machine";
let firefox;
before(async () => {
  if (!skip) firefox = await startFirefox(binary);
});
after(() => firefox?.close());

/** Runs `script` in the page until it gives something true. */
async function until(script, what) {
  for (let i = 0; i < 100; i++) {
    const value = await firefox.ask("WebDriver:ExecuteScript", { script: `return ${script}`, args: [] });
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(
    `${what}: ${await firefox.ask("WebDriver:ExecuteScript", { script: "return document.body.innerText.slice(0, 400)", args: [] })}`,
  );
}

test("opens, searches, reads and compares in Firefox", { skip }, async () => {
  const own = pathToFileURL(PAGE).href;
  await firefox.ask("WebDriver:Navigate", { url: own });
  await until("document.querySelectorAll('.documents li').length === 7", "the sample is listed");
  const input = await firefox.ask("WebDriver:FindElement", { using: "css selector", value: "duizhao-box input" });
  await firefox.ask("WebDriver:ElementSendKeys", { id: Object.values(input)[0], text: "阿波罗盆地" });
  const found = await until("document.querySelectorAll('.by-document mark').length", "hits are marked");
  assert.ok(found >= 3);
  await firefox.ask("WebDriver:ExecuteScript", { script: "document.querySelector('.snippet').click()", args: [] });
  await until("document.querySelectorAll('duizhao-text mark.now').length > 0", "the hit is marked in its text");
  await firefox.ask("WebDriver:ExecuteScript", {
    script: "location.hash = '#/compare?d=2024-06-02-landing-qa&d=2024-06-03-qa-full-repost'",
    args: [],
  });
  await until(
    "document.querySelector('duizhao-compare')?.shadowRoot.querySelectorAll('path.band').length > 5",
    "the ribbon draws links",
  );
  await firefox.ask("WebDriver:ExecuteScript", { script: "location.hash = '#/across'", args: [] });
  await until(
    "document.querySelectorAll('.statement .tellings li').length > 3 && document.querySelectorAll('.keyness svg a').length > 3",
    "statements that recur and terms that set apart are shown",
  );
  const asked = await firefox.ask("WebDriver:ExecuteScript", {
    script:
      "return performance.getEntriesByType('resource').map((entry) => entry.name).filter((name) => !/^(blob|data):/.test(name))",
    args: [],
  });
  assert.deepEqual(asked, [], "no request leaves the page");
});
