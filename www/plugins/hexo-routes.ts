/** The routes that `duizhao/hexo` adds to a blog: the index of its pages, in one file or in pieces, and the script of the element. */

import { readFile } from "node:fs/promises";
import { type NamedFile, notMatching, PAGE_ENDINGS } from "../cli/inputs.js";
import {
  adviceOn,
  formOf,
  lengthOf,
  type Made,
  type Making,
  type MakingForm,
  makeIndex,
  siteMaking,
} from "../cli/making.js";
import { count, counted } from "../cli/output.js";
import { elementFiles } from "../cli/scripts.js";
import { MANIFEST } from "../cli/site.js";
import type { SiteFile } from "../lib/index.js";
import type { Hexo, Route } from "./hexo.js";
import type { DuizhaoSiteOptions } from "./options.cjs";

/** What is made of; paths in the blog, that of a site index with a slash at its end. */
type Options = Omit<DuizhaoSiteOptions, "out" | "site"> & { out: string | undefined; site: string | undefined };

export interface Routes {
  routes: Route[];
  /** Makes the site index, and routes of its pieces. */
  addPieces(): Promise<void>;
}

/** Made anew with every generation, so that an index is made once for each. */
export function routes(hexo: Hexo, { out, site, ...making }: Options): Routes {
  let made: Promise<Made> | null = null;
  const index = () => {
    made ??= indexOf(hexo, making, out ?? (site as string), formOf(out, site));
    return made;
  };
  let manifest: Promise<Buffer> | null = null;
  const pieces = () => {
    manifest ??= index().then(({ files }) => setPieces(hexo, files ?? [], site as string));
    return manifest;
  };
  return {
    routes: [
      ...(out === undefined ? [] : [{ path: out, data: async () => Buffer.from((await index()).bytes ?? []) }]),
      ...(site === undefined ? [] : [{ path: `${site}${MANIFEST}`, data: pieces }]),
      ...elementFiles().map(({ name, path }) => ({ path: `duizhao/${name}`, data: () => readFile(path) })),
    ],
    async addPieces() {
      await pieces();
    },
  };
}

/** Routes for the pieces of a site index; gives its manifest. */
function setPieces(hexo: Hexo, files: SiteFile[], site: string): Buffer {
  let manifest: Uint8Array = new Uint8Array();
  for (const { name, bytes } of files) {
    if (name === MANIFEST) manifest = bytes;
    else hexo.route.set(`${site}${name}`, async () => Buffer.from(bytes));
  }
  hexo.log.info(`duizhao: ${site}: ${files.length} files`);
  return Buffer.from(manifest);
}

async function indexOf(hexo: Hexo, making: Partial<Making>, path: string, as: MakingForm): Promise<Made> {
  const { root = "/", pretty_urls: pretty } = hexo.config;
  // Pages of lists: what is on them stands on the pages of their articles.
  const lists = ["archive_dir", "category_dir", "tag_dir"].map((key) => hexo.config[key]);
  const exclude = [
    ...lists.filter((folder) => typeof folder === "string").map((folder) => `${folder}/**`),
    ...(making.exclude ?? []),
  ];
  const cleanUrls = (pretty as { trailing_html?: boolean } | undefined)?.trailing_html === false;
  const made = await makeIndex(siteMaking("public", { ...making, exclude, baseUrl: root, cleanUrls }), {
    as,
    sources: await pagesOf(hexo, exclude),
  });
  for (const note of made.notes) hexo.log.info(`duizhao: ${note}`);
  for (const complaint of made.complaints) hexo.log.warn(`duizhao: ${complaint}`);
  if (!("bytes" in made)) throw new Error("duizhao: the blog has no page to index.");
  const advice = as === "file" ? adviceOn(lengthOf(made), "site: search") : null;
  if (advice) hexo.log.info(`duizhao: ${advice}`);
  hexo.log.info(`duizhao: ${path}: ${counted(made.numDocuments, "document")}, ${count(lengthOf(made))} bytes`);
  return made;
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
