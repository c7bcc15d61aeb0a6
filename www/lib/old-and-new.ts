/** Which of two laws is the old one, and what the columns and the changes of their table are called by that. */

import type { ReportWords } from "./report-words.js";
import type { ArticleChange, Comparison } from "./types.js";

/** What the two columns and the changes between them are called. */
export interface ArticleWords {
  leftNumber: string;
  rightNumber: string;
  leftText: string;
  rightText: string;
  change: string;
  changes: Record<ArticleChange, string>;
  /** The side of the old law; null where nothing says which it is. */
  older: "left" | "right" | null;
}

/** The side with the earlier date; null where one is not known, where they are one, or one is a part of the other. */
export function olderSide({ left, right }: Pick<Comparison, "left" | "right">): "left" | "right" | null {
  const [a, b] = [left.date, right.date];
  if (!a || !b || a.startsWith(b) || b.startsWith(a)) return null;
  return a < b ? "left" : "right";
}

/**
 * The words of a table of articles. With the older law on the right, what the comparison calls added was dropped, and what
 * it calls merged was split. Where nothing says which is older, columns are left and right, and changes go from left to right.
 */
export function articleWords(words: ReportWords, older: ArticleWords["older"]): ArticleWords {
  const { oldNumber, newNumber, oldText, newText, change, changes } = words;
  if (older === "left")
    return {
      leftNumber: oldNumber,
      rightNumber: newNumber,
      leftText: oldText,
      rightText: newText,
      change,
      changes,
      older,
    };
  if (older === null) {
    const { leftNumber, rightNumber, leftText, rightText, changeToRight } = words;
    return { leftNumber, rightNumber, leftText, rightText, change: changeToRight, changes, older };
  }
  const { added, dropped, merged, split } = changes;
  return {
    leftNumber: newNumber,
    rightNumber: oldNumber,
    leftText: newText,
    rightText: oldText,
    change,
    changes: { ...changes, added: dropped, dropped: added, merged: split, split: merged },
    older,
  };
}
