import { html, nothing, type TemplateResult } from "lit";
import type { Decoding, Quantity, Document as SourceDocument } from "../../lib/page.js";
import { type Key, t } from "../../strings/index.js";
import type { App } from "../app.js";
import { safeUrl } from "../cite.js";
import { count, scriptWord } from "./words.js";

/** What was understood of a text, so that a reader can see it and disbelieve it. */
export function whatWasRead(app: App, document: SourceDocument): TemplateResult {
  const decoding = app.corpus.decoding(document.id);
  const url = safeUrl(document.url);
  const boilerplate = document.blocks.filter((block) => block.isBoilerplate).length;
  return html`<section class="what" aria-labelledby="what">
    <h2 id="what">${t("whatWasRead")}</h2>
    <dl>
      ${fact("factName", document.name)} ${fact("factTitle", document.title)} ${fact("factDate", document.date)}
      ${fact("factSource", document.source)} ${fact("factAuthor", document.author)}
      ${document.url ? fact("factUrl", url ? html`<a href=${url} title=${url} rel="noopener noreferrer" target="_blank">${shortened(document.url)}</a>` : document.url) : nothing}
      ${fact("factScript", scriptWord(document.script))}
      ${decoding ? fact("factEncoding", encoding(app, document.id, decoding)) : nothing}
      ${fact("factLength", `${t("charsCount", { n: count(document.text.length) })} · ${t("factBlocks", { n: count(document.blocks.length) })}`)}
      ${document.speakers.length > 0 ? fact("factSpeakers", document.speakers.join("、")) : nothing}
      ${
        document.aliases.length > 0
          ? fact(
              "factAliases",
              html`<ul>${uniqueAliases(document).map(([left, right]) => html`<li><bdi>${left}</bdi> = <bdi>${right}</bdi></li>`)}</ul>`,
            )
          : nothing
      }
      ${document.quantities.length > 0 ? fact("factNumbers", numbers(document)) : nothing}
      ${boilerplate > 0 ? fact("factBoilerplate", t("factBlocks", { n: boilerplate })) : nothing}
      ${fact("factNoise", noise(document))}
    </dl>
  </section>`;
}

function fact(key: Key, value: unknown): TemplateResult | typeof nothing {
  if (value === null || value === "" || value === undefined) return nothing;
  return html`<div><dt>${t(key)}</dt><dd>${typeof value === "string" ? html`<bdi>${value}</bdi>` : value}</dd></div>`;
}

const ENCODINGS: readonly Decoding["encoding"][] = ["utf-8", "gb18030", "big5", "utf-16le", "utf-16be"];

/** The encoding a text was read in; where it was guessed, the reader can set it right. */
function encoding(app: App, id: string, decoding: Decoding): string | TemplateResult {
  if (!app.corpus.canRedecode(id)) return decoding.encoding.toUpperCase();
  return html`<select class="field" aria-label=${t("factEncoding")}
    @change=${(event: Event) => app.redecode(id, (event.target as HTMLSelectElement).value as Decoding["encoding"])}>
    ${ENCODINGS.map((one) => html`<option value=${one} ?selected=${one === decoding.encoding}>${one.toUpperCase()}</option>`)}
  </select>`;
}

/** Enough of an address to know it by; the whole of it is in its title. */
function shortened(url: string): string {
  return url.length > 48 ? `${[...url].slice(0, 46).join("")}…` : url;
}

function uniqueAliases(document: SourceDocument): [string, string][] {
  const seen = new Map(
    document.aliases.map((alias): [string, [string, string]] => [
      `${alias.left}\n${alias.right}`,
      [alias.left, alias.right],
    ]),
  );
  return [...seen.values()].slice(0, 30);
}

/** Numbers shown, each value once. */
const MAX_NUMBERS = 30;

/** Each value as it first stands in the text, beside what it was taken for. */
function numbers(document: SourceDocument): TemplateResult {
  const seen = new Map<string, string>();
  for (const quantity of document.quantities) {
    const value = valueText(quantity);
    if (!seen.has(value)) seen.set(value, document.text.slice(quantity.start, quantity.end));
  }
  const shown = [...seen].slice(0, MAX_NUMBERS);
  return html`<ul>${shown.map(([value, text]) => html`<li><bdi>${text}</bdi> = <bdi>${value}</bdi></li>`)}</ul>
    ${seen.size > shown.length ? html`<p class="faint">${t("moreNumbers", { n: count(seen.size - shown.length) })}</p>` : nothing}`;
}

function valueText({ kind, low, high, unit }: Quantity): string {
  const one = (value: number) => (kind === "date" ? dateOf(value) : count(value));
  const range = low === high ? one(low) : `${one(low)}–${one(high)}`;
  if (kind === "percent") return `${range}%`;
  if (kind === "ordinal") return `#${range}`;
  return kind === "money" && unit !== "" ? `${range} ${unit}` : range;
}

/** `2025-01-20`; `?-01-20` without its year, `2025-01` without its day. */
function dateOf(value: number): string {
  const parts = [Math.floor(value / 10_000), Math.floor(value / 100) % 100, value % 100];
  while (parts.at(-1) === 0) parts.pop();
  return parts.map((part) => (part === 0 ? "?" : String(part).padStart(2, "0"))).join("-");
}

const NOISE: Record<string, Key> = {
  pinyin: "noisePinyin",
  mojibake: "noiseMojibake",
  entity: "noiseEntity",
  invisible: "noiseInvisible",
  space: "noiseSpace",
};

function noise(document: SourceDocument): TemplateResult {
  const counts = new Map<string, number>();
  for (const { kind } of document.removed) if (kind !== "markup") counts.set(kind, (counts.get(kind) ?? 0) + 1);
  if (counts.size === 0) return html`${t("noiseNone")}`;
  return html`<ul>
      ${[...counts].map(([kind, n]) => {
        const key = Object.hasOwn(NOISE, kind) ? NOISE[kind] : undefined;
        return html`<li>${key ? t(key, { n }) : t("noiseOther", { kind, n })}</li>`;
      })}
    </ul>
    <p class="faint">${t("noiseShown")}</p>`;
}
