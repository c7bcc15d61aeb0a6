// Does search find what it should? Ours through the package in Node, as users have it, on every set; peers beside it on
// those that they can answer.
//
//   npm run eval -- retrieval [--alone]
//
// Corpora: `eval/retrieval-cmrc` and `eval/compare-seeds` of the shared folder (their READMEs say what they are); absent,
// that is said. `--alone` leaves the peers out. For work on ranking, the same natively:
// `cargo run --profile measure --example retrieval`.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createBuilder, open } from "../dist/npm/index.js";
import { sharedFile, table } from "../scripts/measure.mjs";
import { ENGINES, installPeers } from "../scripts/peers.mjs";
import { ROOT } from "../scripts/steps.mjs";

const linesOf = (path) =>
  readFileSync(path, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const cmrc = (name) => sharedFile("eval", "retrieval-cmrc", name);

async function indexOf(documents) {
  const builder = await createBuilder();
  for (const { id, title, text } of documents) builder.add({ id, name: id, title, text, type: "text" });
  return open(await builder.finish());
}

async function ranked(name, index, queries) {
  let reciprocal = 0;
  let first = 0;
  let among = 0;
  for (const { query, relevant } of queries) {
    const { hits } = await index.search(query);
    const rank = hits.findIndex(({ document }) => relevant.includes(document.id));
    if (rank < 0) continue;
    reciprocal += 1 / (rank + 1);
    first += rank === 0 ? 1 : 0;
    among += 1;
  }
  const of = queries.length;
  console.log(
    `${name}: ${of} queries, MRR@10 ${(reciprocal / of).toFixed(4)}, R@1 ${(first / of).toFixed(4)}, R@10 ${(among / of).toFixed(4)}`,
  );
}

async function phrases(name, index, queries) {
  let [wanted, found, right, whole] = [0, 0, 0, 0];
  for (const { query, relevant } of queries) {
    const { hits } = await index.search(`"${query}"`, { limit: 1000, passagesPerDocument: 1 });
    const both = hits.filter(({ document }) => relevant.includes(document.id)).length;
    wanted += relevant.length;
    found += hits.length;
    right += both;
    whole += both === relevant.length ? 1 : 0;
  }
  const share = (part, all) => (part / Math.max(all, 1)).toFixed(4);
  console.log(
    `${name}: recall ${share(right, wanted)}, precision ${share(right, found)}, all found for ${share(whole, queries.length)} of ${queries.length}`,
  );
}

/** First hits and silence, as `score.py topics` counts them: offsets there are code points. */
async function topics(gold, folder) {
  const builder = await createBuilder();
  const texts = new Map();
  for (const name of gold.files) {
    const text = readFileSync(join(folder, name), "utf8");
    texts.set(name, text);
    builder.add({ name, text, type: text.includes("**") ? "markdown" : "text" });
  }
  const index = await open(await builder.finish());
  let [right, speaking, quiet, silent] = [0, 0, 0, 0];
  for (const { queries, passages } of gold.topics) {
    for (const query of queries) {
      const { hits } = await index.search(query);
      for (const name of gold.files) {
        const best = Math.max(0, ...passages[name].map(({ grade }) => grade));
        const said = hits.find(({ document }) => document.id === name)?.passages[0];
        if (best === 2) {
          speaking += 1;
          const at = (unit) => [...texts.get(name).slice(0, unit)].length;
          const [start, end] = said ? [at(said.start), at(said.end)] : [0, 0];
          const isOn = passages[name].some((passage) => {
            const shared = Math.min(end, passage.end) - Math.max(start, passage.start);
            return shared > 0 && 2 * shared >= Math.min(end - start, passage.end - passage.start);
          });
          right += isOn ? 1 : 0;
        } else if (best === 0) {
          silent += 1;
          quiet += said ? 0 : 1;
        }
      }
    }
  }
  console.log(
    `topics: first hit right ${(right / speaking).toFixed(3)} (${right}/${speaking}), quiet where none ${(quiet / silent).toFixed(3)} (${quiet}/${silent})`,
  );
}

if (cmrc("docs.jsonl")) {
  const index = await indexOf(linesOf(cmrc("docs.jsonl")));
  await ranked("questions", index, linesOf(cmrc("queries.jsonl")));
  await ranked("questions, Traditional", index, linesOf(cmrc("queries.hant.jsonl")));
  await phrases("phrases", index, linesOf(cmrc("phrases.jsonl")));
  const noisy = await indexOf(linesOf(cmrc("docs.noisy.jsonl")));
  await phrases("phrases, noisy documents", noisy, linesOf(cmrc("phrases.jsonl")));
  const sentences = await indexOf(linesOf(cmrc("sentences.jsonl")));
  await ranked("sentences", sentences, linesOf(cmrc("queries.sentences.jsonl")));
}
// An index is its own lexicon: natively, because the package has no such choice.
if (cmrc("docs.jsonl")) {
  const natively = ["run", "--quiet", "--profile", "measure", "--example", "retrieval", "--", "lexicon"];
  execFileSync("cargo", natively, { cwd: ROOT, stdio: "inherit" });
}
const gold = sharedFile("eval", "compare-seeds", "topics_dev.json");
const folder = sharedFile("corpus", "seeds");
if (gold && folder) await topics(JSON.parse(readFileSync(gold, "utf8")), folder);

if (!process.argv.includes("--alone") && cmrc("docs.jsonl")) {
  installPeers();
  const rows = [];
  for (const name of Object.keys(ENGINES)) {
    const line = execFileSync(process.execPath, ["--expose-gc", join(ROOT, "scripts", "peers.mjs"), name], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    const { mrr, recall, traditional, strings, numQueries } = JSON.parse(line.trim().split("\n").at(-1));
    rows.push({
      engine: name,
      "MRR@10": mrr.toFixed(4),
      "R@10": recall.toFixed(4),
      Traditional: traditional.toFixed(4),
      "strings recall": strings.recall.toFixed(3),
      "strings precision": strings.precision.toFixed(3),
      queries: numQueries,
    });
  }
  console.log(`\nquestions, and random strings of 2 to 8 characters, beside peers\n\n${table(rows)}`);
}
process.exit(0);
