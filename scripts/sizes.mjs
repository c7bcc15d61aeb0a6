// How large is what a reader loads? Compared with tests/snapshots/sizes.json by tests/package/data.test.mjs.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ROOT } from "./steps.mjs";

/** Bytes after gzip -9 of what the last build made. */
export function measuredSizes() {
  const gzip = (...path) => gzipSync(readFileSync(join(ROOT, ...path)), { level: 9 }).length;
  return {
    module: gzip("pkg", "full", "duizhao_bg.wasm"),
    lexicon: gzip("data", "lexicon-lite.dzl"),
    page: gzip("dist", "duizhao.html"),
    face: gzip("dist", "npm", "face.js"),
    // What a page with a search box loads: at once, and with the first use.
    element: gzip("dist", "npm", "element.js"),
    searchModule: gzip("pkg", "search", "duizhao_bg.wasm"),
    // What an article with columns or a comparison loads when they come near the view; columns have the search module.
    elementColumns: gzip("dist", "npm", "element-columns.js"),
    elementCompare: gzip("dist", "npm", "element-compare.js"),
    compareModule: gzip("pkg", "compare", "duizhao_bg.wasm"),
    segmentModule: gzip("pkg", "segment", "duizhao_bg.wasm"),
  };
}
