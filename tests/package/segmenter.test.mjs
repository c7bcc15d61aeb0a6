// createSegmenter(): the shape of Intl.Segmenter, offsets, added words, the lattice, and tokenizers for other libraries.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as duizhao from "../../dist/npm/index.js";

const segmenter = await duizhao.createSegmenter();
const TEXT = "他來到了𠮷野家，用ＧＰＴ-4o写C++。\n好 的";

test("its words cover the text as Intl.Segmenter's do, rare characters and spaces included", () => {
  const ours = [...segmenter.segment(TEXT)];
  assert.equal(ours.map((word) => word.segment).join(""), TEXT);
  let index = 0;
  for (const word of ours) {
    assert.deepEqual(Object.keys(word).sort(), ["index", "input", "isWordLike", "segment"]);
    assert.equal(word.index, index);
    assert.equal(word.input, TEXT);
    index += word.segment.length;
  }
  const wordLike = ours.filter((word) => word.isWordLike).map((word) => word.segment);
  assert.deepEqual(wordLike.slice(0, 3), ["他", "來到", "了"]);
  assert.ok(wordLike.includes("ＧＰＴ-4o") && wordLike.includes("C++") && !wordLike.includes("，"));
});

test("containing() answers as Intl.Segments does", () => {
  const intl = new Intl.Segmenter("zh", { granularity: "word" }).segment(TEXT);
  const ours = segmenter.segment(TEXT);
  for (const unit of [-1, TEXT.length, Number.NaN, 1e9]) {
    assert.equal(ours.containing(unit) === undefined, intl.containing(unit) === undefined, String(unit));
  }
  for (let unit = 0; unit < TEXT.length; unit += 1) {
    const { segment, index } = ours.containing(unit);
    assert.ok(index <= unit && unit < index + segment.length);
  }
  assert.equal(ours.containing().index, 0);
});

test("offsets are three numbers a word: start, end, kind", () => {
  const flat = segmenter.offsets("来到A股");
  assert.equal(flat.length % 3, 0);
  assert.deepEqual([...flat], [0, 2, 0, 2, 4, 0]);
  assert.equal(duizhao.WORD_KINDS[segmenter.offsets("。")[2]], "punctuation");
  assert.equal(segmenter.offsets("").length, 0);
});

test("terms are folded, whatever the script, width and case", () => {
  assert.deepEqual(segmenter.terms("圖書館ＡＢＣ，"), ["图书馆", "abc"]);
  assert.deepEqual(segmenter.terms("图书馆", { mode: "search" }), ["图书馆", "图书"]);
  assert.deepEqual(segmenter.terms("。"), []);
});

test("words can be added, by strength", async () => {
  const own = await duizhao.createSegmenter({ words: ["网易杭研"] });
  assert.deepEqual(own.terms("网易杭研大厦"), ["网易杭研", "大厦"]);
  own.addWord("长江大桥", { cost: 65_535 });
  assert.deepEqual(own.terms("长江大桥"), ["长江", "大桥"]);
  assert.throws(() => own.addWord("桥", { cost: -1 }), RangeError);
  assert.throws(() => own.addWord(7), TypeError);
  assert.deepEqual(segmenter.terms("长江大桥"), ["长江大桥"], "another segmenter does not know");
  own.close();
  assert.throws(() => own.terms("桥"), { kind: "closed" });
});

test("the lattice has every candidate and its path is the segmentation", () => {
  const lattice = segmenter.lattice("研究生命");
  const path = lattice.edges.filter((edge) => edge.isChosen);
  assert.deepEqual(
    path.map((edge) => edge.word),
    ["研究", "生命"],
  );
  assert.equal(
    path.reduce((sum, edge) => sum + edge.cost, 0),
    lattice.cost,
  );
  assert.ok(lattice.edges.some((edge) => edge.word === "研究生" && !edge.isChosen));
  assert.match(segmenter.drawLattice("研究", "svg"), /^<svg /);
  assert.match(segmenter.drawLattice("研究", "dot"), /^digraph /);
});

test("tokenizers in the shapes other libraries ask for", () => {
  const expected = ["图书馆", "里"];
  assert.deepEqual(duizhao.tokenizerForMiniSearch(segmenter)("圖書館裡"), expected);
  assert.deepEqual(duizhao.tokenizerForFlexSearch(segmenter)("圖書館裡"), expected);
  assert.deepEqual(duizhao.tokenizerForOrama(segmenter).tokenize("圖書館裡的圖書館"), ["图书馆", "里", "的"]);
  class Token {
    constructor(text, metadata) {
      Object.assign(this, { text, metadata });
    }
  }
  const builder = { pipeline: { reset() {} }, searchPipeline: { reset() {} } };
  duizhao.tokenizerForLunr({ Token }, segmenter).call(builder);
  assert.deepEqual(
    builder.tokenizer("圖書館裡").map((token) => token.text),
    expected,
  );
});

test("the entry that only segments gives the same words over its own module", async () => {
  const whole = await import("../../dist/npm/index.js");
  const small = await import("../../dist/npm/segment.js");
  const texts = [
    "他来到了网易杭研大厦，GPT-4o 发布于2025年1月20日。",
    "經(jīng)濟(jì)論壇在臺北開幕，𠮷田先生到場。",
    "",
  ];
  for (const text of texts) {
    for (const mode of ["words", "search", "all"]) {
      assert.deepEqual(await small.segment(text, { mode }), await whole.segment(text, { mode }));
    }
    const [one, other] = [await small.createSegmenter(), await whole.createSegmenter()];
    assert.deepEqual(one.offsets(text), other.offsets(text));
    assert.deepEqual(one.lattice(text), other.lattice(text));
    one.close();
    other.close();
  }
  const loads = readFileSync(new URL("../../dist/npm/segment.js", import.meta.url), "utf8").matchAll(
    /import\("\.\/([\w-]+)\.js"\)/g,
  );
  assert.deepEqual([...loads].map(([, name]) => name).sort(), ["lexicon", "segment-module"]);
  small.close();
});
