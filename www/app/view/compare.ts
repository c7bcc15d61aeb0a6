import { html, nothing, type TemplateResult } from "lit";
import { Compare } from "../../elements/compare.js";
import type { HandLink, Show } from "../../elements/comparison-model.js";
import { t } from "../../strings/index.js";
import type { App } from "../app.js";
import type { Route } from "../route.js";
import { exportMenu } from "./export-menu.js";
import { swapSides } from "./icons.js";
import { documentPicker } from "./picker.js";

customElements.define("duizhao-compare", Compare);

/** Two documents set side by side. */
export function compare(app: App): TemplateResult {
  const { route } = app;
  const [left = "", right = ""] = route.documents.map((id) => app.find(id)?.id ?? "");
  const { comparison } = app.answers;
  const choose = (documents: string[]) => app.go({ documents, at: null });
  return html`<div class="comparing">
    <div class="comparing-bar">
      <h1 class="unseen">${t("compareTitle")}</h1>
      ${documentPicker(app, left, t("leftDocument"), (id) => choose([id, right]))}
      <button type="button" class="icon" aria-label=${t("swap")} title=${t("swap")} ?disabled=${left === "" || right === ""} @click=${() => choose([right, left])}>${swapSides}</button>
      ${documentPicker(app, right, t("rightDocument"), (id) => choose([left, id]))}
      <label class="picker unit"><span>${t("unit")}</span>
        <select class="field" @change=${(event: Event) => app.go({ unit: (event.target as HTMLSelectElement).value as Route["unit"], at: null })}>
          ${(
            [
              ["sentence", t("unitSentence")],
              ["passage", t("unitPassage")],
              ["article", t("unitArticle")],
            ] as const
          ).map(([unit, word]) => html`<option value=${unit} ?selected=${unit === route.unit}>${word}</option>`)}
        </select>
      </label>
      ${comparison ? exportMenu(app, comparison) : nothing}
    </div>
    ${body(app, left, right)}
  </div>`;
}

function body(app: App, left: string, right: string): TemplateResult {
  const { comparison } = app.answers;
  if (left !== "" && left === right) return html`<p class="notice calm">${t("sameDocument")}</p>`;
  if (!comparison) {
    if (app.isWaiting || !app.isStarted) return html`<p class="quiet">${left && right ? t("comparing") : nothing}</p>`;
    return html`<p class="quiet">${t("comparePick")}</p>`;
  }
  return html`<duizhao-compare
    .left=${comparison.left} .right=${comparison.right} .comparison=${comparison.comparison}
    .show=${app.route.show} .strength=${app.route.strength} .place=${app.route.at} .isLevelled=${app.isLevelled}
    @settings=${(event: CustomEvent<{ show: Show; strength: number; isLevelled: boolean }>) => {
      const { isLevelled, ...settings } = event.detail;
      app.isLevelled = isLevelled;
      app.go(settings, { isReplacing: true });
    }}
    .pinned=${app.handOf(comparison.left.id, comparison.right.id).pinned}
    @hand=${(event: CustomEvent<{ act: "pin" | "reject"; link: HandLink }>) =>
      app.setHand(comparison.left.id, comparison.right.id, event.detail.act, event.detail.link)}
    @place=${(event: CustomEvent<number | null>) => app.go({ at: event.detail }, { isReplacing: true })}
  ></duizhao-compare>`;
}
