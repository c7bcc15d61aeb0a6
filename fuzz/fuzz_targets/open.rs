//! Any bytes, with the checksums made right: refused, or they answer within bounds; and what verifies is read to the end.
#![no_main]

use duizhao::format::crc32c;
use duizhao::index::{Builder, BuilderOptions, Index};
use duizhao::query::{SearchOptions, columns, search};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(index) = Index::open(with_right_checksums(bytes.to_vec())) else { return };
    let is_whole = index.verify().is_ok();
    for input in ["图像生成 -模型", "\"经济论坛\"", "amodei"] {
        if let Ok(result) = search(&index, input, &SearchOptions::default()) {
            assert!(result.hits.len() <= result.total && result.total <= index.documents().len());
        }
    }
    let _ = columns(&index, "生成", &[]);
    if is_whole && index.has_text() && !index.is_site() {
        for ordinal in 0..index.documents().len() as u32 {
            assert!(index.document(ordinal).is_ok(), "verified, and not read: {ordinal}");
        }
        let _ = Builder::new(BuilderOptions::default(), None).add_index(&index);
    }
});

fn with_right_checksums(mut bytes: Vec<u8>) -> Vec<u8> {
    let Some(num_sections) = bytes.get(12..16).and_then(|field| field.first_chunk::<4>()) else {
        return bytes;
    };
    let table_end = 32 + u64::from(u32::from_le_bytes(*num_sections)) * 24;
    if table_end > bytes.len() as u64 {
        return bytes;
    }
    for entry in (32..table_end as usize).step_by(24) {
        let number = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap()) as usize;
        let (offset, len) = (number(entry + 8), number(entry + 16));
        if let Some(content) = offset.checked_add(len).and_then(|end| bytes.get(offset..end)) {
            let checksum = crc32c(content);
            bytes[entry + 4..entry + 8].copy_from_slice(&checksum.to_le_bytes());
        }
    }
    let mut head = bytes[..28].to_vec();
    head.extend_from_slice(&bytes[32..table_end as usize]);
    let checksum = crc32c(&head);
    bytes[28..32].copy_from_slice(&checksum.to_le_bytes());
    bytes
}
