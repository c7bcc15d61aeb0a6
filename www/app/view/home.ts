import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { languageOf } from "../../elements/source-text.js";
import type { DocumentInfo } from "../../lib/page.js";
import { t } from "../../strings/index.js";
import type { App } from "../app.js";
import { fromList } from "../dropped.js";
import { SAMPLE_PAIR, SAMPLE_QUERIES } from "../sample.js";
import { count, scriptWord } from "./words.js";

/** Past this many the list shows no more: search finds the rest. */
const MAX_LISTED = 300;

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
  const documents = [...app.corpus.documents].sort((a, b) => (a.date ?? "9999").localeCompare(b.date ?? "9999"));
  if (documents.length === 0) return app.isStarted ? html`<p class="quiet none">${t("noDocuments")}</p>` : nothing;
  const chars = documents.reduce((sum, info) => sum + info.numChars, 0);
  return html`<section class="documents" aria-labelledby="documents">
    <div class="documents-head">
      <h2 id="documents">${t("documentsTitle")}</h2>
      <p class="faint num">${t("documentsCount", { n: documents.length, chars: count(chars) })}</p>
      ${chooser(app)}
    </div>
    <ul>
      ${repeat(
        documents.slice(0, MAX_LISTED),
        (info) => info.id,
        (info) => row(app, info),
      )}
    </ul>
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

function chooser(app: App): TemplateResult {
  const isReady = app.chosen.length === 2;
  return html`<p class="chooser">
    ${
      isReady
        ? html`<a class="button small main" href=${app.link({ view: "compare", documents: app.chosen, query: "" })}>${t("compareChosen")}</a>`
        : html`<span class="faint">${t("chosenCount", { n: app.chosen.length })}</span>`
    }
  </p>`;
}

function row(app: App, info: DocumentInfo): TemplateResult {
  const isChosen = app.chosen.includes(info.id);
  const choose = () => {
    // A third choice replaces the first: two can be set side by side.
    app.set({ chosen: isChosen ? app.chosen.filter((id) => id !== info.id) : [...app.chosen, info.id].slice(-2) });
  };
  return html`<li class=${isChosen ? "is-chosen" : ""}>
    <label class="choose"><input type="checkbox" .checked=${isChosen} @change=${choose} aria-label=${t("compareWith", { title: info.title })} /></label>
    <a href=${app.link({ view: "read", documents: [info.id], query: "" })} lang=${languageOf(info)}><bdi>${info.title || t("untitled")}</bdi></a>
    <span class="about faint num">
      <span>${info.date ?? t("undated")}</span>${info.source ? html`<span><bdi>${info.source}</bdi></span>` : nothing}<span>${scriptWord(info.script)}</span><span>${t("charsCount", { n: count(info.numChars) })}</span>
    </span>
    <button type="button" class="remove" aria-label=${t("forgetThis", { title: info.title })} title=${t("forget")} @click=${() => app.remove(info.id)}>×</button>
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
