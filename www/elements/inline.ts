import { html } from "lit";
import type { Removal, Document as SourceDocument } from "../lib/types.js";
import { visible } from "./controls.js";
import { markupOf } from "./markup.js";
import { cut, type Layer, layer, type Stretch, setLines } from "./pieces.js";

const noise = new WeakMap<SourceDocument, Removal[]>();

/**
 * One stretch of a source in one line of thought: noise struck through, Markdown's marks left out, and `marked`
 * wrapped by `wrap`. Text nodes only.
 */
export function inlineText<T extends Stretch>(
  document: SourceDocument,
  stretch: Stretch,
  marked: Layer<T>,
  wrap: (mark: T, node: unknown) => unknown,
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
  for (const piece of cut(stretch.start, stretch.end, [marked, removed, markupOf(document).hidden])) {
    const shown = setLines(text.slice(piece.start, piece.end), text[piece.start - 1] ?? "", text[piece.end] ?? "");
    if (shown === "" || piece.over[2]) continue;
    const removal = piece.over[1] as Removal | undefined;
    const node =
      removal && removal.kind !== "space" ? html`<span class="noise">${visible(shown)}</span>` : visible(shown);
    const mark = piece.over[0] as T | undefined;
    if (mark !== held) flush();
    held = mark;
    if (mark) inside.push(node);
    else out.push(node);
  }
  flush();
  return out;
}
