import type { DifferenceKind, Relation } from "../lib/types.js";
import { t } from "../strings/index.js";

/** The reader's word for how two linked stretches stand. */
export function relationWord(relation: Relation): string {
  return (
    { same: t("relationSame"), reworded: t("relationReworded"), related: t("relationRelated") }[relation] ?? relation
  );
}

/** The reader's word for what differs. */
export function differenceWord(kind: DifferenceKind): string {
  return (
    {
      number: t("differenceNumber"),
      date: t("differenceDate"),
      name: t("differenceName"),
      negation: t("differenceNegation"),
      hedge: t("differenceHedge"),
      speaker: t("differenceSpeaker"),
      wording: t("differenceWording"),
    }[kind] ?? kind
  );
}
