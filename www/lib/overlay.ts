/** What lies over a text, in order and without overlaps; and how differences of wording and of fact lie over one another. */

/** A half-open stretch of the source text in UTF-16 units. */
export interface Stretch {
  start: number;
  end: number;
}

/** One kind of thing laid over a text: stretches in order that do not overlap one another. */
export type Layer<T extends Stretch> = readonly T[];

/** Sorts stretches and drops what is empty or overlaps an earlier one, so that the rest can be a {@link Layer}. */
export function layer<T extends Stretch>(stretches: Iterable<T>): T[] {
  const sorted = [...stretches].filter((s) => s.end > s.start).sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: T[] = [];
  let reached = 0;
  for (const stretch of sorted) {
    if (stretch.start < reached) continue;
    kept.push(stretch);
    reached = stretch.end;
  }
  return kept;
}

/**
 * Facts whole, and of the others what is left between them, in order and without overlaps: a number inside a reworded stretch is
 * seen as a number.
 *
 * Shape: of `[{0–9 wording}, {0–3 fact}]` it makes `[{0–3 fact}, {3–9 wording}]`.
 */
export function factsOver<T extends Stretch>(marks: readonly T[], isFact: (mark: T) => boolean): T[] {
  const facts = layer(marks.filter(isFact));
  const rest = layer(marks.filter((mark) => !isFact(mark))).flatMap((mark) => {
    const left: T[] = [];
    let at = mark.start;
    for (const fact of facts) {
      if (fact.end <= at || fact.start >= mark.end) continue;
      left.push({ ...mark, start: at, end: fact.start });
      at = fact.end;
    }
    return [...left, { ...mark, start: at, end: mark.end }];
  });
  return layer([...facts, ...rest]);
}
