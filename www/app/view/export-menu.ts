import { html, type TemplateResult } from "lit";
import type { Compare } from "../../elements/compare.js";
import { t } from "../../strings/index.js";
import type { App } from "../app.js";
import { type Compared, save, WAYS } from "../export.js";
import { savePicture } from "../pictures.js";
import { fileName } from "./picture-menu.js";

/** The overview ribbon as it stands; narrow screens have none. */
function ribbon(): SVGSVGElement | null {
  return document.querySelector<Compare>("duizhao-compare")?.picture ?? null;
}

/** The comparison as a file: for a program, a spreadsheet, a note, a colleague. */
export function exportMenu(app: App, compared: Compared): TemplateResult {
  const strength = app.route.strength;
  const name = fileName(`${compared.left.id} × ${compared.right.id}`);
  const picture = (format: "svg" | "png") => () => {
    const found = ribbon();
    if (found) void savePicture(found, name, format);
  };
  const ways: [string, () => void][] = [
    [t("exportReport"), () => save(`${name}.html`, "text/html", WAYS.report(compared, strength, app.language))],
    ["Markdown", () => save(`${name}.md`, "text/markdown", WAYS.markdown(compared, strength, app.language))],
    ["CSV", () => save(`${name}.csv`, "text/csv", WAYS.csv(compared, strength, app.language))],
    [t("exportPicture", { format: "SVG" }), picture("svg")],
    [t("exportPicture", { format: "PNG" }), picture("png")],
    ["JSON", () => save(`${name}.json`, "application/json", WAYS.json(compared))],
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
