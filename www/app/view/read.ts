import { html, nothing, svg, type TemplateResult } from "lit";
import { type HitMark, languageOf, titleBlockOf } from "../../elements/source-text.js";
import "../../elements/source-text.js";
import type { HitPassage, Document as SourceDocument } from "../../lib/page.js";
import { t } from "../../strings/index.js";
import type { App } from "../app.js";
import { citation, copy } from "../cite.js";
import { documentPicker } from "./picker.js";
import { pictureMenu } from "./picture-menu.js";
import { whatWasRead } from "./what-was-read.js";
import { titleOf } from "./words.js";

/** The whole of one text, hits marked; what was understood of it beside it. */
export function read(app: App): TemplateResult {
  const { reading } = app.answers;
  const pick = documentPicker(app, reading?.document.id ?? "", t("document"), (id) =>
    app.go({ documents: [id], at: null }),
  );
  if (!reading)
    return html`<div class="sheet">${app.isWaiting || !app.isStarted ? nothing : html`<p class="quiet">${t("readPick")}</p>${pick}`}</div>`;
  const { document, passages } = reading;
  const starts = hitStarts(passages);
  const now = nearest(starts, app.route.at);
  const hits: HitMark[] = passages.flatMap((one) =>
    one.highlights.map(([start, end]) => ({ start, end, isNow: app.route.at !== null && start === now })),
  );
  const isTitled = titleBlockOf(document) !== undefined && !app.isRaw;
  standAt(app.route.at === null ? null : (now ?? app.route.at), `${document.id} ${app.route.at} ${app.isRaw}`);
  return html`<div class="reading sheet">
    <div class="reading-bar">
      ${pick} ${hitSteps(app, starts, now)}
      <button type="button" class="button small" aria-pressed=${app.isRaw ? "true" : "false"} @click=${() => app.set({ isRaw: !app.isRaw })}>${t(app.isRaw ? "showSet" : "showRaw")}</button>
    </div>
    <article>
      <header class=${isTitled ? "kicker" : ""} lang=${languageOf(document)}>
        <h1 class=${isTitled ? "unseen" : ""}><bdi>${titleOf(document)}</bdi></h1>
        <p class="faint num">${[app.corpus.apart.get(document.id), document.date, document.source, document.author].filter(Boolean).map((part) => html`<span><bdi>${part}</bdi></span>`)}</p>
      </header>
      <div class="page">
        <duizhao-text .document=${document} .hits=${hits} .isRaw=${app.isRaw}></duizhao-text>
        ${strip(app, document, starts, now)}
      </div>
    </article>
    <aside class="beside">${starts.length > 0 && !app.isRaw ? html`<p class="of-strip">${t("hitStrip")} ${pictureMenu(`${document.id} ${app.route.query}`, () => globalThis.document.querySelector<SVGSVGElement>(".strip svg"))}</p>` : nothing}${outline(app, document)} ${whatWasRead(app, document)}</aside>
  </div>`;
}

function hitStarts(passages: readonly HitPassage[]): number[] {
  return [...new Set(passages.flatMap((one) => one.highlights.map(([start]) => start)))].sort((a, b) => a - b);
}

function nearest(starts: readonly number[], at: number | null): number | undefined {
  if (at === null) return undefined;
  return starts.reduce<number | undefined>(
    (best, start) => (best === undefined || Math.abs(start - at) < Math.abs(best - at) ? start : best),
    undefined,
  );
}

function hitSteps(app: App, starts: number[], now: number | undefined): TemplateResult | typeof nothing {
  const query = app.route.query.trim();
  if (query === "") return nothing;
  if (starts.length === 0)
    return html`<p class="hits quiet">${t("noHitsIn", { query })} <a href=${app.link({ query })}>${t("searchAll")}</a></p>`;
  const at = now === undefined ? -1 : starts.indexOf(now);
  const to = (step: 1 | -1) => {
    const next = at < 0 ? (step > 0 ? 0 : starts.length - 1) : (at + step + starts.length) % starts.length;
    app.go({ at: starts[next] ?? null }, { isReplacing: true });
  };
  return html`<div class="hits" role="group" aria-label=${t("hitsIn", { query, n: starts.length })}>
    <button type="button" class="button small previous" @click=${() => to(-1)} aria-label=${t("previousHit")} title=${`${t("previousHit")} (p)`}>↑</button>
    <span class="num">${at < 0 ? t("hitsIn", { query, n: starts.length }) : t("hitPlace", { at: at + 1, of: starts.length })}</span>
    <button type="button" class="button small next" @click=${() => to(1)} aria-label=${t("nextHit")} title=${`${t("nextHit")} (n)`}>↓</button>
    ${at < 0 ? nothing : html`<button type="button" class="button small of-cite" title="c" @click=${() => citeReading(app)}>${t("cite")}</button>`}
  </div>`;
}

/** Copies a citation of what is selected in the text, or of the passage the reader stands on; false where there is neither. */
export function citeReading(app: App): boolean {
  const { reading } = app.answers;
  if (app.route.view !== "read" || !reading) return false;
  const { at } = app.route;
  const passage = reading.passages.find(({ start, end }) => at !== null && start <= at && at < end);
  const quotation = getSelection()?.toString().trim() || passage?.text;
  if (!quotation) return false;
  void copy(citation(reading.document, quotation)).then((isCopied) => app.inform(t(isCopied ? "cited" : "citeFailed")));
  return true;
}

/** Where the hits stand in the whole, as ticks along the text. Each is a link; the same hits are reached by `n` and `p`. */
function strip(
  app: App,
  document: SourceDocument,
  starts: number[],
  now: number | undefined,
): TemplateResult | typeof nothing {
  if (starts.length === 0 || app.isRaw) return nothing;
  const whole = Math.max(1, document.text.length);
  return html`<div class="strip"><svg viewBox="0 0 10 1000" preserveAspectRatio="none" role="img" aria-label=${t("hitStrip")}
    @click=${(event: MouseEvent) => {
      const box = (event.currentTarget as Element).getBoundingClientRect();
      const at = nearest(starts, ((event.clientY - box.top) / box.height) * whole);
      if (at !== undefined) app.go({ at }, { isReplacing: true });
    }}>
    ${starts.slice(0, 2000).map((start) => tick((start / whole) * 1000, start === now))}
  </svg></div>`;
}

function outline(app: App, document: SourceDocument): TemplateResult | typeof nothing {
  const headings = document.blocks.filter((block) => block.kind === "heading" && block.end > block.start);
  if (headings.length < 2) return nothing;
  const top = Math.min(...headings.map((block) => block.level));
  return html`<nav class="outline" aria-labelledby="outline">
    <h2 id="outline">${t("outline")}</h2>
    <ol lang=${languageOf(document)}>
      ${headings.map(
        (block) => html`<li class=${`level-${Math.min(block.level - top + 1, 3)}`}>
          <a href=${app.link({ view: "read", documents: [document.id], at: block.start })}>${document.text.slice(block.start, block.end).replace(/^[#\s]+/, "")}</a>
        </li>`,
      )}
    </ol>
  </nav>`;
}

let stoodAt = "";
const MAX_TRIES = 12;

/** Brings a place into view once, after the text has been laid out. */
function standAt(at: number | null, key: string): void {
  if (key === stoodAt) return;
  stoodAt = key;
  if (at === null) return;
  requestAnimationFrame(async () => {
    const text = document.querySelector("duizhao-text");
    await text?.updateComplete;
    const element = text?.elementAt(at);
    // In a long text heights above are estimates until they are laid out: the place is sought until it stays.
    let was = Number.NaN;
    for (let tries = 0; element && tries < MAX_TRIES; tries++) {
      element.scrollIntoView({ block: "center" });
      await new Promise(requestAnimationFrame);
      const { top } = element.getBoundingClientRect();
      if (Math.abs(top - was) < 2 && top >= 0 && top < innerHeight) break;
      was = top;
    }
  });
}

/** A line of one thickness on the screen, however long the text is that the strip stands for. */
function tick(y: number, isNow: boolean): TemplateResult<2> {
  return svg`<line class=${isNow ? "now" : ""} x1="0" x2="10" y1=${y} y2=${y}></line>`;
}
