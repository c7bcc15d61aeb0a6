import { html, nothing, type TemplateResult } from "lit";
import { choices } from "../../elements/choices.js";
import { Compare } from "../../elements/compare.js";
import type { HandLink, Show } from "../../elements/comparison-model.js";
import { languageOf } from "../../elements/source-text.js";
import { t } from "../../strings/index.js";
import type { App } from "../app.js";
import type { Route } from "../route.js";
import { articleTable, isNumbered } from "./article-table.js";
import { exportMenu } from "./export-menu.js";
import { swapSides } from "./icons.js";
import { documentPicker } from "./picker.js";
import { count, nameOf } from "./words.js";

/** Pairs offered while none is chosen. */
const MAX_PAIRS = 12;

customElements.define("duizhao-compare", Compare);

/** Two documents set side by side. */
export function compare(app: App): TemplateResult {
  const { route } = app;
  const [left = "", right = ""] = route.documents.map((id) => app.find(id)?.id ?? "");
  const { comparison } = app.answers;
  const choose = (documents: string[]) => app.go({ documents, at: null });
  const isTable = hasArticles(app) && route.layout === "table";
  return html`<div class=${comparison && !isTable ? "comparing in-panes" : "comparing"}>
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
      ${comparison && hasArticles(app) ? layoutChoice(app) : nothing}
      ${comparison ? exportMenu(app, comparison) : nothing}
    </div>
    ${body(app, left, right, isTable)}
  </div>`;
}

/** Whether the two are laws that were compared article by article. */
function hasArticles({ answers, route }: App): boolean {
  return route.unit === "article" && (answers.comparison?.comparison.articles ?? []).some(isNumbered);
}

function layoutChoice(app: App): TemplateResult {
  const given = [
    ["table", t("layoutTable")],
    ["panes", t("layoutPanes")],
  ] as const;
  return choices(t("layout"), given, app.route.layout, (layout) => app.go({ layout }, { isReplacing: true }));
}

/** The pairs worth looking at first. */
function nearest(app: App): TemplateResult | typeof nothing {
  const pairs = (app.answers.pairs ?? []).slice(0, MAX_PAIRS);
  if (pairs.length === 0) return nothing;
  const most = pairs[0]?.numStatements ?? 1;
  return html`<section class="nearest">
    <h2 class="small">${t("comparePairs")}</h2>
    <ol>
      ${pairs.map(
        ({ left, right, numStatements, numChanged }) => html`<li>
          <a data-stop href=${app.link({ view: "compare", documents: [left.id, right.id], at: null })}>
            <span class="sides">
              ${[left, right].map(
                (info) =>
                  html`<span lang=${languageOf(info)}>${nameOf(app, info)} <span class="faint num">${info.date ?? ""}</span></span>`,
              )}
            </span>
            <svg class="measure" aria-hidden="true" viewBox="0 0 100 1" preserveAspectRatio="none"><rect width=${(100 * numStatements) / most} height="1" /></svg>
            <span class="faint num">${t("comparePair", { n: count(numStatements) })}${numChanged > 0 ? html` · ${t("comparePairChanged", { n: count(numChanged) })}` : nothing}</span>
          </a>
        </li>`,
      )}
    </ol>
  </section>`;
}

function body(app: App, left: string, right: string, isTable: boolean): TemplateResult {
  const { comparison } = app.answers;
  if (left !== "" && left === right) return html`<p class="notice calm">${t("sameDocument")}</p>`;
  if (!comparison) {
    if (app.isWaiting || !app.isStarted) return html`<p class="quiet">${left && right ? t("comparing") : nothing}</p>`;
    return html`<p class="quiet">${t("comparePick")}</p>${nearest(app)}`;
  }
  if (isTable) return articleTable(app, comparison);
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
