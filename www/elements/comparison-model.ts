import type { Comparison, Difference, DifferenceKind, Pair, Span } from "../lib/types.js";
import type { DifferenceMark, Unit } from "./source-text.js";

/** Which links a reader wants to see. */
export type Show = "all" | "similar" | "different";
export type SideName = "left" | "right";

export const SIDES: readonly SideName[] = ["left", "right"];

/** A difference in fact with the pair it stands in. */
export interface Fact {
  pair: number;
  difference: Difference;
}

/** One line of the interleaved view, of print and of exports: a pair, or what only one side has. */
export interface Row {
  pair: number | null;
  left: Span | null;
  right: Span | null;
}

/** What one side of a comparison shows. */
export interface Side {
  units: Unit[];
  differences: DifferenceMark[];
}

/** A comparison as a reader has set it: which links count, which are dimmed, and in what order they come. */
export interface View {
  pairs: Pair[];
  /** Ordinals of the links at or above the strength, in the order of the left text. */
  linked: number[];
  left: Side;
  right: Side;
  facts: Fact[];
  rows: Row[];
  /** What "next difference" stops at: links that are not alike to the last fact, and what only one side has. */
  stops: Row[];
  num: { same: number; reworded: number; related: number; moved: number; onlyLeft: number; onlyRight: number };
}

const STRENGTH = { same: 0, reworded: 1, related: 2, only: 3 } as const;

/** What a reader checks first comes first: what can be right or wrong before what is a matter of tone. */
const WEIGHT: Record<DifferenceKind, number> = {
  number: 0,
  date: 0,
  negation: 1,
  name: 2,
  speaker: 3,
  hedge: 4,
  wording: 5,
};

/** A link between two stretches that a reader has set or refused. */
export interface HandLink {
  left: Span;
  right: Span;
}

/**
 * A comparison with what the reader has set by hand laid over it: refused links are gone and their ends stand alone,
 * set links are there. What the core has done already with the same wishes is left as it is.
 */
export function withHand(
  comparison: Comparison,
  { pinned, rejected }: { pinned: readonly HandLink[]; rejected: readonly HandLink[] },
): Comparison {
  if (pinned.length === 0 && rejected.length === 0) return comparison;
  const isOneOf = (links: readonly HandLink[], pair: HandLink) =>
    links.some((link) => link.left[0] === pair.left[0] && link.right[0] === pair.right[0]);
  const refused = comparison.pairs.filter((pair) => isOneOf(rejected, pair));
  const kept = comparison.pairs.filter((pair) => !isOneOf(rejected, pair));
  const added = pinned
    .filter((link) => !isOneOf(kept, link))
    .map(
      (link): Pair => ({
        ...link,
        relation: "related",
        isMoved: false,
        isPinned: true,
        score: 1,
        reasons: [],
        differences: [],
      }),
    );
  const alone = (only: Span[], side: SideName): Span[] =>
    [...only, ...refused.map((pair) => pair[side])]
      .filter((span) => ![...kept, ...added].some((pair) => pair[side][0] < span[1] && span[0] < pair[side][1]))
      .sort((a, b) => a[0] - b[0]);
  return {
    ...comparison,
    pairs: [...kept, ...added].sort((a, b) => a.left[0] - b.left[0] || a.right[0] - b.right[0]),
    onlyLeft: alone(comparison.onlyLeft, "left"),
    onlyRight: alone(comparison.onlyRight, "right"),
  };
}

/** Whether a kind of difference is one of fact and not of mere wording. */
export function isFact(kind: DifferenceKind): boolean {
  return kind !== "wording";
}

/** Whether a pair says the same on both sides, down to its facts. */
export function isAlike(pair: Pair): boolean {
  return pair.relation === "same" && pair.differences.length === 0;
}

/** Lays a comparison out for reading. Cost: n log n in the number of links and gaps. */
export function viewOf(comparison: Comparison, minStrength: number, show: Show): View {
  const pairs = comparison.pairs;
  const linked = pairs.flatMap((pair, i) => (pair.score >= minStrength ? [i] : []));
  const weak = pairs.filter((pair) => pair.score < minStrength);
  const facts: Fact[] = linked.flatMap((i) =>
    (pairs[i] as Pair).differences.filter((d) => isFact(d.kind)).map((difference) => ({ pair: i, difference })),
  );
  // Sorting is stable: facts of one weight stay in the order of the left text.
  facts.sort((a, b) => WEIGHT[a.difference.kind] - WEIGHT[b.difference.kind]);
  const side = (name: SideName): Side => ({
    units: unitsOf(
      pairs,
      linked,
      name,
      [...(name === "left" ? comparison.onlyLeft : comparison.onlyRight), ...weak.map((p) => p[name])],
      show,
    ),
    differences: linked.flatMap((i) =>
      (pairs[i] as Pair).differences
        .filter((d) => d[name][1] > d[name][0])
        .map((d) => ({ start: d[name][0], end: d[name][1], kind: d.kind, isFact: isFact(d.kind) })),
    ),
  });
  const left = side("left");
  const right = side("right");
  const of = (relation: string) => linked.filter((i) => pairs[i]?.relation === relation).length;
  const rows = rowsOf(pairs, linked, left.units, right.units);
  return {
    pairs,
    linked,
    left,
    right,
    facts,
    rows,
    stops: rows.filter((row, i) =>
      row.pair === null ? !follows(rows[i - 1], row) : !isAlike(pairs[row.pair] as Pair),
    ),
    num: {
      same: of("same"),
      reworded: of("reworded"),
      related: of("related"),
      moved: linked.filter((i) => pairs[i]?.isMoved).length,
      onlyLeft: left.units.filter((u) => u.relation === "only").length,
      onlyRight: right.units.filter((u) => u.relation === "only").length,
    },
  };
}

/** Whether a row goes on saying what only one side says: a run of such sentences is one stop. */
function follows(before: Row | undefined, row: Row): boolean {
  return before !== undefined && before.pair === null && (before.left === null) === (row.left === null);
}

/** Cuts one side into stretches that each belong to a fixed set of pairs; links may share a stretch (many to many). */
function unitsOf(pairs: Pair[], linked: number[], name: SideName, only: Span[], show: Show): Unit[] {
  const edges: { at: number; pair: number; isStart: boolean }[] = [];
  for (const i of linked) {
    const [start, end] = (pairs[i] as Pair)[name];
    if (end <= start) continue;
    edges.push({ at: start, pair: i, isStart: true }, { at: end, pair: i, isStart: false });
  }
  for (const [start, end] of only) {
    if (end > start) edges.push({ at: start, pair: -1, isStart: true }, { at: end, pair: -1, isStart: false });
  }
  edges.sort((a, b) => a.at - b.at || Number(a.isStart) - Number(b.isStart));
  const open = new Map<number, number>();
  const units: Unit[] = [];
  let from = 0;
  for (const edge of edges) {
    if (edge.at > from && open.size > 0) {
      const held = [...open.keys()].filter((i) => i >= 0).sort((a, b) => a - b);
      units.push(unitOf(pairs, held, from, edge.at, show));
    }
    from = edge.at;
    const depth = (open.get(edge.pair) ?? 0) + (edge.isStart ? 1 : -1);
    if (depth > 0) open.set(edge.pair, depth);
    else open.delete(edge.pair);
  }
  return units;
}

function unitOf(pairs: Pair[], held: number[], start: number, end: number, show: Show): Unit {
  const best = held
    .map((i) => pairs[i] as Pair)
    .reduce<Pair | null>((a, b) => (a && STRENGTH[a.relation] <= STRENGTH[b.relation] ? a : b), null);
  const isOnly = best === null;
  const allAlike = !isOnly && held.every((i) => isAlike(pairs[i] as Pair));
  return {
    start,
    end,
    relation: best?.relation ?? "only",
    isMoved: held.length > 0 && held.every((i) => pairs[i]?.isMoved),
    isDim: show === "similar" ? isOnly : show === "different" ? allAlike : false,
    standsOut: show === "different" && isOnly,
    pairs: held,
  };
}

/** The interleaved order: the left text's, with what only the right has after the pair it follows there. */
function rowsOf(pairs: Pair[], linked: number[], left: Unit[], right: Unit[]): Row[] {
  const rows: Row[] = [
    ...linked.map((i): Row => ({ pair: i, left: (pairs[i] as Pair).left, right: (pairs[i] as Pair).right })),
    ...left.filter((u) => u.relation === "only").map((u): Row => ({ pair: null, left: [u.start, u.end], right: null })),
  ].sort((a, b) => (a.left as Span)[0] - (b.left as Span)[0] || (a.right?.[0] ?? -1) - (b.right?.[0] ?? -1));
  const backbone = rows
    .map((row, at) => ({ at, row }))
    .filter(({ row }) => row.pair !== null && !pairs[row.pair]?.isMoved)
    .sort((a, b) => (a.row.right as Span)[1] - (b.row.right as Span)[1]);
  const after = new Map<number, Row[]>();
  for (const unit of right) {
    if (unit.relation !== "only") continue;
    let place = -1;
    for (const { at, row } of backbone) {
      if ((row.right as Span)[1] > unit.start) break;
      place = at;
    }
    const list = after.get(place) ?? [];
    list.push({ pair: null, left: null, right: [unit.start, unit.end] });
    after.set(place, list);
  }
  return [...(after.get(-1) ?? []), ...rows.flatMap((row, at) => [row, ...(after.get(at) ?? [])])];
}

/** A point at which both texts are known to stand level, in pixels of each pane's content. */
export interface Anchor {
  left: number;
  right: number;
}

/**
 * Where the other side stands when this side stands at `y`: straight lines between anchors that rise on both sides.
 *
 * Shape: `level(120, [{left:0,right:0},{left:200,right:100}], "left")` is 60.
 */
export function level(y: number, anchors: readonly Anchor[], from: SideName): number {
  const to: SideName = from === "left" ? "right" : "left";
  let before = anchors[0];
  if (!before) return y;
  for (const anchor of anchors) {
    if (anchor[from] > y) {
      const span = anchor[from] - before[from];
      const share = span > 0 ? (y - before[from]) / span : 0;
      return before[to] + share * (anchor[to] - before[to]);
    }
    before = anchor;
  }
  return before[to];
}

/** Keeps the anchors that rise on both sides: the longest such run, so that one stray link bends nothing. */
export function rising(anchors: readonly Anchor[]): Anchor[] {
  const sorted = [...anchors].sort((a, b) => a.left - b.left || a.right - b.right);
  const tails: number[] = [];
  const previous: number[] = [];
  sorted.forEach((anchor, i) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[tails[middle] as number] as Anchor).right < anchor.right) low = middle + 1;
      else high = middle;
    }
    previous[i] = low > 0 ? (tails[low - 1] as number) : -1;
    tails[low] = i;
  });
  const kept: Anchor[] = [];
  for (let i = tails.at(-1) ?? -1; i >= 0; i = previous[i] as number) kept.push(sorted[i] as Anchor);
  return kept.reverse();
}
