/** Indexes by their address: two elements over one index load it once. */

import { DuizhaoError } from "../lib/errors.js";
import { openForSearch, type SearchIndex } from "../lib/search-engine.js";

let module: () => Promise<Uint8Array> = () => Promise.reject(new DuizhaoError("engine", "no module"));
const indexes = new Map<string, Promise<SearchIndex>>();

/** Says where the module comes from; each way of shipping has its own. */
export function useModule(load: () => Promise<Uint8Array>): void {
  module = load;
}

/** The index at an address, loaded once; what failed is tried again with the next call. */
export function indexAt(url: string): Promise<SearchIndex> {
  let opened = indexes.get(url);
  if (!opened) {
    opened = openForSearch(url, module);
    indexes.set(url, opened);
    opened.catch(() => indexes.delete(url));
  }
  return opened;
}
