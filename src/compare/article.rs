//! The article table of 新旧对照: which old article became which new one, and what happened to it?

use super::unit::article_label;
use super::{Comparison, Relation};
use crate::document::Document;
use crate::text::{Span, fold};

/// One side of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Its number as folded text, `第十二条`; `None` for a heading, a preamble or an annex.
    pub label: Option<String>,
    /// Where it stands in the source text, in bytes.
    pub span: Span,
}

/// What happened to an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ArticleChange {
    /// Nothing.
    Unchanged,
    /// Only its number.
    Renumbered,
    /// Its words.
    Amended,
    /// It is now part of an article that holds several old ones.
    Merged,
    /// It is now several articles.
    Split,
    /// It was not there.
    Added,
    /// It is gone.
    Dropped,
}

impl ArticleChange {
    /// The word for it in data: `unchanged`, `renumbered`, `amended`, `merged`, `split`, `added`, `dropped`.
    pub fn as_str(self) -> &'static str {
        match self {
            ArticleChange::Unchanged => "unchanged",
            ArticleChange::Renumbered => "renumbered",
            ArticleChange::Amended => "amended",
            ArticleChange::Merged => "merged",
            ArticleChange::Split => "split",
            ArticleChange::Added => "added",
            ArticleChange::Dropped => "dropped",
        }
    }
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleRow {
    /// The old article; `None` for an added one.
    pub left: Option<Article>,
    /// The new article; `None` for a dropped one.
    pub right: Option<Article>,
    /// What happened.
    pub change: ArticleChange,
    /// Whether it stands elsewhere in the order.
    pub is_moved: bool,
    /// Ordinal in [`Comparison::pairs`], where the differences are.
    pub pair: Option<usize>,
}

/// The article table of a comparison made with [`super::Unit::Article`]: the old articles in their order, each new
/// one that was added before the new article it precedes, or at the end.
///
/// Cost: `n log n` in the number of articles.
pub fn article_table(left: &Document, right: &Document, comparison: &Comparison) -> Vec<ArticleRow> {
    let label = |document: &Document, span: Span| -> Option<String> {
        let head: String = span.of(&document.text).chars().take(40).collect();
        let folded = fold(&head);
        let folded = folded.trim_start_matches(['#', '*', ' ']);
        article_label(folded).and_then(|len_bytes| folded.get(..len_bytes)).map(str::to_owned)
    };
    let article = |document: &Document, span: Span| Article { label: label(document, span), span };
    let count = |of: &dyn Fn(&super::Pair) -> Span, span: Span| {
        comparison.pairs.iter().filter(|pair| of(pair) == span).count()
    };
    let mut rows: Vec<(Span, ArticleRow)> = Vec::new();
    let mut added: Vec<Span> = comparison.only_right.clone();
    for (at, pair) in comparison.pairs.iter().enumerate() {
        let (old, new) = (article(left, pair.left), article(right, pair.right));
        let change = if pair.relation == Relation::Same {
            if old.label == new.label { ArticleChange::Unchanged } else { ArticleChange::Renumbered }
        } else if count(&|pair| pair.right, pair.right) > 1 {
            ArticleChange::Merged
        } else if count(&|pair| pair.left, pair.left) > 1 {
            ArticleChange::Split
        } else {
            ArticleChange::Amended
        };
        let row =
            ArticleRow { left: Some(old), right: Some(new), change, is_moved: pair.is_moved, pair: Some(at) };
        rows.push((pair.left, row));
    }
    for span in &comparison.only_left {
        let row = ArticleRow {
            left: Some(article(left, *span)),
            right: None,
            change: ArticleChange::Dropped,
            is_moved: false,
            pair: None,
        };
        rows.push((*span, row));
    }
    rows.sort_by_key(|(span, row)| (*span, row.right.as_ref().map(|article| article.span)));
    added.sort();
    added.reverse();
    let mut table = Vec::with_capacity(rows.len() + added.len());
    for (_, row) in rows {
        // What was added before this new article comes first, unless the article came from elsewhere.
        if let Some(new) = row.right.as_ref().filter(|_| !row.is_moved) {
            while let Some(span) = added.pop_if(|span| span.start < new.span.start) {
                table.push(addition(article(right, span)));
            }
        }
        table.push(row);
    }
    table.extend(added.into_iter().rev().map(|span| addition(article(right, span))));
    table
}

fn addition(new: Article) -> ArticleRow {
    ArticleRow { left: None, right: Some(new), change: ArticleChange::Added, is_moved: false, pair: None }
}
