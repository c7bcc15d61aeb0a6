/** What does the engine answer for a route? Answers that cost much are remembered as long as they hold. */

import { type HandLink, withHand } from "../elements/comparison-model.js";
import type { Stretch } from "../elements/pieces.js";
import type {
  Across,
  Columns,
  Comparison,
  DocumentInfo,
  HitPassage,
  Index,
  Inspection,
  Keyness,
  SearchResult,
  Document as SourceDocument,
  Statement,
} from "../lib/page.js";
import type { Corpus } from "./corpus.js";
import type { Route } from "./route.js";

/** Statements asked for at once; the view shows a few at a time. */
const MAX_STATEMENTS = 1000;
/** Every two documents are compared in Across: with more than this, the reader chooses which. */
export const MAX_ACROSS = 24;
/** Pairs are offered unasked where comparing every two reads no more characters than this, a document once in each pair. */
const MAX_PAIRED_CHARS = 300_000;
/** Terms drawn of each document. */
const NUM_TERMS = 12;

/** Which spans of each document a query hits. */
export type Said = ReadonlyMap<string, readonly Stretch[]>;

/** What the engine answered for the route; what the route does not ask for is null. */
export interface Answers {
  result: SearchResult | null;
  columns: Columns | null;
  reading: { document: SourceDocument; passages: HitPassage[] } | null;
  comparison: { left: SourceDocument; right: SourceDocument; comparison: Comparison } | null;
  /** Where two documents are still to be chosen: which of them share statements, those that share most first. */
  pairs: Pair[] | null;
  /** `said` is null while the box is empty. */
  across: { across: Across; keyness: Keyness; said: Said | null } | null;
  inspection: { inspection: Inspection; aliases: { left: string; right: string; numDocuments: number }[] } | null;
}

export const NO_ANSWERS: Answers = {
  result: null,
  columns: null,
  reading: null,
  comparison: null,
  pairs: null,
  across: null,
  inspection: null,
};

/** Two documents that make the same statements. */
export interface Pair {
  left: DocumentInfo;
  right: DocumentInfo;
  numStatements: number;
  /** In how many of them a fact is not the same. */
  numChanged: number;
}

/** What beside the route decides an answer. */
interface Wishes {
  numShown: number;
  handOf: (left: string, right: string) => { pinned: HandLink[]; rejected: HandLink[] };
}

export class Answering {
  private compared = { from: "", answer: null as Answers["comparison"] };
  private acrossed = { from: "", across: null as Across | null, keyness: null as Keyness | null };

  constructor(private readonly corpus: Corpus) {}

  /** Asks the engine; rejects with the signal's reason when the reader has gone on. */
  async answer(route: Route, wishes: Wishes, signal: AbortSignal): Promise<Answers> {
    const { index } = this.corpus;
    return { ...NO_ANSWERS, ...(index ? await this.of(index, route, wishes, signal) : {}) };
  }

  /** The next comparison is made anew: the reader has set or refused a link. */
  forgetComparison(): void {
    this.compared.from = "";
  }

  /** The documents a route names, where it names some that are here. */
  chosen(route: Route): { documents?: string[] } {
    const documents = route.documents.flatMap((id) => this.corpus.find(id)?.id ?? []);
    return documents.length > 0 ? { documents } : {};
  }

  /** The documents that Across is about: those chosen, or all; null where they are too many to compare every two. */
  acrossDocuments(route: Route): string[] | null {
    const documents = this.chosen(route).documents ?? this.corpus.documents.map((info) => info.id);
    return documents.length > MAX_ACROSS ? null : documents;
  }

  private async of(index: Index, route: Route, wishes: Wishes, signal: AbortSignal): Promise<Partial<Answers>> {
    const query = route.query.trim();
    switch (route.view) {
      case "search":
        return query === "" ? {} : { result: await this.search(index, route, wishes.numShown, signal) };
      case "columns":
        return query === "" ? {} : { columns: await index.columns(query, { signal, ...this.chosen(route) }) };
      case "read":
        return this.read(index, route, signal);
      case "compare":
        return this.sideBySide(index, route, wishes, signal);
      case "across":
        return { across: await this.across(index, route, signal) };
      case "about":
        return { inspection: { inspection: await index.inspect(), aliases: await index.aliases() } };
      case "segment":
        return {};
    }
  }

  private async search(index: Index, route: Route, limit: number, signal: AbortSignal): Promise<SearchResult> {
    const filter = {
      ...(route.source === "" ? {} : { source: route.source }),
      ...(route.speaker === "" ? {} : { speaker: route.speaker }),
      ...(/^\d{4}$/.test(route.year) ? { date: [route.year, route.year] as [string, string] } : {}),
    };
    const query = route.query.trim();
    const options = { limit, passagesPerDocument: 5, isPrefix: true, facets: true, filter, signal };
    const result = await index.search(query, options);
    // Snippets show noise as noise, and for that need the texts.
    await Promise.all(result.hits.map((hit) => this.corpus.document(hit.document.id)));
    return result;
  }

  private async read(index: Index, route: Route, signal: AbortSignal): Promise<Partial<Answers>> {
    const [id] = route.documents;
    const info: DocumentInfo | undefined = id === undefined ? this.corpus.documents[0] : this.corpus.find(id);
    if (!info) return {};
    const document = await this.corpus.document(info.id);
    const query = route.query.trim();
    if (query === "") return { reading: { document, passages: [] } };
    const filter = { documents: [info.id] };
    const found = await index.search(query, { limit: 1, passagesPerDocument: "all", filter, signal });
    return { reading: { document, passages: found.hits[0]?.passages ?? [] } };
  }

  private async sideBySide(index: Index, route: Route, wishes: Wishes, signal: AbortSignal): Promise<Partial<Answers>> {
    const [left, right] = route.documents.map((id) => this.corpus.find(id));
    if (!left || !right) return { pairs: await this.pairs(index, route, signal) };
    if (left.id === right.id) return {};
    return { comparison: await this.compare(index, left, right, route.unit, wishes, signal) };
  }

  private async compare(
    index: Index,
    left: DocumentInfo,
    right: DocumentInfo,
    unit: Route["unit"],
    { handOf }: Wishes,
    signal: AbortSignal,
  ): Promise<Answers["comparison"]> {
    const from = [this.corpus.generation, left.id, right.id, unit].join("\n");
    if (this.compared.from === from) return this.compared.answer;
    const hand = handOf(left.id, right.id);
    const [comparison, leftText, rightText] = await Promise.all([
      index.compare(left.id, right.id, { unit, ...hand, signal }),
      this.corpus.document(left.id),
      this.corpus.document(right.id),
    ]);
    const answer = { left: leftText, right: rightText, comparison: withHand(comparison, hand) };
    this.compared = { from, answer };
    return answer;
  }

  private async statements(
    index: Index,
    documents: string[],
    minDocuments: number,
    signal: AbortSignal,
  ): Promise<Across> {
    const from = [this.corpus.generation, minDocuments, ...documents].join("\n");
    if (this.acrossed.from === from && this.acrossed.across) return this.acrossed.across;
    const across = await index.across({ documents, minDocuments, limit: MAX_STATEMENTS, signal });
    this.acrossed = { from, across, keyness: null };
    return across;
  }

  /**
   * Which documents share statements; with the one chosen, if one is. Nobody asked for it, and what the engine has begun
   * holds up what the reader asks next: so only where comparing every two takes about a second.
   */
  private async pairs(index: Index, route: Route, signal: AbortSignal): Promise<Pair[]> {
    const all = this.corpus.documents.map((info) => info.id);
    const numChars = this.corpus.documents.reduce((sum, info) => sum + info.numChars, 0);
    if (all.length < 2 || all.length > MAX_ACROSS || (all.length - 1) * numChars > MAX_PAIRED_CHARS) return [];
    const chosen = this.chosen(route).documents ?? [];
    const { statements } = await this.statements(index, all, 2, signal);
    return pairsIn(statements).filter(({ left, right }) => chosen.every((id) => id === left.id || id === right.id));
  }

  /** Statements that recur and terms that set apart; a query narrows them without asking again. */
  private async across(index: Index, route: Route, signal: AbortSignal): Promise<Answers["across"]> {
    const documents = this.acrossDocuments(route);
    if (documents === null) return null;
    const query = route.query.trim();
    const across = await this.statements(index, documents, route.atLeast, signal);
    const [keyness, columns] = await Promise.all([
      this.acrossed.keyness ?? index.keyness({ documents, limit: NUM_TERMS, signal }),
      query === "" ? null : index.columns(query, { documents, signal }),
    ]);
    await Promise.all(across.documents.map((info) => this.corpus.document(info.id)));
    if (this.acrossed.across === across) this.acrossed.keyness = keyness;
    const said = columns && saidIn(columns);
    return { across, keyness, said };
  }
}

/** Every two documents that make a statement together, those that share most first. */
function pairsIn(statements: readonly Statement[]): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const { occurrences, changes } of statements) {
    const made = new Set<string>();
    for (const [from, { document: left }] of occurrences.entries()) {
      for (const [place, { document: right }] of occurrences.slice(from + 1).entries()) {
        const key = JSON.stringify([left.id, right.id].sort());
        if (left.id === right.id || made.has(key)) continue;
        made.add(key);
        const pair = pairs.get(key) ?? { left, right, numStatements: 0, numChanged: 0 };
        pairs.set(key, pair);
        pair.numStatements += 1;
        if (changes.some((change) => change.from === from && change.to === from + 1 + place)) pair.numChanged += 1;
      }
    }
  }
  return [...pairs.values()].sort((a, b) => b.numStatements - a.numStatements);
}

function saidIn({ columns }: Columns): Said {
  return new Map(
    columns.map(({ document, passages }) => [
      document.id,
      passages.flatMap(({ highlights }) => highlights.map(([start, end]) => ({ start, end }))),
    ]),
  );
}
