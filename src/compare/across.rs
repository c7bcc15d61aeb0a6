//! Across a corpus: which statements recur in several documents, and how do they change from one to the next?
//!
//! Example: five reports give the number of guests as 三百, 300, 三百 and, a week later, 320: one statement, four
//! occurrences by date, and one fact that changed.
//!
//! Useful for following a claim through reports. Not useful for finding who copied whom: the order is that of the
//! dates, and a date is only what a document says of itself.

use super::evidence::{Evidence, keys};
use super::link::Link;
use super::{CompareOptions, DifferenceKind, NEAR_UNITS, Relation, Unit, Work, names_of, unit};
use crate::document::Document;
use crate::sorted::SortedMap;
use crate::text::Span;

/// With how many others a document is compared: those whose sentences are most like its own. So many and one more are
/// compared each with each.
const NUM_PARTNERS: usize = 16;
/// With how many that follow it a document is compared in any case: what nearly all of them say is rare in none.
const NUM_NEXT: usize = 4;
/// How alike two sentences must be to speak for a comparison of their documents.
const MIN_LIKENESS: f64 = 0.1;

/// How much two sentences must share to make one statement, in features that stand once in each text: more than a word
/// of two characters; less where sentences near both are linked too.
const MIN_SHARED: f64 = 3.0;
const MIN_VOUCHED_SHARED: f64 = 2.0;

/// A run that both have is a word where it is no longer than this;
const MAX_WORD_CHARS: usize = 6;
/// … and beside it they share something where another one is so long.
const MIN_RUN_CHARS: usize = 2;

/// How statements are sought across documents.
#[derive(Clone, Debug, PartialEq)]
pub struct AcrossOptions {
    /// The least score of a link that ties two occurrences to one statement, 0 to 1. Default .6: lower finds vaguer
    /// statements, and at .25 whatever a comparison of two documents would link; 1 finds equal sentences only.
    pub min_score: f64,
    /// In how many documents a statement must stand, at least 2. Default 2.
    pub min_documents: usize,
    /// Names that mean one thing, beside those that the documents gloss themselves; any script.
    pub aliases: Vec<(String, String)>,
}

impl Default for AcrossOptions {
    fn default() -> Self {
        AcrossOptions { min_score: 0.6, min_documents: 2, aliases: Vec::new() }
    }
}

/// A statement where one document makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Ordinal of the document in the list that was given.
    pub document: usize,
    /// In its source text, in bytes.
    pub span: Span,
    /// The document's date, as it is known.
    pub date: Option<String>,
}

/// A fact that is not the same in two occurrences that follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactChange {
    /// What kind of fact; never wording.
    pub kind: DifferenceKind,
    /// Ordinals of the two occurrences in [`Statement::occurrences`].
    pub from: usize,
    /// The later one.
    pub to: usize,
    /// The fact in the earlier source text, in bytes; empty where it says nothing.
    pub left: Span,
    /// The fact in the later source text, likewise.
    pub right: Span,
}

/// A statement that several documents make.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Where, by date, then in the order of the documents; what has no date comes last.
    pub occurrences: Vec<Occurrence>,
    /// In how many documents.
    pub num_documents: usize,
    /// Mean score of the links that tie it together.
    pub score: f64,
    /// What changed on the way.
    pub changes: Vec<FactChange>,
}

/// A link between two sentences of two documents.
struct Tie {
    a: usize,
    b: usize,
    score: f64,
    facts: Vec<(DifferenceKind, Span, Span)>,
}

/// The statements that several of `documents` make, those of most documents first.
///
/// Sentences are linked pair by pair; links are taken from the surest down, and two groups become one only if at
/// least half of their sentences are linked with each other, so that a chain of vague links does not make one
/// statement. A document may make a statement twice. Cost: up to 17 documents are compared each with each; of more, each
/// with the 16 whose sentences are most like its own and the 4 that follow it, so that it grows with the text and not
/// with the square of their number.
pub fn across(documents: &[&Document], options: &AcrossOptions) -> Vec<Statement> {
    seek(documents, options, &mut 0)
}

/// How many steps it takes to find the statements of several documents. For tests of cost, which must not look at a
/// clock; not part of the stable face.
#[doc(hidden)]
pub fn count_across_steps(documents: &[&Document], options: &AcrossOptions) -> u64 {
    let mut num_steps = 0;
    seek(documents, options, &mut num_steps);
    num_steps
}

/// For each document, in order, those it is compared with and itself.
fn partners(documents: &[&Document], options: &CompareOptions, num_steps: &mut u64) -> Vec<Vec<usize>> {
    let num_documents = documents.len();
    if num_documents <= NUM_PARTNERS + 1 {
        return vec![(0..num_documents).collect(); num_documents];
    }
    let names = names_of(documents, options);
    let (mut of_unit, mut all) = (Vec::new(), Vec::new());
    for (at, document) in documents.iter().enumerate() {
        for unit in unit::cut(document, options.unit) {
            of_unit.push(at);
            all.push(keys(document.folded(), unit.content, &names));
        }
    }
    // The documents' sentences against themselves: each meets those that share what is rare.
    let rows = Evidence::of(all.clone(), all).cells(0, num_steps);
    let mut partners: Vec<Vec<usize>> = vec![Vec::new(); num_documents];
    let mut rows = rows.into_iter().zip(&of_unit).peekable();
    for at in 0..num_documents {
        let mut alike: Vec<(usize, f64)> = Vec::new();
        while let Some((row, _)) = rows.next_if(|(_, document)| **document == at) {
            let telling = row.iter().filter(|cell| cell.likeness >= MIN_LIKENESS);
            alike.extend(telling.map(|cell| (of_unit[cell.right as usize], cell.likeness)));
        }
        alike.retain(|(other, _)| *other != at);
        alike.sort_by_key(|(other, _)| *other);
        let sum = |of_one: &[(usize, f64)]| (of_one[0].0, of_one.iter().map(|(_, likeness)| likeness).sum());
        let mut alike: Vec<(usize, f64)> = alike.chunk_by(|a, b| a.0 == b.0).map(sum).collect();
        alike.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let near = (at..num_documents).take(NUM_NEXT + 1);
        for other in alike.into_iter().take(NUM_PARTNERS).map(|(other, _)| other).chain(near) {
            partners[at].push(other);
            partners[other].push(at);
        }
    }
    for list in &mut partners {
        list.sort_unstable();
        list.dedup();
    }
    partners
}

fn seek(documents: &[&Document], options: &AcrossOptions, num_steps: &mut u64) -> Vec<Statement> {
    let compare_options = CompareOptions {
        unit: Unit::Sentence,
        min_score: options.min_score,
        aliases: options.aliases.clone(),
        ..CompareOptions::default()
    };
    let partners = partners(documents, &compare_options, num_steps);
    let mut places: Vec<(usize, Span)> = Vec::new();
    let mut ties: Vec<Tie> = Vec::new();
    for (i, left) in documents.iter().enumerate() {
        for j in partners[i].iter().copied().filter(|j| *j > i) {
            let work = Work::new(left, documents[j], &compare_options);
            *num_steps += work.table.num_steps;
            let links = work.links(&compare_options);
            let pairs = work.comparison(&links).pairs;
            let (mut best_left, mut best_right) =
                (SortedMap::<Span, f64>::new(), SortedMap::<Span, f64>::new());
            for pair in &pairs {
                let (left, right) = (best_left.or_default(pair.left), best_right.or_default(pair.right));
                *left = left.max(pair.score);
                *right = right.max(pair.score);
            }
            for (link, pair) in links.iter().zip(pairs) {
                if !is_statement(link, &links, &work.evidence) {
                    continue;
                }
                // Each sentence speaks for itself: only with its best partner, and only if that is mutual.
                let is_beaten = |best: Option<&f64>| best.is_some_and(|&best| pair.score < best);
                let is_best =
                    !is_beaten(best_left.get(&pair.left)) && !is_beaten(best_right.get(&pair.right));
                if pair.relation == Relation::Related || !is_best {
                    continue;
                }
                let (a, b) = (&work.left_units[link.left as usize], &work.right_units[link.right as usize]);
                if shares_a_word_only(a.content.of(left.folded()), b.content.of(documents[j].folded())) {
                    continue;
                }
                let facts =
                    pair.differences.iter().filter(|difference| difference.kind != DifferenceKind::Wording);
                let facts =
                    facts.map(|difference| (difference.kind, difference.left, difference.right)).collect();
                let mut place = |document: usize, span: Span| {
                    places.push((document, span));
                    places.len() - 1
                };
                let (a, b) = (place(i, pair.left), place(j, pair.right));
                ties.push(Tie { a, b, score: pair.score, facts });
            }
        }
    }
    // One ordinal for each sentence that is tied to anything.
    let mut sentences = places.clone();
    sentences.sort();
    sentences.dedup();
    let ordinal = |at: usize| sentences.partition_point(|sentence| *sentence < places[at]);
    for tie in &mut ties {
        (tie.a, tie.b) = (ordinal(tie.a), ordinal(tie.b));
    }
    ties.sort_by(|x, y| y.score.total_cmp(&x.score).then_with(|| (x.a, x.b).cmp(&(y.a, y.b))));

    // Only documents that were compared could be tied.
    let mut tied_with: Vec<Vec<usize>> = vec![Vec::new(); sentences.len()];
    for tie in &ties {
        tied_with[tie.a].push(tie.b);
        tied_with[tie.b].push(tie.a);
    }
    let mut group_of: Vec<usize> = (0..sentences.len()).collect();
    let mut members: Vec<Vec<usize>> = (0..sentences.len()).map(|at| vec![at]).collect();
    for tie in &ties {
        let (x, y) = (group_of[tie.a], group_of[tie.b]);
        if x == y {
            continue;
        }
        let num_tied = members[x].iter().flat_map(|a| &tied_with[*a]).filter(|b| group_of[**b] == y).count();
        let in_document = |document: usize| {
            let place = |at: &usize| sentences[*at].0;
            members[y].partition_point(|at| place(at) <= document)
                - members[y].partition_point(|at| place(at) < document)
        };
        let compared = |a: &usize| {
            partners[sentences[*a].0].iter().map(|document| in_document(*document)).sum::<usize>()
        };
        if 2 * num_tied < members[x].iter().map(compared).sum() {
            continue;
        }
        let moved = std::mem::take(&mut members[y]);
        for member in &moved {
            group_of[*member] = x;
        }
        members[x].extend(moved);
        members[x].sort_unstable();
    }

    let mut ties_of: Vec<Vec<&Tie>> = vec![Vec::new(); members.len()];
    for tie in ties.iter().filter(|tie| group_of[tie.a] == group_of[tie.b]) {
        ties_of[group_of[tie.a]].push(tie);
    }
    ties_of.iter_mut().for_each(|ties| ties.sort_by_key(|tie| (tie.a, tie.b)));
    let mut statements: Vec<Statement> = members
        .into_iter()
        .zip(&ties_of)
        .filter(|(group, _)| group.len() > 1)
        .map(|(mut group, ties)| {
            let date = |at: &usize| documents[sentences[*at].0].date.as_deref();
            group.sort_by(|a, b| (date(a).is_none(), date(a), a).cmp(&(date(b).is_none(), date(b), b)));
            statement(&group, &sentences, documents, ties)
        })
        .filter(|statement| statement.num_documents >= options.min_documents)
        .collect();
    statements.sort_by(|a, b| {
        let first =
            |statement: &Statement| statement.occurrences.first().map(|first| (first.document, first.span));
        b.num_documents
            .cmp(&a.num_documents)
            .then(b.score.total_cmp(&a.score))
            .then_with(|| first(a).cmp(&first(b)))
    });
    statements
}

/// Whether two linked sentences share a statement, and not a word, a name or `好的`.
fn is_statement(link: &Link, links: &[Link], evidence: &Evidence) -> bool {
    let is_near = |a: u32, b: u32| (1..=NEAR_UNITS).contains(&a.abs_diff(b));
    // Two texts that go the same way vouch for what stands between.
    let from = links.partition_point(|other| other.left + NEAR_UNITS < link.left);
    let near = links[from..].iter().take_while(|other| other.left <= link.left + NEAR_UNITS);
    let is_vouched =
        near.into_iter().any(|other| is_near(link.left, other.left) && is_near(link.right, other.right));
    evidence.num_shared(link) >= if is_vouched { MIN_VOUCHED_SHARED } else { MIN_SHARED }
}

/// Whether all that two sentences share is one run of a few characters, and not most of one of them: `商业模式` does not make of a
/// heading what a sentence says.
fn shares_a_word_only(left: &str, right: &str) -> bool {
    let (mut left, mut right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let first = longest_run(&left, &right);
    let num_said = |text: &[char]| text.iter().filter(|c| c.is_alphanumeric()).count();
    if first.len > MAX_WORD_CHARS || 2 * first.len > num_said(&left).min(num_said(&right)) {
        return false;
    }
    // What was shared is cut out of both; what stood on its two sides must not meet.
    left.splice(first.left..first.left + first.len, ['\0']);
    right.splice(first.right..first.right + first.len, ['\u{1}']);
    longest_run(&left, &right).len < MIN_RUN_CHARS
}

/// A run of characters that stands in two texts.
#[derive(Default)]
struct Run {
    len: usize,
    left: usize,
    right: usize,
}

/// The longest run of letters and Han characters that both have; of those that are no word, one of them. Cost: the product of
/// their lengths, up to the first that is no word.
fn longest_run(left: &[char], right: &[char]) -> Run {
    let mut best = Run::default();
    let mut before = vec![0usize; right.len() + 1];
    for (i, a) in left.iter().enumerate() {
        let mut now = vec![0usize; right.len() + 1];
        for (j, _) in right.iter().enumerate().filter(|(_, b)| *b == a && a.is_alphanumeric()) {
            let len = before[j] + 1;
            now[j + 1] = len;
            if len > best.len {
                best = Run { len, left: i + 1 - len, right: j + 1 - len };
            }
            if len > MAX_WORD_CHARS {
                return best;
            }
        }
        before = now;
    }
    best
}

fn statement(
    group: &[usize],
    sentences: &[(usize, Span)],
    documents: &[&Document],
    ties: &[&Tie],
) -> Statement {
    let occurrences: Vec<Occurrence> = group
        .iter()
        .map(|at| {
            let (document, span) = sentences[*at];
            Occurrence { document, span, date: documents[document].date.clone() }
        })
        .collect();
    let mut found: Vec<usize> = occurrences.iter().map(|occurrence| occurrence.document).collect();
    found.sort_unstable();
    found.dedup();
    let score = ties.iter().map(|tie| tie.score).sum::<f64>() / ties.len().max(1) as f64;
    let mut changes = Vec::new();
    for (to, later) in group.iter().enumerate().skip(1) {
        // Against the nearest earlier occurrence that is linked to this one.
        let earlier = (0..to).rev().find_map(|from| {
            let cell = (group[from].min(*later), group[from].max(*later));
            let at = ties.binary_search_by_key(&cell, |tie| (tie.a, tie.b)).ok()?;
            Some((from, ties[at]))
        });
        let Some((from, tie)) = earlier else { continue };
        let is_reversed = tie.a != group[from];
        changes.extend(tie.facts.iter().map(|(kind, left, right)| {
            let (left, right) = if is_reversed { (*right, *left) } else { (*left, *right) };
            FactChange { kind: *kind, from, to, left, right }
        }));
    }
    Statement { occurrences, num_documents: found.len(), score, changes }
}
