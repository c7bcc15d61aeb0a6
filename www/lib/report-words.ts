/** The words of a report in three languages. A report leaves the page, so it carries its own. */

import type { ArticleChange, DifferenceKind, Relation } from "./types.js";

export type ReportLanguage = "zh-Hans" | "zh-Hant" | "en";

export interface ReportWords {
  relation: string;
  score: string;
  facts: string;
  factsTitle: string;
  noFacts: string;
  sideBySide: string;
  articleTable: string;
  coverage: string;
  moved: string;
  onlyLeft: string;
  onlyRight: string;
  oldNumber: string;
  newNumber: string;
  oldText: string;
  newText: string;
  leftNumber: string;
  rightNumber: string;
  leftText: string;
  rightText: string;
  change: string;
  /** The same where nothing says which side is the old one. */
  changeToRight: string;
  toRight: string;
  changed: string;
  sameText: string;
  comma: string;
  semicolon: string;
  relations: Record<Relation, string>;
  kinds: Record<DifferenceKind, string>;
  changes: Record<ArticleChange, string>;
}

export const REPORT_WORDS: Record<ReportLanguage, ReportWords> = {
  "zh-Hans": {
    relation: "关系",
    score: "分数",
    facts: "事实不一致",
    factsTitle: "事实不一致之处",
    noFacts: "没有发现事实不一致之处。",
    sideBySide: "逐句对照",
    articleTable: "新旧对照表",
    coverage: "有对应的文字",
    moved: "移位",
    onlyLeft: "仅左边有",
    onlyRight: "仅右边有",
    oldNumber: "旧条号",
    newNumber: "新条号",
    oldText: "旧条文",
    newText: "新条文",
    leftNumber: "左条号",
    rightNumber: "右条号",
    leftText: "左条文",
    rightText: "右条文",
    change: "变动",
    changeToRight: "变动（左→右）",
    toRight: "左→右",
    changed: "改动的文字",
    sameText: "（内容未变）",
    comma: "，",
    semicolon: "；",
    relations: { same: "相同", reworded: "改写", related: "相关" },
    kinds: {
      number: "数字",
      date: "时间",
      name: "名称",
      negation: "否定",
      hedge: "语气",
      speaker: "说话人",
      wording: "措辞",
    },
    changes: {
      unchanged: "未变",
      renumbered: "仅改条号",
      amended: "修改",
      merged: "合并",
      split: "拆分",
      added: "新增",
      dropped: "删除",
    },
  },
  "zh-Hant": {
    relation: "關係",
    score: "分數",
    facts: "事實不一致",
    factsTitle: "事實不一致之處",
    noFacts: "沒有發現事實不一致之處。",
    sideBySide: "逐句對照",
    articleTable: "新舊對照表",
    coverage: "有對應的文字",
    moved: "移位",
    onlyLeft: "僅左邊有",
    onlyRight: "僅右邊有",
    oldNumber: "舊條號",
    newNumber: "新條號",
    oldText: "舊條文",
    newText: "新條文",
    leftNumber: "左條號",
    rightNumber: "右條號",
    leftText: "左條文",
    rightText: "右條文",
    change: "變動",
    changeToRight: "變動（左→右）",
    toRight: "左→右",
    changed: "改動的文字",
    sameText: "（內容未變）",
    comma: "，",
    semicolon: "；",
    relations: { same: "相同", reworded: "改寫", related: "相關" },
    kinds: {
      number: "數字",
      date: "時間",
      name: "名稱",
      negation: "否定",
      hedge: "語氣",
      speaker: "說話人",
      wording: "措辭",
    },
    changes: {
      unchanged: "未變",
      renumbered: "僅改條號",
      amended: "修改",
      merged: "合併",
      split: "拆分",
      added: "新增",
      dropped: "刪除",
    },
  },
  en: {
    relation: "relation",
    score: "score",
    facts: "facts that differ",
    factsTitle: "Facts that differ",
    noFacts: "No facts were found that differ.",
    sideBySide: "Sentence by sentence",
    articleTable: "Article by article",
    coverage: "linked",
    moved: "moved",
    onlyLeft: "only left",
    onlyRight: "only right",
    oldNumber: "old number",
    newNumber: "new number",
    oldText: "old text",
    newText: "new text",
    leftNumber: "left number",
    rightNumber: "right number",
    leftText: "left text",
    rightText: "right text",
    change: "change",
    changeToRight: "change (left → right)",
    toRight: "left → right",
    changed: "changed words",
    sameText: "(unchanged)",
    comma: ", ",
    semicolon: "; ",
    relations: { same: "same", reworded: "reworded", related: "related" },
    kinds: {
      number: "number",
      date: "date",
      name: "name",
      negation: "negation",
      hedge: "hedge",
      speaker: "speaker",
      wording: "wording",
    },
    changes: {
      unchanged: "unchanged",
      renumbered: "renumbered",
      amended: "amended",
      merged: "merged",
      split: "split",
      added: "added",
      dropped: "dropped",
    },
  },
};
