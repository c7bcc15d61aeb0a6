/** Which characters of a source are Markdown's and not the text's? */

import type { Block, Document as SourceDocument } from "../lib/types.js";
import { layer, type Stretch } from "./pieces.js";

/** Marks to leave out of the set text (the raw view shows them), and what they made strong. */
export interface Markup {
  hidden: Stretch[];
  strong: Stretch[];
}

/** Marks at the head of a block, by its kind. */
const HEADS: Partial<Record<Block["kind"], RegExp>> = {
  heading: /^\s*#{1,6}\s+/,
  "list-item": /^\s*(?:[-*+]|\d{1,3}[.)])\s+/,
};
const QUOTE = /(^|\n)[ \t]*>[ \t]?/g;
/** A picture, a link, or a pair of emphasis marks; lazily, inside one block, without nesting. */
const INLINE = /!\[[^\]\n]*\]\([^)\s]*\)|\[([^\]\n]+)\]\([^)\s]*\)|(\*\*|__)(?=\S)([\s\S]+?\S)\2|(`)([^`\n]+)`/g;

const known = new WeakMap<SourceDocument, Markup>();

/**
 * The Markdown marks of a document. Found by look, since plain texts from the web carry them too; remembered per document.
 *
 * Cost: linear in the text: every rule is tried inside one block only, and a block's marks do not nest.
 */
export function markupOf(document: SourceDocument): Markup {
  const found = known.get(document);
  if (found) return found;
  const hidden: Stretch[] = [];
  const strong: Stretch[] = [];
  for (const block of document.blocks) {
    if (block.kind === "code" || block.kind === "metadata") continue;
    const text = document.text.slice(block.start, block.end);
    const hide = (from: number, to: number) => hidden.push({ start: block.start + from, end: block.start + to });
    const head = HEADS[block.kind]?.exec(text);
    if (head) hide(0, head[0].length);
    if (block.kind === "quote" || text.includes("\n")) {
      // Outside a quotation only wrapped lines may carry its mark: a paragraph may begin with `>` on its own account.
      const marks = [...text.matchAll(QUOTE)].filter((mark) => block.kind === "quote" || mark[1] !== "");
      for (const mark of marks) hide(mark.index + (mark[1]?.length ?? 0), mark.index + mark[0].length);
    }
    // A block may begin just behind its opening emphasis marks, as `- **5月3日**：…` does: their partner is a mark too.
    const before = document.text.slice(Math.max(0, block.start - 2), block.start);
    const partner = before === "**" || before === "__" ? text.indexOf(before) : -1;
    if (partner > 0) {
      hide(partner, partner + 2);
      strong.push({ start: block.start, end: block.start + partner });
    }
    if (block.kind === "table-row") {
      for (const mark of text.matchAll(/^\s*\|\s*|\s*\|\s*$/g)) hide(mark.index, mark.index + mark[0].length);
    }
    for (const mark of text.matchAll(INLINE)) {
      const end = mark.index + mark[0].length;
      const [, link, emphasis, emphasised, tick] = mark;
      if (link !== undefined) {
        hide(mark.index, mark.index + 1);
        hide(mark.index + 1 + link.length, end);
      } else if (emphasis !== undefined && emphasised !== undefined) {
        hide(mark.index, mark.index + 2);
        hide(end - 2, end);
        strong.push({ start: block.start + mark.index + 2, end: block.start + end - 2 });
      } else if (tick !== undefined) {
        hide(mark.index, mark.index + 1);
        hide(end - 1, end);
      }
    }
  }
  // `layer` drops what overlaps an earlier mark: a partner found twice is hidden once.
  const markup = { hidden: layer(hidden), strong: layer(strong) };
  known.set(document, markup);
  return markup;
}
