import type { DuizhaoSiteOptions } from "./options.cjs";

/** What the search of a blog is made of; the same keys under `duizhao:` in `_config.yml`. */
interface DuizhaoHexoOptions extends DuizhaoSiteOptions {
  /** A button with the search stands in a corner of every page. Default false. */
  box?: boolean;
}

/**
 * A plugin for Hexo, in one line of a script of the blog, `scripts/duizhao.js`: `require("duizhao/hexo")(hexo)`.
 *
 * The index is made of files of the blog like any other: `hexo generate`, `deploy` and `server` all know them. Where the search
 * stands is said by the tag `{% duizhao %}` in a page, by the helper `duizhao()` in a theme, or by `box: true`.
 */
declare function duizhao(hexo: object, options?: DuizhaoHexoOptions): void;
declare namespace duizhao {
  export type { DuizhaoHexoOptions };
}
export = duizhao;
