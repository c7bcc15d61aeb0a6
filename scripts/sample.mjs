// Indexes the sample corpus of www/sample with the package that was just built: target/assets/sample.dzx.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PACKAGE } from "./package.mjs";
import { ASSETS } from "./page.mjs";
import { ROOT, say } from "./steps.mjs";

/** The index bytes, or null where there is no sample. README files say where texts come from and stay out. */
export async function sampleIndex() {
  const folder = join(ROOT, "www", "sample");
  if (!existsSync(folder)) return null;
  const names = readdirSync(folder)
    .filter((name) => /\.(md|txt|html)$/.test(name) && !/^README/.test(name))
    .sort();
  if (names.length === 0) return null;
  // The query string keeps a second build in one process from getting the module of the first.
  const { createBuilder } = await import(`${pathToFileURL(join(PACKAGE, "index.js")).href}?at=${Date.now()}`);
  const builder = await createBuilder({ pinyin: true });
  for (const name of names) await builder.add({ name, bytes: readFileSync(join(folder, name)) });
  const bytes = await builder.finish();
  mkdirSync(ASSETS, { recursive: true });
  writeFileSync(join(ASSETS, "sample.dzx"), bytes);
  say(`sample: ${names.length} documents, ${bytes.length.toLocaleString("en")} bytes`);
  return bytes;
}
