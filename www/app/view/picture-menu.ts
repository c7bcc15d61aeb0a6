import { html, type TemplateResult } from "lit";
import { t } from "../../strings/index.js";
import { savePicture } from "../pictures.js";

/** Two small buttons that save a picture of the page, as SVG and as PNG. `find` gives the picture when they are used. */
export function pictureMenu(name: string, find: (menu: Element) => SVGSVGElement | null | undefined): TemplateResult {
  const run = (format: "svg" | "png") => (event: Event) => {
    const picture = find(event.currentTarget as Element);
    if (picture) void savePicture(picture, fileName(name), format);
  };
  return html`<span class="picture-menu" role="group" aria-label=${t("pictureSave")}>
    <span class="faint" aria-hidden="true">${t("pictureSave")}</span>
    <button type="button" class="plain" @click=${run("svg")}>SVG</button>
    <button type="button" class="plain" @click=${run("png")}>PNG</button>
  </span>`;
}

/** A name that every system takes for a file. */
export function fileName(name: string): string {
  return name.replace(/[\p{Cc}\\/:*?"<>|]/gu, "_").slice(0, 120) || "duizhao";
}
