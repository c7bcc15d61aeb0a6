/**
 * The elements for other people's pages: `import "duizhao/element"`, or one script tag.
 *
 * @module
 */

import { fromBase64, inflate } from "../lib/assets.js";
import { DuizhaoSearch, useModule } from "./search.js";

useModule(async () => inflate(fromBase64((await import("virtual:duizhao/search-module")).default)));
if (typeof customElements !== "undefined" && !customElements.get("duizhao-search")) {
  customElements.define("duizhao-search", DuizhaoSearch);
}

export { DuizhaoSearch, type SelectDetail } from "./search.js";
