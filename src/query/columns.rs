//! What does each document say on this? For every document its best passages, or nothing.

use super::parse::parse;
use super::passage::HitPassage;
use super::rank::{POOL, SITE_POOL};
use super::search::{Answer, MAX_LIMIT, SearchOptions};
use crate::Result;
use crate::index::Index;
use crate::order;

/// What one document says.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The document.
    pub document: u32,
    /// Its best passages in the order of the text; empty where it says nothing on the query.
    pub passages: Vec<HitPassage>,
}

/// How many passages of a document a column has at most.
pub const MAX_COLUMN_PASSAGES: usize = 8;

/// Gives one column for each of the documents `ids` (all documents, where there is no id), ordered by date, those
/// without a date last.
///
/// Errors: `UnknownDocument` for an id that the index does not have. Cost: as [`super::search()`], and reading the
/// documents that answer.
pub fn columns(index: &Index, input: &str, ids: &[&str]) -> Result<Vec<Column>> {
    if ids.is_empty() && !index.has_documents() {
        return Ok(Vec::new());
    }
    let mut ordinals: Vec<u32> = ids.iter().map(|id| index.ordinal_of(id)).collect::<Result<_>>()?;
    if ids.is_empty() {
        ordinals = (0..index.documents().len() as u32).collect();
    }
    let mut dated: Vec<(bool, String, u32)> = Vec::with_capacity(ordinals.len());
    for ordinal in ordinals {
        let date = index.info(ordinal)?.date;
        dated.push((date.is_none(), date.unwrap_or("").to_owned(), ordinal));
    }
    order::sort_by(&mut dated, Ord::cmp);
    dated.dedup();
    let mut options = SearchOptions { limit: MAX_LIMIT, ..SearchOptions::default() };
    if index.is_site() && !ids.is_empty() {
        // The few that are ranked should be those that were asked for.
        options.filter.documents = ids.iter().map(|&id| id.to_owned()).collect();
        options.pool = Some(ids.len().clamp(SITE_POOL, POOL));
    }
    let answer = Answer::new(index, parse(input), &options)?;
    if index.is_waiting() {
        return Ok(Vec::new());
    }
    let mut columns = Vec::with_capacity(dated.len());
    for (_, _, document) in dated {
        let mut passages = match answer.ranked.iter().find(|ranked| ranked.document == document) {
            Some(ranked) => answer.hit(index, ranked.clone(), MAX_COLUMN_PASSAGES)?.passages,
            None => Vec::new(),
        };
        order::sort_by_key(&mut passages, |passage| (passage.span.start, passage.span.end));
        columns.push(Column { document, passages });
    }
    Ok(columns)
}
