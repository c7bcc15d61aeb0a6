/**
 * The face over a module that lies in files of its own beside this one, as base64 inside JavaScript, loaded with the
 * first call that needs it. All entries of the package but `slim` and `segment` share it, and so one worker.
 */

import type { Assets } from "./assets.js";
import { lexiconFile, moduleFile, pinyinFile, workerFile } from "./beside.js";
import { Engine } from "./engine.js";
import { DuizhaoError } from "./errors.js";
import { createFace } from "./face.js";

/** Where they lie. */
export const assets: Assets = {
  async module() {
    return WebAssembly.compile((await moduleFile()) as BufferSource);
  },
  engine: async () => Engine,
  lexicon: lexiconFile,
  pinyin: pinyinFile,
  async workerSource() {
    // Only where a page would stall; Node's `Worker` is another thing, and a worker needs no second one.
    if (typeof Worker === "undefined" || typeof document === "undefined") return null;
    return new TextDecoder().decode(await workerFile());
  },
  async htmlParser() {
    // Put together at run time, so that bundlers for browsers, which have a DOMParser, leave it out.
    const file = ["./html-parser", "js"].join(".");
    try {
      const { parseHtml } = (await import(
        /* @vite-ignore */ /* webpackIgnore: true */ file
      )) as typeof import("./html-parser.js");
      return parseHtml;
    } catch (cause) {
      throw new DuizhaoError(
        "unsupported",
        "HTML needs a browser's DOMParser, or in Node the file html-parser.js of this package, which a bundler has left out; keep duizhao external when bundling for Node.",
        { cause },
      );
    }
  },
};

export const face = createFace(assets);
