/**
 * `duizhao/hexo`: the index is a route of the blog, made from its other routes when it is asked for, so that `generate`,
 * `deploy` and `server` all have it. CommonJS, since Hexo's scripts are; the work is in the ES modules beside it.
 */

import type { DuizhaoHexoOptions } from "./hexo.public.js";

/** The parts of Hexo that are asked; declared here, so that the package does not need it. */
export interface Hexo {
  config: Record<string, unknown> & { root?: string; duizhao?: DuizhaoHexoOptions };
  route: { list(): string[]; get(path: string): AsyncIterable<Uint8Array | string> | undefined };
  log: { info(line: string): void; warn(line: string): void };
  extend: {
    generator: { register(name: string, generate: () => Promise<Route[]>): void };
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
  const options = { ...hexo.config.duizhao, ...given };
  const { out = "search.dzx" } = options;
  const address = (path: string) => attribute(`${(hexo.config.root ?? "/").replace(/\/?$/, "/")}${path}`);
  // Many themes do not say the language of their pages.
  const [language] = [hexo.config["language"]].flat();
  const lang = typeof language === "string" && language !== "" ? ` lang="${attribute(language)}"` : "";
  const element = (attributes = "") =>
    `<script type="module" src="${address("duizhao/element.js")}"></script>` +
    `<duizhao-search src="${address(out)}"${lang}${attributes}></duizhao-search>`;
  hexo.extend.generator.register("duizhao", async () => {
    const { routes } = await import("./hexo-routes.js");
    return routes(hexo, { ...options, out });
  });
  hexo.extend.tag.register("duizhao", () => element());
  hexo.extend.helper.register("duizhao", () => element());
  if (options.box) hexo.extend.injector.register("body_end", element(` mode="dialog" style="${CORNER}"`));
}

function attribute(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
