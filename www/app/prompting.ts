/** What does the box offer while a reader types? Completions from the index; in an empty box, what was asked before. */

import type { BoxOption } from "../elements/search-box.js";
import type { FormKind, Index, Suggestion } from "../lib/page.js";
import { type Key, t } from "../strings/index.js";

/** Queries remembered; the oldest goes first. */
const MAX_RECENT = 8;
/** Few enough not to cover what was found. */
const MAX_SUGGESTIONS = 6;

/** Offers completions and recent queries. Recent ones live in memory; whoever keeps them does so on request. */
export class Prompting {
  /** Latest first. */
  recent: string[] = [];
  options: BoxOption[] = [];
  private request = 0;

  constructor(private readonly onChange: () => void) {}

  /** Asks for ways to complete what was typed. An answer that comes after the next question is dropped. */
  async typed(input: string, index: Index | null): Promise<void> {
    const request = ++this.request;
    if (input.trim() === "" || !index) {
      this.offer([]);
      return;
    }
    const found = await index.suggest(input, { limit: MAX_SUGGESTIONS }).catch(() => []);
    if (request === this.request) this.offer(found.filter(({ text }) => text !== input).map(optionOf));
  }

  /** Offers what was asked before, and to forget it. */
  remind(): void {
    this.request += 1;
    const recent = this.recent.map((text): BoxOption => ({ text, note: t("recent") }));
    this.offer(recent.length === 0 ? [] : [...recent, { text: t("recentClear"), note: "", isAct: true }]);
  }

  /** Remembers a query that led somewhere; true where that is news. */
  remember(query: string): boolean {
    const text = query.trim();
    if (text === "" || this.recent[0] === text) return false;
    this.recent = [text, ...this.recent.filter((one) => one !== text)].slice(0, MAX_RECENT);
    return true;
  }

  /** Offers nothing: the reader has gone elsewhere. */
  clear(): void {
    this.request += 1;
    this.offer([]);
  }

  forget(): void {
    this.recent = [];
    this.clear();
  }

  private offer(options: BoxOption[]): void {
    if (options.length === 0 && this.options.length === 0) return;
    this.options = options;
    this.onChange();
  }
}

/** How a form stands to what was typed, in a reader's word. */
export function formWord(kind: FormKind): string {
  const keys: Record<FormKind, Key> = {
    alias: "formAlias",
    regional: "formRegional",
    number: "formNumber",
    completion: "formCompletion",
    pinyin: "formPinyin",
    edit: "formEdit",
  };
  return t(keys[kind]);
}

function optionOf({ text, kind, numDocuments }: Suggestion): BoxOption {
  const count = t("suggestionCount", { n: numDocuments });
  return { text, note: kind === "completion" ? count : `${formWord(kind)} · ${count}` };
}
