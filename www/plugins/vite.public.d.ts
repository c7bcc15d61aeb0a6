import type { DuizhaoSiteOptions } from "./options.cjs";

/** What the search of a site is made of. */
export interface DuizhaoViteOptions extends DuizhaoSiteOptions {
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
