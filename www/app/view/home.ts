import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { languageOf } from "../../elements/source-text.js";
import type { DocumentInfo } from "../../lib/page.js";
import { t } from "../../strings/index.js";
import type { App } from "../app.js";
import { fromList } from "../dropped.js";
import { SAMPLE_PAIR, SAMPLE_QUERIES } from "../sample.js";
import { matching } from "./picker.js";
import { count, nameOf, plainNameOf, scriptWord } from "./words.js";

/** Past this many the list shows no more: search finds the rest. */
const MAX_LISTED = 100;
/** From this many on the list can be narrowed by typing. */
const MIN_FILTERED = 12;
/** Documents that can be chosen at once: as many columns as can be read beside one another. */
const MAX_CHOSEN = 8;

/** The first screen under the box: things to try, the documents at hand, a place to drop more. */
export function home(app: App): TemplateResult {
  return html`<div class="home narrow">
    ${
      app.isSample
        ? html`<p class="try"><span class="quiet">${t("tryThese")}</span>
          ${SAMPLE_QUERIES.map((query) => html`<a class="chip" href=${app.link({ query })} lang="zh">${query}</a>`)}
          <a class="chip" href=${app.link({ view: "compare", documents: [...SAMPLE_PAIR], query: "" })}>${t("compareNearest")}</a>
        </p>`
        : nothing
    }
    ${documentList(app)} ${dropPlace(app)}
    <p class="private">${t("homePrivate")}</p>
  </div>`;
}

function documentList(app: App): TemplateResult | typeof nothing {
  const all = app.corpus.byDate;
  const documents = matching(all, app.listFilter);
  if (all.length === 0) return app.isStarted ? html`<p class="quiet none">${t("noDocuments")}</p>` : nothing;
  const chars = all.reduce((sum, info) => sum + info.numChars, 0);
  return html`<section class="documents" aria-labelledby="documents">
    <div class="documents-head">
      <h2 id="documents">${t("documentsTitle")}</h2>
      <p class="faint num">${t("documentsCount", { n: count(all.length), chars: count(chars) })}</p>
      ${chooser(app)}
    </div>
    ${all.length > MIN_FILTERED ? narrowing(app) : nothing}
    <ul>
      ${repeat(
        documents.slice(0, MAX_LISTED),
        (info) => info.id,
        (info) => row(app, info),
      )}
    </ul>
    ${documents.length > MAX_LISTED ? html`<p class="faint">${t("moreMatches", { n: count(documents.length - MAX_LISTED) })}</p>` : nothing}
    ${documents.length === 0 ? html`<p class="quiet">${t("noMatches")}</p>` : nothing}
    <p class="faint">
      ${
        app.isPacked
          ? app.isSample
            ? t("sampleNote")
            : nothing
          : html`<button type="button" class="plain" @click=${() => app.restore()}>${t(app.isSamplePacked ? "sampleBack" : "packedBack")}</button>`
      }
    </p>
  </section>`;
}

function narrowing(app: App): TemplateResult {
  const narrow = (event: Event) => {
    if (!(event as InputEvent).isComposing) app.set({ listFilter: (event.target as HTMLInputElement).value });
  };
  return html`<input class="field narrowing" type="text" aria-label=${t("filterDocuments")} placeholder=${t("filterDocuments")}
    autocomplete="off" .value=${app.listFilter} @input=${narrow} @compositionend=${narrow} />`;
}

/** What can be done with the documents chosen: two are compared, several are read in columns. */
function chooser(app: App): TemplateResult {
  const { chosen } = app;
  return html`<p class="chooser">
    ${chosen.length < 2 ? html`<span class="faint">${t("chosenCount", { n: chosen.length })}</span>` : nothing}
    ${chosen.length > 2 ? html`<span class="faint">${t("chosenMany", { n: chosen.length })}</span>` : nothing}
    ${chosen.length >= 2 ? html`<a class="button small" href=${app.link({ view: "columns", documents: chosen })}>${t("columnsChosen")}</a> <a class="button small" href=${app.link({ view: "across", documents: chosen, query: "" })}>${t("viewAcross")}</a>` : nothing}
    ${chosen.length === 2 ? html`<a class="button small main" href=${app.link({ view: "compare", documents: chosen, query: "" })}>${t("compareChosen")}</a>` : nothing}
  </p>`;
}

function row(app: App, info: DocumentInfo): TemplateResult {
  const isChosen = app.chosen.includes(info.id);
  const decoding = app.corpus.decoding(info.id);
  const choose = () => {
    const chosen = isChosen ? app.chosen.filter((id) => id !== info.id) : [...app.chosen, info.id].slice(-MAX_CHOSEN);
    app.set({ chosen });
  };
  return html`<li class=${isChosen ? "is-chosen" : ""}>
    <label class="choose"><input type="checkbox" .checked=${isChosen} @change=${choose} aria-label=${t("compareWith", { title: plainNameOf(app, info) })} /></label>
    <a href=${app.link({ view: "read", documents: [info.id], query: "" })} lang=${languageOf(info)}>${nameOf(app, info)}</a>
    <span class="about faint num">
      <span>${info.date ?? t("undated")}</span>${info.source ? html`<span><bdi>${info.source}</bdi></span>` : nothing}<span>${scriptWord(info.script)}</span><span>${t("charsCount", { n: count(info.numChars) })}</span>${decoding && decoding.encoding !== "utf-8" ? html`<span title=${t("factEncoding")}>${decoding.encoding.toUpperCase()}</span>` : nothing}
    </span>
    <button type="button" class="remove" aria-label=${t("forgetThis", { title: plainNameOf(app, info) })} title=${t("forget")} @click=${() => app.remove(info.id)}>×</button>
  </li>`;
}

/** Files, folders or text: by dropping, picking or pasting. */
export function dropPlace(app: App): TemplateResult {
  const onPick = (event: Event) => {
    const input = event.target as HTMLInputElement;
    const found = fromList(input.files ?? []);
    input.value = "";
    void app.open(found);
  };
  return html`<section class="drop" aria-labelledby="drop">
    <p id="drop" class="drop-title">${t("dropHere")}</p>
    <p class="drop-ways">
      <label class="button">${t("pick")}<input class="unseen" type="file" multiple @change=${onPick} /></label>
      <label class="button hide-narrow">${t("pickFolder")}<input class="unseen" type="file" webkitdirectory @change=${onPick} /></label>
      <button type="button" class="button" @click=${() => app.set({ dialog: "paste" })}>${t("paste")}</button>
    </p>
    <p class="faint">${t("dropKinds")}</p>
  </section>`;
}
