/**
 * Word documents (.docx) and electronic books (.epub): from the archive to HTML, which `html.ts` reads.
 *
 * Both are ZIP archives of XML that programs wrote, so a scan for their few elements is enough; what the elements
 * hold is passed on as it is. Loaded only when such a file comes. `fflate` unpacks (4 KB of it; MIT; no dependencies).
 *
 * Useful for prose: headings, paragraphs, tables, chapters in reading order. Not useful for footnotes, comments and
 * tracked changes: they are left out.
 */

// Not the entry for Node: it asks for `worker_threads`, which no bundler for browsers has.
import { strFromU8, unzipSync } from "fflate/browser";
import type { Assets } from "./assets.js";
import { DuizhaoError } from "./errors.js";
import { type HtmlReading, readHtml } from "./html.js";

/** No more than this is unpacked, whatever the archive says of itself. */
const MAX_UNPACKED_BYTES = 256 * 2 ** 20;
const MAX_CHAPTERS = 5_000;

/**
 * Reads a Word document or an electronic book. Throws kind `encoding` for another or a damaged archive and
 * `too-large` for one that unpacks past 256 MiB.
 */
export async function readArchive(bytes: Uint8Array, assets: Pick<Assets, "htmlParser">): Promise<HtmlReading> {
  const files = unpack(bytes);
  const word = files.get("word/document.xml");
  if (word !== undefined) {
    const reading = await readHtml(htmlOfWord(word), assets);
    return withFields(reading, files.get("docProps/core.xml") ?? "");
  }
  const container = files.get("META-INF/container.xml");
  if (container !== undefined) {
    const place = attribute(container.match(/<rootfile\b[^>]*>/)?.[0] ?? "", "full-path");
    const book = files.get(place);
    if (book !== undefined) return withFields(await readHtml(htmlOfBook(files, place, book), assets), book);
  }
  throw new DuizhaoError(
    "encoding",
    "This ZIP archive is neither a Word document (.docx) nor an electronic book (.epub); unpack it and open the files in it.",
  );
}

/** The XML and XHTML files of an archive, by name. */
function unpack(bytes: Uint8Array): Map<string, string> {
  let numBytes = 0;
  const isText = (name: string) => /\.(xml|xhtml|html?|opf)$/i.test(name);
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!isText(name)) return false;
        numBytes += originalSize;
        if (numBytes > MAX_UNPACKED_BYTES) throw tooLarge();
        return true;
      },
    });
    return new Map(Object.entries(files).map(([name, content]) => [name, strFromU8(content)]));
  } catch (cause) {
    if (cause instanceof DuizhaoError) throw cause;
    throw new DuizhaoError("encoding", "This archive is damaged and cannot be unpacked.", { cause });
  }
}

function tooLarge(): DuizhaoError {
  return new DuizhaoError(
    "too-large",
    `This archive unpacks to more than ${MAX_UNPACKED_BYTES} bytes; that much is not read as one document.`,
  );
}

/** Title, date and publisher, as both kinds write them (Dublin Core). */
function withFields(reading: HtmlReading, fields: string): HtmlReading {
  const field = (name: string) =>
    fields
      .match(new RegExp(`<(?:dc|dcterms):${name}\\b[^>]*>([^<]*)<`))?.[1]
      ?.replaceAll("&amp;", "&")
      .trim() || null;
  const date = field("date") ?? field("created");
  return {
    text: reading.text,
    title: field("title") ?? reading.title,
    date: date && /^\d{4}(-\d{2}(-\d{2})?)?/.test(date) ? date.slice(0, 10) : reading.date,
    source: field("publisher") ?? reading.source,
    url: reading.url,
  };
}

/** Paragraphs with their heading styles, and tables; text stays escaped as it is in the XML. */
function htmlOfWord(xml: string): string {
  const out: string[] = [];
  let level = 0;
  let text = "";
  let isText = false;
  let cells = 0;
  for (const [, closing, name, attributes, run] of xml.matchAll(/<(\/?)w:(\w+)\b([^>]*)>|([^<]+)/g)) {
    if (run !== undefined) {
      if (isText) text += run;
    } else if (name === "t") {
      isText = !closing && !attributes?.endsWith("/");
    } else if (name === "tab" || name === "br" || name === "cr") {
      if (!closing) text += name === "tab" ? " " : "<br>";
    } else if (name === "pStyle") {
      level = headingLevel(attribute(attributes ?? "", "w:val"));
    } else if (name === "p" && (closing || attributes?.endsWith("/"))) {
      const tag = level > 0 && cells === 0 ? `h${level}` : "p";
      if (text.trim()) out.push(cells > 0 ? `${text} ` : `<${tag}>${text}</${tag}>`);
      text = "";
      level = 0;
    } else if (name === "tbl" || name === "tr" || name === "tc") {
      const tag = { tbl: "table", tr: "tr", tc: "td" }[name];
      const isEmpty = attributes?.endsWith("/");
      if (name === "tc" && !isEmpty) cells += closing ? -1 : 1;
      out.push(isEmpty ? `<${tag}></${tag}>` : `<${closing}${tag}>`);
    }
  }
  return out.join("");
}

/** `Heading2`, `heading 2`, `标题 2`, and the bare numbers of Chinese Word: `2` is 标题 1. */
function headingLevel(style: string): number {
  const named = style.match(/^(?:heading|标题|標題|title)\s*(\d?)$/i);
  if (named) return Math.min(Number(named[1] || 1), 6);
  return /^[2-7]$/.test(style) ? Number(style) - 1 : 0;
}

/** The bodies of a book's chapters in reading order. */
function htmlOfBook(files: Map<string, string>, place: string, book: string): string {
  const folder = place.includes("/") ? place.slice(0, place.lastIndexOf("/") + 1) : "";
  const places = new Map<string, string>();
  for (const [item] of book.matchAll(/<(?:opf:)?item\b[^>]*>/g)) {
    places.set(attribute(item, "id"), attribute(item, "href"));
  }
  const bodies: string[] = [];
  for (const [item] of book.matchAll(/<(?:opf:)?itemref\b[^>]*>/g)) {
    const href = places.get(attribute(item, "idref"));
    const chapter = href === undefined ? undefined : files.get(resolved(folder, href));
    if (chapter === undefined || bodies.length >= MAX_CHAPTERS) continue;
    bodies.push(chapter.match(/<body\b[^>]*>([\s\S]*)<\/body>/i)?.[1] ?? "");
  }
  return `<main>${bodies.join("\n")}</main>`;
}

/** `../Text/a%20b.xhtml#x` from a folder, as the archive names it. */
function resolved(folder: string, href: string): string {
  const path = href.split("#")[0] ?? "";
  let plain = path;
  try {
    plain = decodeURIComponent(path);
  } catch {
    // not escaped after all: taken as it stands
  }
  const parts: string[] = [];
  for (const part of (folder + plain).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

function attribute(tag: string, name: string): string {
  return tag.match(new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`))?.[1] ?? "";
}
