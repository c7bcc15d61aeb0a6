// How large is what a reader loads? Compared with tests/snapshots/sizes.json by tests/package/data.test.mjs.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { moduleInColumns } from "./columns.mjs";
import { deflated } from "./deflate.mjs";
import { ROOT } from "./steps.mjs";

/** Bytes of what the last build made: of modules as they are shipped, in columns and deflated; of the rest after gzip -9. */
export async function measuredSizes() {
  const gzip = (...path) => gzipSync(readFileSync(join(ROOT, ...path)), { level: 9 }).length;
  const module = async (variant) => deflated(await moduleInColumns(variant)).length;
  return {
    module: await module("full"),
    lexicon: gzip("data", "lexicon-lite.dzl"),
    page: gzip("dist", "duizhao.html"),
    face: gzip("dist", "npm", "face.js"),
    // What a page with a search box loads: at once, and with the first use.
    element: gzip("dist", "npm", "element.js"),
    searchModule: await module("search"),
    // What an article with columns or a comparison loads when they come near the view; columns have the search module.
    elementColumns: gzip("dist", "npm", "element-columns.js"),
    elementCompare: gzip("dist", "npm", "element-compare.js"),
    compareModule: await module("compare"),
    segmentModule: await module("segment"),
  };
}
