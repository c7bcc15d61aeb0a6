/** Which type a text is, by its name, else by its look. */

import type { TextType } from "./types.js";

/** Lines looked at; what a text is shows at its beginning. */
const SAMPLE_UNITS = 20_000;

/**
 * The type of a text. `.md` and `.html` are believed; everything else (`.txt` too, since saved web pages often
 * carry Markdown under that name) is judged by its look: front matter, a heading, or several marks of Markdown.
 *
 * @example textType("a.txt", "# 标题\n\n正文") // "markdown"
 */
export function textType(name: string, text: string): TextType {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase();
  if (ending === "md" || ending === "markdown" || ending === "mdx" || ending === "mkd") return "markdown";
  if (ending === "html" || ending === "htm" || ending === "xhtml") return "html";
  const sample = text.slice(0, SAMPLE_UNITS);
  if (/^\s*(<!doctype html|<html[\s>]|<head[\s>]|<body[\s>])/i.test(sample)) return "html";
  return looksLikeMarkdown(sample) ? "markdown" : "text";
}

function looksLikeMarkdown(sample: string): boolean {
  if (/^---\r?\n[\s\S]{0,4000}?\r?\n---\s*(\r?\n|$)/.test(sample)) return true;
  if (/^\s*# \S/.test(sample)) return true;
  const signs = [
    /^#{1,6} \S/gm, // headings
    /\*\*[^\s*][^*\n]*\*\*/g, // strong, as in **记者：**
    /\]\((https?:|\/|\.|#)[^)\s]*\)/g, // links and pictures
    /^```/gm,
    /^> /gm,
  ];
  let numSigns = 0;
  for (const sign of signs) numSigns += sample.match(sign)?.length ?? 0;
  return numSigns >= 3;
}
