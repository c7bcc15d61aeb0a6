import { filled, type Language, preferredLanguage } from "./index.js";

/**
 * Words of the elements for other people's pages, apart from those of the page, so that they stay small: a table for each
 * element, and one of sentences for what goes wrong.
 */
type Table<Key extends string> = Record<Language, Record<Key, string>>;

/** The string of a key in the language of an element: that of the page around it, else of the browser. */
export function embedWord<Key extends string>(
  element: Element,
  table: Table<Key>,
  key: Key,
  values: Record<string, string | number> = {},
): string {
  return filled(table[languageAround(element)][key], values);
}

/** The language of the nearest `lang`, else of the browser. */
export function languageAround(element: Element): Language {
  const tag = element.closest("[lang]")?.getAttribute("lang");
  return preferredLanguage(tag ? [tag] : navigator.languages);
}

export type SearchKey =
  | "label"
  | "placeholder"
  | "clear"
  | "results"
  | "loading"
  | "found"
  | "more"
  | "nothing"
  | "whole"
  | "excluded"
  | "keys";

export const SEARCH_WORDS: Table<SearchKey> = {
  "zh-Hans": {
    label: "搜索本站",
    placeholder: "搜索",
    clear: "清空",
    results: "搜索结果",
    loading: "正在载入索引…",
    found: "{n} 篇",
    more: "显示更多",
    nothing: "没有找到“{query}”。",
    whole: "打开这一页",
    excluded: "没有剩下的：有 {n} 篇符合，但都含有减号排除的词。",
    keys: "↑↓ 选择　Enter 打开　Esc 关闭",
  },
  "zh-Hant": {
    label: "搜尋本站",
    placeholder: "搜尋",
    clear: "清空",
    results: "搜尋結果",
    loading: "正在載入索引…",
    found: "{n} 篇",
    more: "顯示更多",
    nothing: "沒有找到「{query}」。",
    whole: "開啟這一頁",
    excluded: "沒有剩下的：有 {n} 篇符合，但都含有減號排除的詞。",
    keys: "↑↓ 選擇　Enter 開啟　Esc 關閉",
  },
  en: {
    label: "Search this site",
    placeholder: "Search",
    clear: "Clear",
    results: "Search results",
    loading: "Loading the index…",
    found: "{n} {n:page|pages}",
    more: "Show more",
    nothing: "Nothing found for “{query}”.",
    whole: "Open the page",
    excluded: "Nothing left: {n} {n:page has|pages have} it, but also what the minus leaves out.",
    keys: "↑↓ choose   Enter open   Esc close",
  },
};

export type FailureKey =
  | "failSource"
  | "failOffline"
  | "failMissing"
  | "failVersion"
  | "failNotIndex"
  | "failNotText"
  | "failDamaged"
  | "failTooLarge"
  | "failProgram"
  | "failBlocked"
  | "failBrowser"
  | "failEngine"
  | "retry";

/** Of the elements over an index. */
export const INDEX_FAILURES: Table<FailureKey> = {
  "zh-Hans": {
    failSource: "这里没有写明索引的地址（src），请告诉本站的作者。",
    failOffline: "索引没有载入：连不上它的地址，可能是断网了，请稍后再试。",
    failMissing: "这个地址上没有索引（服务器答复 {status}），请告诉本站的作者。",
    failVersion: "索引与程序的版本不一致，需要本站的作者用同一版本重新生成索引。",
    failNotIndex: "这个地址上的文件不是对照的索引（多半是一个网页），请告诉本站的作者。",
    failNotText: "索引里的文字无法辨认，请告诉本站的作者。",
    failDamaged: "索引不完整或已经损坏，请刷新再试；仍然如此就请告诉本站的作者。",
    failTooLarge: "索引太大，在网页里打不开，请告诉本站的作者。",
    failProgram: "程序的文件没有载入：可能是断网了，也可能是作者漏放了与脚本同在的文件。",
    failBlocked: "本站的安全策略不允许 WebAssembly，程序无法运行；作者需要在 script-src 里加上 'wasm-unsafe-eval'。",
    failBrowser: "这个浏览器太旧，运行不了这里的程序，请更新浏览器。",
    failEngine: "程序意外中断，请刷新页面再试。",
    retry: "重试",
  },
  "zh-Hant": {
    failSource: "這裡沒有寫明索引的位址（src），請告訴本站的作者。",
    failOffline: "索引沒有載入：連不上它的位址，可能是斷線了，請稍後再試。",
    failMissing: "這個位址上沒有索引（伺服器答覆 {status}），請告訴本站的作者。",
    failVersion: "索引與程式的版本不一致，需要本站的作者用同一版本重新產生索引。",
    failNotIndex: "這個位址上的檔案不是對照的索引（多半是一個網頁），請告訴本站的作者。",
    failNotText: "索引裡的文字無法辨認，請告訴本站的作者。",
    failDamaged: "索引不完整或已經損壞，請重新整理再試；仍然如此就請告訴本站的作者。",
    failTooLarge: "索引太大，在網頁裡打不開，請告訴本站的作者。",
    failProgram: "程式的檔案沒有載入：可能是斷線了，也可能是作者漏放了與指令碼同在的檔案。",
    failBlocked: "本站的安全政策不允許 WebAssembly，程式無法執行；作者需要在 script-src 裡加上 'wasm-unsafe-eval'。",
    failBrowser: "這個瀏覽器太舊，執行不了這裡的程式，請更新瀏覽器。",
    failEngine: "程式意外中斷，請重新整理頁面再試。",
    retry: "重試",
  },
  en: {
    failSource: "It is not said here where the index is (src); please tell the author of this site.",
    failOffline:
      "The index could not be loaded: its address cannot be reached, maybe you are offline. Please try again later.",
    failMissing:
      "There is no index at this address (the server answered {status}); please tell the author of this site.",
    failVersion:
      "The index and the program are of different versions; the author has to build the index again with this one.",
    failNotIndex:
      "The file at this address is no search index of Duizhao (probably a web page); please tell the author of this site.",
    failNotText: "The texts in the index cannot be read; please tell the author of this site.",
    failDamaged:
      "The index is incomplete or damaged; reload the page, and if that does not help, please tell the author of this site.",
    failTooLarge: "The index is too large to be opened in a page; please tell the author of this site.",
    failProgram:
      "A file of the program could not be loaded: maybe you are offline, or the author left out a file that belongs beside the script.",
    failBlocked:
      "The policy of this site does not allow WebAssembly, so the program cannot run; its script-src needs 'wasm-unsafe-eval'.",
    failBrowser: "This browser is too old for the program here; please update it.",
    failEngine: "The program stopped unexpectedly; please reload the page.",
    retry: "Try again",
  },
};

/** Of the element over two texts. */
export const TEXT_FAILURES: Table<FailureKey> = {
  "zh-Hans": {
    ...INDEX_FAILURES["zh-Hans"],
    failSource: "这里没有写明要对照的两篇文本的地址（left 和 right），请告诉本站的作者。",
    failOffline: "文本没有载入：连不上它的地址，可能是断网了，请稍后再试。",
    failMissing: "这个地址上没有文本（服务器答复 {status}），请告诉本站的作者。",
    failVersion: "程序的几个文件不是同一版本，请告诉本站的作者。",
    failNotText: "这个地址上的文件不是可以对照的文本（是一个网页、图片或压缩包，或者是空的），请告诉本站的作者。",
    failTooLarge: "文本太大，在网页里对照不了，请告诉本站的作者。",
  },
  "zh-Hant": {
    ...INDEX_FAILURES["zh-Hant"],
    failSource: "這裡沒有寫明要對照的兩篇文本的位址（left 和 right），請告訴本站的作者。",
    failOffline: "文本沒有載入：連不上它的位址，可能是斷線了，請稍後再試。",
    failMissing: "這個位址上沒有文本（伺服器答覆 {status}），請告訴本站的作者。",
    failVersion: "程式的幾個檔案不是同一版本，請告訴本站的作者。",
    failNotText: "這個位址上的檔案不是可以對照的文本（是一個網頁、圖片或壓縮檔，或者是空的），請告訴本站的作者。",
    failTooLarge: "文本太大，在網頁裡對照不了，請告訴本站的作者。",
  },
  en: {
    ...INDEX_FAILURES.en,
    failSource: "It is not said here where the two texts are (left and right); please tell the author of this site.",
    failOffline:
      "A text could not be loaded: its address cannot be reached, maybe you are offline. Please try again later.",
    failMissing:
      "There is no text at this address (the server answered {status}); please tell the author of this site.",
    failVersion: "The files of the program are not of one version; please tell the author of this site.",
    failNotText:
      "The file at this address is no text that can be compared (a web page, a picture, an archive, or empty); please tell the author of this site.",
    failTooLarge: "A text is too large to be compared in a page; please tell the author of this site.",
  },
};

export type ColumnsKey = "region" | "loading" | "undated" | "silent" | "nothing" | "ask";

export const COLUMNS_WORDS: Table<ColumnsKey> = {
  "zh-Hans": {
    region: "各篇怎么说：{query}",
    loading: "正在载入…",
    undated: "无日期",
    silent: "没有提到的 {n} 篇：",
    nothing: "这里的文档都没有提到“{query}”。",
    ask: "这里没有写明要看的话题（query），请告诉本站的作者。",
  },
  "zh-Hant": {
    region: "各篇怎麼說：{query}",
    loading: "正在載入…",
    undated: "無日期",
    silent: "沒有提到的 {n} 篇：",
    nothing: "這裡的文件都沒有提到「{query}」。",
    ask: "這裡沒有寫明要看的話題（query），請告訴本站的作者。",
  },
  en: {
    region: "What each text says: {query}",
    loading: "Loading…",
    undated: "undated",
    silent: "{n} {n:says|say} nothing on it: ",
    nothing: "None of the texts here says anything on “{query}”.",
    ask: "It is not said here which topic to show (query); please tell the author of this site.",
  },
};

export type CompareKey = "region" | "loading";

export const COMPARE_WORDS: Table<CompareKey> = {
  "zh-Hans": { region: "两篇对照", loading: "正在对照…" },
  "zh-Hant": { region: "兩篇對照", loading: "正在對照…" },
  en: { region: "Two texts side by side", loading: "Comparing…" },
};
