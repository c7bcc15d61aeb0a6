//! The way back from folded text to the source: which source bytes each folded byte came from.
//!
//! Example: source `經(jīng)濟` folds to `经济`. Folded bytes 0..3 (`经`) come from source 0..3, folded 3..6
//! (`济`) from source 11..14; the bracket between has no folded byte.

use super::Span;

/// Maps spans of a folded text to spans of its source, and back.
///
/// Runs in which folded and source bytes advance together are stored once, so a Simplified text that needs
/// no cleaning costs a few bytes. Look-ups are binary searches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    runs: Vec<Run>,
}

/// `folded .. folded + len` came from `source .. source_end`; byte by byte when both have one length,
/// otherwise as one indivisible piece (a character that changed its length).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    folded: u32,
    folded_end: u32,
    source: u32,
    source_end: u32,
}

impl Run {
    fn is_straight(self) -> bool {
        self.folded_end - self.folded == self.source_end - self.source
    }
}

impl OffsetMap {
    /// Notes that the next `folded` bytes (a span that begins where the last one ended) came from `source`.
    pub fn push(&mut self, folded: Span, source: Span) {
        let run = Run { folded: folded.start, folded_end: folded.end, source: source.start, source_end: source.end };
        if let Some(last) = self.runs.last_mut()
            && last.folded_end == run.folded
            && last.source_end == run.source
            && last.is_straight()
            && run.is_straight()
        {
            last.folded_end = run.folded_end;
            last.source_end = run.source_end;
            return;
        }
        self.runs.push(run);
    }

    /// The source bytes a folded span came from: from the first byte of its first character to the last byte
    /// of its last one, noise between them included, noise around them not.
    pub fn source_span(&self, folded: Span) -> Span {
        if self.runs.is_empty() {
            return Span::default();
        }
        if folded.is_empty() {
            let at = self.source_start(folded.start);
            return Span { start: at, end: at };
        }
        let start = self.source_start(folded.start);
        Span { start, end: self.source_end(folded.end).max(start) }
    }

    fn source_start(&self, folded: u32) -> u32 {
        let at = self.runs.partition_point(|run| run.folded_end <= folded);
        match self.runs.get(at) {
            Some(run) if run.is_straight() => run.source + folded.saturating_sub(run.folded),
            Some(run) => run.source,
            None => self.runs.last().map_or(0, |run| run.source_end),
        }
    }

    fn source_end(&self, folded: u32) -> u32 {
        let at = self.runs.partition_point(|run| run.folded_end < folded);
        match self.runs.get(at) {
            Some(run) if run.is_straight() => run.source + folded.saturating_sub(run.folded),
            Some(run) => run.source_end,
            None => self.runs.last().map_or(0, |run| run.source_end),
        }
    }

    /// The folded bytes that came from a source span; empty where it covers only noise.
    pub fn folded_span(&self, source: Span) -> Span {
        let first = self.runs.partition_point(|run| run.source_end <= source.start);
        let start = match self.runs.get(first) {
            Some(run) if run.is_straight() => run.folded + source.start.saturating_sub(run.source),
            Some(run) => run.folded,
            None => self.runs.last().map_or(0, |run| run.folded_end),
        };
        let last = self.runs.partition_point(|run| run.source < source.end);
        let end = match last.checked_sub(1).and_then(|at| self.runs.get(at)) {
            Some(run) if run.is_straight() => run.folded + source.end.min(run.source_end) - run.source,
            Some(run) => run.folded_end,
            None => 0,
        };
        Span { start, end: end.max(start) }
    }

    /// Bytes of memory the map takes.
    pub fn size_bytes(&self) -> usize {
        self.runs.len() * size_of::<Run>()
    }
}
