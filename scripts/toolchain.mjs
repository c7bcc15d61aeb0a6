// What the build needs beside Node and Rust: npm packages, a way to compile for wasm32, wasm-bindgen, a browser.
// Each function looks first and installs only what is missing.

import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { aptInstall, ask, fingerprint, has, Refusal, ROOT, run, say, stamp } from "./steps.mjs";

const TARGET = "wasm32-unknown-unknown";
/** `rustup target add` normally takes seconds; behind a closed network it hangs for minutes. */
const RUSTUP_LIMIT_MS = 20_000;

/**
 * Bulk memory, sign extension and reference types are in every browser since 2021; SIMD waits for a measured reason.
 * Reference types also because rustup's standard library is compiled with them, and wasm-bindgen takes the whole
 * module for such a one.
 */
const WASM_RUSTFLAGS =
  "-C target-cpu=mvp -C target-feature=+mutable-globals,+bulk-memory,+sign-ext,+nontrapping-fptoint,+reference-types";

/**
 * Where the standard library is compiled too, a panic is a bare trap, without its message: a quarter less to load
 * (433 to 332 KB gzip on 23 November 2026). Answers are the same either way.
 */
const SMALLER_RUSTFLAGS =
  "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none --cfg optimize_for_size";

/**
 * How much is put in place of a call in modules that are built for size: at opt-level `z` nothing but the smallest (5),
 * and everything is half as slow again. With 40, and the few functions that are marked for speed (`optimize_for_size` in
 * the core), it is as fast as at `s` and 43 KB smaller after gzip. ARCHITECTURE.md has the figures.
 */
const INLINING = "-C llvm-args=-inline-threshold=40";

/**
 * What goes before the compiler: see there. Not on Windows, where a script is no program. The flag tells cargo that what
 * was compiled without it is something else.
 */
const COMPILER_WRAPPER = process.platform === "win32" ? {} : { RUSTC_WRAPPER: join(ROOT, "scripts", "compile.mjs") };
const WRAPPED = "--cfg without_named_characters";

/** Refuses an old Node or a missing cargo with the sentence that helps. */
export function requireBasics() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20) throw new Refusal(`Node 20 or newer is needed; this is ${process.versions.node}.`);
  if (!has("cargo")) throw new Refusal("Rust is needed: install it from https://rustup.rs and try again.");
  if (!has("cc")) aptInstall(["build-essential"], "Rust links through a C compiler");
}

/** Installs the npm packages of the lock file, once per lock file. */
export function npmPackages() {
  const wanted = fingerprint(readFileSync(join(ROOT, "package-lock.json")));
  const done = stamp("npm");
  if (done.read() === wanted && existsSync(join(ROOT, "node_modules", "vite"))) return;
  say("installing npm packages");
  // Not `npm ci`: it refuses lock files that npm itself wrote without the other platforms' optional packages.
  run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], {
    otherwise: "npm could not install the packages of package-lock.json; is the npm registry reachable?",
  });
  done.mark(wanted);
}

/** Whether the standard library for a target lies beside rustup's compiler. */
function hasTarget(target) {
  const libdir = ask("rustc", ["--print", "target-libdir", "--target", target]).out;
  return libdir !== "" && existsSync(libdir);
}

/**
 * Sees to a target, in this order: the one that is installed; Debian's compiler if it is there; `rustup target add`
 * within twenty seconds; Debian's compiler from apt, which builds the standard library from its source package.
 * Gives `rustup` or `debian`.
 */
function provide(target) {
  if (hasTarget(target)) return "rustup";
  if (hasDebianCompiler()) return "debian";
  if (has("rustup")) {
    say(`adding Rust's ${target} target (at most ${RUSTUP_LIMIT_MS / 1000} s)`);
    ask("rustup", ["target", "add", target], { timeoutMs: RUSTUP_LIMIT_MS });
    if (hasTarget(target)) return "rustup";
  }
  aptInstall(["rustc-web", "rust-web-src"], `rustup could not add ${target}, so Debian's compiler is used`);
  if (!hasDebianCompiler()) throw new Refusal(`No way was found to compile for ${target}; see CONTRIBUTING.md.`);
  return "debian";
}

/** Debian's compiler, asked to look away from -Zbuild-std as above. */
const DEBIAN_ENV = { RUSTC: "/usr/bin/rustc", RUSTC_BOOTSTRAP: "1" };

/**
 * How cargo compiles the module that ships: `{ env, args }` to add to a `cargo build`. Where the sources of the
 * standard library can be had, it is compiled too, for size: from rustup, else with Debian's compiler; else the
 * ready-made one of the rustup target serves, and the module is half as large again. With `isForSpeed` what may be put in
 * place of calls is left to the compiler.
 */
export function wasmToolchain({ isForSpeed = false } = {}) {
  const flags = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";
  const base = `${WASM_RUSTFLAGS} ${WRAPPED}${isForSpeed ? "" : ` ${INLINING}`}`;
  const smaller = {
    // -Zbuild-std is not stable, so the stable compiler is asked to look away.
    env: { ...COMPILER_WRAPPER, RUSTC_BOOTSTRAP: "1", [flags]: `${base} ${SMALLER_RUSTFLAGS}` },
    // The library's small sorts and searches in place of its fast ones: 190 KB of code less.
    args: ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"],
  };
  if (hasLibrarySource()) return smaller;
  if (provide(TARGET) === "rustup") return { env: { ...COMPILER_WRAPPER, [flags]: base }, args: [] };
  return {
    env: { ...smaller.env, ...DEBIAN_ENV, CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: wasmLinker() },
    args: smaller.args,
  };
}

/**
 * Whether rustup's compiler can compile its own standard library for size. Asks rustup for the sources once; where
 * that fails (no network, a compiler that does not know the flags) the answer is kept for this compiler.
 */
function hasLibrarySource() {
  if (!has("rustup")) return false;
  const version = ask("rustc", ["-vV"]).out;
  const source = join(ask("rustc", ["--print", "sysroot"]).out, "lib", "rustlib", "src", "rust", "library", "std");
  const done = stamp("rust-src");
  if (!existsSync(source)) {
    if (done.read() === version) return false;
    say(`adding the sources of Rust's standard library (at most ${RUSTUP_LIMIT_MS / 1000} s)`);
    ask("rustup", ["component", "add", "rust-src"], { timeoutMs: RUSTUP_LIMIT_MS });
  }
  const knowsFlags = () =>
    ask("rustc", ["--print", "cfg", "--target", TARGET, ...SMALLER_RUSTFLAGS.split(" ")], {
      env: { RUSTC_BOOTSTRAP: "1" },
    }).ok;
  if (existsSync(source) && knowsFlags()) return true;
  done.mark(version);
  return false;
}

/**
 * How cargo compiles the tests for 32-bit WebAssembly: as WASI programs, which can print and read fixtures, run in
 * Node by `wasi-runner.mjs`. The code under test is compiled as in the module that ships.
 */
export function wasiToolchain() {
  const target = "wasm32-wasip1";
  const runner = `${process.execPath} --no-warnings ${join(ROOT, "scripts", "wasi-runner.mjs")}`;
  const env = { CARGO_TARGET_WASM32_WASIP1_RUNNER: runner };
  if (provide(target) === "rustup") return { target, env, args: [] };
  const libc = "/usr/lib/wasm32-wasi";
  if (!existsSync(`${libc}/crt1-command.o`)) aptInstall(["wasi-libc"], "the tests on wasm32 need a C library");
  // Cargo cannot give a link argument to programs alone, and the library's cdylib must not get the program's start.
  const linker = join(ROOT, "target", "tools", "wasi-linker");
  const lld = wasmLinker();
  mkdirSync(join(ROOT, "target", "tools"), { recursive: true });
  writeFileSync(
    linker,
    `#!/bin/sh\ncase " $* " in\n  *" --no-entry "*) exec "${lld}" "$@" ;;\n  *) exec "${lld}" "$@" ${libc}/crt1-command.o ;;\nesac\n`,
  );
  chmodSync(linker, 0o755);
  return {
    target,
    env: {
      ...env,
      ...DEBIAN_ENV,
      CARGO_TARGET_WASM32_WASIP1_LINKER: linker,
      CARGO_TARGET_WASM32_WASIP1_RUSTFLAGS: `-C link-self-contained=no -L ${libc} -C link-arg=-lc -C link-arg=--allow-undefined`,
    },
    args: ["-Zbuild-std=std,panic_abort,test"],
  };
}

function hasDebianCompiler() {
  const isThere = existsSync("/usr/bin/rustc") && existsSync("/usr/lib/rustlib/src");
  return isThere && ask("dpkg", ["-S", "/usr/bin/rustc"]).out.startsWith("rustc-web:");
}

function wasmLinker() {
  const sysroot = ask("rustc", ["--print", "sysroot"]).out;
  const host = /host: (.*)/.exec(ask("rustc", ["-vV"]).out)?.[1] ?? "";
  const own = join(sysroot, "lib", "rustlib", host, "bin", "rust-lld");
  if (existsSync(own)) return own;
  if (!has("wasm-ld")) aptInstall(["lld"], "wasm32 needs a linker");
  return "wasm-ld";
}

/** The wasm-bindgen command, from the crate behind it at the pinned version (scripts/bindgen). */
export function bindgenCommand() {
  return toolCommand("bindgen", "wasm-bindgen");
}

/** The command that deflates by search (scripts/deflate). */
export function deflateCommand() {
  return toolCommand("deflate", "the command that deflates");
}

/** What tells one state of a tool's sources from another. */
export function toolFingerprint(name) {
  const sources = ["Cargo.toml", "Cargo.lock", "src/main.rs"];
  return fingerprint(...sources.map((source) => readFileSync(join(ROOT, "scripts", name, source))));
}

/** A command of the build that is a crate of its own under scripts/, compiled once. */
function toolCommand(name, what) {
  const folder = join(ROOT, "target", "tools");
  const command = join(folder, "debug", `duizhao-${name}`);
  const wanted = toolFingerprint(name);
  const done = stamp(name);
  if (done.read() === wanted && existsSync(command)) return command;
  say(`compiling ${what} (a minute or two, once)`);
  run(
    "cargo",
    ["build", "--quiet", "--locked", "--manifest-path", `scripts/${name}/Cargo.toml`, "--target-dir", folder],
    { otherwise: `${what} could not be compiled; is crates.io reachable?` },
  );
  done.mark(wanted);
  return command;
}

/** A Chromium for the page tests; null (said aloud by the caller) where none can be had. */
export function chromium() {
  const found = () => ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].find(has);
  if (!found()) {
    try {
      aptInstall(["chromium"], "the page tests drive a browser");
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      say(error.message);
      return null;
    }
  }
  const name = found();
  return name ? ask("sh", ["-c", `command -v ${name}`]).out : null;
}
