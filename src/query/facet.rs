//! How are the documents that answer spread over publishers, speakers and years? For narrowing a search.

use super::passage::{PASSAGE_CHARS, speaker_of};
use super::search::Answer;
use crate::Result;
use crate::index::Index;
use crate::order;
use crate::sorted::SortedMap;

/// Of each field at most so many values are counted out, those of the most documents first.
pub const MAX_FACET_VALUES: usize = 100;

/// The counts of all documents that answer, shown or not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// By publisher, most documents first.
    pub sources: Vec<FacetCount>,
    /// By who speaks in them, most documents first. A document counts once for each of its speakers; one that was read whole, for each
    /// who says something of the query.
    pub speakers: Vec<FacetCount>,
    /// By year, the latest first.
    pub years: Vec<FacetCount>,
}

/// One value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCount {
    /// As the documents write it; a year has four digits.
    pub value: String,
    /// How many of the documents that answer have it.
    pub num_documents: u32,
}

/// Counts the documents of `answer`. A document that lacks a field is counted nowhere. Cost: linear in the documents.
pub(crate) fn facets(index: &Index, answer: &Answer) -> Result<Facets> {
    let (mut sources, mut speakers, mut years) = (SortedMap::new(), SortedMap::new(), SortedMap::new());
    for document in answer.ranked.iter().map(|ranked| ranked.document) {
        let Some(info) = index.documents().info(document) else { continue };
        if let Some(source) = info.source {
            *sources.or_insert(source, 0u32) += 1;
        }
        if let Some(year) = info.date.and_then(|date| date.get(..4)) {
            *years.or_insert(year, 0u32) += 1;
        }
        let mut names: Vec<&str> = index.documents().speakers(document).collect();
        if let Some(said) = answer.said.get(&document).filter(|_| !names.is_empty()) {
            let (text, all) = (index.document(document)?, index.passages(document, PASSAGE_CHARS)?);
            names.retain(|name| {
                said.iter().filter(|said| said.answers(&answer.plan)).any(|said| {
                    let passage = all.get(said.at);
                    passage.is_some_and(|(passage, _)| speaker_of(&text, passage) == Some(name))
                })
            });
        }
        order::sort_by(&mut names, Ord::cmp);
        names.dedup();
        for name in names {
            *speakers.or_insert(name, 0u32) += 1;
        }
    }
    let mut years = most_first(years);
    order::sort_by(&mut years, |a, b| b.value.cmp(&a.value));
    Ok(Facets { sources: most_first(sources), speakers: most_first(speakers), years })
}

fn most_first(counts: SortedMap<&str, u32>) -> Vec<FacetCount> {
    let mut counts: Vec<(&str, u32)> = counts.into_entries();
    // A stable sort: of equals the one that comes first by its name.
    order::sort_by_key(&mut counts, |&(_, num)| u32::MAX - num);
    counts.truncate(MAX_FACET_VALUES);
    counts
        .into_iter()
        .map(|(value, num_documents)| FacetCount { value: value.to_owned(), num_documents })
        .collect()
}
