//! What did the reader ask? From the raw input to clauses and filters.
//!
//! | input | is |
//! | --- | --- |
//! | `图片 生成` | two clauses; documents that speak of both come first |
//! | `"图片生成"` `“图片生成”` | a phrase: only documents that hold it |
//! | `-广告` `-"图片 生成"` | not in documents that hold it |
//! | `title:访谈` `source:新华社` `speaker:记者` | only documents so titled, published, spoken in |
//! | `date:2024..2025` `date:2024-06` `date:..2024` | only documents of that time |
//!
//! Everything else is literal text: an unclosed quotation mark, a field without a value, a date that is none, a
//! minus with nothing before it to be taken from. No input is an error.

use super::date::DateRange;
use crate::text::fold;

/// The longest input that is read, in characters; what follows is left out, and the answer says so.
pub const MAX_INPUT_CHARS: usize = 1024;

/// The most clauses of an input that are read.
pub const MAX_CLAUSES: usize = 32;

/// The parsed input.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// What a document should speak of, in the order of the input.
    pub clauses: Vec<Clause>,
    /// What it must hold or be, by fields.
    pub filter: Filter,
    /// True when the input was longer than [`MAX_INPUT_CHARS`] or had more than [`MAX_CLAUSES`] parts.
    pub is_cut: bool,
}

/// A part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Its text, folded; never empty.
    pub text: String,
    /// How it is to be taken.
    pub kind: ClauseKind,
}

/// How a clause is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClauseKind {
    /// Words: the more of them and the closer, the better.
    Words,
    /// A phrase: a document that lacks it is not a hit.
    Phrase,
    /// A document that holds it is not a hit.
    Excluded,
}

/// Conditions on documents besides their text. All must hold; an empty list holds always.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Strings that the title contains, folded.
    pub titles: Vec<String>,
    /// Strings of which the publisher contains one, folded.
    pub sources: Vec<String>,
    /// Strings of which some speaker's name contains one, folded; passages are then only those of such speakers.
    pub speakers: Vec<String>,
    /// The time the document is dated in. A document without a date is not in any.
    pub date: Option<DateRange>,
    /// Ids of the documents to look at; empty: all.
    pub documents: Vec<String>,
}

impl Filter {
    /// True when every document passes.
    pub fn is_empty(&self) -> bool {
        *self == Filter::default()
    }
}

/// Reads an input. Cost: linear, and bounded by [`MAX_INPUT_CHARS`].
///
/// ```
/// use duizhao::query::{ClauseKind, parse};
/// let query = parse("圖片 -廣告 date:2024..2025");
/// assert_eq!(query.clauses[0].text, "图片");
/// assert_eq!(query.clauses[1].kind, ClauseKind::Excluded);
/// assert!(query.filter.date.is_some());
/// ```
pub fn parse(input: &str) -> Query {
    let mut query = Query::default();
    let end = input.char_indices().nth(MAX_INPUT_CHARS).map(|(at, _)| at);
    query.is_cut = end.is_some();
    let mut rest = input.get(..end.unwrap_or(input.len())).unwrap_or(input).trim_start();
    while !rest.is_empty() {
        if query.clauses.len() == MAX_CLAUSES {
            query.is_cut = true;
            break;
        }
        rest = part(rest, &mut query).trim_start();
    }
    if query.clauses.iter().all(|clause| clause.kind == ClauseKind::Excluded) && query.filter.is_empty() {
        // Nothing to take from: then the minus is a character like others.
        for clause in &mut query.clauses {
            clause.kind = ClauseKind::Words;
        }
    }
    query
}

/// Reads one part from the start of `rest`, which does not begin with white space; gives what follows it.
fn part<'r>(rest: &'r str, query: &mut Query) -> &'r str {
    if let Some(after) = rest.strip_prefix(['-', '－']) {
        if let Some((text, after)) = quoted(after) {
            return clause(text, ClauseKind::Excluded, query, after);
        }
        let (word, remaining) = word(after);
        // `-5` and `--` are text.
        if word.chars().next().is_some_and(|first| first.is_alphabetic()) {
            return clause(word, ClauseKind::Excluded, query, remaining);
        }
    }
    if let Some((text, after)) = quoted(rest) {
        return clause(text, ClauseKind::Phrase, query, after);
    }
    if let Some(after) = field(rest, query) {
        return after;
    }
    let (word, after) = word(rest);
    clause(word, ClauseKind::Words, query, after)
}

fn clause<'r>(text: &str, kind: ClauseKind, query: &mut Query, after: &'r str) -> &'r str {
    let folded = fold(text).trim().to_owned();
    if !folded.is_empty() && !query.clauses.iter().any(|other| other.text == folded && other.kind == kind) {
        query.clauses.push(Clause { text: folded, kind });
    }
    after
}

/// The characters up to the next white space, and what follows.
fn word(rest: &str) -> (&str, &str) {
    rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()))
}

/// A quotation that stands by itself: it begins here, and after its end the input ends or a space follows.
fn quoted(rest: &str) -> Option<(&str, &str)> {
    const PAIRS: [(char, char); 5] = [('"', '"'), ('“', '”'), ('「', '」'), ('『', '』'), ('＂', '＂')];
    let open = rest.chars().next()?;
    let (_, close) = PAIRS.into_iter().find(|pair| pair.0 == open)?;
    let inside = rest.get(open.len_utf8()..)?;
    let end = inside.find(close)?;
    let after = inside.get(end + close.len_utf8()..)?;
    let stands_alone = after.chars().next().is_none_or(char::is_whitespace);
    inside.get(..end).filter(|text| stands_alone && !text.trim().is_empty()).map(|text| (text, after))
}

/// `name:value` with a name we know and a value that makes sense; gives what follows it.
fn field<'r>(rest: &'r str, query: &mut Query) -> Option<&'r str> {
    const NAMES: [(&str, Field); 8] = [
        ("title", Field::Title),
        ("标题", Field::Title),
        ("source", Field::Source),
        ("来源", Field::Source),
        ("speaker", Field::Speaker),
        ("说话人", Field::Speaker),
        ("date", Field::Date),
        ("日期", Field::Date),
    ];
    let colon = rest.char_indices().take(8).find(|(_, char)| matches!(char, ':' | '：'))?;
    let name = fold(rest.get(..colon.0)?);
    let (_, field) = NAMES.into_iter().find(|(known, _)| *known == name)?;
    let value = rest.get(colon.0 + colon.1.len_utf8()..)?;
    let (text, after) = quoted(value).unwrap_or_else(|| word(value));
    let folded = fold(text).trim().to_owned();
    if folded.is_empty() {
        return None;
    }
    match field {
        Field::Title => query.filter.titles.push(folded),
        Field::Source => query.filter.sources.push(folded),
        Field::Speaker => query.filter.speakers.push(folded),
        Field::Date => query.filter.date = Some(DateRange::parse(&folded)?),
    }
    Some(after)
}

#[derive(Clone, Copy)]
enum Field {
    Title,
    Source,
    Speaker,
    Date,
}
