import { html, type TemplateResult } from "lit";
import { ref } from "lit/directives/ref.js";
import { t } from "../../strings/index.js";
import type { App } from "../app.js";

const show = ref((element) => {
  const dialog = element as HTMLDialogElement | undefined;
  // The element is not in the page yet when lit hands it over.
  if (dialog) queueMicrotask(() => dialog.isConnected && !dialog.open && dialog.showModal());
});

/** A native dialog with a title; what closes it leaves no trace in the page. */
export function dialog(app: App, title: string, content: TemplateResult): TemplateResult {
  return html`<dialog ${show} aria-labelledby="dialog-title" @close=${() => app.set({ dialog: null, picking: null })}
    @click=${(event: MouseEvent) => {
      if (event.target === event.currentTarget) (event.currentTarget as HTMLDialogElement).close();
    }}>
    <h2 id="dialog-title">${title}</h2>
    ${content}
  </dialog>`;
}

/** The keys, and how a query can be written. */
export function helpDialog(app: App): TemplateResult {
  const keys: [string[], string][] = [
    [["/", "Ctrl K"], t("keySearch")],
    [["↓", "→", "Enter"], t("keyComplete")],
    [["↑", "↓"], t("keyMove")],
    [["Enter"], t("keyOpen")],
    [["n", "p"], t("keyHits")],
    [["c"], t("keyCite")],
    [["Esc"], t("keyEscape")],
    [["?"], t("keyHelp")],
  ];
  const syntax: [string, string][] = [
    ["“月球背面”", t("syntaxPhrase")],
    ["-样品", t("syntaxWithout")],
    ["speaker:专家", t("syntaxSpeaker")],
    ["source:快讯", t("syntaxSource")],
    ["title:大事记", t("syntaxTitleField")],
    ["date:2024-06..2024-11", t("syntaxDate")],
  ];
  return dialog(
    app,
    t("helpTitle"),
    html`<dl class="keys">
        ${keys.map(([names, what]) => html`<dt>${names.map((name) => html`<kbd>${name}</kbd> `)}</dt><dd>${what}</dd>`)}
      </dl>
      <h3>${t("syntaxTitle")}</h3>
      <dl class="keys">
        ${syntax.map(([query, what]) => html`<dt><code>${query}</code></dt><dd>${what}</dd>`)}
      </dl>
      <p class="faint">${t("syntaxOther")}</p>
      <form method="dialog" class="row"><button class="button main">${t("close")}</button></form>`,
  );
}

/** A place for text from the clipboard. */
export function pasteDialog(app: App): TemplateResult {
  const onSubmit = (event: SubmitEvent) => {
    const form = event.currentTarget as HTMLFormElement;
    const values = new FormData(form);
    const text = String(values.get("text") ?? "");
    if (text.trim() !== "") void app.paste(String(values.get("name") ?? ""), text);
  };
  return dialog(
    app,
    t("pasteTitle"),
    html`<form method="dialog" @submit=${onSubmit}>
      <label>${t("pasteName")}<input class="field" type="text" name="name" maxlength="200" /></label>
      <label>${t("pasteText")}<textarea class="field" name="text" required autofocus></textarea></label>
      <div class="row">
        <button type="button" class="button" @click=${(event: Event) => (event.target as Element).closest("dialog")?.close()}>${t("cancel")}</button>
        <button class="button main">${t("pasteAdd")}</button>
      </div>
    </form>`,
  );
}
