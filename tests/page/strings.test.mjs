// The interface's words, and the two small laws of the elements that need no browser.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createServer } from "vite";
import { ROOT } from "./reader.mjs";

/** Loads a TypeScript module of www/ as the page's build would. */
async function load(path) {
  const server = await createServer({
    configFile: false,
    root: join(ROOT, "www"),
    logLevel: "error",
    server: { middlewareMode: true, ws: false },
    optimizeDeps: { noDiscovery: true },
  });
  try {
    return await server.ssrLoadModule(path);
  } finally {
    await server.close();
  }
}

test("every language has the same keys, the same blanks, and something to say", async () => {
  const { LANGUAGES } = await load("/strings/index.ts");
  const base = LANGUAGES["zh-Hans"];
  const blanks = (text) => (text.match(/\{\w+\}/g) ?? []).sort().join();
  for (const [tag, strings] of Object.entries(LANGUAGES)) {
    assert.deepEqual(Object.keys(strings).sort(), Object.keys(base).sort(), tag);
    for (const [key, text] of Object.entries(strings)) {
      assert.notEqual(text.trim(), "", `${tag}.${key}`);
      assert.equal(blanks(text), blanks(base[key]), `${tag}.${key}: the blanks to fill in differ`);
      for (const [, name] of text.matchAll(/\{(\w+):/g)) assert.ok(text.includes(`{${name}}`), `${tag}.${key}`);
    }
  }
});

test("one is not many", async () => {
  const { setLanguage, t } = await load("/strings/index.ts");
  setLanguage("en");
  assert.equal(t("documentsCount", { n: 1, chars: "1,234" }), "1 document, 1,234 characters");
  assert.equal(t("documentsCount", { n: "7", chars: "1" }), "7 documents, 1 character");
  setLanguage("zh-Hans");
});

test("every key is used", async () => {
  const { LANGUAGES } = await load("/strings/index.ts");
  const { readdirSync } = await import("node:fs");
  const walk = (folder) =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)],
    );
  const code = ["app", "elements"]
    .flatMap((folder) => walk(join(ROOT, "www", folder)))
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  const unused = Object.keys(LANGUAGES["zh-Hans"]).filter((key) => key !== "language" && !code.includes(`"${key}"`));
  assert.deepEqual(unused, []);
});

test("the browser's language is understood", async () => {
  const { preferredLanguage } = await load("/strings/index.ts");
  for (const [tags, wanted] of [
    [["zh-CN"], "zh-Hans"],
    [["zh-TW", "en"], "zh-Hant"],
    [["zh-Hant-HK"], "zh-Hant"],
    [["zh-HK"], "zh-Hant"],
    [["zh"], "zh-Hans"],
    [["fr", "en-GB"], "en"],
    [["fr"], "en"],
    [[], "en"],
  ]) {
    assert.equal(preferredLanguage(tags), wanted, String(tags));
  }
});

/** A small generator with its seed in sight, so that a failure can be run again. */
function random(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}

test("pieces follow one another and rebuild the stretch, whatever lies over it", async () => {
  const { cut, layer } = await load("/elements/pieces.ts");
  for (let seed = 1; seed <= 300; seed++) {
    const below = random(seed);
    const layers = Array.from({ length: 3 }, () =>
      layer(
        Array.from({ length: below(8) }, () => {
          const start = below(60);
          return { start, end: start + below(12) };
        }),
      ),
    );
    const start = below(30);
    const end = start + 1 + below(30);
    const pieces = cut(start, end, layers);
    assert.equal(pieces[0].start, start, `seed ${seed}`);
    assert.equal(pieces.at(-1).end, end, `seed ${seed}`);
    for (const [i, piece] of pieces.entries()) {
      assert.ok(piece.end > piece.start, `seed ${seed}`);
      if (i > 0) assert.equal(piece.start, pieces[i - 1].end, `seed ${seed}`);
      for (const [which, over] of piece.over.entries()) {
        const wanted = layers[which].find((stretch) => stretch.start <= piece.start && stretch.end >= piece.end);
        assert.equal(over, wanted, `seed ${seed}`);
      }
    }
  }
});

test("slices follow one another, rebuild the stretch, and never end inside a character", async () => {
  const { cutUp, MAX_SLICE } = await load("/elements/slices.ts");
  for (const [seed, alphabet] of [
    [1, ["字"]],
    [2, ["字", "。"]],
    [3, ["𠮷"]],
    [4, ["a", "𠮷", "。”", "\n"]],
  ]) {
    const next = random(seed);
    let text = "";
    while (text.length < 20_001) text += alphabet[next(alphabet.length)];
    const parts = cutUp(text, 7, text.length);
    assert.equal(parts.map(({ start, end }) => text.slice(start, end)).join(""), text.slice(7), `seed ${seed}`);
    for (const { start, end } of parts) {
      assert.ok(end > start && end - start <= MAX_SLICE);
      assert.ok(end === text.length || !/[\udc00-\udfff]/.test(text[end]) || start === end, `seed ${seed} at ${end}`);
    }
  }
});

test("a hard line break is no space between Chinese characters and one between words", async () => {
  const { setLines } = await load("/elements/pieces.ts");
  for (const [text, set] of [
    ["月球\n背面", "月球背面"],
    ["big\nmodel", "big model"],
    ["（Dario\nAmodei）", "（Dario Amodei）"],
    ["模型\nmodel", "模型model"],
    ["句号。\r\n  下一句", "句号。下一句"],
    ["作者：王五\n发布时间：今天", "作者：王五 发布时间：今天"],
  ]) {
    assert.equal(setLines(text, "", ""), set, JSON.stringify(text));
  }
});

test("a snippet for other people's pages sets lines as the page does, without Markdown's marks", async () => {
  const { runsOf } = await load("/embed/snippet.ts");
  for (const [text, set] of [
    ["月球\n**背面**", "月球背面"],
    ["# 通车典礼\n作者：王五\n发布时间：今天", "通车典礼 作者：王五 发布时间：今天"],
    ["big\n[model](a.md)", "big model"],
    ["标签 \\<script>，又一个 \\`", "标签 <script>，又一个 `"],
    ["标签 `<script>` 和 ``ab``", "标签 <script> 和 ab"],
    ["| 绿茶 | 八十度 |\n| 紅茶 | 九十度 |\n", "绿茶 | 八十度 | 紅茶 | 九十度"],
  ]) {
    const runs = runsOf({
      text,
      start: 0,
      end: text.length,
      highlights: [[2, 4]],
      heading: "",
      speaker: null,
      score: 1,
    });
    assert.equal(runs.map((run) => run.text).join(""), set, JSON.stringify(text));
  }
});

test("a route is written and read back; nonsense is a route too", async () => {
  const { readRoute, START, writeRoute } = await load("/app/route.ts");
  const routes = [
    START,
    {
      ...START,
      view: "compare",
      documents: ["甲/乙 & 丙", "b#?=%"],
      at: 12,
      unit: "passage",
      show: "different",
      strength: 0.35,
    },
    { ...START, query: "“月球 背面” -样品 + 1%", source: "样例", year: "2024", speaker: "专家" },
    { ...START, view: "across", documents: ["a", "b", "c"], atLeast: 3, show: "different" },
  ];
  for (const route of routes) assert.deepEqual(readRoute(writeRoute(route)), route);
  for (const hash of ["", "#", "#/", "#/x?y", "#q=1", "#/read?at=-1&at=x", "#/search?q=%", "#/search?strength=9e9"]) {
    assert.equal(readRoute(hash).view === "search" || readRoute(hash).view === "read", true, hash);
  }
});

test("links that run something are no links", async () => {
  const { safeUrl } = await load("/app/cite.ts");
  for (const url of [
    "javascript:alert(1)",
    " JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:x",
    "/relative",
    "",
    null,
  ]) {
    assert.equal(safeUrl(url), null, String(url));
  }
  assert.equal(safeUrl("https://example.org/文"), "https://example.org/%E6%96%87");
});

test("a citation has the marks of its title once", async () => {
  const { citation } = await load("/app/cite.ts");
  const document = { title: "《时代》封面故事", author: null, source: "译文", date: "2024-06-25", url: null };
  assert.equal(citation(document, "一句\n话。"), "「一句话。」——《〈时代〉封面故事》，译文，2024-06-25");
});
