/** Files that the package build writes (scripts/package.mjs): running one puts what it holds on the table of `beside.ts`. */
declare module "virtual:duizhao/module" {}
declare module "virtual:duizhao/lexicon" {}
declare module "virtual:duizhao/pinyin" {}
declare module "virtual:duizhao/worker" {}
declare module "virtual:duizhao/search-module" {}
/** Under which name each puts it there. */
declare module "virtual:duizhao/names" {
  const names: { module: string; lexicon: string; pinyin: string; worker: string; "search-module": string };
  export default names;
}
