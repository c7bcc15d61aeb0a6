/**
 * From an HTML page to Markdown with its title, date and address: the core never sees HTML.
 *
 * The page is parsed by the browser's own `DOMParser` (no script of it runs, nothing is loaded), in Node by linkedom,
 * which is loaded only then. What is drawn is the text of `main` or `article` where there is one; scripts, styles and
 * navigation are left out. Headings, lists, quotes, code and table rows keep their Markdown marks.
 */

import type { Assets } from "./assets.js";
import { DuizhaoError } from "./errors.js";
import type { DocumentInput } from "./types.js";

/** What was drawn from a page; fields are null where the page does not say. */
export type HtmlReading = Required<Pick<DocumentInput, "text">> & {
  title: string | null;
  url: string | null;
  date: string | null;
  source: string | null;
};

/** How a page of a built site is read, beside what holds for any page. */
export interface SiteOptions {
  /** What these CSS selectors match is left out, as what has `data-duizhao-ignore` is. */
  ignore?: string[];
}

/** A page of a built site, with what a search of the whole site must know of it. */
export interface SitePage extends HtmlReading {
  /** The page marks its text with `data-duizhao-body`; then pages that do not are meant to stay out. */
  isMarked: boolean;
  /** Why it has no text of its own to find; null where it has. */
  leftOut: "redirect" | "noindex" | "list" | "ignored" | "empty" | null;
}

/** Nesting past this is flattened; browsers stop at 512 themselves. */
const MAX_DEPTH = 400;

const LEFT_OUT = new Set([
  "SCRIPT",
  "STYLE",
  "NOSCRIPT",
  "TEMPLATE",
  "SVG",
  "NAV",
  "IFRAME",
  "OBJECT",
  "BUTTON",
  "FORM",
  "HEAD",
  "RT",
  "RP",
]);
const PARAGRAPHS = new Set([
  "P",
  "DIV",
  "SECTION",
  "ARTICLE",
  "MAIN",
  "HEADER",
  "FOOTER",
  "ASIDE",
  "FIGURE",
  "FIGCAPTION",
  "DL",
  "DT",
  "DD",
  "ADDRESS",
  "UL",
  "OL",
  "DETAILS",
  "SUMMARY",
  "BODY",
  "HTML",
  "CENTER",
]);

/** Draws the text from a page. Throws kind `unsupported` where no HTML parser can be had. */
export async function readHtml(html: string, assets: Pick<Assets, "htmlParser">): Promise<HtmlReading> {
  const page = (await parser(assets))(html);
  return { text: drawn(page, roots(page), false), ...facts(sayingsOf(page)) };
}

/**
 * Draws the text from a page of a built site: headings keep their anchors (`## 用法 {#use}`), the title is the page's own
 * heading and not that of the site, and pages that only lead to others say so.
 */
export async function readSitePage(
  html: string,
  assets: Pick<Assets, "htmlParser">,
  { ignore = [] }: SiteOptions = {},
): Promise<SitePage> {
  const page = (await parser(assets))(html);
  const said = sayingsOf(page);
  const marked = said.bodies.filter((element) => !element.parentElement?.closest(`[${BODY}]`));
  const found = marked.length > 0 ? marked : roots(page);
  for (const selector of ignore)
    for (const element of page.querySelectorAll(selector)) element.setAttribute(IGNORE, "");
  const heading = found.map((root) => root.querySelector("h1")).find(Boolean);
  const { title, ...others } = facts(said);
  const text = drawn(page, found, true);
  return {
    text,
    ...others,
    title: declared(said, "title") ?? ((heading && shownText(heading)) || title),
    isMarked: marked.length > 0,
    leftOut: (marked.length > 0 ? null : purpose(page, said, found)) ?? (text.trim() === "" ? "empty" : null),
  };
}

const BODY = "data-duizhao-body";
const IGNORE = "data-duizhao-ignore";
const META = "data-duizhao-meta";

/** What holds the text of a page. */
function roots(page: Document): Element[] {
  const root = page.querySelector("main, article, [role=main]") ?? page.body ?? page.documentElement;
  return root ? [root] : [];
}

function drawn(page: Document, found: Element[], keepsAnchors: boolean): string {
  const writer = new MarkdownWriter(keepsAnchors);
  if (!page.documentElement?.hasAttribute(IGNORE)) for (const root of found) writer.element(root, 0);
  return writer.finish();
}

/** The elements that say something about the page, gathered in one walk: a query each would cost as much as parsing. */
interface Sayings {
  metas: Element[];
  time: Element | undefined;
  canonical: Element | undefined;
  title: Element | undefined;
  articles: Element[];
  bodies: Element[];
  declared: Element[];
}

function sayingsOf(page: Document): Sayings {
  const all = [
    ...page.querySelectorAll(`meta, title, article, time[datetime], link[rel=canonical], [${BODY}], [${META}]`),
  ];
  const named = (name: string) => all.filter((element) => element.tagName.toUpperCase() === name);
  return {
    metas: named("META"),
    time: named("TIME").find((element) => element.hasAttribute("datetime")),
    canonical: named("LINK").find((element) => element.getAttribute("rel") === "canonical"),
    title: named("TITLE")[0],
    articles: named("ARTICLE"),
    bodies: all.filter((element) => element.hasAttribute(BODY)),
    declared: all.filter((element) => element.hasAttribute(META)),
  };
}

/** Title, address, date and publisher, where the page says them. */
function facts(said: Sayings): Omit<HtmlReading, "text"> {
  const meta = (...names: string[]): string | null => {
    for (const name of names) {
      const element = said.metas.find((meta) => ["property", "name"].some((key) => meta.getAttribute(key) === name));
      const found = element?.getAttribute("content")?.trim();
      if (found) return found;
    }
    return null;
  };
  const time = said.time?.getAttribute("datetime");
  const date = declared(said, "date") ?? meta("article:published_time", "date", "dc.date", "pubdate") ?? time ?? null;
  return {
    title: declared(said, "title") ?? meta("og:title") ?? (said.title?.textContent?.trim() || null),
    url: declared(said, "url") ?? said.canonical?.getAttribute("href") ?? meta("og:url"),
    date: date && /^\d{4}(-\d{2}(-\d{2})?)?/.test(date) ? (/^\d{4}(-\d{2}(-\d{2})?)?/.exec(date)?.[0] ?? null) : null,
    source: declared(said, "source") ?? meta("og:site_name"),
  };
}

/**
 * What an author declares in the page: `data-duizhao-meta="title"` on the element that says it, `"date[datetime]"` for
 * one of its attributes, `"source: 晨报"` for a value of its own.
 */
function declared(said: Sayings, name: string): string | null {
  for (const element of said.declared) {
    for (const part of (element.getAttribute(META) ?? "").split(/\s*;\s*/)) {
      const [, key, attribute, value] = /^([\w-]+)(?:\[([\w-]+)\])?(?:\s*:\s*(.*))?$/s.exec(part.trim()) ?? [];
      if (key !== name) continue;
      const said = value ?? (attribute ? element.getAttribute(attribute) : shownText(element));
      if (said?.trim()) return said.trim();
    }
  }
  return null;
}

/** Why a page has nothing of its own to find. */
function purpose(page: Document, said: Sayings, found: Element[]): SitePage["leftOut"] {
  const meta = (key: string, value: string) =>
    said.metas.find((meta) => meta.getAttribute(key)?.toLowerCase() === value)?.getAttribute("content");
  if (meta("http-equiv", "refresh") !== undefined) return "redirect";
  if (/\bnoindex\b/i.test(meta("name", "robots") ?? "")) return "noindex";
  if (page.documentElement?.hasAttribute(IGNORE) || found.every((root) => root.closest(`[${IGNORE}]`)))
    return "ignored";
  // Front pages and archives of a blog repeat its articles, each under a heading that leads to it.
  const leading = said.articles.filter((article) => !article.parentElement?.closest("article") && leadsAway(article));
  return leading.length > 1 ? "list" : null;
}

function leadsAway(article: Element): boolean {
  const href = article.querySelector("h1 a[href], h2 a[href], h3 a[href]")?.getAttribute("href");
  return href !== undefined && href !== null && !href.startsWith("#");
}

function shownText(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const mark of copy.querySelectorAll(`a, [aria-hidden=true], [${IGNORE}]`)) if (isAnchorMark(mark)) mark.remove();
  return squeeze(copy.textContent ?? "");
}

/** The `#` or `¶` that generators put beside a heading as a link to itself. */
function isAnchorMark(element: Element): boolean {
  if (element.tagName.toUpperCase() !== "A") return true;
  return (element.getAttribute("href") ?? "").startsWith("#") && !/[\p{L}\p{N}]/u.test(element.textContent ?? "");
}

async function parser({ htmlParser }: Pick<Assets, "htmlParser">): Promise<(html: string) => Document> {
  if (typeof DOMParser !== "undefined") return (html) => new DOMParser().parseFromString(html, "text/html");
  if (htmlParser) return htmlParser();
  throw new DuizhaoError(
    "unsupported",
    "HTML needs a browser's DOMParser or Node; give the text as Markdown or plain text instead.",
  );
}

/** Writes blocks separated by blank lines; text that would read as a Markdown mark is escaped. */
class MarkdownWriter {
  readonly #blocks: string[] = [];
  #line = "";
  #prefix = "";
  #suffix = "";
  #isInHeading = false;

  /** `keepsAnchors`: whether `<h2 id="use">` is written `## 用法 {#use}`. */
  constructor(private readonly keepsAnchors: boolean) {}

  finish(): string {
    this.#end();
    return this.#blocks.join("\n\n");
  }

  element(element: Element, depth: number): void {
    const name = element.tagName.toUpperCase();
    if (LEFT_OUT.has(name) || element.hasAttribute("hidden") || element.getAttribute("aria-hidden") === "true") return;
    if (element.hasAttribute(IGNORE)) return;
    if (depth > MAX_DEPTH) {
      this.#text(element.textContent ?? "");
      return;
    }
    const heading = /^H([1-6])$/.exec(name);
    if (heading) this.#heading("#".repeat(Number(heading[1])) + " ", element, depth);
    else if (name === "A" && this.#isInHeading && isAnchorMark(element)) return;
    else if (name === "LI") this.#block("- ", element, depth);
    else if (name === "BLOCKQUOTE") this.#block("> ", element, depth);
    else if (name === "TABLE") this.#table(element);
    else if (name === "PRE") this.#code(element);
    else if (name === "BR") this.#end();
    else if (PARAGRAPHS.has(name)) {
      this.#end();
      this.#children(element, depth);
      this.#end();
    } else this.#children(element, depth);
  }

  #children(element: Element, depth: number): void {
    for (let child = element.firstChild; child; child = child.nextSibling) {
      if (child.nodeType === 3) this.#text(child.nodeValue ?? "");
      else if (child.nodeType === 1) this.element(child as Element, depth + 1);
    }
  }

  #heading(prefix: string, element: Element, depth: number): void {
    // Older generators put the anchor on an element beside the text.
    const beside = element.querySelector("a[id], a[name], span[id]");
    const id = element.id || beside?.id || beside?.getAttribute("name") || "";
    this.#isInHeading = true;
    this.#suffix = this.keepsAnchors && /^[^\s{}]+$/.test(id) ? ` {#${id}}` : "";
    this.#block(prefix, element, depth);
    this.#isInHeading = false;
    this.#suffix = "";
  }

  #block(prefix: string, element: Element, depth: number): void {
    this.#end();
    const outer = this.#prefix;
    this.#prefix = prefix;
    this.#children(element, depth);
    this.#end();
    this.#prefix = outer;
  }

  /** A Markdown table: its first row stands as the head, since Markdown knows no table without one. */
  #table(table: Element): void {
    this.#end();
    const rows = [...table.querySelectorAll("tr")]
      .filter((row) => row.closest("table") === table)
      .map((row) => [...row.children].map((cell) => squeeze(cell.textContent ?? "")))
      .filter((cells) => cells.some((cell) => cell !== ""));
    const width = Math.max(0, ...rows.map((cells) => cells.length));
    if (width === 0) return;
    const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
    const padded = rows.map((cells) => Array.from({ length: width }, (_, at) => inCell(cells[at] ?? "")));
    const [head = [], ...others] = padded;
    this.#blocks.push([head, head.map(() => "---"), ...others].map(line).join("\n"));
  }

  #code(element: Element): void {
    this.#end();
    const code = (element.textContent ?? "").replace(/\s+$/, "");
    if (code === "") return;
    const fence = "`".repeat(Math.max(3, 1 + Math.max(0, ...[...code.matchAll(/`+/g)].map((run) => run[0].length))));
    this.#blocks.push(`${fence}\n${code}\n${fence}`);
  }

  #text(text: string): void {
    this.#line += text;
  }

  #end(): void {
    const line = squeeze(this.#line);
    this.#line = "";
    if (line !== "") this.#blocks.push(this.#prefix + escaped(line) + this.#suffix);
  }
}

function squeeze(text: string): string {
  return text.replace(/[ \t\r\n\f]+/g, " ").trim();
}

function inCell(text: string): string {
  return escaped(text).replaceAll("|", "\\|");
}

/** Escapes only what Markdown would take as a mark: plain text stays as it is on the page. */
function escaped(line: string): string {
  return (
    line
      .replace(/[*`<[\]\\]/g, "\\$&")
      // In a heading this would be its anchor.
      .replace(/\{(?=#[^{}]*\}$)/, "\\{")
      .replace(/^(#{1,6} |[-+>] |~~~|\|)/, "\\$1")
      .replace(/^(\d+)([.)] )/, "$1\\$2")
  );
}
