/** `duizhao pack`: the whole page with an index inside, in one file that opens offline. */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";
import { Misuse, parse, positionals, text } from "./arguments.js";
import { openFile } from "./asking.js";
import { print, writeWhole } from "./output.js";

export const USAGE = "duizhao pack INDEX -o PAGE.html";

/** Where the page's data goes; the page as shipped has a comment there. */
const PLACE = "<!-- duizhao:data -->";

export async function pack(rest: string[]): Promise<number> {
  const args = parse(rest, { out: { type: "string", short: "o" } }, USAGE);
  const [path] = positionals(args, 1, USAGE) as [string];
  const out = text(args, "out");
  if (out === undefined) throw new Misuse(`Usage: ${USAGE}`);
  const index = await openFile(path); // an index that does not open is not packed
  const html = page(await index.bytes());
  writeWhole(out, html);
  print(`${out}: ${(await index.documents()).length} documents, ${Buffer.byteLength(html).toLocaleString("en")} bytes`);
  return 0;
}

/** The page with an index in it (default: the sample corpus), from the pieces that lie beside this file. */
export function page(index?: Uint8Array): string {
  const hollow = piece("page.html").toString("utf8");
  if (!hollow.includes(PLACE)) throw new Misuse("The page has no place for an index; install the package again.");
  const elements = [
    dataElement("module", piece("duizhao.wasm")),
    dataElement("worker", piece("worker-source.js")),
    dataElement("lexicon", piece("lexicon.bin")),
    dataElement("index", index ?? piece("sample.dzx")),
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

/** As scripts/page.mjs writes them: deflated where that makes them smaller. */
function dataElement(name: string, bytes: Uint8Array): string {
  const small = deflateRawSync(bytes, { level: 9 });
  const isSmaller = small.length < bytes.length * 0.97;
  const encoding = isSmaller ? ' data-encoding="deflate-raw"' : "";
  const base64 = Buffer.from(isSmaller ? small : bytes).toString("base64");
  return `<script type="application/octet-stream" id="duizhao-${name}"${encoding}>${base64}</script>`;
}
