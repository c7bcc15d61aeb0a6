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
import { fromColumns } from "./columns.js";
import { DuizhaoError } from "./errors.js";

export type FileName = keyof typeof names;

const TABLE = Symbol.for("duizhao.files");

/** The bytes of a file; `load` is asked when the file has not been run yet. */
export async function bytesOf(name: FileName, load: () => Promise<unknown>): Promise<Uint8Array> {
  return inflate(fromBase64(await textOf(name, load)));
}

/** The same of a module, which lies there in columns. */
export async function moduleOf(name: FileName, load: () => Promise<unknown>): Promise<Uint8Array> {
  return fromColumns(await bytesOf(name, load));
}

/**
 * What a file holds as it holds it, base64 of raw deflate. Refusals have the cause `program`: it is the package that
 * lacks something, not what the caller asked about.
 */
async function textOf(name: FileName, load: () => Promise<unknown>): Promise<string> {
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
  return text;
}

function held(name: FileName): string | undefined {
  return (globalThis as { [TABLE]?: Record<string, string> })[TABLE]?.[names[name]];
}

const loadModule = () => import("virtual:duizhao/module");
const loadLexicon = () => import("virtual:duizhao/lexicon");
const loadWorker = () => import("virtual:duizhao/worker");
const loadPinyin = () => import("virtual:duizhao/pinyin");

export const moduleFile = () => moduleOf("module", loadModule);
export const lexiconFile = () => bytesOf("lexicon", loadLexicon);
export const workerFile = () => bytesOf("worker", loadWorker);
export const pinyinFile = () => bytesOf("pinyin", loadPinyin);
/** As they lie in the package: a page that is packed holds them in the same form. */
export const moduleText = () => textOf("module", loadModule);
export const lexiconText = () => textOf("lexicon", loadLexicon);
export const workerText = () => textOf("worker", loadWorker);
export const pinyinText = () => textOf("pinyin", loadPinyin);
export const compareModuleFile = () => moduleOf("compare-module", () => import("virtual:duizhao/compare-module"));
export const compareWorkerFile = () => bytesOf("compare-worker", () => import("virtual:duizhao/compare-worker"));
export const segmentModuleFile = () => moduleOf("segment-module", () => import("virtual:duizhao/segment-module"));
export const searchModuleFile = () => moduleOf("search-module", () => import("virtual:duizhao/search-module"));
