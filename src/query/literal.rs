//! Which documents hold this very string? Exactly those, whatever the segmenter made of it (law 3).
//!
//! Every token of an indexed text is a term, so a document that holds the string holds, for each of its
//! characters, a term with that character. The documents that pass this test for the rarest characters are few;
//! where no single term proves the string, the text decides.

use super::pattern::find;
use crate::Result;
use crate::index::{Index, TermId};
use crate::order;
use crate::sorted::SortedMap;
use crate::text::{CharClass, class_of};

/// A document that holds the string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Holding {
    pub document: u32,
    /// The first unit of the document known to hold it; `None` where only the title does.
    pub unit: Option<u32>,
    /// False where only its text can tell whether it holds the string: a site index has not looked into it.
    pub is_certain: bool,
}

/// A string to look for.
#[derive(Clone, Debug)]
pub(crate) struct Literal {
    pub text: String,
    pub utf16: Vec<u16>,
    /// Whether only terms prove it, and no text is read for it.
    is_of_terms: bool,
}

impl Literal {
    pub(crate) fn new(folded: &str) -> Literal {
        Literal { text: folded.to_owned(), utf16: folded.encode_utf16().collect(), is_of_terms: false }
    }

    /// A term, looked for where it, or a longer term with it, stands as such.
    pub(crate) fn of_terms(term: &str) -> Literal {
        Literal { is_of_terms: true, ..Literal::new(term) }
    }

    /// The documents that hold the string in an indexed unit or the title, ascending. Of a site index, those that may
    /// hold it, as far as its lists tell.
    ///
    /// Without stored text only those are given in which one term proves it. A string without a letter, digit
    /// or Han character is in none. Cost: linear in the postings of the terms that share its rarest characters, and
    /// in the text of the documents that remain.
    pub(crate) fn documents(&self, index: &Index, num_steps: &mut u64) -> Result<Vec<Holding>> {
        if index.is_site() {
            let found = index.candidates(&self.text);
            let is_certain = found.is_certain;
            let holding = |document| Holding { document, unit: None, is_certain };
            return Ok(found.documents.into_iter().map(holding).collect());
        }
        // How many postings each character has, and the character: rarest first.
        let mut chars: Vec<(u64, char)> = Vec::new();
        for char in self.text.chars() {
            let is_indexed = matches!(class_of(char), CharClass::Han | CharClass::Letter | CharClass::Digit);
            if is_indexed && !chars.iter().any(|&(_, known)| known == char) {
                let lists = index.characters().terms_with(char);
                chars.push((lists.map(|term| index.num_postings_with(term)).sum(), char));
            }
        }
        order::sort_by(&mut chars, Ord::cmp);
        let Some(&(_, rarest)) = chars.first() else { return Ok(Vec::new()) };

        let mut search = Search { index, num_steps };
        let mut held: SortedMap<u32, Holding> = SortedMap::new();
        let proofs: Vec<TermId> = index
            .characters()
            .terms_with(rarest)
            .filter(|&term| self.is_proved_by(index.terms().term(term)))
            .collect();
        for term in proofs {
            search.visit(term, |document, unit| {
                let holding = held.or_insert(document, Holding { document, unit, is_certain: true });
                holding.unit = holding.unit.or(unit);
            })?;
        }
        // A character that a term holds stands there; a digit or a letter of ASCII (`5` in `3.5`) must end there too.
        let is_settled = self.text.chars().nth(1).is_none() && !rarest.is_ascii();
        if is_settled || self.is_of_terms || !index.has_text() {
            return Ok(held.into_values());
        }

        // The documents with each of the rarest characters.
        let mut candidates: Option<Vec<u32>> = None;
        // Looking through a short text costs about as much as forty postings, unpacking it first two thousand.
        let postings_a_text = 40 + (1960.0 * (1.0 - index.share_read())) as u64;
        for &(num_postings, char) in &chars {
            if candidates.as_ref().is_some_and(|known| (known.len() as u64) * postings_a_text < num_postings)
            {
                break;
            }
            let documents = index.documents_with(char)?;
            *search.num_steps += documents.len() as u64;
            match &mut candidates {
                None => candidates = Some(documents.to_vec()),
                Some(known) => known.retain(|document| documents.binary_search(document).is_ok()),
            }
        }
        for document in candidates.unwrap_or_default() {
            if held.get(&document).is_none_or(|holding| holding.unit.is_none())
                && let Some(holding) = self.in_document(index, document, search.num_steps)?
            {
                held.insert(document, holding);
            }
        }
        Ok(held.into_values())
    }

    /// True when a document with this term surely holds the string.
    fn is_proved_by(&self, term: &str) -> bool {
        if term.len() < self.text.len() {
            return false;
        }
        if self.text.chars().any(|char| char.is_ascii_alphanumeric()) {
            term == self.text
        } else {
            term.contains(&self.text)
        }
    }

    /// Looks into the text; `None` where it does not hold the string.
    pub(crate) fn in_document(
        &self,
        index: &Index,
        document: u32,
        num_steps: &mut u64,
    ) -> Result<Option<Holding>> {
        let text = index.indexed_text(document)?;
        *num_steps += text.text_utf16.len() as u64;
        if let Some(at) = find(&text.text_utf16, &self.utf16, 0) {
            let local = text.units.partition_point(|unit| unit.end <= at);
            let unit = index.documents().units(document).start + local as u32;
            return Ok(Some(Holding { document, unit: Some(unit), is_certain: true }));
        }
        Ok(find(&text.title_utf16, &self.utf16, 0).map(|_| Holding {
            document,
            unit: None,
            is_certain: true,
        }))
    }
}

struct Search<'i, 's> {
    index: &'i Index,
    num_steps: &'s mut u64,
}

impl Search<'_, '_> {
    /// Visits the documents in whose units or titles `term` stands.
    fn visit(&mut self, term: TermId, mut found: impl FnMut(u32, Option<u32>)) -> Result<()> {
        let list = self.index.postings(term)?;
        *self.num_steps += list.units().len() as u64 + 1;
        for &unit in list.units() {
            found(self.index.documents().document_of(unit), Some(unit));
        }
        if self.index.num_titles_with(term) > 0 {
            let list = self.index.title_postings(term)?;
            *self.num_steps += list.units().len() as u64;
            for &document in list.units() {
                found(document, None);
            }
        }
        Ok(())
    }
}
