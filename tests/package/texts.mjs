// Texts and folders for the tests of the package. All made up here.

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const ROOT = resolve(import.meta.dirname, "..", "..");
export const CLI = join(ROOT, "dist", "npm", "cli.js");

/** Two reports of one made-up launch, one Simplified and one in machine-made Traditional with its noise. */
export const MORNING = {
  name: "晨报.md",
  text: "---\ntitle: 晨报：新桥通车\ndate: 2024-05-01\nsource: 晨报\n---\n\n# 新桥通车\n\n## 现场\n\n市长表示，新桥可能在2024年5月通车，造价约100万元。\n\n**记者：** 工期会不会再推迟？\n\n**市长：** 不会。我们已经完成了百分之九十的工程。\n\n**记者：** 谢谢您。\n\n**市长：** 也谢谢各位。\n",
};
export const EVENING = {
  name: "晚報.txt",
  text: "新橋通車,經(jīng)濟(jì)受益。\n市長表示,新橋將在2024年6月通車,造價約200萬元。\n記者問:工期會不會再推遲?\n市長說:不會,我們已經(jīng)完成了90%的工程。\n當(dāng)?shù)鼐用駥Υ朔浅８吲d。𠮷田先生也來觀看。\n",
};

/** A folder of its own for one test, removed afterwards. */
export function folder(context) {
  const path = mkdtempSync(join(tmpdir(), "duizhao-"));
  context.after(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    at: (name) => join(path, name),
    write(name, contents) {
      writeFileSync(join(path, name), contents);
      return join(path, name);
    },
  };
}

/** Runs the command line; never rejects: exit status and both outputs. */
export function run(args, { input, cwd } = {}) {
  return new Promise((settle) => {
    const child = execFile(
      process.execPath,
      [CLI, ...args],
      { cwd, encoding: "utf8", maxBuffer: 64 << 20 },
      (error, out, err) => {
        settle({ status: error ? error.code : 0, out, err });
      },
    );
    child.stdin.end(input ?? "");
  });
}
