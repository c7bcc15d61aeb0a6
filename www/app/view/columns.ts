import { html, nothing, type TemplateResult } from "lit";
import { languageOf } from "../../elements/source-text.js";
import type { Columns } from "../../lib/page.js";
import { t } from "../../strings/index.js";
import { type App, columnsSentence, PAGE_OF_HITS } from "../app.js";
import { passage } from "./passage.js";
import { timeline } from "./timeline.js";
import { nameOf, plainNameOf } from "./words.js";

/** With more documents than this, those that are silent are listed under the columns and not set beside them. */
const MAX_SILENT = 8;
/** Documents offered to choose columns from; of more, they are chosen on the first screen. */
const MAX_CHOICES = 40;

type Column = Columns["columns"][number];

/** One topic, each source in its own words, by date; or that it says nothing. */
export function columns(app: App): TemplateResult {
  const query = app.route.query.trim();
  const found = app.answers.columns;
  return html`<div class="in-columns">
    <div class="columns-head">
      <h1 class="view-title">${query === "" ? t("columnsTitle") : query}</h1>
      ${found ? timeline(found.columns, query) : nothing}
      <div class="view-lead">
        <p>${query === "" ? `${t("columnsLead")}${t("columnsAsk")}` : found ? columnsSentence(found) : app.isWaiting ? t("searching") : nothing}</p>
        ${choice(app)}
      </div>
    </div>
    ${found ? body(app, found.columns, query) : nothing}
  </div>`;
}

function body(app: App, all: readonly Column[], query: string): TemplateResult {
  const silent = all.filter(({ passages }) => passages.length === 0);
  const areListed = silent.length > MAX_SILENT;
  const set = areListed ? all.filter(({ passages }) => passages.length > 0) : all;
  const shown = set.slice(0, app.numShown);
  return html`<ol class="columns" tabindex="0" aria-label=${t("columnsTitle")}>
      ${shown.map(
        ({ document: info, passages }, i) => html`<li class=${passages.length === 0 ? "silent" : ""}>
          <header>
            <p class="faint num">${info.date ?? t("undated")}</p>
            <h2 lang=${languageOf(info)}><a href=${app.link({ view: "read", documents: [info.id], query })}>${nameOf(app, info)}</a></h2>
            ${info.source ? html`<p class="faint"><bdi>${info.source}</bdi></p>` : nothing}
            ${withBefore(app, shown, i)}
          </header>
          ${
            passages.length === 0
              ? html`<p class="none quiet">${t("columnsNone")}</p>`
              : html`<ol class="passages">${passages.map((one) => passage(app, info, one, query))}</ol>`
          }
        </li>`,
      )}
    </ol>
    ${
      shown.length < set.length
        ? html`<p><button type="button" class="button" @click=${() => app.set({ numShown: app.numShown + PAGE_OF_HITS })}>${t("morePassages")}</button></p>`
        : nothing
    }
    ${
      areListed
        ? html`<details class="silent-list">
          <summary>${t("columnsSilent", { n: silent.length })}</summary>
          <ul>${silent.slice(0, 400).map(({ document: info }) => html`<li lang=${languageOf(info)}><a href=${app.link({ view: "read", documents: [info.id], query: "" })}>${nameOf(app, info)}</a></li>`)}</ul>
        </details>`
        : nothing
    }`;
}

/** A way to set two neighbours that both speak side by side, sentence by sentence. */
function withBefore(app: App, shown: readonly Column[], at: number): TemplateResult | typeof nothing {
  const [before, here] = [shown[at - 1], shown[at]];
  if (!before || !here || before.passages.length === 0 || here.passages.length === 0) return nothing;
  const documents = [before.document.id, here.document.id];
  const place = before.passages[0]?.start ?? null;
  return html`<a class="plain pair" href=${app.link({ view: "compare", documents, query: "", at: place })}>${t("acrossCompare")}</a>`;
}

/** Which documents stand beside one another: all, or a few that the reader chose. */
function choice(app: App): TemplateResult | typeof nothing {
  const documents = app.corpus.byDate;
  const chosen = app.answering.chosen(app.route).documents ?? [];
  if (documents.length < 3 || (documents.length > MAX_CHOICES && chosen.length === 0)) return nothing;
  const isChosen = (id: string) => chosen.length === 0 || chosen.includes(id);
  const toggle = (id: string) => {
    const ids = documents.map((info) => info.id).filter((one) => (one === id ? !isChosen(one) : isChosen(one)));
    app.go({ documents: ids.length === documents.length ? [] : ids }, { isReplacing: true });
  };
  return html`<details class="menu choice">
    <summary class="button small">${chosen.length === 0 ? t("columnsOfAll") : t("columnsOf", { n: chosen.length })}</summary>
    <ul>
      ${chosen.length === 0 ? nothing : html`<li><button type="button" @click=${() => app.go({ documents: [] }, { isReplacing: true })}>${t("columnsOfAll")}</button></li>`}
      ${(documents.length > MAX_CHOICES ? documents.filter((info) => chosen.includes(info.id)) : documents).map(
        (info) =>
          html`<li><label><input type="checkbox" .checked=${isChosen(info.id)} ?disabled=${isChosen(info.id) && chosen.length === 1}
            @change=${() => toggle(info.id)} /> <bdi>${plainNameOf(app, info)}</bdi></label></li>`,
      )}
    </ul>
  </details>`;
}
