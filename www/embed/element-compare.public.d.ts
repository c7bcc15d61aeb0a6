/**
 * `<duizhao-compare left="a.md" right="b.md">`: two texts side by side, differences in fact first.
 *
 * Attributes: `left`, `right` (addresses of texts: plain, Markdown, HTML; in UTF-8, UTF-16, GB18030 or Big5), `unit`
 * (`sentence`, `passage`, or `article` for an old and a new law), `show` (`all`, `similar`, `different`), `theme` (`light` or
 * `dark`; default: as the text around it), `loading="eager"` (at once, not when it comes near the view). Words are in the
 * language of the nearest `lang`.
 */
export declare class DuizhaoCompare extends HTMLElement {
  /** Loads and shows it now. Fulfils when it is there, or a sentence says why it is not. */
  load(): Promise<void>;
}

declare global {
  interface HTMLElementTagNameMap {
    "duizhao-compare": DuizhaoCompare;
  }
}
