/** The colours of all elements for other people's pages, light and dark: custom properties of the page win. */
export const COLOURS = `
.root {
  --text: var(--duizhao-text, #1c1e21);
  --soft: var(--duizhao-soft, #5d6168);
  --line: var(--duizhao-line, #d9dce1);
  --back: var(--duizhao-background, #fff);
  --well: var(--duizhao-hover, #f2f4f7);
  --accent: var(--duizhao-accent, #a63d2f);
  --link: var(--duizhao-link, #2a5a78);
  --mark: var(--duizhao-mark, #ffe9a8);
  --radius: var(--duizhao-radius, 10px);
  color: var(--text); text-align: start; color-scheme: light;
  font: var(--duizhao-font, 1em/1.6 system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif);
}
.root.dark {
  --text: var(--duizhao-text, #e6e8ec);
  --soft: var(--duizhao-soft, #a0a5ae);
  --line: var(--duizhao-line, #3b3f47);
  --back: var(--duizhao-background, #1d2025);
  --well: var(--duizhao-hover, #2a2e35);
  --accent: var(--duizhao-accent, #f0957f);
  --link: var(--duizhao-link, #8fbcd8);
  --mark: var(--duizhao-mark, #6a5616);
  color-scheme: dark;
}
`;
