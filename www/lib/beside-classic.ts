/**
 * The same for classic scripts, which stand in for `beside.ts` in their builds: a `<script>` from the folder of this one
 * is put into the page, which works from disk as well; in a worker it is imported. Where the file was run before (by a tag
 * of its own, or because both were joined into one file), nothing is loaded.
 */

import { bytesOf, type FileName, moduleOf } from "./beside.js";

declare const importScripts: ((url: string) => void) | undefined;

/** The address this script came from. A worker is not told; there it stands in what an error remembers. */
const HERE =
  typeof document === "undefined"
    ? (/(?:https?|file|blob):[^\s)]+?(?=:\d+(?::\d+)?\)?\s*$)/m.exec(new Error().stack ?? "")?.[0] ?? "")
    : ((document.currentScript as HTMLScriptElement | null)?.src ?? "");
const NONCE =
  typeof document === "undefined" ? "" : ((document.currentScript as HTMLScriptElement | null)?.nonce ?? "");

async function run(name: FileName): Promise<void> {
  const url = new URL(`${name}.js`, HERE || location.href).href;
  if (typeof document === "undefined") return importScripts?.(url);
  const script = document.createElement("script");
  script.src = url;
  if (NONCE) script.nonce = NONCE;
  await new Promise<unknown>((settle, reject) => {
    script.onload = settle;
    script.onerror = () => reject(new TypeError(url));
    document.head.append(script);
  });
  script.remove();
}

const file = (name: FileName) => () => bytesOf(name, () => run(name));
const module = (name: FileName) => () => moduleOf(name, () => run(name));

export const moduleFile = module("module");
export const lexiconFile = file("lexicon");
export const pinyinFile = file("pinyin");
export const workerFile = file("worker");
export const compareModuleFile = module("compare-module");
export const compareWorkerFile = file("compare-worker");
export const segmentModuleFile = module("segment-module");
export const searchModuleFile = module("search-module");
