import { html, type TemplateResult } from "lit";

/** A row of choices where one holds: each with its word; `choose` is told which was taken. */
export function choices<T extends string>(
  label: string,
  given: ReadonlyArray<readonly [choice: T, word: string]>,
  chosen: T,
  choose: (choice: T) => void,
): TemplateResult {
  return html`<div class="choices" role="group" aria-label=${label}>
    ${given.map(
      ([choice, word]) =>
        html`<button type="button" aria-pressed=${choice === chosen ? "true" : "false"} @click=${() => choose(choice)}>${word}</button>`,
    )}
  </div>`;
}
