/** An element that loads what it shows when it comes near the reader's view, in a place that is reserved from the start. */

import { embedWord, type FailureKey, type INDEX_FAILURES } from "../strings/embed.js";
import { adopt, Base, isDark, make, set, watchPage } from "./dom.js";
import { failureOf, lacksFeatures } from "./failure.js";
import { LATE_STYLE } from "./late-style.js";

/** Loading begins this far from the view, so that it has often ended when the reader comes. */
const NEAR = "600px 0px";
/** Failures that may be gone on another try. */
const PASSING: readonly FailureKey[] = ["failOffline", "failMissing", "failProgram"];

export abstract class LateElement extends Base {
  readonly #root: HTMLElement;
  readonly #status: HTMLElement;
  readonly #retry: HTMLButtonElement;
  /** What is shown lies in here. */
  protected readonly body: HTMLElement;
  /** Sentences for what goes wrong. */
  protected abstract readonly failures: typeof INDEX_FAILURES;
  #near: IntersectionObserver | null = null;
  #unwatch: (() => void) | null = null;
  /** The run that may still draw: an answer to what was asked before is dropped. */
  #run = 0;
  #isAsked = false;
  #isShown = false;
  #failed: { key: FailureKey; status: number } | null = null;

  constructor(style: string) {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    adopt(shadow, LATE_STYLE + style);
    this.#status = make("p", { part: "status", class: "status", role: "status" });
    this.#retry = make("button", { part: "retry", class: "retry", type: "button", hidden: "" });
    this.#retry.addEventListener("click", () => void this.load());
    this.body = make("div", { part: "body", class: "body", hidden: "" });
    const said = make("div", { class: "said" }, this.#status, this.#retry);
    // What the author put between the tags stands there until there is more to see.
    this.#root = make("div", { class: "root waiting" }, said, make("slot", {}), this.body);
    shadow.append(this.#root);
  }

  connectedCallback(): void {
    this.#unwatch = watchPage(() => this.look());
    this.look();
    if (this.#isShown) return;
    if (this.#isAsked || this.getAttribute("loading") === "eager" || typeof IntersectionObserver === "undefined") {
      void this.load();
      return;
    }
    this.#near = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) void this.load();
      },
      { rootMargin: NEAR },
    );
    this.#near.observe(this);
  }

  disconnectedCallback(): void {
    this.#unwatch?.();
    this.#unwatch = null;
    this.#near?.disconnect();
    this.#near = null;
    // What was on its way is dropped, and asked for again should the element come back.
    if (!this.#isShown) this.#run += 1;
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now || !this.isConnected) return;
    if (name === "theme" || name === "lang") this.look();
    else if (this.#isAsked) void this.load();
  }

  /** Loads and shows it now, however far away it is. Fulfils when it is there, or a sentence says why it is not. */
  async load(): Promise<void> {
    this.#near?.disconnect();
    this.#isAsked = true;
    this.#isShown = false;
    this.#run += 1;
    const run = this.#run;
    const isCurrent = () => run === this.#run;
    this.#failed = null;
    this.look();
    set(this.#root, "aria-busy", "true");
    try {
      if (lacksFeatures()) return this.fail("failBrowser");
      const drawn = await this.draw(isCurrent);
      if (!isCurrent() || !drawn) return;
      this.body.replaceChildren(drawn);
      this.#isShown = true;
      this.look();
    } catch (error) {
      if (!isCurrent()) return;
      console.error(`${this.localName}:`, error);
      const { key, status } = failureOf(error);
      this.fail(key, status);
    } finally {
      if (isCurrent()) set(this.#root, "aria-busy", "false");
    }
  }

  /** What to show; null where a sentence was said instead. `isCurrent` is false when the answer is not wanted any more. */
  protected abstract draw(isCurrent: () => boolean): Promise<Node | null>;
  /** What is said while loading, and what is said in place of an answer; null for nothing. */
  protected abstract said(): string | null;

  /** Says what went wrong, in place of everything else. */
  protected fail(key: FailureKey, status = 0): void {
    this.#failed = { key, status };
    this.look();
  }

  /** Words, theme and state as they are now. */
  protected look(): void {
    const failed = this.#failed;
    const text = failed ? embedWord(this, this.failures, failed.key, { status: failed.status }) : this.said();
    const isSaid = text !== null && (this.#isAsked || failed !== null) && !this.#isShown;
    this.#status.textContent = isSaid ? text : "";
    this.#root.className = `root${isDark(this) ? " dark" : ""}${failed ? " failed" : this.#isShown ? " shown" : " waiting"}`;
    this.body.hidden = !this.#isShown;
    this.#retry.hidden = !failed || !PASSING.includes(failed.key);
    this.#retry.textContent = this.#retry.hidden ? "" : embedWord(this, this.failures, "retry");
  }
}
