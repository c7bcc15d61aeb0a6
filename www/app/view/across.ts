import { html, nothing, svg, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { visible } from "../../elements/controls.js";
import { inlineText } from "../../elements/inline.js";
import { layer, type Stretch } from "../../elements/pieces.js";
import { languageOf } from "../../elements/source-text.js";
import { differenceWord } from "../../elements/words.js";
import type { DocumentInfo, FactChange, Occurrence, Statement } from "../../lib/page.js";
import { t } from "../../strings/index.js";
import { MAX_ACROSS, type Said } from "../answering.js";
import { type App, PAGE_OF_HITS } from "../app.js";
import { allOrChanged } from "./all-or-changed.js";
import { keyness } from "./keyness.js";
import { count, nameOf, plainNameOf } from "./words.js";

/** What several sources say, by date, and what changed on the way; then the words that set each apart. */
export function across(app: App): TemplateResult {
  const { route } = app;
  const found = app.answers.across;
  const isTooMuch = app.answering.acrossDocuments(route) === null;
  return html`<div class="across sheet">
    <h1 class="view-title">${t("acrossTitle")}</h1>
    <p class="view-lead">${t("acrossLead")}</p>
    ${isTooMuch ? html`<p class="notice calm">${t("acrossChoose", { n: MAX_ACROSS })}</p>` : nothing}
    ${!found && !isTooMuch && (app.isWaiting || !app.isStarted) ? html`<p class="quiet">${t("comparing")}</p>` : nothing}
    ${found ? body(app, found) : nothing}
  </div>`;
}

function body(app: App, { across, keyness: keys, said }: NonNullable<App["answers"]["across"]>): TemplateResult {
  const { route } = app;
  const query = route.query.trim();
  const isChanged = route.show === "different";
  const statements = across.statements.filter(
    (one) =>
      (!isChanged || one.changes.length > 0) &&
      (said === null || one.occurrences.some((occurrence) => marksIn(occurrence, said).length > 0)),
  );
  const byDate = [...new Map(app.corpus.byDate.map((info) => [info.id, info])).values()].filter((info) =>
    across.documents.some(({ id }) => id === info.id),
  );
  const shown = statements.slice(0, app.numShown);
  return html`
    <div class="across-tools">
      ${allOrChanged(app, t("acrossChanged"))}
      ${
        across.documents.length > 2
          ? html`<label class="picker">${t("acrossAtLeast")}
            <select class="field" @change=${(event: Event) => app.go({ atLeast: Number((event.target as HTMLSelectElement).value) }, { isReplacing: true })}>
              ${Array.from({ length: across.documents.length - 1 }, (_, i) => i + 2)
                .slice(0, 8)
                .map(
                  (n) =>
                    html`<option value=${n} ?selected=${n === route.atLeast}>${t("acrossDocuments", { n })}</option>`,
                )}
            </select></label>`
          : nothing
      }
      <p class="faint num">${t("acrossCount", { n: count(statements.length), of: count(across.documents.length) })}${query === "" ? nothing : html` · <bdi>${visible(query)}</bdi>`}</p>
    </div>
    ${statements.length === 0 ? html`<p class="quiet none">${t("acrossNone")}</p>` : nothing}
    <ol class="statements">
      ${repeat(
        shown,
        (one) => `${one.occurrences[0]?.document.id} ${one.occurrences[0]?.start}`,
        (one) => statement(app, one, byDate, said),
      )}
    </ol>
    ${
      shown.length < statements.length
        ? html`<button type="button" class="button" @click=${() => app.set({ numShown: app.numShown + PAGE_OF_HITS })}>${t("acrossMore")}</button>`
        : nothing
    }
    ${keyness(app, keys)}
  `;
}

function marksIn({ document, start, end }: Occurrence, said: Said): Stretch[] {
  return (said.get(document.id) ?? []).filter((hit) => hit.start < end && hit.end > start);
}

function statement(app: App, one: Statement, documents: readonly DocumentInfo[], said: Said | null): TemplateResult {
  const kinds = [...new Set(one.changes.map(({ kind }) => kind))];
  return html`<li class="statement">
    <header>
      ${whoSays(app, one, documents)}
      <span class="faint num">${t("acrossDocuments", { n: one.numDocuments })}</span>
      ${kinds.map((kind) => html`<span class="kind">${differenceWord(kind)}</span>`)}
    </header>
    <ol class="tellings">
      ${one.occurrences.map((occurrence, i) => telling(app, one, occurrence, i, said))}
    </ol>
  </li>`;
}

function telling(app: App, one: Statement, occurrence: Occurrence, at: number, said: Said | null): TemplateResult {
  const { document: info, start, end, text } = occurrence;
  const facts = one.changes.flatMap((change): Stretch[] => {
    const span = change.to === at ? change.right : change.from === at ? change.left : null;
    return span && span[1] > span[0] ? [{ start: span[0], end: span[1] }] : [];
  });
  const hits = said ? marksIn(occurrence, said) : [];
  const marks = layer<Stretch & { isHit?: boolean }>([...facts, ...hits.map((hit) => ({ ...hit, isHit: true }))]);
  const known = app.corpus.known(info.id);
  const before = one.occurrences[at - 1];
  const isAgain = before?.document.id === info.id;
  return html`<li class=${isAgain ? "again" : ""}>
    <p class="who faint">
      <span class="num">${info.date ?? t("undated")}</span>
      <span lang=${languageOf(info)}>${nameOf(app, info)}</span>
      ${occurrence.speaker ? html`<b><bdi>${visible(occurrence.speaker)}</bdi></b>` : nothing}
    </p>
    <a class="snippet" data-stop lang=${languageOf(info)} href=${app.link({ view: "read", documents: [info.id], query: "", at: start })}>${
      known
        ? inlineText(known, { start, end }, marks, (mark, node) =>
            mark.isHit ? html`<mark>${node}</mark>` : html`<em class="fact">${node}</em>`,
          )
        : text
    }</a>
    ${at > 0 && before && !isAgain ? html`<a class="plain pair" href=${app.link({ view: "compare", documents: [before.document.id, info.id], query: "", at: before.start })}>${t("acrossCompare")}</a>` : nothing}
    ${changesTo(one, at)}
  </li>`;
}

/** What is not as it was in the telling before, in the words of both. */
function changesTo(one: Statement, at: number): TemplateResult | typeof nothing {
  const changes = one.changes.filter(({ to }) => to === at);
  if (changes.length === 0) return nothing;
  const words = (place: number, [start, end]: FactChange["left"]) => {
    const occurrence = one.occurrences[place];
    const said = occurrence?.text.slice(start - occurrence.start, end - occurrence.start).trim() ?? "";
    return said === "" ? html`<i>${t("notSaid")}</i>` : html`<bdi>${visible(said)}</bdi>`;
  };
  return html`<p class="changes">${changes.map((change) => html`<span>${differenceWord(change.kind)} <del>${words(change.from, change.left)}</del> → <ins>${words(change.to, change.right)}</ins></span>`)}</p>`;
}

const DOT = 13;

/** One dot a document, by date; filled where it makes the statement. The list under it says the same. */
function whoSays(app: App, one: Statement, documents: readonly DocumentInfo[]): TemplateResult {
  const width = documents.length * DOT;
  const saying = new Set(one.occurrences.map(({ document }) => document.id));
  return html`<svg class="who-says" width=${width} height=${DOT} viewBox=${`0 0 ${width} ${DOT}`} role="img" aria-label=${t("acrossWho", { n: saying.size, of: documents.length })}>
    ${documents.map((info, i) => svg`<circle class=${saying.has(info.id) ? "says" : ""} cx=${(i + 0.5) * DOT} cy=${DOT / 2} r="4"><title>${`${info.date ?? ""} ${plainNameOf(app, info)}`}</title></circle>`)}
  </svg>`;
}
