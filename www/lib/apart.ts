/** What tells documents apart that read the same by title and date, as an old and a new version of one law do. */

/** What a document is called by. */
export interface Called {
  id: string;
  name?: string;
  title: string;
  date?: string | null;
}

/** By id, for those documents only that share title and date with another: the file's name, or the id where names are one too. */
export function toldApart(documents: readonly Called[]): Map<string, string> {
  const groups = new Map<string, Called[]>();
  for (const document of documents) {
    const look = `${document.title}\n${document.date ?? ""}`;
    groups.set(look, [...(groups.get(look) ?? []), document]);
  }
  const told = new Map<string, string>();
  for (const group of groups.values()) {
    const ids = new Set(group.map(({ id }) => id));
    if (ids.size < 2) continue;
    const names = new Set(group.map(({ name }) => name));
    for (const { id, name } of group) told.set(id, name && names.size === ids.size ? name : id);
  }
  return told;
}

/** A title, and behind it what tells the document apart where something must. */
export function called({ id, title }: Called, apart: ReadonlyMap<string, string>): string {
  const name = apart.get(id);
  return name === undefined ? title : `${title} · ${name}`;
}
