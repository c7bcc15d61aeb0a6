// Deflate for what is packed once and loaded often: as small as it gets, by the search of `scripts/deflate`.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fingerprint, Refusal, ROOT } from "./steps.mjs";
import { deflateCommand, toolFingerprint } from "./toolchain.mjs";

/** Raw deflate of `bytes`; seconds for a megabyte the first time, then remembered under target/. */
export function deflated(bytes) {
  const program = deflateCommand();
  const folder = join(ROOT, "target", "deflated");
  const file = join(folder, fingerprint(bytes, toolFingerprint("deflate")));
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
