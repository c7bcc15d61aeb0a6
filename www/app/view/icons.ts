import { html } from "lit";

/** The mark: two columns of text, each saying something else, on a seal. */
export const mark = html`<svg viewBox="0 0 32 32" aria-hidden="true">
  <rect class="seal" x="1" y="1" width="30" height="30" rx="6"></rect>
  <path class="strokes" d="M7.5 10H13M7.5 16H13M7.5 22h3M19 10h5.5M19 16h3M19 22h5.5"></path>
</svg>`;

export const moon = html`<svg viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round" aria-hidden="true">
  <path d="M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.7 8.7Z"></path>
</svg>`;

export const sun = html`<svg viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" aria-hidden="true">
  <circle cx="10" cy="10" r="3.4"></circle>
  <path d="M10 2v1.8M10 16.2V18M2 10h1.8M16.2 10H18M4.3 4.3l1.3 1.3M14.4 14.4l1.3 1.3M15.7 4.3l-1.3 1.3M5.6 14.4l-1.3 1.3"></path>
</svg>`;

export const swapSides = html`<svg viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
  <path d="M3 7h13l-3-3M17 13H4l3 3"></path>
</svg>`;
