/** A quotation with where it comes from, as plain text. */

import type { DocumentInfo } from "../lib/page.js";

/** Shape: `「…」——《题目》，来源，2024-06-02，https://…`. */
export function citation(document: DocumentInfo, quotation: string): string {
  // Marks of a title inside a title are single ones.
  const title = document.title.replace(/《/g, "〈").replace(/》/g, "〉");
  const parts = [`《${title}》`, document.author, document.source, document.date, safeUrl(document.url)];
  return `「${quotation.replace(/\s*\n\s*/g, "").trim()}」——${parts.filter(Boolean).join("，")}`;
}

/** A link that may be followed: http(s) or mailto, nothing that runs. Null for all else. */
export function safeUrl(url: string | null): string | null {
  if (!url) return null;
  try {
    const known = new URL(url);
    return ["http:", "https:", "mailto:"].includes(known.protocol) ? known.href : null;
  } catch {
    return null;
  }
}

/** Puts text on the clipboard; false where the browser does not allow it. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
