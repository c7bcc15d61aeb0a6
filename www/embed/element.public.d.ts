import type { DocumentInfo, HitPassage } from "./types.js";

/** What `duizhao-select` carries; a page that calls `preventDefault` goes there in its own way. */
export interface SelectDetail {
  /** Address of the passage, with its anchor and a text fragment; empty where the index names no page. */
  url: string;
  document: DocumentInfo;
  passage: HitPassage;
}

/**
 * `<duizhao-search src="/search.dzx">`: a search box for any page.
 *
 * Attributes: `src` (address of the index), `mode="dialog"` (a button that opens a dialog; else the box stands in the
 * page), `hotkey` (default `/ mod+k`; `none` for no key), `placeholder`, `limit` (documents shown at once, default 8),
 * `base` (what relative addresses of documents are relative to; default: the folder of the index), `theme` (`light` or
 * `dark`; default: as the text around it). Words are in the language of the nearest `lang`.
 */
export declare class DuizhaoSearch extends HTMLElement {
  focus(options?: FocusOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "duizhao-search": DuizhaoSearch;
  }
  interface HTMLElementEventMap {
    "duizhao-select": CustomEvent<SelectDetail>;
  }
}
