/** `duizhao index`: documents in, one index file out, or the folder of a site index; again when they change, with `--watch`. */

import { readFileSync } from "node:fs";
import { type BuilderOptions, createBuilder, DuizhaoError, open } from "../lib/index.js";
import { type Arguments, type Command, isOn, Misuse } from "./arguments.js";
import { documents, files, type Input, PAGE_ENDINGS } from "./inputs.js";
import { complain, ProgressLine, print, writeWhole } from "./output.js";
import { pages } from "./pages.js";
import { type Settings, settings } from "./settings.js";
import { type SiteWritten, writeSite } from "./site.js";
import { watch } from "./watching.js";

export const INDEX: Command = {
  usage: "duizhao index INPUT… [-o OUT.dzx] [--site FOLDER] [--html [--base-url URL]] [--watch] [--json]",
  about: 'Makes an index of files, folders, globs, .jsonl ({"id","title","text"} a line), - for standard input.',
  options: {
    out: { type: "string", short: "o", value: "OUT.dzx", about: "the index file to write; - for standard output" },
    site: {
      type: "string",
      value: "FOLDER",
      about: "a folder of small files to be fetched on demand, for large sites",
    },
    html: { type: "boolean", about: "the inputs are the pages of a built site: answers link to pages and headings" },
    "base-url": {
      type: "string",
      value: "URL",
      about: "what addresses of pages begin with, as https://blog.example/ or /",
    },
    "clean-urls": { type: "boolean", about: "addresses of pages without .html" },
    exclude: { type: "string", multiple: true, value: "GLOB", about: "paths inside the folders to leave out" },
    ignore: { type: "string", multiple: true, value: "SELECTOR", about: "parts of pages to leave out" },
    alias: { type: "string", value: "FILE", about: "further names of one thing, a pair a line, apart by a tab or =" },
    boilerplate: { type: "boolean", about: "index link lists, navigation and advertisements too" },
    "no-text": { type: "boolean", about: "do not store the texts: a third of the size, no passages in answers" },
    rebuild: { type: "boolean", about: "read every document, also those that OUT.dzx has as they are" },
    threads: {
      type: "string",
      value: "N",
      about: "threads that read pages; the index is the same whatever their number",
    },
    watch: { type: "boolean", about: "make it again whenever an input changes, until Ctrl+C" },
    config: {
      type: "string",
      value: "FILE",
      about: "settings from here (default: duizhao.config.json, where there is one)",
    },
    json: { type: "boolean", about: "what was done, as JSON" },
  },
  examples: [
    ["duizhao index reports/ notes.md -o reports.dzx", "every .txt, .md, .html, .jsonl in a folder, and one file"],
    ["duizhao index public/ --html --base-url / -o public/search.dzx", "the search of a built site"],
    ["duizhao index 'posts/**/*.md' --exclude 'drafts/**' -o posts.dzx --watch", "while writing"],
    ["jq -c '{id, title, text: .body}' dump.jsonl | duizhao index - -o dump.dzx", "from another program"],
  ],
  run: index,
};

async function index(args: Arguments): Promise<number> {
  const given = settings(args);
  const { out, site, input } = given;
  if (input.length === 0 || (out ?? site) === undefined) throw new Misuse(`Usage: ${INDEX.usage}`);
  if (site !== undefined && !given.text) throw new Misuse("--site needs the texts; leave --no-text out.");
  const run = () => build(given, isOn(args, "json"), isOn(args, "rebuild"));
  if (!isOn(args, "watch")) return run();
  if (input.includes("-")) throw new Misuse("Standard input cannot be watched; name files or folders.");
  return watch(
    input,
    [out, site].filter((path) => path !== undefined),
    run,
  );
}

/** Makes the index once; gives the exit status. */
async function build(given: Settings, isJson: boolean, isRebuilt: boolean): Promise<number> {
  const { out, site } = given;
  const options: BuilderOptions = {
    includeBoilerplate: given.boilerplate,
    storedText: given.text,
    contentHashes: true,
  };
  options.aliases = [...given.aliases, ...(given.alias === undefined ? [] : readAliases(given.alias))];

  const notes: string[] = [];
  const { found, complaints } = files(given.input, {
    exclude: given.exclude,
    ...(given.html ? { endings: PAGE_ENDINGS } : {}),
  });
  const inputs: AsyncIterable<Input> = given.html ? pages(found, given, (note) => notes.push(note)) : documents(found);
  const builder = await builderOver(isRebuilt || out === "-" ? undefined : out, options, notes);
  const progress = new ProgressLine();
  let numDocuments = 0;
  let numChars = 0;
  let numUnchanged = 0;
  const ids = new Set<string>();
  for await (const reading of inputs) {
    if ("complaint" in reading) {
      complaints.push(reading.complaint);
      continue;
    }
    try {
      if ("index" in reading) {
        numDocuments += await builder.addIndex(reading.index);
        continue;
      }
      const { id } = reading.input;
      if (id !== undefined && ids.has(id)) {
        complaints.push(`${reading.from}: a document with the id "${id}" is in already; this one was left out.`);
        continue;
      }
      const { info, decoding, isUnchanged } = await builder.add(reading.input);
      ids.add(info.id);
      numDocuments += 1;
      numUnchanged += isUnchanged ? 1 : 0;
      numChars += info.numChars;
      // A file of lines holds nobody knows how many.
      progress.show("read", numDocuments, numDocuments <= found.length ? found.length : 0);
      if (decoding && decoding.numUndecodable > 0) {
        complaints.push(
          `${reading.from}: ${decoding.numUndecodable} places could not be decoded as ${decoding.encoding}; the rest went in.`,
        );
      } else if (decoding && decoding.encoding !== "utf-8") {
        notes.push(`${reading.from} is not UTF-8; it was read as ${decoding.encoding}.`);
      }
    } catch (error) {
      // One bad text does not cost the others.
      if (!(error instanceof DuizhaoError)) throw error;
      complaints.push(error.message.startsWith('"') ? error.message : `${reading.from}: ${error.message}`);
    }
  }
  progress.end();
  for (const note of notes) complain(note);
  for (const complaint of complaints) complain(complaint);
  if (numDocuments === 0) throw new Misuse("There is nothing to index, so no index was written.");
  const bytes = await builder.finish();
  if (out === "-") process.stdout.write(bytes);
  else if (out !== undefined) writeWhole(out, bytes);
  let written: SiteWritten | undefined;
  if (site !== undefined) {
    const opened = await open(bytes);
    written = await writeSite(opened, site);
    opened.close();
  }
  const say = out === "-" ? complain : print;
  if (isJson) {
    const lenBytes = bytes.length;
    say(JSON.stringify({ out, site, numDocuments, numUnchanged, numChars, lenBytes, written, complaints, notes }));
  } else {
    const count = (value: number) => value.toLocaleString("en");
    const unchanged = numUnchanged > 0 ? ` (${numUnchanged} unchanged since the index before)` : "";
    const content = `${numDocuments} documents${unchanged}, ${count(numChars)} characters`;
    if (out !== undefined) say(`${out}: ${content}, ${count(bytes.length)} bytes`);
    if (written) {
      const files = `${count(written.lenBytes)} bytes in ${count(written.numFiles)} files`;
      say(`${site}: ${content}, ${files} (${written.numKept} were there, ${written.numRemoved} old ones removed)`);
    }
  }
  return complaints.length > 0 ? 2 : 0;
}

/** A builder that takes over from the index at `out` what has not changed; without one, or with one that does not fit, anew. */
async function builderOver(out: string | undefined, options: BuilderOptions, notes: string[]) {
  const base = out === undefined ? null : bytesAt(out);
  if (base === null) return createBuilder(options);
  try {
    return await createBuilder({ ...options, base });
  } catch (error) {
    if (!(error instanceof DuizhaoError)) throw error;
    notes.push(`${out} is built from nothing: ${error.message}`);
    return createBuilder(options);
  }
}

function bytesAt(path: string): Uint8Array | null {
  try {
    return new Uint8Array(readFileSync(path));
  } catch {
    return null; // there is none yet, or writing it will say what is wrong
  }
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
