import { html, nothing, type TemplateResult } from "lit";
import { until } from "lit/directives/until.js";
import { inlineText } from "../../elements/inline.js";
import { cut, layer, type Stretch, setLines } from "../../elements/pieces.js";
import { languageOf } from "../../elements/source-text.js";
import type { DocumentInfo, HitPassage, Document as SourceDocument } from "../../lib/page.js";
import { t } from "../../strings/index.js";
import type { App } from "../app.js";
import { citation, copy } from "../cite.js";

/** One passage that answers: where it stands, its text with the hits marked, and what can be done with it. */
export function passage(app: App, info: DocumentInfo, hit: HitPassage, query: string): TemplateResult {
  const first = hit.highlights[0]?.[0] ?? hit.start;
  const href = app.link({ view: "read", documents: [info.id], query, at: first });
  // A passage that begins with its speaker's label says it itself.
  const speaker = hit.speaker && !hit.text.replace(/^[\s*]+/, "").startsWith(hit.speaker) ? hit.speaker : null;
  // The title stands above already.
  const heading =
    hit.heading === info.title
      ? ""
      : hit.heading.startsWith(`${info.title} › `)
        ? hit.heading.slice(info.title.length + 3)
        : hit.heading;
  const cite = async (event?: Event) => {
    event?.stopPropagation();
    const isCopied = await copy(citation(info, hit.text));
    app.inform(t(isCopied ? "cited" : "citeFailed"));
  };
  return html`<li class="passage" @cite=${cite}>
    ${
      heading !== "" || speaker
        ? html`<p class="context" lang=${languageOf(info)}>
          ${heading === "" ? nothing : html`<bdi>${heading}</bdi>`}${speaker ? html`<b><bdi>${speaker}</bdi></b>` : nothing}
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
  return inlineText(document, hit, marks, (_mark, node) => html`<mark>${node}</mark>`);
}

/** The same without the document's noise, for the moment before the document is there. */
function plain(hit: HitPassage): unknown[] {
  const marks = layer<Stretch>(
    hit.highlights.map(([start, end]) => ({ start: start - hit.start, end: end - hit.start })),
  );
  return cut(0, hit.text.length, [marks]).map((piece) => {
    const shown = setLines(hit.text.slice(piece.start, piece.end), "", "");
    return piece.over[0] ? html`<mark>${shown}</mark>` : shown;
  });
}
