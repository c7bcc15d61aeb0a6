/**
 * The tree of an HTML page, whoever parsed it: plain objects with names, attributes and children, which cost a fraction of
 * the elements that a browser shows. A browser's `Document` is copied into such a tree; in Node `html-parser.ts` makes one.
 */

/** An element, or the page as a whole. */
export interface PageElement {
  readonly type: string;
  /** In small letters; none has the page as a whole. */
  readonly name?: string;
  readonly attribs?: Record<string, string>;
  readonly children: PageNode[];
  readonly parent?: PageElement | null;
}

/** Some text; comments and the like are other nodes. */
export interface PageText {
  readonly type: string;
  readonly data: string;
}

export type PageNode = PageElement | PageText | { readonly type: string };

/** Parses a page; elements that match one of the CSS selectors `ignore` get an empty attribute `mark`. */
export type PageParser = (html: string, ignore: string[], mark: string) => PageElement;

export const isText = (node: PageNode): node is PageText => node.type === "text";
export const isElement = (node: PageNode): node is PageElement => "children" in node;

export function attribute(element: PageElement, name: string): string | null {
  return element.attribs?.[name] ?? null;
}

export const hasAttribute = (element: PageElement, name: string): boolean => attribute(element, name) !== null;

/** Visits what is below a node in the order of the page; not below an element for which `visit` says false. */
export function walk(root: PageElement, visit: (node: PageNode) => unknown): void {
  // Pages nest as deep as their makers like: no recursion.
  const waiting = [...root.children].reverse();
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (visit(node) === false || !isElement(node)) continue;
    for (let at = node.children.length - 1; at >= 0; at -= 1) waiting.push(node.children[at] as PageNode);
  }
}

/** The first element below a node that answers to `is`. */
export function find(root: PageElement, is: (element: PageElement) => boolean): PageElement | null {
  let found: PageElement | null = null;
  walk(root, (node) => {
    if (found) return false;
    if (isElement(node) && is(node)) found = node;
    return found === null;
  });
  return found;
}

/** Whether an element or one around it answers to `is`. */
export function isWithin(element: PageElement | null | undefined, is: (element: PageElement) => boolean): boolean {
  for (let at = element; at; at = at.parent) if (is(at)) return true;
  return false;
}

/** All text in an element; none of those below it that `isLeftOut` names. */
export function textOf(element: PageElement, isLeftOut: (element: PageElement) => boolean = () => false): string {
  let text = "";
  walk(element, (node) => {
    if (isText(node)) text += node.data;
    return !isElement(node) || !isLeftOut(node);
  });
  return text;
}

/** By a browser's own `DOMParser`: no script of the page runs, nothing is loaded. */
export const parseInBrowser: PageParser = (html, ignore, mark) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const selector of ignore) for (const element of page.querySelectorAll(selector)) element.setAttribute(mark, "");
  const root: PageElement = { type: "root", children: [] };
  const waiting: Array<[Node, PageElement]> = [[page, root]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [node, parent] = next;
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) parent.children.push({ type: "text", data: child.nodeValue ?? "" });
      if (child.nodeType !== Node.ELEMENT_NODE) continue;
      const { localName, attributes } = child as Element;
      const attribs = Object.fromEntries([...attributes].map(({ name, value }) => [name, value]));
      const element: PageElement = { type: "tag", name: localName, attribs, children: [], parent };
      parent.children.push(element);
      waiting.push([child, element]);
    }
  }
  return root;
};
