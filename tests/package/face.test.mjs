// The functions of the package in Node: the shapes of types.ts, offsets, errors, arguments.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  compare,
  createBuilder,
  DuizhaoError,
  decode,
  inspect,
  open,
  segment,
  status,
  textType,
} from "../../dist/npm/index.js";
import { EVENING, MORNING } from "./texts.mjs";

async function indexOf(...inputs) {
  const builder = await createBuilder();
  for (const input of inputs) await builder.add(input);
  return builder.finish();
}

const refuses = (kind) => (error) => {
  assert.ok(error instanceof DuizhaoError, `a DuizhaoError, not ${error}`);
  assert.equal(error.kind, kind);
  assert.match(error.message, /\S{3,}/);
  return true;
};

test("an index without the texts tells where its hits stand in them", async () => {
  const text = `𠮷𠮷田。${"昨天下了一场大雨，街上没有行人。".repeat(200)}\n\n${EVENING.text}`;
  const builder = await createBuilder({ storedText: false });
  await builder.add({ name: "a.txt", text });
  const index = await open(await builder.finish());
  const [hit] = (await index.search("经济受益")).hits;
  const [passage] = hit.passages;
  assert.equal(passage.text, "");
  assert.match(text.slice(passage.start, passage.end), /經\(jīng\)濟\(jì\)受益/);
  assert.ok(passage.start > 0 && passage.end - passage.start < 3000, "a stretch, not the whole text");
  await assert.rejects(index.document(hit.document.id), refuses("unsupported"));
  index.close();
});

test("a highlight is the source as it is written, rare characters before it or not", async () => {
  const index = await open(await indexOf({ name: "a.txt", text: `𠮷𠮷田。${EVENING.text}` }));
  const { hits } = await index.search("经济受益");
  const { text } = await index.document(hits[0].document.id);
  const [passage] = hits[0].passages;
  assert.equal(passage.text, text.slice(passage.start, passage.end));
  const [[start, end]] = passage.highlights;
  assert.equal(text.slice(start, end), "經(jīng)濟(jì)受益");
  index.close();
});

test("every passage on request, where a few are shown otherwise; nothing else but a number", async () => {
  const text = Array.from({ length: 30 }, (_, at) => `第${at}天，大桥通车。${"街上没有行人。".repeat(40)}`).join(
    "\n\n",
  );
  const index = await open(await indexOf({ name: "a.txt", text }));
  const places = async (passagesPerDocument) => {
    const { hits } = await index.search("大桥", { passagesPerDocument });
    return [hits[0].passages.flatMap(({ highlights }) => highlights).length, hits[0].numPassages];
  };
  assert.deepEqual(await places("all"), [30, 30]);
  assert.deepEqual(await places(2), [2, 30]);
  await assert.rejects(index.search("大桥", { passagesPerDocument: "many" }), TypeError);
  index.close();
});

test("facets count all that answers, filters take one value or several, suggestions complete", async () => {
  const index = await open(
    await indexOf({ ...MORNING, source: "晨社" }, { ...EVENING, source: "晚社", date: "2024-05" }),
  );
  const { facets, total } = await index.search("市长", { facets: true, limit: 1 });
  assert.equal(total, 2);
  assert.deepEqual(Object.keys(facets), ["sources", "speakers", "years"]);
  assert.deepEqual(facets.sources.map(({ value, numDocuments }) => [value, numDocuments]).sort(), [
    ["晚社", 1],
    ["晨社", 1],
  ]);
  assert.equal((await index.search("市长")).facets, undefined);
  assert.equal((await index.search("市长", { filter: { source: "晨社" } })).total, 1);
  assert.equal((await index.search("市长", { filter: { source: ["晨社", "晚社"] } })).total, 2);
  await assert.rejects(() => index.search("市长", { filter: { source: [1] } }), TypeError);
  const suggestions = await index.suggest("表");
  assert.deepEqual(Object.keys(suggestions[0]), ["text", "kind", "numDocuments"]);
  assert.ok(suggestions.some(({ text }) => text === "表示"));
  await assert.rejects(() => index.suggest("表", { limit: 0 }), RangeError);
  index.close();
});

test("every shape has the keys that types.ts says, nothing missing and nothing undefined", async () => {
  const index = await open(await indexOf(MORNING, EVENING));
  const result = await index.search("市长表示", { explain: true });
  assert.deepEqual(Object.keys(result), [
    "total",
    "isTotalExact",
    "tookSteps",
    "isCut",
    "numExcluded",
    "tried",
    "nearest",
    "hits",
  ]);
  assert.equal(result.total, 2);
  const [hit] = result.hits;
  assert.deepEqual(Object.keys(hit), [
    "document",
    "score",
    "evidence",
    "coverage",
    "passages",
    "numPassages",
    "explanation",
  ]);
  const info = ["id", "name", "title", "date", "url", "source", "author", "language", "script", "numChars"];
  assert.deepEqual(Object.keys(hit.document), info);
  assert.deepEqual(Object.keys(hit.passages[0]), [
    "text",
    "start",
    "end",
    "score",
    "heading",
    "anchor",
    "speaker",
    "highlights",
  ]);
  const sum = hit.explanation.reduce((total, { value }) => total + value, 0);
  // Each number is rounded to nine decimals on its way here.
  assert.ok(Math.abs(sum - hit.score) < 1e-8, "the parts of a score add up to it");
  const document = await index.document(hit.document.id);
  assert.deepEqual(Object.keys(document), [...info, "text", "blocks", "removed", "aliases", "speakers", "quantities"]);
  assert.deepEqual(Object.keys(document.blocks[0]), ["kind", "level", "speaker", "isBoilerplate", "start", "end"]);
  const nothing = await index.search("九千只");
  assert.deepEqual(nothing.tried, [{ text: "9000只", kind: "number" }]);
  assert.equal((await index.search("市长表示")).hits[0].explanation, undefined);
  index.close();
});

test("front matter, headings and speakers are read", async () => {
  const document = await inspect(MORNING);
  assert.equal(document.title, "晨报：新桥通车");
  assert.equal(document.date, "2024-05-01");
  assert.equal(document.source, "晨报");
  assert.deepEqual(document.speakers, ["记者", "市长"]);
  assert.equal(document.type, "markdown");
  assert.equal(document.language, "zh-Hans");
  const heading = document.blocks.find((block) => block.kind === "heading" && block.level === 2);
  assert.equal(document.text.slice(heading.start, heading.end).trim(), "## 现场");
});

test("across: one statement in several documents by date, with what changed; keyness: counts and statistic", async () => {
  const third = {
    name: "周刊.txt",
    date: "2024-07-01",
    text: "桥梁专家说：新桥在2024年6月通车，造价约260万元。天气很好。",
  };
  const index = await open(await indexOf(third, MORNING, { ...EVENING, date: "2024-05-20" }));
  const found = await index.across();
  assert.deepEqual(Object.keys(found), ["documents", "total", "statements"]);
  assert.equal(found.documents.length, 3);
  const cost = found.statements.find(({ occurrences }) => occurrences.some(({ text }) => text.includes("造价")));
  assert.deepEqual(Object.keys(cost), ["score", "numDocuments", "occurrences", "changes"]);
  assert.deepEqual(Object.keys(cost.occurrences[0]), ["document", "text", "start", "end", "heading", "speaker"]);
  const dates = cost.occurrences.map(({ document }) => document.date);
  assert.deepEqual(dates, [...dates].sort());
  for (const { document, text, start, end } of cost.occurrences) {
    assert.equal((await index.document(document.id)).text.slice(start, end), text);
  }
  const change = cost.changes.find(({ kind }) => kind === "number");
  assert.deepEqual(Object.keys(change), ["kind", "from", "to", "left", "right"]);
  const { text, start } = cost.occurrences[change.from];
  assert.equal(text.slice(change.left[0] - start, change.left[1] - start), "100万元");
  assert.equal((await index.across({ documents: [MORNING.name] })).total, 0, "one document repeats nobody");
  assert.equal((await index.across({ limit: 1 })).statements.length, 1);
  await assert.rejects(index.across({ minDocuments: 1 }), RangeError);
  await assert.rejects(index.across({ documents: ["没有"] }), refuses("unknown-document"));

  const keyness = await index.keyness({ limit: 5 });
  assert.deepEqual(Object.keys(keyness), ["statistic", "minLogLikelihood", "columns"]);
  assert.equal(keyness.statistic, "log-likelihood");
  assert.deepEqual(Object.keys(keyness.columns[0]), ["document", "numPlaces", "terms"]);
  const many = await open(
    await indexOf({ name: "茶.txt", text: "茶园采茶。".repeat(20) }, { name: "港.txt", text: "港口装船。".repeat(20) }),
  );
  const [tea] = (await many.keyness()).columns;
  assert.deepEqual(Object.keys(tea.terms[0]), ["term", "count", "countElsewhere", "logLikelihood"]);
  assert.deepEqual([tea.terms[0].count, tea.terms[0].countElsewhere], [20, 0]);
  assert.ok(tea.terms.every(({ logLikelihood }) => logLikelihood >= keyness.minLogLikelihood));
  index.close();
  many.close();
});

test("columns put every document beside the topic, empty where it says nothing", async () => {
  const index = await open(await indexOf(MORNING, EVENING, { name: "天气.txt", text: "明天多云。" }));
  const { columns } = await index.columns("造价");
  assert.equal(columns.length, 3);
  assert.equal(columns.find(({ document }) => document.name === "天气.txt").passages.length, 0);
  index.close();
});

test("two texts side by side: spans rebuild both, facts are flagged", async () => {
  const comparison = await compare(MORNING, EVENING);
  const [left, right] = [(await inspect(MORNING)).text, (await inspect(EVENING)).text];
  const pair = comparison.pairs.find((candidate) => left.slice(...candidate.left).includes("造价"));
  assert.ok(pair, "the sentence about the price is linked");
  assert.ok(right.slice(...pair.right).includes("造價"));
  const kinds = pair.differences.map(({ kind }) => kind);
  assert.ok(kinds.includes("number"), `100万 against 200萬: ${kinds}`);
  assert.ok(kinds.includes("date"), `May against June: ${kinds}`);
  for (const { left: from, right: to } of comparison.pairs) {
    assert.ok(from[0] < from[1] && to[0] < to[1] && from[1] <= left.length && to[1] <= right.length);
  }
});

test("a text against itself differs nowhere", async () => {
  const comparison = await compare(MORNING, MORNING);
  assert.ok(comparison.pairs.length > 0);
  assert.ok(comparison.pairs.every((pair) => pair.relation === "same" && pair.differences.length === 0));
  assert.deepEqual(comparison.onlyLeft, []);
});

test("named characters of HTML in Markdown are what they are natively, without the library's table", async () => {
  const left = { name: "甲.md", text: "甲说到&quot;乙&quot;&copy;[丙&eacute;](x)。", type: "markdown" };
  const right = { name: "乙.txt", text: '甲说到"乙"&copy;丙&eacute;。', type: "text" };
  const { pairs, coverage } = await compare(left, right);
  for (const pair of pairs) assert.deepEqual([pair.relation, pair.differences], ["same", []]);
  assert.deepEqual([coverage.left, coverage.right], [1, 1]);
});

test("words joined give the text, noise and spaces included", async () => {
  for (const text of ["他来到了网易杭研大厦。", "經(jīng)濟(jì) 發(fā)展\n第二行，GPT-4o 与𠮷野家。", "", "  \n "]) {
    const words = await segment(text);
    assert.equal(words.map((word) => word.text).join(""), text);
    for (const word of words) assert.equal(word.text, text.slice(word.start, word.end));
  }
  const words = (await segment("他来到了北京大学")).map((word) => word.text);
  assert.deepEqual(words, ["他", "来到", "了", "北京大学"]);
});

test("same documents, same bytes; add() need not be awaited and keeps its order", async () => {
  const awaited = await indexOf(MORNING, EVENING);
  const builder = await createBuilder();
  builder.add(MORNING);
  builder.add(EVENING);
  assert.deepEqual(await builder.finish(), awaited);
});

test("an old id is replaced, a removed one gone, and the bytes are those of what is left", async () => {
  const builder = await createBuilder();
  await builder.add({ ...MORNING, id: "m" });
  await builder.add(EVENING);
  await builder.add({ id: "m", name: "neu.md", text: "完全不同的一篇。" });
  assert.equal(await builder.remove(EVENING.name), true);
  assert.equal(await builder.remove("nobody"), false);
  await assert.rejects(builder.remove(7), TypeError);
  const fresh = await createBuilder();
  await fresh.add({ id: "m", name: "neu.md", text: "完全不同的一篇。" });
  assert.deepEqual(await builder.finish(), await fresh.finish());
  await assert.rejects(builder.remove("m"), refuses("closed"));
});

test("parts built apart become one index, the same as built at once", async () => {
  const builder = await createBuilder();
  assert.equal(await builder.addIndex(await indexOf(MORNING)), 1);
  assert.equal(await builder.addIndex((await indexOf(EVENING)).buffer), 1);
  assert.deepEqual(await builder.finish(), await indexOf(MORNING, EVENING));
  const other = await createBuilder({ storedText: false });
  await assert.rejects(
    (await createBuilder({ includeBoilerplate: true })).addIndex(await indexOf(MORNING)),
    refuses("invalid-option"),
  );
  await assert.rejects(other.addIndex(new Uint8Array([1, 2, 3])), refuses("not-an-index"));
  await assert.rejects(other.addIndex("index.dzx"), TypeError);
});

test("from an earlier index only what has changed is read, and the bytes are those of building anew", async () => {
  const page = { name: "seite.html", text: "<title>桥</title><p>新桥的造价是一百万元。</p>" };
  const documents = (text) => [MORNING, page, { name: "c.txt", text }];
  for (const options of [{}, { contentHashes: true }, { contentHashes: true, storedText: false }]) {
    const all = async (base, inputs) => {
      const builder = await createBuilder(base ? { ...options, base } : options);
      const added = [];
      for (const input of inputs) added.push((await builder.add(input)).isUnchanged);
      return { added, bytes: await builder.finish() };
    };
    const before = await all(null, documents("旧的文字。"));
    assert.deepEqual(before.added, [false, false, false]);
    const again = await all(before.bytes, documents("旧的文字。"));
    assert.deepEqual(again, { added: [true, true, true], bytes: before.bytes });
    const changed = await all(before.bytes, documents("新的文字。"));
    assert.deepEqual(changed.added, [true, true, false]);
    assert.deepEqual(changed.bytes, (await all(null, documents("新的文字。"))).bytes);
  }
  const base = await indexOf(MORNING);
  await assert.rejects(createBuilder({ base, storedText: false }), refuses("invalid-option"));
  await assert.rejects(createBuilder({ base: base.slice(0, 50) }), refuses("truncated"));
  await assert.rejects(createBuilder({ base: "x.dzx" }), TypeError);
});

test("words are found by their pinyin where the builder was asked for it", async () => {
  const builder = await createBuilder({ pinyin: true });
  await builder.add(MORNING);
  await builder.add(EVENING);
  const bytes = await builder.finish();
  const index = await open(bytes);
  for (const query of ["shizhang", "shì zhǎng", "shi4zhang3", "sz"]) {
    const { hits } = await index.search(query, { explain: true });
    const hit = hits.find(({ document }) => document.id === MORNING.name);
    assert.equal(hit?.evidence, "pinyin", query);
    const [{ start, end, highlights }] = hit.passages;
    assert.ok(highlights.length > 0 && highlights.every(([from]) => from >= start && from < end), query);
    for (const [from, to] of highlights) assert.equal(MORNING.text.slice(from, to), "市长", query);
  }
  const suggested = await index.suggest("shizh");
  assert.ok(suggested.some(({ text, kind }) => text === "市长" && kind === "pinyin"));
  const again = await createBuilder({ pinyin: true, base: bytes });
  assert.equal((await again.add(MORNING)).isUnchanged, true);
  await again.add(EVENING);
  assert.deepEqual(await again.finish(), bytes);
  const plain = await open(await indexOf(MORNING, EVENING));
  assert.equal((await plain.search("shizhang")).total, 0);
  await assert.rejects(createBuilder({ pinyin: "yes" }), TypeError);
  await assert.rejects(createBuilder({ base: bytes }), refuses("invalid-option"));
});

test("a failed add that nobody awaited is reported by finish", async () => {
  const builder = await createBuilder();
  builder.add(MORNING);
  builder.add({ name: "x.png", bytes: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]) });
  await assert.rejects(builder.finish(), refuses("encoding"));
});

test("one bad document does not cost the others when its error is handled", async () => {
  const builder = await createBuilder();
  await builder.add(MORNING);
  await assert.rejects(
    builder.add({ name: "x.bin", bytes: new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7]) }),
    refuses("encoding"),
  );
  await assert.rejects(builder.add({ name: "leer.txt", text: " \n" }), refuses("empty"));
  await assert.rejects(builder.add({ name: MORNING.name, text: "别的" }), refuses("duplicate"));
  const index = await open(await builder.finish());
  assert.equal((await index.documents()).length, 1);
  index.close();
});

test("bytes that are no index are refused with a reason", async () => {
  const bytes = await indexOf(MORNING);
  await assert.rejects(open(new Uint8Array(0)), (error) => ["truncated", "not-an-index"].includes(error.kind));
  await assert.rejects(open(new TextEncoder().encode("<!doctype html><title>404</title>")), refuses("not-an-index"));
  for (const length of [9, 40, bytes.length >> 1, bytes.length - 1]) {
    await assert.rejects(open(bytes.slice(0, length)), refuses("truncated"), `cut to ${length} bytes`);
  }
  const flipped = bytes.slice();
  flipped[bytes.length >> 1] ^= 4;
  await assert.rejects(open(flipped), refuses("corrupt"));
});

test("every single flipped byte of an index is refused, none traps", async () => {
  const bytes = await indexOf({ name: "a.txt", text: "春眠不觉晓" });
  const before = status().numRestarts;
  for (let at = 0; at < bytes.length; at += 1) {
    const flipped = bytes.slice();
    flipped[at] ^= 0x10;
    await assert.rejects(
      open(flipped),
      (error) => error instanceof DuizhaoError && error.kind !== "engine",
      `byte ${at}`,
    );
  }
  assert.equal(status().numRestarts, before);
});

test("a wrong type is a TypeError, a wrong value a RangeError or a DuizhaoError", async () => {
  const index = await open(await indexOf(MORNING));
  await assert.rejects(index.search(5), TypeError);
  await assert.rejects(index.search(null), TypeError);
  await assert.rejects(index.search("桥", { limt: 3 }), /no field "limt"/);
  await assert.rejects(index.search("桥", { limit: 0 }), RangeError);
  await assert.rejects(index.search("桥", { filter: { date: ["soon", null] } }), refuses("invalid-option"));
  await assert.rejects(index.compare("没有", "也没有"), refuses("unknown-document"));
  await assert.rejects(open(42), TypeError);
  await assert.rejects(segment(42), TypeError);
  await assert.rejects(compare("甲", 7), TypeError);
  await assert.rejects((await createBuilder()).add({ name: "a" }), TypeError);
  index.close();
  await assert.rejects(index.search("桥"), refuses("closed"));
});

test("no query is a syntax error, and words of JavaScript are words", async () => {
  const index = await open(await indexOf(MORNING, { name: "js.txt", text: "constructor 与 __proto__ 是两个词。" }));
  const queries = ["", " ", '"未完', "a AND", ".*(", "-", "date:", "\ud800", "\u0000", "，。", "桥".repeat(100_000)];
  for (const query of queries)
    assert.equal(typeof (await index.search(query)).total, "number", JSON.stringify(query.slice(0, 9)));
  for (const query of ["constructor", "__proto__"]) assert.equal((await index.search(query)).total, 1, query);
  index.close();
});

test("a signal that is aborted rejects with its reason", async () => {
  const index = await open(await indexOf(MORNING));
  const controller = new AbortController();
  controller.abort(new Error("not any more"));
  await assert.rejects(index.search("桥", { signal: controller.signal }), /not any more/);
  assert.equal((await index.search("桥")).total, 1);
  index.close();
});

test("progress is told", async () => {
  const stages = [];
  const builder = await createBuilder({ onProgress: ({ stage, done }) => stages.push(`${stage} ${done}`) });
  await builder.add(MORNING);
  await builder.finish();
  assert.deepEqual(stages, ["read 1", "build 0", "build 1"]);
});

/** The same words in each encoding. The bytes are spelled out where the platform has no encoder. */
const ENCODED = [
  ["utf-8", "strict", new TextEncoder().encode("他说中国的经济")],
  ["utf-8", "mark", new Uint8Array([0xef, 0xbb, 0xbf, ...new TextEncoder().encode("他说中国的经济")])],
  ["utf-16le", "mark", new Uint8Array([0xff, 0xfe, ...new Uint8Array(Buffer.from("他说中国的经济", "utf16le"))])],
  ["utf-16be", "mark", new Uint8Array([0xfe, 0xff, ...Buffer.from("他说中国的经济", "utf16le").swap16()])],
  ["utf-16le", "count", new Uint8Array(Buffer.from("他说中国的经济", "utf16le"))],
  [
    "gb18030",
    "count",
    new Uint8Array([0xcb, 0xfb, 0xcb, 0xb5, 0xd6, 0xd0, 0xb9, 0xfa, 0xb5, 0xc4, 0xbe, 0xad, 0xbc, 0xc3]),
  ],
];

test("five encodings are told apart", () => {
  for (const [encoding, by, bytes] of ENCODED) {
    const { text, decoding } = decode(bytes);
    assert.equal(text, "他说中国的经济", encoding);
    assert.deepEqual(decoding, { encoding, by, numUndecodable: 0 });
  }
  // 他說中國的經濟
  const big5 = new Uint8Array([0xa5, 0x4c, 0xbb, 0xa1, 0xa4, 0xa4, 0xb0, 0xea, 0xaa, 0xba, 0xb8, 0x67, 0xc0, 0xd9]);
  assert.equal(decode(big5).text, "他說中國的經濟");
  const damaged = new TextEncoder().encode("他说中国的经济，我们都知道。".repeat(9));
  damaged[30] = 0xff;
  const { decoding } = decode(damaged);
  assert.equal(decoding.encoding, "utf-8", "one bad byte does not make UTF-8 something else");
  assert.ok(decoding.numUndecodable > 0);
});

test("files that are no text are refused by name", () => {
  assert.throws(() => decode(new TextEncoder().encode("%PDF-1.7 …")), /PDF/);
  assert.throws(() => decode(new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16])), /JPEG/);
  assert.throws(() => decode(new Uint8Array(200).map((_, at) => (at * 7) % 32)), refuses("encoding"));
  assert.equal(decode(new Uint8Array(0)).text, "");
});

test("the type of a text, by name and by look", () => {
  const cases = [
    ["a.md", "无标记", "markdown", "the name says so"],
    ["a.txt", "# 标题\n\n正文", "markdown", "a first line that is a heading"],
    ["a.txt", "---\ntitle: 甲\n---\n正文", "markdown", "front matter"],
    ["a.txt", "**记者：** 问\n\n**专家：** 答\n\n**记者：** 再问", "markdown", "three turns in bold"],
    ["a.txt", "第一条　为了规范……\n第二条　本法所称……", "text", "no marks at all"],
    ["a.txt", "他说 2 * 3 * 4 = 24，1. 不是列表", "text", "stars and a number are no marks"],
    ["a.txt", "  <!DOCTYPE html><p>文", "html", "a saved page"],
    ["a.htm", "文", "html", "the name says so"],
  ];
  for (const [name, text, type, why] of cases) assert.equal(textType(name, text), type, why);
});

test("HTML becomes text with its headings; scripts and navigation stay out", async () => {
  const html = `<!doctype html><html lang="zh"><head><title>标题</title><meta property="article:published_time" content="2024-03-02T08:00">
    <script>var 恶 = 1</script></head><body><nav>导航</nav><main><h1>大标题</h1><p>一段<b>文字</b>，有 * 星号。</p>
    <ul><li>第一</li><li>第二</li></ul><pre>代码 &lt;b&gt;</pre><table><tr><td>甲</td><td>乙</td></tr><tr><td>丙|丁</td></tr></table><script>坏()</script></main></body></html>`;
  const document = await inspect({ name: "a.html", text: html });
  assert.equal(document.title, "标题");
  assert.equal(document.date, "2024-03-02");
  assert.equal(
    document.text,
    "# 大标题\n\n一段文字，有 \\* 星号。\n\n- 第一\n\n- 第二\n\n```\n代码 <b>\n```\n\n| 甲 | 乙 |\n| --- | --- |\n| 丙\\|丁 |  |",
  );
  assert.deepEqual(document.blocks.map(({ kind }) => kind).slice(0, 4), [
    "heading",
    "paragraph",
    "list-item",
    "list-item",
  ]);
});
