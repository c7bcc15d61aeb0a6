import { type Language, preferredLanguage } from "./index.js";

/** Words of the elements for other people's pages, apart from those of the page, so that they stay small. */
const zhHans = {
  label: "搜索本站",
  placeholder: "搜索",
  clear: "清空",
  close: "关闭",
  results: "搜索结果",
  loading: "正在载入索引…",
  found: "{n} 篇",
  more: "显示更多",
  nothing: "没有找到“{query}”。",
  nearest: "相近的词：",
  keys: "↑↓ 选择　Enter 打开　Esc 关闭",
  errorSource: "这个搜索框没有写明索引的地址（src），请告诉本站的作者。",
  errorNetwork: "搜索索引没有载入：可能是断网，也可能地址不对。请稍后再试。",
  errorVersion: "搜索索引与搜索程序的版本不一致，需要本站的作者重新生成索引。",
  errorIndex: "这个地址上的文件不是搜索索引，或者已经损坏，请告诉本站的作者。",
  errorBlocked: "本站的安全策略不允许 WebAssembly，搜索无法运行；作者需要在 script-src 里加上 'wasm-unsafe-eval'。",
  errorBrowser: "这个浏览器太旧，无法在本站搜索；请更新浏览器。",
  errorEngine: "搜索意外中断，请刷新页面再试。",
};

export type EmbedKey = keyof typeof zhHans;

const zhHant: Record<EmbedKey, string> = {
  label: "搜尋本站",
  placeholder: "搜尋",
  clear: "清空",
  close: "關閉",
  results: "搜尋結果",
  loading: "正在載入索引…",
  found: "{n} 篇",
  more: "顯示更多",
  nothing: "沒有找到「{query}」。",
  nearest: "相近的詞：",
  keys: "↑↓ 選擇　Enter 開啟　Esc 關閉",
  errorSource: "這個搜尋框沒有寫明索引的位址（src），請告訴本站的作者。",
  errorNetwork: "搜尋索引沒有載入：可能是斷線，也可能位址不對。請稍後再試。",
  errorVersion: "搜尋索引與搜尋程式的版本不一致，需要本站的作者重新產生索引。",
  errorIndex: "這個位址上的檔案不是搜尋索引，或者已經損壞，請告訴本站的作者。",
  errorBlocked: "本站的安全政策不允許 WebAssembly，搜尋無法執行；作者需要在 script-src 裡加上 'wasm-unsafe-eval'。",
  errorBrowser: "這個瀏覽器太舊，無法在本站搜尋；請更新瀏覽器。",
  errorEngine: "搜尋意外中斷，請重新整理頁面再試。",
};

const en: Record<EmbedKey, string> = {
  label: "Search this site",
  placeholder: "Search",
  clear: "Clear",
  close: "Close",
  results: "Search results",
  loading: "Loading the index…",
  found: "{n} pages",
  more: "Show more",
  nothing: "Nothing found for “{query}”.",
  nearest: "Similar words:",
  keys: "↑↓ choose   Enter open   Esc close",
  errorSource: "This search box does not say where its index is (src); please tell the author of this site.",
  errorNetwork: "The search index could not be loaded: offline, or a wrong address. Please try again later.",
  errorVersion:
    "The search index and the search script are of different versions; the author has to build the index again.",
  errorIndex: "The file at this address is no search index, or it is damaged; please tell the author of this site.",
  errorBlocked:
    "The policy of this site does not allow WebAssembly, so search cannot run; its script-src needs 'wasm-unsafe-eval'.",
  errorBrowser: "This browser is too old to search here; please update it.",
  errorEngine: "Search stopped unexpectedly; please reload the page.",
};

const EMBED: Record<Language, Record<EmbedKey, string>> = { "zh-Hans": zhHans, "zh-Hant": zhHant, en };

/** The string of a key in the language of an element: that of the page around it, else of the browser. */
export function embedWord(element: Element, key: EmbedKey, values: Record<string, string | number> = {}): string {
  const tag = element.closest("[lang]")?.getAttribute("lang");
  const text = EMBED[preferredLanguage(tag ? [tag] : navigator.languages)][key];
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
