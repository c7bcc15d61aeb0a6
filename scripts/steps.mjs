// Running commands and saying what is being done. Node only: it works before anything is installed.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** Something that cannot be had or done: its message is one sentence for the person at the keyboard. */
export class Refusal extends Error {}

/** Says on one line what is being done. */
export function say(message) {
  console.log(`duizhao: ${message}`);
}

/** Runs a command with its output shown; throws a `Refusal` with `otherwise` when it fails. */
export function run(command, args, { env = {}, cwd = ROOT, otherwise, timeoutMs, input } = {}) {
  const done = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: [input === undefined ? "ignore" : "pipe", "inherit", "inherit"],
    input,
    timeout: timeoutMs,
  });
  if (done.status !== 0) {
    throw new Refusal(otherwise ?? `\`${command} ${args.join(" ")}\` failed.`);
  }
}

/** Runs a command quietly; gives `{ ok, out, err }` and never throws. */
export function ask(command, args, { env = {}, cwd = ROOT, timeoutMs = 30_000 } = {}) {
  const done = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
    timeout: timeoutMs,
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 64 << 20,
  });
  return { ok: done.status === 0, out: (done.stdout ?? "").trim(), err: (done.stderr ?? "").trim() };
}

/** Whether a command can be run at all. */
export function has(command) {
  return ask("sh", ["-c", `command -v ${command}`]).ok;
}

/** Runs the body of a script; a `Refusal` becomes one sentence on stderr and exit status 1. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(`\nduizhao: ${error.message}`);
    process.exitCode = 1;
  }
}

/** A short fingerprint of some contents, for deciding whether a step is already done. */
export function fingerprint(...contents) {
  const hash = createHash("sha256");
  for (const content of contents) hash.update(content).update("\0");
  return hash.digest("hex").slice(0, 32);
}

/** Whether a step already ran with this fingerprint; `mark` remembers it. Stamps live in target/stamps. */
export function stamp(name) {
  const file = join(ROOT, "target", "stamps", name);
  return {
    read: () => (existsSync(file) ? readFileSync(file, "utf8") : null),
    mark(value) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, value);
    },
  };
}

/** Installs Debian or Ubuntu packages, as root or through sudo without a password prompt. */
export function aptInstall(packages, why) {
  if (!has("apt-get")) {
    throw new Refusal(
      `${why}: please install ${packages.join(", ")} with your system's package manager and try again.`,
    );
  }
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && !ask("sudo", ["-n", "true"]).ok) {
    throw new Refusal(`${why}: please run \`sudo apt-get install ${packages.join(" ")}\` and try again.`);
  }
  const apt = (...args) => (isRoot ? ["apt-get", args] : ["sudo", ["-n", "apt-get", ...args]]);
  say(`installing ${packages.join(", ")} (${why})`);
  const quiet = ["-qq", "-y", "--no-install-recommends"];
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const install = apt("install", ...quiet, ...packages);
  if (ask(install[0], install[1], { env, timeoutMs: 900_000 }).ok) return;
  const update = apt("update", "-qq");
  ask(update[0], update[1], { env, timeoutMs: 300_000 });
  const again = ask(install[0], install[1], { env, timeoutMs: 900_000 });
  if (!again.ok) {
    const reason =
      again.err
        .split("\n")
        .filter((line) => line.startsWith("E:"))
        .pop() ?? "apt-get failed";
    throw new Refusal(`${why}, but ${packages.join(", ")} could not be installed (${reason}).`);
  }
}
