//! Speakers: who says this? Labels such as `**记者：**`, `主持人 :`, `Dario Amodei:` open a turn that lasts to the
//! next label or heading.

use crate::sorted::SortedMap;

use super::read::RawBlock;
use super::{BlockKind, is_one_of};
use crate::text::{Span, fold, is_han};

/// What was found, by block.
#[derive(Default)]
pub(super) struct Turns {
    pub speakers: Vec<String>,
    by_block: Vec<Option<u16>>,
    labels: Vec<Span>,
}

impl Turns {
    /// Who speaks in a block.
    pub fn speaker_of(&self, block: usize) -> Option<u16> {
        self.by_block.get(block).copied().flatten()
    }

    /// The label at its start, in source bytes; empty where there is none.
    pub fn label_of(&self, block: usize) -> Span {
        self.labels.get(block).copied().unwrap_or_default()
    }
}

/// The longest label, in characters.
const MAX_LABEL_CHARS: usize = 24;

/// Words that label a speaker by office; one of them is a label even where no second label occurs.
const OFFICES: [&str; 16] = [
    "记者",
    "主持人",
    "问",
    "答",
    "q",
    "a",
    "嘉宾",
    "采访者",
    "受访者",
    "专家",
    "提问",
    "提问者",
    "回答",
    "观众",
    "发言人",
    "host",
];

/// Finds the turns; splits a block at a label that stands inside a line (after `整理:`, or after a full stop).
pub(super) fn find(text: &str, blocks: &mut Vec<RawBlock>) -> Turns {
    let frequent = frequent_labels(text, blocks);
    if frequent.is_empty() {
        return Turns::default();
    }
    split_inside(text, blocks, &frequent);
    let mut turns = Turns::default();
    let mut ids = SortedMap::<&str, u16>::new();
    let mut current = None;
    for block in blocks.iter() {
        let mut found = Span::default();
        if matches!(block.kind, BlockKind::Heading | BlockKind::Metadata) {
            current = None;
        } else if let Some((name, span)) = label(text, block)
            && let Some((key, known)) = nearest(&fold(&name), &frequent)
        {
            let next = turns.speakers.len() as u16;
            let id = *ids.or_insert(key.as_str(), next);
            if id == next {
                turns.speakers.push(known.name.clone());
            }
            current = Some(id);
            found = span;
        }
        turns.by_block.push(current);
        turns.labels.push(found);
    }
    turns
}

/// A label that occurs often enough to be one.
struct Frequent {
    /// As it is written most often (first seen).
    name: String,
    count: u32,
}

fn frequent_labels(text: &str, blocks: &[RawBlock]) -> SortedMap<String, Frequent> {
    let mut counts = SortedMap::<String, Frequent>::new();
    for block in blocks.iter().filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Quote)) {
        if let Some((name, _)) = label(text, block) {
            counts.or_insert(fold(&name), Frequent { name, count: 0 }).count += 1;
        }
    }
    let is_office = |key: &str| OFFICES.contains(&key);
    // One label that recurs (注意：, 备注：) is a manner of writing; a conversation has two.
    let num_frequent = counts.values().filter(|label| label.count >= 2).count();
    let num_offices = counts.iter().filter(|(key, label)| is_office(key) && label.count >= 2).count();
    let num_turns: u32 = counts.values().filter(|label| label.count >= 2).map(|label| label.count).sum();
    let is_conversation = (num_frequent >= 2 && num_turns as usize * 5 >= blocks.len()) || num_offices >= 1;
    if !is_conversation {
        return SortedMap::new();
    }
    counts.retain(|key, label| label.count >= 2 || is_office(key));
    counts
}

/// The label at the start of a block: its name and its span in the source, colon included.
fn label(text: &str, block: &RawBlock) -> Option<(String, Span)> {
    let first = block.pieces.first()?;
    let mut name = String::new();
    for piece in block.pieces.iter().take(4) {
        for (at, c) in piece.of(text).char_indices() {
            if matches!(c, ':' | '：') {
                let end = piece.start + (at + c.len_utf8()) as u32;
                let name = name.trim().to_owned();
                // `原文链接：https://…` names an address, and nobody says one.
                let said = piece.of(text).get(at + c.len_utf8()..).unwrap_or_default().trim_start();
                if said.starts_with("http") {
                    return None;
                }
                return is_name(&name).then_some((name, Span { start: first.start, end }));
            }
            if name.chars().count() >= MAX_LABEL_CHARS
                || is_one_of(c, "。，,！!？?；;、（）()“”\"「」《》/\n")
            {
                return None;
            }
            name.push(c);
        }
    }
    None
}

/// Whether a string could name somebody: a few Han characters, or a few Latin words of which the first is
/// capitalised.
fn is_name(name: &str) -> bool {
    let num_han = name.chars().filter(|&c| is_han(c)).count();
    let num_words = name.split_whitespace().count();
    let is_plain = name.chars().all(|c| is_han(c) || c.is_alphabetic() || is_one_of(c, " ·.-"));
    is_plain
        && ((1..=12).contains(&num_han)
            || (num_han == 0 && num_words <= 4 && name.starts_with(|c: char| c.is_uppercase())))
}

/// The frequent label that `key` is, or is a typing error of (two edits in eight letters or more, one in five).
fn nearest<'f>(key: &str, frequent: &'f SortedMap<String, Frequent>) -> Option<(&'f String, &'f Frequent)> {
    if let Some(known) = frequent.get_entry(key) {
        return Some(known);
    }
    let length = key.chars().count();
    let allowed = if length >= 8 { 2 } else { usize::from(length >= 5) };
    frequent.iter().find(|(known, label)| label.count >= 3 && edits(key, known) <= allowed)
}

fn edits(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (at, a) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (column, b) in right.iter().enumerate() {
            let cost = diagonal + usize::from(a != *b);
            diagonal = row[column + 1];
            row[column + 1] = cost.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}

/// Splits blocks where a frequent label stands inside a line, after a sign that ends something.
fn split_inside(text: &str, blocks: &mut Vec<RawBlock>, frequent: &SortedMap<String, Frequent>) {
    let names: Vec<&str> =
        frequent.values().filter(|label| label.count >= 2).map(|label| label.name.as_str()).collect();
    let mut split = Vec::with_capacity(blocks.len());
    for block in blocks.drain(..) {
        let [piece] = block.pieces[..] else {
            split.push(block);
            continue;
        };
        let mut start = piece.start;
        for at in label_starts(piece.of(text), &names) {
            let at = piece.start + at as u32;
            if at > start {
                split.push(head(text, part(&block, Span { start, end: at })));
                start = at;
            }
        }
        if start == piece.start {
            split.push(block)
        } else {
            split.push(part(&block, Span { start, end: piece.end }))
        }
    }
    *blocks = split;
}

fn part(block: &RawBlock, span: Span) -> RawBlock {
    RawBlock { kind: block.kind, level: block.level, pieces: vec![span], source: span, link_bytes: 0 }
}

/// What stands before a label on its line: a heading that lost its line break, where it is short and no sentence.
fn head(text: &str, mut block: RawBlock) -> RawBlock {
    let line = block.text(text);
    if line.chars().count() <= MAX_LABEL_CHARS
        && !line.trim_end().ends_with(|c| is_one_of(c, "。！？!?：:；;，,」』”\""))
    {
        (block.kind, block.level) = (BlockKind::Heading, 3);
    }
    block
}

/// Offsets where one of `names` stands, followed by a colon and preceded by a sign that ends something, or by no more
/// than a heading.
fn label_starts(text: &str, names: &[&str]) -> Vec<usize> {
    let mut starts = Vec::new();
    for name in names {
        for (at, _) in text.match_indices(name) {
            let after = text[at + name.len()..].trim_start_matches(' ');
            let before = text[..at].trim_end_matches(' ');
            let ends_something = before.ends_with(|c| is_one_of(c, "。！？!?：:」』”\""));
            let is_heading = name.chars().count() >= 2
                && before.chars().count() <= MAX_LABEL_CHARS
                && !before.contains(['，', ',', '。']);
            if after.starts_with([':', '：']) && at > 0 && (ends_something || is_heading) {
                starts.push(at);
            }
        }
    }
    starts.sort_unstable();
    starts.dedup();
    starts
}
