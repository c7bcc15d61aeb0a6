// `npm run eval -- NAME` and `npm run bench -- NAME`: builds what is measured, then runs eval/NAME or benches/NAME, a file
// a question; without a name it lists them.

import { existsSync, readdirSync } from "node:fs";
import { dirname, join, parse } from "node:path";
import { pathToFileURL } from "node:url";
import { buildPackage } from "./package.mjs";
import { main, Refusal, ROOT, run, say } from "./steps.mjs";
import { npmPackages, requireBasics } from "./toolchain.mjs";
import { buildModules } from "./wasm.mjs";

/** The folder of texts beside the project that belong to others, read and never copied; null where there is none. */
export function sharedFolder() {
  if (process.env.DUIZHAO_SHARED) return process.env.DUIZHAO_SHARED;
  for (let folder = ROOT; dirname(folder) !== folder; folder = dirname(folder)) {
    const shared = join(folder, "..", "shared");
    if (existsSync(join(shared, "eval"))) return shared;
  }
  return null;
}

/** A file of the shared folder, or null, said aloud. */
export function sharedFile(...path) {
  const folder = sharedFolder();
  const file = folder && join(folder, ...path);
  if (file && existsSync(file)) return file;
  say(`skipped: ${path.join("/")} is not there (set DUIZHAO_SHARED to the folder that holds it)`);
  return null;
}

/** A table for the terminal, numbers to the right. */
export function table(rows) {
  const names = Object.keys(rows[0]);
  const cells = [names, ...rows.map((row) => names.map((name) => String(row[name])))];
  const widths = names.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  return cells
    .map((row) =>
      row
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at])))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

async function measure([kind, name, ...rest]) {
  const folder = join(ROOT, kind);
  const files = readdirSync(folder).filter((file) => /\.(mjs|rs)$/.test(file));
  const file = files.find((candidate) => parse(candidate).name === name);
  if (!file) throw new Refusal(`choose one: ${files.map((candidate) => parse(candidate).name).join(", ")}.`);
  requireBasics();
  npmPackages();
  if (file.endsWith(".rs")) {
    run("cargo", ["run", "--quiet", "--profile", "measure", "--example", name, "--", ...rest]);
    return;
  }
  buildModules();
  await buildPackage();
  run(process.execPath, [join(folder, file), ...rest]);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main(() => measure(process.argv.slice(2)));
