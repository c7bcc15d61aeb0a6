//! How are the characters of the index read? So that a word is found by typing its pinyin.
//!
//! A table of all characters ([`Readings::parse`]) is given to a builder; what is stored are the readings of the characters
//! that stand in terms, without tones. Useful for walking the terms by sound (`query/sound.rs`); not useful for
//! telling which of its readings a character has in a text.

use super::terms::TermDictionary;
use crate::Result;
use crate::format::{BitReader, BitWriter, ByteReader, ByteWriter, crc32c, deflate, inflate};
use crate::text::is_han;

const SECTION: &str = "PINY";
/// There are some 410 syllables without their tones.
const MAX_SYLLABLES: usize = 1024;
/// `zhuang` has six letters; two more for what a later table may spell.
const MAX_LETTERS: usize = 8;
/// No table of an index has more readings for each character.
const MAX_READINGS: usize = 16;
const MAX_TABLE_BYTES: u64 = (MAX_SYLLABLES * (MAX_LETTERS + 4)) as u64;

/// A character and the place of a syllable in one number, so that pairs are sorted as numbers.
fn pair(char: u32, syllable: usize) -> u32 {
    char << 10 | syllable as u32
}

/// Readings of characters: syllables of the letters a to z, v for ü, without tones.
#[derive(Clone, Debug, Default)]
pub struct Readings {
    /// Ascending.
    syllables: Vec<String>,
    /// Characters with the places of their syllables ([`pair`]), ascending.
    pairs: Vec<u32>,
    checksum: u32,
}

impl Readings {
    /// Reads a table: lines of a syllable, a tab and the characters that are read so (`shu\t书数`), syllables ascending,
    /// such as `data/pinyin.txt`. Other lines are passed over.
    pub fn parse(table: &str) -> Readings {
        let mut readings = Readings { checksum: crc32c(table.as_bytes()), ..Readings::default() };
        for (syllable, chars) in table.lines().filter_map(|line| line.split_once('\t')) {
            let place = readings.syllables.len();
            let is_next = readings.syllables.last().is_none_or(|last| last.as_str() < syllable);
            if is_next && is_syllable(syllable) && place < MAX_SYLLABLES {
                readings.syllables.push(syllable.to_owned());
                let chars = chars.chars().filter(|&char| is_han(char));
                readings.pairs.extend(chars.map(|char| pair(char as u32, place)));
            }
        }
        readings.pairs.sort_unstable();
        readings.pairs.dedup();
        readings
    }

    /// CRC-32C of the table that was parsed.
    pub(super) fn checksum(&self) -> u32 {
        self.checksum
    }

    /// The readings of a character, ascending. Cost: a binary search.
    pub fn of(&self, char: char) -> impl Iterator<Item = &str> {
        self.places_of(char).filter_map(|place| self.syllables.get(place)).map(String::as_str)
    }

    fn places_of(&self, char: char) -> impl Iterator<Item = usize> {
        let (start, end) = (pair(char as u32, 0), pair(char as u32 + 1, 0));
        let first = self.pairs.partition_point(|&pair| pair < start);
        let pairs = self.pairs.get(first..).unwrap_or(&[]).iter();
        pairs.take_while(move |&&pair| pair < end).map(move |pair| (pair - start) as usize)
    }

    /// The section: the readings of the characters of `terms`; `None` where none has one.
    pub(super) fn encode<'t>(&self, terms: impl Iterator<Item = &'t str>) -> Option<Vec<u8>> {
        let chars = han_of(terms);
        let mut lists: Vec<Vec<u32>> = vec![Vec::new(); self.syllables.len()];
        for (place, &char) in (0u32..).zip(&chars) {
            for syllable in self.places_of(char).take(MAX_READINGS) {
                if let Some(list) = lists.get_mut(syllable) {
                    list.push(place);
                }
            }
        }
        let used = || self.syllables.iter().zip(&lists).filter(|(_, list)| !list.is_empty());
        used().next()?;
        let (mut column, mut bits) = (ByteWriter::new(), BitWriter::new());
        column.column(used().map(|(syllable, _)| syllable.as_str()));
        for (_, list) in used() {
            bits.write_gamma(list.len() as u32);
            bits.write_ascending(list, chars.len() as u32);
        }
        let (column, mut writer) = (column.finish(), ByteWriter::new());
        writer.varint(column.len() as u64);
        writer.block(&deflate(&column));
        writer.raw(&bits.finish());
        Some(writer.finish())
    }

    /// Reads what [`Readings::encode`] wrote for the same terms. Errors: `Corrupt` where an invariant does not hold.
    pub(super) fn decode(bytes: &[u8], terms: &TermDictionary) -> Result<Readings> {
        let chars = han_of(terms.iter());
        let mut reader = ByteReader::new(bytes, SECTION);
        let len_bytes = reader.number(MAX_TABLE_BYTES, "a length")? as usize;
        let plain = inflate(reader.block()?, len_bytes, SECTION)?;
        let mut column = ByteReader::new(&plain, SECTION);
        let syllables: Vec<String> = column.column()?.iter().map(str::to_owned).collect();
        column.finish()?;
        let ascends = syllables.iter().zip(syllables.iter().skip(1)).all(|(a, b)| a < b);
        if syllables.len() > MAX_SYLLABLES || !ascends || !syllables.iter().all(|it| is_syllable(it)) {
            return Err(reader.corrupt("expected syllables of the letters a to z, ascending"));
        }
        let mut bits = BitReader::new(reader.raw(reader.num_left())?, 0, SECTION);
        let mut readings = Readings { syllables, ..Readings::default() };
        let mut list = Vec::new();
        for place in 0..readings.syllables.len() {
            let num = bits.read_gamma()? as usize;
            list.clear();
            bits.read_ascending(num, chars.len() as u32, &mut list)?;
            readings
                .pairs
                .extend(list.iter().filter_map(|&at| Some(pair(*chars.get(at as usize)? as u32, place))));
            // A list of all characters takes no bits, so their sum is bounded here.
            if readings.pairs.len() > chars.len() * MAX_READINGS {
                return Err(reader.corrupt("more readings than characters can have"));
            }
        }
        readings.pairs.sort_unstable();
        Ok(readings)
    }
}

fn is_syllable(text: &str) -> bool {
    (1..=MAX_LETTERS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The distinct Han characters of the Basic Multilingual Plane in `terms`, ascending: rarer ones have no reading.
fn han_of<'t>(terms: impl Iterator<Item = &'t str>) -> Vec<char> {
    let mut is_there = vec![false; 0x1_0000];
    for char in terms.flat_map(str::chars) {
        if let Some(slot) = is_there.get_mut(char as usize) {
            *slot = true;
        }
    }
    let there =
        (0u32..).zip(is_there).filter_map(|(code, is_there)| char::from_u32(code).filter(|_| is_there));
    there.filter(|&char| is_han(char)).collect()
}
