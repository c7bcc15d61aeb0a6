// How well are texts cut? Span F1 against a gold file, ours beside jieba and Intl.Segmenter, in one run.
//
//   npm run eval -- segmentation [GOLD]
//
// Gold: words separated by two spaces, a sentence a line; by default UD_Chinese-GSDSimp dev (CC BY-SA 4.0, read from the
// shared folder, never shipped). A word counts when both its ends are right. Floors: lite .807, full .812; below them the
// command fails. Standards disagree by more than segmenters do: this notices regressions, it does not crown anyone.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cut } from "jieba-wasm";
import { createDuizhao } from "../dist/npm/slim.js";
import { sharedFile, table } from "../scripts/measure.mjs";
import { ROOT } from "../scripts/steps.mjs";

const FLOORS = { "duizhao lite": 0.807, "duizhao full": 0.812 };

const file = process.argv[2] ?? sharedFile("eval", "segmentation", "gsdsimp_dev_gold.txt");
if (file) {
  const sentences = readFileSync(file, "utf8")
    .split("\n")
    .map((line) => line.split("  ").filter((word) => word !== ""))
    .filter((words) => words.length > 0);
  const rows = [];
  for (const [name, segment] of Object.entries(await systems())) rows.push({ name, ...score(sentences, segment) });
  console.log(`${file}: ${sentences.length} sentences, ${sentences.flat().length} words\n`);
  console.log(table(rows));
  for (const [name, floor] of Object.entries(FLOORS)) {
    const { F1 } = rows.find((row) => row.name === name);
    if (process.argv[2] === undefined && Number(F1) < floor) {
      console.error(`\n${name}: F1 ${F1} is below its floor ${floor}`);
      process.exitCode = 1;
    }
  }
}

/** Functions from a text to the words that cover it. */
async function systems() {
  const intl = new Intl.Segmenter("zh", { granularity: "word" });
  const ours = async (size, options) => {
    const module = readFileSync(join(ROOT, "pkg", "full", "duizhao_bg.wasm"));
    const lexicon = readFileSync(join(ROOT, "data", `lexicon-${size}.dzl`));
    // The module is one to a thread, and so is its lexicon: words are cut before the next one is opened.
    const segmenter = await createDuizhao({ module, lexicon }).createSegmenter(options);
    return (text) => Array.from(segmenter.segment(text), (word) => word.segment);
  };
  const index = { joinsUnknown: false, joinsParts: false };
  return {
    "duizhao lite": await ours("lite"),
    "duizhao lite, as in an index": await ours("lite", index),
    "duizhao full": await ours("full"),
    "duizhao full, as in an index": await ours("full", index),
    "jieba-wasm": (text) => cut(text, false),
    "jieba-wasm, HMM": (text) => cut(text, true),
    "Intl.Segmenter": (text) => Array.from(intl.segment(text), (word) => word.segment),
  };
}

function score(sentences, segment) {
  let [numGold, numFound, numBoth] = [0, 0, 0];
  for (const words of sentences) {
    const gold = spans(words);
    const found = spans(segment(words.join("")));
    numGold += gold.size;
    numFound += found.size;
    for (const span of found) numBoth += gold.has(span) ? 1 : 0;
  }
  const [precision, recall] = [numBoth / numFound, numBoth / numGold];
  const F1 = (2 * precision * recall) / (precision + recall);
  return { precision: precision.toFixed(4), recall: recall.toFixed(4), F1: F1.toFixed(4) };
}

function spans(words) {
  const found = new Set();
  let start = 0;
  for (const word of words) {
    found.add(`${start}-${start + word.length}`);
    start += word.length;
  }
  return found;
}
