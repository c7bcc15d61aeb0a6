/** The page's way in. */

import "./style/tokens.css";
import "./style/base.css";
import "./style/shell.css";
import "./style/home.css";
import "./style/search.css";
import "./style/reading.css";
import "./style/compare.css";
import "./style/across.css";
import "./style/rest.css";
import { reading } from "../elements/style/reading.js";
import { App } from "./app.js";
import { install } from "./install.js";
import { focusBox, listen } from "./view/shell.js";

const sheet = reading.styleSheet;
if (sheet) document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

const root = document.getElementById("app");
if (root) {
  const app = new App(root);
  listen(app);
  const started = app.start();
  // The cursor is in the box from the first paint; a link into a text leaves the reader in the text.
  if (app.route.view === "search") requestAnimationFrame(() => focusBox(false));
  void started.then(() => install(() => app.updateReady()));
}
