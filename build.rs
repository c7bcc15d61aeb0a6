//! Packs the folding tables of `data/` (text, reviewed by people) into the columns of bytes that `src/text/fold.rs`
//! includes, and beside them the lower case of every letter; folds the regional words; takes the reasons out of the table of
//! strength.
//!
//! Done at build time so that the module carries 11 KB instead of 60, and so that the tables stay readable.

use std::collections::{BTreeMap, BTreeSet};
use std::{env, fs, path::Path};

fn main() {
    let mut table = BTreeMap::new();
    // Later files win: our variants decide where OpenCC offers several readings.
    for name in ["compatibility.txt", "opencc-ts-characters.txt", "variants.txt"] {
        let path = Path::new("data").join(name);
        println!("cargo::rerun-if-changed={}", path.display());
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let (Some(from), Some(to)) = (fields.next(), fields.next()) else { continue };
            let to = to.split(' ').next().unwrap_or(to);
            if let (Some(from), Some(to)) = (single(from), single(to)) {
                table.insert(from, to);
            }
        }
    }
    // Follow chains (a radical to a Traditional character to a Simplified one), so that folding twice is folding once.
    let folded: BTreeMap<u32, u32> = table
        .iter()
        .map(|(&from, &to)| {
            let mut to = to;
            for _ in 0..8 {
                match table.get(&to) {
                    Some(&next) if next != to => to = next,
                    _ => break,
                }
            }
            (from, to)
        })
        .filter(|(from, to)| from != to)
        .collect();
    for &to in folded.values() {
        assert!(!folded.contains_key(&to), "U+{to:X} is both folded to and folded away: a cycle in data/");
    }

    // The library's table of cases is six times as large.
    let lower = (0x80..=u32::from(char::MAX)).filter_map(char::from_u32).filter_map(|c| {
        let mut lower = c.to_lowercase();
        let to = lower.next().filter(|to| *to != c && lower.next().is_none())?;
        Some((u32::from(c), u32::from(to)))
    });
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    for (name, table) in [("fold.bin", &folded), ("lower.bin", &lower.collect())] {
        fs::write(Path::new(&out).join(name), pack(table)).expect("OUT_DIR can be written");
    }
    fs::write(Path::new(&out).join("regional.txt"), regional("data/regional-words.txt", &folded))
        .expect("OUT_DIR can be written");
    fs::write(Path::new(&out).join("strength.tsv"), without_reasons("data/strength.tsv"))
        .expect("OUT_DIR can be written");
}

/// The table of regional words as `src/text/regional.rs` reads it: folded, pairs that folding makes equal left out. A pair is its
/// first word, a byte 1 more than the number of characters that the second begins with as well, what stands in the middle of
/// the second, a byte 1 more than the number that it ends with as well.
fn regional(path: &str, folded: &BTreeMap<u32, u32>) -> String {
    println!("cargo::rerun-if-changed={path}");
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let fold = |word: &str| -> Vec<char> {
        let chars = word.chars().map(|c| {
            let c = folded.get(&u32::from(c)).and_then(|&to| char::from_u32(to)).unwrap_or(c);
            c.to_ascii_lowercase()
        });
        chars.collect()
    };
    let mut pairs = BTreeSet::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (left, right) = line.split_once('\t').unwrap_or_else(|| panic!("{path}: two columns: {line}"));
        pairs.extend(
            right.split(' ').map(|right| (fold(left), fold(right))).filter(|(left, right)| left != right),
        );
    }
    let mut packed = String::new();
    for (left, right) in pairs {
        let same = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
        let shorter = left.len().min(right.len()) - same;
        let ends =
            left.iter().rev().zip(right.iter().rev()).take(shorter).take_while(|(a, b)| a == b).count();
        packed.extend(&left);
        packed.push(char::from(1 + same as u8));
        packed.extend(&right[same..right.len() - ends]);
        packed.push(char::from(1 + ends as u8));
    }
    packed
}

/// A table of words without the comments and the reasons, which are for people.
fn without_reasons(path: &str) -> String {
    println!("cargo::rerun-if-changed={path}");
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [set, words, reason] = fields[..] else { panic!("{path}: set, words and reason: {line}") };
            assert!(!reason.is_empty(), "{path}: no reason is given for {words}");
            format!("{set}\t{words}\n")
        })
        .collect()
}

/// The number of pairs, the gaps between their first code points, and the bytes of the others, the highest first: in
/// columns, because whoever serves the module compresses it, and like stands beside like there.
fn pack(table: &BTreeMap<u32, u32>) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_varint(&mut bytes, table.len() as u32);
    let mut previous = 0;
    for &from in table.keys() {
        write_varint(&mut bytes, from - previous);
        previous = from;
    }
    for shift in [16, 8, 0] {
        bytes.extend(table.values().map(|to| (to >> shift) as u8));
    }
    bytes
}

fn single(field: &str) -> Option<u32> {
    let mut characters = field.trim().chars();
    let first = characters.next()?;
    characters.next().is_none().then_some(first as u32)
}

fn write_varint(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}
