// What does searching cost, beside what a user would pick instead? WebAssembly in Node, each engine in a process of its
// own, all in one run.
//
//   npm run bench -- search [ENGINE…]
//
// Corpus: the 1,104 CMRC paragraphs and 4,219 questions of the shared folder (slow engines get every fourth to sixtieth
// question). Engine: what a browser loads, gzip. Index: what is saved, gzip, over the texts, gzip; ours holds the texts,
// the others do not (Fuse.js and Orama do). Load: opening what was saved, and the first answer. Memory: what opening and that
// answer added, in JavaScript and in WebAssembly. Times are of the wall: on a busy machine only their ratios mean something.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { sharedFile, table } from "../scripts/measure.mjs";
import { ENGINES, installPeers, VERSIONS } from "../scripts/peers.mjs";
import { ROOT } from "../scripts/steps.mjs";

if (sharedFile("eval", "retrieval-cmrc", "docs.jsonl")) {
  installPeers();
  const asked = process.argv.slice(2);
  const rows = [];
  for (const name of Object.keys(ENGINES).filter((name) => asked.length === 0 || asked.includes(name))) {
    const line = execFileSync(process.execPath, ["--expose-gc", join(ROOT, "scripts", "peers.mjs"), name], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
      maxBuffer: 1 << 26,
    });
    const one = JSON.parse(line.trim().split("\n").at(-1));
    rows.push({
      engine: one.name,
      "engine KB": (one.engineBytes / 1e3).toFixed(0),
      "index × gzip": one.index.toFixed(2),
      "build s": (one.buildMs / 1e3).toFixed(2),
      "load ms": one.openMs.toFixed(0),
      "memory MB": (one.memory / 1e6).toFixed(0),
      "p50 ms": one.p50.toFixed(2),
      "p99 ms": one.p99.toFixed(2),
      "MRR@10": one.mrr.toFixed(3),
      "R@10": one.recall.toFixed(3),
      Traditional: one.traditional.toFixed(3),
      strings: `${one.strings.recall.toFixed(2)} / ${one.strings.precision.toFixed(2)}`,
      queries: one.numQueries,
    });
  }
  const versions = Object.entries(VERSIONS).map(([name, version]) => `${name} ${version}`);
  console.log(`Node ${process.version}; ${versions.join(", ")}\n\n${table(rows)}\n`);
  for (const [name, { set }] of Object.entries(ENGINES)) console.log(`${name}: ${set}`);
  console.log("Not here: Pagefind, which runs in a browser over files of its own and wants every word of a question.");
}
