/** From what is handed in to what the core takes: bytes decoded, HTML drawn. */

import type { Assets } from "./assets.js";
import { decode, isArchive } from "./decode.js";
import { type CoreSource, coreSource } from "./engine.js";
import { DuizhaoError } from "./errors.js";
import { type HtmlReading, readHtml } from "./html.js";
import { textType } from "./sniff.js";
import type { Decoding, DocumentInput, TextType } from "./types.js";

/** Texts past this are refused before they are decoded. */
export const MAX_DOCUMENT_BYTES = 64 << 20;

/** One input as the core takes it. */
export interface InputReading {
  source: CoreSource;
  decoding: Decoding | null;
  type: TextType;
}

export async function readInput(input: DocumentInput, assets: Assets): Promise<InputReading> {
  const name = input.name ?? "";
  const called = name === "" ? "the text" : `"${name}"`;
  let text = input.text;
  let decoding: Decoding | null = null;
  const numBytes = input.bytes?.byteLength ?? input.text?.length ?? 0;
  if (numBytes > MAX_DOCUMENT_BYTES) {
    throw new DuizhaoError(
      "too-large",
      `${called} has ${numBytes} bytes; the limit for one document is ${MAX_DOCUMENT_BYTES}. Split it.`,
    );
  }
  if (input.bytes !== undefined) {
    const bytes = input.bytes instanceof Uint8Array ? input.bytes : new Uint8Array(input.bytes);
    try {
      if (isArchive(bytes)) {
        const { readArchive } = await import("./archive.js");
        const { text: drawn, ...found } = await readArchive(bytes, assets);
        return { source: coreSource(withFound(input, found), drawn, "markdown"), decoding, type: "html" };
      }
      ({ text, decoding } = decode(bytes));
    } catch (error) {
      if (error instanceof DuizhaoError) throw new DuizhaoError(error.kind, `${called}: ${error.message}`);
      throw error;
    }
  }
  let known = text ?? "";
  const type = input.type ?? textType(name, known);
  if (type !== "html") return { source: coreSource(input, known, type), decoding, type };
  const { text: drawn, ...found } = await readHtml(known, assets);
  known = drawn;
  return { source: coreSource(withFound(input, found), known, "markdown"), decoding, type };
}

/** What the caller says wins over what the page says. */
function withFound(input: DocumentInput, found: Omit<HtmlReading, "text">): DocumentInput {
  const fields: DocumentInput = { ...input };
  for (const key of ["title", "url", "date", "source"] as const) fields[key] = input[key] ?? found[key];
  return fields;
}

/** A copy: what was handed in may be changed or sent elsewhere while it is still needed here. */
export function ownBytes(bytes: Uint8Array | ArrayBuffer): Uint8Array {
  return new Uint8Array(bytes instanceof Uint8Array ? bytes.slice().buffer : bytes.slice(0));
}

/** The promise, or the signal's reason if that comes first. What has begun goes on and its answer is dropped. */
export async function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  promise.catch(() => undefined); // when the signal comes first, nobody waits for it any more
  signal.throwIfAborted();
  let onAbort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
