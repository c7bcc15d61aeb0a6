/** What the search of a blog is made of; the same keys under `duizhao:` in `_config.yml`. */
interface DuizhaoHexoOptions {
  /** Path of the index in the built blog. Default `search.dzx`. */
  out?: string;
  /** CSS selectors of what is left out of pages, as what has `data-duizhao-ignore` is. */
  ignore?: string[];
  /** Globs of pages to leave out, beside archives, categories and tags. */
  exclude?: string[];
  /** Further names of one thing. */
  aliases?: Array<[left: string, right: string]>;
  /** Index link lists, navigation and advertisements too. Default false. */
  boilerplate?: boolean;
  /** Find words by their pinyin too: `shuju`, `sj`. Default false. */
  pinyin?: boolean;
  /** Threads that read pages. */
  threads?: number;
  /** A button with the search stands in a corner of every page. Default false. */
  box?: boolean;
}

/**
 * A plugin for Hexo, in one line of a script of the blog, `scripts/duizhao.js`: `require("duizhao/hexo")(hexo)`.
 *
 * The index is a file of the blog like any other: `hexo generate`, `deploy` and `server` all know it. Where the search
 * stands is said by the tag `{% duizhao %}` in a page, by the helper `duizhao()` in a theme, or by `box: true`.
 */
declare function duizhao(hexo: object, options?: DuizhaoHexoOptions): void;
declare namespace duizhao {
  export type { DuizhaoHexoOptions };
}
export = duizhao;
