// Compiles the core for wasm32, writes the glue, and shrinks the module: pkg/full/{duizhao.js,duizhao.d.ts,duizhao_bg.wasm}.

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { namedByLikeness } from "./order.mjs";
import { ask, fingerprint, main, ROOT, run, say, stamp } from "./steps.mjs";
import { bindgenCommand, npmPackages, requireBasics, toolFingerprint, wasmToolchain } from "./toolchain.mjs";

/**
 * What each build carries: cargo features. `full` is the page and the package. The others are for the elements on other
 * people's pages: `search` opens an index and searches it (how its texts were read is stored in it), `compare` reads and
 * compares two texts. `segment` is
 * for those who only cut texts into words, and built for speed: 37.6 MB/s in place of 29.4 for 9 KB more.
 */
export const VARIANTS = {
  full: { args: [] },
  search: { args: ["--no-default-features", "--features", "search"] },
  segment: { args: ["--no-default-features", "--features", "segment"], isForSpeed: true },
  compare: { args: ["--no-default-features", "--features", "compare"] },
};

/** Builds one variant and gives its folder. Takes a second when nothing has changed. */
export function buildModule(variant = "full") {
  const { isForSpeed = false, args: features } = VARIANTS[variant];
  const { env, args } = wasmToolchain({ isForSpeed });
  const folder = join(ROOT, "pkg", variant);
  const module = join(folder, "duizhao_bg.wasm");
  const wanted = fingerprint(...inputs(), JSON.stringify({ env, args, features, isForSpeed }));
  const done = stamp(`module-${variant}`);
  if (done.read() === wanted && existsSync(module)) return folder;

  // A folder for each way of compiling: otherwise each would make cargo forget what it compiled for the other.
  const targetDir = join(ROOT, "target", isForSpeed ? "wasm-fast" : "wasm");
  run(
    "cargo",
    [
      "build",
      "--lib",
      "--release",
      "--quiet",
      "--target",
      "wasm32-unknown-unknown",
      "--target-dir",
      targetDir,
      ...args,
      ...features,
    ],
    {
      env: isForSpeed ? { ...env, CARGO_PROFILE_RELEASE_OPT_LEVEL: "3" } : env,
      otherwise: "the core did not compile for wasm32 (see the lines above).",
    },
  );
  const compiled = join(targetDir, "wasm32-unknown-unknown", "release", "duizhao.wasm");
  const bindgen = bindgenCommand();
  mkdirSync(folder, { recursive: true });
  run(bindgen, [compiled, folder], { otherwise: "wasm-bindgen refused the module." });
  shrink(module);
  done.mark(wanted);
  say(`module ${variant}: ${statSync(module).size.toLocaleString("en")} bytes`);
  return folder;
}

/**
 * All that a module is made of. Asked here and not of cargo: the variants share a folder of compiled crates, and for cargo
 * each is out of date after the other.
 */
function inputs() {
  const files = (folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true });
  const sources = ["src", "data"].flatMap((folder) =>
    files(folder)
      .filter((entry) => entry.isFile() && /\.(rs|txt|tsv)$/.test(entry.name))
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name)),
  );
  const others = ["Cargo.toml", "Cargo.lock", "build.rs", "rust-toolchain.toml", "package-lock.json"].map((name) =>
    join(ROOT, name),
  );
  const scripts = ["wasm", "order", "compile"].map((name) => join(ROOT, "scripts", `${name}.mjs`));
  const contents = [...sources.sort(), ...others, ...scripts].map((path) => readFileSync(path));
  return [ask("rustc", ["-vV"]).out, toolFingerprint("bindgen"), ...contents];
}

/** Builds all of them. */
export function buildModules() {
  for (const variant of Object.keys(VARIANTS)) buildModule(variant);
}

/** Makes a module smaller for those who load it, in place. Drops its names. */
function shrink(module) {
  const features = [
    "--mvp-features",
    "--enable-mutable-globals",
    "--enable-bulk-memory",
    "--enable-sign-ext",
    "--enable-reference-types",
    "--enable-nontrapping-float-to-int",
  ];
  const optimize = (...passes) => {
    const command = join(ROOT, "node_modules", "binaryen", "bin", "wasm-opt");
    run(process.execPath, [command, module, ...features, ...passes, "-o", `${module}.opt`], {
      otherwise: "wasm-opt refused the module.",
    });
    renameSync(`${module}.opt`, module);
  };
  // Not `-Os`: that makes the module a twentieth smaller, and a twentieth larger after gzip. What follows was tried one by one on the
  // search module, deflated: -O1 once more takes 0.7 % off, the others together 0.6 % (29 November 2026).
  optimize(
    ...["-O1", "--dae-optimizing", "--gufa", "--ssa-nomerge", "-O1", "--merge-locals"],
    ...["--code-folding", "--rse", "--vacuum", "--coalesce-locals-learning", "--reorder-locals", "--vacuum"],
    "--debuginfo",
  );
  writeFileSync(module, namedByLikeness(readFileSync(module)));
  optimize("--reorder-functions-by-name", "--strip-debug", "--strip-producers");
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(() => {
    requireBasics();
    npmPackages();
    buildModules();
  });
}
