/** How `<duizhao-compare>` looks: the element's own properties under the names that the page's elements read. */
export const COMPARE_STYLE = `
:host { height: var(--duizhao-height, 44em); }
.root {
  --dz-rem: 1em;
  --dz-sans: var(--duizhao-sans, inherit);
  --dz-serif: var(--duizhao-serif, "Songti SC", "Source Han Serif SC", "Noto Serif CJK SC", "Noto Serif SC", STSong, SimSun, serif);
  --dz-serif-hant: var(--duizhao-serif-hant, "Songti TC", "Source Han Serif TC", "Noto Serif CJK TC", "Noto Serif TC", PMingLiU, serif);
  --dz-text: var(--duizhao-size, calc(1.05 * var(--dz-rem)));
  --dz-panes: calc(12 * var(--dz-rem));
  --dz-paper: var(--back); --dz-sheet: var(--back); --dz-well: var(--well);
  --dz-ink: var(--text); --dz-ink-2: var(--soft); --dz-ink-3: var(--soft); --dz-noise: var(--soft);
  --dz-line: var(--line); --dz-line-strong: var(--duizhao-line-strong, #8d8478);
  --dz-zhu: var(--accent); --dz-qing: var(--link); --dz-on-zhu: var(--back);
  --dz-zhu-soft: var(--duizhao-fact, #f9e4dd); --dz-zhu-faint: var(--duizhao-hover, #fdf3ef);
  --dz-qing-soft: var(--duizhao-reworded, #dfeaf1); --dz-qing-faint: var(--duizhao-hover, #f0f5f8);
}
.root.dark {
  --dz-line-strong: var(--duizhao-line-strong, #7d7568);
  --dz-zhu-soft: var(--duizhao-fact, #4a241b); --dz-zhu-faint: var(--duizhao-hover, #2c1d19);
  --dz-qing-soft: var(--duizhao-reworded, #1f3644); --dz-qing-faint: var(--duizhao-hover, #1b262d);
}
.shown { background: var(--back); border: 1px solid var(--line); border-radius: var(--radius); padding: .85em 1em .6em; }
duizhao-comparison { height: 100%; overflow: auto; overscroll-behavior: contain; }
@media print { duizhao-comparison { height: auto; overflow: visible; } }
`;
