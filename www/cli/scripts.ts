/** The script of `<duizhao-search>` and the files it loads: copied beside an index, or served by a site generator. */

import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Misuse } from "./arguments.js";

const ENTRY = "element.js";
/** `import("./x.js")`, `from "./x.js"`, `import "./x.js"`. */
const LOADS = /\b(?:import\s*\(?|from)\s*["'`]\.\/([\w.-]+\.js)["'`]/g;

/** Their names, that of the entry first, and where they lie in this package. */
export function elementFiles(): Array<{ name: string; path: string }> {
  const folder = fileURLToPath(new URL(".", import.meta.url));
  const names = [ENTRY];
  // Each names those it loads; they all lie in one folder.
  for (const name of names) {
    for (const [, loaded = ""] of readFileSync(join(folder, name), "utf8").matchAll(LOADS)) {
      if (!names.includes(loaded)) names.push(loaded);
    }
  }
  return names.map((name) => ({ name, path: join(folder, name) }));
}

/** Copies them into a folder that is there; gives the path of the entry. */
export function copyElement(folder: string): string {
  for (const { name, path } of elementFiles()) {
    try {
      copyFileSync(path, join(folder, name));
    } catch (error) {
      throw new Misuse(
        `${join(folder, name)} could not be written (${(error as NodeJS.ErrnoException).code ?? error}).`,
      );
    }
  }
  return join(folder, ENTRY);
}
