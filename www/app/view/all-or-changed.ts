import type { TemplateResult } from "lit";
import { choices } from "../../elements/choices.js";
import { t } from "../../strings/index.js";
import type { App } from "../app.js";

/** All rows of a view, or those with a change, which `word` names. */
export function allOrChanged(app: App, word: string): TemplateResult {
  const given = [
    ["all", t("showAll")],
    ["different", word],
  ] as const;
  const chosen = app.route.show === "different" ? "different" : "all";
  return choices(t("showWhich"), given, chosen, (show) => app.go({ show }, { isReplacing: true }));
}
