/** The ids of the built-in sample (`www/sample/`): an index of just these is the sample and makes way for the reader's own. */
const SAMPLE_IDS: ReadonlySet<string> = new Set([
  "2024-05-03-launch",
  "2024-06-02-landing-qa",
  "2024-06-03-qa-full-repost",
  "2024-06-25-return-hant",
  "2024-06-28-timeline",
  "2024-07-05-commentary",
  "2024-11-15-results-hant",
]);

/** The two that tell one conversation twice; the first comparison to offer. */
export const SAMPLE_PAIR = ["2024-06-02-landing-qa", "2024-06-03-qa-full-repost"] as const;

/** Queries that show something in the sample. */
export const SAMPLE_QUERIES = ["阿波罗盆地", "样品重量", "月面起飞", "中繼星", "2公斤"] as const;

/** Whether documents with these ids are the sample. */
export function isSample(ids: readonly string[]): boolean {
  return ids.length === SAMPLE_IDS.size && ids.every((id) => SAMPLE_IDS.has(withoutEnding(id)));
}

/** An id as it would be had its file no ending: links keep working however the index was built. */
export function withoutEnding(id: string): string {
  return id.replace(/\.(txt|md|markdown|x?html?|text|docx|epub)$/i, "");
}
