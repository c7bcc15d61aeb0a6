// What goes wrong under the elements on a page of somebody else's: one clear sentence in the language of the page, and the rest
// of the page as it was. Everything here really goes wrong: the server, the bytes, the policy, the browser.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createServer } from "vite";
import { host, PACKAGE, reader, STRICT } from "./host.mjs";
import { launch, ROOT } from "./reader.mjs";

const LANGUAGES = ["zh-Hans", "zh-Hant", "en"];
/** What is asked of each element, and where in it the sentence stands. */
const ELEMENTS = {
  search: {
    tag: (src) => `<duizhao-search src="${src}"></duizhao-search>`,
    ask: (page) => page.locator("duizhao-search input").fill("通车"),
    sentence: "duizhao-search .error",
    script: "/element.js",
    module: "search-module.js",
  },
  columns: {
    tag: (src) => `<duizhao-columns src="${src}" query="通车"></duizhao-columns>`,
    ask: () => undefined,
    sentence: "duizhao-columns .failed .status",
    script: "/element-columns.js",
    module: "search-module.js",
  },
  compare: {
    tag: (src) => `<duizhao-compare left="${src}" right="/good.md"></duizhao-compare>`,
    ask: () => undefined,
    sentence: "duizhao-compare .failed .status",
    script: "/element-compare.js",
    module: "compare-module.js",
  },
};
const INDEXED = ["search", "columns"];
const ALL = Object.keys(ELEMENTS);

/** Name, which elements, which source, key of the sentence, and what is special about page or browser. */
const CASES = [
  ["no address", ALL, "", "failSource"],
  ["an address that is none", ALL, "http://[", "failSource"],
  ["not found", ALL, "/nothing", "failMissing", { status: 404 }],
  ["the server is in trouble", ALL, "/trouble", "failMissing", { status: 503 }],
  ["offline", ALL, "/good", "failOffline", { offline: true }],
  ["a web page in place of the index, with a good status", INDEXED, "/page.dzx", "failNotIndex"],
  ["something else in place of the index", INDEXED, "/picture.png", "failNotIndex"],
  ["an index cut short", INDEXED, "/short.dzx", "failDamaged"],
  ["an index with a wrong byte", INDEXED, "/flipped.dzx", "failDamaged"],
  ["an index of a later format", INDEXED, "/later.dzx", "failVersion"],
  ["an index of another analysis", INDEXED, "/analysis.dzx", "failVersion"],
  ["an empty file in place of the index", INDEXED, "/empty", "failDamaged|failNotIndex"],
  ["a web page in place of the text, with a good status", ["compare"], "/page.md", "failNotText"],
  ["a picture in place of the text", ["compare"], "/picture.png", "failNotText"],
  ["an empty text", ["compare"], "/empty", "failNotText"],
  ["a text of many megabytes", ["compare"], "/huge.txt", "failTooLarge"],
  [
    "the policy forbids WebAssembly",
    ALL,
    "/good",
    "failBlocked",
    { policy: STRICT.replace(" 'wasm-unsafe-eval'", "") },
  ],
  [
    "the policy forbids to load the index",
    ALL,
    "/good",
    "failOffline",
    { policy: STRICT.replace("connect-src 'self'", "connect-src 'none'") },
  ],
  ["the module was not laid beside the script", ALL, "/good", "failProgram", { lost: true }],
  ["the module is of another build", ALL, "/good", "failProgram", { foreign: true }],
  ["a browser without WebAssembly", ALL, "/good", "failBrowser", { before: "delete globalThis.WebAssembly" }],
  [
    "a browser without DecompressionStream",
    ALL,
    "/good",
    "failBrowser",
    { before: "delete globalThis.DecompressionStream" },
  ],
];

let browser;
let site;
let sentences;
let vite;
const files = {};
const pages = {};

/** CRC-32C, as the header of an index has it. */
function crc(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0x82f63b78 : 0);
  }
  return ~sum >>> 0;
}

/** The index with bytes of its header changed and the header's checksum right again. */
function withHeader(index, change) {
  const bytes = Buffer.from(index);
  change(bytes);
  const table = bytes.subarray(32, 32 + 24 * bytes.readUInt32LE(12));
  bytes.writeUInt32LE(crc(Buffer.concat([bytes.subarray(0, 28), table])), 28);
  return bytes;
}

before(async () => {
  const { createBuilder } = await import(join(PACKAGE, "index.js"));
  const builder = await createBuilder();
  builder.add({ name: "a.html", text: "# 新桥通车\n\n市长表示，新桥可能在5月通车。", type: "markdown" });
  const index = Buffer.from(await builder.finish());
  const page404 = { bytes: "<!doctype html><title>404</title><h1>找不到页面</h1>", type: "text/html; charset=utf-8" };
  const flipped = Buffer.from(index);
  flipped[flipped.length - 9] ^= 1;
  Object.assign(files, {
    "/good": index,
    "/good.md": "# 新桥\n\n新桥在5月通车。",
    "/trouble": { bytes: "", status: 503 },
    "/page.dzx": page404,
    "/page.md": page404,
    "/picture.png": Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"),
    "/short.dzx": index.subarray(0, index.length >> 1),
    "/flipped.dzx": flipped,
    "/later.dzx": withHeader(index, (bytes) => bytes.writeUInt16LE(99, 10)),
    "/analysis.dzx": withHeader(index, (bytes) => bytes.writeUInt32LE(bytes.readUInt32LE(24) ^ 1, 24)),
    "/empty": Buffer.alloc(0),
    "/huge.txt": "字".repeat(3 << 20),
  });
  vite = await createServer({
    configFile: false,
    root: join(ROOT, "www"),
    logLevel: "error",
    server: { middlewareMode: true, ws: false },
    optimizeDeps: { noDiscovery: true },
  });
  const { INDEX_FAILURES, TEXT_FAILURES } = await vite.ssrLoadModule("/strings/embed.ts");
  sentences = { search: INDEX_FAILURES, columns: INDEX_FAILURES, compare: TEXT_FAILURES };
  browser = await launch();
  site = await host({ pages, files });
});
after(async () => {
  await browser?.close();
  site?.close();
  await vite?.close();
});

/** Opens a page with one element in it and gives what the element says. */
async function said(name, source, lang, { policy, before, offline, lost, foreign } = {}) {
  const element = ELEMENTS[name];
  const address = source === "/good" && name === "compare" ? "/good.md" : source;
  pages["/x"] = {
    lang,
    policy,
    scripts: [element.script],
    body: `<h1>文章</h1>${element.tag(address)}<p>正文还在</p><button id="own">按</button>`,
  };
  const { page, context, complaints } = await reader(browser, "about:blank", { before });
  if (offline) await page.route(/good/, (route) => route.abort("internetdisconnected"));
  if (lost) await page.route(`**/${element.module}`, (route) => route.fulfill({ status: 404 }));
  if (foreign) {
    await page.route(`**/${element.module}`, (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
  }
  await page.goto(`${site.origin}/x`);
  await element.ask(page);
  const sentence = page.locator(element.sentence);
  await sentence.waitFor({ timeout: 20_000 });
  const text = await sentence.textContent();
  // The rest of the page is as it was.
  await page.locator("#own").click();
  assert.equal(await page.locator("main > p").textContent(), "正文还在");
  assert.deepEqual(
    complaints.filter((line) => /^(Uncaught|\w*Error:)/.test(line) && !line.startsWith("Error: duizhao")),
    [],
  );
  await context.close();
  return text;
}

for (const [what, elements, source, keys, special = {}] of CASES) {
  test(what, async () => {
    for (const [at, name] of elements.entries()) {
      // Every sentence in all three languages once; the ways there in one.
      for (const lang of at === 0 ? LANGUAGES : [LANGUAGES[at % 3]]) {
        const text = await said(name, source, lang, special);
        const expected = keys.split("|").map((key) => sentences[name][lang][key].replace("{status}", special.status));
        assert.ok(expected.includes(text), `${name} ${lang}: ${text}; expected ${expected}`);
      }
    }
  });
}

test("every sentence is one, in its own script", () => {
  for (const table of [sentences.search, sentences.compare]) {
    for (const lang of LANGUAGES) {
      for (const [key, text] of Object.entries(table[lang])) {
        if (key === "retry") continue;
        assert.match(text, lang === "en" ? /^[A-Z][^\n]*\.$/ : /^[^\n]*。$/, `${lang} ${key}`);
        assert.equal(/[一-龥]/.test(text), lang !== "en", `${lang} ${key}`);
      }
      assert.deepEqual(Object.keys(table[lang]).sort(), Object.keys(table["zh-Hans"]).sort());
    }
  }
});

test("a blocked worker is no failure: long texts are compared on the page's own thread", async () => {
  files["/long.md"] =
    `# 长文\n\n${Array.from({ length: 3000 }, (_, at) => `这是第${at + 1}段，说的是第${at + 1}件小事，细节写在这里。`).join("\n\n")}`;
  pages["/x"] = {
    policy: `${STRICT}; worker-src 'none'`,
    scripts: ["/element-compare.js"],
    body: '<duizhao-compare left="/long.md" right="/long.md"></duizhao-compare>',
  };
  const { page, context } = await reader(browser, `${site.origin}/x`);
  await page.locator("duizhao-compare .pane .unit").first().waitFor({ timeout: 60_000 });
  assert.ok(site.asked().includes("/compare-worker.js"), "a worker was tried");
  await context.close();
});

test("a browser without the smaller features does all the same", async () => {
  const before =
    "delete globalThis.IntersectionObserver; delete AbortSignal.timeout; delete Element.prototype.checkVisibility; delete Uint8Array.fromBase64";
  for (const name of ALL) {
    const element = ELEMENTS[name];
    pages["/x"] = { scripts: [element.script], body: element.tag(name === "compare" ? "/good.md" : "/good") };
    const { page, context, complaints } = await reader(browser, `${site.origin}/x`, { before });
    await element.ask(page);
    await page.locator("a.hit, .column, .pane .unit").first().waitFor();
    assert.deepEqual(complaints, [], name);
    await context.close();
  }
});

test("back online, another try succeeds", async () => {
  pages["/x"] = { scripts: ["/element-columns.js"], body: ELEMENTS.columns.tag("/good") };
  const { page, context } = await reader(browser, "about:blank");
  await page.route("**/good", (route) => route.abort("internetdisconnected"));
  await page.goto(`${site.origin}/x`);
  await page.locator("duizhao-columns .retry").waitFor();
  await page.unroute("**/good");
  await page.locator("duizhao-columns .retry").click();
  await page.locator("duizhao-columns .column").first().waitFor();
  assert.equal(await page.locator("duizhao-columns .retry").isVisible(), false);
  await context.close();
});

test("no query for the columns is said as well", async () => {
  pages["/x"] = { scripts: ["/element-columns.js"], body: '<duizhao-columns src="/good"></duizhao-columns>' };
  const { page, context } = await reader(browser, `${site.origin}/x`);
  await page.locator("duizhao-columns .status", { hasText: "query" }).waitFor();
  await context.close();
});
