/** What does the address say? The hash restores view, query, documents and place, also from file://. */

import type { Show } from "../elements/comparison-model.js";
import { wellFormed } from "../elements/search-box.js";

export const VIEWS = ["search", "read", "columns", "across", "compare", "segment", "about"] as const;
export type ViewName = (typeof VIEWS)[number];

/** The page's state as far as a link can carry it. */
export interface Route {
  view: ViewName;
  query: string;
  /** Ids: the one to read, or left and right. */
  documents: string[];
  /** A UTF-16 offset in the (left) document to stand on. */
  at: number | null;
  source: string;
  year: string;
  speaker: string;
  unit: "sentence" | "passage" | "article";
  /** How an old and a new law are shown, with unit `article`. */
  layout: "table" | "panes";
  show: Show;
  strength: number;
  /** In how many documents a statement must stand to be listed in Across. */
  atLeast: number;
}

export const START: Route = {
  view: "search",
  query: "",
  documents: [],
  at: null,
  source: "",
  year: "",
  speaker: "",
  unit: "sentence",
  layout: "table",
  show: "all",
  strength: 0,
  atLeast: 2,
};

/**
 * Reads a hash. Whatever it holds, the answer is a route: unknown parts are dropped.
 *
 * Shape: `#/compare?d=a&d=b&q=图片` is the view `compare` with two documents and a query.
 */
export function readRoute(hash: string): Route {
  const [path = "", search = ""] = hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  const values = new URLSearchParams(search);
  const at = Number.parseInt(values.get("at") ?? "", 10);
  const strength = Number.parseFloat(values.get("strength") ?? "");
  const atLeast = Number.parseInt(values.get("atleast") ?? "", 10);
  return {
    view: oneOf(VIEWS, path, "search"),
    query: wellFormed(values.get("q") ?? ""),
    documents: values.getAll("d").slice(0, 20),
    at: Number.isSafeInteger(at) && at >= 0 ? at : null,
    source: values.get("source") ?? "",
    year: values.get("year") ?? "",
    speaker: values.get("speaker") ?? "",
    unit: oneOf(["sentence", "passage", "article"] as const, values.get("unit"), "sentence"),
    layout: oneOf(["table", "panes"] as const, values.get("layout"), "table"),
    show: oneOf(["all", "similar", "different"] as const, values.get("show"), "all"),
    strength: strength > 0 && strength < 1 ? strength : 0,
    atLeast: atLeast >= 2 && atLeast <= 1000 ? atLeast : START.atLeast,
  };
}

/** Writes a route as a hash; what is as at the start is left out. */
export function writeRoute(route: Partial<Route>): string {
  const whole = { ...START, ...route };
  const values = new URLSearchParams();
  for (const id of whole.documents) values.append("d", id);
  if (whole.query !== "") values.set("q", whole.query);
  if (whole.at !== null) values.set("at", String(whole.at));
  for (const name of ["source", "year", "speaker"] as const) if (whole[name] !== "") values.set(name, whole[name]);
  if (whole.unit !== START.unit) values.set("unit", whole.unit);
  if (whole.layout !== START.layout) values.set("layout", whole.layout);
  if (whole.show !== START.show) values.set("show", whole.show);
  if (whole.strength > 0) values.set("strength", String(whole.strength));
  if (whole.atLeast !== START.atLeast) values.set("atleast", String(whole.atLeast));
  const search = values.toString();
  return `#/${whole.view}${search === "" ? "" : `?${search}`}`;
}

function oneOf<T extends string>(known: readonly T[], value: string | null, fallback: T): T {
  return known.find((name) => name === value) ?? fallback;
}
