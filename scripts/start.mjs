// `npm start`: installs what is missing, builds everything, indexes the sample corpus, and opens the page.

import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import { buildPackage } from "./package.mjs";
import { buildPage } from "./page.mjs";
import { sampleIndex } from "./sample.mjs";
import { has, main, say } from "./steps.mjs";
import { npmPackages, requireBasics } from "./toolchain.mjs";
import { buildModules } from "./wasm.mjs";

/** Opens a page where there is a desktop to open it on; says nothing where there is none. */
function openOnDesktop(url) {
  const opener = { darwin: "open", linux: "xdg-open" }[process.platform];
  const hasDesktop = process.platform === "darwin" || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!opener || !hasDesktop || process.env.CI || !has(opener)) return;
  spawn(opener, [url], { stdio: "ignore", detached: true })
    .on("error", () => {})
    .unref();
}

await main(async () => {
  requireBasics();
  npmPackages();
  buildModules();
  await buildPackage();
  const file = await buildPage({ index: await sampleIndex() });
  const url = pathToFileURL(file).href;
  say(`the page is ready; open it in any browser, with or without a network:\n\n  ${url}\n`);
  openOnDesktop(url);
});
