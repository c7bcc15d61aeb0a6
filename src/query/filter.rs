//! Which documents, and which speakers in them, does a query mean?

use super::parse::Filter;
use crate::Result;
use crate::index::Index;
use crate::text::fold;

impl Filter {
    /// Which documents meet the conditions; `None` where there are none.
    pub(crate) fn passing(&self, index: &Index) -> Result<Option<Vec<bool>>> {
        if self.is_empty() {
            return Ok(None);
        }
        let only_documents = Filter { documents: self.documents.clone(), ..Filter::default() };
        if index.is_site() && *self == only_documents {
            let mut passing = vec![false; index.documents().len()];
            for id in &self.documents {
                let ordinal = index.ordinal_of(id).ok();
                if let Some(passes) = ordinal.and_then(|ordinal| passing.get_mut(ordinal as usize)) {
                    *passes = true;
                }
            }
            return Ok(Some(passing));
        }
        if !index.has_documents() {
            return Ok(None);
        }
        let contains =
            |text: &str, parts: &[String]| parts.is_empty() || parts.iter().any(|part| text.contains(part));
        let mut passing = Vec::with_capacity(index.documents().len());
        for info in index.documents().iter() {
            let title = || fold(info.title);
            passing.push(
                (self.documents.is_empty() || self.documents.iter().any(|id| id == info.id))
                    && self
                        .date
                        .as_ref()
                        .is_none_or(|range| info.date.is_some_and(|date| range.overlaps(date)))
                    && self.titles.iter().all(|part| title().contains(part))
                    && contains(&info.source.map(fold).unwrap_or_default(), &self.sources)
                    && (self.speakers.is_empty()
                        || index
                            .documents()
                            .speakers(info.ordinal)
                            .any(|speaker| contains(&fold(speaker), &self.speakers))),
            );
        }
        Ok(Some(passing))
    }

    /// Whether what this speaker says counts.
    pub(crate) fn passes_speaker(&self, speaker: Option<&str>) -> bool {
        self.speakers.is_empty()
            || speaker.is_some_and(|speaker| self.speakers.iter().any(|part| fold(speaker).contains(part)))
    }
}
