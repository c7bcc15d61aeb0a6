//! Which documents hold this very string? Exactly those, whatever the segmenter made of it (law 3).
//!
//! Every token of an indexed text is a term, so a document that holds the string holds, for each of its
//! characters, a term with that character. The documents that pass this test for the rarest characters are few;
//! where no single term proves the string, the text decides.

use super::pattern::{find, is_inside_number};
use crate::Result;
use crate::index::{Index, TermId};
use crate::order;
use crate::sorted::SortedMap;
use crate::text::{CharClass, class_of};
use std::rc::Rc;

/// A document that holds the string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Holding {
    pub document: u32,
    /// The first unit of the document known to hold it; `None` where only the title does.
    pub unit: Option<u32>,
    /// False where only its text can tell whether it holds the string: a site index has not looked into it.
    pub is_certain: bool,
}

/// Looking through a short text costs about as much as so many postings.
const POSTINGS_A_TEXT: u64 = 40;

/// A string to look for.
#[derive(Clone, Debug)]
pub(crate) struct Literal {
    pub text: String,
    pub utf16: Vec<u16>,
    /// Whether only terms prove it, and no text is read for it.
    is_of_terms: bool,
    /// Whether it is a number, which does not stand where it is part of another one.
    is_number: bool,
}

impl Literal {
    pub(crate) fn new(folded: &str) -> Literal {
        let utf16 = folded.encode_utf16().collect();
        Literal { text: folded.to_owned(), utf16, is_of_terms: false, is_number: false }
    }

    /// A term, looked for where it, or a longer term with it, stands as such.
    pub(crate) fn of_terms(term: &str) -> Literal {
        Literal { is_of_terms: true, ..Literal::new(term) }
    }

    /// A number: 百万, but not in 三百万.
    pub(crate) fn number(folded: &str) -> Literal {
        Literal { is_number: true, ..Literal::new(folded) }
    }

    /// Where it stands first in a text.
    fn find(&self, text: &[u16]) -> Option<usize> {
        let mut from = 0;
        loop {
            let at = find(text, &self.utf16, from)?;
            if !self.is_number || !is_inside_number(text, at, at + self.utf16.len()) {
                return Some(at);
            }
            from = at + 1;
        }
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
            let is_certain = found.is_certain && !self.is_number;
            let holding = |document| Holding { document, unit: None, is_certain };
            return Ok(found.documents.into_iter().map(holding).collect());
        }
        // Rarest first.
        let mut probes = probes_of(index, &self.text);
        order::sort_by(&mut probes, |a, b| (a.num_postings, a.text).cmp(&(b.num_postings, b.text)));
        let Some(rarest) = probes.first() else { return Ok(Vec::new()) };

        let mut search = Search { index, num_steps };
        let mut held: SortedMap<u32, Holding> = SortedMap::new();
        // What stands beside a number in its text no term tells.
        let may_prove = !self.is_number || !index.has_text();
        let proofs: Vec<TermId> = rarest
            .terms(index)
            .into_iter()
            .filter(|&term| may_prove && self.is_proved_by(index.terms().term(term)))
            .collect();
        for term in proofs {
            search.visit(term, |document, unit| {
                let holding = held.or_insert(document, Holding { document, unit, is_certain: true });
                holding.unit = holding.unit.or(unit);
            })?;
        }
        // A character that a term holds stands there; a digit or a letter of ASCII (`5` in `3.5`) must end there too.
        let is_settled = may_prove && self.text.chars().nth(1).is_none() && !rarest.text.is_ascii();
        if is_settled || self.is_of_terms || !index.has_text() {
            return Ok(held.into_values());
        }

        // The documents with each of the rarest characters and numbers.
        let mut candidates: Option<Vec<u32>> = None;
        // Unpacking a short text first costs about as much as two thousand postings.
        let postings_a_text = POSTINGS_A_TEXT + (1960.0 * (1.0 - index.share_read())) as u64;
        for probe in &probes {
            if candidates
                .as_ref()
                .is_some_and(|known| (known.len() as u64) * postings_a_text < probe.num_postings)
            {
                break;
            }
            let documents = probe.documents(index)?;
            *search.num_steps += documents.len() as u64;
            match &mut candidates {
                None => candidates = Some(documents.to_vec()),
                Some(known) => keep_common(known, &documents),
            }
        }
        let mut candidates = candidates.unwrap_or_default();
        narrow(index, &probes, &self.text, &mut candidates)?;
        for document in candidates {
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
        if let Some(at) = self.find(&text.text_utf16) {
            let local = text.units.partition_point(|unit| unit.end <= at);
            let unit = index.documents().units(document).start + local as u32;
            return Ok(Some(Holding { document, unit: Some(unit), is_certain: true }));
        }
        Ok(self.find(&text.title_utf16).map(|_| Holding { document, unit: None, is_certain: true }))
    }
}

/// A part of a string that whatever holds the string holds in its terms.
struct Probe<'t> {
    /// A character, or a whole run of digits or of letters of ASCII: `10` in `10条`, which `2010条` does not have.
    text: &'t str,
    /// Of its characters the one that the fewest terms have.
    rarest: char,
    /// The terms that hold a run where it stands free; of a character they are asked for when they are needed.
    of_run: Vec<TermId>,
    num_postings: u64,
}

/// The distinct probes of a string; none of what is no letter, digit or Han character.
fn probes_of<'t>(index: &Index, text: &'t str) -> Vec<Probe<'t>> {
    let is_run = |a: &u8, b: &u8| {
        a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric() && a.is_ascii_digit() == b.is_ascii_digit()
    };
    let mut probes: Vec<Probe> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let len = rest.as_bytes().chunk_by(is_run).next().map_or(1, <[u8]>::len).max(first.len_utf8());
        let (part, after) = rest.split_at_checked(len).unwrap_or((rest, ""));
        rest = after;
        let is_indexed = matches!(class_of(first), CharClass::Han | CharClass::Letter | CharClass::Digit);
        if !is_indexed || probes.iter().any(|known| known.text == part) {
            continue;
        }
        let num_terms = |char: &char| index.characters().terms_with(*char).len();
        let rarest = part.chars().min_by_key(num_terms).unwrap_or(first);
        let (of_run, num_postings) = match part.is_ascii() {
            true => {
                let holds = |term: &TermId| holds_run(index.terms().term(*term).as_bytes(), part.as_bytes());
                let of_run: Vec<TermId> = index.characters().terms_with(rarest).filter(holds).collect();
                let num_postings = of_run.iter().map(|&term| index.num_postings_with(term)).sum();
                (of_run, num_postings)
            }
            false => (Vec::new(), index.num_postings_of(first)),
        };
        probes.push(Probe { text: part, rarest, of_run, num_postings });
    }
    probes
}

impl Probe<'_> {
    /// The terms that hold it; a run stands free in them.
    fn terms(&self, index: &Index) -> Vec<TermId> {
        match self.text.is_ascii() {
            true => self.of_run.clone(),
            false => index.characters().terms_with(self.rarest).collect(),
        }
    }

    /// The documents that may hold it, ascending.
    fn documents(&self, index: &Index) -> Result<Rc<[u32]>> {
        if !self.text.is_ascii() {
            return index.documents_with(self.rarest);
        }
        // Where a long token was cut into terms, or a long block into units, a run may have been cut too.
        let may_be_cut = self.text.len() > 1;
        let mut terms = self.of_run.clone();
        if may_be_cut {
            terms.extend(index.characters().long_terms());
        }
        let which = index.which_have(&mut terms.into_iter())?;
        let is_in_units = |document| may_be_cut && index.documents().all_units(document).len() > 1;
        let documents = (0u32..).zip(which).filter(|&(document, is_in)| is_in || is_in_units(document));
        Ok(documents.map(|(document, _)| document).collect())
    }
}

/// Longer strings have rare characters among them.
const MAX_NARROWED: usize = 6;

/// Of the documents that have all characters of a short string, keeps those in which terms can join to it: for 第十条 those
/// with a term that holds all of it, or with terms that end with 第, are 十, and begin with 条, or end with 第十 and begin with
/// 条, or end with 第 and begin with 十条. Worth it where there are many documents.
fn narrow(index: &Index, probes: &[Probe], text: &str, candidates: &mut Vec<u32>) -> Result<()> {
    let mut places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let num_chars = places.len();
    places.push(text.len());
    let is_known = probes.iter().all(|probe| probe.text.chars().nth(1).is_none())
        && text.chars().all(|char| probes.iter().any(|probe| probe.rarest == char));
    let num_postings: u64 = probes.iter().map(|probe| probe.num_postings).sum();
    let is_worth_it = candidates.len() as u64 * POSTINGS_A_TEXT > num_postings;
    if !is_known || !is_worth_it || !(2..=MAX_NARROWED).contains(&num_chars) {
        return Ok(());
    }
    // For each place between characters, which candidates have terms that join up to there.
    let mut reached: Vec<Vec<bool>> = vec![vec![false; candidates.len()]; places.len()];
    for (from, &start) in places.iter().enumerate() {
        let Some((done, further)) = reached.split_at_mut_checked(from + 1) else { continue };
        for (&end, reached) in places.iter().skip(from + 1).zip(further) {
            let part = text.get(start..end).unwrap_or("");
            let is_part = |term: &str| match (start == 0, end == text.len()) {
                (true, true) => term.contains(part),
                (true, false) => term.ends_with(part),
                (false, true) => term.starts_with(part),
                (false, false) => term == part,
            };
            let Some(first) = part.chars().next() else { continue };
            let terms = index.characters().terms_with(first);
            let which = index.which_have(&mut terms.filter(|&term| is_part(index.terms().term(term))))?;
            let before = done.last().map_or(&[][..], Vec::as_slice);
            for ((is_reached, document), was_reached) in reached.iter_mut().zip(&*candidates).zip(before) {
                let is_joined = from == 0 || *was_reached;
                *is_reached |= is_joined && which.get(*document as usize).copied().unwrap_or(false);
            }
        }
    }
    let mut is_kept = reached.pop().unwrap_or_default().into_iter();
    candidates.retain(|_| is_kept.next().unwrap_or(false));
    Ok(())
}

/// Of ascending numbers, keeps those that another such list has.
fn keep_common(known: &mut Vec<u32>, other: &[u32]) {
    let mut rest = other;
    // Many of them lie close to each other.
    known.retain(|number| {
        let near = rest.iter().take(16).position(|one| one >= number);
        let at = near.unwrap_or_else(|| rest.partition_point(|one| one < number));
        rest = rest.get(at..).unwrap_or(&[]);
        rest.first() == Some(number)
    });
}

/// Whether a run of digits or of letters stands in a term as a whole one.
fn holds_run(term: &[u8], run: &[u8]) -> bool {
    let Some((first, last)) = run.first().zip(run.last()) else { return false };
    let goes_on = |inside: &u8, outside: Option<&u8>| {
        outside.is_some_and(|outside| {
            outside.is_ascii_alphanumeric() && inside.is_ascii_digit() == outside.is_ascii_digit()
        })
    };
    // Terms are short: a searcher costs more than looking at every place.
    term.windows(run.len()).enumerate().any(|(start, part)| {
        part.first() == Some(first)
            && part == run
            && !goes_on(first, start.checked_sub(1).and_then(|before| term.get(before)))
            && !goes_on(last, term.get(start + run.len()))
    })
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
