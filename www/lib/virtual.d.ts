/** Files that the package build makes (scripts/package.mjs): deflated bytes in base64. */
declare module "virtual:duizhao/module" {
  const base64: string;
  export default base64;
}
declare module "virtual:duizhao/lexicon" {
  const base64: string;
  export default base64;
}
declare module "virtual:duizhao/worker" {
  const base64: string;
  export default base64;
}
declare module "virtual:duizhao/search-module" {
  const base64: string;
  export default base64;
}
