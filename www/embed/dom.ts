/** What the elements for other people's pages build themselves of. Data becomes text nodes; styles are constructed sheets. */

/** On a server there are no elements: the modules can be imported there, and do nothing. */
export const Base = (globalThis.HTMLElement ?? Object) as typeof HTMLElement;

type Tag = keyof HTMLElementTagNameMap;

export function make<Name extends Tag>(
  name: Name,
  attributes: Record<string, string>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

export function set(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

export function icon(path: string): SVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  set(svg, "viewBox", "0 0 20 20");
  set(svg, "aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  set(line, "d", path);
  svg.append(line);
  return svg;
}

/** Gives a shadow tree its style. Browsers that cannot construct a sheet get a `<style>`, which a strict policy may refuse. */
export function adopt(shadow: ShadowRoot, css: string): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    shadow.adoptedStyleSheets = [sheet];
  } catch {
    shadow.append(make("style", {}, css));
  }
}

/** Whether an element must be dark: as its `theme` says, else because text around it is light. */
export function isDark(element: Element): boolean {
  const theme = element.getAttribute("theme");
  if (theme === "dark" || theme === "light") return theme === "dark";
  const around = element.parentElement ?? element;
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(around).color.match(/[\d.]+/g) ?? []).map(Number);
  return red * 0.3 + green * 0.6 + blue * 0.1 > 140;
}

/** Calls `look` when the page may have changed its theme or language; sites do so by an attribute of the root. */
export function watchPage(look: () => void): () => void {
  const watch = new AbortController();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", look, { signal: watch.signal });
  const observer = new MutationObserver(look);
  for (const element of [document.documentElement, document.body]) {
    if (element) observer.observe(element, { attributes: true });
  }
  return () => {
    watch.abort();
    observer.disconnect();
  };
}

/** An address as the page means it; null where it is none. */
export function addressOf(said: string | null): string | null {
  if (!said) return null;
  try {
    return new URL(said, document.baseURI).href;
  } catch {
    return null;
  }
}

/** Names an element, once: a page may have loaded the script twice. */
export function define(name: string, element: CustomElementConstructor): void {
  if (typeof customElements !== "undefined" && !customElements.get(name)) customElements.define(name, element);
}
