//! Putting things in order, with one sort for all types.
//!
//! The library's sorts are made anew for each type and each way to compare: the search module had twenty of them (15 KB of code,
//! 24 November 2026). Here the sort moves numbers of places and asks through a pointer which of two comes first. For lists
//! of a page of hits or a few thousand terms. What is long and has a whole number to go by is sorted by its bytes.

use std::cmp::Ordering;

/// Sorts `items`; equal ones stay as they stood. Cost: n log n comparisons, each through a pointer.
pub(crate) fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let order = {
        let items = &*items;
        order_of(items.len(), &mut |a, b| match (items.get(a as usize), items.get(b as usize)) {
            (Some(a), Some(b)) => compare(a, b) == Ordering::Greater,
            _ => false,
        })
    };
    // Each place takes the item that belongs there; one that was moved on already is found by following where it went.
    for place in 0..items.len() {
        let mut from = order[place] as usize;
        while from < place {
            from = order[from] as usize;
        }
        items.swap(place, from);
    }
}

/// Sorts `items` by a key; equal ones stay as they stood.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// Counting 256 bytes for fewer is dearer than to put each where it belongs.
const MAX_INSERTED: usize = 32;

/// Sorts `items` by a whole number of each, the lowest first; equal ones stay as they stood. Byte by byte: modules are built with
/// a library made small, whose sort is a heap's, and that took a third of the time of comparing two long texts and a quarter of
/// laying a site out. Cost: linear in the items, for each byte of the largest number; and a second list.
#[inline(always)]
pub(crate) fn sort_by_number<T: Copy + Default>(items: &mut Vec<T>, number: impl Fn(T) -> u64) {
    if items.len() <= MAX_INSERTED {
        for end in 1..items.len() {
            let item = items[end];
            let mut at = end;
            while at > 0 && number(items[at - 1]) > number(item) {
                items[at] = items[at - 1];
                at -= 1;
            }
            items[at] = item;
        }
        return;
    }
    let largest = items.iter().map(|&item| number(item)).max().unwrap_or(0);
    let mut sorted = vec![T::default(); items.len()];
    for shift in (0..u64::BITS).step_by(8).take_while(|&shift| largest >> shift > 0) {
        let byte = |item: T| (number(item) >> shift) as usize & 0xff;
        let mut starts = [0usize; 257];
        for &item in items.iter() {
            starts[byte(item) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        for &item in items.iter() {
            let start = &mut starts[byte(item)];
            sorted[*start] = item;
            *start += 1;
        }
        std::mem::swap(items, &mut sorted);
    }
}

/// Sorts whole numbers, the lowest first; see [`sort_by_number`].
#[cfg(any(feature = "build", feature = "compare"))]
#[cfg_attr(optimize_for_size, optimize(speed))]
pub(crate) fn sort_numbers(numbers: &mut Vec<u64>) {
    sort_by_number(numbers, |number| number);
}

/// The same for short lists of small ones, such as the terms of a unit.
#[cfg(feature = "build")]
#[cfg_attr(optimize_for_size, optimize(speed))]
pub(crate) fn sort_small_numbers(numbers: &mut Vec<u32>) {
    sort_by_number(numbers, u64::from);
}

/// The order of `len` places: merging runs of one, two, four …
fn order_of(len: usize, is_after: &mut dyn FnMut(u32, u32) -> bool) -> Vec<u32> {
    let mut order: Vec<u32> = (0..len as u32).collect();
    let mut merged: Vec<u32> = Vec::with_capacity(len);
    let mut run = 1;
    while run < len {
        merged.clear();
        for pair in order.chunks(2 * run) {
            let (mut left, mut right) = pair.split_at(run.min(pair.len()));
            while let (Some((&a, after_a)), Some((&b, after_b))) = (left.split_first(), right.split_first()) {
                if is_after(a, b) {
                    merged.push(b);
                    right = after_b;
                } else {
                    merged.push(a);
                    left = after_a;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        std::mem::swap(&mut order, &mut merged);
        run *= 2;
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_library_does(items in prop::collection::vec((0u8..20, any::<u8>()), 0..200)) {
            let (mut ours, mut theirs) = (items.clone(), items);
            sort_by_key(&mut ours, |item| item.0);
            theirs.sort_by_key(|item| item.0);
            prop_assert_eq!(&ours, &theirs);
            sort_by(&mut ours, |a, b| b.cmp(a));
            theirs.sort_by(|a, b| b.cmp(a));
            prop_assert_eq!(ours, theirs);
        }

        #[cfg(any(feature = "build", feature = "compare"))]
        #[test]
        fn numbers_too(numbers in prop::collection::vec(prop_oneof![any::<u64>(), 0u64..300, Just(1 << 63)], 0..200)) {
            let (mut ours, mut theirs) = (numbers.clone(), numbers);
            sort_numbers(&mut ours);
            theirs.sort_unstable();
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn what_has_a_number_too(items in prop::collection::vec((prop_oneof![0u64..3, any::<u64>()], any::<u8>()), 0..200)) {
            let (mut ours, mut theirs) = (items.clone(), items);
            sort_by_number(&mut ours, |item| item.0);
            theirs.sort_by_key(|item| item.0);
            prop_assert_eq!(ours, theirs);
        }
    }

    #[cfg(any(feature = "build", feature = "compare"))]
    #[test]
    fn many_numbers_too() {
        for (len, of) in [(0, u64::MAX), (1, u64::MAX), (5000, u64::MAX), (5000, 300)] {
            let mut numbers: Vec<u64> = (1..=len)
                .map(|at: u64| at.wrapping_mul(0x9e37_79b9_7f4a_7c15) % of)
                .flat_map(|number| [number, number ^ 1 << 62])
                .collect();
            let mut expected = numbers.clone();
            expected.sort();
            sort_numbers(&mut numbers);
            assert!(numbers == expected, "{len} numbers below {of}");
        }
    }
}
