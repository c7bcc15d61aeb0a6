//! The container and its codes: what is written is read, and what is damaged is refused.

use duizhao::ErrorKind;
use duizhao::format::{
    BitReader, BitWriter, ByteReader, ByteWriter, Container, ContainerWriter, PrefixCode, SetCode, crc32c,
    deflate, inflate, write_symbols,
};
use proptest::prelude::*;

fn example() -> Vec<u8> {
    let mut writer = ContainerWriter::new(0x1234_5678);
    writer.section(*b"AAAA", "第一节".as_bytes().to_vec());
    writer.section(*b"BBBB", Vec::new());
    writer.section(*b"CCCC", vec![7; 100]);
    writer.finish()
}

/// Makes the header's checksum right again after a change to header or table.
fn with_right_header(mut bytes: Vec<u8>) -> Vec<u8> {
    let num_sections = u32::from_le_bytes(bytes[12..16].try_into().unwrap()) as usize;
    let mut head = bytes[..28].to_vec();
    head.extend_from_slice(&bytes[32..(32 + num_sections * 24).min(bytes.len())]);
    let checksum = crc32c(&head);
    bytes[28..32].copy_from_slice(&checksum.to_le_bytes());
    bytes
}

#[test]
fn sections_come_back_and_unknown_ones_are_no_trouble() {
    let container = Container::open(example()).unwrap();
    assert_eq!(container.section(*b"AAAA"), Some("第一节".as_bytes()));
    assert_eq!(container.section(*b"BBBB"), Some(&[][..]));
    assert_eq!(container.section(*b"NONE"), None);
    assert_eq!(container.fingerprint(), 0x1234_5678);
    assert_eq!(container.sections().len(), 3);
    assert_eq!(container.require(*b"NONE").unwrap_err().kind(), ErrorKind::Corrupt);
}

#[test]
fn every_truncation_is_refused_as_such() {
    let whole = example();
    for len in 0..whole.len() {
        let error = Container::open(whole[..len].to_vec()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Truncated, "cut at {len}: {error}");
    }
}

#[test]
fn every_flipped_bit_is_refused() {
    let whole = example();
    for bit in 0..whole.len() * 8 {
        let mut damaged = whole.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        let error = Container::open(damaged).expect_err("a flipped bit");
        let expected = match bit / 8 {
            0..8 => &[ErrorKind::NotAnIndex][..],
            // A flip in the number of sections can make the table longer than the file.
            12..16 => &[ErrorKind::Corrupt, ErrorKind::Truncated],
            _ => &[ErrorKind::Corrupt],
        };
        assert!(expected.contains(&error.kind()), "bit {bit}: {error}");
    }
}

#[test]
fn damage_in_a_section_names_it() {
    let whole = example();
    for (byte, section) in [(32 + 3 * 24, "AAAA"), (whole.len() - 1, "CCCC"), (17, "header")] {
        let mut damaged = whole.clone();
        damaged[byte] ^= 1;
        let error = Container::open(damaged).unwrap_err();
        assert!(error.message().contains(section), "byte {byte}: {error}");
    }
}

#[test]
fn tables_that_lie_are_refused_though_their_checksum_is_right() {
    /// What is done to the bytes, and how.
    type Case<'a> = (&'a str, &'a dyn Fn(&mut Vec<u8>));
    let cases: [Case; 6] = [
        ("a section before its place", &|bytes| bytes[32 + 8] -= 1),
        ("a section longer than the file", &|bytes| bytes[32 + 16 + 7] = 0x7f),
        ("an offset near the end of 64 bits", &|bytes| bytes[32 + 8..32 + 16].fill(0xff)),
        ("a total shorter than the file", &|bytes| bytes[16] -= 1),
        ("two sections of one name", &|bytes| bytes[32 + 24..32 + 28].copy_from_slice(b"AAAA")),
        ("too many sections", &|bytes| bytes[12..16].fill(0xff)),
    ];
    for (what, change) in cases {
        let mut bytes = example();
        change(&mut bytes);
        let bytes = if what == "too many sections" { bytes } else { with_right_header(bytes) };
        let error = Container::open(bytes).expect_err(what);
        assert_eq!(error.kind(), ErrorKind::Corrupt, "{what}: {error}");
    }
}

#[test]
fn a_newer_format_is_refused_with_the_way_out_unless_old_readers_may() {
    let mut newer = example();
    newer[8] = 9;
    assert!(Container::open(with_right_header(newer.clone())).is_ok(), "newer, but old readers may read it");
    newer[10] = 9;
    let error = Container::open(with_right_header(newer)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Version);
    assert!(error.message().contains("update Duizhao"), "{error}");
}

#[test]
fn what_is_no_index_is_named() {
    let cases: [(&[u8], &str); 8] = [
        (b"<!DOCTYPE html><title>404</title>", "HTML"),
        (b"  <html>", "HTML"),
        (b"{\"error\": 404}", "JSON"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"PK\x03\x04....", "ZIP"),
        (b"%PDF-1.7", "PDF"),
        ("一段文字".as_bytes(), "text"),
        (&[0, 1, 2, 3], "another kind"),
    ];
    for (bytes, what) in cases {
        let error = Container::open(bytes.to_vec()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotAnIndex);
        assert!(error.message().contains(what), "{error}");
    }
}

proptest! {
    #[test]
    fn ascending_lists_come_back(mut list in proptest::collection::btree_set(0u32..5000, 0..300), room in 0u32..50) {
        let end = list.last().map_or(0, |&last| last + 1) + room;
        let list: Vec<u32> = std::mem::take(&mut list).into_iter().collect();
        let mut writer = BitWriter::new();
        writer.write(5, 3);
        writer.write_ascending(&list, end);
        writer.write_gamma(list.len() as u32 + 1);
        writer.write_count(room + 1);
        let bytes = writer.finish();
        let mut reader = BitReader::new(&bytes, 0, "TEST");
        prop_assert_eq!(reader.read(3).unwrap(), 5);
        let mut read = Vec::new();
        reader.read_ascending(list.len(), end, &mut read).unwrap();
        prop_assert_eq!(&read, &list);
        prop_assert_eq!(reader.read_gamma().unwrap(), list.len() as u32 + 1);
        prop_assert_eq!(reader.read_count().unwrap(), room + 1);
    }

    #[test]
    fn any_bits_are_some_ascending_list(bytes in proptest::collection::vec(any::<u8>(), 0..60), len in 0usize..100, end in 0u32..2000) {
        let mut list = Vec::new();
        if BitReader::new(&bytes, 0, "TEST").read_ascending(len, end, &mut list).is_ok() {
            prop_assert!(list.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(list.iter().all(|&element| element < end));
        }
    }

    #[test]
    fn sets_come_back(weights in proptest::collection::vec(0u32..100_000, 0..200), members in proptest::collection::vec(any::<bool>(), 200)) {
        let set: Vec<u32> = (0..weights.len() as u32).filter(|&symbol| members[symbol as usize]).collect();
        let code = SetCode::new(&weights);
        let mut writer = BitWriter::new();
        code.write(&set, &mut writer);
        writer.write(5, 3);
        let bytes = writer.finish();
        let mut reader = BitReader::new(&bytes, 0, "TEST");
        let mut read = Vec::new();
        code.read(set.len() as u32, &mut reader, &mut read).unwrap();
        prop_assert_eq!(&read, &set);
        prop_assert_eq!(reader.read(3).unwrap(), 5);
    }

    #[test]
    fn any_bits_are_some_set(bytes in proptest::collection::vec(any::<u8>(), 0..60), weights in proptest::collection::vec(0u32..100, 0..80), num in 0u32..100) {
        let mut set = Vec::new();
        if SetCode::new(&weights).read(num, &mut BitReader::new(&bytes, 0, "TEST"), &mut set).is_ok() {
            prop_assert_eq!(set.len(), weights.len().min(num as usize));
            prop_assert!(set.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }

    #[test]
    fn symbols_come_back(weights in proptest::collection::vec(0u32..100_000, 1..200), picks in proptest::collection::vec(any::<prop::sample::Index>(), 0..100)) {
        let known: Vec<u32> = (0..weights.len() as u32).filter(|&symbol| weights[symbol as usize] > 0).collect();
        prop_assume!(!known.is_empty());
        let symbols: Vec<u32> = picks.iter().map(|pick| *pick.get(&known)).collect();
        let code = PrefixCode::new(&weights);
        let mut writer = BitWriter::new();
        write_symbols(&code.codes(), &symbols, &mut writer);
        let bytes = writer.finish();
        let mut reader = BitReader::new(&bytes, 0, "TEST");
        for symbol in symbols {
            prop_assert_eq!(code.read(&mut reader).unwrap(), symbol);
        }
    }

    #[test]
    fn numbers_and_strings_come_back(numbers in proptest::collection::vec(0u64..1 << 62, 0..20), strings in proptest::collection::vec(".{0,9}", 0..9)) {
        let mut writer = ByteWriter::new();
        for &number in &numbers {
            writer.varint(number);
        }
        writer.column(strings.iter().map(String::as_str));
        let bytes = writer.finish();
        let mut reader = ByteReader::new(&bytes, "TEST");
        for &number in &numbers {
            prop_assert_eq!(reader.varint().unwrap(), number);
        }
        let column = reader.column().unwrap();
        prop_assert_eq!(column.iter().collect::<Vec<_>>(), strings.iter().map(String::as_str).collect::<Vec<_>>());
        reader.finish().unwrap();
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        let mut reader = ByteReader::new(&bytes, "TEST");
        while reader.varint().is_ok() {}
        let _ = ByteReader::new(&bytes, "TEST").column();
        let _ = inflate(&bytes, 1000, "TEST");
        let _ = Container::open(bytes);
    }
}

#[test]
fn deflate_is_undone_and_a_wrong_length_is_refused() {
    let text = "对照对照对照".repeat(50);
    let packed = deflate(text.as_bytes());
    assert_eq!(inflate(&packed, text.len(), "TEST").unwrap(), text.as_bytes());
    for wrong in [0, text.len() - 1, text.len() + 1] {
        assert_eq!(inflate(&packed, wrong, "TEST").unwrap_err().kind(), ErrorKind::Corrupt);
    }
}

/// Weights like Fibonacci numbers make the longest codes there are; they are flattened to fit.
#[test]
fn codes_of_steep_weights_fit() {
    let mut weights = vec![1u32, 1];
    while weights.len() < 44 {
        weights.push(weights[weights.len() - 1] + weights[weights.len() - 2]);
    }
    let code = PrefixCode::new(&weights);
    let symbols: Vec<u32> = (0..weights.len() as u32).collect();
    let mut writer = BitWriter::new();
    write_symbols(&code.codes(), &symbols, &mut writer);
    let bytes = writer.finish();
    let mut reader = BitReader::new(&bytes, 0, "TEST");
    assert!(symbols.iter().all(|&symbol| code.read(&mut reader).unwrap() == symbol));
}
