/**
 * `<duizhao-columns>` for other people's pages: `import "duizhao/element/columns"`, or one script tag.
 *
 * @module
 */

import { searchModuleFile } from "../lib/beside.js";
import { DuizhaoColumns } from "./columns.js";
import { define } from "./dom.js";
import { useModule } from "./indexes.js";

useModule(searchModuleFile);
define("duizhao-columns", DuizhaoColumns);

export { DuizhaoColumns };
