/** From settings to an index: what `duizhao index` and the plugins of site generators share. */

import { type BuilderOptions, createBuilder, DuizhaoError, open, type SiteFile } from "../lib/index.js";
import { documents, files, type Input, type NamedFile, PAGE_ENDINGS } from "./inputs.js";
import { count } from "./output.js";
import { pages } from "./pages.js";
import type { Settings } from "./settings.js";

/** What an index is made of. Paths to write to are no business of it. */
export type Making = Omit<Settings, "out" | "site" | "alias" | "element">;

/** Settings of a built site whose pages lie in `folder`. */
export function siteMaking(folder: string, given: Partial<Making> = {}): Making {
  const defaults = {
    cleanUrls: false,
    exclude: [],
    ignore: [],
    aliases: [],
    boilerplate: false,
    pinyin: false,
    text: true,
  };
  return { ...defaults, ...given, input: [folder], html: true };
}

/** An index and what there is to say about it. */
export interface Made {
  /** Null where only a site index was asked for. */
  bytes: Uint8Array | null;
  /** Of a site index; null where none was asked for. */
  files: SiteFile[] | null;
  numDocuments: number;
  /** Taken over from the index before. */
  numUnchanged: number;
  numChars: number;
  /** What could not be read, a sentence each; the rest went in. */
  complaints: string[];
  /** What was left out or guessed, a sentence each. */
  notes: string[];
}

/** An index of a site past this is fetched sooner in pieces: one file is loaded whole before its first answer. */
const LARGE_BYTES = 300_000;

/** Says of the index of a site in one file when pieces would serve its readers better; null where they would not. */
export function adviceOn(lenBytes: number, pieces: string): string | null {
  if (lenBytes <= LARGE_BYTES) return null;
  const size = `${count(Math.round(lenBytes / 1000))} KB`;
  return `readers load ${size} of index before their first answer; of a site index (${pieces}) about 100 KB.`;
}

/** One file, the files of a site index, or both. */
export type MakingForm = "file" | "site" | "both";

/** What is made where these are asked for. */
export function formOf(out: string | undefined, site: string | undefined): MakingForm {
  if (site === undefined) return "file";
  return out === undefined ? "site" : "both";
}

/** How long it is, as one file or all files together. */
export function lengthOf({ bytes, files }: Made): number {
  return bytes?.length ?? files?.reduce((sum, file) => sum + file.bytes.length, 0) ?? 0;
}

export interface MakingOptions {
  /** Default: one file. */
  as?: MakingForm;
  /** The index before, to take over what has not changed. */
  base?: Uint8Array | null;
  /** How a sentence names that index. */
  baseName?: string;
  /** The files, where they are known already; default: those that `input` names. */
  sources?: NamedFile[];
  progress?(done: number, total: number): void;
}

/** Makes an index; null with its complaints and notes where there was nothing to index. */
export async function makeIndex(
  given: Making,
  options: MakingOptions = {},
): Promise<Made | Omit<Made, "bytes" | "files">> {
  const choice = { exclude: given.exclude, ...(given.html ? { endings: PAGE_ENDINGS } : {}) };
  const { found, complaints } = options.sources
    ? { found: options.sources, complaints: [] }
    : files(given.input, choice);
  const notes: string[] = [];
  const inputs: AsyncIterable<Input> = given.html ? pages(found, given, (note) => notes.push(note)) : documents(found);
  const begunInputs = begun(inputs);
  const builder = await builderOver(options, given, notes).catch(async (error) => {
    await begunInputs.return?.();
    throw error;
  });
  const made = { numDocuments: 0, numUnchanged: 0, numChars: 0, complaints, notes };
  const ids = new Set<string>();
  for await (const reading of begunInputs) {
    if ("complaint" in reading) {
      complaints.push(reading.complaint);
      continue;
    }
    try {
      if ("index" in reading) {
        made.numDocuments += await builder.addIndex(reading.index);
        continue;
      }
      const { id } = reading.input;
      if (id !== undefined && ids.has(id)) {
        complaints.push(`${reading.from}: a document with the id "${id}" is in already; this one was left out.`);
        continue;
      }
      const { info, decoding, isUnchanged } = await builder.add(reading.input);
      ids.add(info.id);
      made.numDocuments += 1;
      made.numUnchanged += isUnchanged ? 1 : 0;
      made.numChars += info.numChars;
      // A file of lines holds nobody knows how many.
      options.progress?.(made.numDocuments, made.numDocuments <= found.length ? found.length : 0);
      if (decoding && decoding.numUndecodable > 0) {
        complaints.push(
          `${reading.from}: ${decoding.numUndecodable} places could not be decoded as ${decoding.encoding}; the rest went in.`,
        );
      } else if (decoding && decoding.encoding !== "utf-8") {
        notes.push(`${reading.from} is not UTF-8; it was read as ${decoding.encoding}.`);
      }
    } catch (error) {
      // One bad text does not cost the others.
      if (!(error instanceof DuizhaoError)) throw error;
      complaints.push(error.message.startsWith('"') ? error.message : `${reading.from}: ${error.message}`);
    }
  }
  if (made.numDocuments === 0) return made;
  if (options.as === "site") return { ...made, bytes: null, files: await builder.finishSite() };
  const bytes = await builder.finish();
  return { ...made, bytes, files: options.as === "both" ? await laidOut(bytes) : null };
}

async function laidOut(bytes: Uint8Array): Promise<SiteFile[]> {
  const index = await open(bytes);
  const files = await index.site();
  index.close();
  return files;
}

/** The same values, the first asked for at once: threads that read pages start while the module does. */
function begun<T>(values: AsyncIterable<T>): AsyncIterableIterator<T> {
  const iterator = values[Symbol.asyncIterator]();
  let first: Promise<IteratorResult<T>> | null = iterator.next();
  first.catch(() => undefined); // whoever asks for it hears of it
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next() {
      const next = first ?? iterator.next();
      first = null;
      return next;
    },
    return: async (value) => iterator.return?.(value) ?? { done: true, value },
  };
}

/** A builder that takes over from the index before what has not changed; without one, or with one that does not fit, anew. */
async function builderOver({ as, base, baseName = "The index" }: MakingOptions, given: Making, notes: string[]) {
  const options: BuilderOptions = {
    includeBoilerplate: given.boilerplate,
    storedText: given.text,
    pinyin: given.pinyin,
    contentHashes: as !== "site",
    forSite: as === "site",
    aliases: given.aliases,
  };
  if (!base) return createBuilder(options);
  try {
    return await createBuilder({ ...options, base });
  } catch (error) {
    if (!(error instanceof DuizhaoError)) throw error;
    notes.push(`${baseName} is built from nothing: ${error.message}`);
    return createBuilder(options);
  }
}
