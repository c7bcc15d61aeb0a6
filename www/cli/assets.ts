/** `duizhao assets`: what the package carries inside JavaScript, as files of their own. */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { lexiconFile, moduleFile, pinyinFile, workerFile } from "../lib/beside.js";
import { type Arguments, type Command, Misuse, positionals } from "./arguments.js";
import { count, print, writeWhole } from "./output.js";

export const ASSETS: Command = {
  usage: "duizhao assets FOLDER",
  about: "The module, the lexicon, the table of readings and the worker as files, for duizhao/slim.",
  options: {},
  examples: [["duizhao assets src/duizhao", 'for a Cloudflare worker: import module from "./duizhao/duizhao.wasm"']],
  run: assets,
};

const FILES: Array<[name: string, bytes: () => Promise<Uint8Array>]> = [
  ["duizhao.wasm", moduleFile],
  ["lexicon.bin", lexiconFile],
  ["pinyin.txt", pinyinFile],
  ["duizhao-worker.js", workerFile],
];

async function assets(args: Arguments): Promise<number> {
  const [folder] = positionals(args, 1, ASSETS.usage) as [string];
  try {
    mkdirSync(folder, { recursive: true });
  } catch {
    throw new Misuse(`The folder ${folder} could not be made.`);
  }
  for (const [name, file] of FILES) {
    const bytes = await file();
    writeWhole(join(folder, name), bytes);
    print(`${join(folder, name)}: ${count(bytes.length)} bytes`);
  }
  return 0;
}
