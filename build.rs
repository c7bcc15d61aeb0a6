//! Packs the folding tables of `data/` (text, reviewed by people) into two byte streams that `src/text/fold.rs`
//! includes: pairs sorted by their first code point, gaps and targets as variable-length integers.
//!
//! Done at build time so that the module carries 11 KB instead of 60, and so that the tables stay readable.

use std::collections::BTreeMap;
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

    let mut bytes = Vec::new();
    let mut previous = 0;
    for (&from, &to) in &folded {
        write_varint(&mut bytes, from - previous);
        // Most targets lie near their source in the code chart; the sign goes to the lowest bit.
        let delta = i64::from(to) - i64::from(from);
        write_varint(&mut bytes, ((delta << 1) ^ (delta >> 63)) as u32);
        previous = from;
    }
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("fold.bin"), bytes).expect("OUT_DIR can be written");
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
