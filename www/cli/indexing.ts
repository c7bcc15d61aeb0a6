/** `duizhao index`: documents in, one index file out, or the folder of a site index; again when they change, with `--watch`. */

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Arguments, type Command, isOn, Misuse, NothingThere } from "./arguments.js";
import { adviceOn, formOf, makeIndex } from "./making.js";
import { complain, count, counted, ProgressLine, print, writeWhole } from "./output.js";
import { copyElement, elementFiles } from "./scripts.js";
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
    pinyin: { type: "boolean", about: "find words by their pinyin too: shuju, shù jù, sj (not in a site index)" },
    "no-text": {
      type: "boolean",
      about: "do not store the texts: a third of the size, answers tell only where they stand",
    },
    rebuild: { type: "boolean", about: "read every document, also those that OUT.dzx has as they are" },
    element: { type: "boolean", about: "also lay the script of <duizhao-search> beside the index" },
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
    ["duizhao index public/ --html --base-url / -o public/search.dzx --element", "the search of a built site"],
    ["duizhao index 'posts/**/*.md' --exclude 'drafts/**' -o posts.dzx --watch", "while writing"],
    ["jq -c '{id, title, text: .body}' dump.jsonl | duizhao index - -o dump.dzx", "from another program"],
  ],
  run: index,
};

async function index(args: Arguments): Promise<number> {
  const given = settings(args);
  const { out, site, input } = given;
  if (input.length === 0 || (out ?? site) === undefined) throw new Misuse(`Usage: ${INDEX.usage}`);
  if (given.element && out === "-") throw new Misuse("--element needs a file to lie beside; -o - has none.");
  if (site !== undefined && !given.text) throw new Misuse("--site needs the texts; leave --no-text out.");
  const run = () => build(given, isOn(args, "json"), isOn(args, "rebuild"));
  if (!isOn(args, "watch")) return run();
  if (input.includes("-")) throw new Misuse("Standard input cannot be watched; name files or folders.");
  const beside = given.element ? elementFiles().map(({ name }) => join(folderOfElement(given), name)) : [];
  const written = [out, site, ...beside].filter((path) => path !== undefined);
  return watch(input, written, run);
}

/** Where the script of `<duizhao-search>` is laid: beside the file, else into the folder of the site index. */
function folderOfElement({ out, site = "." }: Settings): string {
  return out === undefined ? site : dirname(out);
}

/** Makes the index once; gives the exit status. */
async function build(given: Settings, isJson: boolean, isRebuilt: boolean): Promise<number> {
  const { out, site } = given;
  const aliases = [...given.aliases, ...(given.alias === undefined ? [] : readAliases(given.alias))];
  const base = isRebuilt || out === undefined || out === "-" ? null : bytesAt(out);
  const progress = new ProgressLine();
  const made = await makeIndex(
    { ...given, aliases },
    {
      as: formOf(out, site),
      base,
      baseName: out ?? "",
      progress: (done, total) => progress.show("read", done, total),
    },
  );
  progress.end();
  const { numDocuments, numUnchanged, numChars, complaints, notes } = made;
  const advice =
    given.html && site === undefined && "bytes" in made && made.bytes
      ? adviceOn(made.bytes.length, "--site FOLDER")
      : null;
  if (advice) notes.push(advice);
  for (const note of notes) complain(note);
  for (const complaint of complaints) complain(complaint);
  if (!("bytes" in made)) throw new NothingThere("There is nothing to index, so no index was written.");
  const { bytes, files } = made;
  if (bytes && out === "-") process.stdout.write(bytes);
  else if (bytes && out !== undefined) writeWhole(out, bytes);
  const written: SiteWritten | undefined = files && site !== undefined ? await writeSite(files, site) : undefined;
  const element = given.element ? copyElement(folderOfElement(given)) : undefined;
  const say = out === "-" ? complain : print;
  if (isJson) {
    const lenBytes = bytes?.length;
    say(
      JSON.stringify({
        out,
        site,
        element,
        numDocuments,
        numUnchanged,
        numChars,
        lenBytes,
        written,
        complaints,
        notes,
      }),
    );
  } else {
    const unchanged = numUnchanged > 0 ? ` (${numUnchanged} unchanged since the index before)` : "";
    const content = `${counted(numDocuments, "document")}${unchanged}, ${counted(numChars, "character")}`;
    if (bytes && out !== undefined) say(`${out}: ${content}, ${count(bytes.length)} bytes`);
    if (written) {
      const files = `${count(written.lenBytes)} bytes in ${counted(written.numFiles, "file")}`;
      say(`${site}: ${content}, ${files} (${written.numKept} were there, ${written.numRemoved} old ones removed)`);
    }
    if (element !== undefined) say(`${element}: the script of <duizhao-search>`);
  }
  return complaints.length > 0 ? 2 : 0;
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
