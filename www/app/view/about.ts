import { html, nothing, type TemplateResult } from "lit";
import { type Key, t } from "../../strings/index.js";
import type { App } from "../app.js";
import { save } from "../export.js";
import { count, size } from "./words.js";

/** What the page holds: sizes, words, aliases, checks, and what is kept. */
export function about(app: App): TemplateResult {
  const found = app.answers.inspection;
  return html`<div class="narrow about-index">
    <h1 class="view-title">${t("aboutTitle")}</h1>
    <p class="view-lead">${t("aboutLead")}</p>
    ${found ? figures(app, found) : nothing} ${keeping(app)}
  </div>`;
}

function figures(app: App, { inspection, aliases }: NonNullable<App["answers"]["inspection"]>): TemplateResult {
  const numbers: [string, string][] = [
    [t("aboutDocuments"), count(inspection.numDocuments)],
    [t("aboutTerms"), count(inspection.numTerms)],
    [t("aboutAliases"), count(inspection.numAliases)],
    [t("aboutBytes"), size(inspection.lenBytes)],
  ];
  const largest = Math.max(1, ...inspection.sections.map((section) => section.lenBytes));
  const verify = async () => {
    try {
      await app.corpus.index?.verify();
      app.set({ isVerified: true });
      app.inform(t("aboutVerified"));
    } catch (error) {
      app.failure = error instanceof Error ? error.message : String(error);
      app.renderSoon();
    }
  };
  const saveIndex = async () => {
    const bytes = await app.corpus.save();
    if (bytes) save("duizhao.dzx", "application/octet-stream", bytes);
  };
  return html`
    <dl class="figures num">${numbers.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
    <p class="about-actions">
      <button type="button" class="button" @click=${verify}>${t("aboutVerify")}</button>
      <button type="button" class="button" @click=${saveIndex}>${t("aboutSave")}</button>
      ${app.isVerified ? html`<span class="quiet">${t("aboutVerified")}</span>` : nothing}
    </p>
    <h2>${t("aboutSections")}</h2>
    <table class="sections num">
      ${inspection.sections.map(
        (section) =>
          html`<tr><th scope="row">${sectionWord(section.name)} <code>${section.name}</code></th><td><meter min="0" max=${largest} value=${section.lenBytes} aria-label=${section.name}></meter></td><td>${size(section.lenBytes)}</td></tr>`,
      )}
    </table>
    <p class="faint num">${t("aboutFormat")} ${inspection.formatVersion} · ${t("aboutFingerprint")} ${inspection.fingerprint} · ${t("aboutWhere")}: ${t(app.where === "worker" ? "aboutWhereWorker" : "aboutWhereHere")}</p>
    <h2>${t("aboutAliasList")}</h2>
    ${
      aliases.length === 0
        ? html`<p class="quiet">${t("aboutAliasNone")}</p>`
        : html`<ul class="aliases">${aliases.slice(0, 200).map((alias) => html`<li><bdi>${alias.left}</bdi> = <bdi>${alias.right}</bdi></li>`)}</ul>`
    }
  `;
}

/** The reader's word for a section of the index file; `FORMAT.md` describes each. */
function sectionWord(name: string): string {
  const keys: Record<string, Key> = {
    META: "sectionMeta",
    TERM: "sectionTerms",
    POST: "sectionPostings",
    TITL: "sectionTitles",
    TEXT: "sectionText",
    DOCS: "sectionDocuments",
    ALIA: "sectionAliases",
    PINY: "sectionPinyin",
    REGI: "sectionRegional",
  };
  const key = Object.hasOwn(keys, name) ? keys[name] : undefined;
  return key ? t(key) : "";
}

function keeping(app: App): TemplateResult {
  const toggle = async (event: Event) => {
    if ((event.target as HTMLInputElement).checked) {
      app.keeper.isOn = true;
      await app.store();
      if (app.keeper.isOn) app.inform(t("keepOn"));
    } else {
      await app.keeper.forget();
      app.inform(t("forgotAll"));
    }
    app.renderSoon();
  };
  const forget = async () => {
    app.prompting.forget();
    await app.keeper.forget();
    app.inform(t("forgotAll"));
  };
  return html`<section class="keeping">
    ${app.isUpdateReady ? html`<p class="notice calm">${t("updateReady")}</p>` : nothing}
    <h2>${t("aboutPrivacy")}</h2>
    <p>${t("aboutPrivacyText")}</p>
    <p><label class="check"><input type="checkbox" .checked=${app.keeper.isOn} @change=${toggle} /> ${t("keep")}</label></p>
    <p class="faint">${t("keepWarn")}</p>
    <p><button type="button" class="button" @click=${forget}>${t("forgetAll")}</button></p>
  </section>`;
}
