/**
 * `<duizhao-columns src="/search.dzx" query="着陆点">`: what each document of an index says on a topic, in its own words, side
 * by side; or that it says nothing.
 *
 * Attributes: `src`, `query`, `documents` (ids, separated by spaces; default all), `limit` (passages of each, default 2),
 * `base`, `theme`, `loading="eager"`, `lang`.
 */

import type { Columns, DocumentInfo, HitPassage } from "../lib/types.js";
import { COLUMNS_WORDS, embedWord, INDEX_FAILURES } from "../strings/embed.js";
import { COLUMNS_STYLE } from "./columns-style.js";
import { addressOf, make } from "./dom.js";
import { indexAt } from "./indexes.js";
import { LateElement } from "./late.js";
import { linkTo, runsOf } from "./snippet.js";

const MAX_QUERY_CHARS = 200;
/** Of those that are silent so many are named. */
const MAX_NAMED = 40;

type Column = Columns["columns"][number];

export class DuizhaoColumns extends LateElement {
  static readonly observedAttributes = ["src", "query", "documents", "limit", "base", "theme", "lang"];
  protected readonly failures = INDEX_FAILURES;

  constructor() {
    super(COLUMNS_STYLE);
  }

  get #query(): string {
    const cut = [...(this.getAttribute("query") ?? "").trim()].slice(0, MAX_QUERY_CHARS).join("");
    return cut.replace(/\p{Surrogate}/gu, "\ufffd");
  }

  protected override said(): string {
    return embedWord(this, COLUMNS_WORDS, this.#query === "" ? "ask" : "loading");
  }

  protected override async draw(isCurrent: () => boolean): Promise<Node | null> {
    const address = addressOf(this.getAttribute("src"));
    if (!address) {
      this.fail("failSource");
      return null;
    }
    const query = this.#query;
    if (query === "") return null;
    const ids = (this.getAttribute("documents") ?? "").split(/\s+/).filter(Boolean);
    const index = await indexAt(address);
    const { columns } = await index.columns(query, ids.length > 0 ? ids : undefined);
    return isCurrent() ? this.#columns(columns, query) : null;
  }

  #columns(all: readonly Column[], query: string): HTMLElement {
    const speaking = all.filter(({ passages }) => passages.length > 0);
    const silent = all.filter(({ passages }) => passages.length === 0);
    const list = make("ol", { class: "columns", part: "columns" }, ...speaking.map((column) => this.#column(column)));
    const region = make("div", {
      class: "region",
      part: "region",
      role: "region",
      tabindex: "0",
      "aria-label": embedWord(this, COLUMNS_WORDS, "region", { query }),
    });
    if (speaking.length > 0) region.append(list);
    else
      region.append(make("p", { class: "none", part: "none" }, embedWord(this, COLUMNS_WORDS, "nothing", { query })));
    if (silent.length > 0 && speaking.length > 0) {
      const names = make(
        "span",
        {},
        silent
          .slice(0, MAX_NAMED)
          .map(({ document: { title } }) => title)
          .join(" · "),
      );
      if (silent.length > MAX_NAMED) names.append(" …");
      const lead = embedWord(this, COLUMNS_WORDS, "silent", { n: silent.length });
      region.append(make("p", { class: "silent", part: "silent" }, make("b", {}, lead), names));
    }
    return region;
  }

  #column({ document: info, passages }: Column): HTMLElement {
    const limit = Number.parseInt(this.getAttribute("limit") ?? "", 10);
    const shown = passages.filter(({ text }) => text !== "").slice(0, limit >= 1 ? limit : 2);
    const date = make("p", { class: "date", part: "date" }, info.date ?? embedWord(this, COLUMNS_WORDS, "undated"));
    const [first] = passages;
    const url = first ? linkTo(this, info, first) : "";
    const name = url ? make("a", { href: url, part: "link" }, info.title) : info.title;
    const title = make("h2", { class: "title", part: "title" }, name);
    const column = make("li", { class: "column", part: "column" }, make("header", {}, date, title));
    if (info.language) title.lang = info.language;
    if (info.source) date.append(` · ${info.source}`);
    for (const passage of shown) column.append(this.#passage(info, passage));
    return column;
  }

  #passage(info: DocumentInfo, passage: HitPassage): HTMLElement {
    const url = linkTo(this, info, passage);
    const quote = make("blockquote", { class: "passage", part: "passage" });
    if (info.language) quote.lang = info.language;
    // A passage that begins with its speaker's label says it itself.
    const { speaker } = passage;
    if (speaker && !passage.text.replace(/^[\s*]+/, "").startsWith(speaker)) {
      quote.append(make("b", { class: "speaker", part: "speaker" }, `${speaker}：`));
    }
    const words = url ? make("a", { href: url, part: "link" }) : make("span", {});
    for (const run of runsOf(passage)) {
      words.append(run.isHit ? make("mark", { part: "mark" }, run.text) : run.text);
    }
    quote.append(words);
    return quote;
  }
}
