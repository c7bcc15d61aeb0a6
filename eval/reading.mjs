// What is left out of real pages when they are read? One page of counts: kinds of blocks, what was dropped, by folder.
//
//   npm run eval -- reading [FOLDER]
//
// Pages: Markdown and HTML of documentation sites (shared folder), or a folder named. The command fails where a page that
// has text gives none, or where front matter stands in what counts as prose.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "../dist/npm/index.js";
import { sharedFile, table } from "../scripts/measure.mjs";

/** A key of front matter, at the start of a block. That macros are no prose is held by `tests/document.rs`, on the folded text. */
const NOT_PROSE = /^(?:title|slug|layout|page-type|sidebar_label)\s*:\s/;
const TYPES = { md: "markdown", markdown: "markdown", html: "html", htm: "html", txt: "text" };

const folder = process.argv[2] ?? sharedFile("corpus", "site-sample");
if (folder) await report(folder);

async function report(folder) {
  const files = walk(folder).filter((path) => TYPES[path.split(".").pop()] && !path.endsWith("README.md"));
  const rows = new Map();
  const [empty, unclean] = [[], []];
  for (const path of files) {
    const bytes = readFileSync(path);
    const reading = await inspect({ name: path, bytes, type: TYPES[path.split(".").pop()] });
    const name = path.slice(folder.length + 1).split("/").slice(0, -1).slice(0, 2).join("/") || ".";
    const row = rows.get(name) ?? { folder: name, pages: 0, "KB read": 0, "prose KB": 0, "boilerplate KB": 0, "code KB": 0, "other KB": 0, noise: 0, titled: 0 };
    rows.set(name, row);
    let [prose, boilerplate, code] = [0, 0, 0];
    for (const block of reading.blocks) {
      const text = reading.text.slice(block.start, block.end);
      if (block.isBoilerplate) boilerplate += text.length;
      else if (block.kind === "code") code += text.length;
      else if (block.kind !== "metadata") {
        prose += text.length;
        if (NOT_PROSE.test(text)) unclean.push(`${path}: ${text.slice(0, 60)}`);
      }
    }
    if (prose + code + boilerplate === 0 && /\p{sc=Han}{4}/u.test(bodyOf(bytes.toString("utf8")))) empty.push(path);
    row.pages += 1;
    row["KB read"] += reading.text.length / 1e3;
    row["prose KB"] += prose / 1e3;
    row["boilerplate KB"] += boilerplate / 1e3;
    row["code KB"] += code / 1e3;
    row["other KB"] += (reading.text.length - prose - boilerplate - code) / 1e3;
    row.noise += reading.removed.filter(({ kind }) => kind !== "markup").length;
    row.titled += Number(reading.title !== "");
  }
  const rounded = [...rows.values()].map((row) =>
    Object.fromEntries(Object.entries(row).map(([key, value]) => [key, key.endsWith("KB") || key === "KB read" ? value.toFixed(1) : value])),
  );
  console.log(`${folder}: ${files.length} pages (KB: thousands of characters; other: front matter, markup, blank lines)\n`);
  console.log(table(rounded));
  console.log(`\npages that have text and give none: ${empty.length}; blocks of prose that are front matter: ${unclean.length}`);
  for (const one of [...empty, ...unclean].slice(0, 20)) console.log(`  ${one.replace(/\s+/g, " ")}`);
  if (empty.length > 0 || unclean.length > 0) process.exitCode = 1;
}

/** What stands below the front matter. */
function bodyOf(text) {
  return text.replace(/^---\n[\s\S]*?\n---\n/, "");
}

function walk(folder) {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? walk(path) : [path]));
}
