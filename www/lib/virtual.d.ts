/** Files that the package build writes (scripts/package.mjs): running one puts what it holds on the table of `beside.ts`. */
declare module "virtual:duizhao/module" {}
declare module "virtual:duizhao/lexicon" {}
declare module "virtual:duizhao/pinyin" {}
declare module "virtual:duizhao/worker" {}
declare module "virtual:duizhao/search-module" {}
declare module "virtual:duizhao/segment-module" {}
declare module "virtual:duizhao/compare-module" {}
declare module "virtual:duizhao/compare-worker" {}
/** Under which name each puts it there. */
declare module "virtual:duizhao/names" {
  const names: Record<
    | "module"
    | "lexicon"
    | "pinyin"
    | "worker"
    | "segment-module"
    | "search-module"
    | "compare-module"
    | "compare-worker",
    string
  >;
  export default names;
}
