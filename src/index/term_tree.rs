//! Terms on the wire: a tree of characters, in which each node says which characters go on from it.
//!
//! Front coding writes what each term adds to the one before, and lets a compressor find what is frequent in that.
//! Here the characters that may follow a prefix are a set, so their order costs nothing, and each kind of place has
//! its own frequencies: the first character after a Han character, further ones, and those after anything else.
//! On the CMRC documents .063 of gzip of the text, where front coding and deflate take .089.
//!
//! Wire, in bits: how many different characters there are (gamma, and one more), which (ascending); for each whether it
//! begins a term (1), and for each kind of place how frequent it is there (count: 1 never, else the number of bits of
//! how often, and one more). Then the children of the root, and for every node that has children these: how many (gamma), which (set
//! code; for the root they are known), how many of them have children (gamma, and one more), which (ascending); for each of
//! them, in the order of the characters, whether it is a term itself (1), and its children. What has no children is a term.

use super::terms::MAX_TERM_BYTES;
use crate::format::{BitReader, BitWriter, ByteReader, SetCode};
use crate::order;
use crate::sorted::SortedMap;
use crate::text::is_han;
use crate::{Error, ErrorKind, Result};

/// One past the last code point.
const NUM_CODE_POINTS: u32 = 0x11_0000;
/// After something else than a Han character; after one at the start; after one further on.
const NUM_PLACES: usize = 3;

/// The kind of place after `last`, which has `num_before` characters before it.
fn place_after(last: char, num_before: usize) -> usize {
    match (is_han(last), num_before) {
        (false, _) => 0,
        (true, 0) => 1,
        (true, _) => 2,
    }
}

/// The characters that follow in one kind of place, the frequent ones first.
#[derive(Default)]
struct Alphabet {
    chars: Vec<char>,
    code: SetCode,
}

impl Alphabet {
    /// `levels` are of the characters in ascending order, 0 for one that does not follow here.
    fn new(levels: impl Iterator<Item = (char, u32)>) -> Alphabet {
        let mut chars: Vec<(u32, char)> =
            levels.filter(|&(_, level)| level > 0).map(|(char, level)| (level, char)).collect();
        order::sort_by_key(&mut chars, |&(level, _)| std::cmp::Reverse(level));
        let weights: Vec<u32> = chars.iter().map(|&(level, _)| 3 << level.min(29) >> 2).collect();
        Alphabet { code: SetCode::new(&weights), chars: chars.into_iter().map(|(_, char)| char).collect() }
    }
}

/// What is known of a character while terms are written.
#[derive(Clone, Copy, Default)]
struct Known {
    /// How often it follows in each kind of place, and its rank there.
    counts: [u32; NUM_PLACES],
    ranks: [u32; NUM_PLACES],
    begins_term: bool,
}

/// The characters of terms: the common ones of Han are found at once, a site asks for them half a million times.
struct Characters {
    /// One more than the place in `known`, from U+4E00 on; 0 for none.
    han: Vec<u32>,
    others: SortedMap<char, usize>,
    known: Vec<(char, Known)>,
}

const FIRST_HAN: usize = 0x4e00;
const NUM_HAN: usize = 0x5200;

impl Characters {
    #[cfg_attr(optimize_for_size, optimize(speed))]
    fn get_mut(&mut self, char: char) -> &mut Known {
        let next = self.known.len();
        let at = match (char as usize).checked_sub(FIRST_HAN).and_then(|at| self.han.get_mut(at)) {
            Some(at) => {
                if *at == 0 {
                    *at = next as u32 + 1;
                }
                *at as usize - 1
            }
            None => *self.others.or_insert(char, next),
        };
        if at == next {
            self.known.push((char, Known::default()));
        }
        &mut self.known[at].1
    }

    fn rank(&self, char: char, place: usize) -> u32 {
        let at = match (char as usize).checked_sub(FIRST_HAN).and_then(|at| self.han.get(at)) {
            Some(&at) => (at as usize).checked_sub(1),
            None => self.others.get(&char).copied(),
        };
        at.and_then(|at| self.known.get(at)).map_or(0, |(_, known)| known.ranks[place])
    }
}

/// Writes `terms`, which ascend strictly in byte order and are not empty.
#[cfg_attr(optimize_for_size, optimize(speed))]
pub(super) fn encode(terms: &[&str]) -> Vec<u8> {
    let mut characters = Characters { han: vec![0; NUM_HAN], others: SortedMap::new(), known: Vec::new() };
    let mut previous = "";
    for term in terms {
        let shared = term.chars().zip(previous.chars()).take_while(|(a, b)| a == b).count();
        let mut last = None;
        for (at, char) in term.chars().enumerate() {
            let known = characters.get_mut(char);
            match last {
                None => known.begins_term = true,
                Some(last) if at >= shared => known.counts[place_after(last, at - 1)] += 1,
                Some(_) => {}
            }
            last = Some(char);
        }
        previous = term;
    }
    let mut writer = BitWriter::new();
    let mut in_order = characters.known.clone();
    order::sort_by_number(&mut in_order, |(char, _)| u64::from(u32::from(char)));
    let code_points: Vec<u32> = in_order.iter().map(|&(char, _)| u32::from(char)).collect();
    writer.write_gamma(code_points.len() as u32 + 1);
    writer.write_ascending(&code_points, NUM_CODE_POINTS);
    let level_of = |count: u32| count.checked_ilog2().map_or(0, |level| level + 1);
    for (_, known) in &in_order {
        writer.write(u32::from(known.begins_term), 1);
        for count in known.counts {
            writer.write_count(level_of(count) + 1);
        }
    }
    let alphabets: [Alphabet; NUM_PLACES] = std::array::from_fn(|place| {
        Alphabet::new(in_order.iter().map(|&(char, known)| (char, level_of(known.counts[place]))))
    });
    for (place, alphabet) in alphabets.iter().enumerate() {
        for (rank, &char) in (0u32..).zip(&alphabet.chars) {
            characters.get_mut(char).ranks[place] = rank;
        }
    }
    let mut tree = TreeWriter { alphabets, characters, writer };
    tree.children(terms, 0, 0, None);
    tree.writer.finish()
}

struct TreeWriter {
    alphabets: [Alphabet; NUM_PLACES],
    characters: Characters,
    writer: BitWriter,
}

impl TreeWriter {
    /// Writes what goes on from the first `len_bytes` bytes of `terms`, which they share and which are `depth` characters
    /// that end in `last`.
    fn children(&mut self, terms: &[&str], len_bytes: usize, depth: usize, last: Option<char>) {
        let next = |term: &&str| term.get(len_bytes..).and_then(|rest| rest.chars().next());
        let longer = &terms[terms.partition_point(|term| next(term).is_none())..];
        let groups: Vec<&[&str]> = longer.chunk_by(|a, b| next(a) == next(b)).collect();
        let chars: Vec<char> = groups.iter().filter_map(|group| next(group.first()?)).collect();
        if let Some(last) = last {
            let place = place_after(last, depth - 1);
            let mut set: Vec<u32> = chars.iter().map(|&char| self.characters.rank(char, place)).collect();
            set.sort_unstable();
            self.writer.write_gamma(set.len() as u32);
            self.alphabets[place].code.write(&set, &mut self.writer);
        }
        let is_leaf =
            |group: &[&str], char: char| group.len() == 1 && group[0].len() == len_bytes + char.len_utf8();
        let inner: Vec<u32> = (0u32..)
            .zip(groups.iter().zip(&chars))
            .filter(|(_, (group, char))| !is_leaf(group, **char))
            .map(|(at, _)| at)
            .collect();
        self.writer.write_gamma(inner.len() as u32 + 1);
        self.writer.write_ascending(&inner, groups.len() as u32);
        for at in inner {
            let (group, char) = (groups[at as usize], chars[at as usize]);
            let end = len_bytes + char.len_utf8();
            self.writer.write(u32::from(group[0].len() == end), 1);
            self.children(group, end, depth + 1, Some(char));
        }
    }
}

/// Reads what [`encode`] wrote and calls `visit` with each term, ascending strictly in byte order.
///
/// Errors: `Corrupt` at the end of the bits, for more than `max_terms` terms, and for a term of more than [`MAX_TERM_BYTES`].
pub(super) fn decode(
    bytes: &[u8],
    section: &'static str,
    max_terms: usize,
    visit: impl FnMut(&str),
) -> Result<()> {
    let mut reader = BitReader::new(bytes, 0, section);
    let num_chars = reader.read_gamma()? - 1;
    if u64::from(num_chars) > bytes.len() as u64 * 8 {
        return Err(ByteReader::new(bytes, section).corrupt("more characters than bits"));
    }
    let mut code_points = Vec::with_capacity(num_chars as usize);
    reader.read_ascending(num_chars as usize, NUM_CODE_POINTS, &mut code_points)?;
    let mut first = Vec::new();
    let mut levels: [Vec<(char, u32)>; NUM_PLACES] = Default::default();
    for code_point in code_points {
        let Some(char) = char::from_u32(code_point) else {
            return Err(ByteReader::new(bytes, section).corrupt("a character that is none"));
        };
        if reader.read(1)? == 1 {
            first.push(char);
        }
        for place in &mut levels {
            place.push((char, reader.read_count()? - 1));
        }
    }
    let alphabets = levels.map(|levels| Alphabet::new(levels.into_iter()));
    let mut tree = TreeReader {
        alphabets,
        reader,
        section,
        prefix: String::new(),
        chars: first,
        inner: Vec::new(),
        set: Vec::new(),
        num_left: max_terms,
        visit,
    };
    tree.children(0, 0)
}

struct TreeReader<'b, V> {
    alphabets: [Alphabet; NUM_PLACES],
    reader: BitReader<'b>,
    section: &'static str,
    prefix: String,
    /// The children of the nodes on the way to the present one, end to end; so too which of them have children.
    chars: Vec<char>,
    inner: Vec<u32>,
    set: Vec<u32>,
    num_left: usize,
    visit: V,
}

impl<V: FnMut(&str)> TreeReader<'_, V> {
    fn corrupt(&self, what: &str) -> Error {
        Error::new(ErrorKind::Corrupt, format!("section {}: {what}; rebuild the index", self.section))
    }

    fn term(&mut self) -> Result<()> {
        self.num_left =
            self.num_left.checked_sub(1).ok_or_else(|| self.corrupt("more terms than it says"))?;
        (self.visit)(&self.prefix);
        Ok(())
    }

    /// Reads what goes on from the prefix, which has `depth` characters; its children are `chars` from `first` on.
    fn children(&mut self, first: usize, depth: usize) -> Result<()> {
        let num = self.chars.len() - first;
        let first_inner = self.inner.len();
        let num_inner = self.reader.read_gamma()? - 1;
        self.reader.read_ascending(num_inner as usize, num as u32, &mut self.inner)?;
        let mut next_inner = first_inner;
        for at in 0..num {
            let Some(&char) = self.chars.get(first + at) else { break };
            let len = self.prefix.len();
            self.prefix.push(char);
            if self.prefix.len() > MAX_TERM_BYTES {
                return Err(self.corrupt("a term is too long"));
            }
            let is_inner = self.inner.get(next_inner) == Some(&(at as u32));
            if !is_inner {
                self.term()?;
            } else {
                next_inner += 1;
                if self.reader.read(1)? == 1 {
                    self.term()?;
                }
                self.grandchildren(char, depth)?;
            }
            self.prefix.truncate(len);
        }
        self.inner.truncate(first_inner);
        self.chars.truncate(first);
        Ok(())
    }

    /// Reads the children of the prefix, which ends in `last` after `depth` characters, and what goes on from them.
    fn grandchildren(&mut self, last: char, depth: usize) -> Result<()> {
        let num = self.reader.read_gamma()?;
        self.set.clear();
        let Some(alphabet) = self.alphabets.get(place_after(last, depth)) else { return Ok(()) };
        alphabet.code.read(num, &mut self.reader, &mut self.set)?;
        if self.set.len() != num as usize {
            return Err(self.corrupt("more characters than there are"));
        }
        let start = self.chars.len();
        self.chars.extend(self.set.iter().filter_map(|&rank| alphabet.chars.get(rank as usize)));
        if let Some(children) = self.chars.get_mut(start..) {
            children.sort_unstable();
        }
        self.children(start, depth + 1)
    }
}
