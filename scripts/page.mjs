// Builds dist/duizhao.html: one file that opens from disk, with everything inside and a policy that lets nothing out.

import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { moduleInColumns } from "./columns.mjs";
import { deflated } from "./deflate.mjs";
import { main, ROOT, run, say } from "./steps.mjs";
import { npmPackages, requireBasics } from "./toolchain.mjs";
import { buildModules } from "./wasm.mjs";

/** Where the build leaves what it embeds, for the dev server too. */
export const ASSETS = join(ROOT, "target", "assets");

/** The lexicon that the page and the package carry, or null while there is none. */
export function lexiconFile() {
  const file = join(ROOT, "data", "lexicon-lite.dzl");
  return existsSync(file) ? file : null;
}

/** Builds one entry of www/ into one script and its style sheet. */
export async function bundle(entry, { format = "es", name, minify = true, plugins = [] } = {}) {
  const { build } = await import("vite");
  const [{ output }] = [
    await build({
      configFile: false,
      root: join(ROOT, "www"),
      logLevel: "warn",
      plugins,
      build: {
        write: false,
        target: "es2022",
        minify,
        cssCodeSplit: false,
        modulePreload: false,
        assetsInlineLimit: Number.MAX_SAFE_INTEGER,
        rolldownOptions: {
          input: join(ROOT, "www", entry),
          output: { format, name, codeSplitting: false },
        },
      },
    }),
  ].flat();
  const code = output
    .filter((piece) => piece.type === "chunk")
    .map((piece) => piece.code)
    .join("\n");
  const styles = output
    .filter((piece) => piece.type === "asset" && piece.fileName.endsWith(".css"))
    .map((piece) => piece.source)
    .join("\n");
  return { code, styles };
}

/** Puts the glue of another module where the engine names that of the full one. */
export function glueOf(variant) {
  return {
    name: "duizhao-glue",
    enforce: "pre",
    resolveId: (id) => (/pkg\/full\/duizhao\.js$/.test(id) ? join(ROOT, "pkg", variant, "duizhao.js") : null),
  };
}

/** Classic script source for the worker, over the full module or another. */
export async function workerSource(variant = "full") {
  const options = { format: "iife", name: "duizhaoWorker", plugins: [glueOf(variant)] };
  const { code } = await bundle("lib/engine-worker.ts", options);
  return code;
}

/** `<script>` that no browser runs, holding bytes. Stored as they are where deflate would not make them smaller. */
export function dataElement(name, bytes) {
  const small = deflated(bytes);
  const isSmaller = small.length < bytes.length * 0.97;
  const encoding = isSmaller ? ' data-encoding="deflate-raw"' : "";
  return `<script type="application/octet-stream" id="duizhao-${name}"${encoding}>${Buffer.from(isSmaller ? small : bytes).toString("base64")}</script>`;
}

function sha256(text) {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/**
 * What runs first: it inflates the page's styles and script, which lie in the page like its other data, and puts them in.
 * Plain, they would be a quarter of the file. The policy names all three by their hashes: nothing else gets in this way.
 */
const STARTER = `(async () => {
  const inflated = async (name) => {
    const text = document.getElementById(name).textContent.trim();
    const bytes = Uint8Array.fromBase64 ? Uint8Array.fromBase64(text) : Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    return new Response(new Response(bytes).body.pipeThrough(new DecompressionStream("deflate-raw"))).text();
  };
  const [style, script] = [document.createElement("style"), document.createElement("script")];
  style.textContent = await inflated("duizhao-styles");
  script.type = "module";
  script.textContent = await inflated("duizhao-script");
  document.head.append(style);
  document.body.append(script);
})();`;

/** The page's own policy: its scripts by hash, WebAssembly, Blob workers; no request to anywhere. */
function policy(scripts, styles) {
  return [
    "default-src 'none'",
    `script-src ${scripts.map(sha256).join(" ")} 'wasm-unsafe-eval'`,
    `style-src ${sha256(styles)}`,
    "worker-src blob:",
    "img-src data: blob:",
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; ");
}

/** Puts the pieces together. Text in the template stays as it is; the two comments are replaced. */
export async function buildPage({ index } = {}) {
  const template = readFileSync(join(ROOT, "www", "app", "index.html"), "utf8");
  const { code: script, styles } = await bundle("app/main.ts");
  const columns = await moduleInColumns("full");
  const lexicon = lexiconFile();
  const worker = await workerSource();
  const head = `<meta http-equiv="Content-Security-Policy" content="${policy([STARTER, script, worker], styles)}" />`;
  const data = [
    dataElement("module", columns),
    dataElement("worker", Buffer.from(worker)),
    lexicon ? dataElement("lexicon", readFileSync(lexicon)) : "",
    dataElement("pinyin", readFileSync(join(ROOT, "data", "pinyin.txt"))),
    index ? dataElement("index", index) : "",
  ].filter((piece) => piece !== "");
  // The data's place stays a comment here: the package ships the page so, and `duizhao pack` fills it in.
  const hollow = template
    .replace(/^\s*<script type="module" src=.*<\/script>\n/m, "")
    .replace("<!-- duizhao:head -->", () => head)
    .replace(
      "<!-- duizhao:data -->",
      () =>
        `<!-- duizhao:data -->\n    ${dataElement("styles", Buffer.from(styles))}\n    ${dataElement("script", Buffer.from(script))}\n    <script>${STARTER}</script>`,
    );
  const html = hollow.replace("<!-- duizhao:data -->", () => data.join("\n    "));
  const file = join(ROOT, "dist", "duizhao.html");
  mkdirSync(join(ROOT, "dist"), { recursive: true });
  writeFileSync(file, html);
  const packaged = join(ROOT, "dist", "npm");
  if (existsSync(packaged)) {
    writeFileSync(join(packaged, "page.html"), hollow);
    const companions = join(ROOT, "www", "app", "installed");
    for (const name of readdirSync(companions)) copyFileSync(join(companions, name), join(packaged, name));
    if (index) {
      const sample = join(packaged, "sample.dzx");
      writeFileSync(sample, index);
      const cli = [join(packaged, "cli.js"), "pack", sample, "--app", join(ROOT, "dist", "app")];
      run(process.execPath, cli, { otherwise: "the page could not be written as a site." });
    }
  }
  const kb = (numBytes) => `${(numBytes / 1000).toFixed(1)} KB`;
  const code = { module: columns, script: Buffer.from(script), worker: Buffer.from(worker) };
  const packed = Object.entries(code).map(([name, bytes]) => [name, deflated(bytes).length]);
  const list = packed.map(([name, numBytes]) => `${name} ${kb(numBytes)}`).join(", ");
  const sum = packed.reduce((total, [, numBytes]) => total + numBytes, 0);
  say(`page: ${kb(html.length)}; its code, deflated as it lies there: ${kb(sum)} (${list})`);
  return file;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  // Not waited for: the two modules imported here wait for this one.
  main(async () => {
    requireBasics();
    npmPackages();
    buildModules();
    // The page carries the sample, and the package indexes that.
    const [{ buildPackage }, { sampleIndex }] = [await import("./package.mjs"), await import("./sample.mjs")];
    await buildPackage();
    await buildPage({ index: await sampleIndex() });
  });
}
