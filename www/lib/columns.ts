/**
 * Puts a module together whose code lies in columns: the opcodes by themselves, the numbers of locals by themselves, and so on. One
 * after the other, as WebAssembly has them, deflate finds little that repeats; in columns a module is a seventh smaller.
 * `scripts/columns.mjs` takes modules apart, by the tables below, and sees that this gives every byte back.
 */

/**
 * In this order, behind a head of 32-bit numbers: bytes of the module, its functions, then the bytes of each column.
 * `declared` holds which locals a function has, `large` the constants of more than two bytes, `aligned` the alignments that are not
 * those of the opcode, `rare` whatever else follows an opcode, with its length before it.
 */
export const COLUMNS = [
  "before",
  "after",
  "opcodes",
  "declared",
  "types",
  "branches",
  "callees",
  "locals",
  "small",
  "large",
  "aligned",
  "offsets",
  "rare",
] as const;
const [BEFORE, AFTER, OPCODES, DECLARED, TYPES, BRANCHES, CALLEES, LOCALS, SMALL, LARGE, ALIGNED, OFFSETS, RARE] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
] as const;

/** Opcodes that no module of ours has: what comes next has an alignment of its own; a constant that lies in `large`. */
export const UNALIGNED = 0x06;
export const LARGE_CONSTANT = 0x07;
export const [I32_CONST, I64_CONST] = [0x41, 0x42] as const;
/** A branch by a number: so many branches follow, and one. */
export const BR_TABLE = 0x0e;
const END = 0x0b;
/** The first opcode that reads or writes memory, and the alignments of all of them. */
export const FIRST_ACCESS = 0x28;
export const ALIGNMENTS = "23230011001122232301012";

/** The column of what follows an opcode; 0 for nothing. */
export const FOLLOWING = new Uint8Array(256);
for (const [column, first, last] of [
  [TYPES, 0x02, 0x04],
  [LARGE, LARGE_CONSTANT, LARGE_CONSTANT + 1],
  [BRANCHES, 0x0c, BR_TABLE],
  [CALLEES, 0x10, 0x10],
  [RARE, 0x11, 0x11],
  [RARE, 0x1c, 0x1c],
  [LOCALS, 0x20, 0x22],
  [RARE, 0x23, 0x26],
  [OFFSETS, FIRST_ACCESS, FIRST_ACCESS + ALIGNMENTS.length - 1],
  [RARE, 0x3f, 0x40],
  [SMALL, I32_CONST, I64_CONST],
  [RARE, 0x43, 0x44],
  [RARE, 0xd0, 0xd0],
  [RARE, 0xd2, 0xd2],
  [RARE, 0xfc, 0xfc],
] as const) {
  FOLLOWING.fill(column, first, last + 1);
}

const HEAD_NUMBERS = 2 + COLUMNS.length;
/** What the length of a function takes at the most. */
const MAX_LENGTH_BYTES = 5;

/** The module. Takes some 10 ms a megabyte once the engine has warmed up, three times that in a fresh process. */
export function fromColumns(packed: Uint8Array): Uint8Array {
  const view = new DataView(packed.buffer, packed.byteOffset);
  const head = Array.from({ length: HEAD_NUMBERS }, (_, number) => view.getUint32(4 * number, true));
  const [numBytes = 0, numFunctions = 0, ...lengths] = head;
  /** Where each column is read next. */
  const at = new Uint32Array(COLUMNS.length);
  let start = 4 * HEAD_NUMBERS;
  for (const [column, length] of lengths.entries()) {
    at[column] = start;
    start += length;
  }
  const module = new Uint8Array(numBytes);
  let to = 0;

  const take = (column: number, length: number) => {
    const from = at[column] as number;
    module.set(packed.subarray(from, from + length), to);
    at[column] = from + length;
    to += length;
  };
  const byte = (column: number) => packed[(at[column] as number)++] as number;
  /** A number, copied as it stands; its value, if it is less than 2³¹. */
  const number = (column: number): number => {
    let from = at[column] as number;
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const next = packed[from++] as number;
      module[to++] = next;
      value |= (next & 127) << shift;
      if (next < 128) break;
    }
    at[column] = from;
    return value;
  };

  const instructions = () => {
    for (let depth = 1; depth > 0; ) {
      let opcode = byte(OPCODES);
      let alignment = -1;
      if (opcode === UNALIGNED) {
        alignment = byte(ALIGNED);
        opcode = byte(OPCODES);
      }
      const column = FOLLOWING[opcode];
      if (column === LARGE) opcode += I32_CONST - LARGE_CONSTANT;
      module[to++] = opcode;
      if (column === BEFORE) {
        if (opcode === END) depth -= 1;
        continue;
      }
      if (column === RARE) {
        take(RARE, byte(RARE));
        continue;
      }
      if (column === TYPES) depth += 1;
      if (column === OFFSETS) {
        module[to++] = alignment < 0 ? ALIGNMENTS.charCodeAt(opcode - FIRST_ACCESS) & 15 : alignment;
      }
      for (let left = opcode === BR_TABLE ? number(BRANCHES) + 1 : 1; left > 0; left -= 1) number(column as number);
    }
  };

  const body = () => {
    const start = to;
    to += MAX_LENGTH_BYTES;
    for (let left = number(DECLARED); left > 0; left -= 1) {
      number(DECLARED);
      take(DECLARED, 1);
    }
    instructions();
    let length = to - start - MAX_LENGTH_BYTES;
    const from = start + MAX_LENGTH_BYTES;
    const end = to;
    to = start;
    do {
      module[to++] = (length & 127) | (length > 127 ? 128 : 0);
      length >>= 7;
    } while (length > 0);
    module.copyWithin(to, from, end);
    to += end - from;
  };

  take(BEFORE, lengths[BEFORE] as number);
  for (let left = numFunctions; left > 0; left -= 1) body();
  take(AFTER, lengths[AFTER] as number);
  return module;
}
