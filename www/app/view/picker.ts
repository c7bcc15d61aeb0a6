import { html, type TemplateResult } from "lit";
import { t } from "../../strings/index.js";
import type { App } from "../app.js";

/** A list to choose one document from, by date. */
export function documentPicker(
  app: App,
  chosen: string,
  label: string,
  onChoose: (id: string) => void,
): TemplateResult {
  const documents = [...app.corpus.documents].sort((a, b) => (a.date ?? "9999").localeCompare(b.date ?? "9999"));
  return html`<label class="picker"><span class="unseen">${label}</span>
    <select class="field" @change=${(event: Event) => onChoose((event.target as HTMLSelectElement).value)}>
      ${documents.some((info) => info.id === chosen) ? "" : html`<option value="" disabled selected>${label}…</option>`}
      ${documents.map((info) => html`<option value=${info.id} ?selected=${info.id === chosen}>${[info.date, info.title || t("untitled")].filter(Boolean).join("  ")}</option>`)}
    </select>
  </label>`;
}
