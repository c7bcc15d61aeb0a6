/**
 * `duizhao/vite`: after a build, the pages in the output folder are indexed; while VitePress serves, the index is made from
 * the Markdown files whenever it is asked for and one has changed.
 */

import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { dirname, join, relative, resolve } from "node:path";
import { adviceOn, formOf, lengthOf, type Made, makeIndex, siteMaking } from "../cli/making.js";
import { count, counted, writeWhole } from "../cli/output.js";
import { writeSite } from "../cli/site.js";
import { createBuilder } from "../lib/index.js";
import type { DuizhaoViteOptions } from "./vite.public.js";

/** The parts of Vite and VitePress that are asked; declared here, so that the package needs neither. */
interface Config {
  base: string;
  root: string;
  build: { outDir: string; ssr: boolean | string };
  logger: Logger;
  vitepress?: VitePress;
}
interface Logger {
  info(line: string): void;
  warn(line: string): void;
}
interface VitePress {
  logger: Logger;
  outDir: string;
  srcDir: string;
  pages: string[];
  rewrites: { map: Record<string, string | undefined> };
  cleanUrls: boolean;
  buildEnd?(config: VitePress): unknown;
}
interface Server {
  middlewares: { use(handler: (request: IncomingMessage, response: ServerResponse, next: () => void) => void): void };
}

const BOX = "\0duizhao-vitepress-box.js";

/** The plugin; see `vite.public.d.ts`. */
export function duizhao(options: DuizhaoViteOptions = {}) {
  const { out = options.site === undefined ? "search.dzx" : undefined, site, box = false, ...making } = options;
  let config: Config;
  // VitePress has Vite speak of warnings only.
  const logger = () => config.vitepress?.logger ?? config.logger;

  async function indexPages(folder: string): Promise<void> {
    const { base, vitepress } = config;
    const made = await makeIndex(
      siteMaking(folder, { ...making, baseUrl: base === "" ? "./" : base, cleanUrls: vitepress?.cleanUrls ?? false }),
      { as: formOf(out, site) },
    );
    if (!("bytes" in made)) {
      const why = "some generators write them after Vite is done; then `duizhao index` is run after them";
      logger().warn(`duizhao: there are no pages to index in ${shown(folder)} (${why}).`);
      return;
    }
    if (made.bytes && out !== undefined) {
      mkdirSync(dirname(join(folder, out)), { recursive: true });
      writeWhole(join(folder, out), made.bytes);
    }
    if (made.files && site !== undefined) await writeSite(made.files, join(folder, site));
    tell(made, join(folder, out ?? (site as string)));
  }

  function tell(made: Made, path: string): void {
    const { numDocuments, notes, complaints } = made;
    const advice = site === undefined ? adviceOn(lengthOf(made), 'site: "search"') : null;
    if (advice) notes.push(advice);
    for (const note of notes) logger().info(`duizhao: ${note}`);
    for (const complaint of complaints) logger().warn(`duizhao: ${complaint}`);
    const size = `${counted(numDocuments, "document")}, ${count(lengthOf(made))} bytes`;
    logger().info(`duizhao: ${shown(path)}: ${size}`);
  }

  const shown = (path: string) => relative(config.root, path) || path;

  return {
    name: "duizhao",
    enforce: "pre" as const,

    /** Prepared with the rest: found out at the first page, it would have that page load twice. */
    config: () => (box ? { optimizeDeps: { include: ["duizhao/element"] } } : {}),

    configResolved(resolved: Config): void {
      config = resolved;
      const { vitepress } = resolved;
      if (!vitepress || wrapped.has(vitepress)) return;
      // Its pages are written after Vite is done; this is called when they are there.
      wrapped.add(vitepress);
      const before = vitepress.buildEnd;
      vitepress.buildEnd = async (site) => {
        await before?.call(vitepress, site);
        await indexPages(site.outDir);
      };
    },

    closeBundle: {
      order: "post" as const,
      sequential: true,
      async handler(): Promise<void> {
        if (!config.build.ssr && !config.vitepress) await indexPages(resolve(config.root, config.build.outDir));
      },
    },

    resolveId(source: string): string | null {
      if (source === BOX) return BOX;
      return box && /(^|\/)VPNavBarSearch\.vue$/.test(source) ? BOX : null;
    },
    load(id: string): string | null {
      if (id !== BOX) return null;
      return boxSource(out === undefined ? `/${(site as string).replace(/\/?$/, "/")}` : `/${out}`);
    },

    configureServer({ middlewares }: Server): void {
      const drafts = config.vitepress && out !== undefined ? new Drafts(config.vitepress, config.base) : null;
      let isSaid = false;
      middlewares.use((request, response, next) => {
        const path = (request.url ?? "").split(/[?#]/)[0];
        const isOurs = (name: string) => path === `${config.base}${name}`;
        if (out === undefined ? !isOurs(`${site}/manifest.dzx`) : !isOurs(out)) return next();
        const answer = (bytes: Uint8Array) => response.setHeader("content-type", "application/octet-stream").end(bytes);
        const built = resolve(config.root, config.build.outDir, out ?? "");
        if (drafts) {
          drafts.index().then(answer, (error: unknown) => {
            logger().warn(`duizhao: ${(error as Error).message}`);
            response.writeHead(404).end();
          });
        } else if (out !== undefined && existsSync(built)) answer(readFileSync(built));
        else {
          if (!isSaid)
            logger().warn("duizhao: the search is made when the site is built; build it once, or use `vite preview`.");
          isSaid = true;
          response.writeHead(404).end();
        }
      });
    },
  };
}

export default duizhao;

/** VitePress's own settings outlive the two builds of browser and server; they get one call at their end. */
const wrapped = new WeakSet<VitePress>();

/** The index of Markdown files while they are being written. Anchors come with the build; here links lead to the words. */
class Drafts {
  #made: Promise<Uint8Array> | null = null;
  #stamp = "";

  constructor(
    private readonly site: VitePress,
    private readonly base: string,
  ) {}

  index(): Promise<Uint8Array> {
    const paths = this.site.pages.map((page) => join(this.site.srcDir, page)).filter((path) => existsSync(path));
    const stamp = paths.map((path) => `${path} ${statSync(path).mtimeMs}`).join("\n");
    if (!this.#made || stamp !== this.#stamp) {
      this.#stamp = stamp;
      this.#made = this.#make();
    }
    return this.#made;
  }

  async #make(): Promise<Uint8Array> {
    const { pages, rewrites, srcDir, cleanUrls } = this.site;
    const builder = await createBuilder();
    for (const page of pages) {
      const path = join(srcDir, page);
      if (!existsSync(path)) continue; // made by a loader, without a file of its own
      const name = (rewrites.map[page] ?? page)
        .replace(/(^|\/)index\.md$/, "$1")
        .replace(/\.md$/, cleanUrls ? "" : ".html");
      const url = this.base + name.split("/").map(encodeURIComponent).join("/");
      await builder.add({ name: page, id: page, bytes: new Uint8Array(readFileSync(path)), type: "markdown", url });
    }
    return builder.finish();
  }
}

/**
 * What stands in VitePress's navigation bar: a component without a template, so that Vue need not know the element. It goes
 * to a hit by VitePress's own router, which would scroll from the words back to their heading, and marks the words itself.
 */
function boxSource(path: string): string {
  return `import { h, nextTick, onMounted } from "vue";
import { useData, useRouter, withBase } from "vitepress";
const LOOK = "--duizhao-accent: var(--vp-c-brand-1); min-width: 2.5rem; min-height: 2.5rem";
const PLACE = "display: flex; align-items: center; flex-grow: 1; padding: 0 1rem";

/** The place of the words of a text fragment in the page, or null. */
function rangeOf(words) {
  const walker = document.createTreeWalker(document.querySelector(".vp-doc, main") ?? document.body, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let text = "";
  while (walker.nextNode()) {
    nodes.push([text.length, walker.currentNode]);
    text += walker.currentNode.data;
  }
  const start = text.indexOf(words);
  if (words === "" || start < 0) return null;
  const at = (offset) => {
    const [from, node] = nodes.findLast(([from]) => from <= offset);
    return [node, offset - from];
  };
  const range = document.createRange();
  range.setStart(...at(start));
  const [last, inLast] = at(start + words.length - 1);
  range.setEnd(last, inLast + 1);
  return range;
}

export default {
  setup() {
    const { lang } = useData();
    const router = useRouter();
    onMounted(() => import("duizhao/element"));
    const go = async (event) => {
      const url = new URL(event.detail.url, location.href);
      if (url.origin !== location.origin || event.detail.url === "") return;
      event.preventDefault();
      const [hash, directive = ""] = url.hash.split(":~:text=");
      await router.go(url.pathname + url.search + (hash === "#" ? "" : hash));
      await nextTick();
      const range = rangeOf(decodeURIComponent(directive.split(/[,&]/)[0]));
      if (!range) return;
      globalThis.CSS?.highlights?.set("duizhao-arrival", new Highlight(range));
      requestAnimationFrame(() => range.startContainer.parentElement.scrollIntoView({ block: "center" }));
    };
    return () => h("div", { class: "duizhao-box", style: PLACE }, [
      h("duizhao-search", { src: withBase(${JSON.stringify(path)}), mode: "dialog", lang: lang.value, style: LOOK, onDuizhaoSelect: go }),
      h("style", "::highlight(duizhao-arrival) { background: var(--vp-c-yellow-soft, #ff9); }"),
    ]);
  },
};
`;
}
