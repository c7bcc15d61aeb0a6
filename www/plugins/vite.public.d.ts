/** What the search of a site is made of. */
export interface DuizhaoViteOptions {
  /** Path of the index inside the built site. Default `search.dzx`; with `site` none, unless it is given. */
  out?: string;
  /** A folder inside the built site for a site index, fetched piece by piece: for large sites. */
  site?: string;
  /** CSS selectors of what is left out of pages, as what has `data-duizhao-ignore` is. */
  ignore?: string[];
  /** Globs of pages to leave out. */
  exclude?: string[];
  /** Further names of one thing. */
  aliases?: Array<[left: string, right: string]>;
  /** Index link lists, navigation and advertisements too. Default false. */
  boilerplate?: boolean;
  /** Find words by their pinyin too: `shuju`, `sj`. Default false. */
  pinyin?: boolean;
  /** Threads that read pages. */
  threads?: number;
  /** VitePress only: the search stands in the navigation bar, in the place of VitePress's own. Default false. */
  box?: boolean;
}

/**
 * A plugin for Vite: when the site is built, its pages are indexed and the index is written into it. VitePress and sites
 * whose pages Vite builds itself; for others (Astro, SvelteKit), which write their pages after Vite is done, it says so,
 * and `duizhao index` is run after them. While VitePress serves, `out` is answered from the Markdown files.
 *
 * Nothing is put into pages unless `box` says so.
 */
export function duizhao(options?: DuizhaoViteOptions): { name: string };
export default duizhao;
