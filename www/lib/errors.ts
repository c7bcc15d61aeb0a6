/**
 * The one error of the package: a stable `kind` to branch on, and a sentence for the reader.
 *
 * Wrong *types* of arguments are a `TypeError` instead, as everywhere in JavaScript.
 */

/** Stable across versions; the message is not. */
export type ErrorKind =
  | "truncated"
  | "corrupt"
  | "version"
  | "fingerprint"
  | "not-an-index"
  | "too-large"
  | "unsupported"
  | "unknown-document"
  | "invalid-option"
  | "encoding"
  | "empty"
  | "duplicate"
  | "closed"
  | "network"
  | "blocked"
  | "engine";

export class DuizhaoError extends Error {
  override readonly name = "DuizhaoError";
  readonly kind: ErrorKind;
  constructor(kind: ErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
