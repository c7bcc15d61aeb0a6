/** Where the work is done: one module, in a worker where one can be had, else on this thread; another when it was lost. */

import type { Assets } from "./assets.js";
import { type Channel, LocalChannel, WorkerChannel } from "./channel.js";
import type { Handle } from "./engine.js";
import { DuizhaoError } from "./errors.js";
import type { Status } from "./types.js";

/** The channel in use; another is made when a worker was lost. */
export class Work {
  #channel: Promise<Channel> | null = null;
  #current: Channel | null = null;
  #nextHandle = 1;
  #numLost = 0;
  #lexicon: Promise<Uint8Array | null> | null = null;
  /** There is one module instance a thread, so all that runs on this one shares it. */
  #here: Promise<LocalChannel> | null = null;

  constructor(readonly assets: Assets) {}

  nextHandle(): Handle {
    return this.#nextHandle++;
  }

  async channel(): Promise<Channel> {
    if (this.#current && !this.#current.isAlive) {
      this.#numLost += 1 + this.#current.numRestarts;
      this.#current = null;
      this.#channel = null;
    }
    this.#channel ??= this.#start().catch((error) => {
      this.#channel = null;
      throw error;
    });
    return this.#channel;
  }

  /** The channel with the lexicon open in it. */
  async withLexicon(): Promise<Channel> {
    const loading = this.#loadLexicon();
    const channel = await this.channel();
    if (await channel.call("hasLexicon")) return channel;
    const bytes = await loading;
    if (bytes) await channel.call("openLexicon", bytes);
    return channel;
  }

  /** An engine on this thread, for what must answer at once, with the lexicon open in it. */
  async hereWithLexicon(): Promise<LocalChannel> {
    const loading = this.#loadLexicon();
    const here = await this.#onThisThread();
    if (here.callNow("hasLexicon")) return here;
    const bytes = await loading;
    if (bytes && !here.callNow("hasLexicon")) here.callNow("openLexicon", bytes);
    return here;
  }

  status(): Status {
    return {
      where: this.#current?.where ?? (typeof Worker === "undefined" ? "here" : "worker"),
      numRestarts: this.#numLost + (this.#current?.numRestarts ?? 0),
    };
  }

  close(): void {
    this.#current?.close();
    this.#current = null;
    this.#channel = null;
  }

  /** Its bytes, which come while the module starts. Where that fails nobody may wait for them; then they are asked for again. */
  #loadLexicon(): Promise<Uint8Array | null> {
    this.#lexicon ??= this.assets.lexicon();
    this.#lexicon.catch(() => {
      this.#lexicon = null;
    });
    return this.#lexicon;
  }

  #onThisThread(): Promise<LocalChannel> {
    this.#here ??= Promise.all([this.#module(), this.assets.engine()])
      .then(([module, Engine]) => new LocalChannel(new Engine(module)))
      .catch((error) => {
        this.#here = null;
        throw error;
      });
    return this.#here;
  }

  async #module(): Promise<WebAssembly.Module> {
    try {
      return await this.assets.module();
    } catch (cause) {
      if (cause instanceof DuizhaoError) throw cause;
      throw new DuizhaoError(
        "blocked",
        `The WebAssembly module could not be started (${String(cause)}). If this page has a Content-Security-Policy, its script-src needs 'wasm-unsafe-eval'.`,
        { cause },
      );
    }
  }

  async #start(): Promise<Channel> {
    const source = await this.assets.workerSource();
    this.#current =
      (source === null ? null : await WorkerChannel.start(source, await this.#module())) ??
      (await this.#onThisThread());
    return this.#current;
  }
}
