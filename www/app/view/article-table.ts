import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { inlineText } from "../../elements/inline.js";
import type { Stretch } from "../../elements/pieces.js";
import { languageOf } from "../../elements/source-text.js";
import { differenceWord } from "../../elements/words.js";
import { articleWords, olderSide } from "../../lib/old-and-new.js";
import { factsOver } from "../../lib/overlay.js";
import type { Article, ArticleChange, ArticleRow, Difference, Document as SourceDocument } from "../../lib/page.js";
import { REPORT_WORDS } from "../../lib/report-words.js";
import { t } from "../../strings/index.js";
import type { Answers } from "../answering.js";
import type { App } from "../app.js";
import { allOrChanged } from "./all-or-changed.js";
import { count, nameOf } from "./words.js";

/** Rows drawn at a time: a code has more than a thousand articles. */
const PAGE_OF_ROWS = 200;
const CHANGES: readonly ArticleChange[] = ["amended", "added", "dropped", "merged", "split", "renumbered", "unchanged"];

type Compared = NonNullable<Answers["comparison"]>;

interface Mark extends Stretch {
  kind: Difference["kind"];
}

/** An old and a new law article by article: what became of each, and the words that changed. */
export function articleTable(app: App, compared: Compared): TemplateResult {
  const words = REPORT_WORDS[app.language];
  const { changes } = articleWords(words, olderSide(compared));
  const { articles } = compared.comparison;
  const isChanged = app.route.show === "different";
  const rows = articles.filter((row) => !isChanged || hasChanged(row));
  const shown = rows.slice(0, Math.max(app.numShown, PAGE_OF_ROWS));
  return html`<section class="articles">
    <div class="articles-tools">
      ${allOrChanged(app, t("articlesChanged"))}
      <ul class="changes faint num">
        ${CHANGES.map((change) => ({
          change,
          num: articles.filter((row) => isNumbered(row) && row.change === change).length,
        }))
          .filter(({ num }) => num > 0)
          .map(({ change, num }) => html`<li class=${change}>${changes[change]} ${count(num)}</li>`)}
        ${articles.some((row) => row.isMoved) ? html`<li>${words.moved} ${count(articles.filter((row) => row.isMoved).length)}</li>` : nothing}
      </ul>
    </div>
    ${rows.length === 0 ? html`<p class="quiet none">${t("articlesNone")}</p>` : table(app, compared, shown)}
    ${
      shown.length < rows.length
        ? html`<button type="button" class="button" @click=${() => app.set({ numShown: shown.length + PAGE_OF_ROWS })}>${t("articlesMore", { n: count(rows.length - shown.length) })}</button>`
        : nothing
    }
  </section>`;
}

const isUnchanged = ({ change }: ArticleRow) => change === "unchanged" || change === "renumbered";
const hasChanged = (row: ArticleRow) => row.isMoved || !isUnchanged(row);
/** Whether a row is about an article, not about a heading between articles. */
export const isNumbered = ({ left, right }: ArticleRow) => left?.label != null || right?.label != null;

function table(app: App, compared: Compared, rows: readonly ArticleRow[]): TemplateResult {
  const words = REPORT_WORDS[app.language];
  const named = articleWords(words, olderSide(compared));
  // Where nothing says which law is the old one, the columns have the names of their documents and no other.
  const head = (document: SourceDocument, side: string) =>
    html`<th scope="col" lang=${languageOf(document)}>${named.older === null ? nothing : html`<span class="faint">${side}</span> `}${nameOf(app, document)}</th>`;
  return html`<table class="articles-table">
    <thead><tr>${head(compared.left, named.leftText)}<th scope="col" class="what">${words.change}${named.older === null ? html`<br><span class="faint">${words.toRight}</span>` : nothing}</th>${head(compared.right, named.rightText)}</tr></thead>
    <tbody>
      ${repeat(
        rows,
        (row) => `${row.left?.start} ${row.right?.start}`,
        (row) => {
          const marks = row.pair === null ? [] : (compared.comparison.pairs[row.pair]?.differences ?? []);
          return html`<tr class="${row.change}${hasChanged(row) ? " changed" : ""}" tabindex=${hasChanged(row) ? -1 : nothing}>
            ${cell(app, compared, row, "left", marks)}
            <td class="what">${named.changes[row.change]}${row.isMoved ? html`<br>${words.moved}` : nothing}</td>
            ${cell(app, compared, row, "right", marks)}
          </tr>`;
        },
      )}
    </tbody>
  </table>`;
}

/** Stands on the next (`1`) or previous (`-1`) row that has changed; false where there is no table. */
export function stepTable(app: App, direction: 1 | -1): boolean {
  const table = document.querySelector<HTMLElement>(".articles-table");
  if (!table) return false;
  const changed = () => [...table.querySelectorAll<HTMLElement>("tr.changed")];
  let rows = changed();
  const at = rows.indexOf(document.activeElement as HTMLElement);
  if (at === rows.length - 1 && direction > 0 && document.querySelector(".articles > .button")) {
    app.numShown = Math.max(app.numShown, PAGE_OF_ROWS) + PAGE_OF_ROWS;
    app.renderNow();
    rows = changed();
  }
  // Who has scrolled goes on from there.
  const top = table.querySelector("th")?.getBoundingClientRect().bottom ?? 0;
  const below = rows.findIndex((row) => row.getBoundingClientRect().top >= top - 1);
  const next = at >= 0 ? at + direction : direction > 0 ? Math.max(0, below) : (below < 0 ? rows.length : below) - 1;
  const row = rows.at(next % rows.length);
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "start" });
  return true;
}

function cell(
  app: App,
  compared: Compared,
  row: ArticleRow,
  side: "left" | "right",
  differences: readonly Difference[],
): TemplateResult {
  const article: Article | null = row[side];
  if (!article)
    return html`<td class="none" aria-label=${t(side === "left" ? "articlesNotLeft" : "articlesNotRight")}></td>`;
  const document = compared[side];
  // An article that is unchanged is read on the left.
  if (side === "right" && isUnchanged(row) && article.label !== null) {
    return html`<td lang=${languageOf(document)}><bdi>${article.label}</bdi> <span class="faint">${REPORT_WORDS[app.language].sameText}</span></td>`;
  }
  const marks = factsOver(
    differences.map(({ kind, [side]: [start, end] }): Mark => ({ kind, start, end })),
    ({ kind }) => kind !== "wording",
  );
  const marked = ({ kind }: Mark, node: unknown) =>
    kind === "wording"
      ? html`<mark class=${side}>${node}</mark>`
      : html`<mark class="${side} fact" title=${differenceWord(kind)}>${node}</mark>`;
  // A lawyer cites an article by its paragraphs and items.
  const text = inlineText(document, article, marks, marked, { hasLines: true });
  const place = side === "left" ? { at: article.start } : row.left ? { at: row.left.start } : {};
  const open =
    article.label === null
      ? nothing
      : html` <a class="plain open" href=${app.link({ ...app.route, layout: "panes", ...place })} aria-label=${t("articlesOpen", { label: article.label })}>↗</a>`;
  // No white space of ours in the cell: line breaks of the source are shown there.
  return html`<td lang=${languageOf(document)}>${text}${open}</td>`;
}
