/** `--watch`: runs again when an input changes, until the reader has had enough. */

import { type FSWatcher, statSync, watch as watchPath } from "node:fs";
import { basename, dirname, resolve, sep } from "node:path";
import { DuizhaoError } from "../lib/index.js";
import { Misuse, NothingThere } from "./arguments.js";
import { fixedPart } from "./inputs.js";
import { complain } from "./output.js";

/** Editors write a file in several steps, generators a folder of them; so long nothing may change before it is read. */
const QUIET_MS = 200;

/**
 * Runs now, and after every change below `inputs`; what is wrong then is said, and the next change tried. What it writes, `outs`, lies in
 * a watched folder more often than not: their change is none. Settles with 0 at Ctrl+C.
 */
export async function watch(inputs: string[], outs: string[], run: () => Promise<number>): Promise<number> {
  const roots = [...new Set(inputs.map(rootOf))].map((root) => {
    const found = statSync(root, { throwIfNoEntry: false });
    if (!found) throw new Misuse(`There is no file or folder ${root}, so it cannot be watched.`);
    return { root, isFolder: found.isDirectory() };
  });
  await run().catch((error: unknown) => {
    if (!(error instanceof NothingThere)) throw error;
    complain(error.message);
  });
  const own = outs.map((out) => resolve(out));
  const isOwn = (path: string) => own.some((out) => path === out || path.startsWith(out + sep));
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      last = last.then(run).catch((error: unknown) => {
        if (!(error instanceof Misuse || error instanceof DuizhaoError)) throw error;
        complain(error.message);
      });
    }, QUIET_MS);
  };
  const watchers: FSWatcher[] = [];
  for (const { root, isFolder } of roots) {
    // Of a file its folder: editors write another one and rename it, and the old one never changes again.
    const folder = isFolder ? root : dirname(root);
    watchers.push(
      watchPath(folder, { recursive: isFolder }, (_event, name) => {
        if (name !== null && !isFolder && name !== basename(root)) return;
        if (name !== null && isFolder && isOwn(resolve(root, name))) return;
        // Files that are being written and renamed: ours, and those of editors.
        if (name !== null && /(^|[\\/])\.[^\\/]+$/.test(name)) return;
        again();
      }),
    );
  }
  complain(`Watching ${inputs.join(", ")}; Ctrl+C ends it.`);
  return new Promise((settle) => {
    process.once("SIGINT", () => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
      settle(0);
    });
  });
}

/** The file or folder itself; of a glob, the folder that its first star stands in. */
function rootOf(input: string): string {
  if (!/[*?]/.test(input) || statSync(input, { throwIfNoEntry: false })) return input;
  return fixedPart(input);
}
