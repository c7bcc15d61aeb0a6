/** Are the opened documents kept in this browser? Only when the reader has said so; nothing is stored by default. */

import type { HandLink } from "../elements/comparison-model.js";

const DATABASE = "duizhao";
const STORE = "kept";
/** Two slots and a pointer: a save that breaks off halfway leaves the older one readable. */
const SLOTS = ["a", "b"] as const;

/** How a save ended: `full` is a quota, `denied` a browser that does not allow storage. */
export type Outcome = "ok" | "full" | "denied";

/** Small things kept beside the documents: the latest queries, and links set by hand, by the ids of two documents. */
export interface Notes {
  recent: readonly string[];
  hand: readonly (readonly [pair: string, links: { pinned: HandLink[]; rejected: HandLink[] }])[];
}

/** What the reader asked to keep: one index file, and the latest queries. */
export class Keeper {
  isOn = false;
  /** What was noted beside the documents. */
  notes: Notes = { recent: [], hand: [] };

  /** What was kept, or null. A database that was never made is not made by looking. */
  async load(): Promise<Uint8Array | null> {
    try {
      const known = (await indexedDB.databases?.()) ?? [];
      if (!known.some(({ name }) => name === DATABASE)) return null;
      const database = await openDatabase();
      const slot = await asked<string | undefined>(database.transaction(STORE).objectStore(STORE).get("current"));
      const bytes = slot
        ? await asked<Uint8Array | undefined>(database.transaction(STORE).objectStore(STORE).get(slot))
        : undefined;
      const list = async (name: keyof Notes): Promise<unknown[]> => {
        const found = await asked<unknown>(database.transaction(STORE).objectStore(STORE).get(name));
        return Array.isArray(found) ? found : [];
      };
      this.notes = {
        recent: (await list("recent")).filter((query) => typeof query === "string"),
        hand: (await list("hand")) as Notes["hand"],
      };
      database.close();
      this.isOn = bytes !== undefined;
      return bytes ?? null;
    } catch {
      return null;
    }
  }

  /** Keeps these bytes in place of what was kept. */
  async save(bytes: Uint8Array): Promise<Outcome> {
    try {
      const database = await openDatabase();
      const current = await asked<string | undefined>(database.transaction(STORE).objectStore(STORE).get("current"));
      const next = current === SLOTS[0] ? SLOTS[1] : SLOTS[0];
      await written(database, (store) => store.put(bytes, next));
      await written(database, (store) => {
        store.put(next, "current");
        if (current) store.delete(current);
      });
      database.close();
      this.isOn = true;
      return "ok";
    } catch (error) {
      return error instanceof DOMException && error.name === "QuotaExceededError" ? "full" : "denied";
    }
  }

  /** Keeps something small, where keeping is on. What cannot be stored is not: the reader was told with the documents. */
  async note<Name extends keyof Notes>(name: Name, value: Notes[Name]): Promise<void> {
    if (!this.isOn) return;
    try {
      const database = await openDatabase();
      await written(database, (store) => store.put(value, name));
      database.close();
    } catch {
      // Full or denied.
    }
  }

  /** Forgets everything: the database itself goes. */
  async forget(): Promise<void> {
    this.isOn = false;
    try {
      await asked(indexedDB.deleteDatabase(DATABASE));
    } catch {
      // Nothing can be stored where storage is denied, so nothing is left to forget.
    }
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return asked(request);
}

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function written(database: IDBDatabase, write: (store: IDBObjectStore) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, "readwrite");
    transaction.oncomplete = () => resolve();
    // A failed request aborts its transaction; only then does the transaction know the reason.
    transaction.onabort = () => reject(transaction.error);
    write(transaction.objectStore(STORE));
  });
}
