import { html, nothing, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { plainly } from "../../elements/controls.js";
import { languageOf } from "../../elements/source-text.js";
import type { DocumentInfo } from "../../lib/page.js";
import { t } from "../../strings/index.js";
import type { App } from "../app.js";
import { dialog } from "./dialogs.js";
import { count, nameOf } from "./words.js";

/** Past this many documents a list to scroll through is no help: they are picked by typing. */
const MAX_OPTIONS = 60;
/** Documents that match what was typed, shown at a time. */
const MAX_MATCHES = 50;

/** A way to choose one document, by date; of many, by typing a part of the title. */
export function documentPicker(
  app: App,
  chosen: string,
  label: string,
  onChoose: (id: string) => void,
): TemplateResult {
  const documents = app.corpus.byDate;
  if (documents.length > MAX_OPTIONS) {
    const info = app.find(chosen);
    return html`<span class="picker"><button type="button" class="field picked" aria-haspopup="dialog" @click=${() => app.pick({ label, filter: "", onChoose })}>
      <span class="unseen">${label}</span>${info ? nameOf(app, info) : html`<bdi>${label}…</bdi>`}
    </button></span>`;
  }
  return html`<label class="picker"><span class="unseen">${label}</span>
    <select class="field" @change=${(event: Event) => onChoose((event.target as HTMLSelectElement).value)}>
      ${guard([documents, chosen, label], () => [
        documents.some((info) => info.id === chosen)
          ? nothing
          : html`<option value="" disabled selected>${label}…</option>`,
        ...documents.map(
          (info) =>
            html`<option value=${info.id} ?selected=${info.id === chosen}>${[
              info.date,
              app.corpus.apart.get(info.id),
              info.title || t("untitled"),
            ]
              .filter(Boolean)
              .map((part) => plainly(part as string))
              .join("  ")}</option>`,
        ),
      ])}
    </select>
  </label>`;
}

/** What the reader is choosing a document for. */
export interface Picking {
  label: string;
  filter: string;
  onChoose: (id: string) => void;
}

/** Documents whose title, name, source or date holds every word of the filter. */
export function matching(documents: readonly DocumentInfo[], filter: string): readonly DocumentInfo[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return documents;
  return documents.filter((info) => {
    const said = `${info.title}\n${info.name}\n${info.source ?? ""}\n${info.date ?? ""}`.toLowerCase();
    return words.every((word) => said.includes(word));
  });
}

/** The dialog behind {@link documentPicker} where documents are many. */
export function pickDialog(app: App, { label, filter, onChoose }: Picking): TemplateResult {
  const found = matching(app.corpus.byDate, filter);
  const choose = (id: string) => {
    document.querySelector<HTMLDialogElement>("dialog[open]")?.close();
    onChoose(id);
  };
  return dialog(
    app,
    label,
    html`<label>${t("filterDocuments")}<input class="field" type="text" autofocus .value=${filter}
        @input=${(event: InputEvent) => {
          if (!event.isComposing) app.pick({ label, filter: (event.target as HTMLInputElement).value, onChoose });
        }}
        @compositionend=${(event: Event) => app.pick({ label, filter: (event.target as HTMLInputElement).value, onChoose })} /></label>
      <ul class="pick-list">
        ${found
          .slice(0, MAX_MATCHES)
          .map(
            (info) =>
              html`<li><button type="button" lang=${languageOf(info)} @click=${() => choose(info.id)}>${nameOf(app, info)} <span class="faint num">${info.date ?? ""}</span></button></li>`,
          )}
      </ul>
      ${found.length > MAX_MATCHES ? html`<p class="faint">${t("moreMatches", { n: count(found.length - MAX_MATCHES) })}</p>` : nothing}
      ${found.length === 0 ? html`<p class="quiet">${t("noMatches")}</p>` : nothing}`,
  );
}
