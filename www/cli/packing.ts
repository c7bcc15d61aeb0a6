/** `duizhao pack`: the whole page with an index inside, in one file that opens offline. */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";
import { Misuse, parse, positionals, text } from "./arguments.js";
import { openFile } from "./asking.js";
import { print, writeWhole } from "./output.js";

export const USAGE = "duizhao pack INDEX -o PAGE.html";

/** The page as the package ships it, beside the folder this file is in. */
export function pageFile(): string {
  const file = join(dirname(fileURLToPath(import.meta.url)), "..", "duizhao.html");
  if (!existsSync(file))
    throw new Misuse(`The page ${file} is not there: build it with \`npm start\`, or install the package again.`);
  return file;
}

export async function pack(rest: string[]): Promise<number> {
  const args = parse(rest, { out: { type: "string", short: "o" } }, USAGE);
  const [path] = positionals(args, 1, USAGE) as [string];
  const out = text(args, "out");
  if (out === undefined) throw new Misuse(`Usage: ${USAGE}`);
  const index = await openFile(path); // an index that does not open is not packed
  const bytes = await index.bytes();
  const small = deflateRawSync(bytes, { level: 9 });
  const isSmaller = small.length < bytes.length * 0.97;
  const element =
    `<script type="application/octet-stream" id="duizhao-index"${isSmaller ? ' data-encoding="deflate-raw"' : ""}>` +
    `${Buffer.from(isSmaller ? small : bytes).toString("base64")}</script>`;
  const page = readFileSync(pageFile(), "utf8");
  const [start, end] = ["<!-- duizhao:index -->", "<!-- /duizhao:index -->"];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from === -1 || to < from) throw new Misuse("The page has no place for an index; install the package again.");
  // The page's policy names its scripts by their hashes; what holds data is not run and needs none.
  const packed = page.slice(0, from + start.length) + element + page.slice(to);
  writeWhole(out, packed);
  print(
    `${out}: ${(await index.documents()).length} documents, ${Buffer.byteLength(packed).toLocaleString("en")} bytes`,
  );
  return 0;
}
