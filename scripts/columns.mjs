// Takes a module's code apart into columns, for `www/lib/columns.ts` to put together again: there is why.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal, ROOT } from "./steps.mjs";

const [SECTION_CODE, CALL_INDIRECT, SELECT, F32_CONST, F64_CONST, PREFIX] = [10, 0x11, 0x1c, 0x43, 0x44, 0xfc];
/** How many numbers follow each opcode behind the prefix: conversions, then what moves memory and tables. */
const BEHIND_PREFIX = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1];
const MAX_SMALL_BYTES = 2;
const MAX_RARE_BYTES = 255;

let reading;
/** What puts modules together, and its tables. */
async function putTogether() {
  const { transformWithOxc } = await import("vite");
  const file = join(ROOT, "www", "lib", "columns.ts");
  const { code } = await transformWithOxc(readFileSync(file, "utf8"), file);
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}

/** Gives the module of a variant that was built (`wasm.mjs`) in columns. */
export async function moduleInColumns(variant) {
  reading ??= putTogether();
  const tables = await reading;
  const module = readFileSync(join(ROOT, "pkg", variant, "duizhao_bg.wasm"));
  const packed = columns(module, tables);
  if (!module.equals(tables.fromColumns(packed)))
    throw new Refusal("a module in columns does not come together again.");
  return packed;
}

function columns(module, tables) {
  const { COLUMNS, FOLLOWING, UNALIGNED, LARGE_CONSTANT, I32_CONST, BR_TABLE, FIRST_ACCESS, ALIGNMENTS } = tables;
  const bytes = Object.fromEntries(COLUMNS.map((name) => [name, []]));
  const following = (opcode) => COLUMNS[FOLLOWING[opcode]];
  let at = 8;
  const number = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = module[at++];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  const put = (name, from) => bytes[name].push(...module.subarray(from, at));

  const instruction = () => {
    const opcode = module[at++];
    const column = following(opcode);
    const start = at;
    if (column === "rare") {
      rare(opcode);
      bytes.opcodes.push(opcode);
      if (at - start > MAX_RARE_BYTES) throw new Refusal("an instruction of the module is too long for a column.");
      bytes.rare.push(at - start);
      return put("rare", start);
    }
    if (column === "offsets") {
      const alignment = number();
      if (alignment !== Number(ALIGNMENTS[opcode - FIRST_ACCESS])) {
        bytes.opcodes.push(UNALIGNED);
        bytes.aligned.push(alignment);
      }
      bytes.opcodes.push(opcode);
      const offset = at;
      number();
      return put("offsets", offset);
    }
    if (column === "large" || opcode === UNALIGNED)
      throw new Refusal(`the module has the opcode ${opcode}, which columns use.`);
    if (column !== "before") {
      const first = number();
      for (let left = opcode === BR_TABLE ? first + 1 : 0; left > 0; left -= 1) number();
    }
    const isLarge = column === "small" && at - start > MAX_SMALL_BYTES;
    bytes.opcodes.push(isLarge ? opcode - I32_CONST + LARGE_CONSTANT : opcode);
    if (column !== "before") put(isLarge ? "large" : column, start);
  };
  const rare = (opcode) => {
    if (opcode === F32_CONST) at += 4;
    else if (opcode === F64_CONST) at += 8;
    else {
      const first = number();
      const more = { [CALL_INDIRECT]: 1, [SELECT]: first, [PREFIX]: BEHIND_PREFIX[first] };
      for (let left = more[opcode] ?? 0; left > 0; left -= 1) number();
    }
  };

  let numFunctions = 0;
  let codeEnd = 0;
  while (at < module.length) {
    const kind = module[at++];
    const end = number() + at;
    if (kind !== SECTION_CODE) {
      at = end;
      continue;
    }
    numFunctions = number();
    bytes.before = [...module.subarray(0, at)];
    for (let left = numFunctions; left > 0; left -= 1) {
      const end = number() + at;
      const start = at;
      for (let groups = number(); groups > 0; groups -= 1) {
        number();
        at += 1;
      }
      put("declared", start);
      while (at < end) instruction();
    }
    codeEnd = at;
  }
  bytes.after = [...module.subarray(codeEnd)];
  const head = [module.length, numFunctions, ...COLUMNS.map((name) => bytes[name].length)];
  return Buffer.concat([
    new Uint8Array(Uint32Array.from(head).buffer),
    ...COLUMNS.map((name) => Buffer.from(bytes[name])),
  ]);
}
