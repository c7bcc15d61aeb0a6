import { html, nothing, type TemplateResult } from "lit";
import { until } from "lit/directives/until.js";
import { cut, layer, setLines, type Stretch } from "../../elements/pieces.js";
import { languageOf } from "../../elements/source-text.js";
import type { Document as SourceDocument, DocumentInfo, HitPassage, Removal } from "../../lib/page.js";
import { t } from "../../strings/index.js";
import type { App } from "../app.js";
import { citation, copy } from "../cite.js";

/** One passage that answers: where it stands, its text with the hits marked, and what can be done with it. */
export function passage(app: App, info: DocumentInfo, hit: HitPassage, query: string): TemplateResult {
  const first = hit.highlights[0]?.[0] ?? hit.start;
  const href = app.link({ view: "read", documents: [info.id], query, at: first });
  const cite = async (event?: Event) => {
    event?.stopPropagation();
    const isCopied = await copy(citation(info, hit.text));
    app.inform(t(isCopied ? "cited" : "citeFailed"));
  };
  return html`<li class="passage" @cite=${cite}>
    ${
      hit.heading !== "" || hit.speaker
        ? html`<p class="context" lang=${languageOf(info)}>
          ${hit.heading === "" ? nothing : html`<bdi>${hit.heading}</bdi>`}${hit.speaker ? html`<b><bdi>${hit.speaker}</bdi></b>` : nothing}
        </p>`
        : nothing
    }
    <a class="snippet" data-stop href=${href} lang=${languageOf(info)}>${until(
      app.corpus.document(info.id).then((document) => snippet(document, hit)),
      plain(hit),
    )}</a>
    <button type="button" class="cite" @click=${cite}>${t("cite")}</button>
  </li>`;
}

/** The passage as it stands in its source: hits marked, noise struck through. */
function snippet(document: SourceDocument, hit: HitPassage): unknown[] {
  const marks = layer<Stretch>(hit.highlights.map(([start, end]) => ({ start, end })));
  const noise = layer<Removal>(document.removed);
  const { text } = document;
  return cut(hit.start, hit.end, [marks, noise]).map((piece) => {
    const removal = piece.over[1] as Removal | undefined;
    const shown = setLines(text.slice(piece.start, piece.end), text[piece.start - 1] ?? "", text[piece.end] ?? "");
    if (shown === "" || removal?.kind === "markup") return nothing;
    const node = removal && removal.kind !== "space" ? html`<span class="noise">${shown}</span>` : shown;
    return piece.over[0] ? html`<mark>${node}</mark>` : node;
  });
}

/** The same without the document's noise, for the moment before the document is there. */
function plain(hit: HitPassage): unknown[] {
  const marks = layer<Stretch>(hit.highlights.map(([start, end]) => ({ start: start - hit.start, end: end - hit.start })));
  return cut(0, hit.text.length, [marks]).map((piece) => {
    const shown = setLines(hit.text.slice(piece.start, piece.end), "", "");
    return piece.over[0] ? html`<mark>${shown}</mark>` : shown;
  });
}
