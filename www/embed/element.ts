/**
 * The elements for other people's pages: `import "duizhao/element"`, or one script tag.
 *
 * @module
 */

import { searchModuleFile } from "../lib/beside.js";
import { DuizhaoSearch, useModule } from "./search.js";

useModule(searchModuleFile);
if (typeof customElements !== "undefined" && !customElements.get("duizhao-search")) {
  customElements.define("duizhao-search", DuizhaoSearch);
}

export { DuizhaoSearch, type SelectDetail } from "./search.js";
