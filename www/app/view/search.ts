import { html, nothing, svg, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { languageOf } from "../../elements/source-text.js";
import type { FacetCount, Hit, SearchResult } from "../../lib/page.js";
import { type Key, t } from "../../strings/index.js";
import { type App, PAGE_OF_HITS, resultSentence } from "../app.js";
import { safeUrl } from "../cite.js";
import { formWord } from "../prompting.js";
import { passage } from "./passage.js";
import { count, nameOf } from "./words.js";

/** Values shown of each way to narrow. */
const MAX_VALUES = 12;

/** In a shorter document its passages are all there is to see. */
const MIN_STRIP_CHARS = 800;

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
          ? nothingFound(app, result, query)
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

/** How a document was found, where not by what was typed. */
function foundBy({ evidence }: Hit): TemplateResult | typeof nothing {
  const keys: Partial<Record<Hit["evidence"], Key>> = { alias: "byAlias", pinyin: "byPinyin", edit: "byEdit" };
  const key = keys[evidence];
  return key ? html`<span>${t(key)}</span>` : nothing;
}

function byDocument(app: App, hit: Hit, query: string): TemplateResult {
  const { document: info } = hit;
  const url = safeUrl(info.url);
  return html`<li class="by-document">
    <h2 lang=${languageOf(info)}><a href=${app.link({ view: "read", documents: [info.id], query })}>${nameOf(app, info)}</a></h2>
    <p class="about faint num">
      <span>${info.date ?? t("undated")}</span>${info.source ? html`<span><bdi>${info.source}</bdi></span>` : nothing}${url ? html`<span><a href=${url} rel="noopener noreferrer" target="_blank">${new URL(url).host || url}</a></span>` : nothing}${foundBy(hit)}
    </p>
    ${hitStrip(app.corpus.known(info.id)?.text.length ?? 0, hit)}
    <ol class="passages">
      ${hit.passages.map((one) => passage(app, info, one, query))}
    </ol>
    ${
      hit.numPassages > hit.passages.length
        ? html`<p class="rest"><a class="small" href=${app.link({ view: "read", documents: [info.id], query })}>${t("restOfPassages", { n: count(hit.numPassages - hit.passages.length) })}</a></p>`
        : nothing
    }
  </li>`;
}

/** Where in the whole document the passages stand; the same places as shares are its text. */
function hitStrip(length: number, { passages }: Hit): TemplateResult | typeof nothing {
  if (length < MIN_STRIP_CHARS || passages.length === 0) return nothing;
  const places = passages
    .map(({ start, end }) => ({ at: (start / length) * 1000, size: Math.max(4, ((end - start) / length) * 1000) }))
    .sort((a, b) => a.at - b.at);
  const shares = places.map(({ at }) => `${Math.round(at / 10)}%`).join("、");
  return html`<svg class="hit-strip" viewBox="0 0 1000 6" preserveAspectRatio="none" role="img" aria-label=${t("hitStripAt", { places: shares })}>
    ${places.map(({ at, size }) => svg`<rect x=${at} y="0" width=${size} height="6"></rect>`)}
  </svg>`;
}

/** Nothing found says what was tried, and the way out. */
function nothingFound(app: App, { numExcluded, tried, nearest }: SearchResult, query: string): TemplateResult {
  const { source, year, speaker } = app.route;
  const within = [source, year, speaker].filter((part) => part !== "").join(" · ");
  const said = query.length > 60 ? `${[...query].slice(0, 60).join("")}…` : query;
  return html`<div class="nothing">
    <h1>${within === "" ? t("resultNone", { query: said }) : t("resultNoneWithin", { query: said, within })}</h1>
    <p>${numExcluded > 0 ? t("nothingLeft", { n: count(numExcluded) }) : t("nothingTried", { n: count(app.corpus.documents.length) })}</p>
    ${
      tried.length > 0
        ? html`<p>${t("nothingAlso")} ${tried.slice(0, MAX_VALUES).map(({ text, kind }) => html`<span class="tried"><bdi>${text}</bdi> <small>${formWord(kind)}</small></span> `)}</p>`
        : nothing
    }
    ${
      nearest.length > 0
        ? html`<p class="near"><span class="quiet">${t("nothingNear")}</span> ${nearest.slice(0, MAX_VALUES).map((text) => html`<a class="chip" data-stop href=${app.link({ query: text })} lang="zh"><bdi>${text}</bdi></a> `)}</p>`
        : nothing
    }
    <p class="quiet">${t("nothingTip")}</p>
    ${within !== "" ? html`<p><a class="button small" href=${app.link({ query })}>${t("filterAll")}</a></p>` : nothing}
  </div>`;
}

/** Ways to narrow: the sources, years and speakers of all that was found. */
function facets(app: App, result: SearchResult): TemplateResult | typeof nothing {
  const { route } = app;
  const tally = (counts: readonly FacetCount[] = []) =>
    counts.slice(0, MAX_VALUES).map(({ value, numDocuments }): [string, number] => [value, numDocuments]);
  const groups = [
    { name: "source" as const, label: t("filterSource"), values: tally(result.facets?.sources) },
    { name: "year" as const, label: t("filterYear"), values: tally(result.facets?.years) },
    { name: "speaker" as const, label: t("filterSpeaker"), values: tally(result.facets?.speakers) },
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
