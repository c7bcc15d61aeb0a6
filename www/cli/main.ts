#!/usr/bin/env node
/**
 * `npx duizhao …`: a thin user of the package. Exit status 0 done, 1 nothing found, 2 wrong use or bad input,
 * with one sentence on standard error and never a stack trace.
 */

import { readFileSync } from "node:fs";
import { DuizhaoError } from "../lib/index.js";
import { type Command, helpOf, Misuse, nearest, parse } from "./arguments.js";
import { COLUMNS, INSPECT, SEARCH, VERIFY } from "./asking.js";
import { ASSETS } from "./assets.js";
import { COMPARE } from "./comparing.js";
import { ACROSS } from "./gathering.js";
import { INDEX } from "./indexing.js";
import { complain, print } from "./output.js";
import { PACK } from "./packing.js";
import { SEGMENT } from "./segmenting.js";
import { SERVE } from "./serving.js";

const COMMANDS = new Map<string, Command>(
  Object.entries({
    index: INDEX,
    search: SEARCH,
    columns: COLUMNS,
    compare: COMPARE,
    across: ACROSS,
    segment: SEGMENT,
    pack: PACK,
    inspect: INSPECT,
    verify: VERIFY,
    serve: SERVE,
    assets: ASSETS,
  }),
);

function help(): void {
  print("Search and side-by-side comparison of Chinese texts, on this machine only.\n");
  for (const [name, { about }] of COMMANDS) print(`  duizhao ${name.padEnd(8)} ${about}`);
  print("\nOptions and examples of one command: duizhao COMMAND --help. To begin with:\n");
  for (const name of ["index", "search", "compare", "pack"]) print(`  ${COMMANDS.get(name)?.examples[0]?.[0]}`);
  print("\nExit status: 0 done, 1 nothing found, 2 wrong use or bad input.");
}

function version(): string {
  return (JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string })
    .version;
}

async function main([name, ...rest]: string[]): Promise<number> {
  if (name === "help" && rest[0] !== undefined) return main([rest[0], "--help"]);
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    help();
    return name === undefined ? 2 : 0;
  }
  if (name === "--version" || name === "-V") {
    print(version());
    return 0;
  }
  const command = COMMANDS.get(name);
  if (!command) {
    const near = nearest(name, [...COMMANDS.keys()]);
    const there = near ? `is ${near} meant?` : `there are ${[...COMMANDS.keys()].join(", ")}.`;
    throw new Misuse(`There is no command ${name}; ${there}`);
  }
  if (rest.includes("--help") || rest.includes("-h")) {
    print(helpOf(command));
    return 0;
  }
  return command.run(parse(rest, command));
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
