import { html, LitElement, nothing, type TemplateResult } from "lit";
import { t } from "../strings/index.js";

/** Key events with this code belong to the input method, also in Safari, which ends the composition before the key. */
const IME_KEY = 229;

/** Longer queries are cut: a pasted book is not a question. */
export const MAX_QUERY_CHARS = 1000;

/** One way to go on, under the box. */
export interface BoxOption {
  /** What the box would hold. */
  text: string;
  /** Said at its end: a count, or how it relates to what was typed. */
  note: string;
  /** Not a query but something to be done; chosen, it is told as `act`. */
  isAct?: boolean;
}

/**
 * `<duizhao-box>`: the search box, an ARIA combobox over the `options` that its owner gives.
 *
 * Fires `query` (detail: the text) as the reader types, but never on half-typed pinyin: while the input method composes,
 * neither text nor Enter, arrows or Escape are ours. Fires `enter`, `down` and `escape` for the keys that are. Down goes
 * to the options, which lie in one line under the box so that they cover nothing, and from there on to what was found. Fires `ask` when an empty box is asked for options.
 */
export class SearchBox extends LitElement {
  static override properties = {
    value: { attribute: false },
    language: { attribute: false },
    options: { attribute: false },
    isOpen: { state: true },
    active: { state: true },
  };

  declare value: string;
  declare options: readonly BoxOption[];
  declare isOpen: boolean;
  /** The option the arrows stand on; -1 for none. */
  declare active: number;
  /** The interface language; a change renders the strings again. */
  declare language: string;
  private isComposing = false;

  constructor() {
    super();
    this.value = "";
    this.language = "";
    this.options = [];
    this.isOpen = false;
    this.active = -1;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  private get input(): HTMLInputElement | null {
    return this.querySelector("input");
  }

  /** Puts the cursor into the box; `isFresh` selects what is there, ready to be typed over. */
  takeFocus(isFresh = true): void {
    const input = this.input;
    input?.focus({ preventScroll: true });
    if (isFresh) input?.select();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    // Offered anew, the same options are the same: an arrow pressed in between is not lost.
    const texts = (options: unknown) =>
      (options as readonly BoxOption[] | undefined)?.map(({ text }) => text).join("\n");
    if (changed.has("options") && texts(changed.get("options")) !== texts(this.options)) this.active = -1;
  }

  protected override updated(): void {
    const input = this.input;
    // What the reader is composing is never overwritten.
    if (input && !this.isComposing && input.value !== this.value) input.value = this.value;
  }

  protected override render(): unknown {
    const isListed = this.isOpen && this.options.length > 0;
    return html`<div class="box" role="search">
      <svg class="glass" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" aria-hidden="true">
        <circle cx="8.5" cy="8.5" r="5.5"></circle><path d="m13 13 4.5 4.5"></path>
      </svg>
      <input
        type="search" role="combobox" aria-autocomplete="list" aria-haspopup="listbox"
        aria-expanded=${isListed ? "true" : "false"} aria-controls=${isListed ? "box-options" : nothing}
        aria-activedescendant=${isListed && this.active >= 0 ? `box-option-${this.active}` : nothing}
        aria-label=${t("searchLabel")} placeholder=${t("searchPlaceholder")} aria-keyshortcuts="/ Control+K"
        autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search"
        @compositionstart=${() => {
          this.isComposing = true;
        }}
        @compositionend=${this.onComposed}
        @input=${this.onInput}
        @keydown=${this.onKey}
        @click=${this.onClick}
        @blur=${() => this.shut()}
      />
      ${
        this.value === ""
          ? html`<kbd class="hint" aria-hidden="true">/</kbd>`
          : html`<button type="button" class="clear" aria-label=${t("clear")} @click=${this.onClear}>
            <svg viewBox="0 0 20 20" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true"><path d="m4 4 12 12M16 4 4 16"></path></svg>
          </button>`
      }
      ${isListed ? this.list() : nothing}
    </div>`;
  }

  private list(): TemplateResult {
    return html`<ul class="list" id="box-options" role="listbox" aria-orientation="horizontal" aria-label=${t("suggestions")} lang="zh"
      @pointerdown=${(event: Event) => event.preventDefault()}>
      ${this.options.map(
        (
          { text, note },
          i,
        ) => html`<li id=${`box-option-${i}`} role="option" aria-selected=${i === this.active ? "true" : "false"}
          @click=${() => this.choose(i)}><bdi>${text}</bdi><span class="where">${note}</span></li>`,
      )}
    </ul>`;
  }

  /** Closes the list of options. */
  shut(): void {
    this.isOpen = false;
    this.active = -1;
  }

  private choose(at: number): void {
    const option = this.options[at];
    this.shut();
    if (!option) return;
    if (option.isAct) {
      this.options = [];
      this.dispatchEvent(new CustomEvent("act"));
    } else {
      this.tell(option.text, false);
      this.dispatchEvent(new CustomEvent("chosen", { detail: option.text }));
    }
  }

  private readonly onClick = (): void => {
    if (this.value !== "" || this.isComposing) return;
    this.isOpen = true;
    this.dispatchEvent(new CustomEvent("ask"));
  };

  private readonly onComposed = (event: CompositionEvent): void => {
    this.isComposing = false;
    this.tell((event.target as HTMLInputElement).value);
  };

  private readonly onInput = (event: Event): void => {
    if (this.isComposing || (event as InputEvent).isComposing) return;
    this.tell((event.target as HTMLInputElement).value);
  };

  private readonly onClear = (): void => {
    this.tell("");
    this.input?.focus();
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (this.isComposing || event.isComposing || event.keyCode === IME_KEY) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (this.isOpen && this.move(event.key)) {
      event.preventDefault();
      return;
    }
    const name = { Enter: "enter", ArrowDown: "down", Escape: "escape" }[event.key];
    if (!name) return;
    event.preventDefault();
    if (name === "down" && this.value === "" && !this.isOpen) {
      this.isOpen = true;
      this.dispatchEvent(new CustomEvent("ask"));
      return;
    }
    this.shut();
    this.dispatchEvent(new CustomEvent(name));
  };

  /** What a key does in the line of options; false where it does nothing there. */
  private move(key: string): boolean {
    const last = this.options.length - 1;
    if (last < 0) return false;
    const { active } = this;
    if (key === "Escape") this.shut();
    else if (key === "ArrowDown" && active < 0) this.active = 0;
    else if (active < 0) return false;
    else if (key === "Enter") this.choose(active);
    else if (key === "ArrowUp") this.active = -1;
    else if (key === "ArrowRight") this.active = Math.min(last, active + 1);
    else if (key === "ArrowLeft") this.active = Math.max(0, active - 1);
    else return false;
    return true;
  }

  private tell(text: string, isTyped = true): void {
    // A lone surrogate has no place in an address; characters past the limit have none in a query.
    const whole = wellFormed([...text].slice(0, MAX_QUERY_CHARS).join(""));
    if (whole === this.value) return;
    this.value = whole;
    this.isOpen = isTyped && whole !== "";
    this.dispatchEvent(new CustomEvent("query", { detail: whole }));
  }
}

/** The text with every lone surrogate made U+FFFD, as `toWellFormed` does in browsers that have it. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

customElements.define("duizhao-box", SearchBox);
declare global {
  interface HTMLElementTagNameMap {
    "duizhao-box": SearchBox;
  }
}
