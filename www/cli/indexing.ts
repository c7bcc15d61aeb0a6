/** `duizhao index`: documents in, one index file out, or the folder of a site index, or both. */

import { readFileSync } from "node:fs";
import { type BuilderOptions, createBuilder, DuizhaoError, open } from "../lib/index.js";
import { isOn, Misuse, parse, text } from "./arguments.js";
import { documents, files } from "./inputs.js";
import { complain, ProgressLine, print, writeWhole } from "./output.js";
import { type SiteWritten, writeSite } from "./site.js";

export const USAGE =
  "duizhao index INPUT… [-o OUT.dzx] [--site DIR] [--alias FILE] [--boilerplate] [--no-text] [--json]";

export async function index(rest: string[]): Promise<number> {
  const args = parse(
    rest,
    {
      out: { type: "string", short: "o" },
      site: { type: "string" },
      alias: { type: "string" },
      boilerplate: { type: "boolean" },
      "no-text": { type: "boolean" },
      json: { type: "boolean" },
    },
    USAGE,
  );
  const out = text(args, "out");
  const site = text(args, "site");
  if (args.positionals.length === 0 || (out ?? site) === undefined) throw new Misuse(`Usage: ${USAGE}`);
  if (site !== undefined && isOn(args, "no-text")) throw new Misuse("--site needs the texts; leave --no-text out.");

  const options: BuilderOptions = { includeBoilerplate: isOn(args, "boilerplate"), storedText: !isOn(args, "no-text") };
  const aliasFile = text(args, "alias");
  if (aliasFile !== undefined) options.aliases = readAliases(aliasFile);

  const { found, complaints } = files(args.positionals);
  const notes: string[] = [];
  const builder = await createBuilder(options);
  const progress = new ProgressLine();
  let numDocuments = 0;
  let numChars = 0;
  for await (const given of documents(found)) {
    if ("complaint" in given) {
      complaints.push(given.complaint);
      continue;
    }
    try {
      const { info, decoding } = await builder.add(given.input);
      numDocuments += 1;
      numChars += info.numChars;
      progress.show("read", numDocuments, 0);
      if (decoding && decoding.numUndecodable > 0) {
        complaints.push(
          `${given.from}: ${decoding.numUndecodable} places could not be decoded as ${decoding.encoding}; the rest went in.`,
        );
      } else if (decoding && decoding.encoding !== "utf-8") {
        notes.push(`${given.from} is not UTF-8; it was read as ${decoding.encoding}.`);
      }
    } catch (error) {
      // One bad text does not cost the others.
      if (!(error instanceof DuizhaoError)) throw error;
      complaints.push(error.message.startsWith('"') ? error.message : `${given.from}: ${error.message}`);
    }
  }
  progress.end();
  for (const note of notes) complain(note);
  for (const complaint of complaints) complain(complaint);
  if (numDocuments === 0) throw new Misuse("There is nothing to index, so no index was written.");
  const bytes = await builder.finish();
  if (out !== undefined) writeWhole(out, bytes);
  let written: SiteWritten | undefined;
  if (site !== undefined) {
    const opened = await open(bytes);
    written = await writeSite(opened, site);
    opened.close();
  }
  if (isOn(args, "json")) {
    const lenBytes = bytes.length;
    print(JSON.stringify({ out, site, numDocuments, numChars, lenBytes, written, complaints, notes }));
  } else {
    const count = (value: number) => value.toLocaleString("en");
    const content = `${numDocuments} documents, ${count(numChars)} characters`;
    if (out !== undefined) print(`${out}: ${content}, ${count(bytes.length)} bytes`);
    if (written) {
      const files = `${count(written.lenBytes)} bytes in ${count(written.numFiles)} files`;
      print(`${site}: ${content}, ${files} (${written.numKept} were there, ${written.numRemoved} old ones removed)`);
    }
  }
  return complaints.length > 0 ? 2 : 0;
}

/** One pair a line, the two names apart by a tab or `=`; `#` begins a remark. */
function readAliases(path: string): Array<[string, string]> {
  let contents: string;
  try {
    contents = readFileSync(path, "utf8");
  } catch {
    throw new Misuse(`The alias file ${path} could not be read.`);
  }
  const pairs: Array<[string, string]> = [];
  contents.split(/\r?\n/).forEach((line, place) => {
    if (line.trim() === "" || line.startsWith("#")) return;
    const [left, right, ...more] = line.split(/\t|=/).map((name) => name.trim());
    if (!left || !right || more.length > 0) {
      throw new Misuse(`${path}:${place + 1} is not two names with a tab or "=" between them.`);
    }
    pairs.push([left, right]);
  });
  return pairs;
}
