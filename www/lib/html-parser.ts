/** HTML in Node: linkedom, bundled into a file of its own that only Node loads. */

import { DOMParser } from "linkedom";

/** As `new DOMParser().parseFromString(html, "text/html")` in a browser. */
export function parseHtml(html: string): Document {
  // linkedom makes no `html` element of its own around a fragment.
  const whole = /<html[\s>]/i.test(html) ? html : `<!doctype html><html><head></head><body>${html}</body></html>`;
  return new DOMParser().parseFromString(whole, "text/html") as unknown as Document;
}
