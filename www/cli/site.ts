/** Site indexes on disk: written so that what is being read stays whole, and read as the network would give them. */

import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DuizhaoError, open, type SiteFile, type SiteFolder } from "../lib/index.js";
import { Misuse } from "./arguments.js";
import { writeWhole } from "./output.js";

/** The file that a site index is opened by. */
export const MANIFEST = "manifest.dzx";

/** What became of a folder. */
export interface SiteWritten {
  numFiles: number;
  lenBytes: number;
  /** Files that lay there already with the same content. */
  numKept: number;
  /** Files of builds before the last one. */
  numRemoved: number;
}

/** A folder on disk. */
export function folderOf(path: string): SiteFolder {
  return {
    async read(name) {
      try {
        return await readFile(join(path, name));
      } catch (cause) {
        throw new DuizhaoError("network", `${join(path, name)} could not be read.`, { cause });
      }
    },
  };
}

/** True for a folder that holds a site index. */
export function isSite(path: string): boolean {
  return existsSync(join(path, MANIFEST));
}

/**
 * Writes the files of a site index into `folder`. Pieces are named after their content, so those that are there stay as they
 * are; the manifest is written last, and the pieces of the build before this one are left for readers who hold its
 * manifest. Older ones go.
 */
export async function writeSite(files: SiteFile[], folder: string): Promise<SiteWritten> {
  const wanted = new Set(files.map(({ name }) => name));
  for (const name of await piecesOf(folder)) wanted.add(name);
  const written: SiteWritten = { numFiles: files.length, lenBytes: 0, numKept: 0, numRemoved: 0 };
  for (const parent of new Set(files.map(({ name }) => dirname(join(folder, name))))) makeFolder(parent);
  const pieces: SiteFile[] = [];
  for (const file of files) {
    const { name, bytes } = file;
    written.lenBytes += bytes.length;
    if (name === MANIFEST) continue;
    if (statSync(join(folder, name), { throwIfNoEntry: false })?.size === bytes.length) written.numKept += 1;
    else pieces.push(file);
  }
  // One after the other: several threads that make files in one folder wait for each other's turn.
  for (const { name, bytes } of pieces) writePiece(join(folder, name), bytes);
  for (const { name, bytes } of files) {
    if (name === MANIFEST) writeWhole(join(folder, name), bytes, { isAwaited: false });
  }
  for (const kind of new Set(files.map(({ name }) => name.split("/")[0] ?? ""))) {
    if (kind === MANIFEST || kind === "") continue;
    for (const file of readdirSync(join(folder, kind))) {
      // Only what is named as pieces are; whatever else lies there is not ours.
      if (/^\d+-[0-9a-f]{8}\.bin$/.test(file) && !wanted.has(`${kind}/${file}`)) {
        rmSync(join(folder, kind, file));
        written.numRemoved += 1;
      }
    }
  }
  return written;
}

/** The pieces of the site that a folder holds; none where there is none, or none that can be read. */
async function piecesOf(folder: string): Promise<string[]> {
  if (!isSite(folder)) return [];
  try {
    const index = await open(folderOf(folder));
    const pieces = await index.pieces();
    index.close();
    return pieces;
  } catch (error) {
    if (error instanceof DuizhaoError) return [];
    throw error;
  }
}

/** Nobody asks for a piece before the manifest names it; one that was cut short is seen by its length next time. */
function writePiece(path: string, bytes: Uint8Array): void {
  try {
    writeFileSync(path, bytes);
  } catch (error) {
    throw new Misuse(`${path} could not be written (${(error as NodeJS.ErrnoException).code ?? error}).`);
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch {
    throw new Misuse(`The folder ${path} could not be made.`);
  }
}
