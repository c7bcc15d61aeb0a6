// Deflate for what is packed once and loaded often: as small as it gets, by the search of `scripts/deflate`.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fingerprint, Refusal, ROOT, run, stamp } from "./steps.mjs";

const SOURCES = ["Cargo.toml", "Cargo.lock", "src/main.rs"].map((name) => join(ROOT, "scripts", "deflate", name));

/** Compiles the command, once. */
function command() {
  const folder = join(ROOT, "target", "tools");
  const file = join(folder, "debug", "duizhao-deflate");
  const wanted = fingerprint(...SOURCES.map((source) => readFileSync(source)));
  const done = stamp("deflate");
  if (done.read() === wanted && existsSync(file)) return file;
  run(
    "cargo",
    ["build", "--quiet", "--locked", "--manifest-path", "scripts/deflate/Cargo.toml", "--target-dir", folder],
    { otherwise: "the command that deflates could not be compiled; is crates.io reachable?" },
  );
  done.mark(wanted);
  return file;
}

/** Raw deflate of `bytes`; seconds for a megabyte the first time, then remembered under target/. */
export function deflated(bytes) {
  const program = command();
  const folder = join(ROOT, "target", "deflated");
  const file = join(folder, fingerprint(bytes, ...SOURCES.map((source) => readFileSync(source))));
  if (existsSync(file)) return readFileSync(file);
  const { status, stdout } = spawnSync(program, {
    input: bytes,
    maxBuffer: 1 << 30,
    stdio: ["pipe", "pipe", "inherit"],
  });
  if (status !== 0) throw new Refusal("the command that deflates failed.");
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, stdout);
  return stdout;
}
