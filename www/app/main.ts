/** The page. Placeholder until the views land: opens the packed index and says what is in it. */

import { open, packedIndex, status } from "../lib/page.js";

const app = document.getElementById("app") as HTMLElement;
const bytes = await packedIndex();
if (bytes) {
  const index = await open(bytes);
  const documents = await index.documents();
  app.textContent = documents.map((info) => info.title).join(" · ");
} else {
  app.textContent = "对照";
}
app.dataset["where"] = status().where;
