/** A builder over a channel: documents go in in the order of the calls, whatever each takes to read. */

import type { Channel } from "./channel.js";
import { checkBytes, checkDocumentInput, checkString, checkWorkOptions } from "./checks.js";
import { isArchive } from "./decode.js";
import type { CoreAdded, Handle, Operations } from "./engine.js";
import { DuizhaoError } from "./errors.js";
import { abortable, ownBytes, readInput } from "./inputs.js";
import { textType } from "./sniff.js";
import type {
  AddedDocument,
  Builder,
  BuilderOptions,
  Decoding,
  DocumentInput,
  SiteFile,
  TextType,
  WorkOptions,
} from "./types.js";
import type { Work } from "./work.js";

export class OpenedBuilder implements Builder {
  readonly #work: Work;
  readonly #options: BuilderOptions;
  readonly #handle: Handle;
  readonly #channel: Promise<Channel>;
  /** Documents go in in the order of the calls, whatever each takes to read. */
  #last: Promise<unknown> = Promise.resolve();
  readonly #adds: Array<Watched<AddedDocument>> = [];
  /** Ids of documents that were added and not taken out. */
  readonly #names = new Set<string>();
  #numAsked = 0;
  #numAdded = 0;
  #isEnded = false;

  constructor(work: Work, options: BuilderOptions) {
    this.#work = work;
    this.#options = options;
    this.#handle = work.nextHandle();
    this.#channel = this.#open();
    this.#channel.catch(() => undefined); // reported by `ready` and by every call
  }

  async #open(): Promise<Channel> {
    const channel = await this.#work.withLexicon();
    const { includeBoilerplate = false, storedText = true, aliases = [], forSite = false, base } = this.#options;
    const earlier = base === undefined ? new Uint8Array() : ownBytes(base);
    const pinyin = this.#options.pinyin ? await this.#readings() : null;
    const options = { includeBoilerplate, storedText, aliases, forSite, pinyin };
    await channel.call("openBuilder", this.#handle, options, earlier);
    return channel;
  }

  async #readings(): Promise<string> {
    const bytes = await this.#work.assets.pinyin?.();
    if (bytes && bytes.length > 0) return new TextDecoder().decode(bytes);
    throw new DuizhaoError(
      "unsupported",
      "The option pinyin needs the table of readings, which this build of Duizhao was not given.",
    );
  }

  async ready(): Promise<void> {
    await this.#channel;
  }

  add(input: DocumentInput): Promise<AddedDocument> {
    const added = new Watched(this.#add(input));
    this.#adds.push(added);
    return added;
  }

  async #add(input: DocumentInput): Promise<AddedDocument> {
    checkDocumentInput(input, "document");
    this.#refuseEnded();
    this.#numAsked += 1;
    const hashed = this.#hashed(input);
    // What will probably be known already is not read ahead of its turn.
    const ahead = hashed && this.#options.base ? null : readInput(input, this.#work.assets);
    ahead?.catch(() => undefined); // reported below, when its turn has come
    return this.#inTurn(async (channel): Promise<AddedDocument> => {
      const contentHash = hashed ? await channel.call("contentHash", hashed) : null;
      if (contentHash !== null && this.#options.base) {
        const known = await channel.call("addUnchanged", this.#handle, this.#idOf(input), contentHash);
        if (known) return this.#added(known, null, input.type ?? textType(input.name ?? "", input.text ?? ""));
      }
      const { source, decoding, type } = await (ahead ?? readInput(input, this.#work.assets));
      const called = input.name ? `"${input.name}"` : "the text";
      if (source.text.trim() === "")
        throw new DuizhaoError("empty", `${called} is empty; there is nothing in it to search.`);
      source.id = this.#idOf(input);
      source.contentHash = contentHash;
      return this.#added(await channel.call("add", this.#handle, source), decoding, type);
    });
  }

  /** The id of a document: the one given, or its name, which then must be new. */
  #idOf(input: DocumentInput): string {
    if (input.id !== undefined) return input.id;
    if (!input.name) return `text-${this.#numAdded + 1}`;
    if (this.#names.has(input.name)) {
      throw new DuizhaoError(
        "duplicate",
        `"${input.name}": a document of this name is in already. To replace it, give the name as \`id\` too; to keep both, give this one another id or name.`,
      );
    }
    return input.name;
  }

  #added(answer: string, decoding: Decoding | null, type: TextType): AddedDocument {
    const { info, isUnchanged } = JSON.parse(answer) as CoreAdded;
    this.#numAdded += 1;
    this.#names.add(info.id);
    this.#options.onProgress?.({ stage: "read", done: this.#numAdded, total: this.#numAsked });
    return { info, decoding, type, isUnchanged };
  }

  /** All that an input says, where a hash of it shall be kept: null where the stored text tells as much. */
  #hashed(input: DocumentInput): Uint8Array | null {
    const { contentHashes = false, storedText = true } = this.#options;
    if (!contentHashes) return null;
    const { text, bytes, ...fields } = input;
    const content = bytes === undefined ? new TextEncoder().encode(text) : ownBytes(bytes);
    const isDrawn =
      input.type === "html" || /\.(x?html?|docx|epub)$/i.test(input.name ?? "") || (bytes && isArchive(content));
    if (storedText && !isDrawn) return null;
    const told = new TextEncoder().encode(JSON.stringify(Object.entries(fields).sort()));
    const whole = new Uint8Array(content.length + told.length);
    whole.set(content);
    whole.set(told, content.length);
    return whole;
  }

  async remove(id: string): Promise<boolean> {
    checkString(id, "id");
    this.#refuseEnded();
    return this.#inTurn(async (channel) => {
      this.#names.delete(id);
      return channel.call("removeDocument", this.#handle, id);
    });
  }

  async addIndex(bytes: Uint8Array | ArrayBuffer): Promise<number> {
    checkBytes(bytes, "bytes");
    this.#refuseEnded();
    const own = ownBytes(bytes);
    return this.#inTurn(async (channel) => {
      const numDocuments = await channel.call("addIndex", this.#handle, own);
      this.#numAsked += numDocuments;
      this.#numAdded += numDocuments;
      return numDocuments;
    });
  }

  #refuseEnded(): void {
    if (this.#isEnded) throw new DuizhaoError("closed", "This builder is finished or closed; create another.");
  }

  #inTurn<T>(act: (channel: Channel) => Promise<T>): Promise<T> {
    const turn = this.#last
      .catch(() => undefined)
      .then(async () => {
        this.#options.signal?.throwIfAborted();
        return act(await this.#channel);
      });
    this.#last = turn;
    return turn;
  }

  finish(options: WorkOptions = {}): Promise<Uint8Array> {
    return this.#finish("finish", options);
  }

  finishSite(options: WorkOptions = {}): Promise<SiteFile[]> {
    return this.#finish("finishSite", options);
  }

  async #finish<Name extends "finish" | "finishSite">(
    name: Name,
    options: WorkOptions,
  ): Promise<ReturnType<Operations[Name]>> {
    checkWorkOptions(options, "options");
    this.#refuseEnded();
    this.#isEnded = true;
    const signal = options.signal ?? this.#options.signal;
    const onProgress = options.onProgress ?? this.#options.onProgress;
    try {
      await abortable(
        this.#last.catch(() => undefined),
        signal,
      );
      for (const added of this.#adds) if (!added.isWatched) await added;
      onProgress?.({ stage: "build", done: 0, total: this.#numAdded });
      const finished = await abortable(
        this.#channel.then((channel) => channel.call(name, ...([this.#handle] as Parameters<Operations[Name]>))),
        signal,
      );
      onProgress?.({ stage: "build", done: this.#numAdded, total: this.#numAdded });
      return finished;
    } catch (error) {
      this.#discard();
      throw error;
    }
  }

  close(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#discard();
  }

  #discard(): void {
    this.#channel
      .then((channel) => (channel.isAlive ? channel.call("closeBuilder", this.#handle) : undefined))
      .catch(() => undefined);
  }
}

/** A promise that knows whether anybody waits for it: an error that was handled is not thrown again by `finish`. */
class Watched<T> implements Promise<T> {
  readonly [Symbol.toStringTag] = "Promise";
  readonly #promise: Promise<T>;
  isWatched = false;

  constructor(promise: Promise<T>) {
    this.#promise = promise;
    promise.catch(() => undefined); // reported by whoever waits, or by `finish`
  }

  // biome-ignore lint/suspicious/noThenProperty: it is a promise, and `await` must be seen
  then<A = T, B = never>(
    onValue?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.isWatched = true;
    return this.#promise.then(onValue, onError);
  }

  catch<B = never>(onError?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.then(undefined, onError);
  }

  finally(onEnd?: (() => void) | null): Promise<T> {
    this.isWatched = true;
    return this.#promise.finally(onEnd);
  }
}
