/**
 * The worker's side. Built into one classic script; the page carries its source and makes a Blob of it.
 * The first message is `{ module }`, every further one a `Request`. Where no worker can be had, the one-file page runs the
 * same script itself for the engine that is in it, and needs no second copy.
 */

import type { Reply, Request } from "./channel.js";
import { Engine } from "./engine.js";
import { DuizhaoError } from "./errors.js";

/** Just enough of `DedicatedWorkerGlobalScope`; the full type needs a lib that clashes with the DOM's. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<Request | { module: WebAssembly.Module }>) => void) | null;
  /** In a page: the engine, for `page.ts`. */
  duizhaoEngine?: typeof Engine;
  postMessage(message: Reply | { isReady: true }, transfer?: Transferable[]): void;
}

const scope = globalThis as unknown as WorkerScope;
let engine: Engine | null = null;

const listen: WorkerScope["onmessage"] = ({ data }) => {
  if ("module" in data) {
    engine = new Engine(data.module);
    scope.postMessage({ isReady: true });
    return;
  }
  if (engine === null) return;
  const { id, name, args } = data;
  try {
    const value = engine.run(name, args as never);
    const transfer = value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : [];
    scope.postMessage({ id, numRestarts: engine.numRestarts, value }, transfer);
  } catch (error) {
    const { kind, message } = error instanceof DuizhaoError ? error : new DuizhaoError("engine", String(error));
    scope.postMessage({ id, numRestarts: engine.numRestarts, error: { kind, message } });
  }
};

if (typeof document === "undefined") scope.onmessage = listen;
else scope.duizhaoEngine = Engine;
