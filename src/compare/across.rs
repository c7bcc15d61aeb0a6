//! Across a corpus: which statements recur in several documents, and how do they change from one to the next?
//!
//! Example: five reports give the number of guests as 三百, 300, 三百 and, a week later, 320: one statement, four
//! occurrences by date, and one fact that changed.
//!
//! Useful for following a claim through reports. Not useful for finding who copied whom: the order is that of the
//! dates, and a date is only what a document says of itself.

use super::{CompareOptions, DifferenceKind, Relation, Unit, compare};
use crate::document::Document;
use crate::sorted::SortedMap;
use crate::text::Span;

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
/// statement. A document may make a statement twice. Cost: a comparison for each pair of documents, so it grows with
/// the square of their number.
pub fn across(documents: &[&Document], options: &AcrossOptions) -> Vec<Statement> {
    let compare_options = CompareOptions {
        unit: Unit::Sentence,
        min_score: options.min_score,
        aliases: options.aliases.clone(),
        ..CompareOptions::default()
    };
    let mut places: Vec<(usize, Span)> = Vec::new();
    let mut ties: Vec<Tie> = Vec::new();
    for (i, left) in documents.iter().enumerate() {
        for (j, right) in documents.iter().enumerate().skip(i + 1) {
            let pairs = compare(left, right, &compare_options).pairs;
            let (mut best_left, mut best_right) =
                (SortedMap::<Span, f64>::new(), SortedMap::<Span, f64>::new());
            for pair in &pairs {
                let (left, right) = (best_left.or_default(pair.left), best_right.or_default(pair.right));
                *left = left.max(pair.score);
                *right = right.max(pair.score);
            }
            for pair in pairs {
                // Each sentence speaks for itself: only with its best partner, and only if that is mutual.
                let is_beaten = |best: Option<&f64>| best.is_some_and(|&best| pair.score < best);
                let is_best =
                    !is_beaten(best_left.get(&pair.left)) && !is_beaten(best_right.get(&pair.right));
                if pair.relation == Relation::Related || !is_best {
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

    let mut group_of: Vec<usize> = (0..sentences.len()).collect();
    let mut members: Vec<Vec<usize>> = (0..sentences.len()).map(|at| vec![at]).collect();
    let mut tied: Vec<(usize, usize)> = ties.iter().map(|tie| (tie.a, tie.b)).collect();
    tied.sort_unstable();
    for tie in &ties {
        let (x, y) = (group_of[tie.a], group_of[tie.b]);
        if x == y {
            continue;
        }
        let num_tied = members[x]
            .iter()
            .flat_map(|a| members[y].iter().map(move |b| (*a.min(b), *a.max(b))))
            .filter(|cell| tied.binary_search(cell).is_ok())
            .count();
        if 2 * num_tied < members[x].len() * members[y].len() {
            continue;
        }
        let moved = std::mem::take(&mut members[y]);
        for member in &moved {
            group_of[*member] = x;
        }
        members[x].extend(moved);
    }

    let mut ties_of: Vec<Vec<&Tie>> = vec![Vec::new(); members.len()];
    for tie in ties.iter().filter(|tie| group_of[tie.a] == group_of[tie.b]) {
        ties_of[group_of[tie.a]].push(tie);
    }
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
            Some((from, ties.iter().find(|tie| (tie.a, tie.b) == cell)?))
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
