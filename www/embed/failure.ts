/** What went wrong, as a key of `www/strings/embed.ts`: one sentence a reader understands, whatever the error says. */

import { DuizhaoError } from "../lib/errors.js";
import type { FailureKey } from "../strings/embed.js";

const OF_KIND: Record<string, FailureKey> = {
  version: "failVersion",
  fingerprint: "failVersion",
  "not-an-index": "failNotIndex",
  truncated: "failDamaged",
  corrupt: "failDamaged",
  "too-large": "failTooLarge",
  blocked: "failBlocked",
  encoding: "failNotText",
  empty: "failNotText",
};

/** The sentence for an error, and the server's status where it answered with one. */
export function failureOf(error: unknown): { key: FailureKey; status: number } {
  if (!(error instanceof DuizhaoError)) return { key: "failEngine", status: 0 };
  const { kind, cause } = error;
  if (cause === "program") return { key: "failProgram", status: 0 };
  if (kind !== "network") return { key: OF_KIND[kind] ?? "failEngine", status: 0 };
  return typeof cause === "number" ? { key: "failMissing", status: cause } : { key: "failOffline", status: 0 };
}

/** Whether this browser lacks what everything here stands on. */
export function lacksFeatures(): boolean {
  return [globalThis.WebAssembly, globalThis.DecompressionStream, globalThis.fetch, globalThis.TextDecoder].some(
    (feature) => feature === undefined,
  );
}
