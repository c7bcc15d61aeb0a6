import { html } from "lit";

/** Characters that turn the direction of what follows, by their Unicode names. */
const NAMES: Record<string, string> = {
  "\u061c": "ALM",
  "\u200e": "LRM",
  "\u200f": "RLM",
  "\u202a": "LRE",
  "\u202b": "RLE",
  "\u202c": "PDF",
  "\u202d": "LRO",
  "\u202e": "RLO",
  "\u2066": "LRI",
  "\u2067": "RLI",
  "\u2068": "FSI",
  "\u2069": "PDI",
};
const CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/**
 * A text with what would silently turn its order shown as such: the character stands alone in an element that isolates it
 * and carries its name, so that it is seen, copied, and turns nothing. Text without any is given back as it is.
 *
 * Shape: `visible("a\u202eb")` is `["a", <span class="control" data-name="RLO">, "b"]`.
 */
export function visible(text: string): unknown {
  if (!CONTROLS.test(text)) return text;
  return text
    .split(/([\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])/)
    .filter((part) => part !== "")
    .map((part) => {
      const name = NAMES[part];
      return name ? html`<span class="control" data-name=${name}>${part}</span>` : part;
    });
}

/** The same where only plain text can stand (the tab's title, the options of a list): controls by their names. */
export function plainly(text: string): string {
  if (!CONTROLS.test(text)) return text;
  return [...text].map((character) => (NAMES[character] ? `[${NAMES[character]}]` : character)).join("");
}
