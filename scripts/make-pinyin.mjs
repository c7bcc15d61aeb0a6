// Writes data/pinyin.txt from the PyPI package pypinyin (MIT), which carries the tables pinyin-data and phrase-pinyin-data:
//
//   pip download pypinyin==0.55.0 --no-deps && unzip pypinyin-0.55.0-*.whl -d pypinyin && node scripts/make-pinyin.mjs pypinyin/pypinyin
//
// Of a character's readings the first is kept, and those that at least two phrases use: the others are found in dictionaries
// only. Characters that stand in none of the phrases, nor in the lexicon, nor in GB 2312 are left out: half of the file. Tones
// go, ü becomes v, and a Traditional character gives its readings to the Simplified one that it is folded to.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const from = process.argv[2];
if (!from) throw new Error("usage: node scripts/make-pinyin.mjs FOLDER-OF-PYPINYIN");
const data = (name) => new URL(`../data/${name}`, import.meta.url);
const table = (name) => JSON.parse(readFileSync(join(from, name), "utf8"));

/** `lǜ` is `lv`; null for what is no syllable of the letters a to z, such as `ê` or `ḿ`. */
function syllable(reading) {
  const plain = reading
    .normalize("NFD")
    .replace(/u\u0308/g, "v")
    .replace(/[\u0300\u0301\u0304\u030c]/g, "");
  return /^[a-z]*[aeiouv][a-z]*$/.test(plain) ? plain : null;
}

/** From a character and a reading to the number of phrases that read it so. */
const uses = new Map();
for (const [phrase, readings] of Object.entries(table("phrases_dict.json"))) {
  const characters = [...phrase];
  for (const [at, [reading]] of characters.length === readings.length ? readings.entries() : []) {
    const key = `${characters[at]}${syllable(reading)}`;
    uses.set(key, (uses.get(key) ?? 0) + 1);
  }
}

const folded = new Map();
for (const line of readFileSync(data("opencc-ts-characters.txt"), "utf8").split("\n")) {
  const [left, right] = line.split("\t");
  if (right !== undefined) folded.set(left, right.split(" ")[0]);
}

/** The characters to keep. */
const kept = new Set(readFileSync(data("lexicon.txt"), "utf8"));
for (const phrase of Object.keys(table("phrases_dict.json"))) for (const character of phrase) kept.add(character);
const gb = new TextDecoder("gbk");
for (let lead = 0xb0; lead <= 0xf7; lead += 1) {
  for (let trail = 0xa1; trail <= 0xfe; trail += 1) kept.add(gb.decode(new Uint8Array([lead, trail])));
}

/** From a syllable to its characters. */
const characters = new Map();
for (const [codePoint, readings] of Object.entries(table("pinyin_dict.json"))) {
  const character = String.fromCodePoint(Number(codePoint));
  if (!/[〇\u4e00-\u9fff]/.test(character)) continue;
  for (const [at, reading] of readings.split(",").map(syllable).entries()) {
    if (reading === null || (at > 0 && (uses.get(`${character}${reading}`) ?? 0) < 2)) continue;
    const to = folded.get(character) ?? character;
    if (!kept.has(to)) continue;
    if (!characters.has(reading)) characters.set(reading, new Set());
    characters.get(reading).add(to);
  }
}
const lines = [...characters.keys()].sort().map((key) => `${key}\t${[...characters.get(key)].sort().join("")}`);
writeFileSync(data("pinyin.txt"), `${lines.join("\n")}\n`);
