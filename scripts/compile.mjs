#!/usr/bin/env node
// Stands before the compiler while modules are built (cargo's `build.rustc-wrapper`), and takes one table out of one library.
//
// pulldown-cmark knows HTML's 2,125 named characters (`&hellip;`), so that it can say what they stand for. The core never
// asks: it takes the stretches of the source, and `text/noise.rs` reads the names that are left over in Chinese texts.
// Without the table such a name is a run of text like its neighbours, and the module is 20 KB smaller after gzip. One text with
// such names holds both builds to the same reading (`tests/document.rs`, `tests/package/face.test.mjs`).

import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const CRATE = "pulldown_cmark";
const TABLE = /const ENTITIES: \[\(&\[u8\], &str\); \d+\] = \[[^;]*\];/;

const [compiler, ...args] = process.argv.slice(2);

/** The compiler's arguments with the library's sources named where the copy without the table lies. */
function withoutTable() {
  const main = args.findIndex((arg) => /[/\\]src[/\\]lib\.rs$/.test(arg));
  const output = args[args.indexOf("--out-dir") + 1];
  const sources = dirname(args[main]);
  const copy = join(output, `${CRATE}-sources`);
  cpSync(sources, copy, { recursive: true, preserveTimestamps: true });
  const file = join(copy, "entities.rs");
  const text = readFileSync(file, "utf8");
  if (!TABLE.test(text)) throw new Error(`${CRATE} keeps its table of named characters in another form now`);
  const { atime, mtime } = statSync(file);
  writeFileSync(file, text.replace(TABLE, "const ENTITIES: [(&[u8], &str); 0] = [];"));
  utimesSync(file, atime, mtime); // cargo compiles anew what is younger than what came of it
  return args.with(main, join(copy, "lib.rs"));
}

const isLibrary = args[args.indexOf("--crate-name") + 1] === CRATE;
// Cargo hands its job server over as open files, which do not come through.
const { CARGO_MAKEFLAGS: _, MAKEFLAGS: __, ...env } = process.env;
const { status } = spawnSync(compiler, isLibrary ? withoutTable() : args, { stdio: "inherit", env });
process.exitCode = status ?? 1;
