// What the build needs beside Node and Rust: npm packages, a way to compile for wasm32, wasm-bindgen, a browser.
// Each function looks first and installs only what is missing.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, Refusal, aptInstall, ask, fingerprint, has, run, say, stamp } from "./steps.mjs";

const TARGET = "wasm32-unknown-unknown";
/** `rustup target add` normally takes seconds; behind a closed network it hangs for minutes. */
const RUSTUP_LIMIT_MS = 20_000;

/** Bulk memory and sign extension are in every browser since 2021; SIMD waits for a measured reason. */
const WASM_RUSTFLAGS =
  "-C target-cpu=mvp -C target-feature=+mutable-globals,+bulk-memory,+sign-ext,+nontrapping-fptoint";

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

/**
 * How cargo compiles for wasm32 here: `{ env, args }` to add to a `cargo build`.
 * In this order: the target that is installed; Debian's compiler if it is there; `rustup target add` within
 * twenty seconds; Debian's compiler from apt, which builds the standard library from its source package.
 */
export function wasmToolchain() {
  const installed = () => {
    const libdir = ask("rustc", ["--print", "target-libdir", "--target", TARGET]).out;
    return libdir !== "" && existsSync(libdir);
  };
  const env = { CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS: WASM_RUSTFLAGS };
  if (installed()) return { env, args: [] };
  if (!hasDebianCompiler()) {
    if (has("rustup")) {
      say(`adding Rust's ${TARGET} target (at most ${RUSTUP_LIMIT_MS / 1000} s)`);
      ask("rustup", ["target", "add", TARGET], { timeoutMs: RUSTUP_LIMIT_MS });
      if (installed()) return { env, args: [] };
    }
    aptInstall(["rustc-web", "rust-web-src"], `rustup could not add ${TARGET}, so Debian's compiler is used`);
    if (!hasDebianCompiler()) throw new Refusal(`No way was found to compile for ${TARGET}; see CONTRIBUTING.md.`);
  }
  return {
    env: {
      ...env,
      RUSTC: "/usr/bin/rustc",
      RUSTC_BOOTSTRAP: "1", // -Zbuild-std is not stable; the compiler is Debian's stable one all the same
      CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: wasmLinker(),
    },
    args: ["-Zbuild-std=std,panic_abort"],
  };
}

function hasDebianCompiler() {
  return existsSync("/usr/bin/rustc") && existsSync("/usr/lib/rustlib/src") && ask("dpkg", ["-S", "/usr/bin/rustc"]).out.startsWith("rustc-web:");
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
  const folder = join(ROOT, "target", "tools");
  const command = join(folder, "debug", "duizhao-bindgen");
  const wanted = fingerprint(
    ...["Cargo.toml", "Cargo.lock", "src/main.rs"].map((name) => readFileSync(join(ROOT, "scripts", "bindgen", name))),
  );
  const done = stamp("bindgen");
  if (done.read() === wanted && existsSync(command)) return command;
  say("compiling wasm-bindgen (a minute or two, once)");
  run("cargo", ["build", "--quiet", "--locked", "--manifest-path", "scripts/bindgen/Cargo.toml", "--target-dir", folder], {
    otherwise: "wasm-bindgen could not be compiled; is crates.io reachable?",
  });
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
