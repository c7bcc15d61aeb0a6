/** Types of what builds an index; `types.ts` has the others, and these too. */

import type { Decoding, DocumentInfo, DocumentInput, SiteFile, TextType, WorkOptions } from "./types.js";

export interface BuilderOptions extends WorkOptions {
  /** Index link lists, navigation and advertisements too. Default false. */
  includeBoilerplate?: boolean;
  /**
   * Store the source texts. Default true. Without them an index is a third of the size, and a hit carries one
   * passage without text: where the stretch (about 1,200 characters) stands that answers best, for a page that has the texts.
   */
  storedText?: boolean;
  /** Further names of one thing, beside those the texts tie together. */
  aliases?: Array<[left: string, right: string]>;
  /**
   * Store how the characters of the texts are read, so that `shuju`, `shù jù`, `sj` find 数据. Default false. Loads a table of
   * 22 KB while building, and adds about two bytes for each character that occurs. Not for site indexes; in
   * `duizhao/slim` where the table was handed in.
   */
  pinyin?: boolean;
  /**
   * The bytes of an index built before with the same options and the same version: documents that are added as they stand
   * in it are taken over without being read, and the new index is the same, byte for byte, as without it. What is not
   * added again is left out. `createBuilder` rejects with kind `invalid-option` where it was built in another way, and
   * with the kinds of `open`.
   */
  base?: Uint8Array | ArrayBuffer;
  /**
   * Keep eight bytes for each document whose stored text does not tell whether its source has changed (drawn from HTML,
   * a Word document or a book; or not stored), so that as a `base` the index spares those too. Default false.
   */
  contentHashes?: boolean;
  /** Say that `finishSite` will be called: then what it asks of a text is kept while that is read. Default false. */
  forSite?: boolean;
}

/** What became of one added document. */
export interface AddedDocument {
  info: DocumentInfo;
  /** Taken over from the `base`, which has it as it is. */
  isUnchanged: boolean;
  /** Null when text, not bytes, was given, and for a document that was not read. */
  decoding: Decoding | null;
  /** The type it was read as. */
  type: TextType;
}

/** Collects documents and writes an index. */
export interface Builder {
  /**
   * Adds one document. The promise may be ignored: then `finish` waits for it and rejects with its error. An error
   * that is handled costs the other documents nothing.
   * An `id` that was added before replaces that document, in its place.
   * Rejects with kind `encoding` (binary bytes), `empty`, `duplicate` (a name without an id that is in already),
   * `too-large`.
   */
  add(input: DocumentInput): Promise<AddedDocument>;
  /** Takes the document with this id out again; false where there is none. */
  remove(id: string): Promise<boolean>;
  /**
   * Adds every document of an index without reading it again: so parts that were built apart (in several workers, on
   * several machines) become one, the same as if it had been built at once. Gives their number. Rejects with kind
   * `invalid-option` where it was built with other options, and with the kinds of `open`.
   */
  addIndex(bytes: Uint8Array | ArrayBuffer): Promise<number>;
  /** The index bytes: same documents in the same order and same options, same bytes. Ends the builder. */
  finish(options?: WorkOptions): Promise<Uint8Array>;
  /**
   * Ends, and gives the files of a site index in place of one file: those that `open(await finish())` and then `site()` give, with
   * less work. Rejects as they do.
   */
  finishSite(options?: WorkOptions): Promise<SiteFile[]>;
  /** Gives the memory back without finishing. */
  close(): void;
}
