/**
 * `<duizhao-compare>` for other people's pages: `import "duizhao/element/compare"`, or one script tag.
 *
 * @module
 */

import { DuizhaoCompare } from "./compare.js";
import { define } from "./dom.js";

define("duizhao-compare", DuizhaoCompare);

export { DuizhaoCompare };
