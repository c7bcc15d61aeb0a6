/** The page's state and what a reader can do to it. Views read it; nothing else writes it. */

import { render } from "lit";
import type { HandLink } from "../elements/comparison-model.js";
import { called } from "../lib/apart.js";
import {
  type Columns,
  createSegmenter,
  type Decoding,
  type DocumentInfo,
  DuizhaoError,
  type Lattice,
  packedIndex,
  type SearchResult,
  type Segmenter,
  segment,
  status,
  type Word,
} from "../lib/page.js";
import { type Language, preferredLanguage, setLanguage, t } from "../strings/index.js";
import { Answering, type Answers, NO_ANSWERS } from "./answering.js";
import { Corpus } from "./corpus.js";
import type { Found } from "./dropped.js";
import { Keeper } from "./keep.js";
import type { Problem } from "./problems.js";
import { Prompting } from "./prompting.js";
import { type Route, readRoute, START, writeRoute } from "./route.js";
import { isSample } from "./sample.js";
import type { Picking } from "./view/picker.js";
import { shell } from "./view/shell.js";

/** Documents of a result shown at first, and how many more at a time. */
export const PAGE_OF_HITS = 20;
/** Messages for screen readers wait until typing pauses. */
const SAY_AFTER_MS = 450;
/** Characters of a text whose lattice is drawn: a picture is for looking closely. */
const LATTICE_CHARS = 48;
const TOAST_MS = 2600;

export class App {
  readonly corpus = new Corpus(() => this.renderSoon());
  readonly answering = new Answering(this.corpus);
  readonly keeper = new Keeper();
  readonly prompting = new Prompting(() => this.renderSoon());
  route: Route = START;
  answers: Answers = NO_ANSWERS;
  /** The place the reader came from to this one, in this page; null at first. */
  from: Route | null = null;
  /** Done when the answer for the latest route is shown. */
  arrived: Promise<void> = Promise.resolve();
  /** Whether an answer for the route is on its way. */
  isWaiting = false;
  failure: string | null = null;
  problems: Problem[] = [];
  language: Language = "zh-Hans";
  theme: "light" | "dark" = "light";
  dialog: "help" | "paste" | "pick" | null = null;
  /** What a document is being picked for, while the dialog for that is open. */
  picking: Picking | null = null;
  /** What the list of documents is narrowed to. */
  listFilter = "";
  toast = "";
  said = "";
  isDropping = false;
  isFatal = false;
  isStarted = false;
  /** Whether what is at hand is what came with the page, and whether that is the sample. */
  isPacked = false;
  isSamplePacked = false;
  isVerified = false;
  /** A newer version of the page waits for the next opening. */
  isUpdateReady = false;
  isRaw = false;
  isLevelled = true;
  /** Ids chosen in the list of documents for comparison, in the order chosen. */
  chosen: string[] = [];
  numShown = PAGE_OF_HITS;
  /** Links set or refused by hand, by the ids of the two documents. */
  readonly hand = new Map<string, { pinned: HandLink[]; rejected: HandLink[] }>();
  segmentText = "";
  words: Word[] = [];
  lattice: Lattice | null = null;
  private segmenter: Promise<Segmenter> | null = null;

  private frame = 0;
  private request = 0;
  private asking: AbortController | null = null;
  private sayTimer: ReturnType<typeof setTimeout> | undefined;
  private toastTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly root: HTMLElement) {}

  /** Starts the page: the packed documents, the kept ones, the route in the address. */
  async start(): Promise<void> {
    this.setLanguage(preferredLanguage(navigator.languages));
    const dark = matchMedia("(prefers-color-scheme: dark)");
    this.setTheme(dark.matches ? "dark" : "light");
    dark.addEventListener("change", () => this.setTheme(dark.matches ? "dark" : "light"));
    this.route = readRoute(location.hash);
    addEventListener("hashchange", () => this.follow());
    addEventListener("popstate", () => this.follow());
    this.renderNow();
    try {
      const kept = await this.keeper.load();
      this.prompting.recent = [...this.keeper.notes.recent];
      for (const [pair, links] of this.keeper.notes.hand) this.hand.set(pair, links);
      const packed = kept ?? (await packedIndex());
      if (packed) await this.corpus.openIndex(packed);
      this.isPacked = kept === null && packed !== null;
      this.isSamplePacked = this.isPacked && this.isSample;
      // Who asked for keeping while the page was starting had nothing at hand then.
      if (kept === null) await this.store();
    } catch (error) {
      if (error instanceof DuizhaoError && (error.kind === "blocked" || error.kind === "engine")) this.isFatal = true;
      this.failure = messageOf(error);
    }
    this.isStarted = true;
    await this.ask();
  }

  get isHome(): boolean {
    return this.route.view === "search" && this.route.query.trim() === "";
  }

  /** What the tab and the reader's history say. */
  private get title(): string {
    const { route } = this;
    const titles = route.documents
      .map((id) => this.find(id))
      .map((info) => (info ? called(info, this.corpus.apart) : ""))
      .filter(Boolean);
    const about = route.view === "read" || route.view === "compare" ? titles.join(" × ") : route.query.trim();
    return about === "" ? `${t("name")} · ${t("tagline")}` : `${[...about].slice(0, 60).join("")} · ${t("name")}`;
  }

  get isSample(): boolean {
    return isSample(this.corpus.documents.map((info) => info.id));
  }

  /** Goes where a link with these changes would lead. Typing replaces the entry in the history, a choice adds one. */
  go(change: Partial<Route>, { isReplacing = false } = {}): void {
    const route = { ...this.route, ...change };
    const hash = writeRoute(route);
    if (hash === location.hash && !isReplacing) return;
    if (isReplacing) history.replaceState(null, "", hash);
    else history.pushState(null, "", hash);
    this.arrive(route);
  }

  /** The address of the current route with changes; for links. */
  link(change: Partial<Route>): string {
    return writeRoute({ ...START, query: this.route.query, ...change });
  }

  private follow(): void {
    const route = readRoute(location.hash);
    if (writeRoute(route) !== writeRoute(this.route)) this.arrive(route);
  }

  private arrive(route: Route): void {
    const hasNewPlace = route.view !== this.route.view || route.documents.join() !== this.route.documents.join();
    if (route.query !== this.route.query || hasNewPlace) this.numShown = PAGE_OF_HITS;
    // A query is worth remembering when it led somewhere.
    if (hasNewPlace && this.route.query !== "") this.remember(this.route.query);
    if (hasNewPlace) {
      this.from = this.route;
      this.prompting.clear();
      this.isRaw = false;
      scrollTo({ top: 0 });
    }
    this.route = route;
    this.arrived = this.ask();
  }

  /** Remembers a query for the box; in the browser only where the reader has asked for keeping. */
  remember(query: string): void {
    if (this.prompting.remember(query)) void this.keeper.note("recent", this.prompting.recent);
  }

  /** Forgets the latest queries, here and in the browser. */
  forgetRecent(): void {
    this.prompting.forget();
    void this.keeper.note("recent", []);
  }

  /** Asks the engine what the route needs. An answer that comes after the next question is dropped. */
  async ask(): Promise<void> {
    const request = ++this.request;
    this.asking?.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    const { corpus, route } = this;
    const index = corpus.index;
    this.failure = this.isFatal ? this.failure : null;
    if (!index) {
      this.answers = NO_ANSWERS;
      this.renderNow();
      return;
    }
    this.isWaiting = true;
    this.renderSoon();
    try {
      const { numShown } = this;
      const answers = await this.answering.answer(route, { numShown, handOf: (l, r) => this.handOf(l, r) }, signal);
      if (request !== this.request) return;
      this.answers = answers;
    } catch (error) {
      if (request !== this.request || signal.aborted) return;
      this.answers = NO_ANSWERS;
      this.failure = messageOf(error);
    }
    this.isWaiting = false;
    this.renderNow();
    performance.mark("duizhao-answer");
    this.sayResult();
  }

  /** The document of an id, also of one written without its file's ending. */
  find(id: string | undefined): DocumentInfo | undefined {
    if (id === undefined) return undefined;
    return this.corpus.find(id);
  }

  /** What the reader has set by hand between two documents. */
  handOf(left: string, right: string): { pinned: HandLink[]; rejected: HandLink[] } {
    return this.hand.get(`${left}\n${right}`) ?? { pinned: [], rejected: [] };
  }

  /** Pins or refuses a link; a second time takes it back. Then the two are compared again. */
  setHand(left: string, right: string, act: "pin" | "reject", link: HandLink): void {
    const { pinned, rejected } = this.handOf(left, right);
    const isSame = (one: HandLink) => one.left[0] === link.left[0] && one.right[0] === link.right[0];
    const without = { pinned: pinned.filter((one) => !isSame(one)), rejected: rejected.filter((one) => !isSame(one)) };
    const list = act === "pin" ? "pinned" : "rejected";
    const wasSet = (act === "pin" ? pinned : rejected).some(isSame);
    this.hand.set(`${left}\n${right}`, wasSet ? without : { ...without, [list]: [...without[list], link] });
    this.answering.forgetComparison();
    void this.keeper.note("hand", [...this.hand]);
    void this.ask();
  }

  private segmenting = 0;

  /** Cuts a text into words for the view Segment. */
  async cut(text: string): Promise<void> {
    this.segmentText = text;
    const request = ++this.segmenting;
    try {
      const words = await segment(text.slice(0, 20_000));
      this.segmenter ??= createSegmenter();
      const segmenter = await this.segmenter;
      if (request === this.segmenting) {
        this.words = words;
        this.lattice = segmenter.lattice([...text].slice(0, LATTICE_CHARS).join(""));
      }
    } catch (error) {
      this.failure = messageOf(error);
    }
    this.renderNow();
  }

  /** Opens files in place of the sample, or beside what the reader has opened. */
  async open(found: Found[]): Promise<void> {
    if (found.length === 0) {
      this.problems = [{ key: "problemNothingDropped", values: {} }];
      this.renderNow();
      return;
    }
    const { numOpened, problems } = await this.corpus.add(found, this.isSample);
    this.problems = problems;
    await this.opened(numOpened);
  }

  /** Adds pasted text. */
  async paste(name: string, text: string): Promise<void> {
    const called = name.trim() || t("pastedName", { n: this.corpus.documents.length + 1 });
    const { numOpened, problems } = await this.corpus.addText(called, text, this.isSample);
    this.problems = problems;
    await this.opened(numOpened);
  }

  /** Reads a document's bytes again in the encoding the reader says they are in. */
  async redecode(id: string, encoding: Decoding["encoding"]): Promise<void> {
    try {
      await this.corpus.redecode(id, encoding);
    } catch (error) {
      this.inform(messageOf(error));
    }
    await this.ask();
    await this.store();
  }

  /** Removes one document from what is at hand. */
  async remove(id: string): Promise<void> {
    this.chosen = this.chosen.filter((one) => one !== id);
    await this.corpus.remove(id);
    this.isPacked = false;
    this.go({ documents: this.route.documents.filter((one) => one !== id) }, { isReplacing: true });
    await this.store();
  }

  /** Puts the documents that came with the page back. */
  async restore(): Promise<void> {
    const packed = await packedIndex();
    this.problems = [];
    this.chosen = [];
    if (packed) await this.corpus.openIndex(packed);
    this.isPacked = packed !== null;
    this.isSamplePacked = this.isSample;
    this.go({ ...START }, { isReplacing: true });
    await this.store();
  }

  private async opened(numOpened: number): Promise<void> {
    const numFailed = this.problems.filter(
      (problem) => problem.key !== "problemSameName" && problem.key !== "problemUndecodable",
    ).length;
    const key = numOpened === 0 ? "openedNone" : numFailed > 0 ? "openedSome" : "openedAll";
    if (numOpened > 0) {
      this.chosen = [];
      this.isPacked = false;
      const ids = new Set(this.corpus.documents.map((info) => info.id));
      if (this.route.documents.some((id) => !ids.has(id))) this.go({ documents: [], at: null }, { isReplacing: true });
      this.inform(t(key, { n: numOpened, failed: numFailed }));
    } else if (this.problems.length > 0) {
      this.inform(t(key));
    }
    await this.ask();
    await this.store();
  }

  /** Keeps what is at hand, if the reader has asked for that. */
  async store(): Promise<void> {
    if (!this.keeper.isOn) return;
    const bytes = await this.corpus.save();
    const outcome = bytes ? await this.keeper.save(bytes) : "ok";
    await this.keeper.note("recent", this.prompting.recent);
    await this.keeper.note("hand", [...this.hand]);
    // What could not be kept is not being kept; what was kept before it stays until it is forgotten.
    if (outcome !== "ok") this.keeper.isOn = false;
    if (outcome !== "ok") this.inform(t(outcome === "full" ? "keepFull" : "keepDenied"));
    this.renderSoon();
  }

  setLanguage(language: Language): void {
    this.language = language;
    setLanguage(language);
    document.documentElement.lang = language;
    for (const element of this.root.querySelectorAll("duizhao-compare, duizhao-box")) {
      (element as HTMLElement & { requestUpdate(): void }).requestUpdate();
    }
    this.renderSoon();
  }

  setTheme(theme: "light" | "dark"): void {
    this.theme = theme;
    document.documentElement.dataset["theme"] = theme;
    this.renderSoon();
  }

  /** Changes plain fields and renders. */
  set(
    change: Partial<
      Pick<
        App,
        | "dialog"
        | "picking"
        | "listFilter"
        | "isDropping"
        | "problems"
        | "isRaw"
        | "isLevelled"
        | "chosen"
        | "isVerified"
        | "numShown"
      >
    >,
  ): void {
    Object.assign(this, change);
    this.renderSoon();
  }

  /** A newer page has been fetched; it is there from the next opening on. */
  updateReady(): void {
    this.isUpdateReady = true;
    this.inform(t("updateReady"));
  }

  /** Opens, or changes, the dialog in which one of many documents is picked. */
  pick(picking: Picking): void {
    this.set({ dialog: "pick", picking });
  }

  /** Shows a sentence for a moment, and says it to a screen reader. */
  inform(sentence: string): void {
    this.toast = sentence;
    this.said = sentence;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => {
      this.toast = "";
      this.renderSoon();
    }, TOAST_MS);
    this.renderSoon();
  }

  private sayResult(): void {
    clearTimeout(this.sayTimer);
    this.sayTimer = setTimeout(() => {
      const { result, columns } = this.answers;
      const query = this.route.query.trim();
      if (this.failure) this.said = this.failure;
      else if (result) this.said = result.total === 0 ? t("resultNone", { query }) : resultSentence(result);
      else if (columns) this.said = columnsSentence(columns);
      else return;
      this.renderSoon();
    }, SAY_AFTER_MS);
  }

  get where(): "worker" | "here" {
    return status().where;
  }

  renderSoon(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.renderNow());
  }

  renderNow(): void {
    cancelAnimationFrame(this.frame);
    document.documentElement.classList.toggle("is-home", this.isHome);
    document.title = this.title;
    render(shell(this), this.root);
  }
}

/** How many documents answered, as the page says it. */
export function resultSentence(result: SearchResult): string {
  const shown = result.hits.length;
  const passages = result.hits.reduce((sum, hit) => sum + hit.numPassages, 0);
  if (shown < result.total) return t("resultCountMore", { documents: result.total, shown });
  return passages === 0
    ? t("resultDocuments", { documents: result.total })
    : t("resultCount", { documents: result.total, passages });
}

/** How many documents speak of a topic, as the page says it. */
export function columnsSentence(columns: Columns): string {
  const said = columns.columns.filter((column) => column.passages.length > 0).length;
  const silent = columns.columns.length - said;
  return silent === 0 ? t("columnsAll", { n: said }) : t("columnsSaid", { said, silent });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
