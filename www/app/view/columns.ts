import { html, nothing, type TemplateResult } from "lit";
import { languageOf } from "../../elements/source-text.js";
import { t } from "../../strings/index.js";
import { type App, columnsSentence } from "../app.js";
import { passage } from "./passage.js";
import { timeline } from "./timeline.js";

/** One topic, each source in its own words, by date; or that it says nothing. */
export function columns(app: App): TemplateResult {
  const query = app.route.query.trim();
  const found = app.answers.columns;
  return html`<div class="in-columns">
    <div class="columns-head">
      <h1 class="view-title">${query === "" ? t("columnsTitle") : query}</h1>
      ${found ? timeline(found.columns) : nothing}
      <p class="view-lead">${query === "" ? `${t("columnsLead")}${t("columnsAsk")}` : found ? columnsSentence(found) : app.isWaiting ? t("searching") : nothing}</p>
    </div>
    ${
      found
        ? html`<ol class="columns" tabindex="0" aria-label=${t("columnsTitle")}>
          ${found.columns.map(
            ({ document: info, passages }) => html`<li class=${passages.length === 0 ? "silent" : ""}>
              <header>
                <p class="faint num">${info.date ?? t("undated")}</p>
                <h2 lang=${languageOf(info)}><a href=${app.link({ view: "read", documents: [info.id], query })}><bdi>${info.title || t("untitled")}</bdi></a></h2>
                ${info.source ? html`<p class="faint"><bdi>${info.source}</bdi></p>` : nothing}
              </header>
              ${
                passages.length === 0
                  ? html`<p class="none quiet">${t("columnsNone")}</p>`
                  : html`<ol class="passages">${passages.map((one) => passage(app, info, one, query))}</ol>`
              }
            </li>`,
          )}
        </ol>`
        : nothing
    }
  </div>`;
}
