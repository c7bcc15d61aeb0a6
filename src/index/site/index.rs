//! What an index does that may lack pieces; with a bundle, which lacks nothing, it is all there at once.

use super::{Candidates, Site};
use crate::index::Index;
use crate::{Error, ErrorKind, Result};
use std::cell::OnceCell;

impl Index {
    /// True for a site index: it has what has been fetched of it, and the rest can be asked for.
    pub fn is_site(&self) -> bool {
        self.site.is_some()
    }

    /// True when something was asked for that a site index does not have yet: then what was answered since
    /// [`Index::needs`] was last called is void.
    pub fn is_waiting(&self) -> bool {
        self.site.as_ref().is_some_and(Site::is_waiting)
    }

    /// The names of the pieces that were asked for and are not there, below the folder of the manifest; forgets
    /// them. Fetch them, [`supply`](Index::supply) each, and ask again.
    pub fn needs(&self) -> Vec<String> {
        self.site.as_ref().map(Site::needs).unwrap_or_default()
    }

    /// Checks a piece that was fetched, and takes it.
    ///
    /// Errors: `Corrupt` where the bytes are not those that the manifest lists; `Unsupported` for a name that it does
    /// not list, or where the index is no site. Cost: linear in the piece; for one of terms, in all terms so far.
    pub fn supply(&mut self, name: &str, bytes: Vec<u8>) -> Result<()> {
        let Some(site) = &mut self.site else {
            return Err(Error::new(ErrorKind::Unsupported, "only a site index is fetched in pieces"));
        };
        let held = site.supply(name, bytes)?;
        if let Some((terms, aliases, regional)) = held.terms {
            (self.terms, self.aliases, self.regional) = (terms, aliases, regional);
        }
        if let Some(documents) = held.documents {
            self.documents = documents;
            self.by_id = OnceCell::new();
        }
        Ok(())
    }

    /// True when all that is known of the documents is there, as it is but for a site index, which then notes what is
    /// missing: for filters, lists and counts over all documents.
    pub fn has_documents(&self) -> bool {
        match &self.site {
            Some(site) => {
                site.want_documents();
                !site.is_waiting()
            }
            None => true,
        }
    }

    /// True when all terms and aliases are there, as with [`Index::has_documents`].
    pub fn has_terms(&self) -> bool {
        match &self.site {
            Some(site) => {
                site.want_all_terms();
                !site.is_waiting()
            }
            None => true,
        }
    }

    /// The documents of a site index that may hold `string`, which is folded.
    pub fn candidates(&self, string: &str) -> Candidates {
        self.site.as_ref().map(|site| site.candidates(string)).unwrap_or_default()
    }

    /// How many terms and aliases there are, fetched or not.
    pub fn num_terms_and_aliases(&self) -> (u64, u64) {
        match &self.site {
            Some(site) => (site.num_terms(), site.num_aliases()),
            None => (self.terms.len() as u64, self.aliases.iter().count() as u64),
        }
    }

    /// The names of all pieces of a site index.
    pub fn piece_names(&self) -> Vec<String> {
        self.site.as_ref().map(Site::names).unwrap_or_default()
    }

    /// The kinds of pieces of a site index: name, how many, bytes in all.
    pub fn pieces(&self) -> impl Iterator<Item = (&'static str, u32, u64)> + '_ {
        self.site.iter().flat_map(Site::kinds)
    }
}
