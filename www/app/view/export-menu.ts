import { html, type TemplateResult } from "lit";
import { t } from "../../strings/index.js";
import type { Answers, App } from "../app.js";
import { asCsv, asJson, asMarkdown, asReport, save, standalone } from "../export.js";

type Compared = NonNullable<Answers["comparison"]>;

/** The overview ribbon as it stands, with its colours written into it. */
function savePicture(name: string): void {
  const picture = document.querySelector("duizhao-compare")?.picture;
  if (picture) save(name, "image/svg+xml", standalone(picture));
}

/** The comparison as a file: for a program, a spreadsheet, a note, a colleague. */
export function exportMenu(app: App, compared: Compared): TemplateResult {
  const strength = app.route.strength;
  const name = `${compared.left.id} × ${compared.right.id}`.replace(/[\p{Cc}\\/:*?"<>|]/gu, "_").slice(0, 120);
  const ways: [string, () => void][] = [
    [t("exportReport"), () => save(`${name}.html`, "text/html", asReport(compared, strength, app.language))],
    ["Markdown", () => save(`${name}.md`, "text/markdown", asMarkdown(compared, strength))],
    ["CSV", () => save(`${name}.csv`, "text/csv", asCsv(compared, strength))],
    [t("exportPicture"), () => savePicture(`${name}.svg`)],
    ["JSON", () => save(`${name}.json`, "application/json", asJson(compared))],
  ];
  const close = (event: Event) => (event.target as Element).closest("details")?.removeAttribute("open");
  return html`<details class="menu">
    <summary class="button small">${t("export")}</summary>
    <ul>
      ${ways.map(
        ([label, run]) =>
          html`<li><button type="button" aria-label=${t("exportAs", { format: label })} @click=${(event: Event) => {
            run();
            close(event);
          }}>${label}</button></li>`,
      )}
    </ul>
  </details>`;
}
