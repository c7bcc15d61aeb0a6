/** HTML in Node: htmlparser2, bundled into a file of its own that only Node loads. */

import { compile, selectAll } from "css-select";
import type { AnyNode, Element } from "domhandler";
import { DomHandler, Parser } from "htmlparser2";
import type { PageParser } from "./html-tree.js";

type Query = (node: AnyNode) => boolean;

const compiled = new Map<string, Query>();

export const parseHtml: PageParser = (html, ignore, mark) => {
  const handler = new DomHandler();
  new Parser(handler).end(html);
  for (const selector of ignore) {
    for (const element of selectAll<AnyNode, Element>(queryOf(selector), handler.root)) element.attribs[mark] = "";
  }
  return handler.root;
};

function queryOf(selector: string): Query {
  const query = compiled.get(selector) ?? compile<AnyNode, Element>(selector);
  compiled.set(selector, query);
  return query;
}
