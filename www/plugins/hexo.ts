/**
 * `duizhao/hexo`: the index is a route of the blog, made from its other routes when it is asked for, so that `generate`,
 * `deploy` and `server` all have it. CommonJS, since Hexo's scripts are; the work is in the ES modules beside it.
 *
 * The pieces of a site index have names that are known when it is made. So what writes files has it made as soon as the other
 * routes are there, while `server` has it made when the manifest is asked for.
 */

import type { DuizhaoHexoOptions } from "./hexo.public.js";
import type { Routes } from "./hexo-routes.js";

/** The parts of Hexo that are asked; declared here, so that the package does not need it. */
export interface Hexo {
  config: Record<string, unknown> & { root?: string; duizhao?: DuizhaoHexoOptions };
  env?: { cmd?: string };
  route: {
    list(): string[];
    get(path: string): AsyncIterable<Uint8Array | string> | undefined;
    set(path: string, data: () => Promise<Buffer>): void;
  };
  log: { info(line: string): void; warn(line: string): void };
  extend: {
    generator: { register(name: string, generate: () => Promise<Route[]>): void };
    filter: { register(name: string, filter: () => Promise<void>): void };
    tag: { register(name: string, tag: () => string): void };
    helper: { register(name: string, helper: () => string): void };
    injector: { register(entry: "body_end", html: string): void };
  };
}

/** A file of the blog, read when it is asked for. */
export interface Route {
  path: string;
  data(): Promise<Buffer>;
}

const CORNER = "position: fixed; right: 1rem; bottom: 1rem; z-index: 99";

export default function duizhao(hexo: Hexo, given: DuizhaoHexoOptions = {}): void {
  const { box = false, ...options } = { ...hexo.config.duizhao, ...given };
  const site = options.site?.replace(/\/*$/, "/");
  const out = options.out ?? (site === undefined ? "search.dzx" : undefined);
  const address = (path: string) => attribute(`${(hexo.config.root ?? "/").replace(/\/?$/, "/")}${path}`);
  // Many themes do not say the language of their pages.
  const [language] = [hexo.config["language"]].flat();
  const lang = typeof language === "string" && language !== "" ? ` lang="${attribute(language)}"` : "";
  const element = (attributes = "") =>
    `<script type="module" src="${address("duizhao/element.js")}"></script>` +
    `<duizhao-search src="${address(site ?? (out as string))}"${lang}${attributes}></duizhao-search>`;
  let made: Routes | null = null;
  hexo.extend.generator.register("duizhao", async () => {
    const { routes } = await import("./hexo-routes.js");
    made = routes(hexo, { ...options, out, site });
    return made.routes;
  });
  if (site !== undefined) {
    hexo.extend.filter.register("after_generate", async () => {
      if (!/^s(erver)?$/.test(hexo.env?.cmd ?? "")) await made?.addPieces();
    });
  }
  hexo.extend.tag.register("duizhao", () => element());
  hexo.extend.helper.register("duizhao", () => element());
  if (box) hexo.extend.injector.register("body_end", element(` mode="dialog" style="${CORNER}"`));
}

function attribute(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
