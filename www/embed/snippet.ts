/** What is shown of a passage, and where a link to it leads: the source without its Markdown marks, cut near a hit. */

import type { DocumentInfo, HitPassage } from "../lib/types.js";

/** A run of text as it is shown. */
export interface Run {
  text: string;
  isHit: boolean;
}

/**
 * Marks that are no text: of a heading, quotation, list or row of a table at its edges, of emphasis, code, links, images. What is escaped
 * or code stays, though it looks like a tag.
 */
const MARKS =
  /\\[!-/:-@[-`{-~]|(`+)[^`\n]+\1(?!`)|^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+|\d{1,3}[.)][ \t]+)+|^[ \t]{0,9}\|[ \t]{0,9}|[ \t]{0,9}\|\s{0,9}(?![\s\S])|!?\[(?=[^\]\n]{0,300}\]\()|\]\([^()\s]{0,2000}(?:[ \t]+"[^"\n]*")?\)|[ \t]{0,9}\{#[^}\n]{0,200}\}|\*\*|__|~~|`+|<\/?[a-z][^<>\n]{0,500}>/gim;

/** Which units of a text belong to marks. */
function marksOf(text: string): Uint8Array {
  const isMark = new Uint8Array(text.length);
  for (const { index, 0: mark, 1: fence } of text.matchAll(MARKS)) {
    const end = index + mark.length;
    const length = fence?.length ?? (mark.startsWith("\\") ? 1 : mark.length);
    isMark.fill(1, index, index + length);
    if (fence) isMark.fill(1, end - length, end);
  }
  return isMark;
}

/** Characters shown before the first hit, and in all. */
const MAX_BEFORE = 28;
const MAX_CHARS = 150;
/** A clause longer than this is no fragment of a link. */
const MAX_FRAGMENT = 120;
/** Where a clause ends: a browser finds a fragment only at the edges of words, and these are some in any script. */
const CLAUSE_END = /[，。；：！？、,.;:!?()（）「」『』“”"《》【】…—\n]/;

/** The pieces of a passage in order, with its hits; white space is one space, and none beside Chinese. */
export function runsOf(passage: HitPassage): Run[] {
  const { text, start, highlights } = passage;
  const length = text.length;
  const isMark = marksOf(text);
  const isHit = new Uint8Array(length);
  for (const [from, until] of highlights) isHit.fill(1, from - start, until - start);
  const first = Math.max(0, isHit.indexOf(1));
  let from = Math.max(0, first - MAX_BEFORE);
  // Begin with a clause where one begins near.
  for (let at = from; at < first - 4; at += 1) {
    if (CLAUSE_END.test(text[at] ?? "")) {
      from = at + 1;
      break;
    }
  }
  let until = Math.min(length, from + MAX_CHARS);
  if (isLowSurrogate(text, from)) from -= 1;
  if (isLowSurrogate(text, until)) until -= 1;
  const runs: Run[] = [];
  const push = (piece: string, hit: boolean) => {
    const last = runs.at(-1);
    if (last && last.isHit === hit) last.text += piece;
    else runs.push({ text: piece, isHit: hit });
  };
  if (/\S/.test(text.slice(0, from))) push("…", false);
  for (let at = from; at < until; at += 1) {
    if (isMark[at]) continue;
    const unit = text[at] ?? "";
    if (/\s/.test(unit)) {
      const before = runs.at(-1)?.text.at(-1) ?? "";
      let next = at;
      while (next < length && (isMark[next] || /\s/.test(text[next] ?? ""))) next += 1;
      const isLabel = unit === "\n" && LABEL.test(text.slice(next, next + 10));
      const isApart = isLabel || !(WIDE.test(before) && WIDE.test(text[next] ?? ""));
      if (before !== " " && before !== "…" && isApart) push(" ", isHit[at] === 1);
    } else push(unit, isHit[at] === 1);
  }
  if (/\S/.test(text.slice(until))) push("…", false);
  return runs;
}

/** A line that begins so says what the text is, `发布时间: …`: it does not go on from the line before. */
const LABEL = /^[^\s:：，。]{1,8} ?[:：]/;
const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/;

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}

/** The text fragment that a browser looks for and marks on the page: the clause of the first hit. Empty where none is sure. */
function fragmentOf(passage: HitPassage): string {
  const { text, start, highlights } = passage;
  const [hit] = highlights;
  if (!hit) return "";
  const isEnd = marksOf(text);
  // The cells of a row are apart on the page.
  const ends = (at: number) => isEnd[at] === 1 || text[at] === "|" || CLAUSE_END.test(text[at] ?? "\n");
  let from = hit[0] - start;
  let until = hit[1] - start;
  while (from > 0 && !ends(from - 1)) from -= 1;
  while (until < text.length && !ends(until)) until += 1;
  const clause = text.slice(from, until).trim();
  if (clause === "" || clause.length > MAX_FRAGMENT) return "";
  for (let at = hit[0] - start; at < hit[1] - start; at += 1) if (isEnd[at] === 1) return "";
  // In a fragment the hyphen has a meaning of its own.
  return `:~:text=${encodeURIComponent(clause.replace(/\p{Surrogate}/gu, "\ufffd")).replaceAll("-", "%2D")}`;
}

/**
 * Where a passage stands on the site of the element that shows it (`src`, `base`); empty where the index does not say, or
 * says something that is no page.
 */
export function linkTo(element: Element, info: DocumentInfo, passage: HitPassage): string {
  const said = info.url ?? (/\.html?$/i.test(info.name) ? info.name : null);
  if (said === null) return "";
  try {
    const index = new URL(element.getAttribute("src") ?? "", document.baseURI);
    const url = new URL(said, new URL(element.getAttribute("base") ?? ".", index));
    if (!/^(https?|file):$/.test(url.protocol)) return "";
    const hash = passage.anchor ? encodeURIComponent(passage.anchor) : url.hash.slice(1);
    url.hash = "";
    const end = `${hash}${fragmentOf(passage)}`;
    return end === "" ? url.href : `${url.href}#${end}`;
  } catch {
    return "";
  }
}
