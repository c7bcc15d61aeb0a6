//! A map in the order of its keys, whose code is small.
//!
//! It stands where `std::collections::BTreeMap` would: that one compiles to three to nine kilobytes for each pair of
//! types, and the module that a reader loads had forty of them (179 KB of code, a seventh of all, 24 November 2026).
//! This one is a B-tree of two levels: sorted leaves in a row. Up to some hundred thousand keys that is as fast.

use std::borrow::Borrow;

/// A leaf that grows past so many entries is split.
const MAX_LEAF: usize = 256;

/// A map from `K` to `V`, iterated in the order of the keys. Cost of a look-up: two binary searches; of an insertion:
/// that, and moving at most [`MAX_LEAF`] entries and (once in half as many insertions) the list of leaves.
#[derive(Clone, Debug)]
pub(crate) struct SortedMap<K, V> {
    /// Each sorted and not empty, and before the next. Values lie apart: so what looks for a key is made once for all maps
    /// with such keys.
    keys: Vec<Vec<K>>,
    /// In the same places.
    values: Vec<Vec<V>>,
}

impl<K, V> Default for SortedMap<K, V> {
    fn default() -> Self {
        SortedMap { keys: Vec::new(), values: Vec::new() }
    }
}

/// Where `key` is in sorted leaves, or would go: its leaf and its place there. The leaf is past the last only where there is
/// none.
fn find<K: Borrow<Q>, Q: Ord + ?Sized>(leaves: &[Vec<K>], key: &Q) -> (usize, Result<usize, usize>) {
    let is_before = |leaf: &Vec<K>| leaf.last().is_some_and(|last| last.borrow() < key);
    let leaf = match leaves.len() {
        0 | 1 => 0,
        len => leaves.partition_point(is_before).min(len - 1),
    };
    let keys = leaves.get(leaf).map_or(&[][..], Vec::as_slice);
    (leaf, keys.binary_search_by(|own| own.borrow().cmp(key)))
}

impl<K: Ord, V> SortedMap<K, V> {
    pub fn new() -> Self {
        SortedMap::default()
    }

    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let (leaf, place) = find(&self.keys, key);
        self.values.get(leaf)?.get(place.ok()?)
    }

    /// The key that is held, and its value.
    pub fn get_entry<Q: Ord + ?Sized>(&self, key: &Q) -> Option<(&K, &V)>
    where
        K: Borrow<Q>,
    {
        let (leaf, place) = find(&self.keys, key);
        let place = place.ok()?;
        Some((self.keys.get(leaf)?.get(place)?, self.values.get(leaf)?.get(place)?))
    }

    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let (leaf, place) = find(&self.keys, key);
        self.values.get_mut(leaf)?.get_mut(place.ok()?)
    }

    pub fn contains<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        find(&self.keys, key).1.is_ok()
    }

    /// Makes room for `key`, unless it is there: its leaf and place, and whether it is new. What is put there keeps
    /// the order.
    fn place<Q: Ord + ?Sized>(&mut self, key: &Q) -> (usize, usize, bool)
    where
        K: Borrow<Q>,
    {
        let (leaf, place) = find(&self.keys, key);
        let place = match place {
            Ok(place) => return (leaf, place, false),
            Err(place) => place,
        };
        let len = self.keys.len();
        match (self.keys.get_mut(leaf), self.values.get_mut(leaf)) {
            (Some(keys), Some(values)) if keys.len() == MAX_LEAF => {
                // Keys that come in order fill their leaves.
                if place == MAX_LEAF && leaf + 1 == len {
                    self.push_leaf();
                    return (leaf + 1, 0, true);
                }
                let upper = (keys.split_off(MAX_LEAF / 2), values.split_off(MAX_LEAF / 2));
                self.keys.insert(leaf + 1, upper.0);
                self.values.insert(leaf + 1, upper.1);
                if place > MAX_LEAF / 2 {
                    return (leaf + 1, place - MAX_LEAF / 2, true);
                }
            }
            (Some(_), Some(_)) => {}
            _ => self.push_leaf(),
        }
        (leaf, place, true)
    }

    fn push_leaf(&mut self) {
        self.keys.push(Vec::new());
        self.values.push(Vec::new());
    }

    /// Puts `value` under `key`, in place of what was there.
    pub fn insert(&mut self, key: K, value: V) {
        let (leaf, place, is_new) = self.place(&key);
        match is_new {
            true => {
                self.keys[leaf].insert(place, key);
                self.values[leaf].insert(place, value);
            }
            false => self.values[leaf][place] = value,
        }
    }

    /// What is under `key`; where there is nothing, `value` is put there first.
    pub fn or_insert(&mut self, key: K, value: V) -> &mut V {
        let (leaf, place, is_new) = self.place(&key);
        if is_new {
            self.keys[leaf].insert(place, key);
            self.values[leaf].insert(place, value);
        }
        &mut self.values[leaf][place]
    }

    pub fn or_default(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        self.or_insert(key, V::default())
    }

    /// Takes `key` out; what was under it.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let (leaf, place) = find(&self.keys, key);
        let place = place.ok()?;
        let keys = self.keys.get_mut(leaf)?;
        keys.remove(place);
        let value = self.values.get_mut(leaf)?.remove(place);
        if keys.is_empty() {
            self.keys.remove(leaf);
            self.values.remove(leaf);
        }
        Some(value)
    }

    /// The entries whose keys are `key` or come after it.
    pub fn iter_from<Q: Ord + ?Sized>(&self, key: &Q) -> Iter<'_, K, V>
    where
        K: Borrow<Q>,
    {
        let (leaf, place) = find(&self.keys, key);
        Iter {
            keys: self.keys.get(leaf..).unwrap_or_default(),
            values: self.values.get(leaf..).unwrap_or_default(),
            place: place.unwrap_or_else(|place| place),
        }
    }
}

impl<K, V> SortedMap<K, V> {
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// How many keys there are. Cost: linear in the leaves.
    pub fn len(&self) -> usize {
        self.keys.iter().map(Vec::len).sum()
    }

    pub fn iter(&self) -> Iter<'_, K, V> {
        Iter { keys: &self.keys, values: &self.values, place: 0 }
    }

    pub fn keys(&self) -> impl Iterator<Item = &K> + Clone {
        self.keys.iter().flatten()
    }

    pub fn values(&self) -> impl Iterator<Item = &V> + Clone {
        self.values.iter().flatten()
    }

    /// Takes out what `keep` does not want.
    pub fn retain(&mut self, mut keep: impl FnMut(&K, &V) -> bool) {
        for (keys, values) in self.keys.iter_mut().zip(&mut self.values) {
            let mut place = 0;
            values.retain(|value| {
                place += 1;
                let is_kept = keep(&keys[place - 1], value);
                if !is_kept {
                    place -= 1;
                    keys.remove(place);
                }
                is_kept
            });
        }
        self.keys.retain(|keys| !keys.is_empty());
        self.values.retain(|values| !values.is_empty());
    }

    /// All values, in the order of their keys.
    pub fn into_values(self) -> Vec<V> {
        self.values.into_iter().flatten().collect()
    }

    /// All entries, in order.
    pub fn into_entries(self) -> Vec<(K, V)> {
        self.keys.into_iter().flatten().zip(self.values.into_iter().flatten()).collect()
    }
}

/// The entries of a [`SortedMap`] in order, by reference.
pub(crate) struct Iter<'m, K, V> {
    keys: &'m [Vec<K>],
    values: &'m [Vec<V>],
    /// In the first of the leaves.
    place: usize,
}

impl<K, V> Clone for Iter<'_, K, V> {
    fn clone(&self) -> Self {
        Iter { keys: self.keys, values: self.values, place: self.place }
    }
}

impl<'m, K, V> Iterator for Iter<'m, K, V> {
    type Item = (&'m K, &'m V);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let ((keys, other_keys), (values, other_values)) =
                (self.keys.split_first()?, self.values.split_first()?);
            if let (Some(key), Some(value)) = (keys.get(self.place), values.get(self.place)) {
                self.place += 1;
                return Some((key, value));
            }
            (self.keys, self.values, self.place) = (other_keys, other_values, 0);
        }
    }
}

impl<'m, K, V> IntoIterator for &'m SortedMap<K, V> {
    type Item = (&'m K, &'m V);
    type IntoIter = Iter<'m, K, V>;

    fn into_iter(self) -> Iter<'m, K, V> {
        self.iter()
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for SortedMap<K, V> {
    /// Of several entries with one key the last stays.
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = SortedMap::new();
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// What is done to a map; keys from a small range, so that they meet, and from a large one, so that leaves split.
    fn steps() -> impl Strategy<Value = Vec<(u8, u16)>> {
        let few = prop::collection::vec((0u8..6, 0u16..40), 0..200);
        let many = prop::collection::vec((0u8..3, any::<u16>()), 0..1_200);
        prop_oneof![few, many]
    }

    proptest! {
        #[test]
        fn it_is_a_map_in_order(steps in steps()) {
            let (mut ours, mut theirs) = (SortedMap::new(), BTreeMap::new());
            for (step, (kind, key)) in (0u32..).zip(steps) {
                match kind {
                    0 => {
                        ours.insert(key, step);
                        theirs.insert(key, step);
                    }
                    1 | 2 => {
                        *ours.or_default(key) += step;
                        *theirs.entry(key).or_default() += step;
                    }
                    3 => prop_assert_eq!(ours.remove(&key), theirs.remove(&key)),
                    4 => {
                        ours.retain(|own, _| own % 7 != key % 7);
                        theirs.retain(|own, _| own % 7 != key % 7);
                    }
                    _ => if let Some(value) = ours.get_mut(&key) { *value += 1; *theirs.get_mut(&key).unwrap() += 1 }
                }
                prop_assert_eq!(ours.get(&key), theirs.get(&key));
                prop_assert_eq!(ours.contains(&key), theirs.contains_key(&key));
            }
            prop_assert!(ours.iter().eq(theirs.iter()));
            prop_assert_eq!((ours.len(), ours.is_empty()), (theirs.len(), theirs.is_empty()));
            for from in [0, 20, 3_000, u16::MAX] {
                prop_assert!(ours.iter_from(&from).eq(theirs.range(from..)));
            }
            prop_assert!(theirs.clone().into_iter().collect::<SortedMap<_, _>>().iter().eq(theirs.iter()));
            prop_assert_eq!(ours.clone().into_values(), theirs.values().copied().collect::<Vec<_>>());
            prop_assert_eq!(ours.into_entries(), theirs.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn keys_in_order_fill_their_leaves() {
        let map: SortedMap<u32, ()> = (0..10 * MAX_LEAF as u32).map(|key| (key, ())).collect();
        assert_eq!(map.keys.len(), 10);
    }
}
