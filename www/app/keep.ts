/** Are the opened documents kept in this browser? Only when the reader has said so; nothing is stored by default. */

const DATABASE = "duizhao";
const STORE = "kept";
/** Two slots and a pointer: a save that breaks off halfway leaves the older one readable. */
const SLOTS = ["a", "b"] as const;

/** How a save ended: `full` is a quota, `denied` a browser that does not allow storage. */
export type Outcome = "ok" | "full" | "denied";

/** The one index file the reader asked to keep. */
export class Keeper {
  isOn = false;

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
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
    write(transaction.objectStore(STORE));
  });
}
