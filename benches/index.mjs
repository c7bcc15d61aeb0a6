// What does an index cost: bytes, building, building again, opening, memory? WebAssembly in Node, one thread.
//
//   npm run bench -- index [cmrc laws sample generated]
//
// The last two are built sites, beside Pagefind: see sites.mjs.
//
// Corpora: the CMRC retrieval set (1,104 documents) and, where it is there, the articles of laws (147,289 documents), from the
// shared folder. Sizes are multiples of gzip -9 of titles and texts. Opening and the first answer are measured in a process
// of their own, from bytes that are there, with the module compiled; the best of five. Processor time of all threads, the
// compiler's too, so that other work on the machine does not count. What is held is what the process grew by, with the file.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { createBuilder, open, segment } from "../dist/npm/index.js";
import { sharedFile, table } from "../scripts/measure.mjs";
import { measureSites, SITE_NAMES } from "./sites.mjs";

const MEGABYTE = 1_000_000;
const ROUNDS = 5;
/** A smaller corpus is built several times. */
const WARM_BYTES = 10 * MEGABYTE;
const QUESTION = "人工智能的发展";

/** Milliseconds of processor time, and what the work gives. */
async function timed(work) {
  const start = process.cpuUsage();
  const answer = await work();
  const { user, system } = process.cpuUsage(start);
  return { ms: (user + system) / 1e3, answer };
}

/** The least of some rounds, in milliseconds. */
async function leastOf(rounds, work) {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) least = Math.min(least, (await timed(work)).ms);
  return least;
}

/** Memory of the process in bytes: now, and the most there was. */
function memory() {
  return { now: process.memoryUsage().rss, most: process.resourceUsage().maxRSS * 1e3 };
}

/** In a process of its own: opens a file and asks once. */
async function openOnce(path) {
  const bytes = readFileSync(path);
  await segment("一"); // the module is compiled, the lexicon there
  const before = memory().now;
  const opening = await timed(() => open(bytes));
  const asking = await timed(() => opening.answer.search(QUESTION));
  const held = memory().now - before + bytes.length;
  const inspection = await opening.answer.inspect();
  console.log(JSON.stringify({ open: opening.ms, first: asking.ms, held, sections: inspection.sections }));
}

function opened(path) {
  const runs = Array.from({ length: ROUNDS }, () =>
    JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), "--open", path], { encoding: "utf8" })),
  );
  return runs.reduce((best, run) => (run.open + run.first < best.open + best.first ? run : best));
}

function corpus(name) {
  const path =
    name === "cmrc" ? sharedFile("eval", "retrieval-cmrc", "docs.jsonl") : sharedFile("corpus", "scale", "laws-articles.jsonl.gz");
  if (!path) return null;
  const bytes = readFileSync(path);
  const lines = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").split("\n").filter(Boolean);
  return lines.map((line) => {
    const { id, title, text } = JSON.parse(line);
    return { id, title, text, name: id, type: "text" };
  });
}

async function build(documents, options) {
  const builder = await createBuilder(options);
  for (const document of documents) await builder.add(document);
  return builder.finish();
}

async function measure(name, folder) {
  const documents = corpus(name);
  if (!documents) return null;
  const text = Buffer.from(documents.map(({ title, text }) => `${title}\n${text}\n`).join(""));
  const gzip = gzipSync(text, { level: 9 }).length;
  const whole = await timed(() => build(documents, {}));
  const most = memory().most / MEGABYTE;
  // Of a small corpus the most of it is compiling.
  const warm = await leastOf(text.length < WARM_BYTES ? ROUNDS : 1, () => build(documents, {}));
  const again = await timed(() => build(documents, { base: whole.answer }));
  const changed = documents.map((document, at) => (at % 100 === 0 ? { ...document, text: `${document.text}补充。` } : document));
  const partly = await timed(() => build(changed, { base: whole.answer }));
  const bare = await build(documents, { storedText: false });
  const path = join(folder, `${name}.dzx`);
  writeFileSync(path, whole.answer);
  const found = opened(path);
  const rest = found.sections.filter((section) => section.name !== "TEXT");
  const speed = (ms) => (text.length / MEGABYTE / (ms / 1e3)).toFixed(1);
  return {
    corpus: name,
    documents: documents.length,
    MB: (text.length / MEGABYTE).toFixed(2),
    "index × gzip": (whole.answer.length / gzip).toFixed(3),
    "without text": (bare.length / gzip).toFixed(3),
    "build MB/s": speed(whole.ms),
    "built again from nothing MB/s": speed(warm),
    "unchanged MB/s": speed(again.ms),
    "1 % changed MB/s": speed(partly.ms),
    "most MB": most.toFixed(0),
    "open ms": found.open.toFixed(1),
    "first answer ms": found.first.toFixed(1),
    "held × text": (found.held / text.length).toFixed(2),
    sections: rest.map((section) => `${section.name} ${(section.lenBytes / gzip).toFixed(3)}`).join(" "),
  };
}

const [command, path] = process.argv.slice(2);
if (command === "--open") await openOnce(path);
else {
  const folder = mkdtempSync(join(tmpdir(), "duizhao-bench-"));
  const wanted = process.argv.length > 2 ? process.argv.slice(2) : ["cmrc", "laws", ...SITE_NAMES];
  console.log(`Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`);
  for (const name of wanted.filter((name) => !SITE_NAMES.includes(name))) {
    const row = await measure(name, folder);
    if (!row) continue;
    console.log(`\n${table(Object.entries(row).map(([what, value]) => ({ what, value })))}`);
  }
  rmSync(folder, { recursive: true, force: true });
  await measureSites(wanted.filter((name) => SITE_NAMES.includes(name)));
}
