/** The shapes of segmenting: what a word is, and a segmenter that answers at once. */

import type { WorkOptions } from "./types.js";

export interface SegmentOptions extends Pick<WorkOptions, "signal"> {
  /** `words`: the best path; `search`: and the words inside long words; `all`: every word of the lexicon. */
  mode?: "words" | "search" | "all";
}

/** One word of a text: its spelling in the source and where it stands. */
export interface Word {
  text: string;
  start: number;
  end: number;
  /** `noise` is what the core leaves out of matching; words and noise together give the text, in `words` mode. */
  kind: "word" | "unknown" | "number" | "latin" | "punctuation" | "space" | "noise";
}

/** How strongly an added word binds; without either it wins over the pieces it was cut into. */
export interface WordWeight {
  /** Thousandths of a nat, `1000 · ln(total / frequency)`, 0 to 65,535; at the maximum the word is never chosen. */
  cost?: number;
  /** As if it occurred this many times among the lexicon's 60 million. */
  frequency?: number;
}

export interface SegmenterOptions {
  /** Whether unknown Han characters that look like one word are joined; true by default, false suits an index. */
  joinsUnknown?: boolean;
  /** Whether `gpt-4o` and `2025-01-20` stay whole; true by default, false suits an index. */
  joinsParts?: boolean;
  /** Words to add, as by `addWord`. */
  words?: string[];
}

/** A word in the shape of `Intl.Segmenter`. */
export interface WordSegment {
  segment: string;
  /** UTF-16 units before it. */
  index: number;
  input: string;
  /** Neither space nor punctuation. */
  isWordLike: boolean;
}

/** The words of one text in the shape of `Intl.Segments`. */
export interface WordSegments extends Iterable<WordSegment> {
  /** The word at this UTF-16 unit (0 by default); undefined past the ends. */
  containing(unit?: number): WordSegment | undefined;
}

/** One candidate word of a lattice. */
export interface LatticeEdge {
  word: string;
  start: number;
  end: number;
  /** Thousandths of a nat. */
  cost: number;
  kind: Exclude<Word["kind"], "noise">;
  /** Whether it lies on the cheapest path. */
  isChosen: boolean;
}

/** All candidate words of a text; nodes are the offsets at which edges start or end. */
export interface Lattice {
  text: string;
  folded: string;
  /** Of the cheapest path, in thousandths of a nat. */
  cost: number;
  edges: LatticeEdge[];
}

/**
 * Cuts texts on the calling thread, at once. It removes nothing, so in mode `words` its words cover the text exactly
 * (`segment` cleans a text first, as documents are cleaned).
 */
export interface Segmenter {
  /** In the shape of `Intl.Segmenter`. */
  segment(text: string): WordSegments;
  /** Three numbers a word, start and end in UTF-16 units and the kind as a place in `WORD_KINDS`. The quickest way. */
  offsets(text: string, options?: Pick<SegmentOptions, "mode">): Uint32Array;
  /** Folded words without space and punctuation: Simplified, lower case, half-width. For indexes of other libraries. */
  terms(text: string, options?: Pick<SegmentOptions, "mode">): string[];
  /** Adds a word for this segmenter. */
  addWord(word: string, weight?: WordWeight): void;
  lattice(text: string): Lattice;
  /** The lattice for Graphviz, as an SVG picture, or as a table. */
  drawLattice(text: string, format: "dot" | "svg" | "text"): string;
  /** Gives its memory back. */
  close(): void;
}
