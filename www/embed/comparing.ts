/**
 * Two texts from their addresses to a comparison: fetched, decoded, read, compared. Articles on the page's own thread, which
 * takes a frame or two and asks nothing of the page's policy; longer texts in a worker where one can be had.
 *
 * The module is the one that only compares (`scripts/wasm.mjs`): the build puts its glue where `engine.ts` names the full one's.
 */

import type { Assets } from "../lib/assets.js";
import { compareModuleFile, compareWorkerFile } from "../lib/beside.js";
import { decode } from "../lib/decode.js";
import { coreSource, Engine } from "../lib/engine.js";
import { DuizhaoError } from "../lib/errors.js";
import { readHtml } from "../lib/html.js";
import { textType } from "../lib/sniff.js";
import type { CompareOptions, Comparison, Document } from "../lib/types.js";
import { Work } from "../lib/work.js";

export interface Compared {
  left: Document;
  right: Document;
  comparison: Comparison;
}

/** Longer texts take seconds to compare and more to lay out: a page is no place for them. */
const MAX_TEXT_BYTES = 8 << 20;
const LOAD_LIMIT_MS = 60_000;

const assets: Assets = {
  async module() {
    const bytes = await compareModuleFile();
    try {
      return await WebAssembly.compile(bytes as BufferSource);
    } catch (cause) {
      throw new DuizhaoError("blocked", String(cause), { cause });
    }
  },
  engine: async () => Engine,
  lexicon: async () => null,
  async workerSource() {
    if (typeof Worker === "undefined") return null;
    return new TextDecoder().decode(await compareWorkerFile());
  },
};
/** Texts that hold more than this together go to a worker: below it, starting one takes as long as comparing. */
const MAX_HERE_BYTES = 300_000;
const here = new Work({ ...assets, workerSource: async () => null });
const away = new Work(assets);

type Source = ReturnType<typeof coreSource>;

/** Compares what lies at two addresses. Rejects with a `DuizhaoError`; the cause of `network` is the server's status, if any. */
export async function compareAt(
  addresses: { left: string; right: string },
  unit: CompareOptions["unit"],
): Promise<Compared> {
  const isReady = here.channel();
  isReady.catch(() => undefined); // waited for below; a text may fail first
  const [left, right] = await Promise.all([sourceAt(addresses.left), sourceAt(addresses.right)]);
  const isLong = 3 * (left.text.length + right.text.length) > MAX_HERE_BYTES;
  const engine = await (isLong ? away.channel() : isReady);
  const read = async (source: Source) => JSON.parse(await engine.call("read", source)) as Document;
  const documents = { left: await read(left), right: await read(right) };
  const comparison = JSON.parse(await engine.call("compareTexts", left, right, { unit })) as Comparison;
  return { ...documents, comparison };
}

async function sourceAt(address: string): Promise<Source> {
  const { bytes, isPage } = await fetched(address);
  const name = nameOf(address);
  const { text } = decode(bytes);
  if (text.trim() === "") throw new DuizhaoError("empty", `${address} is empty.`);
  const type = textType(name, text);
  const isMeantAsPage = !/\.(?:txt|te?xt|md|markdown|mdx|mkd)$/i.test(name);
  // Servers that answer a wrong address with a page and a good status: nobody means to compare that.
  if ((isPage || type === "html") && !isMeantAsPage) throw new DuizhaoError("encoding", `${address} is a web page.`);
  if (type !== "html") return coreSource({ name }, text, type);
  const { text: drawn, ...found } = await readHtml(text, assets);
  return coreSource(
    { name, title: found.title ?? undefined, date: found.date ?? undefined, source: found.source ?? undefined },
    drawn,
    "markdown",
  );
}

async function fetched(address: string): Promise<{ bytes: Uint8Array; isPage: boolean }> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout?.(LOAD_LIMIT_MS) });
    if (!response.ok) throw new DuizhaoError("network", `${address}: ${response.status}`, { cause: response.status });
    if (Number(response.headers.get("content-length")) > MAX_TEXT_BYTES) throw new DuizhaoError("too-large", address);
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (bytes.length > MAX_TEXT_BYTES) throw new DuizhaoError("too-large", address);
    return { bytes, isPage: /^text\/html\b/i.test(response.headers.get("content-type") ?? "") };
  } catch (cause) {
    if (cause instanceof DuizhaoError) throw cause;
    throw new DuizhaoError("network", `${address}: ${cause}`, { cause });
  }
}

/** The last part of an address: what the text is called where it says no title itself. */
function nameOf(address: string): string {
  const last = new URL(address).pathname.split("/").filter(Boolean).at(-1) ?? "";
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
