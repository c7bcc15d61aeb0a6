// How fast does a text become clean, structured, searchable text? WebAssembly in Node beside what the platform does with
// the same bytes: TextDecoder alone, and Intl.Segmenter alone.
//
//   npm run bench -- text [FILE]
//
// Corpus: the texts of the CMRC retrieval set as one document of paragraphs, plain and with the noise of machine-made
// pages (shared folder), or a file named; then texts made to be hard, a megabyte each. Best of five. Ours is the whole of
// `inspect`: decoding, blocks, cleaning, folding, speakers, names, and the answer as objects.

import { readFileSync } from "node:fs";
import { inspect } from "../dist/npm/index.js";
import { sharedFile, table } from "../scripts/measure.mjs";

const ROUNDS = 5;
const MEGABYTE = 1_000_000;

async function best(work) {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await work();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

const speed = (bytes, ms) => (bytes.length / MEGABYTE / (ms / 1e3)).toFixed(1);

function texts(given) {
  if (given) return { [given]: readFileSync(given) };
  const found = {};
  for (const [name, file] of [
    ["prose", "docs.jsonl"],
    ["prose with noise", "docs.noisy.jsonl"],
  ]) {
    const path = sharedFile("eval", "retrieval-cmrc", file);
    if (!path) continue;
    const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
    found[name] = Buffer.from(lines.map((line) => JSON.parse(line).text).join("\n\n"));
  }
  return found;
}

const corpora = texts(process.argv[2]);
const rows = [];
const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
/** Paragraph by paragraph and without keeping the words: all of them at once would not fit the heap. */
function numSegments(text) {
  let count = 0;
  for (const paragraph of text.split("\n")) {
    for (const _ of segmenter.segment(paragraph)) count += 1;
  }
  return count;
}

for (const [name, bytes] of Object.entries(corpora)) {
  const text = new TextDecoder().decode(bytes);
  rows.push({
    corpus: name,
    MB: (bytes.length / MEGABYTE).toFixed(2),
    "TextDecoder MB/s": speed(bytes, await best(() => new TextDecoder().decode(bytes))),
    "Intl.Segmenter MB/s": speed(bytes, await best(() => numSegments(text))),
    "duizhao MB/s": speed(bytes, await best(() => inspect({ name: "a.md", bytes }))),
  });
}
if (rows.length > 0) console.log(`Node ${process.version}\n\n${table(rows)}\n`);

// Linear time: each of these takes less than ten times its share of what prose takes.
const repeated = (piece) => Buffer.from(piece.repeat(Math.ceil(MEGABYTE / Buffer.byteLength(piece))));
const hard = {
  "one line": repeated("月球样品重一千九百三十五克，正在分析。"),
  "nested quotes": repeated("> "),
  "brackets never closed": repeated("（"),
  "links never closed": repeated("["),
  glosses: repeated("牛顿（Isaac Newton）"),
  sounds: repeated("經(jīng)濟(jì)發(fā)展"),
  "one character": repeated("一"),
  entities: repeated("&amp;"),
  "turns of two": repeated("**甲：** 好。\n\n**乙：** 不。\n\n"),
  "macros never closed": repeated("{{"),
  stars: repeated("*a"),
};
const hardRows = [];
for (const [name, bytes] of Object.entries(hard)) {
  hardRows.push({ "hard text, 1 MB": name, "duizhao MB/s": speed(bytes, await best(() => inspect({ name: "a.md", bytes }))) });
}
console.log(table(hardRows));
