/** `duizhao pack`: the whole page with an index inside, in one file that opens offline, or as a site that installs. */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { lexiconText, moduleText, pinyinText, workerText } from "../lib/beside.js";
import { type Arguments, type Command, Misuse, positionals, text } from "./arguments.js";
import { openFile } from "./asking.js";
import { count, counted, print, writeWhole } from "./output.js";

export const PACK: Command = {
  usage: "duizhao pack INDEX (-o PAGE.html | --app FOLDER)",
  about: "The whole page, code and module, with an index inside: one HTML file that opens offline.",
  options: {
    out: { type: "string", short: "o", value: "PAGE.html", about: "the file to write" },
    app: { type: "string", value: "FOLDER", about: "a folder to serve instead: the same page, which can be installed" },
  },
  examples: [
    ["duizhao pack reports.dzx -o reports.html", "a file to send to someone or to put on a USB stick"],
    ["duizhao pack reports.dzx --app public/reports", "for a web server: works offline after the first visit"],
  ],
  run: pack,
};

/** Where the page's data goes; the page as shipped has a comment there. */
const PLACE = "<!-- duizhao:data -->";

async function pack(args: Arguments): Promise<number> {
  const [path] = positionals(args, 1, PACK.usage) as [string];
  const out = text(args, "out");
  const app = text(args, "app");
  if ((out === undefined) === (app === undefined)) throw new Misuse(`Usage: ${PACK.usage}`);
  const index = await openFile(path); // an index that does not open is not packed
  const html = await page(await index.bytes());
  if (out === "-") {
    process.stdout.write(html);
    return 0;
  }
  if (out !== undefined) writeWhole(out, html);
  if (app !== undefined) {
    mkdirSync(app, { recursive: true });
    for (const [name, content] of Object.entries(served(html))) writeWhole(join(app, name), content);
  }
  print(
    `${out ?? app}: ${counted((await index.documents()).length, "document")}, ${count(Buffer.byteLength(html))} bytes`,
  );
  return 0;
}

/**
 * The page as a small site that a browser can install: the same page, whose head names a manifest, and its companions.
 * The policy lets out one thing more, requests for these very files.
 */
export function served(html: string): Record<string, string> {
  const whole = html
    .replace("worker-src blob:;", () => "worker-src blob: 'self'; manifest-src 'self';")
    .replace("img-src data: blob:;", () => "img-src data: blob: 'self';")
    .replace(
      "<title>",
      () => '<link rel="manifest" href="manifest.webmanifest" />\n    <link rel="icon" href="icon.svg" />\n    <title>',
    );
  const version = createHash("sha256").update(whole).digest("hex").slice(0, 16);
  return {
    "index.html": whole,
    "service-worker.js": piece("service-worker.js").toString("utf8").replace("DUIZHAO_VERSION", version),
    "manifest.webmanifest": piece("manifest.webmanifest").toString("utf8"),
    "icon.svg": piece("icon.svg").toString("utf8"),
  };
}

/** The page with an index in it (default: the sample corpus), from the pieces that lie beside this file. */
export async function page(index?: Uint8Array): Promise<string> {
  const hollow = piece("page.html").toString("utf8");
  if (!hollow.includes(PLACE)) throw new Misuse("The page has no place for an index; install the package again.");
  const elements = [
    deflatedElement("module", await moduleText()),
    deflatedElement("worker", await workerText()),
    deflatedElement("lexicon", await lexiconText()),
    deflatedElement("pinyin", await pinyinText()),
    // It is packed already; deflate would make it no smaller.
    element("index", "", Buffer.from(index ?? piece("sample.dzx")).toString("base64")),
  ];
  // The page's policy names its script by its hash; what holds data is not run and needs none.
  return hollow.replace(PLACE, () => elements.join("\n    "));
}

function piece(name: string): Buffer {
  const file = join(dirname(fileURLToPath(import.meta.url)), name);
  if (!existsSync(file))
    throw new Misuse(`${file} is not there: build it with \`npm start\`, or install the package again.`);
  return readFileSync(file);
}

/** As scripts/page.mjs writes them. */
const deflatedElement = (name: string, base64: string) => element(name, ' data-encoding="deflate-raw"', base64);

function element(name: string, encoding: string, base64: string): string {
  return `<script type="application/octet-stream" id="duizhao-${name}"${encoding}>${base64}</script>`;
}
