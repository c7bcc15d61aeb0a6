/**
 * The face for the one-file page: module, lexicon, worker and index lie in the page itself, as `<script>` elements of
 * a type that no browser runs. In development they are files of the dev server.
 */

import { type Assets, fromBase64, inflate } from "./assets.js";
import { fromColumns } from "./columns.js";
import type { Engine } from "./engine.js";
import { DuizhaoError } from "./errors.js";
import { createFace } from "./face.js";

/** What an embedded element holds, or null where there is none (or it is empty). */
async function embedded(name: "module" | "lexicon" | "pinyin" | "index" | "worker"): Promise<Uint8Array | null> {
  const element = document.getElementById(`duizhao-${name}`);
  const text = element?.textContent?.trim();
  if (!text) return null;
  const bytes = fromBase64(text);
  return element?.dataset["encoding"] === "deflate-raw" ? inflate(bytes) : bytes;
}

async function fetched(path: string): Promise<Uint8Array> {
  const response = await fetch(path);
  if (!response.ok) throw new DuizhaoError("network", `${path} could not be loaded (${response.status}).`);
  return new Uint8Array(await response.arrayBuffer());
}

async function workerSource(): Promise<string | null> {
  const bytes = await embedded("worker");
  return bytes ? new TextDecoder().decode(bytes) : null;
}

const assets: Assets = {
  async module() {
    const columns = await embedded("module");
    if (columns) return WebAssembly.compile(fromColumns(columns) as BufferSource);
    if (import.meta.env.DEV) return WebAssembly.compile((await fetched("/duizhao.wasm")) as BufferSource);
    throw new DuizhaoError("engine", "This page was saved without its module; get a fresh copy of it.");
  },
  async lexicon() {
    return (await embedded("lexicon")) ?? (import.meta.env.DEV ? await fetched("/duizhao.lexicon") : null);
  },
  async pinyin() {
    return (await embedded("pinyin")) ?? (import.meta.env.DEV ? await fetched("/duizhao.pinyin") : null);
  },
  async engine() {
    const source = await workerSource();
    if (import.meta.env.DEV && source === null) return (await import("./engine.js")).Engine;
    // The page's policy knows this script by its hash.
    const script = document.createElement("script");
    script.textContent = source;
    document.head.append(script);
    script.remove();
    return (globalThis as unknown as { duizhaoEngine: typeof Engine }).duizhaoEngine;
  },
  workerSource,
};

export const { open, createBuilder, segment, createSegmenter, compare, inspect, status, close } = createFace(assets);

/** The index packed into this page (the sample corpus, or what `duizhao pack` put there); null where there is none. */
export async function packedIndex(): Promise<Uint8Array | null> {
  return (await embedded("index")) ?? (import.meta.env.DEV ? await fetched("/sample.dzx").catch(() => null) : null);
}

export { decode } from "./decode.js";
export { DuizhaoError, type ErrorKind } from "./errors.js";
export {
  comparisonCsv,
  comparisonHtml,
  comparisonMarkdown,
  namesOf,
  type ReportOptions,
  type Row,
  rows as comparisonRows,
  type Sides,
} from "./report.js";
export type { ReportLanguage } from "./report-words.js";
export type * from "./types.js";
