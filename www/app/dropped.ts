/** Which files lie in what a reader dropped or picked? Folders are walked; what cannot be walked is said. */

/** A file with the path it had inside what was given. */
export interface Found {
  name: string;
  file: File;
}

/** Hidden files and the litter of operating systems are no documents. */
const LITTER = /(^|\/)(\.[^/]*|Thumbs\.db|desktop\.ini|__MACOSX)(\/|$)/i;
/** Past this many files the rest is left: a wrong folder was dropped. */
export const MAX_FILES = 20_000;

/** The files of an `<input type="file">`, folders included. */
export function fromList(files: Iterable<File>): Found[] {
  return [...files]
    .map((file) => ({ name: file.webkitRelativePath || file.name, file }))
    .filter(({ name }) => !LITTER.test(name))
    .slice(0, MAX_FILES);
}

/**
 * The files of a drop. `isFolderRefused` is set when a folder lay among them that this browser does not let us walk:
 * from file://, Chromium refuses entries but gives handles; Firefox has no handles.
 */
export async function fromDrop(transfer: DataTransfer): Promise<{ found: Found[]; isFolderRefused: boolean }> {
  // Everything is asked for at once: after the first await the transfer is empty.
  const asked = [...transfer.items]
    .filter((item) => item.kind === "file")
    .map((item) => ({
      file: item.getAsFile(),
      entry: item.webkitGetAsEntry?.() ?? null,
      handle: handleOf(item),
    }));
  const found: Found[] = [];
  let isFolderRefused = false;
  for (const { file, entry, handle } of asked) {
    const isFolder = entry?.isDirectory ?? false;
    if (!isFolder) {
      if (file) found.push({ name: file.name, file });
      continue;
    }
    try {
      const known = await handle;
      if (known?.kind === "directory") await walkHandle(known as FileSystemDirectoryHandle, known.name, found);
      else if (entry) await walkEntry(entry as FileSystemDirectoryEntry, entry.name, found);
    } catch {
      isFolderRefused = true;
    }
  }
  return { found: found.filter(({ name }) => !LITTER.test(name)).slice(0, MAX_FILES), isFolderRefused };
}

function handleOf(item: DataTransferItem): Promise<FileSystemHandle | null> | null {
  const ask = (item as { getAsFileSystemHandle?: () => Promise<FileSystemHandle | null> }).getAsFileSystemHandle;
  return ask ? ask.call(item).catch(() => null) : null;
}

async function walkHandle(folder: FileSystemDirectoryHandle, path: string, found: Found[]): Promise<void> {
  const entries = (folder as unknown as { values(): AsyncIterable<FileSystemHandle> }).values();
  for await (const child of entries) {
    if (found.length >= MAX_FILES) return;
    const name = `${path}/${child.name}`;
    if (child.kind === "directory") await walkHandle(child as FileSystemDirectoryHandle, name, found);
    else found.push({ name, file: await (child as FileSystemFileHandle).getFile() });
  }
}

async function walkEntry(folder: FileSystemDirectoryEntry, path: string, found: Found[]): Promise<void> {
  const reader = folder.createReader();
  // A reader gives at most a hundred at a time; an empty batch is the end.
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0 || found.length >= MAX_FILES) return;
    for (const child of batch) {
      const name = `${path}/${child.name}`;
      if (child.isDirectory) await walkEntry(child as FileSystemDirectoryEntry, name, found);
      else
        found.push({
          name,
          file: await new Promise<File>((resolve, reject) => (child as FileSystemFileEntry).file(resolve, reject)),
        });
    }
  }
}
