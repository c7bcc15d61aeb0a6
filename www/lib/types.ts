/**
 * The shapes that cross the boundary, written for readers.
 *
 * Offsets are UTF-16 units into a document's source text, half-open: `text.slice(start, end)` is right, rare
 * characters included. Nothing here is ever HTML: every string is text, to be shown as text.
 */

import type { Builder, BuilderOptions } from "./builder-types.js";
import type { Segmenter, SegmenterOptions, SegmentOptions, Word } from "./segmenter-types.js";

export type * from "./builder-types.js";
export type * from "./segmenter-types.js";

/** A half-open range of UTF-16 units, `[start, end]`. */
export type Span = [start: number, end: number];

/** How a text is read. HTML is turned into text at the edge, with `DOMParser` in a browser. */
export type TextType = "text" | "markdown" | "html";

/** One text to put into an index, or to look at. Either `text` or `bytes`. */
export interface DocumentInput {
  /** File name, or any name the reader knows it by. The type is guessed from it where `type` is missing. */
  name?: string;
  /** The text itself. */
  text?: string;
  /** The raw bytes; decoded as UTF-16 (by its mark), UTF-8, GB18030 or Big5, whichever fits. */
  bytes?: Uint8Array | ArrayBuffer;
  /** Default: by the ending of `name` (`.md`, `.html`), else by the look of the text. */
  type?: TextType;
  /** Stable id, unique within an index; default: the name. */
  id?: string;
  /** Default: found in the text (front matter, first heading), else the name. */
  title?: string | null;
  /** Where the text can be read; shown as a link only when it is http(s) or relative. */
  url?: string | null;
  /** ISO date, maybe partial: `2025`, `2025-01`, `2025-01-20`. Default: found in the text. */
  date?: string | null;
  /** Who published it. Default: found in the text. */
  source?: string | null;
  /**
   * Whether sounds in brackets after Han characters, `經(jīng)濟`, are noise. Default `auto`: by how they stand in the text
   * (a machine's work, or a lesson about pronunciation). `keep` and `remove` decide it.
   */
  pinyin?: "auto" | "keep" | "remove";
}

/** What decoding found; shown so that a wrong guess can be seen. */
export interface Decoding {
  encoding: "utf-8" | "utf-16le" | "utf-16be" | "gb18030" | "big5";
  /** How the encoding was chosen: a byte-order mark, strict UTF-8, a count of common characters, or the caller. */
  by: "mark" | "strict" | "count" | "caller";
  /** Places where the bytes were not valid; each became U+FFFD. */
  numUndecodable: number;
}

/** A document as lists and hits name it. */
export interface DocumentInfo {
  id: string;
  name: string;
  title: string;
  /** ISO, maybe partial, or null where none is known. */
  date: string | null;
  url: string | null;
  source: string | null;
  author: string | null;
  /** `zh-Hans`, `zh-Hant`, `zh` (mixed) by its script; null where no character tells. For `lang` attributes. */
  language: string | null;
  script: Script;
  /** Characters of the text without its noise (a rare one counts once, unlike in `text.length`). */
  numChars: number;
}

export type Script = "simplified" | "traditional" | "mixed" | "none";

/** A document with its text and structure. */
export interface Document extends DocumentInfo {
  /** The source text, as it was given (HTML: the text drawn from it). */
  text: string;
  blocks: Block[];
  /** Noise that is left out of matching (bracketed pinyin, zero-width characters…), still shown as it stands. */
  removed: Removal[];
  /** Names that the text itself ties together, `阿莫迪（Dario Amodei）`. */
  aliases: Alias[];
  /** Speakers of an interview, in order of first appearance; `Block.speaker` points here. */
  speakers: string[];
  /** Numbers, dates, shares and amounts that it names, in order. */
  quantities: Quantity[];
}

export type BlockKind = "heading" | "paragraph" | "quote" | "list-item" | "code" | "table-row" | "metadata";

/** A paragraph, heading, list item…; blocks are in order and do not overlap. */
export interface Block {
  kind: BlockKind;
  /** Heading level 1–6; 0 otherwise. */
  level: number;
  /** Place in `Document.speakers`, or null. */
  speaker: number | null;
  /** Link lists, navigation, advertisements: shown greyed, left out of the index unless asked for. */
  isBoilerplate: boolean;
  start: number;
  end: number;
}

/** A piece of noise: what it is and where it stands. */
export interface Removal {
  /** For example `pinyin`, `mojibake`, `entity`, `invisible`, `space`. Further kinds may be added. */
  kind: string;
  start: number;
  end: number;
}

/** Two names of one thing, folded (Simplified, lower case), and where the text ties them. */
export interface Alias {
  left: string;
  right: string;
  start: number;
  end: number;
}

/** How far long work has come. */
export interface Progress {
  /** What is being done: `read` documents, `build` the index, `open`, `load` over the network. */
  stage: "load" | "open" | "read" | "build";
  /** Units done and in all; `total` is 0 where it is not known. */
  done: number;
  total: number;
}

/** Options of every call that may take long. */
export interface WorkOptions {
  /** Rejects the promise with the signal's reason; work that has not begun is not begun. */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

export interface SearchOptions extends Pick<WorkOptions, "signal"> {
  /** Documents to return, 1–1000. Default 10. */
  limit?: number;
  /** Documents to skip. Default 0. */
  offset?: number;
  /**
   * Passages shown per document, 1–100. Default 3. `"all"` for marking a text as a whole: every passage in which something of the
   * query stands, what is taken for boilerplate too, in the order of the text.
   */
  passagesPerDocument?: number | "all";
  filter?: Filter;
  /** Whether the last word may be unfinished, as while typing. Default false. */
  isPrefix?: boolean;
  /** Adds `explanation` to each hit. Default false. */
  explain?: boolean;
  /** Adds `facets`: counts by source, speaker and year over all that answers. Default false. */
  facets?: boolean;
}

/** Narrows a search; every given part must hold. The query's own `source:`, `date:` do the same. */
export interface Filter {
  /** Document ids. */
  documents?: string[];
  /** A part of the publisher's name, whatever its script; of several, one must be there. */
  source?: string | string[];
  /** A part of a speaker's name; passages are then those of such speakers. Of several, one must speak. */
  speaker?: string | string[];
  /** First and last day, each ISO and maybe partial; null is open. */
  date?: [from: string | null, to: string | null];
}

export interface SearchResult {
  /** Documents that answer, before `limit` and `offset`. */
  total: number;
  /**
   * False where `total` is an estimate: a site index counts documents that may hold what was typed, looks into the texts of
   * those it shows, and passes over those that merely share words with it while others answer better. Always true of a bundle.
   */
  isTotalExact: boolean;
  /** Work done, counted in steps: postings and characters read. The core has no clock. */
  tookSteps: number;
  /** The query was too long and its end was left out. */
  isCut: boolean;
  hits: Hit[];
  /** Where asked for: how all that answers is spread, shown or not. */
  facets?: Facets;
  /**
   * Where nothing was found: how many documents answer but hold what the query leaves out (`-word`). `tried` and `nearest`
   * are empty then. Else 0.
   */
  numExcluded: number;
  /** Where nothing was found: what was looked for besides the query as typed. Else empty. */
  tried: Tried[];
  /** Where nothing was found: words of the index that are near to those of the query. Else empty. */
  nearest: string[];
}

/** Counts of documents by field; of each field at most 100 values. */
export interface Facets {
  /** By publisher, most documents first. */
  sources: FacetCount[];
  /** By speaker, most documents first; a document counts for each of its speakers. */
  speakers: FacetCount[];
  /** By year (`2025`), the latest first. `filter.date: ["2025", "2025"]` narrows to one. */
  years: FacetCount[];
}

export interface FacetCount {
  value: string;
  numDocuments: number;
}

/**
 * How one form stands for another: names tied by some text, words of two regions, one number written in two ways, a
 * word that goes on as typed, a word one edit away.
 */
export type FormKind = "alias" | "regional" | "number" | "completion" | "pinyin" | "edit";

/** Another form of the query, or of a part of it, that was looked for. */
export interface Tried {
  /** Folded. */
  text: string;
  kind: FormKind;
}

/** A way to go on with what was typed. */
export interface Suggestion {
  /** The whole input, completed: what was typed stays as it is, what is added is folded. */
  text: string;
  kind: FormKind;
  /** Documents that have the word that was completed (with the word before it, where there is one). */
  numDocuments: number;
}

export interface SuggestOptions extends Pick<WorkOptions, "signal"> {
  /** Suggestions to give, 1–100. Default 8. */
  limit?: number;
}

/** A document that answers, best first. */
export interface Hit {
  document: DocumentInfo;
  score: number;
  /**
   * Every clause stands there as typed; its words stand close together; it names the thing by another name; it has a
   * word one edit away. In this order.
   */
  evidence: "literal" | "words" | "alias" | "pinyin" | "edit";
  /** Share of the query's weight that stands close together in the document, 0–1. */
  coverage: number;
  /** Best first; empty where only the title answers. Of an index that stores no text, the one stretch that answers best. */
  passages: HitPassage[];
  /** In how many of its passages something of the query stands, those not shown too. */
  numPassages: number;
  /** The parts of the score, with `explain`; they add up to it. */
  explanation?: ScorePart[];
}

export interface HitPassage {
  /** `document.text.slice(start, end)`; empty where the index stores no text: then slice your own. */
  text: string;
  start: number;
  end: number;
  score: number;
  /** Headings above the passage, joined by ` › `; empty where there are none. */
  heading: string;
  /** Of the nearest heading that has one, `use` in `## 用法 {#use}`: `url + "#" + anchor` leads there. */
  anchor: string | null;
  speaker: string | null;
  /** Spans in the *document*; subtract `start` to mark them in `text`. In order, not overlapping. */
  highlights: Span[];
}

/** One part of a score. */
export interface ScorePart {
  name: string;
  value: number;
}

export interface ColumnsOptions extends Pick<WorkOptions, "signal"> {
  /** Document ids; default: all. */
  documents?: string[];
}

/** What each source says on a topic. */
export interface Columns {
  /** By date, those without a date last. */
  columns: Array<{
    document: DocumentInfo;
    /** In the order of the text; empty means "nothing found". */
    passages: HitPassage[];
  }>;
}

export interface CompareOptions extends Pick<WorkOptions, "signal"> {
  /** What is aligned. Default `sentence`; `article` for numbered articles of a law. */
  unit?: "sentence" | "passage" | "article";
  /** Links below this score are left out, 0–1. Default: the core's. */
  minScore?: number;
  /** Further names of one thing, beside those that the texts (and the index) tie together. */
  aliases?: Array<[left: string, right: string]>;
  /** Links the reader has set; kept whatever they score. */
  pinned?: HandLink[];
  /** Links the reader has refused. */
  rejected?: HandLink[];
  /** How each of two plain strings is read; an index knows it already. Default `text`. */
  type?: "text" | "markdown";
}

/** A link the reader has set or refused: a span of each source text. */
export interface HandLink {
  left: Span;
  right: Span;
}

/** Two documents set side by side. */
export interface Comparison {
  left: DocumentInfo;
  right: DocumentInfo;
  /** In the order of the left text. */
  pairs: Pair[];
  /** What has no counterpart, in order. */
  onlyLeft: Span[];
  onlyRight: Span[];
  /** Share of each text that is linked, 0–1. */
  coverage: { left: number; right: number };
  /** What was linked, and from which score on. */
  unit: "sentence" | "passage" | "article";
  minScore: number;
  /** Links the reader has set and refused, as they were given: saved with the rest, they can be given again. */
  pinned: HandLink[];
  rejected: HandLink[];
  /** The table of an old and a new law, with unit `article`; else empty. Old articles in their order. */
  articles: ArticleRow[];
}

/** What happened to an article; `renumbered` is unchanged but for its number. */
export type ArticleChange = "unchanged" | "renumbered" | "amended" | "merged" | "split" | "added" | "dropped";

/** A row of the table of an old and a new law. */
export interface ArticleRow {
  /** The old article; null for an added one. */
  left: Article | null;
  /** The new article; null for a dropped one. */
  right: Article | null;
  change: ArticleChange;
  /** Stands elsewhere in the order, whatever its number. */
  isMoved: boolean;
  /** Place in `pairs`, where the changed words are; null where there is only one side. */
  pair: number | null;
}

/** One article, or a heading, preamble or annex between articles. */
export interface Article {
  /** Its number, `第十二条`, folded; null for what is no article. */
  label: string | null;
  start: number;
  end: number;
}

export type Relation = "same" | "reworded" | "related";

/** One link between the two sides. */
export interface Pair {
  left: Span;
  right: Span;
  relation: Relation;
  /** Linked across the order of the texts. */
  isMoved: boolean;
  /** Set by the reader. */
  isPinned: boolean;
  /** 0–1. */
  score: number;
  /** What both say, heaviest first. */
  reasons: Reason[];
  /** Facts first, then in reading order. */
  differences: Difference[];
}

/** Something that both sides of a pair say. */
export interface Reason {
  kind: "term" | "number" | "name";
  /** As it stands on the left, folded. */
  text: string;
  /** Only its proportion to the other reasons means anything. */
  weight: number;
}

export type DifferenceKind = "number" | "date" | "name" | "negation" | "hedge" | "speaker" | "wording";

/** A place inside a pair where the two differ; a side may be an empty span. */
export interface Difference {
  kind: DifferenceKind;
  left: Span;
  right: Span;
}

export interface AcrossOptions extends Pick<WorkOptions, "signal"> {
  /** Document ids; default: all. */
  documents?: string[];
  /** The least score of a link that ties two sentences to one statement, 0–1. Default .6; lower finds vaguer ones. */
  minScore?: number;
  /** In how many documents a statement must stand, 2–1000. Default 2. */
  minDocuments?: number;
  /** Statements given, 1–10000. Default 100. */
  limit?: number;
  /** Further names of one thing, beside those that the texts and the index tie together. */
  aliases?: Array<[left: string, right: string]>;
}

/** Statements that recur in several documents. */
export interface Across {
  /** Those that were read, in the order of the index. */
  documents: DocumentInfo[];
  /** Statements that recur, before `limit`. */
  total: number;
  /** Those of most documents first. */
  statements: Statement[];
}

/** A statement that several documents make. */
export interface Statement {
  /** Mean score of the links that tie it together, 0–1. */
  score: number;
  /** In how many documents it stands. */
  numDocuments: number;
  /** By the dates of the documents, those without a date last. A document may make it more than once. */
  occurrences: Occurrence[];
  /** What is not the same in two of them that follow each other; never mere wording. */
  changes: FactChange[];
}

/** A statement where one document makes it. */
export interface Occurrence {
  document: DocumentInfo;
  /** The sentence, `document.text.slice(start, end)`. */
  text: string;
  start: number;
  end: number;
  /** Headings above it, joined by ` › `; empty where there are none. */
  heading: string;
  speaker: string | null;
}

/** A fact that changed on the way. */
export interface FactChange {
  kind: Exclude<DifferenceKind, "wording">;
  /** Places in `occurrences`: the earlier and the later one. */
  from: number;
  to: number;
  /** In the earlier document and inside that occurrence; subtract its `start` to mark it in its `text`. May be empty. */
  left: Span;
  /** In the later one, likewise. */
  right: Span;
}

export interface KeynessOptions extends Pick<WorkOptions, "signal"> {
  /** Document ids; default: all. Each is set against the others among them. */
  documents?: string[];
  /** Terms of each document, 1–1000. Default 20. */
  limit?: number;
}

/** The terms that set each document apart from the others. */
export interface Keyness {
  /** What ranks the terms: the log-likelihood ratio G² of Dunning (1993). */
  statistic: "log-likelihood";
  /** The least value of a term that is listed: 10.83, one in a thousand by accident. */
  minLogLikelihood: number;
  /** In the order of the index. */
  columns: KeynessColumn[];
}

export interface KeynessColumn {
  document: DocumentInfo;
  /** Where a term could stand: Han characters and Latin words of the text. `count / numPlaces` is a term's rate. */
  numPlaces: number;
  /** Surest first; empty where there is no other document. */
  terms: KeyTerm[];
}

/** A term that is more frequent in one document than in the others together. */
export interface KeyTerm {
  /** Folded: Simplified, lower case. */
  term: string;
  count: number;
  countElsewhere: number;
  /** The greater, the more surely the term is more frequent here. */
  logLikelihood: number;
}

/** What is inside an index. */
export interface Inspection {
  formatVersion: number;
  /** Of the analysis chain; an index built by another is refused with kind `fingerprint`. */
  fingerprint: string;
  /** The version of Duizhao that wrote it. */
  writer: string;
  lenBytes: number;
  /** A folder of pieces; `lenBytes` counts them all. */
  isSite: boolean;
  hasText: boolean;
  numDocuments: number;
  /** Units of about 1,200 characters that ranking counts in. */
  numUnits: number;
  numTerms: number;
  numAliases: number;
  /** Sections of the file; of a site, also the kinds of pieces. */
  sections: Array<{ name: string; lenBytes: number; numFiles: number }>;
}

/** A file of a site index; names have slashes, and lie below the folder of the site. */
export interface SiteFile {
  name: string;
  bytes: Uint8Array;
}

/** Reads the files of a site index from wherever they are: a folder on disk, an archive. */
export interface SiteFolder {
  read(name: string): Uint8Array | ArrayBuffer | Promise<Uint8Array | ArrayBuffer>;
}

/** Where an index comes from. A string is a URL; one that ends in `/` is the folder of a site index. */
export type IndexSource = Uint8Array | ArrayBuffer | Blob | Response | URL | string | SiteFolder;

/** An open index. */
export interface Index {
  search(query: string, options?: SearchOptions): Promise<SearchResult>;
  /** Ways to complete the last word of what was typed, those in the most documents first. */
  suggest(input: string, options?: SuggestOptions): Promise<Suggestion[]>;
  columns(query: string, options?: ColumnsOptions): Promise<Columns>;
  compare(leftId: string, rightId: string, options?: CompareOptions): Promise<Comparison>;
  /** Statements that recur in several documents, and the facts that changed. Compares every two of them. */
  across(options?: AcrossOptions): Promise<Across>;
  /** The terms that set each document apart from the others. */
  keyness(options?: KeynessOptions): Promise<Keyness>;
  /** Every document, in the order they were added. */
  documents(): Promise<DocumentInfo[]>;
  /** One document with text and structure. Rejects with kind `unknown-document`. */
  document(id: string): Promise<Document>;
  /** Name pairs of the whole corpus. */
  aliases(): Promise<Array<{ left: string; right: string; numDocuments: number }>>;
  inspect(): Promise<Inspection>;
  /** Checks every checksum and invariant; rejects with kind `corrupt` and the place. */
  verify(): Promise<Inspection>;
  /** The index file itself, to save or to pack. */
  bytes(): Promise<Uint8Array>;
  /**
   * The files of a site index: put them into a folder behind any static host and open the folder's address. The manifest
   * comes last, and should be written last. Rejects with kind `unsupported` for an index without texts.
   */
  site(): Promise<SiteFile[]>;
  /** Of a site index, the names of all its files but the manifest. */
  pieces(): Promise<string[]>;
  /** Gives the memory back; later calls reject with kind `closed`. */
  close(): void;
}

/** A number, date, share or amount that a text names. */
export interface Quantity {
  kind: "number" | "percent" | "money" | "date" | "ordinal";
  /**
   * The value, or the lower end of a range. A share in hundredths; a date as `year * 10000 + month * 100 + day`, with 0 for
   * what is unsaid.
   */
  low: number;
  /** The upper end; equal to `low` where it is no range. */
  high: number;
  /** Unit or currency, folded; empty where there is none. */
  unit: string;
  start: number;
  end: number;
}

/** A text read without an index: structure, noise, names, numbers, and how it was decoded. */
export interface Reading extends Document {
  decoding: Decoding | null;
  type: TextType;
}

/** Where the work runs. */
export interface Status {
  where: "worker" | "here";
  /** How often the module had to be started anew after a trap. */
  numRestarts: number;
}

/** The functions of the package; `import { open, createBuilder, segment, compare, inspect } from "duizhao"`. */
export interface Face {
  /** Opens an index. Rejects with kind `truncated`, `corrupt`, `version`, `not-an-index`, `network`. */
  open(source: IndexSource, options?: WorkOptions): Promise<Index>;
  createBuilder(options?: BuilderOptions): Promise<Builder>;
  /** Words of a text. Loads the lexicon (90 KB) on first use. */
  segment(text: string, options?: SegmentOptions): Promise<Word[]>;
  /** A segmenter that answers at once, on this thread. Loads the lexicon on first use. */
  createSegmenter(options?: SegmenterOptions): Promise<Segmenter>;
  /** Sets two strings (or inputs) side by side, without an index. */
  compare(left: string | DocumentInput, right: string | DocumentInput, options?: CompareOptions): Promise<Comparison>;
  /** Reads one text and shows what was understood of it. */
  inspect(input: DocumentInput): Promise<Reading>;
  status(): Status;
  /** Stops the worker and gives all memory back; open indexes and builders end. */
  close(): void;
}
