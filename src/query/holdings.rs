//! Who holds the clauses of a query as typed, and its other forms?
//!
//! An index with all its texts at hand knows for certain. A site index knows of some documents only that they may:
//! those that are ranked are settled by looking into their texts, the others stay uncertain.

use super::forms::neighbours_of;
use super::literal::{Holding, Literal};
use super::parse::ClauseKind;
use super::plan::Plan;
use super::rank::Literals;
use crate::Result;
use crate::index::Index;
use crate::sorted::SortedMap;

/// Each list ascends by document.
#[derive(Debug, Default)]
pub(crate) struct Holdings {
    clauses: Vec<(ClauseKind, Vec<Holding>)>,
    forms: Vec<Vec<Holding>>,
    /// Which clauses a document should hold, one bit each.
    pub wanted: u64,
}

/// The documents that hold a string, or may hold it, that they must not.
#[derive(Debug, Default)]
pub(crate) struct Excluded {
    certain: Vec<u32>,
    uncertain: Vec<u32>,
}

impl Excluded {
    /// Whether a document is out; one of which it is not certain is so only for `unread` ones.
    pub(crate) fn has(&self, document: u32, is_unread: bool) -> bool {
        self.certain.binary_search(&document).is_ok()
            || (is_unread && self.uncertain.binary_search(&document).is_ok())
    }
}

impl Holdings {
    /// Looks up all clauses; one that nobody holds gets the words one edit away as forms.
    pub(crate) fn of(index: &Index, plan: &mut Plan, num_steps: &mut u64) -> Result<Holdings> {
        let mut holdings = Holdings::default();
        for clause in 0..plan.literals.len() {
            let Some((kind, literal)) = plan.literals.get(clause) else { continue };
            let (kind, text) = (*kind, literal.text.clone());
            let found = literal.documents(index, num_steps)?;
            if kind != ClauseKind::Excluded {
                holdings.wanted |= 1u64.checked_shl(clause as u32).unwrap_or(0);
            }
            holdings.clauses.push((kind, found));
            let is_nowhere = holdings.clauses.last().is_some_and(|(_, found)| found.is_empty());
            if kind == ClauseKind::Words && is_nowhere && !index.is_waiting() {
                let words = plan.words_of(clause);
                neighbours_of(index, &text, words, plan.forms_to_extend());
            }
        }
        Ok(holdings)
    }

    /// Looks up the forms, if that was not done before. False where pieces of a site are missing for it.
    pub(crate) fn look_up_forms(&mut self, index: &Index, plan: &Plan, num_steps: &mut u64) -> Result<bool> {
        for form in plan.forms.iter().skip(self.forms.len()) {
            self.forms.push(form.literal.documents(index, num_steps)?);
        }
        Ok(!index.is_waiting())
    }

    /// Which clauses each document holds, or may hold, and which documents are excluded.
    pub(crate) fn literals(&self) -> (Literals, Excluded) {
        let mut literals = Literals::new();
        let mut excluded = Excluded::default();
        for (clause, (kind, holdings)) in self.clauses.iter().enumerate().take(64) {
            for holding in holdings {
                if *kind == ClauseKind::Excluded {
                    let list =
                        if holding.is_certain { &mut excluded.certain } else { &mut excluded.uncertain };
                    list.push(holding.document);
                    continue;
                }
                let entry = literals.or_default(holding.document);
                entry.0 |= 1 << clause;
                entry.1 = entry.1.or(holding.unit);
            }
        }
        excluded.certain.sort_unstable();
        excluded.uncertain.sort_unstable();
        (literals, excluded)
    }

    /// The documents that hold each form.
    pub(crate) fn named_otherwise(&self) -> Vec<SortedMap<u32, Holding>> {
        let by_document =
            |holdings: &Vec<Holding>| holdings.iter().map(|&holding| (holding.document, holding)).collect();
        self.forms.iter().map(by_document).collect()
    }

    /// The documents that hold some form, some of them several times.
    pub(crate) fn named(&self) -> Vec<u32> {
        self.forms.iter().flatten().map(|holding| holding.document).collect()
    }

    /// Whether it is certain of all clauses that this document holds them.
    pub(crate) fn is_certain(&self, document: u32) -> bool {
        self.clauses.iter().filter(|(kind, _)| *kind != ClauseKind::Excluded).all(|(_, holdings)| {
            let at = holdings.binary_search_by_key(&document, |holding| holding.document);
            at.ok().and_then(|at| holdings.get(at)).is_none_or(|holding| holding.is_certain)
        })
    }

    /// Looks into the texts of `documents` for what they may hold. True when that changed something: then the choice
    /// of documents may be another one.
    pub(crate) fn settle(
        &mut self,
        index: &Index,
        plan: &Plan,
        documents: &[u32],
        num_steps: &mut u64,
    ) -> Result<bool> {
        if !index.is_site() {
            return Ok(false);
        }
        for &document in documents {
            index.indexed_text(document)?;
        }
        if index.is_waiting() {
            return Ok(false);
        }
        let literals = plan.literals.iter().map(|(_, literal)| literal);
        let forms = plan.forms.iter().map(|form| &form.literal);
        let of_clauses = self.clauses.iter_mut().map(|(_, holdings)| holdings).zip(literals);
        let mut has_changed = false;
        for (holdings, literal) in of_clauses.chain(self.forms.iter_mut().zip(forms)) {
            has_changed |= settle_one(index, literal, holdings, documents, num_steps)?;
        }
        Ok(has_changed)
    }
}

fn settle_one(
    index: &Index,
    literal: &Literal,
    holdings: &mut Vec<Holding>,
    documents: &[u32],
    num_steps: &mut u64,
) -> Result<bool> {
    let mut has_changed = false;
    for &document in documents {
        let Ok(at) = holdings.binary_search_by_key(&document, |holding| holding.document) else { continue };
        let is_settled = |holding: &Holding| holding.is_certain && holding.unit.is_some();
        if holdings.get(at).is_none_or(is_settled) {
            continue;
        }
        match literal.in_document(index, document, num_steps)? {
            // Where only the title holds it, its unit stays unknown.
            Some(found) => {
                if let Some(holding) = holdings.get_mut(at).filter(|holding| **holding != found) {
                    *holding = found;
                    has_changed = true;
                }
            }
            None => {
                holdings.remove(at);
                has_changed = true;
            }
        }
    }
    Ok(has_changed)
}
