/**
 * Building an index and nothing else, for programs that run before a site is published. The same functions as in
 * `duizhao`, over the same module.
 *
 * @example
 * import { writeFile } from "node:fs/promises";
 * import { createBuilder } from "duizhao/build";
 * const builder = await createBuilder();
 * builder.add({ name: "a.md", text: "# 新闻\n\n他来到了网易杭研大厦。", url: "/a" });
 * await writeFile("search.dzx", await builder.finish());
 *
 * @module
 */

import { face } from "./inline.js";
import type { Face } from "./types.js";

/** Collects documents; `finish()` gives the bytes of an index. */
export const createBuilder: Face["createBuilder"] = face.createBuilder;
/** Reads one text and gives what was understood of it: blocks, speakers, noise, names, encoding. */
export const inspect: Face["inspect"] = face.inspect;
/** Stops the worker and gives all memory back; builders end. */
export const close: Face["close"] = face.close;
export { type Decoded, decode } from "./decode.js";
export { DuizhaoError, type ErrorKind } from "./errors.js";
export { textType } from "./sniff.js";
export type * from "./types.js";
