// How long does a comparison take, beside the diffs that people use?
//
//   npm run bench -- compare
//
// Two reports of one interview (4,470 against 13,904 characters) and an old and a new law, in WebAssembly in Node. Peers
// in the same run: jsdiff by characters and by words of Intl.Segmenter, diff-match-patch without its deadline, and
// Python's difflib by characters, the last where Python is. Reading both texts counts for us; the peers get strings.
// Best of five; a round of more than ten seconds is not repeated. Then two pairs of a million characters a side, made of
// old and new laws, with the user time and the memory of the process at its highest.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compare } from "../dist/npm/index.js";
import { sharedFile, table } from "../scripts/measure.mjs";
import { installPeers, peerLibrary } from "../scripts/peers.mjs";

const ROUNDS = 5;
const MILLION = 1_000_000;
const corpus = sharedFile("corpus", "seeds");
const laws = sharedFile("eval", "compare-laws");
if (corpus && laws) {
  const seed = (start) => readFileSync(join(corpus, readdirSync(corpus).find((file) => file.startsWith(start))), "utf8");
  const law = (file) => readFileSync(join(laws, "08", file), "utf8");
  const pairs = { "two reports": [seed("000"), seed("001")], "old and new law": [law("old.md"), law("new.md")] };
  const rows = [];
  for (const [name, [left, right]] of Object.entries(pairs)) {
    const chars = `${left.length} × ${right.length}`;
    const ours = await best(() => compare(left, right));
    rows.push({ pair: name, chars, system: "duizhao", ms: ours.toFixed(0), "times ours": "1" });
    for (const [system, run] of Object.entries(await peers(left, right))) {
      const ms = await best(run);
      rows.push({ pair: name, chars, system, ms: ms.toFixed(0), "times ours": (ms / ours).toFixed(0) });
    }
  }
  console.log(`${table(rows)}\n`);
  await measureMillions();
}

/** Milliseconds of the fastest round. */
async function best(run) {
  let fastest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    const answer = await run();
    fastest = Math.min(fastest, typeof answer === "number" ? answer : performance.now() - start);
    if (fastest > 10_000) break;
  }
  return fastest;
}

/** Each runs once; one that times itself gives its milliseconds. */
async function peers(left, right) {
  const found = {};
  const words = (text) => Array.from(new Intl.Segmenter("zh", { granularity: "word" }).segment(text), (word) => word.segment);
  installPeers();
  const jsdiff = peerLibrary("diff");
  found["jsdiff, words by Intl.Segmenter"] = () => void jsdiff.diffArrays(words(left), words(right));
  found["jsdiff, characters"] = () => void jsdiff.diffChars(left, right);
  const { diff_match_patch: DiffMatchPatch } = peerLibrary("diff-match-patch");
  const engine = new DiffMatchPatch();
  engine.Diff_Timeout = 0;
  found["diff-match-patch"] = () => void engine.diff_main(left, right);
  if (spawnSync("python3", ["--version"]).status === 0) {
    const program =
      "import difflib, json, sys, time\na, b = json.load(sys.stdin)\nt = time.perf_counter()\n" +
      "difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes()\nprint((time.perf_counter() - t) * 1000)";
    found["Python difflib, characters"] = () =>
      Number(spawnSync("python3", ["-c", program], { input: JSON.stringify([left, right]), encoding: "utf8" }).stdout);
  }
  return found;
}

async function measureMillions() {
  const texts = readdirSync(laws)
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ["old.md", "new.md"].map((file) => readFileSync(join(laws, name, file), "utf8")));
  const million = (pieces) => {
    let text = pieces.join("\n\n");
    // Numbered copies, so that a copy is not the same text again.
    for (let copy = 2; text.length < MILLION; copy++) {
      text += `\n\n${pieces.join("\n\n").replace(/的/g, (found, at) => (at % copy === 0 ? "之" : found))}`;
    }
    return text.slice(0, MILLION);
  };
  const half = Math.ceil(texts.length / 2);
  const halves = [texts.slice(0, half), texts.slice(half)].map((part) => million(part.map(([old]) => old)));
  const versions = [million(texts.map(([old]) => old)), million(texts.map(([, recent]) => recent))];
  const rows = [];
  for (const [name, [left, right]] of Object.entries({ "share little": halves, "old and new": versions })) {
    const [start, before] = [performance.now(), process.cpuUsage()];
    const { pairs } = await compare(left, right);
    const seconds = (performance.now() - start) / 1000;
    const cpu = process.cpuUsage(before).user / 1e6;
    const peak = process.resourceUsage().maxRSS / 1024;
    rows.push({ pair: name, chars: `${left.length} × ${right.length}`, links: pairs.length, s: seconds.toFixed(1), "cpu s": cpu.toFixed(1), "peak MB": peak.toFixed(0) });
  }
  console.log("a million characters a side\n");
  console.log(table(rows));
}
