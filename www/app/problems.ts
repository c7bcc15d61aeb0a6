/** What went wrong with a file, in one sentence that a reader can act on. */

import { DuizhaoError } from "../lib/page.js";
import type { Key } from "../strings/index.js";

/** A string with its values; translated when shown, so that it follows the interface's language. */
export interface Problem {
  key: Key;
  values: Record<string, string | number>;
  /** The core refused a document that had been read. */
  isRefused?: boolean;
  /** The file, where trying again may help. */
  file?: File;
}

/** The problem an error makes of one file. */
export function problemOf(error: unknown, { name, file }: { name: string; file?: File }): Problem {
  if (error instanceof DuizhaoError) {
    switch (error.kind) {
      case "empty":
        return { key: "problemEmpty", values: { name } };
      case "encoding":
        return { key: "problemBinary", values: { name } };
      case "truncated":
      case "corrupt":
      case "version":
      case "fingerprint":
      case "not-an-index":
      case "unsupported":
        return indexProblem(error, name);
      default:
        return { key: "problemOther", values: { name, message: error.message } };
    }
  }
  // What a File rejects with: it was moved, changed, or may not be read.
  if (error instanceof DOMException) return { key: "problemUnreadable", values: { name }, file };
  return { key: "problemOther", values: { name, message: error instanceof Error ? error.message : String(error) } };
}

/** The problem an error makes of an index file. */
export function indexProblem(error: unknown, name: string): Problem {
  const kind = error instanceof DuizhaoError ? error.kind : "";
  const keys: Record<string, Key> = {
    truncated: "problemIndexTruncated",
    corrupt: "problemIndexCorrupt",
    version: "problemIndexVersion",
    fingerprint: "problemIndexFingerprint",
    "not-an-index": "problemNotIndex",
    // In a browser nothing else is: there is a parser for every kind of text.
    unsupported: "problemIndexNoText",
  };
  const key = Object.hasOwn(keys, kind) ? keys[kind] : undefined;
  if (key) return { key, values: { name } };
  return { key: "problemOther", values: { name, message: error instanceof Error ? error.message : String(error) } };
}
