// Runs a test binary compiled for wasm32-wasip1 in Node; cargo calls it as its runner. The tests see the project's
// folder (to read fixtures) and the arguments of `cargo test -- …`.

import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { WASI } from "node:wasi";

// A system call that V8 makes directly aborts Node 20 without a word when the memory has grown since (29 November 2026).
setFlagsFromString("--no-turbo-fast-api-calls");

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const [binary, ...args] = process.argv.slice(2);
const { CARGO_MANIFEST_DIR: _, ...env } = process.env;
const shared = process.env.DUIZHAO_SHARED ? { [process.env.DUIZHAO_SHARED]: process.env.DUIZHAO_SHARED } : {};
const wasi = new WASI({
  version: "preview1",
  args: [binary, ...args],
  env: { ...env, CARGO_MANIFEST_DIR: root },
  preopens: { "/": root, ".": process.cwd(), [root]: root, ...shared },
});
const module = new WebAssembly.Module(readFileSync(binary));
const imports = wasi.getImportObject();
// Debian's C library is older than Rust's standard library and has no thread stubs; nothing here makes a thread.
for (const { module: from, name } of WebAssembly.Module.imports(module)) {
  imports[from] ??= {};
  imports[from][name] ??= () => {
    throw new Error(`${from}.${name} is not to be had in this runner`);
  };
}
try {
  process.exitCode = wasi.start(new WebAssembly.Instance(module, imports));
} catch (error) {
  console.error(`${error}\nThe test named last above stopped the whole binary (a panic is a trap on wasm32).`);
  process.exitCode = 101;
}
