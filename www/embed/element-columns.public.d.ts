/**
 * `<duizhao-columns src="/search.dzx" query="着陆点">`: what each document of an index says on a topic, side by side.
 *
 * Attributes: `src` (address of an index, or of the folder of a site index), `query`, `documents` (ids, separated by spaces;
 * default: all), `limit` (passages of each, default 2), `base` (what relative addresses of documents are relative to;
 * default: the folder of the index), `theme` (`light` or `dark`; default: as the text around it), `loading="eager"` (at once,
 * not when it comes near the view). Words are in the language of the nearest `lang`.
 */
export declare class DuizhaoColumns extends HTMLElement {
  /** Loads and shows it now. Fulfils when it is there, or a sentence says why it is not. */
  load(): Promise<void>;
}

declare global {
  interface HTMLElementTagNameMap {
    "duizhao-columns": DuizhaoColumns;
  }
}
