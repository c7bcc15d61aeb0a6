import { html } from "lit";
import type { Removal, Document as SourceDocument } from "../lib/types.js";
import { visible } from "./controls.js";
import { markupOf } from "./markup.js";
import { cut, type Layer, layer, type Piece, type Stretch, setLines, within } from "./pieces.js";

const noise = new WeakMap<SourceDocument, Removal[]>();

/**
 * One stretch of a source in one line of thought: noise struck through, Markdown's marks left out, and `marked`
 * wrapped by `wrap`. Text nodes only. With `hasLines` paragraphs and items begin on new lines, as those of an article
 * do: a line feed in the text, which the style shows (`white-space: pre-line`).
 */
export function inlineText<T extends Stretch>(
  document: SourceDocument,
  stretch: Stretch,
  marked: Layer<T>,
  wrap: (mark: T, node: unknown) => unknown,
  { hasLines = false } = {},
): unknown[] {
  const { text } = document;
  const removed = noise.get(document) ?? layer(document.removed);
  noise.set(document, removed);
  const out: unknown[] = [];
  let held: T | undefined;
  let inside: unknown[] = [];
  const flush = () => {
    // One mark is one element, whatever noise lies inside it.
    if (held && inside.length > 0) out.push(wrap(held, inside));
    inside = [];
  };
  const breaks = hasLines ? breaksIn(document, stretch) : [];
  for (const piece of cut(stretch.start, stretch.end, [marked, removed, markupOf(document).hidden, breaks])) {
    const node = piece.over[3] ? lineFeed(piece, piece.over[3]) : shownOf(text, piece);
    if (node === null) continue;
    const mark = piece.over[0] as T | undefined;
    if (mark !== held) flush();
    held = mark;
    if (mark) inside.push(node);
    else out.push(node);
  }
  flush();
  return out;
}

/** A break may be cut by what lies over it: it is shown once. */
function lineFeed(piece: Stretch, whole: Stretch): string | null {
  return piece.start === whole.start ? "\n" : null;
}

function shownOf(text: string, { start, end, over }: Piece): unknown {
  const shown = setLines(text.slice(start, end), text[start - 1] ?? "", text[end] ?? "");
  if (shown === "" || over[2]) return null;
  const removal = over[1] as Removal | undefined;
  return removal && removal.kind !== "space" ? html`<span class="noise">${visible(shown)}</span>` : visible(shown);
}

/** What the last line of a paragraph or an item ends with; a line that a file was wrapped at rarely does. */
const FULL_LINE = /[。；：！？…”』」]/;

/** The line feeds of a stretch, with the white space around them, at which a paragraph or an item begins. */
function breaksIn({ text, blocks }: SourceDocument, { start, end }: Stretch): Stretch[] {
  const found: Stretch[] = [];
  for (const { 0: space, index } of text.slice(start, end).matchAll(/\s*\n\s*/g)) {
    const from = start + index;
    const to = from + space.length;
    if (from === start || to === end) continue;
    const isNew =
      FULL_LINE.test(text[from - 1] ?? "") ||
      space.includes("\u3000") ||
      within(blocks, from, to + 1).some((block) => block.start > from && block.start <= to);
    if (isNew) found.push({ start: from, end: to });
  }
  return found;
}
