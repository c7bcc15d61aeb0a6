// How well are texts lined up? The shipped module (WebAssembly) on the gold data beside the project.
//
//   npm run eval -- compare
//
// - seeds: two reports of one interview, development half; F1 of grade 2 and of grade 1 and above, landing, what stands on one
//   side only, and the quoted differences that are flagged. The rules are those of compare-seeds/score.py, put into JS.
// - mdn: the same page in two independent translations; complete pairs, as they are and with Latin letters, digits and code
//   masked; share found of the other pairs, which no weight was fitted on.
// - laws: old and new statutes; identical articles that are called unchanged, and others that are. Articles that differ in
//   the width of a mark only are one text here: folding differences are never shown as differences.
// - strangers: pairs of texts that have nothing to do with each other; coverage must stay under 3 %.
//
// Floors below; beneath one of them the command fails. How the weights were fitted: eval/compare_fit.py and compare.md.

import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { compare } from "../dist/npm/index.js";
import { sharedFile, table } from "../scripts/measure.mjs";

const FLOORS = { grade2: 0.9, grade1: 0.76, landing: 0.94, onlyLeft: 0.83, mdn: 0.95, masked: 0.8, laws: 20, strangers: 0.03 };
const COMPLETE = new Set(["01", "02", "03", "04", "08", "09", "11", "12"]);
const failures = [];

const seeds = sharedFile("eval", "compare-seeds", "alignment_dev.json");
const corpus = sharedFile("corpus", "seeds");
const mdn = sharedFile("eval", "compare-mdn");
const laws = sharedFile("eval", "compare-laws");
if (seeds && corpus) await measureSeeds();
if (mdn) await measureMdn();
if (laws) await measureLaws();
if (mdn && laws && corpus) await measureStrangers();
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;

function hold(name, value, floor, isMost = false) {
  if (isMost ? value > floor : value < floor) failures.push(`${name}: ${value.toFixed(4)} is beyond its floor ${floor}`);
}

function f1(both, found, gold) {
  const [p, r] = [found ? both / found : 0, gold ? both / gold : 0];
  return { p: p.toFixed(3), r: r.toFixed(3), F1: (p + r ? (2 * p * r) / (p + r) : 0).toFixed(3) };
}

// ---- two reports

async function measureSeeds() {
  const gold = JSON.parse(readFileSync(seeds, "utf8"));
  const [left, right] = ["a", "b"].map((side) => readFileSync(join(corpus, gold[side].file), "utf8"));
  const { pairs, coverage } = await compare(left, right);
  const [a, b] = [codePoints(left), codePoints(right)];
  const judged = new Set(gold.a_units.map((unit) => unit.id));
  const grade = new Map(gold.pairs.map((pair) => [`${pair.a} ${pair.b}`, pair.grade]));
  const found = new Map();
  const linkedRight = new Set();
  for (const pair of pairs) {
    const rights = covered(gold.b_units, b(pair.right));
    for (const y of rights) linkedRight.add(y);
    for (const x of covered(gold.a_all_units, a(pair.left)).filter((id) => judged.has(id))) {
      for (const y of rights) found.set(`${x} ${y}`, Math.max(found.get(`${x} ${y}`) ?? 0, pair.score));
    }
  }
  const right1 = [...found.keys()].filter((key) => grade.has(key));
  const right2 = right1.filter((key) => grade.get(key) === 2);
  const gold2 = [...grade.values()].filter((value) => value === 2).length;
  const numWrong = found.size - right1.length;
  const grade1 = f1(right1.length, found.size, grade.size);
  const grade2 = f1(right2.length, right2.length + numWrong, gold2);
  const with2 = [...judged].filter((id) => gold.pairs.some((pair) => pair.a === id && pair.grade === 2));
  const strongest = (id) =>
    [...found].filter(([key]) => key.startsWith(`${id} `)).sort((x, y) => y[1] - x[1]).filter((entry, _, all) => entry[1] === all[0][1]);
  const landed = with2.filter((id) => strongest(id).some(([key]) => grade.has(key)));
  const noneGold = [...judged].filter((id) => !gold.pairs.some((pair) => pair.a === id));
  const noneFound = [...judged].filter((id) => ![...found.keys()].some((key) => key.startsWith(`${id} `)));
  const onlyLeft = f1(noneFound.filter((id) => noneGold.includes(id)).length, noneFound.length, noneGold.length);
  const rightGold = new Set(gold.b_unmatched);
  const rightFound = gold.b_judged.filter((id) => !linkedRight.has(id));
  const onlyRight = f1(rightFound.filter((id) => rightGold.has(id)).length, rightFound.length, rightGold.size);
  const landing = landed.length / with2.length;
  console.log(`seeds, development half: ${pairs.length} links, coverage ${percent(coverage.left)} / ${percent(coverage.right)}\n`);
  console.log(
    table([
      { what: "grade 1 and above", ...grade1 },
      { what: "grade 2", ...grade2 },
      { what: "only left", ...onlyLeft },
      { what: "only right", ...onlyRight },
    ]),
  );
  console.log(`landing ${landing.toFixed(3)}; ${flagged(gold, pairs, a, b)}\n`);
  hold("seeds, grade 2", Number(grade2.F1), FLOORS.grade2);
  hold("seeds, grade 1", Number(grade1.F1), FLOORS.grade1);
  hold("seeds, landing", landing, FLOORS.landing);
  hold("seeds, only left", Number(onlyLeft.F1), FLOORS.onlyLeft);
}

/** Quoted differences inside linked pairs that a difference of a fitting kind touches. */
function flagged(gold, pairs, a, b) {
  const kinds = {
    strength: ["hedge", "negation", "wording"],
    time: ["date", "number"],
    term: ["wording", "name"],
    entity: ["name", "wording"],
    meaning: ["wording", "negation", "hedge", "date", "name"],
    attribution: ["speaker"],
    added: ["wording", "name", "number"],
    omitted: ["wording", "name", "number"],
  };
  const touches = (span, quote) => quote === null || Math.min(span[1], quote.end) > Math.max(span[0], quote.start);
  const isAt = (one, quoted) => touches(a(one.left), quoted.a_quote) && touches(b(one.right), quoted.b_quote);
  let [numInside, numFlagged] = [0, 0];
  const left = [];
  for (const quoted of gold.differences) {
    const inside = pairs.filter((pair) => isAt(pair, quoted));
    if (inside.length === 0) {
      left.push(`not linked: ${quoted.a_quote?.text ?? "—"}`);
      continue;
    }
    numInside += 1;
    const differences = inside.flatMap((pair) => pair.differences).filter((one) => kinds[quoted.type].includes(one.kind));
    if (differences.some((one) => touches(a(one.left), quoted.a_quote ?? null) || touches(b(one.right), quoted.b_quote ?? null))) numFlagged += 1;
    else left.push(`linked, not flagged: ${quoted.a_quote?.text ?? "—"}`);
  }
  return `of ${gold.differences.length} quoted differences ${numInside} lie inside linked pairs, ${numFlagged} of them flagged (${left.join("; ")})`;
}

/** Units that a span stands for: those it covers by half, or that hold half of it. */
function covered(units, [start, end]) {
  return units
    .filter((unit) => {
      const shared = Math.min(end, unit.end) - Math.max(start, unit.start);
      return shared > 0 && (2 * shared >= unit.end - unit.start || 2 * shared >= end - start);
    })
    .map((unit) => unit.id);
}

/** From a span in UTF-16 units to one in code points. */
function codePoints(text) {
  const at = new Uint32Array(text.length + 1);
  let count = 0;
  for (let unit = 0; unit < text.length; ) {
    const width = text.codePointAt(unit) > 0xffff ? 2 : 1;
    for (let part = 0; part < width; part++) at[unit + part] = count;
    unit += width;
    count += 1;
  }
  at[text.length] = count;
  return ([start, end]) => [at[start], at[end]];
}

// ---- pages in two translations

async function measureMdn() {
  const rows = [];
  for (const isMasked of [false, true]) {
    let [both, found, gold, other, otherFound, conflicts] = [0, 0, 0, 0, 0, 0];
    for (const name of folders(mdn)) {
      const data = JSON.parse(readFileSync(join(mdn, name, "gold.json"), "utf8"));
      const raw = ["zh-cn.md", "zh-tw.md"].map((file) => readFileSync(join(mdn, name, file), "utf8"));
      const [left, right] = isMasked ? raw.map(mask) : raw;
      const { pairs } = await compare(left, right, { unit: "passage", type: "markdown" });
      const [a, b] = [blockAt(left, data.a.blocks), blockAt(right, data.b.blocks)];
      const ours = new Set(pairs.map((pair) => `${a(pair.left)} ${b(pair.right)}`));
      const theirs = new Set(data.links.map((link) => `${link.a} ${link.b}`));
      const shared = [...ours].filter((key) => theirs.has(key)).length;
      if (COMPLETE.has(name)) {
        both += shared;
        found += ours.size;
        gold += theirs.size;
      } else {
        const [lefts, rights] = ["a", "b"].map((side) => new Set(data.links.map((link) => String(link[side]))));
        other += theirs.size;
        otherFound += shared;
        conflicts += [...ours].filter((key) => !theirs.has(key) && (lefts.has(key.split(" ")[0]) || rights.has(key.split(" ")[1]))).length;
      }
    }
    const score = f1(both, found, gold);
    rows.push({ pages: isMasked ? "masked" : "as they are", ...score, "others found": (otherFound / other).toFixed(3), conflicts });
    hold(isMasked ? "mdn, masked" : "mdn", Number(score.F1), isMasked ? FLOORS.masked : FLOORS.mdn);
  }
  console.log("mdn, 8 complete pairs and 12 others\n");
  console.log(`${table(rows)}\n`);
}

/** Takes out Latin letters, digits and code, and leaves the marks that make blocks. */
function mask(text) {
  let isCode = false;
  const lines = text.split("\n");
  const end = lines[0] === "---" ? lines.indexOf("---", 1) + 1 : 0;
  return lines
    .map((line, at) => {
      if (at < end) return "";
      const fence = line.match(/^(\s*(?:> )?)```/);
      if (fence) {
        isCode = !isCode;
        return `${fence[1]}\`\`\``;
      }
      if (isCode) return "";
      const bare = line.replace(/`[^`]*`/g, "");
      const mark = bare.match(/^\s*(?:>\s*)?\d+\. /)?.[0] ?? "";
      return mark + bare.slice(mark.length).replace(/[A-Za-z0-9]+/g, "");
    })
    .join("\n");
}

/** From a span to the block of the gold that shares most of it. */
function blockAt(text, blocks) {
  const starts = [0];
  for (const line of text.split("\n")) starts.push(starts.at(-1) + line.length + 1);
  return ([start, end]) => {
    let best = { shared: 0, id: -1 };
    for (const block of blocks) {
      const shared = Math.min(end, starts[block.lines[1]] - 1) - Math.max(start, starts[block.lines[0] - 1]);
      if (shared > best.shared) best = { shared, id: block.i };
    }
    return best.id;
  };
}

// ---- old and new laws

async function measureLaws() {
  let [numRight, numMissing, numExtra, numWidth] = [0, 0, 0, 0];
  for (const name of folders(laws)) {
    const gold = JSON.parse(readFileSync(join(laws, name, "gold.json"), "utf8"));
    const [old, recent] = ["old.md", "new.md"].map((file) => readFileSync(join(laws, name, file), "utf8"));
    const { pairs } = await compare(old, recent, { unit: "article", type: "markdown" });
    const label = (text, [start, end]) => text.slice(start, end).match(/^第[一二三四五六七八九十百千零]+条/)?.[0];
    const same = pairs.filter((pair) => pair.relation === "same" && label(old, pair.left) && label(recent, pair.right));
    const keys = new Set(same.map((pair) => `${label(old, pair.left)} ${label(recent, pair.right)}`));
    const missing = gold.identical.filter(([a, b]) => !keys.has(`${a} ${b}`));
    const identical = new Set(gold.identical.map(([a, b]) => `${a} ${b}`));
    const beside = same.filter((pair) => !identical.has(`${label(old, pair.left)} ${label(recent, pair.right)}`));
    // Equal but for the width of marks and white space (by Unicode's own NFKC), or not.
    const body = (text, span) => text.slice(...span).normalize("NFKC").replace(/^第[^条]+条/, "").replace(/\s/g, "");
    const extra = beside.filter((pair) => body(old, pair.left) !== body(recent, pair.right));
    numWidth += beside.length - extra.length;
    numMissing += missing.length;
    numExtra += extra.length;
    numRight += missing.length === 0 && extra.length === 0 ? 1 : 0;
  }
  console.log(
    `laws: ${numRight} of ${folders(laws).length} right; ${numMissing} identical articles missed, ${numExtra} others called unchanged, ` +
      `${numWidth} more that differ in the width of marks only\n`,
  );
  hold("laws", numRight, FLOORS.laws);
}

// ---- strangers

async function measureStrangers() {
  const seed = (start) => join(corpus, readdirSync(corpus).find((file) => file.startsWith(start)));
  const rows = [];
  for (const [x, y] of [
    [seed("000"), join(laws, "08", "old.md")],
    [seed("001"), join(mdn, "20", "zh-cn.md")],
    [seed("003"), join(laws, "17", "old.md")],
    [seed("002"), join(mdn, "19", "zh-cn.md")],
    [join(mdn, "17", "zh-cn.md"), join(laws, "17", "old.md")],
    [join(mdn, "07", "zh-cn.md"), join(mdn, "12", "zh-tw.md")],
  ]) {
    const { coverage } = await compare(readFileSync(x, "utf8"), readFileSync(y, "utf8"), { type: "markdown" });
    rows.push({ strangers: `${basename(x)} and ${basename(y)}`, left: percent(coverage.left), right: percent(coverage.right) });
    hold("strangers", Math.max(coverage.left, coverage.right), FLOORS.strangers, true);
  }
  console.log(table(rows));
}

function folders(path) {
  return readdirSync(path).filter((name) => /^\d\d$/.test(name)).sort();
}

function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
