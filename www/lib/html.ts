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
  const meta = (...names: string[]): string | null => {
    for (const name of names) {
      const found = page
        .querySelector(`meta[property="${name}"], meta[name="${name}"]`)
        ?.getAttribute("content")
        ?.trim();
      if (found) return found;
    }
    return null;
  };
  const root = page.querySelector("main, article, [role=main]") ?? page.body ?? page.documentElement;
  const writer = new MarkdownWriter();
  if (root) writer.element(root as Element, 0);
  const time = page.querySelector("time[datetime]")?.getAttribute("datetime");
  const date = meta("article:published_time", "date", "dc.date", "pubdate") ?? time ?? null;
  return {
    text: writer.finish(),
    title: meta("og:title") ?? (page.querySelector("title")?.textContent?.trim() || null),
    url: page.querySelector("link[rel=canonical]")?.getAttribute("href") ?? meta("og:url"),
    date: date && /^\d{4}(-\d{2}(-\d{2})?)?/.test(date) ? date.slice(0, 10) : null,
    source: meta("og:site_name"),
  };
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

  finish(): string {
    this.#end();
    return this.#blocks.join("\n\n");
  }

  element(element: Element, depth: number): void {
    const name = element.tagName.toUpperCase();
    if (LEFT_OUT.has(name) || element.hasAttribute("hidden") || element.getAttribute("aria-hidden") === "true") return;
    if (depth > MAX_DEPTH) {
      this.#text(element.textContent ?? "");
      return;
    }
    const heading = /^H([1-6])$/.exec(name);
    if (heading) this.#block("#".repeat(Number(heading[1])) + " ", element, depth);
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
    for (const child of element.childNodes) {
      if (child.nodeType === 3) this.#text(child.nodeValue ?? "");
      else if (child.nodeType === 1) this.element(child as Element, depth + 1);
    }
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
    if (line !== "") this.#blocks.push(this.#prefix + escaped(line));
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
  return line
    .replace(/[*`<[\]\\]/g, "\\$&")
    .replace(/^(#{1,6} |[-+>] |~~~|\|)/, "\\$1")
    .replace(/^(\d+)([.)] )/, "$1\\$2");
}
