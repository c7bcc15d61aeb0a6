// How fast are texts cut, and how soon is the first word there? WebAssembly in Node beside jieba-wasm and
// Intl.Segmenter, in one run.
//
//   npm run bench -- segment [TEXT]
//
// Corpus: the texts of the CMRC retrieval set (shared folder), or a file named. Best of seven rounds in which each has its
// turn. On a busy machine the clock flatters what takes short turns (they slip between those of others), so processor time
// stands beside it. `offsets` gives numbers; the rows "to strings" make a JavaScript string of every word, as the peers must.
// Start-up is the time from bytes in hand to the first word, in a fresh process each.

import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { sharedFile, table } from "../scripts/measure.mjs";
import { ROOT } from "../scripts/steps.mjs";

const ROUNDS = 7;
const WORD = "他来到了网易杭研大厦";

const STARTERS = {
  "duizhao lite": (text) => startOurs("lite", text),
  "duizhao full": (text) => startOurs("full", text),
  "jieba-wasm": startJieba,
  "Intl.Segmenter": startIntl,
};

if (process.argv[2] === "--start") console.log(await STARTERS[process.argv[3]]());
else await bench(process.argv[2]);

async function bench(given) {
  const file = given ?? sharedFile("eval", "retrieval-cmrc", "docs.jsonl");
  if (!file) return;
  const raw = readFileSync(file, "utf8");
  const texts = file.endsWith(".jsonl")
    ? raw
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line).text)
    : [raw];
  const numBytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  console.log(`${file}: ${texts.length} texts, ${(numBytes / 1e6).toFixed(2)} MB; Node ${process.version}\n`);

  const lite = await ourSegmenter("lite");
  const liteIndex = await ourSegmenter("lite", { joinsUnknown: false, joinsParts: false });
  const full = await ourSegmenter("full", { joinsUnknown: false, joinsParts: false });
  const { cut } = await import("jieba-wasm");
  const intl = new Intl.Segmenter("zh", { granularity: "word" });
  const alone = await (await import("../dist/npm/segment.js")).createSegmenter();
  const systems = {
    "duizhao/segment lite, offsets": (text) => alone.offsets(text).length,
    "duizhao lite, offsets": (text) => lite.offsets(text).length,
    "duizhao lite, offsets, unknown not joined": (text) => liteIndex.offsets(text).length,
    "duizhao full, offsets, unknown not joined": (text) => full.offsets(text).length,
    "duizhao lite, to strings": (text) => lite.terms(text).length,
    "duizhao lite, as Intl.Segmenter": (text) => Array.from(lite.segment(text)).length,
    "jieba-wasm": (text) => cut(text, false).length,
    "jieba-wasm, HMM": (text) => cut(text, true).length,
    "Intl.Segmenter": (text) => Array.from(intl.segment(text)).length,
  };
  const times = bestInTurns(systems, texts);
  const platform = times.at(-1);
  const rows = times.map(({ name, ms, cpuMs }) => ({
    name,
    "MB/s": (numBytes / 1e3 / ms).toFixed(1),
    "× Intl.Segmenter": (platform.ms / ms).toFixed(1),
    "MB/s of processor time": (numBytes / 1e3 / cpuMs).toFixed(1),
    "× Intl.Segmenter of it": (platform.cpuMs / cpuMs).toFixed(1),
  }));
  console.log(table(rows));

  const starts = Object.keys(STARTERS).map((name) => {
    const self = new URL(import.meta.url).pathname;
    const times = Array.from({ length: ROUNDS }, () => Number(execFileSync(process.execPath, [self, "--start", name])));
    return { "first word after": name, ms: Math.min(...times).toFixed(1) };
  });
  console.log(`\n${table(starts)}`);

  const sizes = [
    ["lexicon lite", join(ROOT, "data", "lexicon-lite.dzl")],
    ["lexicon full", join(ROOT, "data", "lexicon-full.dzl")],
    ["jieba-wasm module", join(ROOT, "node_modules", "jieba-wasm", "pkg", "nodejs", "jieba_rs_wasm_bg.wasm")],
  ].map(([name, path]) => {
    const bytes = readFileSync(path);
    const kb = (length) => (length / 1000).toFixed(1);
    return { "KB (1000 bytes)": name, raw: kb(statSync(path).size), gzip: kb(gzipSync(bytes, { level: 9 }).length), brotli: kb(brotliCompressSync(bytes).length) };
  });
  console.log(`\n${table(sizes)}`);
}

/** The least time of each over all texts, by the clock and of the processor; in turns, so that other work meets all of them. */
function bestInTurns(systems, texts) {
  const times = Object.entries(systems).map(([name, segment]) => ({ name, segment, ms: Number.POSITIVE_INFINITY, cpuMs: Number.POSITIVE_INFINITY }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const system of times) {
      const [start, cpu] = [performance.now(), process.cpuUsage()];
      texts.reduce((sum, text) => sum + system.segment(text), 0);
      system.ms = Math.min(system.ms, performance.now() - start);
      system.cpuMs = Math.min(system.cpuMs, process.cpuUsage(cpu).user / 1e3);
    }
  }
  return times;
}

async function ourSegmenter(size, options) {
  const { createDuizhao } = await import("../dist/npm/slim.js");
  const module = readFileSync(join(ROOT, "pkg", "full", "duizhao_bg.wasm"));
  const lexicon = readFileSync(join(ROOT, "data", `lexicon-${size}.dzl`));
  return createDuizhao({ module, lexicon }).createSegmenter(options);
}

/** The module is compiled before the clock starts: a page has it already when a text is to be cut. */
async function startOurs(size) {
  const { createDuizhao } = await import("../dist/npm/slim.js");
  const module = await WebAssembly.compile(readFileSync(join(ROOT, "pkg", "full", "duizhao_bg.wasm")));
  const lexicon = readFileSync(join(ROOT, "data", `lexicon-${size}.dzl`));
  const start = performance.now();
  const segmenter = await createDuizhao({ module, lexicon }).createSegmenter();
  segmenter.offsets(WORD);
  return performance.now() - start;
}

async function startJieba() {
  const { cut } = await import("jieba-wasm");
  const start = performance.now();
  cut(WORD, false);
  return performance.now() - start;
}

function startIntl() {
  const start = performance.now();
  Array.from(new Intl.Segmenter("zh", { granularity: "word" }).segment(WORD));
  return performance.now() - start;
}
