/**
 * From an HTML page to Markdown with its title, date and address: the core never sees HTML.
 *
 * The page is parsed by the browser's own `DOMParser`, in Node by htmlparser2, which is loaded only then. What is drawn is the text
 * of `main` or `article` where there is one; scripts, styles and navigation are left out. Headings, lists, quotes, code and
 * table rows keep their Markdown marks.
 */

import type { Assets } from "./assets.js";
import { DuizhaoError } from "./errors.js";
import {
  attribute,
  find,
  hasAttribute,
  isElement,
  isText,
  isWithin,
  type PageElement,
  type PageParser,
  parseInBrowser,
  textOf,
  walk,
} from "./html-tree.js";
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
  "script",
  "style",
  "noscript",
  "template",
  "svg",
  "nav",
  "iframe",
  "object",
  "button",
  "form",
  "head",
  "title",
  "rt",
  "rp",
]);
const PARAGRAPHS = new Set([
  "p",
  "div",
  "section",
  "article",
  "main",
  "header",
  "footer",
  "aside",
  "figure",
  "figcaption",
  "dl",
  "dt",
  "dd",
  "address",
  "ul",
  "ol",
  "details",
  "summary",
  "body",
  "html",
  "center",
]);

/** Draws the text from a page. Throws kind `unsupported` where no HTML parser can be had. */
export async function readHtml(html: string, assets: Pick<Assets, "htmlParser">): Promise<HtmlReading> {
  const page = (await parser(assets))(html, [], IGNORE);
  const said = sayingsOf(page);
  return { text: drawn(said, [said.root], false), ...facts(said) };
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
  const page = (await parser(assets))(html, ignore, IGNORE);
  const said = sayingsOf(page);
  const marked = said.bodies.filter((element) => !isWithin(element.parent, isMarked));
  const found = marked.length > 0 ? marked : [said.root];
  const heading = found.map((root) => find(root, ({ name }) => name === "h1")).find(Boolean);
  const { title, ...others } = facts(said);
  const text = drawn(said, found, true);
  return {
    text,
    ...others,
    title: declared(said, "title") ?? ((heading && shownText(heading)) || title),
    isMarked: marked.length > 0,
    leftOut: (marked.length > 0 ? null : purpose(said)) ?? (text.trim() === "" ? "empty" : null),
  };
}

const BODY = "data-duizhao-body";
const IGNORE = "data-duizhao-ignore";
const META = "data-duizhao-meta";

const isMarked = (element: PageElement) => hasAttribute(element, BODY);
const isIgnored = (element: PageElement) => hasAttribute(element, IGNORE);

function drawn({ html }: Sayings, found: PageElement[], keepsAnchors: boolean): string {
  const writer = new MarkdownWriter(keepsAnchors);
  if (!html || !isIgnored(html)) for (const root of found) writer.element(root, 0);
  return writer.finish();
}

/** The elements that say something about the page, gathered in one walk. */
interface Sayings {
  /** What holds the text of the page. */
  root: PageElement;
  html: PageElement | undefined;
  metas: PageElement[];
  time: PageElement | undefined;
  canonical: PageElement | undefined;
  title: PageElement | undefined;
  articles: PageElement[];
  bodies: PageElement[];
  declared: PageElement[];
}

function sayingsOf(page: PageElement): Sayings {
  const said: Record<"main" | "body" | "html" | "meta" | "time" | "link" | "title" | "article", PageElement[]> = {
    main: [],
    body: [],
    html: [],
    meta: [],
    time: [],
    link: [],
    title: [],
    article: [],
  };
  const bodies: PageElement[] = [];
  const declared: PageElement[] = [];
  walk(page, (node) => {
    if (!isElement(node)) return;
    const { name = "", attribs = {} } = node;
    if (name === "main" || name === "article" || attribs["role"] === "main") said.main.push(node);
    if (name !== "main" && name in said) said[name as keyof typeof said].push(node);
    if (BODY in attribs) bodies.push(node);
    if (META in attribs) declared.push(node);
  });
  return {
    root: said.main[0] ?? said.body[0] ?? said.html[0] ?? page,
    html: said.html[0],
    metas: said.meta,
    time: said.time.find((element) => hasAttribute(element, "datetime")),
    canonical: said.link.find((element) => attribute(element, "rel") === "canonical"),
    title: said.title[0],
    articles: said.article,
    bodies,
    declared,
  };
}

/** Title, address, date and publisher, where the page says them. */
function facts(said: Sayings): Omit<HtmlReading, "text"> {
  const meta = (...names: string[]): string | null => {
    for (const name of names) {
      const element = said.metas.find((meta) => ["property", "name"].some((key) => attribute(meta, key) === name));
      const found = element && attribute(element, "content")?.trim();
      if (found) return found;
    }
    return null;
  };
  const time = said.time && attribute(said.time, "datetime");
  const date = declared(said, "date") ?? meta("article:published_time", "date", "dc.date", "pubdate") ?? time ?? null;
  const canonical = said.canonical && attribute(said.canonical, "href");
  return {
    title: declared(said, "title") ?? meta("og:title") ?? ((said.title && textOf(said.title).trim()) || null),
    url: declared(said, "url") ?? canonical ?? meta("og:url"),
    date: (date && /^\d{4}(-\d{2}(-\d{2})?)?/.exec(date)?.[0]) || null,
    source: declared(said, "source") ?? meta("og:site_name"),
  };
}

/**
 * What an author declares in the page: `data-duizhao-meta="title"` on the element that says it, `"date[datetime]"` for
 * one of its attributes, `"source: 晨报"` for a value of its own.
 */
function declared(said: Sayings, name: string): string | null {
  for (const element of said.declared) {
    for (const part of (attribute(element, META) ?? "").split(/\s*;\s*/)) {
      const [, key, named, value] = /^([\w-]+)(?:\[([\w-]+)\])?(?:\s*:\s*(.*))?$/s.exec(part.trim()) ?? [];
      if (key !== name) continue;
      const said = value ?? (named ? attribute(element, named) : shownText(element));
      if (said?.trim()) return said.trim();
    }
  }
  return null;
}

/** Why a page has nothing of its own to find. */
function purpose(said: Sayings): SitePage["leftOut"] {
  const meta = (key: string, value: string) => {
    const element = said.metas.find((meta) => attribute(meta, key)?.toLowerCase() === value);
    return element && attribute(element, "content");
  };
  if (meta("http-equiv", "refresh") !== undefined) return "redirect";
  if (/\bnoindex\b/i.test(meta("name", "robots") ?? "")) return "noindex";
  if (isWithin(said.root, isIgnored)) return "ignored";
  // Front pages and archives of a blog repeat its articles, each under a heading that leads to it.
  const isArticle = ({ name }: PageElement) => name === "article";
  const leading = said.articles.filter((article) => !isWithin(article.parent, isArticle) && leadsAway(article));
  return leading.length > 1 ? "list" : null;
}

function leadsAway(article: PageElement): boolean {
  const isLink = (element: PageElement) => element.name === "a" && hasAttribute(element, "href");
  const isHeading = ({ name = "" }: PageElement) => /^h[123]$/.test(name);
  const link = find(article, (element) => isLink(element) && isWithin(element.parent, isHeading));
  return link !== null && !attribute(link, "href")?.startsWith("#");
}

function shownText(element: PageElement): string {
  return squeeze(textOf(element, isAnchorMark));
}

/** The `#` or `¶` that generators put beside a heading as a link to itself, and what is not shown or read. */
function isAnchorMark(element: PageElement): boolean {
  if (element.name !== "a") return isIgnored(element) || attribute(element, "aria-hidden") === "true";
  return (attribute(element, "href") ?? "").startsWith("#") && !/[\p{L}\p{N}]/u.test(textOf(element));
}

async function parser({ htmlParser }: Pick<Assets, "htmlParser">): Promise<PageParser> {
  if (typeof DOMParser !== "undefined") return parseInBrowser;
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

  element(element: PageElement, depth: number): void {
    const { name = "" } = element;
    if (LEFT_OUT.has(name) || hasAttribute(element, "hidden") || attribute(element, "aria-hidden") === "true") return;
    if (isIgnored(element)) return;
    if (depth > MAX_DEPTH) {
      this.#text(textOf(element));
      return;
    }
    const heading = /^h([1-6])$/.exec(name);
    if (heading) this.#heading("#".repeat(Number(heading[1])) + " ", element, depth);
    else if (name === "a" && this.#isInHeading && isAnchorMark(element)) return;
    else if (name === "li") this.#block("- ", element, depth);
    else if (name === "blockquote") this.#block("> ", element, depth);
    else if (name === "table") this.#table(element);
    else if (name === "pre") this.#code(element);
    else if (name === "br") this.#end();
    else if (PARAGRAPHS.has(name)) {
      this.#end();
      this.#children(element, depth);
      this.#end();
    } else this.#children(element, depth);
  }

  #children(element: PageElement, depth: number): void {
    for (const child of element.children) {
      if (isText(child)) this.#text(child.data);
      else if (isElement(child)) this.element(child, depth + 1);
    }
  }

  #heading(prefix: string, element: PageElement, depth: number): void {
    // Older generators put the anchor on an element beside the text.
    const own = attribute(element, "id");
    const beside = own ? null : find(element, isAnchor);
    const id = own || (beside && (attribute(beside, "id") || attribute(beside, "name"))) || "";
    this.#isInHeading = true;
    this.#suffix = this.keepsAnchors && /^[^\s{}]+$/.test(id) ? ` {#${id}}` : "";
    this.#block(prefix, element, depth);
    this.#isInHeading = false;
    this.#suffix = "";
  }

  #block(prefix: string, element: PageElement, depth: number): void {
    this.#end();
    const outer = this.#prefix;
    this.#prefix = prefix;
    this.#children(element, depth);
    this.#end();
    this.#prefix = outer;
  }

  /** A Markdown table: its first row stands as the head, since Markdown knows no table without one. */
  #table(table: PageElement): void {
    this.#end();
    const rows = rowsOf(table)
      .map((row) => row.children.filter(isElement).map((cell) => squeeze(textOf(cell))))
      .filter((cells) => cells.some((cell) => cell !== ""));
    const width = Math.max(0, ...rows.map((cells) => cells.length));
    if (width === 0) return;
    const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
    const padded = rows.map((cells) => Array.from({ length: width }, (_, at) => inCell(cells[at] ?? "")));
    const [head = [], ...others] = padded;
    this.#blocks.push([head, head.map(() => "---"), ...others].map(line).join("\n"));
  }

  #code(element: PageElement): void {
    this.#end();
    const code = textOf(element).replace(/\s+$/, "");
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

/** Rows of a table, not those of tables in its cells. */
function rowsOf(table: PageElement): PageElement[] {
  const rows: PageElement[] = [];
  walk(table, (node) => {
    if (isElement(node) && node.name === "tr") rows.push(node);
    return !isElement(node) || node.name !== "table";
  });
  return rows;
}

/** An element that a link may lead to. */
function isAnchor(element: PageElement): boolean {
  const { name } = element;
  return (
    (name === "a" && (hasAttribute(element, "id") || hasAttribute(element, "name"))) ||
    (name === "span" && hasAttribute(element, "id"))
  );
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
