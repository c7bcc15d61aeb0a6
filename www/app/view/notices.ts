import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../strings/index.js";
import type { App } from "../app.js";
import type { Problem } from "../problems.js";

/** What the reader must know before anything else: work under way, files that were not opened, a failure. */
export function notices(app: App): TemplateResult | typeof nothing {
  const { opening } = app.corpus;
  if (!opening && app.problems.length === 0 && !app.failure) return nothing;
  return html`<div class="notices sheet">
    ${
      opening
        ? html`<div class="notice calm opening">
          <p>${t(opening.stage === "read" ? "opening" : "building")} <bdi>${opening.name}</bdi>
            <span class="num">${t("openingCount", { done: opening.done, total: opening.total })}</span></p>
          <progress max=${Math.max(1, opening.total)} value=${opening.done} aria-label=${t("opening")}></progress>
          <button type="button" class="button small" @click=${() => app.corpus.cancel()}>${t("cancel")}</button>
        </div>`
        : nothing
    }
    ${app.isFatal ? html`<div class="notice" role="alert"><h2>${t("fatalTitle")}</h2><p>${t("fatalText")}</p></div>` : nothing}
    ${app.failure && !app.isFatal ? html`<p class="notice" role="alert">${app.failure}</p>` : nothing}
    ${app.problems.length > 0 ? problemList(app) : nothing}
  </div>`;
}

function problemList(app: App): TemplateResult {
  return html`<section class="notice problems" aria-labelledby="problems">
    <h2 id="problems">${t("problems")}</h2>
    <ul>
      ${app.problems.slice(0, 200).map((problem) => html`<li><bdi>${t(problem.key, shortened(problem))}</bdi> ${again(app, problem)}</li>`)}
    </ul>
    <button type="button" class="button small" @click=${() => app.set({ problems: [] })}>${t("dismiss")}</button>
  </section>`;
}

function again(app: App, problem: Problem): TemplateResult | typeof nothing {
  const { file } = problem;
  if (!file) return nothing;
  return html`<button type="button" class="plain" @click=${() => app.open([{ name: file.name, file }])}>${t("retry")}</button>`;
}

/** A name may be as long as its author liked; a sentence may not. */
function shortened(problem: Problem): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(problem.values).map(([key, value]) => [
      key,
      typeof value === "string" && value.length > 160 ? `${[...value].slice(0, 150).join("")}…` : value,
    ]),
  );
}
