import { html, LitElement } from "lit";
import { t } from "../strings/index.js";

/** Key events with this code belong to the input method, also in Safari, which ends the composition before the key. */
const IME_KEY = 229;

/** Longer queries are cut: a pasted book is not a question. */
export const MAX_QUERY_CHARS = 1000;

/**
 * `<duizhao-box>`: the search box.
 *
 * Fires `query` (detail: the text) as the reader types, but never on half-typed pinyin: while the input method composes,
 * neither text nor Enter, arrows or Escape are ours. Fires `enter`, `down` and `escape` for the keys that are.
 */
export class SearchBox extends LitElement {
  static override properties = { value: { attribute: false }, language: { attribute: false } };

  declare value: string;
  /** The interface language; a change renders the strings again. */
  declare language: string;
  private isComposing = false;

  constructor() {
    super();
    this.value = "";
    this.language = "";
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

  protected override updated(): void {
    const input = this.input;
    // What the reader is composing is never overwritten.
    if (input && !this.isComposing && input.value !== this.value) input.value = this.value;
  }

  protected override render(): unknown {
    return html`<div class="box" role="search">
      <svg class="glass" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" aria-hidden="true">
        <circle cx="8.5" cy="8.5" r="5.5"></circle><path d="m13 13 4.5 4.5"></path>
      </svg>
      <input
        type="search" aria-label=${t("searchLabel")} placeholder=${t("searchPlaceholder")} aria-keyshortcuts="/ Control+K"
        autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search"
        @compositionstart=${() => {
          this.isComposing = true;
        }}
        @compositionend=${this.onComposed}
        @input=${this.onInput}
        @keydown=${this.onKey}
      />
      ${
        this.value === ""
          ? html`<kbd class="hint" aria-hidden="true">/</kbd>`
          : html`<button type="button" class="clear" aria-label=${t("clear")} @click=${this.onClear}>
            <svg viewBox="0 0 20 20" stroke="currentColor" stroke-width="2" stroke-linecap="round" aria-hidden="true"><path d="m4 4 12 12M16 4 4 16"></path></svg>
          </button>`
      }
    </div>`;
  }

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
    const name = { Enter: "enter", ArrowDown: "down", Escape: "escape" }[event.key];
    if (!name) return;
    event.preventDefault();
    this.dispatchEvent(new CustomEvent(name));
  };

  private tell(text: string): void {
    // A lone surrogate has no place in an address; characters past the limit have none in a query.
    const whole = wellFormed([...text].slice(0, MAX_QUERY_CHARS).join(""));
    if (whole === this.value) return;
    this.value = whole;
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
