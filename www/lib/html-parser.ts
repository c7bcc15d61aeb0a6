/** HTML in Node: htmlparser2, bundled into a file of its own that only Node loads. */

import { compile, type Options, selectAll } from "css-select";
import { Parser } from "htmlparser2";
import {
  attribute,
  hasAttribute,
  isElement,
  isText,
  type PageElement,
  type PageNode,
  type PageParser,
  textOf,
} from "./html-tree.js";

export const parseHtml: PageParser = (html, ignore, mark) => {
  const root: PageElement = { type: "root", children: [] };
  let open = root;
  const parser = new Parser({
    // Not by domhandler, whose nodes have twice the fields: making them was half of the parsing.
    onopentag(name, attribs) {
      const element: PageElement = { type: "tag", name, attribs, children: [], parent: open };
      open.children.push(element);
      open = element;
    },
    onclosetag() {
      open = open.parent ?? root;
    },
    ontext(data) {
      open.children.push({ type: "text", data });
    },
  });
  parser.end(html);
  for (const selector of ignore) {
    for (const { attribs } of selectAll(queryOf(selector), root, { adapter })) if (attribs) attribs[mark] = "";
  }
  return root;
};

/** What css-select asks of a tree. */
const adapter: NonNullable<Options<PageNode, PageElement>["adapter"]> = {
  isTag: (node): node is PageElement => node.type === "tag",
  getName: ({ name = "" }) => name,
  getAttributeValue: (element, name) => attribute(element, name) ?? undefined,
  hasAttrib: hasAttribute,
  getText: (node) => (isText(node) ? node.data : isElement(node) ? textOf(node) : ""),
  getChildren: (node) => (isElement(node) ? node.children : []),
  getParent: ({ parent }) => parent ?? null,
  getSiblings: (node) => (isElement(node) && node.parent ? node.parent.children : [node]),
  removeSubsets: (nodes) => nodes, // one page is asked
};

type Query = (node: PageNode) => boolean;

const compiled = new Map<string, Query>();

function queryOf(selector: string): Query {
  const query = compiled.get(selector) ?? compile<PageNode, PageElement>(selector, { adapter });
  compiled.set(selector, query);
  return query;
}
