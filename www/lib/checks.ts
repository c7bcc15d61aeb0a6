/** Arguments are checked here, in JavaScript: a wrong type is a `TypeError` and never a trap in the core. */

import type {
  AcrossOptions,
  BuilderOptions,
  ColumnsOptions,
  CompareOptions,
  DocumentInput,
  Filter,
  KeynessOptions,
  SearchOptions,
  SegmenterOptions,
  SegmentOptions,
  Span,
  SuggestOptions,
  WordWeight,
} from "./types.js";

type Check<T = unknown> = (value: T, what: string) => void;

/** What a value is, in a word, for a message. */
function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (ArrayBuffer.isView(value)) return value.constructor.name;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function refuse(what: string, expected: string, value: unknown): never {
  throw new TypeError(`${what} must be ${expected}; it is ${value === undefined ? "missing" : kindOf(value)}.`);
}

export function checkString(value: unknown, what: string): asserts value is string {
  if (typeof value !== "string") refuse(what, "a string", value);
}

export function checkBytes(value: unknown, what: string): asserts value is Uint8Array | ArrayBuffer {
  bytes(value, what);
}

const string: Check = (value, what) => checkString(value, what);
const boolean: Check = (value, what) => {
  if (typeof value !== "boolean") refuse(what, "true or false", value);
};
const callback: Check = (value, what) => {
  if (typeof value !== "function") refuse(what, "a function", value);
};
const signal: Check = (value, what) => {
  if (!(typeof value === "object" && value !== null && "aborted" in value)) refuse(what, "an AbortSignal", value);
};
const bytes: Check = (value, what) => {
  if (!isBytes(value)) refuse(what, "a Uint8Array or an ArrayBuffer", value);
};
const whole =
  (least: number, most: number): Check =>
  (value, what) => {
    if (typeof value !== "number") refuse(what, "a number", value);
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new RangeError(`${what} must be a whole number from ${least} to ${most}; it is ${value}.`);
    }
  };
const share: Check = (value, what) => {
  if (typeof value !== "number") refuse(what, "a number", value);
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${what} must be from 0 to 1; it is ${value}.`);
};
const oneOf =
  (...words: string[]): Check =>
  (value, what) => {
    if (typeof value !== "string" || !words.includes(value)) {
      throw new TypeError(
        `${what} must be one of ${words.join(", ")}; it is ${typeof value === "string" ? `"${value}"` : kindOf(value)}.`,
      );
    }
  };
const listOf =
  (each: Check): Check =>
  (value, what) => {
    if (!Array.isArray(value)) refuse(what, "an array", value);
    value.forEach((item, place) => {
      each(item, `${what}[${place}]`);
    });
  };
const pairOf =
  (each: Check): Check =>
  (value, what) => {
    if (!Array.isArray(value) || value.length !== 2) refuse(what, "an array of two", value);
    each(value[0], `${what}[0]`);
    each(value[1], `${what}[1]`);
  };
const orNull =
  (each: Check): Check =>
  (value, what) => {
    if (value !== null) each(value, what);
  };

/** An object whose known fields hold; `undefined` counts as missing, an unknown field is a slip of the pen. */
function record<T extends object>(
  fields: Record<keyof T, Check>,
): (value: unknown, what: string) => asserts value is T {
  const known = new Map(Object.entries(fields) as Array<[string, Check]>);
  return (value, what) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) refuse(what, "an object", value);
    for (const [name, field] of Object.entries(value)) {
      const check = known.get(name);
      if (!check) throw new TypeError(`${what} has no field "${name}"; known are ${[...known.keys()].join(", ")}.`);
      if (field !== undefined) check(field, `${what}.${name}`);
    }
  };
}

export function isBytes(value: unknown): value is Uint8Array | ArrayBuffer {
  return (
    value instanceof Uint8Array ||
    value instanceof ArrayBuffer ||
    Object.prototype.toString.call(value) === "[object ArrayBuffer]"
  );
}

const work = { signal, onProgress: callback };
const aliasList = listOf(pairOf(string));
const unit = whole(0, 0xffff_ffff);
const linkList = listOf(record<{ left: Span; right: Span }>({ left: pairOf(unit), right: pairOf(unit) }) as Check);

const builderOptions = record<BuilderOptions>({
  ...work,
  includeBoilerplate: boolean,
  storedText: boolean,
  aliases: aliasList,
  pinyin: boolean,
  base: bytes,
  contentHashes: boolean,
  forSite: boolean,
});
export const checkBuilderOptions: (value: unknown, what: string) => asserts value is BuilderOptions = builderOptions;

const workOptions = record<{ signal: unknown; onProgress: unknown }>(work);
export const checkWorkOptions: (value: unknown, what: string) => void = workOptions;

const documentFields = record<DocumentInput>({
  name: string,
  text: string,
  bytes,
  type: oneOf("text", "markdown", "html"),
  id: string,
  title: orNull(string),
  url: orNull(string),
  date: orNull(string),
  source: orNull(string),
  pinyin: oneOf("auto", "keep", "remove"),
});
export const checkDocumentInput: (value: unknown, what: string) => asserts value is DocumentInput = (value, what) => {
  const fields: typeof documentFields = documentFields;
  fields(value, what);
  if ((value.text === undefined) === (value.bytes === undefined)) {
    throw new TypeError(
      `${what} must have either text or bytes${value.text === undefined ? "; it has neither" : ", not both"}.`,
    );
  }
};

const stringOrList: Check = (value, what) => (Array.isArray(value) ? listOf(string)(value, what) : string(value, what));
const filter = record<Filter>({
  documents: listOf(string),
  source: stringOrList,
  speaker: stringOrList,
  date: pairOf(orNull(string)),
});
const search: Record<keyof SearchOptions, Check> = {
  signal,
  limit: whole(1, 1000),
  offset: whole(0, 0xffff_ffff),
  passagesPerDocument: (value, what) => {
    if (value !== "all") whole(1, 100)(value, what);
  },
  filter: filter as Check,
  isPrefix: boolean,
  explain: boolean,
  facets: boolean,
};
export const checkSearchOptions: (value: unknown, what: string) => asserts value is SearchOptions =
  record<SearchOptions>(search);
export const checkSuggestOptions: (value: unknown, what: string) => asserts value is SuggestOptions =
  record<SuggestOptions>({ signal, limit: whole(1, 100) });
export const checkColumnsOptions: (value: unknown, what: string) => asserts value is ColumnsOptions =
  record<ColumnsOptions>({ signal, documents: listOf(string) });
export const checkCompareOptions: (value: unknown, what: string) => asserts value is CompareOptions =
  record<CompareOptions>({
    signal,
    unit: oneOf("sentence", "passage", "article"),
    minScore: share,
    aliases: aliasList,
    pinned: linkList,
    rejected: linkList,
    type: oneOf("text", "markdown"),
  });
export const checkAcrossOptions: (value: unknown, what: string) => asserts value is AcrossOptions =
  record<AcrossOptions>({
    signal,
    documents: listOf(string),
    minScore: share,
    minDocuments: whole(2, 1000),
    limit: whole(1, 10_000),
    aliases: aliasList,
  });
export const checkKeynessOptions: (value: unknown, what: string) => asserts value is KeynessOptions =
  record<KeynessOptions>({ signal, documents: listOf(string), limit: whole(1, 1000) });
export const checkSegmentOptions: (value: unknown, what: string) => asserts value is SegmentOptions =
  record<SegmentOptions>({
    signal,
    mode: oneOf("words", "search", "all"),
  });
export const checkSegmenterOptions: (value: unknown, what: string) => asserts value is SegmenterOptions =
  record<SegmenterOptions>({
    joinsUnknown: boolean,
    joinsParts: boolean,
    words: listOf(string),
  });
export const checkWordWeight: (value: unknown, what: string) => asserts value is WordWeight = record<WordWeight>({
  cost: whole(0, 65_535),
  frequency: whole(0, Number.MAX_SAFE_INTEGER),
});
