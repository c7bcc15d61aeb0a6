// `npm test`: everything, in the order in which it is cheapest to fail. `npm test -- rust page` runs only those steps.

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { buildPackage } from "./package.mjs";
import { buildPage } from "./page.mjs";
import { sampleIndex } from "./sample.mjs";
import { main, Refusal, ROOT, run, say } from "./steps.mjs";
import { chromium, npmPackages, requireBasics, wasiToolchain } from "./toolchain.mjs";
import { buildModules } from "./wasm.mjs";

const bin = (name) => join(ROOT, "node_modules", ".bin", name);

/** Test files of a folder of tests/; node's runner gets them by name, so that none is forgotten. */
function testFiles(folder) {
  const path = join(ROOT, "tests", folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => name.endsWith(".test.mjs"))
    .sort()
    .map((name) => join("tests", folder, name));
}

function nodeTests(folder, env = {}) {
  const files = testFiles(folder);
  if (files.length === 0) {
    say(`tests/${folder} has no test yet`);
    return;
  }
  // One file after the other: each starts a browser or the command line, and two cores are few.
  run(process.execPath, ["--test", "--test-concurrency=1", "--test-reporter=spec", ...files], {
    env,
    otherwise: `tests in tests/${folder} failed.`,
  });
}

/** Where the tests find the browser. */
function withBrowser() {
  const browser = chromium();
  if (browser === null) throw new Refusal("no Chromium could be had, so nothing was tried in a browser.");
  return { DUIZHAO_CHROMIUM: browser };
}

/** Name, what it does, how. */
const STEPS = [
  [
    "format",
    "formatting of Rust and TypeScript",
    () => {
      run("cargo", ["fmt", "--check"], { otherwise: "run `cargo fmt`." });
      run(bin("biome"), ["ci", "--reporter=summary", "--error-on-warnings"], { otherwise: "run `npm run format`." });
    },
  ],
  [
    "rust",
    "the core, natively",
    () => {
      run("cargo", ["test", "--quiet", "--no-fail-fast"], { otherwise: "tests of the core failed." });
    },
  ],
  [
    "lint",
    "clippy and documentation, warnings denied",
    () => {
      run("cargo", ["clippy", "--quiet", "--all-targets", "--", "-D", "warnings"], { otherwise: "clippy complains." });
      run("cargo", ["doc", "--quiet", "--no-deps", "--document-private-items"], {
        env: { RUSTDOCFLAGS: "-D warnings" },
        otherwise: "the documentation has warnings.",
      });
    },
  ],
  [
    "wasm",
    "the core, on wasm32",
    () => {
      const { target, env, args } = wasiToolchain();
      run(
        "cargo",
        [
          "test",
          "--quiet",
          "--no-fail-fast",
          "--lib",
          "--tests",
          "--target",
          target,
          "--target-dir",
          "target/wasm",
          ...args,
          // A panic is a trap there: captured output would go down with it.
          "--",
          "--nocapture",
        ],
        {
          // Unoptimised, the property tests take minutes in WebAssembly.
          env: { ...env, CARGO_PROFILE_DEV_OPT_LEVEL: "1" },
          otherwise: "tests of the core failed on wasm32.",
        },
      );
    },
  ],
  [
    "build",
    "module, package and page",
    async () => {
      buildModules();
      await buildPackage();
      await buildPage({ index: await sampleIndex() });
    },
  ],
  [
    "types",
    "TypeScript, strict",
    () => {
      run(bin("tsc"), ["-p", "www"], { otherwise: "TypeScript complains." });
    },
  ],
  ["package", "the package and the command line", () => nodeTests("package", withBrowser())],
  ["matrix", "the package in every bundler and run time", () => nodeTests("matrix", withBrowser())],
  ["recipes", "a blog by several generators, searched in a real browser", () => nodeTests("recipes", withBrowser())],
  ["page", "the page in a real browser", () => nodeTests("page", withBrowser())],
];

/** Run only when asked for by name, and said aloud when not. */
const ASKED_FOR = [
  [
    "docusaurus",
    "the recipe for Docusaurus (270 MB to install, two minutes)",
    () => nodeTests("recipes/docusaurus", withBrowser()),
  ],
];

await main(async () => {
  const wanted = process.argv.slice(2);
  const all = [...STEPS, ...ASKED_FOR];
  const unknown = wanted.filter((name) => !all.some(([step]) => step === name));
  if (unknown.length > 0)
    throw new Refusal(`no step ${unknown.join(", ")}; there are ${all.map(([step]) => step).join(", ")}.`);
  requireBasics();
  npmPackages();
  const failures = [];
  for (const [name, what, step] of all) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    if (wanted.length === 0 && !STEPS.some(([step]) => step === name)) {
      say(`── ${name}: not run, ${what}: npm test -- ${name}`);
      continue;
    }
    const start = performance.now();
    say(`── ${name}: ${what}`);
    try {
      await step();
      say(`   ${name} done in ${((performance.now() - start) / 1000).toFixed(0)} s`);
    } catch (error) {
      failures.push(`${name} (${error.message})`);
      say(`   ${name} FAILED: ${error instanceof Refusal ? error.message : error.stack}`);
    }
  }
  if (failures.length > 0) throw new Refusal(`${failures.length} of the steps failed: ${failures.join("; ")}`);
  say("all steps passed");
});
