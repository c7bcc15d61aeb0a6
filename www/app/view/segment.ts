import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../strings/index.js";
import "../../elements/lattice.js";
import type { App } from "../app.js";
import { pictureMenu } from "./picture-menu.js";

/** How a text is cut into words. */
export function segment(app: App): TemplateResult {
  if (app.words.length === 0 && app.segmentText === "" && app.isStarted)
    queueMicrotask(() => void app.cut(t("segmentSample")));
  return html`<div class="narrow segmenting">
    <h1 class="view-title">${t("segmentTitle")}</h1>
    <p class="view-lead">${t("segmentLead")}</p>
    <label>${t("segmentText")}
      <textarea class="field" lang="zh" rows="4" .value=${app.segmentText}
        @input=${(event: InputEvent) => {
          if (!event.isComposing) void app.cut((event.target as HTMLTextAreaElement).value);
        }}
        @compositionend=${(event: Event) => void app.cut((event.target as HTMLTextAreaElement).value)}></textarea>
    </label>
    ${
      app.lattice
        ? html`<div class="lattice" tabindex="0" role="region" aria-label=${t("latticeTitle")}><duizhao-lattice .lattice=${app.lattice} .language=${app.language}></duizhao-lattice></div>
      ${pictureMenu(t("latticeTitle"), () => document.querySelector<SVGSVGElement>("duizhao-lattice svg"))}`
        : nothing
    }
    <p class="words" lang="zh" aria-live="polite">
      ${app.words.map((word) => (word.kind === "space" ? nothing : html`<span class=${word.kind}>${word.text}</span> `))}
    </p>
  </div>`;
}
