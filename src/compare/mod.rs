//! Comparison: how do two texts line up, where do they differ, and what has each that the other has not?
//!
//! Example: `预计到2026年，拥有超过百万颗芯片也并非不可能。` and `Anthropic到2026年将运行超过100万个GPU` are linked: the year
//! and the million are the same, however they are written.
//!
//! - [`compare`] takes two documents and gives a [`Comparison`]: linked [`Pair`]s, graded by [`Relation`], each with
//!   its [`Reason`]s, and what stands on one side only.
//!
//! - [`article_table`] reads a comparison by articles as the table of an old and a new law.
//! - [`across()`] gathers the statements that several documents make, by date, with the facts that changed.
//! - [`keyness()`] names the terms that set each document apart from the others.
//!
//! Useful for reports of one event, editions, translations, versions of a law. Not useful for deciding who is right,
//! nor for texts in two languages: content is compared by its characters, words, numbers and names.
//!
//! The road: documents are cut into units (`unit`), equal ones linked (`exact`), what the others share is weighed
//! (`evidence`), order is turned into expectation (`context`), both into a probability (`link`), and the links that
//! break the common order are marked as moved (`chain`).

mod across;
mod article;
mod chain;
mod context;
mod difference;
mod evidence;
mod exact;
mod fact;
mod keyness;
mod link;
mod marks;
mod sandwich;
mod stock;
mod strength;
mod surround;
mod unit;
mod wording;

pub use across::{AcrossOptions, FactChange, Occurrence, Statement, across, count_across_steps};
pub use article::{Article, ArticleChange, ArticleRow, article_table};
pub use keyness::{KeyTerm, Keyness, MIN_LOG_LIKELIHOOD, keyness};

use crate::document::Document;
use crate::text::Span;
use difference::Differ;
use evidence::{Evidence, Names};
use link::{Link, Table};
use stock::Stock;

/// What is linked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Sentences.
    #[default]
    Sentence,
    /// Runs of sentences of about 200 characters, inside one block.
    Passage,
    /// Articles of a law, `第…条`; what stands outside them is linked by paragraph.
    Article,
}

/// How two documents are compared.
#[derive(Clone, Debug, PartialEq)]
pub struct CompareOptions {
    /// What is linked. Default: sentences.
    pub unit: Unit,
    /// The least score of a link, 0 to 1. Default .25; near 0 links whatever shares a word and stands in the right
    /// place, near 1 only what is sure.
    pub min_score: f64,
    /// Names that mean one thing, beside those that the two documents gloss themselves; any script.
    pub aliases: Vec<(String, String)>,
    /// Links the reader has set: spans of the two source texts, in bytes. They are kept whatever they score.
    pub pinned: Vec<(Span, Span)>,
    /// Links the reader has refused: spans of the two source texts, in bytes.
    pub rejected: Vec<(Span, Span)>,
}

impl Default for CompareOptions {
    fn default() -> Self {
        CompareOptions {
            unit: Unit::Sentence,
            min_score: 0.25,
            aliases: Vec::new(),
            pinned: Vec::new(),
            rejected: Vec::new(),
        }
    }
}

/// How a linked pair stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// Equal but for script, width, case and noise.
    Same,
    /// The same statement in other words.
    Reworded,
    /// The same topic and part of the content.
    Related,
}

/// What a reason is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReasonKind {
    /// Words that both share.
    Term,
    /// A number or date that both name.
    Number,
    /// A name, in one form or two.
    Name,
}

/// Something that both units of a pair say.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// What it is.
    pub kind: ReasonKind,
    /// As it stands on the left, folded.
    pub text: String,
    /// What it adds to the evidence; only its proportion to the others means anything.
    pub weight: f64,
}

/// What kind of place two linked units differ in. Facts come before wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// A number, percentage or amount.
    Number,
    /// A date or time.
    Date,
    /// A name.
    Name,
    /// One side denies what the other says.
    Negation,
    /// How sure or how strong the statement is.
    Hedge,
    /// Who says it.
    Speaker,
    /// Other words.
    Wording,
}

/// A place where two linked units differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What kind of place.
    pub kind: DifferenceKind,
    /// In the left source text, in bytes; empty, at the place where it would stand, when the left says nothing.
    pub left: Span,
    /// In the right source text, in bytes; likewise.
    pub right: Span,
}

/// A linked pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// In the left source text, in bytes.
    pub left: Span,
    /// In the right source text, in bytes.
    pub right: Span,
    /// How they stand.
    pub relation: Relation,
    /// Whether the link breaks the order that most links keep.
    pub is_moved: bool,
    /// Whether the reader has set it.
    pub is_pinned: bool,
    /// How sure the link is, 0 to 1; 1 for equal content and for pinned links.
    pub score: f64,
    /// What both say, heaviest first.
    pub reasons: Vec<Reason>,
    /// Where they differ: facts first, then in reading order.
    pub differences: Vec<Difference>,
}

/// Share of each text that is linked, 0 to 1, by characters.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Coverage {
    /// Of the left text.
    pub left: f64,
    /// Of the right text.
    pub right: f64,
}

/// Two documents side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// Linked pairs, in the order of the left text, then of the right. A unit may be in several.
    pub pairs: Vec<Pair>,
    /// Units of the left source text without counterpart, in bytes.
    pub only_left: Vec<Span>,
    /// Units of the right source text without counterpart, in bytes.
    pub only_right: Vec<Span>,
    /// How much is linked.
    pub coverage: Coverage,
}

/// From which likeness or containment on a link that is not equal counts as the same statement, if it is as sure as
/// this; a heading holds a piece of every sentence that speaks of its topic, so its containment says nothing.
const REWORDED_LIKENESS: f64 = 0.12;
const REWORDED_CONTAINMENT: f64 = 0.3;
const REWORDED_SCORE: f64 = 0.5;
/// How many units a reworded link may stand off the backbone before it counts as moved.
const NEAR_UNITS: u32 = 3;

/// Compares two documents.
///
/// Never fails: texts without a common word have no pairs. Cost: about `n log n` in the length of both, more where
/// they share more; memory linear.
///
/// ```
/// use duizhao::compare::{CompareOptions, Relation, compare};
/// use duizhao::document::{Document, ReadOptions, Source};
/// let read = |text| Document::read(&Source { text, ..Source::default() }, &ReadOptions::default());
/// let comparison = compare(&read("世界經濟論壇今天開幕。")?, &read("世界经济论坛今天开幕。")?, &CompareOptions::default());
/// assert_eq!(comparison.pairs[0].relation, Relation::Same);
/// assert_eq!(comparison.coverage.left, 1.0);
/// # Ok::<(), duizhao::Error>(())
/// ```
pub fn compare(left: &Document, right: &Document, options: &CompareOptions) -> Comparison {
    let work = Work::new(left, right, options);
    let links = work.links(options);
    work.comparison(&links)
}

/// The measures of every cell of two documents: source spans of the two units and the numbers that decide whether
/// they are linked. For fitting and for those who want to look inside a score; not part of the stable face.
#[doc(hidden)]
pub fn measure(left: &Document, right: &Document, options: &CompareOptions) -> Vec<(Span, Span, Vec<f64>)> {
    let work = Work::new(left, right, options);
    let units = (work.left_units.as_slice(), work.right_units.as_slice());
    work.table
        .iter_measures(&work.evidence, units)
        .map(|(i, j, measures)| {
            let (a, b) = (&units.0[i as usize], &units.1[j as usize]);
            (left.source_span(a.folded), right.source_span(b.folded), measures.to_vec())
        })
        .collect()
}

/// How many steps it takes to find and weigh the cells of two documents: the part that could grow with the product of
/// their lengths. For tests of cost, which must not look at a clock; not part of the stable face.
#[doc(hidden)]
pub fn count_steps(left: &Document, right: &Document, options: &CompareOptions) -> u64 {
    Work::new(left, right, options).table.num_steps
}

/// The units of a document as they are compared: source span, folded content, kind, block, and whether it asks. For
/// trying measures outside; not part of the stable face.
#[doc(hidden)]
pub fn units(document: &Document, granularity: Unit) -> Vec<(Span, String, String, u32, bool)> {
    unit::cut(document, granularity)
        .iter()
        .map(|unit| {
            let content = unit.content.of(document.folded()).to_owned();
            let kind = format!("{:?}", unit.kind);
            (document.source_span(unit.folded), content, kind, unit.block, unit.is_question)
        })
        .collect()
}

/// The names that mean one thing: those that the documents gloss, and those that are given.
fn names_of(documents: &[&Document], options: &CompareOptions) -> Names {
    let glossed = documents
        .iter()
        .flat_map(|document| document.aliases())
        .map(|alias| (alias.left.as_str(), alias.right.as_str()));
    let given: Vec<(String, String)> =
        options.aliases.iter().map(|(a, b)| (crate::text::fold(a), crate::text::fold(b))).collect();
    Names::new(glossed.chain(given.iter().map(|(a, b)| (a.as_str(), b.as_str()))))
}

/// Two documents on the way to a comparison.
struct Work<'d> {
    left: &'d Document,
    right: &'d Document,
    /// Marks count: articles of a law are unchanged to the letter or not at all.
    is_literal: bool,
    left_units: Vec<unit::Unit>,
    right_units: Vec<unit::Unit>,
    exact: Vec<(u32, u32)>,
    names: Names,
    evidence: Evidence,
    table: Table,
}

impl<'d> Work<'d> {
    fn new(left: &'d Document, right: &'d Document, options: &CompareOptions) -> Self {
        let names = names_of(&[left, right], options);
        let (left_units, right_units) = (unit::cut(left, options.unit), unit::cut(right, options.unit));
        let exact = exact::exact_links((left.folded(), &left_units), (right.folded(), &right_units));
        let evidence = Evidence::new((left, &left_units), (right, &right_units), &names);
        let table = Table::new(&evidence, (&left_units, &right_units), &exact);
        let is_literal = options.unit == Unit::Article;
        Work { left, right, is_literal, left_units, right_units, exact, names, evidence, table }
    }

    fn links(&self, options: &CompareOptions) -> Vec<Link> {
        let mut links =
            self.table.links(&self.evidence, (&self.left_units, &self.right_units), &self.exact, options);
        // Paragraphs keep their place; sentences and articles come and go one by one.
        let headings_only = options.unit != Unit::Passage;
        sandwich::fill(&mut links, &self.left_units, &self.right_units, headings_only, options.min_score);
        self.obey(&mut links, options);
        links
    }

    /// Takes out what the reader has refused and puts in what he has set.
    fn obey(&self, links: &mut Vec<Link>, options: &CompareOptions) {
        let units = |document: &Document, units: &[unit::Unit], span: Span| -> Vec<u32> {
            let covered = |unit: &unit::Unit| {
                let source = document.source_span(unit.folded);
                let shared = 2 * source.intersection(span).len_bytes();
                shared > 0 && (shared >= source.len_bytes() || shared >= span.len_bytes())
            };
            (0u32..).zip(units).filter(|(_, unit)| covered(unit)).map(|(at, _)| at).collect()
        };
        let cells = |pair: &(Span, Span)| -> Vec<(u32, u32)> {
            let rights = units(self.right, &self.right_units, pair.1);
            let lefts = units(self.left, &self.left_units, pair.0);
            lefts.into_iter().flat_map(|left| rights.iter().map(move |right| (left, *right))).collect()
        };
        let rejected: Vec<(u32, u32)> = options.rejected.iter().flat_map(cells).collect();
        links.retain(|link| !rejected.contains(&(link.left, link.right)));
        for (left, right) in options.pinned.iter().flat_map(cells) {
            match links.iter_mut().find(|link| (link.left, link.right) == (left, right)) {
                Some(link) => (link.score, link.is_pinned) = (1.0, true),
                None => links.push(Link {
                    left,
                    right,
                    score: 1.0,
                    likeness: 0.0,
                    containment: 0.0,
                    is_exact: false,
                    is_pinned: true,
                }),
            }
        }
        links.sort_by_key(|link| (link.left, link.right));
    }

    fn comparison(&self, links: &[Link]) -> Comparison {
        let weighed: Vec<(u32, u32, f64)> = links
            .iter()
            .map(|link| {
                let len_bytes = self.left_units[link.left as usize].content.len_bytes();
                (link.left, link.right, link.score * link.score * (1.0 + len_bytes as f64))
            })
            .collect();
        let spine: Vec<(u32, u32)> =
            chain::backbone(&weighed).into_iter().map(|at| (weighed[at].0, weighed[at].1)).collect();
        let mut comparison = Comparison::default();
        let stock = Stock::new();
        let differ = Differ { left: self.left, right: self.right, names: &self.names, stock: &stock };
        let mut is_linked = (vec![false; self.left_units.len()], vec![false; self.right_units.len()]);
        for link in links {
            let (a, b) = (&self.left_units[link.left as usize], &self.right_units[link.right as usize]);
            is_linked.0[link.left as usize] = true;
            is_linked.1[link.right as usize] = true;
            let marks = match link.is_exact && self.is_literal {
                true => marks::differences((self.left, a.content), (self.right, b.content)),
                false => Vec::new(),
            };
            let is_over = (a.kind == unit::UnitKind::Heading) != (b.kind == unit::UnitKind::Heading);
            let is_statement = link.score >= REWORDED_SCORE
                && (link.likeness >= REWORDED_LIKENESS
                    || link.containment >= REWORDED_CONTAINMENT && !is_over);
            let relation = if link.is_exact && marks.is_empty() {
                Relation::Same
            } else if link.is_exact || is_statement {
                Relation::Reworded
            } else {
                Relation::Related
            };
            comparison.pairs.push(Pair {
                left: self.left.source_span(a.folded),
                right: self.right.source_span(b.folded),
                relation,
                is_moved: is_moved(link, &spine),
                is_pinned: link.is_pinned,
                score: link.score,
                reasons: differ.reasons(a, b, &self.evidence),
                differences: match link.is_exact {
                    true => marks,
                    false => differ.differences(a, b, relation == Relation::Related),
                },
            });
        }
        let (only_left, coverage_left) = rest(self.left, &self.left_units, &is_linked.0);
        let (only_right, coverage_right) = rest(self.right, &self.right_units, &is_linked.1);
        comparison.only_left = only_left;
        comparison.only_right = only_right;
        comparison.coverage = Coverage { left: coverage_left, right: coverage_right };
        comparison
    }
}

/// Whether a link breaks the common order: an equal one by any step, a reworded one by more than a few units (a
/// sentence that became two does not move).
fn is_moved(link: &Link, spine: &[(u32, u32)]) -> bool {
    let at = spine.partition_point(|anchor| *anchor < (link.left, link.right));
    if spine.get(at) == Some(&(link.left, link.right)) {
        return false;
    }
    if link.is_exact {
        return true;
    }
    let before = at.checked_sub(1).and_then(|at| spine.get(at));
    let is_near = |anchor: Option<&(u32, u32)>| {
        anchor.is_some_and(|anchor| {
            anchor.0.abs_diff(link.left) <= NEAR_UNITS && anchor.1.abs_diff(link.right) <= NEAR_UNITS
        })
    };
    !is_near(before) && !is_near(spine.get(at))
}

/// What is not linked, and the share of characters that is.
fn rest(document: &Document, units: &[unit::Unit], is_linked: &[bool]) -> (Vec<Span>, f64) {
    let (mut only, mut num_linked, mut num_chars) = (Vec::new(), 0usize, 0usize);
    for (unit, is_linked) in units.iter().zip(is_linked).filter(|(unit, _)| !unit.is_boilerplate) {
        let chars = unit.folded.of(document.folded()).chars().filter(|c| !c.is_whitespace()).count();
        num_chars += chars;
        if *is_linked {
            num_linked += chars;
        } else {
            only.push(document.source_span(unit.folded));
        }
    }
    (only, if num_chars == 0 { 1.0 } else { num_linked as f64 / num_chars as f64 })
}
