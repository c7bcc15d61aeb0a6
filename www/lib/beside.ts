/**
 * Where are the module, the lexicon and the worker's source? In files of their own beside this one, loaded when they are
 * first needed.
 *
 * Each is one statement that puts base64 of deflated bytes under a name on a table of the global object. So one copy
 * serves `import` in every bundler and run time, and a classic `<script>` from disk too (`beside-classic.ts`). The name
 * carries a hash of what it holds: two versions of the package on one page do not meet.
 */

import names from "virtual:duizhao/names";
import { fromBase64, inflate } from "./assets.js";
import { DuizhaoError } from "./errors.js";

export type FileName = keyof typeof names;

const TABLE = Symbol.for("duizhao.files");

/**
 * The bytes of a file; `load` is asked when the file has not been run yet. Refusals have the cause `program`: it is the
 * package that lacks something, not what the caller asked about.
 */
export async function bytesOf(name: FileName, load: () => Promise<unknown>): Promise<Uint8Array> {
  let text = held(name);
  if (text === undefined) {
    try {
      await load();
    } catch (cause) {
      const message = `The file ${name}.js of the package could not be loaded (${String(cause)}); it lies beside the script that asks for it.`;
      throw new DuizhaoError("network", message, { cause: "program" });
    }
    text = held(name);
  }
  if (text === undefined) {
    const message = `The file ${name}.js is of another build than the script that asked for it; take both from one version of the package.`;
    throw new DuizhaoError("version", message, { cause: "program" });
  }
  return inflate(fromBase64(text));
}

function held(name: FileName): string | undefined {
  return (globalThis as { [TABLE]?: Record<string, string> })[TABLE]?.[names[name]];
}

export const moduleFile = () => bytesOf("module", () => import("virtual:duizhao/module"));
export const lexiconFile = () => bytesOf("lexicon", () => import("virtual:duizhao/lexicon"));
export const pinyinFile = () => bytesOf("pinyin", () => import("virtual:duizhao/pinyin"));
export const workerFile = () => bytesOf("worker", () => import("virtual:duizhao/worker"));
export const compareModuleFile = () => bytesOf("compare-module", () => import("virtual:duizhao/compare-module"));
export const compareWorkerFile = () => bytesOf("compare-worker", () => import("virtual:duizhao/compare-worker"));
export const segmentModuleFile = () => bytesOf("segment-module", () => import("virtual:duizhao/segment-module"));
export const searchModuleFile = () => bytesOf("search-module", () => import("virtual:duizhao/search-module"));
