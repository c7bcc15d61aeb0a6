import { html, nothing, type TemplateResult } from "lit";
import type { Compare } from "../../elements/compare.js";
import { type Key, LANGUAGES, type Language, t } from "../../strings/index.js";
import "../../elements/search-box.js";
import type { SearchBox } from "../../elements/search-box.js";
import type { App } from "../app.js";
import { fromDrop } from "../dropped.js";
import { START, type ViewName } from "../route.js";
import { about } from "./about.js";
import { across } from "./across.js";
import { stepTable } from "./article-table.js";
import { columns } from "./columns.js";
import { compare } from "./compare.js";
import { helpDialog, pasteDialog } from "./dialogs.js";
import { home } from "./home.js";
import { mark, moon, sun } from "./icons.js";
import { escapeMenu, listenForMenus } from "./menus.js";
import { notices } from "./notices.js";
import { pickDialog } from "./picker.js";
import { citeReading, read } from "./read.js";
import { search } from "./search.js";
import { segment } from "./segment.js";

const TABS: readonly { view: ViewName; key: Key }[] = [
  { view: "search", key: "viewSearch" },
  { view: "read", key: "viewRead" },
  { view: "columns", key: "viewColumns" },
  { view: "across", key: "viewAcross" },
  { view: "compare", key: "viewCompare" },
  { view: "segment", key: "viewSegment" },
  { view: "about", key: "viewAbout" },
];

/** The page: head, notices, one view. The box is one element in every view, so that the cursor stays in it. */
export function shell(app: App): TemplateResult {
  const { route } = app;
  return html`
    <a class="skip" href="#main" @click=${skip}>${t("skip")}</a>
    <header class="head">
      <a class="brand" href=${app.link({ query: "" })}>${mark}<span>${t("name")}</span></a>
      ${app.isHome ? html`<div class="hero"><h1>${t("homeTitle")}</h1><p>${t("homeLead")}</p></div>` : nothing}
      <duizhao-box
        .value=${route.query} .language=${app.language} .options=${app.prompting.options}
        @query=${(event: CustomEvent<string>) => onQuery(app, event.detail)}
        @down=${() => document.querySelector<HTMLElement>("[data-stop]")?.focus()}
        @enter=${() => onEnter(app)}
        @ask=${() => app.prompting.remind()}
        @act=${() => app.forgetRecent()}
        @chosen=${(event: CustomEvent<string>) => app.remember(event.detail)}
        @escape=${() => app.go({ query: "" }, { isReplacing: true })}
      ></duizhao-box>
      <nav class="views" aria-label=${t("views")}>
        ${TABS.map(
          ({ view, key }) =>
            html`<a href=${tabLink(app, view)} aria-current=${route.view === view ? "page" : nothing}>${t(key)}</a>`,
        )}
      </nav>
      <div class="tools">
        <select aria-label=${t("chooseLanguage")} .value=${app.language} @change=${(event: Event) => app.setLanguage((event.target as HTMLSelectElement).value as Language)}>
          ${(Object.keys(LANGUAGES) as Language[]).map(
            (tag) =>
              html`<option value=${tag} lang=${tag} ?selected=${tag === app.language}>${LANGUAGES[tag].language}</option>`,
          )}
        </select>
        <button type="button" class="icon" aria-label=${t(app.theme === "dark" ? "themeLight" : "themeDark")} title=${t(app.theme === "dark" ? "themeLight" : "themeDark")}
          @click=${() => app.setTheme(app.theme === "dark" ? "light" : "dark")}>${app.theme === "dark" ? sun : moon}</button>
        <button type="button" class="icon" aria-label=${t("help")} title=${t("help")} @click=${() => app.set({ dialog: "help" })}><b aria-hidden="true">?</b></button>
      </div>
    </header>
    <main id="main" tabindex="-1" class=${`view-${route.view}`} aria-busy=${app.isWaiting || !app.isStarted ? "true" : "false"}>
      ${notices(app)} ${view(app)}
    </main>
    <p class="unseen" role="status" aria-live="polite">${app.said}</p>
    ${app.toast === "" ? nothing : html`<p class="toast" aria-hidden="true">${app.toast}</p>`}
    ${app.dialog === "help" ? helpDialog(app) : app.dialog === "paste" ? pasteDialog(app) : app.picking ? pickDialog(app, app.picking) : nothing}
  `;
}

function view(app: App): TemplateResult | typeof nothing {
  if (app.isFatal) return nothing;
  switch (app.route.view) {
    case "search":
      return app.isHome ? home(app) : search(app);
    case "read":
      return read(app);
    case "columns":
      return columns(app);
    case "across":
      return across(app);
    case "compare":
      return compare(app);
    case "segment":
      return segment(app);
    case "about":
      return about(app);
  }
}

/** A tab keeps the query and, between reading and comparing, the documents. */
function tabLink(app: App, view: ViewName): string {
  const { documents } = app.route;
  if (view === "read") return app.link({ view, documents: documents.slice(0, 1) });
  if (view === "compare")
    return app.link({ view, documents: app.chosen.length === 2 ? app.chosen : documents.slice(0, 2) });
  if (view === "columns" || view === "across")
    return app.link({ view, documents: app.chosen.length > 1 ? app.chosen : [] });
  return app.link({ view });
}

function skip(event: Event): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

function onQuery(app: App, query: string): void {
  void app.prompting.typed(query, app.corpus.index);
  const view = ["columns", "read", "across"].includes(app.route.view) ? app.route.view : "search";
  app.go(
    { view, query, at: null, ...(view === "search" ? { documents: [] } : {}) },
    { isReplacing: app.route.view === view },
  );
}

/** Enter goes to the first answer; in a text to its next hit, and on to all texts when it has none. */
function onEnter(app: App): void {
  const { view } = app.route;
  app.remember(app.route.query);
  const next = document.querySelector<HTMLButtonElement>(".hits .next");
  if (view === "read" && next) next.click();
  else if (view === "search" || view === "columns" || view === "across")
    document.querySelector<HTMLElement>("[data-stop]")?.focus();
  else if (app.route.query.trim() !== "") app.go({ view: "search", documents: [], at: null });
}

/** What keys and drops do wherever they happen. */
export function listen(app: App): void {
  document.addEventListener("keydown", (event) => onKey(app, event));
  listenForMenus();
  let depth = 0;
  const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  const show = (isDropping: boolean) => {
    if (app.isDropping === isDropping) return;
    document.body.classList.toggle("dropping", isDropping);
    document.body.dataset["drop"] = t("dropNow");
    app.set({ isDropping });
  };
  document.addEventListener("dragenter", (event) => {
    if (!holdsFiles(event)) return;
    depth += 1;
    show(true);
  });
  document.addEventListener("dragleave", () => {
    depth = Math.max(0, depth - 1);
    if (depth === 0) show(false);
  });
  document.addEventListener("dragover", (event) => {
    if (holdsFiles(event)) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    depth = 0;
    show(false);
    if (!event.dataTransfer || !holdsFiles(event)) return;
    event.preventDefault();
    void fromDrop(event.dataTransfer).then(async ({ found, isFolderRefused }) => {
      await app.open(found);
      if (isFolderRefused) app.set({ problems: [...app.problems, { key: "problemFolder", values: {} }] });
    });
  });
}

function onKey(app: App, event: KeyboardEvent): void {
  if (event.isComposing || event.keyCode === 229) return;
  const target = event.composedPath()[0] as HTMLElement;
  const isTyping = takesKeys(target);
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    focusBox();
    return;
  }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || app.dialog) return;
  if (event.key === "Escape" && escapeMenu()) event.preventDefault();
  if (isTyping || event.defaultPrevented) return;
  const stops = [...document.querySelectorAll<HTMLElement>("[data-stop]")];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  switch (event.key) {
    case "/":
      focusBox();
      break;
    case "?":
      app.set({ dialog: "help" });
      break;
    case "ArrowDown":
      if (at < 0) return;
      stops[at + 1]?.focus();
      break;
    case "ArrowUp":
      if (at < 0) return;
      if (at === 0) focusBox();
      else stops[at - 1]?.focus();
      break;
    case "c":
      if (at >= 0) stops[at]?.dispatchEvent(new CustomEvent("cite", { bubbles: true }));
      else if (!citeReading(app)) return;
      break;
    case "n":
    case "p":
      step(app, event.key === "n" ? 1 : -1);
      break;
    case "Escape":
      if (!goBack(app)) return;
      break;
    default:
      return;
  }
  event.preventDefault();
}

/** Whether letters typed there are its own: a field is, a box to tick and a way to choose files are not. */
function takesKeys(element: HTMLElement): boolean {
  if (element instanceof HTMLInputElement) return !/^(file|checkbox|radio|range|button)$/.test(element.type);
  return element.isContentEditable || /^(TEXTAREA|SELECT)$/.test(element.tagName);
}

/** What Escape does outside the box: lets go of a sentence, leads from a text back to where it was found, from there to the box. */
function goBack(app: App): boolean {
  const { view, documents, query } = app.route;
  if (view === "compare") return document.querySelector<Compare>("duizhao-compare")?.release() ?? false;
  if (view === "search" || view === "columns" || view === "across") {
    focusBox();
    return true;
  }
  if (view !== "read") return false;
  const isFound = app.from !== null && ["search", "columns", "across"].includes(app.from.view);
  app.go({ ...START, ...(isFound ? app.from : {}), query });
  void app.arrived.then(() => {
    const isOf = (stop: HTMLElement) =>
      new URLSearchParams(stop.getAttribute("href")?.split("?")[1]).get("d") === documents[0];
    const stop = [...document.querySelectorAll<HTMLElement>("[data-stop]")].find(isOf);
    if (stop) stop.focus();
    else focusBox(false);
  });
  return true;
}

function step(app: App, direction: 1 | -1): void {
  if (app.route.view === "compare" && !stepTable(app, direction))
    document.querySelector<Compare>("duizhao-compare")?.step(direction);
  if (app.route.view === "read")
    document.querySelector<HTMLButtonElement>(direction > 0 ? ".hits .next" : ".hits .previous")?.click();
}

/** Puts the cursor into the search box. */
export function focusBox(isFresh = true): void {
  document.querySelector<SearchBox>("duizhao-box")?.takeFocus(isFresh);
}
