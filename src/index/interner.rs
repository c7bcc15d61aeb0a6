//! Numbers for strings: each distinct string once, in one piece of memory.

/// Gives each distinct string a number, in the order of first appearance.
#[derive(Default)]
pub(super) struct Interner {
    text: String,
    /// Where each string ends in `text`.
    ends: Vec<u32>,
    /// Open addressing; a power of two long, at most half full.
    slots: Vec<Slot>,
}

/// A place of the table.
#[derive(Clone, Copy, Default)]
struct Slot {
    /// Some bits of the hash, so that most other strings are told apart without being read.
    tag: u32,
    /// The number of the string, and one; 0 where the place is free.
    number: u32,
}

const FIRST_SLOTS: usize = 1 << 12;

impl Interner {
    /// Gives the number of `string`, a new one where it has none.
    #[cfg_attr(optimize_for_size, optimize(speed))]
    pub(super) fn number(&mut self, string: &str) -> u32 {
        if self.ends.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let hash = hash_of(string);
        let mask = self.slots.len() - 1;
        let mut at = (hash >> 32) as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.number == 0 {
                self.text.push_str(string);
                self.ends.push(self.text.len() as u32);
                let number = self.ends.len() as u32;
                self.slots[at] = Slot { tag: hash as u32, number };
                return number - 1;
            }
            if slot.tag == hash as u32 && self.at(slot.number - 1) == string {
                return slot.number - 1;
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let len = (self.slots.len() * 2).max(FIRST_SLOTS);
        let mut slots = vec![Slot::default(); len];
        for number in 0..self.ends.len() as u32 {
            let hash = hash_of(self.at(number));
            let mut at = (hash >> 32) as usize & (len - 1);
            while slots[at].number != 0 {
                at = (at + 1) & (len - 1);
            }
            slots[at] = Slot { tag: hash as u32, number: number + 1 };
        }
        self.slots = slots;
    }

    /// The string of a number that was given out.
    #[cfg_attr(optimize_for_size, optimize(speed))]
    pub(super) fn at(&self, number: u32) -> &str {
        let at = number as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.text[start..self.ends[at] as usize]
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }
}

/// A fixed hash, eight bytes at a time: the table is only looked up, never iterated, so it decides no order.
#[cfg_attr(optimize_for_size, optimize(speed))]
fn hash_of(string: &str) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = string.len() as u64;
    let (words, rest) = string.as_bytes().as_chunks::<8>();
    for word in words {
        hash = (hash ^ u64::from_le_bytes(*word)).wrapping_mul(FACTOR).rotate_left(29);
    }
    let last = rest.iter().rev().fold(0u64, |word, &byte| word << 8 | u64::from(byte));
    hash = (hash ^ last).wrapping_mul(FACTOR);
    hash ^ hash >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_for_each_distinct_string() {
        let strings: Vec<String> = (0..30_000u32).map(|n| format!("词{}", n * 7 % 20_000)).collect();
        let mut interner = Interner::default();
        let numbers: Vec<u32> = strings.iter().map(|string| interner.number(string)).collect();
        assert_eq!(interner.len(), 20_000);
        for (string, &number) in strings.iter().zip(&numbers) {
            assert_eq!(interner.at(number), string);
            assert_eq!(interner.number(string), number);
        }
    }
}
