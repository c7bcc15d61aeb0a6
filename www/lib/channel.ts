/**
 * Where the engine runs: in a worker, or here. The same calls, the same answers, the same errors.
 *
 * A worker is made from a Blob, because a page opened from disk may not load one from a file beside it; and it is
 * a classic one, because Chromium refuses module workers there.
 */

import type { WorkerSource } from "./assets.js";
import type { Engine, Operations } from "./engine.js";
import { DuizhaoError, type ErrorKind } from "./errors.js";

/** Sends operations to an engine. */
export interface Channel {
  readonly where: "worker" | "here";
  readonly numRestarts: number;
  /** False once the worker is lost or closed; whoever holds the channel makes another. */
  readonly isAlive: boolean;
  call<Name extends keyof Operations>(
    name: Name,
    ...args: Parameters<Operations[Name]>
  ): Promise<ReturnType<Operations[Name]>>;
  close(): void;
}

/** What goes to the worker and comes back. */
export type Request = { id: number; name: keyof Operations; args: unknown[] };
export type Reply = { id: number; numRestarts: number } & (
  | { value: unknown }
  | { error: { kind: ErrorKind; message: string } }
);

/** A worker that has not answered by then is taken as not to be had; the module compiles in well under a second. */
const WORKER_START_LIMIT_MS = 10_000;

/** An engine on this thread. */
export class LocalChannel implements Channel {
  readonly where = "here";
  isAlive = true;
  readonly #engine: Engine;
  /** One call after the other, each after a breath, so that a page can draw in between. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get numRestarts(): number {
    return this.#engine.numRestarts;
  }

  call<Name extends keyof Operations>(
    name: Name,
    ...args: Parameters<Operations[Name]>
  ): Promise<ReturnType<Operations[Name]>> {
    const next = this.#last.then(() => this.#engine.run(name, args));
    this.#last = next.catch(() => undefined);
    return next;
  }

  /** The same at once, out of turn: for calls that neither wait for others nor take long. */
  callNow<Name extends keyof Operations>(
    name: Name,
    ...args: Parameters<Operations[Name]>
  ): ReturnType<Operations[Name]> {
    return this.#engine.run(name, args);
  }

  close(): void {
    this.isAlive = false;
  }
}

function fromBlob(source: string): Worker {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  try {
    return new Worker(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** An engine in a worker. */
export class WorkerChannel implements Channel {
  readonly where = "worker";
  isAlive = true;
  numRestarts = 0;
  readonly #worker: Worker;
  readonly #pending = new Map<number, { resolve: (value: never) => void; reject: (error: unknown) => void }>();
  #nextId = 1;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.onmessage = (event: MessageEvent<Reply>) => this.#settle(event.data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#lose(`The worker stopped (${event.message || "no reason given"}).`);
    };
    worker.onmessageerror = () => this.#lose("The worker sent something that could not be read.");
  }

  /** Starts a worker, from its source or as the caller makes it; null where none can be had. */
  static async start(source: WorkerSource, module: WebAssembly.Module): Promise<WorkerChannel | null> {
    if (typeof Worker === "undefined" || typeof Blob === "undefined") return null;
    let worker: Worker;
    try {
      worker = typeof source === "function" ? source() : fromBlob(source);
    } catch {
      return null;
    }
    const isReady = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), WORKER_START_LIMIT_MS);
      const settle = (ready: boolean) => {
        clearTimeout(timer);
        resolve(ready);
      };
      worker.onmessage = (event: MessageEvent<{ isReady: boolean }>) => settle(event.data.isReady);
      worker.onerror = (event) => {
        event.preventDefault();
        settle(false);
      };
      worker.postMessage({ module });
    });
    if (!isReady) {
      worker.terminate();
      return null;
    }
    return new WorkerChannel(worker);
  }

  call<Name extends keyof Operations>(
    name: Name,
    ...args: Parameters<Operations[Name]>
  ): Promise<ReturnType<Operations[Name]>> {
    if (!this.isAlive) return Promise.reject(new DuizhaoError("engine", "The worker is gone."));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      try {
        this.#worker.postMessage({ id, name, args } satisfies Request);
      } catch (error) {
        this.#pending.delete(id);
        reject(error);
      }
    });
  }

  close(): void {
    this.#worker.terminate(); // gives no event, so what is pending is settled here
    this.#lose("It was closed while this call was running.", "closed");
  }

  #settle(reply: Reply): void {
    const pending = this.#pending.get(reply.id);
    if (!pending) return;
    this.#pending.delete(reply.id);
    this.numRestarts = reply.numRestarts;
    if ("error" in reply) pending.reject(new DuizhaoError(reply.error.kind, reply.error.message));
    else pending.resolve(reply.value as never);
  }

  #lose(message: string, kind: ErrorKind = "engine"): void {
    this.isAlive = false;
    for (const { reject } of this.#pending.values()) reject(new DuizhaoError(kind, message));
    this.#pending.clear();
  }
}
