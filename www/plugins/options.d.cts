/** What the search of a site is made of, whichever generator builds it. */
export interface DuizhaoSiteOptions {
  /** Path of the index inside the built site. Default `search.dzx`; with `site` none, unless it is given. */
  out?: string;
  /** A folder inside the built site for a site index, fetched piece by piece: for large sites. */
  site?: string;
  /** CSS selectors of what is left out of pages, as what has `data-duizhao-ignore` is. */
  ignore?: string[];
  /** Globs of pages to leave out; archives, categories and tags of Hexo are left out anyway. */
  exclude?: string[];
  /** Further names of one thing. */
  aliases?: Array<[left: string, right: string]>;
  /** Index link lists, navigation and advertisements too. Default false. */
  boilerplate?: boolean;
  /** Find words by their pinyin too: `shuju`, `sj`; not in a site index. Default false. */
  pinyin?: boolean;
  /** Threads that read pages. */
  threads?: number;
}
