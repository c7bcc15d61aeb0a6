import { html, nothing, type TemplateResult } from "lit";
import { plainly, visible } from "../../elements/controls.js";
import { type Key, t } from "../../strings/index.js";
import type { App } from "../app.js";
import type { FileState, Opening } from "../corpus.js";
import type { Problem } from "../problems.js";
import { count } from "./words.js";

/** What the reader must know before anything else: work under way, files that were not opened, a failure. */
export function notices(app: App): TemplateResult | typeof nothing {
  const { opening } = app.corpus;
  const missing = app.isStarted && !opening ? app.route.documents.filter((id) => !app.find(id)) : [];
  if (!opening && app.problems.length === 0 && !app.failure && missing.length === 0) return nothing;
  return html`<div class="notices sheet">
    ${opening ? progress(app, opening) : nothing}
    ${app.isFatal ? html`<div class="notice" role="alert"><h2>${t("fatalTitle")}</h2><p>${t("fatalText")}</p></div>` : nothing}
    ${app.failure && !app.isFatal ? html`<p class="notice" role="alert">${app.failure}</p>` : nothing}
    ${
      missing.length > 0
        ? html`<p class="notice calm">${missing.map((id) => html`<bdi>${visible(t("notHere", { name: [...id].slice(0, 80).join("") }))}</bdi> `)}</p>`
        : nothing
    }
    ${app.problems.length > 0 ? problemList(app) : nothing}
  </div>`;
}

/** Files shown of a batch that is being opened: a few around the one being read. */
const NUM_FILES_SHOWN = 6;

/** How far opening has come, with the files around the one being read; what waits can be taken off the list. */
function progress(app: App, opening: Opening): TemplateResult {
  const { stage, done, total, files } = opening;
  const at = stage === "read" ? files.findIndex((file) => file.state === "reading") : -1;
  const first = Math.max(0, Math.min((at < 0 ? done : at) - 2, files.length - NUM_FILES_SHOWN));
  const states: Record<FileState, Key> = {
    waiting: "fileWaiting",
    reading: "fileReading",
    read: "fileRead",
    refused: "fileRefused",
    skipped: "fileSkipped",
  };
  return html`<div class="notice calm opening">
    <p>${t(stage === "read" ? "opening" : "building")}
      <span class="num">${t(stage === "read" ? "openingCount" : "buildingCount", { done: count(done), total: count(total) })}</span></p>
    <progress max=${Math.max(1, total)} value=${done} aria-label=${t("opening")}></progress>
    <button type="button" class="button small" @click=${() => app.corpus.cancel()}>${t("cancel")}</button>
    ${
      files.length > 1 && stage === "read"
        ? html`<ul class="files">
          ${files.slice(first, first + NUM_FILES_SHOWN).map(
            ({ name, state }, i) => html`<li class=${state}>
              <bdi>${visible(name)}</bdi><span>${t(states[state])}</span>
              ${state === "waiting" ? html`<button type="button" class="remove" aria-label=${t("skipThis", { name: plainly(name) })} title=${t("forget")} @click=${() => app.corpus.skip(first + i)}>×</button>` : html`<i></i>`}
            </li>`,
          )}
        </ul>`
        : nothing
    }
  </div>`;
}

function problemList(app: App): TemplateResult {
  return html`<section class="notice problems" aria-labelledby="problems">
    <h2 id="problems">${t("problems")}</h2>
    <ul>
      ${app.problems.slice(0, 200).map((problem) => html`<li><bdi>${visible(t(problem.key, shortened(problem)))}</bdi> ${again(app, problem)}</li>`)}
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
