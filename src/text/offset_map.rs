//! The way back from folded text to the source: which source bytes each folded byte came from.
//!
//! Example: source `經(jīng)濟` folds to `经济`. Folded bytes 0..3 (`经`) come from source 0..3, folded 3..6
//! (`济`) from source 11..14; the bracket between has no folded byte. The map holds three points: (0, 0), (3, 3)
//! where a run ends, and (3, 11) where the next begins.

use super::Span;

/// Maps spans of a folded text to spans of its source, and back.
///
/// A point is stored only where folded and source bytes stop advancing together, so a Simplified text costs
/// eight bytes for each full-width punctuation mark and nothing for its characters. Look-ups are binary searches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    points: Vec<Point>,
    end: Point,
}

/// So many points are looked at one by one.
const MAX_STEPS: usize = 8;

/// From `folded` on, folded and source bytes advance together until the next point. Two points at one folded offset
/// say where the source of the text before it ends, then where that of the text after it starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Point {
    folded: u32,
    source: u32,
}

impl Point {
    fn source_at(self, folded: u32) -> u32 {
        self.source.saturating_add(folded.saturating_sub(self.folded))
    }
}

impl OffsetMap {
    /// Notes that the folded bytes `folded` (which begin where the last ones ended, or one separator later) came
    /// from `source` (which lies after all before it).
    #[cfg_attr(optimize_for_size, optimize(speed))]
    pub fn push(&mut self, folded: Span, source: Span) {
        let start = Point { folded: folded.start, source: source.start };
        match self.points.last().copied() {
            None => self.points.push(start),
            Some(last) => {
                let has_gap = start.folded == self.end.folded && start.source != self.end.source;
                if last.source_at(self.end.folded) != self.end.source || has_gap {
                    self.points.push(self.end);
                }
                let last = *self.points.last().unwrap_or(&last);
                if last.source_at(start.folded) != start.source {
                    self.points.push(start);
                }
            }
        }
        self.end = Point { folded: folded.end, source: source.end };
    }

    /// How much has been noted, for [`OffsetMap::forget_after`].
    pub(super) fn mark(&self) -> (usize, Span) {
        (self.points.len(), Span { start: self.end.folded, end: self.end.source })
    }

    /// Forgets what was noted after the mark was taken.
    pub(super) fn forget_after(&mut self, (num_points, end): (usize, Span)) {
        self.points.truncate(num_points);
        self.end = Point { folded: end.start, source: end.end };
    }

    /// The source bytes a folded span came from: from the first byte of its first character to the last byte
    /// of its last one, noise between them included, noise around them not.
    pub fn source_span(&self, folded: Span) -> Span {
        let start = self.source_start(folded.start);
        let end = if folded.is_empty() { start } else { self.source_end(folded.end).max(start) };
        Span { start, end }
    }

    /// The same as [`OffsetMap::source_span`] for spans that mostly come in order: each is looked for from the last one on.
    #[cfg_attr(optimize_for_size, optimize(speed))]
    pub fn source_spans(&self) -> impl FnMut(Span) -> Span {
        let mut near = 0;
        move |folded| {
            near = self.num_points_to(folded.start, near);
            let start = self.source_after(folded.start, near);
            if folded.is_empty() {
                return Span { start, end: start };
            }
            // Points at the end itself are those of what follows.
            let end = folded.end - 1;
            near = self.num_points_to(end, near);
            Span { start, end: self.source_before(folded.end, near).max(start) }
        }
    }

    /// How many points there are up to a folded offset, looked for from `near` of them on.
    #[cfg_attr(optimize_for_size, optimize(speed))]
    fn num_points_to(&self, folded: u32, near: usize) -> usize {
        let is_past = |at: usize| self.points.get(at).is_none_or(|point| point.folded > folded);
        let mut at = near;
        if at == 0 || !is_past(at - 1) {
            for _ in 0..MAX_STEPS {
                if is_past(at) {
                    return at;
                }
                at += 1;
            }
        }
        self.points.partition_point(|point| point.folded <= folded)
    }

    fn source_start(&self, folded: u32) -> u32 {
        self.source_after(folded, self.points.partition_point(|point| point.folded <= folded))
    }

    fn source_end(&self, folded: u32) -> u32 {
        self.source_before(folded, self.points.partition_point(|point| point.folded < folded))
    }

    /// The source offset of what begins at a folded offset, which lies behind so many points.
    fn source_after(&self, folded: u32, num_points: usize) -> u32 {
        if folded >= self.end.folded {
            return self.end.source;
        }
        num_points
            .checked_sub(1)
            .and_then(|at| self.points.get(at))
            .map_or(0, |point| point.source_at(folded))
    }

    /// The source offset of what ends at a folded offset, before which so many points lie.
    fn source_before(&self, folded: u32, at: usize) -> u32 {
        if folded >= self.end.folded {
            return self.end.source;
        }
        match self.points.get(at).filter(|point| point.folded == folded) {
            Some(point) => point.source,
            None => at
                .checked_sub(1)
                .and_then(|at| self.points.get(at))
                .map_or(0, |point| point.source_at(folded)),
        }
    }

    /// The folded bytes that came from a source span; empty where it covers only noise.
    pub fn folded_span(&self, source: Span) -> Span {
        let start =
            self.folded_at(source.start, self.points.partition_point(|point| point.source <= source.start));
        let next = self.points.partition_point(|point| point.source < source.end);
        let end = match self.points.get(next).filter(|point| point.source == source.end) {
            Some(point) => point.folded,
            None if source.end >= self.end.source => self.end.folded,
            None => self.folded_at(source.end, next),
        };
        Span { start, end: end.max(start) }
    }

    /// The folded offset of a source offset that lies before the point `next`.
    fn folded_at(&self, source: u32, next: usize) -> u32 {
        let limit = self.points.get(next).unwrap_or(&self.end).folded;
        let Some(point) = next.checked_sub(1).and_then(|at| self.points.get(at)) else { return 0 };
        point.folded.saturating_add(source.saturating_sub(point.source)).min(limit)
    }

    /// Bytes of memory the map takes.
    pub fn size_bytes(&self) -> usize {
        self.points.len() * size_of::<Point>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bracketed_sound() {
        let mut map = OffsetMap::default();
        map.push(Span::new(0, 3), Span::new(0, 3));
        map.push(Span::new(3, 6), Span::new(11, 14));
        assert_eq!(map.source_span(Span::new(0, 3)), Span::new(0, 3));
        assert_eq!(map.source_span(Span::new(3, 6)), Span::new(11, 14));
        assert_eq!(map.source_span(Span::new(0, 6)), Span::new(0, 14));
        assert_eq!(map.folded_span(Span::new(3, 11)), Span::new(3, 3));
        assert_eq!(map.folded_span(Span::new(0, 14)), Span::new(0, 6));
        assert_eq!(map.size_bytes(), 24);
    }

    proptest! {
        #[test]
        fn one_after_the_other_as_each_by_itself(
            // Widths of characters as folded and in the source, and the noise before each; then what is asked.
            chars in prop::collection::vec((1u32..4, 1u32..4, prop_oneof![3 => Just(0u32), 1 => 1u32..9]), 0..80),
            asked in prop::collection::vec((0u32..100, 0u32..40), 0..80),
            is_sorted: bool,
        ) {
            let mut map = OffsetMap::default();
            let (mut folded, mut source) = (0, 0);
            for (len_folded, len_source, noise) in chars {
                source += noise;
                let (end_folded, end_source) = (folded + len_folded, source + len_source);
                map.push(Span { start: folded, end: end_folded }, Span { start: source, end: end_source });
                (folded, source) = (end_folded, end_source);
            }
            let mut asked = asked;
            if is_sorted {
                asked.sort();
            }
            let mut source_span = map.source_spans();
            for (start, len) in asked {
                let span = Span { start, end: start + len };
                prop_assert_eq!(source_span(span), map.source_span(span));
            }
        }
    }

    #[test]
    fn a_mark_that_shrinks_costs_one_point() {
        let mut map = OffsetMap::default();
        map.push(Span::new(0, 3), Span::new(0, 3));
        map.push(Span::new(3, 4), Span::new(3, 6));
        map.push(Span::new(4, 7), Span::new(6, 9));
        assert_eq!(map.source_span(Span::new(3, 4)), Span::new(3, 6));
        assert_eq!(map.source_span(Span::new(4, 7)), Span::new(6, 9));
        assert_eq!(map.size_bytes(), 16);
    }
}
