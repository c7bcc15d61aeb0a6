import { en } from "./en.js";
import { type Key, zhHans } from "./zh-Hans.js";
import { zhHant } from "./zh-Hant.js";

export type { Key };

/** The interface's languages by their BCP 47 tags. */
export const LANGUAGES = { "zh-Hans": zhHans, "zh-Hant": zhHant, en } as const satisfies Record<
  string,
  Record<Key, string>
>;
export type Language = keyof typeof LANGUAGES;

let current: Language = "zh-Hans";

/** Chooses the language of every string from now on. The caller renders again. */
export function setLanguage(language: Language): void {
  current = language;
}

/** The language in use. */
export function language(): Language {
  return current;
}

/**
 * A text with its `{names}` filled in; `{n:page|pages}` is one word or the other, by whether `n` is 1.
 */
export function filled(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)(?::([^|}]+)\|([^}]+))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return one === undefined ? String(value) : String((String(value) === "1" ? one : many) ?? "");
  });
}

/**
 * The string of a key with its `{names}` filled in.
 *
 * Shape: `t("documentsCount", { n: 7, chars: "4,444" })` is `7 篇，4,444 字`.
 */
export function t(key: Key, values?: Record<string, string | number>): string {
  const text: string = LANGUAGES[current][key];
  return values ? filled(text, values) : text;
}

/** The language that fits a reader's browser best: Traditional for Taiwan, Hong Kong, Macau and `Hant`. */
export function preferredLanguage(tags: readonly string[]): Language {
  for (const tag of tags) {
    if (/^zh\b.*\b(hant|tw|hk|mo)\b/i.test(tag)) return "zh-Hant";
    if (/^zh\b/i.test(tag)) return "zh-Hans";
    if (/^en\b/i.test(tag)) return "en";
  }
  return "en";
}
