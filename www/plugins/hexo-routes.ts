/** The routes that `duizhao/hexo` adds to a blog: the index of its pages, and the script of the element. */

import { readFile } from "node:fs/promises";
import { type NamedFile, notMatching, PAGE_ENDINGS } from "../cli/inputs.js";
import { makeIndex, siteMaking } from "../cli/making.js";
import { elementFiles } from "../cli/scripts.js";
import type { Hexo, Route } from "./hexo.js";
import type { DuizhaoHexoOptions } from "./hexo.public.js";

/** Made anew with every generation, so that an index is made once for each. */
export function routes(hexo: Hexo, options: DuizhaoHexoOptions & { out: string }): Route[] {
  let made: Promise<Buffer> | null = null;
  return [
    {
      path: options.out,
      data: () => {
        made ??= index(hexo, options);
        return made;
      },
    },
    ...elementFiles().map(({ name, path }) => ({ path: `duizhao/${name}`, data: () => readFile(path) })),
  ];
}

async function index(hexo: Hexo, { out, box: _, ...making }: DuizhaoHexoOptions & { out: string }): Promise<Buffer> {
  const { root = "/", pretty_urls: pretty } = hexo.config;
  // Pages of lists: what is on them stands on the pages of their articles.
  const lists = ["archive_dir", "category_dir", "tag_dir"].map((key) => hexo.config[key]);
  const exclude = [
    ...lists.filter((folder) => typeof folder === "string").map((folder) => `${folder}/**`),
    ...(making.exclude ?? []),
  ];
  const cleanUrls = (pretty as { trailing_html?: boolean } | undefined)?.trailing_html === false;
  const made = await makeIndex(siteMaking("public", { ...making, exclude, baseUrl: root, cleanUrls }), {
    sources: await pagesOf(hexo, exclude),
  });
  for (const note of made.notes) hexo.log.info(`duizhao: ${note}`);
  for (const complaint of made.complaints) hexo.log.warn(`duizhao: ${complaint}`);
  if (!("bytes" in made)) throw new Error("duizhao: the blog has no page to index.");
  hexo.log.info(`duizhao: ${out}: ${made.numDocuments} documents, ${made.bytes.length.toLocaleString("en")} bytes`);
  return Buffer.from(made.bytes);
}

/** Every page of the blog as it will be written, by path. */
async function pagesOf(hexo: Hexo, exclude: string[]): Promise<NamedFile[]> {
  const found: NamedFile[] = [];
  const paths = hexo.route
    .list()
    .filter((path) => PAGE_ENDINGS.test(path))
    .sort();
  for (const path of paths.filter(notMatching(exclude))) {
    const pieces: Buffer[] = [];
    for await (const piece of hexo.route.get(path) ?? []) pieces.push(Buffer.from(piece as Uint8Array));
    found.push({ path, name: path, isNamed: false, html: Buffer.concat(pieces).toString("utf8") });
  }
  return found;
}
