/** A picture of the page as a file: SVG as it is drawn, or PNG painted from it. Nothing is asked of any network. */

import { save } from "./export.js";

/** What style sheets decide about a shape, and a file of its own must say. */
const STYLES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
] as const;
/** Attributes that mean something only where the picture is a part of the page. */
const OF_THE_PAGE = [
  "tabindex",
  "role",
  "class",
  "aria-orientation",
  "aria-valuemin",
  "aria-valuemax",
  "aria-valuenow",
];
/** Pixels of a PNG for each of the page's: sharp in print and on fine screens. */
const SCALE = 2;

/** The picture as markup that stands alone: size, colours and paper written into it, its description as its title. */
export function standalone(picture: SVGSVGElement): string {
  const copy = picture.cloneNode(true) as SVGSVGElement;
  const { width, height } = picture.getBoundingClientRect();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(Math.ceil(width)));
  copy.setAttribute("height", String(Math.ceil(height)));
  for (const name of [...OF_THE_PAGE, "aria-valuetext"]) copy.removeAttribute(name);
  const shapes = [...picture.querySelectorAll("*")];
  for (const [i, shape] of [...copy.querySelectorAll("*")].entries()) {
    const style = getComputedStyle(shapes[i] as Element);
    for (const name of STYLES) shape.setAttribute(name, style.getPropertyValue(name));
    shape.removeAttribute("class");
  }
  const { ownerDocument } = picture;
  const make = (name: string) => ownerDocument.createElementNS("http://www.w3.org/2000/svg", name);
  const paper = make("rect");
  const [x = 0, y = 0, w = width, h = height] = (picture.getAttribute("viewBox") ?? "").split(/[\s,]+/).map(Number);
  for (const [name, value] of Object.entries({ x, y, width: w, height: h })) paper.setAttribute(name, String(value));
  paper.setAttribute("fill", getComputedStyle(ownerDocument.documentElement).getPropertyValue("--dz-paper") || "#fff");
  const title = make("title");
  title.textContent = picture.getAttribute("aria-label") ?? "";
  copy.prepend(title, paper);
  return new XMLSerializer().serializeToString(copy);
}

/** The picture painted as a PNG. */
export async function painted(picture: SVGSVGElement): Promise<Uint8Array> {
  const { width, height } = picture.getBoundingClientRect();
  const url = URL.createObjectURL(new Blob([standalone(picture)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.ceil(width * SCALE);
    canvas.height = Math.ceil(height * SCALE);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    return new Uint8Array(await (blob ?? new Blob()).arrayBuffer());
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Hands a picture to the reader's downloads. */
export async function savePicture(picture: SVGSVGElement, name: string, format: "svg" | "png"): Promise<void> {
  if (format === "svg") save(`${name}.svg`, "image/svg+xml", standalone(picture));
  else save(`${name}.png`, "image/png", await painted(picture));
}
