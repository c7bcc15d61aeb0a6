import { html, nothing } from "lit";
import { plainly, visible } from "../../elements/controls.js";
import { called } from "../../lib/apart.js";
import type { DocumentInfo, Script } from "../../lib/page.js";
import { language, t } from "../../strings/index.js";
import type { App } from "../app.js";

/** A document's title as it is shown: characters that would turn its order are seen as such. */
export function titleOf(info: Pick<DocumentInfo, "title">): unknown {
  return visible(info.title || t("untitled"));
}

/** A document's title, and the file's name beside it where another at hand has the same title and date. */
export function nameOf(app: App, info: Pick<DocumentInfo, "id" | "title">): unknown {
  const apart = app.corpus.apart.get(info.id);
  return html`<bdi>${titleOf(info)}</bdi>${apart === undefined ? nothing : html` <bdi class="faint apart">${visible(apart)}</bdi>`}`;
}

/** The same as plain text, for options and labels. */
export function plainNameOf(app: App, info: Pick<DocumentInfo, "id" | "title">): string {
  return plainly(called({ ...info, title: info.title || t("untitled") }, app.corpus.apart));
}

/** The reader's word for a script. */
export function scriptWord(script: Script): string {
  return {
    simplified: t("scriptSimplified"),
    traditional: t("scriptTraditional"),
    mixed: t("scriptMixed"),
    none: t("scriptNone"),
  }[script];
}

/** A number with its thousands set apart as the language does. */
export function count(n: number): string {
  return n.toLocaleString(language() === "en" ? "en" : "zh");
}

/** Bytes for a reader. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1 << 20) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / (1 << 20)).toFixed(1)} MB`;
}
