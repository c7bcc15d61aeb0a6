/**
 * `<duizhao-search src="/search.dzx">`: search for other people's pages.
 *
 * Nothing is loaded before the box is first used. Data reaches the page as text nodes; the style sheet is a constructed
 * one; nothing here needs more of a page's policy than `script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'`.
 */

import type { SearchIndex } from "../lib/search-engine.js";
import type { DocumentInfo, Hit, HitPassage, SearchResult } from "../lib/types.js";
import { embedWord, type FailureKey, INDEX_FAILURES, SEARCH_WORDS, type SearchKey } from "../strings/embed.js";
import { addressOf, adopt, Base, icon, isDark, make, set, watchPage } from "./dom.js";
import { failureOf, lacksFeatures } from "./failure.js";
import { indexAt } from "./indexes.js";
import { linkTo, runsOf } from "./snippet.js";
import { SEARCH_STYLE } from "./style.js";

/** Key events with this code belong to the input method, also in Safari, which ends the composition before the key. */
const IME_KEY = 229;
/** Longer queries are cut: a pasted book is not a question. */
const MAX_QUERY_CHARS = 200;
/** Of a site index, where the text of each is fetched, so many documents are shown at first: they fill the panel. */
const FIRST_DOCUMENTS = 4;
/** The others are fetched when the reader comes so near to the end of those, in pixels. */
const NEAR_END = 60;
/** Loading that takes no longer than this is not announced. */
const PATIENCE_MS = 200;
/** Between the panel and the box, and at least between the panel and the edge of the window, in pixels. */
const GAP = 6;
/** Where less room than this is below the box, the panel goes to where there is more, in pixels. */
const LOW = 240;

/** What `duizhao-select` carries; a page that calls `preventDefault` goes there in its own way. */
export interface SelectDetail {
  url: string;
  document: DocumentInfo;
  passage: HitPassage;
}

/** Elements in the page, in the order in which they came; the first that wants a key gets it. */
const inPage = new Set<DuizhaoSearch>();

export class DuizhaoSearch extends Base {
  static readonly observedAttributes = ["src", "placeholder", "mode", "lang", "theme", "limit"];

  readonly #root: HTMLElement;
  readonly #input: HTMLInputElement;
  readonly #clear: HTMLButtonElement;
  readonly #hint: HTMLElement;
  readonly #panel: HTMLElement;
  readonly #list: HTMLElement;
  readonly #status: HTMLElement;
  readonly #foot: HTMLElement;
  readonly #keys: HTMLElement;
  readonly #box: HTMLElement;
  readonly #more: HTMLButtonElement;
  #dialog: HTMLDialogElement | null = null;
  #opener: HTMLButtonElement | null = null;
  #index: SearchIndex | null = null;
  #isComposing = false;
  #asked = "";
  #limit = 0;
  /** Whether fewer documents were asked for than the limit. */
  #isPart = false;
  #active = -1;
  #options: HTMLAnchorElement[] = [];
  #targets = new WeakMap<HTMLElement, SelectDetail>();
  #watch: AbortController | null = null;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open", delegatesFocus: true });
    adopt(shadow, SEARCH_STYLE);
    this.#input = make("input", {
      part: "input",
      type: "search",
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": "list",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      enterkeyhint: "search",
    });
    this.#hint = make("kbd", { part: "hint", "aria-hidden": "true" });
    this.#clear = make(
      "button",
      { part: "clear", class: "clear", type: "button", hidden: "" },
      icon("m5 5 10 10M15 5 5 15"),
    );
    this.#box = make(
      "div",
      { part: "box", class: "box", role: "search" },
      icon("M13 8.5a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0m-1.3 3.2L16 16"),
      this.#input,
      this.#hint,
      this.#clear,
    );
    this.#list = make("div", { part: "list", class: "scroll", id: "list", role: "listbox" });
    this.#status = make("span", { part: "status", role: "status" });
    this.#more = make("button", { part: "more", class: "more", type: "button", hidden: "" });
    this.#keys = make("span", { part: "keys", class: "keys", "aria-hidden": "true" });
    this.#foot = make("div", { part: "foot", class: "foot" }, this.#status, this.#more, this.#keys);
    this.#panel = make("div", { part: "panel", class: "panel", hidden: "" }, this.#list, this.#foot);
    this.#root = make("div", { class: "root" }, this.#box, this.#panel);
    shadow.append(this.#root);

    this.#input.addEventListener("compositionstart", () => {
      this.#isComposing = true;
    });
    this.#input.addEventListener("compositionend", () => {
      this.#isComposing = false;
      this.#ask();
    });
    this.#input.addEventListener("input", (event) => {
      if (!this.#isComposing && !(event as InputEvent).isComposing) this.#ask();
    });
    this.#input.addEventListener("keydown", (event) => this.#onKey(event));
    // Pages with keys of their own look whether a field has the focus, and many see only the element around it.
    for (const kind of ["keydown", "keypress", "keyup"] as const) {
      this.#box.addEventListener(kind, (event) => {
        if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
      });
    }
    this.#input.addEventListener("focus", () => {
      this.#look();
      void this.#start();
      if (this.#asked !== "") this.#ask();
    });
    this.#clear.addEventListener("click", () => {
      this.#input.value = "";
      this.#ask();
      this.#input.focus();
    });
    this.#more.addEventListener("click", () => {
      if (!this.#isPart) this.#limit += this.#step;
      this.#show(true);
      this.#input.focus();
    });
    // The cursor stays in the box while a hit or the empty part of the panel is pressed.
    this.#panel.addEventListener("mousedown", (event) => {
      if (!(event.target as Element).closest("a")) event.preventDefault();
    });
    this.#list.addEventListener("scroll", () => this.#showRest(), { passive: true });
    this.#list.addEventListener("click", (event) => {
      const hit = (event.target as Element).closest("a");
      if (hit && !this.#choose(hit)) event.preventDefault();
    });
    shadow.addEventListener("focusout", (event) => {
      const next = (event as FocusEvent).relatedTarget as Node | null;
      if (!this.#dialog && !(next && shadow.contains(next))) this.#close();
    });
  }

  connectedCallback(): void {
    inPage.add(this);
    const watch = new AbortController();
    this.#watch = watch;
    document.addEventListener("keydown", (event) => this.#onPageKey(event), { signal: watch.signal });
    watch.signal.addEventListener(
      "abort",
      watchPage(() => this.#look()),
    );
    for (const kind of ["scroll", "resize"] as const) {
      addEventListener(kind, () => this.#place(), { signal: watch.signal, passive: true, capture: true });
    }
    this.#look();
  }

  disconnectedCallback(): void {
    inPage.delete(this);
    this.#watch?.abort();
    if (this.#dialog?.open) this.#dialog.close();
    this.#close();
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now) return;
    if (name === "src") this.#index = null;
    if (this.isConnected) this.#look();
  }

  /** Puts the cursor into the box, and opens the dialog where there is one. */
  override focus(options?: FocusOptions): void {
    if (this.#dialog && !this.#dialog.open) this.#dialog.showModal();
    this.#input.focus(options);
    this.#input.select();
  }

  get #step(): number {
    const limit = Number.parseInt(this.getAttribute("limit") ?? "", 10);
    return limit >= 1 && limit <= 100 ? limit : 8;
  }

  #t(key: SearchKey, values?: Record<string, string | number>): string {
    return embedWord(this, SEARCH_WORDS, key, values);
  }

  /** Words, theme and mode as the page has them now. */
  #look(): void {
    const label = this.#t("label");
    set(this.#input, "aria-label", label);
    this.#input.placeholder = this.getAttribute("placeholder") ?? this.#t("placeholder");
    set(this.#clear, "aria-label", this.#t("clear"));
    set(this.#list, "aria-label", this.#t("results"));
    this.#keys.textContent = this.#t("keys");
    this.#more.textContent = this.#t("more");
    this.#root.classList.toggle("dark", isDark(this));
    this.#hint.textContent = this.#hotkeys.find((key) => key.length === 1) ?? "";
    this.#hint.hidden = this.#hint.textContent === "" || this.#input.value !== "";
    const isDialog = this.getAttribute("mode") === "dialog";
    if (isDialog && !this.#dialog) {
      const opener = make("button", { part: "button", class: "open", type: "button", "aria-haspopup": "dialog" });
      opener.addEventListener("click", () => this.focus());
      const dialog = make("dialog", { part: "dialog" }, this.#box, this.#panel);
      dialog.addEventListener("click", (event) => {
        if (event.target === dialog) dialog.close();
      });
      dialog.addEventListener("close", () => this.#close());
      this.#root.append(opener, dialog);
      this.#opener = opener;
      this.#dialog = dialog;
    } else if (!isDialog && this.#dialog) {
      this.#root.replaceChildren(this.#box, this.#panel);
      this.#dialog = null;
      this.#opener = null;
    }
    // Above everything, for many themes cut off what stands out of an article; older browsers have it below the box.
    if (isDialog) this.#panel.removeAttribute("popover");
    else set(this.#panel, "popover", "manual");
    if (this.#opener && this.#dialog) {
      const hint = make("kbd", { "aria-hidden": "true" });
      hint.textContent = this.#hint.textContent;
      hint.hidden = hint.textContent === "";
      const text = make("span", {});
      text.textContent = this.#input.placeholder;
      this.#opener.replaceChildren(icon("M13 8.5a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0m-1.3 3.2L16 16"), text, hint);
      set(this.#opener, "aria-label", label);
      set(this.#dialog, "aria-label", label);
    }
  }

  get #hotkeys(): string[] {
    const said = this.getAttribute("hotkey") ?? "/ mod+k";
    return said === "none" ? [] : said.toLowerCase().split(/\s+/).filter(Boolean);
  }

  #onPageKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || event.altKey || event.shiftKey) return;
    const isMod = event.ctrlKey || event.metaKey;
    const pressed = `${isMod ? "mod+" : ""}${event.key.toLowerCase()}`;
    const first = [...inPage].find(
      (element) => element.#hotkeys.includes(pressed) && element.checkVisibility?.() !== false,
    );
    if (first !== this) return;
    // A key without a modifier is text where text is typed.
    if (!isMod && isEditable(event.composedPath()[0])) return;
    event.preventDefault();
    this.focus();
  }

  #onKey(event: KeyboardEvent): void {
    if (this.#isComposing || event.isComposing || event.keyCode === IME_KEY) return;
    const count = this.#options.length;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp": {
        if (count === 0) return;
        if (this.#panel.hidden) this.#ask();
        // Past either end there is the box itself.
        const at = this.#active + (event.key === "ArrowDown" ? 1 : -1);
        this.#activate(at < -1 ? count - 1 : at >= count ? -1 : at);
        break;
      }
      case "Enter": {
        const hit = this.#options[Math.max(0, this.#active)];
        if (!hit || this.#panel.hidden) return;
        event.preventDefault();
        if (!this.#choose(hit) || !hit.href) return;
        if (event.ctrlKey || event.metaKey || event.shiftKey) window.open(hit.href, "_blank", "noopener");
        else location.assign(hit.href);
        return;
      }
      case "Escape":
        if (this.#dialog) this.#dialog.close();
        else if (!this.#panel.hidden) this.#close();
        else if (this.#input.value !== "") {
          this.#input.value = "";
          this.#ask();
        } else this.#input.blur();
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  /** Tells the page what was chosen; false where it takes over. */
  #choose(hit: HTMLAnchorElement): boolean {
    const detail = this.#targets.get(hit);
    const event = new CustomEvent("duizhao-select", { detail, bubbles: true, composed: true, cancelable: true });
    const isOurs = this.dispatchEvent(event);
    this.#dialog?.close();
    this.#close();
    return isOurs;
  }

  #activate(at: number): void {
    this.#options[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = at;
    const hit = this.#options[at];
    if (hit) {
      set(hit, "aria-selected", "true");
      set(this.#input, "aria-activedescendant", hit.id);
      hit.scrollIntoView({ block: "nearest" });
    } else this.#input.removeAttribute("aria-activedescendant");
  }

  #open(): void {
    this.#panel.hidden = false;
    if (this.#isAbove && !this.#panel.matches(":popover-open")) this.#panel.showPopover();
    this.#place();
    set(this.#input, "aria-expanded", "true");
  }

  /** Whether the panel is shown above the page, by the browser. */
  get #isAbove(): boolean {
    return this.#panel.popover === "manual" && this.isConnected;
  }

  /** Lays the panel along the box, inside of the window. */
  #place(): void {
    if (this.#panel.hidden || !this.#isAbove) return;
    const { left, top, bottom, width } = this.#box.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    const { style } = this.#panel;
    style.setProperty("--box", `${width}px`);
    const below = clientHeight - bottom - 2 * GAP;
    const above = top - 2 * GAP;
    const isBelow = below >= Math.min(LOW, above);
    style.setProperty("--room", `${Math.max(isBelow ? below : above, 0)}px`);
    style.top = isBelow ? `${bottom + GAP}px` : "auto";
    style.bottom = isBelow ? "auto" : `${clientHeight - top + GAP}px`;
    style.left = `${Math.max(Math.min(left, clientWidth - this.#panel.offsetWidth - GAP), 0)}px`;
  }

  #close(): void {
    if (this.#isAbove && this.#panel.matches(":popover-open")) this.#panel.hidePopover();
    this.#panel.hidden = true;
    set(this.#input, "aria-expanded", "false");
    this.#activate(-1);
  }

  /** Loads what searching needs, and says so where it takes long. */
  async #start(): Promise<void> {
    if (this.#index) return;
    const src = this.getAttribute("src");
    const timer = setTimeout(() => {
      if (!this.#index && this.#input.value !== "") this.#say(this.#t("loading"));
    }, PATIENCE_MS);
    try {
      if (lacksFeatures()) {
        this.#fail("failBrowser");
        return;
      }
      const address = addressOf(src);
      if (!address) {
        this.#fail("failSource");
        return;
      }
      const index = await indexAt(address);
      if (this.getAttribute("src") !== src) return;
      this.#index = index;
      this.#ask();
    } catch (error) {
      if (this.getAttribute("src") === src) this.#failFor(error);
    } finally {
      clearTimeout(timer);
    }
  }

  #failFor(error: unknown): void {
    console.error("duizhao-search:", error);
    const { key, status } = failureOf(error);
    // The index is there and a piece of it is not, as after a new deployment: loading the page again helps.
    this.#fail(this.#index && key === "failMissing" ? "failDamaged" : key, status);
  }

  #fail(key: FailureKey, status = 0): void {
    this.#list.replaceChildren();
    this.#options = [];
    this.#say(embedWord(this, INDEX_FAILURES, key, { status }));
    this.#status.className = "error";
  }

  #say(text: string): void {
    this.#status.className = "";
    this.#status.textContent = text;
    this.#more.hidden = true;
    this.#keys.hidden = true;
    this.#open();
  }

  #ask(): void {
    const text = [...this.#input.value]
      .slice(0, MAX_QUERY_CHARS)
      .join("")
      .replace(/\p{Surrogate}/gu, "\ufffd")
      .trim();
    this.#clear.hidden = this.#input.value === "";
    this.#hint.hidden = !this.#clear.hidden || this.#hint.textContent === "";
    if (text !== this.#asked) this.#limit = this.#step;
    this.#asked = text;
    if (text === "") {
      this.#list.replaceChildren();
      this.#options = [];
      this.#status.textContent = "";
      this.#close();
      return;
    }
    if (this.#index) this.#show();
    else void this.#start();
  }

  /** Asks the index; `isMore` where what is shown stays, and further documents come below it. */
  #show(isMore = false): void {
    try {
      const most = this.#limit || this.#step;
      const limit = this.#index?.isSite && !isMore ? Math.min(most, FIRST_DOCUMENTS) : most;
      this.#isPart = limit < most;
      const options = { limit, passagesPerDocument: 3, isPrefix: true };
      const asked = this.#asked;
      const answer = this.#index?.search(asked, options);
      if (!answer) return;
      // A site index has to fetch: an answer that comes after the next question is dropped.
      if (answer instanceof Promise) {
        answer.then(
          (found) => {
            if (asked === this.#asked) this.#draw(found, isMore);
          },
          (error) => {
            if (asked === this.#asked) this.#failFor(error);
          },
        );
        return;
      }
      this.#draw(answer, isMore);
    } catch (error) {
      this.#failFor(error);
    }
  }

  /** Asks for those that were left for later, when the reader is about to see their place. */
  #showRest(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.#list;
    const isNear = !this.#panel.hidden && scrollHeight - scrollTop - clientHeight < NEAR_END;
    if (this.#isPart && isNear && this.#list.childElementCount > 0) this.#show(true);
  }

  #draw(found: SearchResult, isMore: boolean): void {
    try {
      const numShown = isMore ? this.#list.childElementCount : 0;
      if (!isMore) {
        this.#activate(-1);
        this.#options = [];
        this.#list.replaceChildren();
        this.#list.scrollTop = 0;
      }
      // More of an answer begins with what was shown of it.
      const groups = found.hits.slice(numShown).map((hit, at) => this.#group(hit, numShown + at));
      this.#list.append(...groups);
      if (found.numExcluded > 0) this.#say(this.#t("excluded", { n: found.numExcluded }));
      else if (found.total === 0) this.#say(this.#t("nothing", { query: this.#asked }));
      else this.#say(this.#t("found", { n: found.total }));
      this.#keys.hidden = found.total === 0;
      this.#more.hidden = found.total <= found.hits.length;
      this.#near(found.nearest);
      if (found.total > found.hits.length) this.#showRest();
    } catch (error) {
      this.#failFor(error);
    }
  }

  /** Words to try where nothing was found. */
  #near(words: readonly string[]): void {
    for (const old of this.#foot.querySelectorAll(".near")) old.remove();
    for (const word of words.slice(0, 5)) {
      const button = make("button", { class: "near", part: "near", type: "button" });
      button.textContent = word;
      button.addEventListener("click", () => {
        this.#input.value = word;
        this.#ask();
        this.#input.focus();
      });
      this.#foot.insertBefore(button, this.#more);
    }
  }

  #group({ document: info, passages }: Hit, at: number): HTMLElement {
    const title = make("span", {});
    title.textContent = info.title;
    const date = make("span", { class: "date", part: "date" });
    date.textContent = info.date ?? "";
    const heading = make("div", { class: "title", part: "title", id: `title-${at}` }, title, date);
    const group = make("div", { class: "group", part: "group", role: "group", "aria-labelledby": heading.id }, heading);
    if (info.language) group.lang = info.language;
    const shown = passages.filter(({ text }) => text !== "");
    for (const passage of shown.length > 0 ? shown : [passages[0] ?? WHOLE]) group.append(this.#hit(info, passage));
    return group;
  }

  #hit(info: DocumentInfo, passage: HitPassage): HTMLElement {
    const url = linkTo(this, info, passage);
    const hit = make("a", {
      class: "hit",
      part: "hit",
      role: "option",
      id: `hit-${this.#options.length}`,
      "aria-selected": "false",
      tabindex: "-1",
    });
    if (url) hit.href = url;
    // The page's own title is above; what is said here is where in it the passage stands.
    const path = passage.heading.split(" › ").filter((heading) => heading !== info.title);
    if (path.length > 0) {
      const heading = make("span", { class: "heading", part: "heading" });
      heading.textContent = path.join(" › ");
      hit.append(heading);
    }
    const snippet = make("span", { class: "snippet", part: "snippet" });
    for (const run of runsOf(passage)) {
      if (!run.isHit) snippet.append(run.text);
      else {
        const mark = make("mark", { part: "mark" });
        mark.textContent = run.text;
        snippet.append(mark);
      }
    }
    if (passage.text === "") snippet.append(this.#t("whole"));
    hit.append(snippet);
    this.#options.push(hit);
    this.#targets.set(hit, { url, document: info, passage });
    return hit;
  }
}

/** What is opened where no passage can be shown: only the title answers, or the index has no text. */
const WHOLE: HitPassage = {
  text: "",
  start: 0,
  end: 0,
  score: 0,
  heading: "",
  anchor: null,
  speaker: null,
  highlights: [],
};

function isEditable(target: EventTarget | undefined): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

declare global {
  interface HTMLElementTagNameMap {
    "duizhao-search": DuizhaoSearch;
  }
}
