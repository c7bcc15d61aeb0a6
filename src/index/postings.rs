//! Postings: for a term, the units it stands in, and how often.
//!
//! A term's list is coded interpolatively: the smallest of the codes measured on our corpora (documents as a
//! share of gzip: interpolative .205, Elias–Fano .218, Rice .221, varint .28, 128-blocks .287), and safe: whatever
//! the bits are, the list ascends and stays below the number of units. Lists are short (five units on average),
//! so skipping is not needed; terms are grouped, and only where a group starts is stored.
//!
//! Wire: number of terms, of units, of lists; which terms have a list, and the lists' lengths in gamma codes; the
//! groups' lengths in bits; the bits.

use crate::Result;
use crate::format::{BitReader, BitWriter, ByteReader, ByteWriter};
use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use super::terms::{MAX_TERMS, TermId};

/// A group is closed when it has this many terms …
const GROUP_TERMS: usize = 1024;
/// … or this many postings; a longer list has a group of its own.
const GROUP_POSTINGS: u64 = 256;

/// The lists of one field.
#[derive(Debug, Default)]
pub struct Postings {
    section: &'static str,
    num_units: u32,
    lengths: Vec<u32>,
    groups: Vec<Group>,
    /// Where the bits are in the section.
    bits: Range<usize>,
    has_frequencies: bool,
    /// The groups that have been read.
    read: RefCell<Vec<Option<Rc<Lists>>>>,
}

#[derive(Clone, Copy, Debug)]
struct Group {
    first_term: u32,
    bit: u64,
}

/// Writes lists in the order of the terms.
pub(crate) struct PostingsWriter {
    num_units: u32,
    has_frequencies: bool,
    lengths: Vec<u32>,
    bits: BitWriter,
    starts: Vec<u64>,
}

impl PostingsWriter {
    /// Starts; frequencies are written or left out for all lists alike.
    pub(crate) fn new(num_units: u32, has_frequencies: bool) -> Self {
        PostingsWriter {
            num_units,
            has_frequencies,
            lengths: Vec::new(),
            bits: BitWriter::new(),
            starts: Vec::new(),
        }
    }

    /// Adds the list of the next term: ascending units, and for each how often the term stands there.
    pub(crate) fn list(&mut self, units: &[u32], frequencies: &[u32]) {
        self.starts.push(self.bits.len_bits());
        self.lengths.push(units.len() as u32);
        self.bits.write_ascending(units, self.num_units);
        if self.has_frequencies {
            // Most lists are of terms that stand once in each of their units: one bit says so.
            let is_once = frequencies.iter().all(|&frequency| frequency == 1);
            if !units.is_empty() {
                self.bits.write(u32::from(is_once), 1);
            }
            for &frequency in frequencies.iter().filter(|_| !is_once) {
                self.bits.write_count(frequency);
            }
        }
    }

    pub(crate) fn finish(mut self) -> Vec<u8> {
        self.starts.push(self.bits.len_bits());
        // First which terms have a list at all, then how long those are.
        let mut lengths = BitWriter::new();
        let present: Vec<u32> =
            (0..self.lengths.len() as u32).filter(|&term| self.lengths[term as usize] > 0).collect();
        lengths.write_ascending(&present, self.lengths.len() as u32);
        for &term in &present {
            lengths.write_gamma(self.lengths[term as usize]);
        }
        let mut groups = ByteWriter::new();
        let firsts = group_starts(&self.lengths);
        for (at, &first) in firsts.iter().enumerate() {
            let next = firsts.get(at + 1).map_or(self.lengths.len(), |&next| next as usize);
            groups.varint(self.starts[next] - self.starts[first as usize]);
        }
        let mut writer = ByteWriter::new();
        writer.varint(self.lengths.len() as u64);
        writer.varint(u64::from(self.num_units));
        writer.varint(present.len() as u64);
        writer.block(&lengths.finish());
        writer.block(&groups.finish());
        writer.raw(&self.bits.finish());
        writer.finish()
    }
}

/// The first term of each group; writer and reader derive the same from the lengths.
fn group_starts(lengths: &[u32]) -> Vec<u32> {
    let mut starts = Vec::new();
    let (mut num_terms, mut num_postings) = (GROUP_TERMS, 0u64);
    for (term, &length) in lengths.iter().enumerate() {
        if num_terms == GROUP_TERMS || num_postings + u64::from(length) > GROUP_POSTINGS {
            starts.push(term as u32);
            (num_terms, num_postings) = (0, 0);
        }
        num_terms += 1;
        num_postings += u64::from(length);
    }
    starts
}

impl Postings {
    /// Reads the head of a section; the bits stay where they are.
    pub(crate) fn open(bytes: &[u8], section: &'static str, has_frequencies: bool) -> Result<Postings> {
        let mut reader = ByteReader::new(bytes, section);
        let num_terms = reader.number(MAX_TERMS, "a number of terms")? as usize;
        let num_units = reader.number(u64::from(u32::MAX >> 1), "a number of units")? as u32;
        let num_present = reader.number(num_terms as u64, "a number of lists")? as usize;
        let length_bits = reader.block()?;
        if num_present > length_bits.len().saturating_mul(8) {
            return Err(reader.corrupt("fewer lengths than lists"));
        }
        let mut length_reader = BitReader::new(length_bits, 0, section);
        let mut present = Vec::with_capacity(num_present);
        length_reader.read_ascending(num_present, num_terms as u32, &mut present)?;
        let mut lengths = vec![0u32; num_terms];
        for term in present {
            let length = length_reader.read_gamma()?;
            if length > num_units {
                return Err(reader.corrupt("a list is longer than there are units"));
            }
            if let Some(slot) = lengths.get_mut(term as usize) {
                *slot = length;
            }
        }
        let mut group_reader = ByteReader::new(reader.block()?, section);
        let bits = bytes.len() - reader.num_left()..bytes.len();
        let max_bit = bits.len() as u64 * 8;
        let mut bit = 0u64;
        let mut groups = Vec::new();
        for first_term in group_starts(&lengths) {
            groups.push(Group { first_term, bit });
            bit += group_reader.number(max_bit, "a length in bits")?;
        }
        group_reader.finish()?;
        if bit > max_bit {
            return Err(reader.corrupt("the lists are longer than the section"));
        }
        let read = RefCell::new(vec![None; groups.len()]);
        Ok(Postings { section, num_units, lengths, groups, bits, has_frequencies, read })
    }

    /// Gives the number of terms.
    pub fn num_terms(&self) -> usize {
        self.lengths.len()
    }

    /// Gives the number of units.
    pub fn num_units(&self) -> u32 {
        self.num_units
    }

    /// Gives the length of all lists together.
    pub fn num_postings(&self) -> u64 {
        self.lengths.iter().map(|&length| u64::from(length)).sum()
    }

    /// Gives in how many units a term stands.
    #[inline]
    pub fn length(&self, term: TermId) -> u32 {
        self.lengths.get(term.index()).copied().unwrap_or(0)
    }

    /// Gives the list of `term` from the bytes of the section: its units, and for each the frequency (1 where the
    /// field stores none).
    ///
    /// Errors: `Corrupt` when the bits end early. Cost: the first time, linear in the group of the term (at most
    /// 256 postings or one long list), which is kept.
    #[cfg_attr(optimize_for_size, optimize(speed))]
    pub(crate) fn list(&self, section: &[u8], term: TermId) -> Result<List> {
        if self.length(term) == 0 {
            return Ok(List::default());
        }
        let at = self.groups.partition_point(|group| group.first_term <= term.0);
        let Some(at) = at.checked_sub(1) else { return Ok(List::default()) };
        let Some(&group) = self.groups.get(at) else { return Ok(List::default()) };
        let held = self.read.borrow().get(at).and_then(Clone::clone);
        let lists = match held {
            Some(lists) => lists,
            None => {
                let end = self.groups.get(at + 1).map_or(self.lengths.len() as u32, |next| next.first_term);
                let lists = Rc::new(self.read_group(section, group, end)?);
                if let Some(slot) = self.read.borrow_mut().get_mut(at) {
                    *slot = Some(Rc::clone(&lists));
                }
                lists
            }
        };
        let start = lists.starts.get((term.0 - group.first_term) as usize).map_or(0, |&start| start as usize);
        Ok(List { lists, range: start..start + self.length(term) as usize })
    }

    /// Visits all postings, by term and then by unit, and keeps nothing.
    ///
    /// Errors: `Corrupt` when the bits end early. Cost: linear in the postings.
    pub(crate) fn visit(&self, section: &[u8], mut visit: impl FnMut(TermId, u32, u32)) -> Result<()> {
        for (at, &group) in self.groups.iter().enumerate() {
            let end = self.groups.get(at + 1).map_or(self.lengths.len() as u32, |next| next.first_term);
            let lists = self.read_group(section, group, end)?;
            let mut found = lists.units.iter().zip(&lists.frequencies);
            for term in group.first_term..end {
                for (&unit, &frequency) in found.by_ref().take(self.length(TermId(term)) as usize) {
                    visit(TermId(term), unit, u32::from(frequency));
                }
            }
        }
        Ok(())
    }

    fn read_group(&self, section: &[u8], group: Group, end: u32) -> Result<Lists> {
        let bytes = section.get(self.bits.clone()).unwrap_or(&[]);
        let mut reader = BitReader::new(bytes, group.bit, self.section);
        let mut lists = Lists::default();
        for term in group.first_term..end {
            let length = self.length(TermId(term)) as usize;
            lists.starts.push(lists.units.len() as u32);
            reader.read_ascending(length, self.num_units, &mut lists.units)?;
            let is_once = !self.has_frequencies || length == 0 || reader.read(1)? == 1;
            for _ in 0..length {
                let frequency = if is_once { 1 } else { reader.read_count()? };
                lists.frequencies.push(u16::try_from(frequency).unwrap_or(u16::MAX));
            }
        }
        Ok(lists)
    }
}

/// The lists of a group, end to end.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Where the list of each term starts.
    pub(super) starts: Vec<u32>,
    pub(super) units: Vec<u32>,
    pub(super) frequencies: Vec<u16>,
    /// The lengths of the units, as levels; empty where the index has a table of them.
    pub(super) levels: Vec<u8>,
}

/// The list of one term.
#[derive(Clone, Debug, Default)]
pub struct List {
    pub(super) lists: Rc<Lists>,
    pub(super) range: Range<usize>,
}

impl List {
    /// The units, ascending.
    pub fn units(&self) -> &[u32] {
        self.lists.units.get(self.range.clone()).unwrap_or(&[])
    }

    /// The length of the unit at `place` of the list, as a level: the list's own, or that of the table.
    #[inline(always)]
    pub(crate) fn level(&self, place: usize, unit: u32, table: &[u8]) -> u8 {
        let own = self.lists.levels.get(self.range.start + place);
        own.or_else(|| table.get(unit as usize)).copied().unwrap_or(0)
    }

    /// Visits the units with how often the term stands there (at most 65,535).
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let frequencies = self.lists.frequencies.get(self.range.clone()).unwrap_or(&[]);
        self.units().iter().zip(frequencies).map(|(&unit, &frequency)| (unit, u32::from(frequency)))
    }
}
