// The tokenizers in the libraries they are made for: a Chinese word is indexed and found, in either script.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as duizhao from "../../dist/npm/index.js";
import { tools } from "./fresh.mjs";

const { load } = tools("package");
const segmenter = await duizhao.createSegmenter({ joinsUnknown: false, joinsParts: false });
const TEXTS = [
  { id: "a", text: "圖書館裡有很多書，經濟學的書在三樓。" },
  { id: "b", text: "他在北京大学研究生命的起源。" },
  { id: "c", text: "GPT-4o 写的 C++ 程序" },
];

/** Word of the query, documents that have it: never one that only shares characters with it. */
const CASES = [
  ["图书馆", ["a"]],
  ["經濟學", ["a"]],
  ["生命", ["b"]],
  ["北京大學", ["b"]],
  ["研究生", []],
  ["gpt", ["c"]],
];

function check(name, find) {
  test(name, async () => {
    for (const [query, wanted] of CASES) assert.deepEqual((await find(query)).sort(), wanted, query);
  });
}

const { default: MiniSearch } = await load("minisearch");
const mini = new MiniSearch({
  fields: ["text"],
  tokenize: duizhao.tokenizerForMiniSearch(segmenter),
  processTerm: (term) => term,
});
mini.addAll(TEXTS);
check("MiniSearch", (query) => mini.search(query, { combineWith: "AND" }).map(({ id }) => id));

const { default: FlexSearch } = await load("flexsearch");
const flex = new FlexSearch.Index({ encode: duizhao.tokenizerForFlexSearch(segmenter), tokenize: "strict" });
for (const { id, text } of TEXTS) flex.add(id, text);
check("FlexSearch", (query) => [...flex.search(query)]);

const orama = await load("@orama/orama");
const database = await orama.create({
  schema: { id: "string", text: "string" },
  components: { tokenizer: duizhao.tokenizerForOrama(segmenter) },
});
for (const one of TEXTS) await orama.insert(database, one);
check("Orama", async (query) => {
  const { hits } = await orama.search(database, { term: query, properties: ["text"], threshold: 0 });
  return hits.map(({ document }) => document.id);
});

const { default: lunr } = await load("lunr");
const index = lunr(function () {
  this.use(duizhao.tokenizerForLunr(lunr, segmenter));
  this.ref("id");
  this.field("text");
  for (const one of TEXTS) this.add(one);
});
check("lunr", (query) =>
  index
    .query((asked) => {
      for (const term of segmenter.terms(query)) asked.term(term, { presence: lunr.Query.presence.REQUIRED });
    })
    .map(({ ref }) => ref),
);
