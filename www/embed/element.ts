/**
 * `<duizhao-search>` for other people's pages: `import "duizhao/element"`, or one script tag.
 *
 * @module
 */

import { searchModuleFile } from "../lib/beside.js";
import { define } from "./dom.js";
import { useModule } from "./indexes.js";
import { DuizhaoSearch } from "./search.js";

useModule(searchModuleFile);
define("duizhao-search", DuizhaoSearch);

export { DuizhaoSearch, type SelectDetail } from "./search.js";
