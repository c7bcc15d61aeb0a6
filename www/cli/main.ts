#!/usr/bin/env node
/**
 * `npx duizhao …`: a thin user of the package. Exit status 0 done, 1 nothing found, 2 wrong use or bad input,
 * with one sentence on standard error and never a stack trace.
 */

import { readFileSync } from "node:fs";
import { DuizhaoError } from "../lib/index.js";
import { Misuse } from "./arguments.js";
import * as asking from "./asking.js";
import * as comparing from "./comparing.js";
import * as gathering from "./gathering.js";
import * as indexing from "./indexing.js";
import { complain, print } from "./output.js";
import * as packing from "./packing.js";
import * as segmenting from "./segmenting.js";
import * as serving from "./serving.js";

interface Command {
  run(args: string[]): Promise<number>;
  usage: string;
  about: string;
}

const COMMANDS = new Map<string, Command>([
  [
    "index",
    {
      run: indexing.index,
      usage: indexing.USAGE,
      about: "make an index of files, folders, globs, .jsonl, - for standard input",
    },
  ],
  ["search", { run: asking.search, usage: asking.SEARCH_USAGE, about: "find passages" }],
  ["columns", { run: asking.columns, usage: asking.COLUMNS_USAGE, about: "what each document says on a topic" }],
  ["compare", { run: comparing.compare, usage: comparing.USAGE, about: "set two texts side by side" }],
  [
    "across",
    { run: gathering.across, usage: gathering.USAGE, about: "what recurs in an index, by date, and what changed" },
  ],
  ["segment", { run: segmenting.segment, usage: segmenting.USAGE, about: "words separated by spaces" }],
  ["pack", { run: packing.pack, usage: packing.USAGE, about: "the whole page with an index inside, one offline file" }],
  [
    "inspect",
    {
      run: asking.inspect,
      usage: asking.INSPECT_USAGE,
      about: "what is in an index, or what was understood of a text",
    },
  ],
  [
    "verify",
    { run: asking.verify, usage: asking.VERIFY_USAGE, about: "check every checksum and invariant of an index" },
  ],
  ["serve", { run: serving.serve, usage: serving.USAGE, about: "preview a folder, or the page, on localhost" }],
]);

function help(): void {
  print("Search and side-by-side comparison of Chinese texts, on this machine only.\n");
  for (const [name, { about }] of COMMANDS) print(`  duizhao ${name.padEnd(8)} ${about}`);
  print("\nOne command's options: duizhao COMMAND --help. Examples:\n");
  print("  duizhao index reports/ -o reports.dzx");
  print("  duizhao search reports.dzx 图片生成");
  print("  duizhao compare old.md new.md --html changes.html");
  print("  duizhao pack reports.dzx -o reports.html");
}

function version(): string {
  return (JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string })
    .version;
}

async function main([name, ...rest]: string[]): Promise<number> {
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    help();
    return name === undefined ? 2 : 0;
  }
  if (name === "--version" || name === "-V") {
    print(version());
    return 0;
  }
  const command = COMMANDS.get(name);
  if (!command) throw new Misuse(`There is no command ${name}; there are ${[...COMMANDS.keys()].join(", ")}.`);
  if (rest.includes("--help") || rest.includes("-h")) {
    print(`${command.usage}\n\n${command.about}`);
    return 0;
  }
  return command.run(rest);
}

// `duizhao … | head` closes the pipe: that is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? 0 : 2);
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isExpected =
    error instanceof Misuse ||
    error instanceof DuizhaoError ||
    error instanceof TypeError ||
    error instanceof RangeError;
  complain(
    isExpected
      ? (error as Error).message
      : `This should not have happened: ${String(error)} (DUIZHAO_DEBUG=1 shows where).`,
  );
  if (process.env["DUIZHAO_DEBUG"]) console.error(error);
  process.exitCode = 2;
}
