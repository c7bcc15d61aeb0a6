/** How differences of wording and of fact lie over one another: a number inside a reworded stretch is seen as a number. */

/**
 * Facts whole, and of the others what is left between them, in order and without overlaps.
 *
 * Shape: of `[{0–9 wording}, {0–3 fact}]` it makes `[{0–3 fact}, {3–9 wording}]`.
 */
export function factsOver<T extends { start: number; end: number }>(
  marks: readonly T[],
  isFact: (mark: T) => boolean,
): T[] {
  const inOrder = (some: T[]) =>
    some.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start || b.end - a.end);
  const apart = (some: T[]) => {
    let reached = 0;
    return some.filter(({ start, end }) => {
      if (start < reached) return false;
      reached = end;
      return true;
    });
  };
  const facts = apart(inOrder(marks.filter(isFact)));
  const rest = apart(inOrder(marks.filter((mark) => !isFact(mark)))).flatMap((mark) => {
    const left: T[] = [];
    let at = mark.start;
    for (const fact of facts) {
      if (fact.end <= at || fact.start >= mark.end) continue;
      left.push({ ...mark, start: at, end: fact.start });
      at = fact.end;
    }
    return [...left, { ...mark, start: at, end: mark.end }];
  });
  return inOrder([...facts, ...rest]);
}
