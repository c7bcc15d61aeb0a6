// How long does a comparison take? Two reports of one interview (4,470 against 13,904 characters) and a large pair, in
// WebAssembly in Node, beside diffs of characters and words where they are installed (`npm i --no-save diff
// diff-match-patch`), in one run. Reading both texts counts. Best of five.
//
//   npm run bench -- compare

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compare } from "../dist/npm/index.js";
import { sharedFile, table } from "../scripts/measure.mjs";

const ROUNDS = 5;
const corpus = sharedFile("corpus", "seeds");
const laws = sharedFile("eval", "compare-laws");
if (corpus && laws) {
  const seed = (start) => readFileSync(join(corpus, readdirSync(corpus).find((file) => file.startsWith(start))), "utf8");
  const law = (file) => readFileSync(join(laws, "08", file), "utf8");
  const rows = [];
  const pairs = { "two reports": [seed("000"), seed("001")], "old and new law": [law("old.md"), law("new.md")] };
  for (const [name, [left, right]] of Object.entries(pairs)) {
    const systems = { duizhao: () => compare(left, right), ...(await peers(left, right)) };
    for (const [system, run] of Object.entries(systems)) {
      rows.push({ pair: name, chars: `${left.length} × ${right.length}`, system, ms: (await best(run)).toFixed(0) });
    }
  }
  console.log(table(rows));
}

/** Milliseconds of the fastest round; a round of more than ten seconds is not repeated. */
async function best(run) {
  let fastest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await run();
    fastest = Math.min(fastest, performance.now() - start);
    if (fastest > 10_000) break;
  }
  return fastest;
}

async function peers(left, right) {
  const found = {};
  const words = (text) => Array.from(new Intl.Segmenter("zh", { granularity: "word" }).segment(text), (word) => word.segment);
  const jsdiff = await import("diff").catch(() => null);
  if (jsdiff) {
    found["jsdiff, words by Intl.Segmenter"] = () => jsdiff.diffArrays(words(left), words(right));
    found["jsdiff, characters"] = () => jsdiff.diffChars(left, right);
  }
  const google = await import("diff-match-patch").catch(() => null);
  if (google) {
    const engine = new (google.diff_match_patch ?? google.default)();
    engine.Diff_Timeout = 0;
    found["diff-match-patch"] = () => engine.diff_main(left, right);
  }
  return found;
}
