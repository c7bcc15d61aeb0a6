/**
 * A segmenter on the calling thread, and tokenizers over it for the search libraries people have.
 *
 * The tokenizers give folded words, so that Traditional finds Simplified; text and query must go through the same one.
 */

import type { LocalChannel } from "./channel.js";
import { checkSegmentOptions, checkString, checkWordWeight } from "./checks.js";
import type { Handle } from "./engine.js";
import type {
  Lattice,
  Segmenter,
  SegmenterOptions,
  SegmentOptions,
  Word,
  WordSegment,
  WordSegments,
  WordWeight,
} from "./types.js";

/** What the third number of `Segmenter.offsets` stands for. */
export const WORD_KINDS = ["word", "unknown", "number", "latin", "punctuation", "space"] as const satisfies Array<
  Word["kind"]
>;

/** Kinds from here on are not words. */
const FIRST_NOT_WORD_LIKE = WORD_KINDS.indexOf("punctuation");

type ModeOption = Pick<SegmentOptions, "mode">;

/** @internal */
export class OpenedSegmenter implements Segmenter {
  readonly #channel: LocalChannel;
  readonly #handle: Handle;

  constructor(
    channel: LocalChannel,
    handle: Handle,
    { joinsUnknown = true, joinsParts = true, words = [] }: SegmenterOptions,
  ) {
    this.#channel = channel;
    this.#handle = handle;
    channel.callNow("openSegmenter", handle, { joinsUnknown, joinsParts });
    for (const word of words) this.addWord(word);
  }

  segment(text: string): WordSegments {
    return new CutText(text, this.offsets(text));
  }

  offsets(text: string, options: ModeOption = {}): Uint32Array {
    return this.#channel.callNow("offsets", this.#handle, checked(text), modeOf(options));
  }

  terms(text: string, options: ModeOption = {}): string[] {
    const terms = this.#channel.callNow("terms", this.#handle, checked(text), modeOf(options));
    return terms === "" ? [] : terms.split("\n");
  }

  addWord(word: string, weight: WordWeight = {}): void {
    checkWordWeight(weight, "weight");
    this.#channel.callNow("addWord", this.#handle, checked(word, "word"), weight);
  }

  lattice(text: string): Lattice {
    return JSON.parse(this.#channel.callNow("lattice", this.#handle, checked(text))) as Lattice;
  }

  drawLattice(text: string, format: "dot" | "svg" | "text"): string {
    return this.#channel.callNow("drawLattice", this.#handle, checked(text), format);
  }

  close(): void {
    this.#channel.callNow("closeSegmenter", this.#handle);
  }
}

/** Strings are cut out only when asked for. */
class CutText implements WordSegments {
  readonly #text: string;
  readonly #offsets: Uint32Array;

  constructor(text: string, offsets: Uint32Array) {
    this.#text = text;
    this.#offsets = offsets;
  }

  *[Symbol.iterator](): Generator<WordSegment> {
    for (let at = 0; at < this.#offsets.length; at += 3) yield this.#word(at);
  }

  containing(unit = 0): WordSegment | undefined {
    const wanted = Math.trunc(unit) || 0;
    if (!(wanted >= 0 && wanted < this.#text.length)) return undefined;
    let [low, high] = [0, this.#offsets.length / 3 - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#offsets[middle * 3] as number) <= wanted) low = middle;
      else high = middle - 1;
    }
    return this.#word(low * 3);
  }

  #word(at: number): WordSegment {
    const [index, end, kind] = this.#offsets.subarray(at, at + 3) as unknown as [number, number, number];
    return { segment: this.#text.slice(index, end), index, input: this.#text, isWordLike: kind < FIRST_NOT_WORD_LIKE };
  }
}

function checked(text: unknown, what = "text"): string {
  checkString(text, what);
  return text;
}

function modeOf(options: ModeOption): NonNullable<SegmentOptions["mode"]> {
  checkSegmentOptions(options, "options");
  return options.mode ?? "words";
}

/** For `new MiniSearch({ tokenize, processTerm: (term) => term })`: the terms come folded. */
export function tokenizerForMiniSearch(segmenter: Segmenter, options: ModeOption = {}): (text: string) => string[] {
  return (text) => segmenter.terms(text, options);
}

/** For `new Index({ encode, tokenize: "strict" })` of FlexSearch. */
export function tokenizerForFlexSearch(segmenter: Segmenter, options: ModeOption = {}): (text: string) => string[] {
  return (text) => segmenter.terms(text, options);
}

/** For `create({ schema, components: { tokenizer } })` of Orama. */
export function tokenizerForOrama(
  segmenter: Segmenter,
  options: ModeOption = {},
): {
  language: string;
  normalizationCache: Map<string, string>;
  tokenize(text: string): string[];
} {
  return {
    // Orama compares it with the language of its own stemmers and accepts only names it knows.
    language: "english",
    normalizationCache: new Map(),
    tokenize: (text) => [...new Set(segmenter.terms(String(text), options))],
  };
}

/**
 * For lunr: a plugin, `this.use(tokenizerForLunr(lunr, segmenter))` inside `lunr(function () { … })`. It replaces the
 * tokenizer of texts and empties both pipelines, whose stemmer and trimmer know no Chinese. Queries go through
 * `index.query((q) => segmenter.terms(input).forEach((term) => q.term(term, {})))`.
 */
export function tokenizerForLunr<Token>(
  lunr: { Token: new (text: string, metadata: object) => Token },
  segmenter: Segmenter,
  options: ModeOption = {},
): (this: LunrBuilder<Token>) => void {
  return function (this: LunrBuilder<Token>) {
    this.pipeline.reset();
    this.searchPipeline.reset();
    this.tokenizer = (text) =>
      segmenter.terms(String(text ?? ""), options).map((term, index) => new lunr.Token(term, { index }));
  };
}

interface LunrBuilder<Token> {
  tokenizer(text: unknown): Token[];
  pipeline: { reset(): void };
  searchPipeline: { reset(): void };
}
