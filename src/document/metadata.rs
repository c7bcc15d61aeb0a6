//! What a text says about itself: front matter, `发布时间:` lines, a date in the text as a last resort.

use super::read::RawBlock;
use super::{BlockKind, Document};
use crate::text::{Quantities, Quantity, QuantityKind};

/// What was found.
#[derive(Default)]
pub(super) struct Metadata {
    pub title: Option<String>,
    pub author: Option<String>,
    pub date: Option<String>,
    pub url: Option<String>,
    pub source: Option<String>,
}

/// Names that metadata lines and front matter use, in any script.
const KEYS: [(&str, Field); 44] = [
    ("title", Field::Title),
    ("标题", Field::Title),
    ("標題", Field::Title),
    ("author", Field::Author),
    ("作者", Field::Author),
    ("文章作者", Field::Author),
    ("撰文", Field::Author),
    ("date", Field::Date),
    ("published", Field::Date),
    ("日期", Field::Date),
    ("时间", Field::Date),
    ("時間", Field::Date),
    ("发布时间", Field::Date),
    ("發布時間", Field::Date),
    ("發佈時間", Field::Date),
    ("发布日期", Field::Date),
    ("發布日期", Field::Date),
    ("发表时间", Field::Date),
    ("發表時間", Field::Date),
    ("url", Field::Url),
    ("link", Field::Url),
    ("链接", Field::Url),
    ("鏈接", Field::Url),
    ("原文链接", Field::Url),
    ("原文鏈接", Field::Url),
    ("原文地址", Field::Url),
    ("原文連結", Field::Url),
    ("source", Field::Source),
    ("来源", Field::Source),
    ("來源", Field::Source),
    ("文章来源", Field::Source),
    ("出处", Field::Source),
    ("出處", Field::Source),
    ("编辑", Field::Other),
    ("編輯", Field::Other),
    ("主编", Field::Other),
    ("主編", Field::Other),
    ("责编", Field::Other),
    ("責編", Field::Other),
    ("责任编辑", Field::Other),
    ("責任編輯", Field::Other),
    ("发布地", Field::Other),
    ("發布地", Field::Other),
    ("封面图链接", Field::Other),
];

#[derive(Clone, Copy)]
enum Field {
    Title,
    Author,
    Date,
    Url,
    Source,
    Other,
}

fn field(key: &str) -> Option<Field> {
    let key = key.trim().to_ascii_lowercase();
    KEYS.iter().find(|(name, _)| *name == key).map(|(_, field)| *field)
}

/// How many blocks at the start, and at the end, may be metadata lines.
const MAX_HEAD_BLOCKS: usize = 12;
const MAX_TAIL_BLOCKS: usize = 4;

/// Reads YAML (`---`) or TOML (`+++`) front matter at the start of a text; returns what it says and where the body
/// begins. Only `key: value` on one line is read: titles and dates are written so.
pub(super) fn front_matter(text: &str) -> (Metadata, usize) {
    let mut metadata = Metadata::default();
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let body = &text[start..];
    let (fence, separator) = match () {
        () if body.starts_with("---\n") || body.starts_with("---\r\n") => ("---", ':'),
        () if body.starts_with("+++\n") || body.starts_with("+++\r\n") => ("+++", '='),
        () => return (metadata, 0),
    };
    let mut at = start;
    let mut pairs = Vec::new();
    for (number, line) in body.split_inclusive('\n').enumerate() {
        at += line.len();
        if number == 0 {
            continue;
        }
        if line.trim_end() == fence {
            for (key, value) in pairs {
                metadata.set(key, value);
            }
            return (metadata, at);
        }
        // A rule at the top of a text is no front matter: every line of that is a pair, an item or a continuation.
        if number > 200 {
            break;
        }
        if let Some((key, value)) = line.split_once(separator) {
            pairs.push((key, value.trim().trim_matches(['"', '\''])));
        } else if number == 1 {
            break;
        }
    }
    (metadata, 0)
}

impl Metadata {
    fn set(&mut self, key: &str, value: &str) {
        let slot = match field(key) {
            Some(Field::Title) => &mut self.title,
            Some(Field::Author) => &mut self.author,
            Some(Field::Url) => &mut self.url,
            Some(Field::Source) => &mut self.source,
            Some(Field::Date) => {
                if let (None, Some(date)) = (&self.date, date_of(value)) {
                    self.date = Some(date);
                }
                return;
            }
            Some(Field::Other) | None => return,
        };
        if slot.is_none() && !value.is_empty() {
            *slot = Some(value.to_owned());
        }
    }

    /// Reads and marks metadata lines among the first blocks. A block that mixes such lines with others (Markdown
    /// joins lines) is metadata when every line is one.
    pub(super) fn read_lines(&mut self, text: &str, blocks: &mut [RawBlock]) {
        let tail = blocks.len().saturating_sub(MAX_TAIL_BLOCKS);
        let ends = blocks.iter_mut().enumerate().filter(|(at, _)| *at < MAX_HEAD_BLOCKS || *at >= tail);
        for (_, block) in ends.filter(|(_, block)| block.kind == BlockKind::Paragraph) {
            let source = block.source.of(text);
            let pairs: Vec<_> = source.lines().filter(|line| !line.trim().is_empty()).map(pair).collect();
            if pairs.is_empty() || !pairs.iter().all(|pair| pair.is_some_and(|(key, _)| field(key).is_some()))
            {
                continue;
            }
            block.kind = BlockKind::Metadata;
            for (key, value) in pairs.into_iter().flatten() {
                self.set(key, value);
            }
        }
    }
}

/// `键: 值` or `键：值`.
fn pair(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let at = line.char_indices().take(16).find(|(_, c)| matches!(c, ':' | '：'))?;
    Some((line[..at.0].trim(), line[at.0 + at.1.len_utf8()..].trim()))
}

/// A date at the start of a value, as ISO: `2024-06-25 10:00`, `2024/6/25`, `2024年6月25日`, `2025-01`.
fn date_of(value: &str) -> Option<String> {
    let mut numbers = [0u32; 3];
    let mut count = 0;
    let mut rest = value.trim_start();
    while count < 3 {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 4 || (count == 0 && digits != 4) {
            break;
        }
        numbers[count] = rest[..digits].parse().ok()?;
        count += 1;
        rest = rest[digits..].trim_start();
        let Some(separator) = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.' | '年' | '月'))
        else {
            break;
        };
        rest = rest[separator.len_utf8()..].trim_start();
    }
    iso(numbers[0], numbers[1], numbers[2])
}

fn iso(year: u32, month: u32, day: u32) -> Option<String> {
    match (year, month, day) {
        (1000..=2999, 1..=12, 1..=31) => Some(format!("{year:04}-{month:02}-{day:02}")),
        (1000..=2999, 1..=12, 0) => Some(format!("{year:04}-{month:02}")),
        (1000..=2999, 0, 0) => Some(format!("{year:04}")),
        _ => None,
    }
}

/// How much of the text is searched for a date, in folded bytes.
const MAX_DATE_BYTES: usize = 3_000;

/// The first full date near the start of a text, of a law the last of its history there; else the first month and day joined with the
/// first year.
pub(super) fn date_in_text(document: &Document) -> Option<String> {
    let folded = document.folded();
    let mut limit = folded.len().min(MAX_DATE_BYTES);
    while !folded.is_char_boundary(limit) {
        limit -= 1;
    }
    let head = &folded[..limit];
    let (mut first, mut first_year) = (None, None);
    let mut dates = Quantities::new(head).filter(|quantity| quantity.kind == QuantityKind::Date);
    while let Some(quantity) = dates.next() {
        let (year, month, day) = parts_of(quantity.low);
        if year > 0 && month > 0 && day > 0 {
            let (year, month, day) = parts_of(last_of_history(head, quantity, dates));
            return iso(year, month, day);
        }
        first = first.or(Some((year, month, day)));
        first_year = first_year.or((year > 0).then_some((year, month)));
    }
    let (year, month) = first_year?;
    if month > 0 {
        return iso(year, month, 0);
    }
    // `1月20日至24日，世界经济论坛2025年年会`: the day stands in one place, the year in another close by.
    match first {
        Some((0, month, day)) if month > 0 => iso(year, month, day),
        _ => None,
    }
}

/// `1983年12月8日…通过 1996年5月15日…修正 2024年9月13日…修正`: what a law is now dates from its last change. One sentence holds the history
/// or none does, and it goes forward. The value of `first` where that begins none.
fn last_of_history(head: &str, first: Quantity, rest: impl Iterator<Item = Quantity>) -> f64 {
    const STEPS: [&str; 4] = ["通过", "修正", "修订", "公布"];
    let is_step = |said: &str| STEPS.iter().any(|step| said.contains(step));
    let mut last = first.low;
    let mut before = first;
    for quantity in rest.map(Some).chain([None]) {
        let end = quantity.as_ref().map_or(head.len(), |next| next.span.start as usize);
        let said = head.get(before.span.end as usize..end).unwrap_or_default();
        let (sentence, is_end) = said.split_once('。').map_or((said, false), |(said, _)| (said, true));
        if !is_step(sentence) || before.low < last {
            break;
        }
        last = before.low;
        match quantity {
            Some(next) if !is_end && parts_of(next.low).2 > 0 => before = next,
            _ => break,
        }
    }
    last
}

/// Year, month and day of the value of a date; 0 for what is unsaid.
fn parts_of(date: f64) -> (u32, u32, u32) {
    let date = date as u32;
    (date / 10_000, date / 100 % 100, date % 100)
}
