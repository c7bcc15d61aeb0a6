import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { languageOf } from "../../elements/source-text.js";
import type { Hit, SearchResult } from "../../lib/page.js";
import { t } from "../../strings/index.js";
import { type App, PAGE_OF_HITS, resultSentence } from "../app.js";
import { safeUrl } from "../cite.js";
import { passage } from "./passage.js";
import { count, titleOf } from "./words.js";

/** What was found: by document, best first, each with its passages. */
export function search(app: App): TemplateResult {
  const { result } = app.answers;
  const query = app.route.query.trim();
  if (!result)
    return html`<p class="narrow quiet waiting">${app.isStarted && !app.isWaiting ? nothing : t("searching")}</p>`;
  return html`<div class="results sheet">
    <div class="found">
      ${result.isCut ? html`<p class="notice calm">${t("cutQuery")}</p>` : nothing}
      ${
        result.total === 0
          ? nothingFound(app, query)
          : html`<div class="found-head">
              <h1 class="result-count num">${resultSentence(result)}</h1>
              <a class="button small" href=${app.link({ view: "columns", query })}>${t("inColumns")}</a>
            </div>
            <ol class="hits-by-document">
              ${repeat(
                result.hits,
                (hit) => hit.document.id,
                (hit) => byDocument(app, hit, query),
              )}
            </ol>
            ${
              result.hits.length < result.total
                ? html`<button type="button" class="button" @click=${() => {
                    app.numShown += PAGE_OF_HITS;
                    void app.ask();
                  }}>${t("morePassages")}</button>`
                : nothing
            }`
      }
    </div>
    ${facets(app, result)}
  </div>`;
}

function byDocument(app: App, hit: Hit, query: string): TemplateResult {
  const { document: info } = hit;
  const url = safeUrl(info.url);
  return html`<li class="by-document">
    <h2 lang=${languageOf(info)}><a href=${app.link({ view: "read", documents: [info.id], query })}><bdi>${titleOf(info)}</bdi></a></h2>
    <p class="about faint num">
      <span>${info.date ?? t("undated")}</span>${info.source ? html`<span><bdi>${info.source}</bdi></span>` : nothing}${url ? html`<span><a href=${url} rel="noopener noreferrer" target="_blank">${new URL(url).host || url}</a></span>` : nothing}
${hit.evidence === "alias" ? html`<span>${t("byAlias")}</span>` : nothing}
    </p>
    <ol class="passages">
      ${hit.passages.map((one) => passage(app, info, one, query))}
    </ol>
  </li>`;
}

/** Nothing found says what was tried, and the way out. */
function nothingFound(app: App, query: string): TemplateResult {
  const { source, year, speaker } = app.route;
  const isFiltered = source !== "" || year !== "" || speaker !== "";
  return html`<div class="nothing">
    <h1>${t("resultNone", { query: query.length > 60 ? `${[...query].slice(0, 60).join("")}…` : query })}</h1>
    <p>${t("nothingTried", { n: count(app.corpus.documents.length) })}</p>
    <p class="quiet">${t("nothingTip")}</p>
    ${isFiltered ? html`<p><a class="button small" href=${app.link({ query })}>${t("filterAll")}</a></p>` : nothing}
  </div>`;
}

/** Ways to narrow: the sources, years and speakers of what was found. */
function facets(app: App, result: SearchResult): TemplateResult | typeof nothing {
  const { route } = app;
  const tally = (values: (string | null | undefined)[]) => {
    const counts = new Map<string, number>();
    for (const value of values) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, 12);
  };
  const groups = [
    { name: "source" as const, label: t("filterSource"), values: tally(result.hits.map((hit) => hit.document.source)) },
    {
      name: "year" as const,
      label: t("filterYear"),
      values: tally(result.hits.map((hit) => hit.document.date?.slice(0, 4))).sort((a, b) => a[0].localeCompare(b[0])),
    },
    {
      name: "speaker" as const,
      label: t("filterSpeaker"),
      values: tally(result.hits.flatMap((hit) => [...new Set(hit.passages.map((one) => one.speaker))])),
    },
  ].filter((group) => group.values.length > 1 || route[group.name] !== "");
  if (groups.length === 0) return nothing;
  return html`<aside class="facets" aria-label=${t("filters")}>
    ${groups.map((group) => {
      const chosen = route[group.name];
      const isEven = group.values.every(([, n]) => n === group.values[0]?.[1]);
      const most = Math.max(1, ...group.values.map(([, n]) => n));
      return html`<section>
        <h2>${group.label}</h2>
        <ul>
          ${chosen === "" ? nothing : html`<li><a href=${app.link({ ...kept(app), [group.name]: "" })}>← ${t("filterAll")}</a></li>`}
          ${group.values.map(
            ([value, n]) => html`<li>
              <a href=${app.link({ ...kept(app), [group.name]: value })} aria-current=${value === chosen ? "true" : nothing}>
                <bdi>${value}</bdi>${isEven ? html`<span></span>` : html`<meter min="0" max=${most} value=${n} aria-hidden="true"></meter>`}<span class="num">${n}</span>
              </a>
            </li>`,
          )}
        </ul>
      </section>`;
    })}
  </aside>`;
}

function kept(app: App): { source: string; year: string; speaker: string } {
  const { source, year, speaker } = app.route;
  return { source, year, speaker };
}
