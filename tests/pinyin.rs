//! Words found by their pinyin: `shuju`, `shù jù`, `sj` find 数据, where the index was built with readings.

use duizhao::document::{ReadOptions, Source};
use duizhao::format::{Container, ContainerWriter};
use duizhao::index::{Builder, BuilderOptions, Index, Readings};
use duizhao::query::{Evidence, FormKind, SearchOptions, search, suggest};
use duizhao::{ErrorKind, segment::Lexicon};

/// Made texts: id and text.
const TEXTS: [(&str, &str); 12] = [
    ("data", "这些数据保存在本地，数据不会上传。"),
    ("hant", "資料庫裏的數據都是舊的。"),
    ("bank", "他在银行工作，步行上班。"),
    ("green", "绿色的旅行箱放在女儿房间，策略还没有定。"),
    ("xian", "先去西安，再去北京。"),
    ("grown", "孩子长大了，校长很高兴。"),
    ("long", "这条河很长。"),
    ("model", "人工智能模型可以生成图片。"),
    ("latin", "Shuju 是一个外国人名。"),
    ("edit", "Shuja 也是一个外国人名。"),
    ("alias", "数云（Shuyun）发布了新版本。"),
    ("canteen", "食堂门口排队。"),
];

fn readings() -> Readings {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/pinyin.txt");
    Readings::parse(&std::fs::read_to_string(path).unwrap())
}

fn lexicon() -> Option<Lexicon> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/lexicon-lite.dzl");
    Lexicon::open(&std::fs::read(path).ok()?).ok()
}

fn builder(has_pinyin: bool) -> Builder {
    let options = BuilderOptions { pinyin: has_pinyin.then(readings), ..BuilderOptions::default() };
    Builder::new(options, lexicon())
}

fn bytes_of(texts: &[(&str, &str)], has_pinyin: bool) -> Vec<u8> {
    let mut builder = builder(has_pinyin);
    for (id, text) in texts {
        let source = Source { name: id, text, ..Source::default() };
        builder.add_source(&source, &ReadOptions::default(), None).unwrap();
    }
    builder.finish().unwrap()
}

fn index() -> Index {
    Index::open(bytes_of(&TEXTS, true)).unwrap()
}

fn found(index: &Index, input: &str, is_prefix: bool) -> Vec<(String, Evidence)> {
    let options = SearchOptions { is_prefix, limit: 100, ..SearchOptions::default() };
    let hits = search(index, input, &options).unwrap().hits;
    hits.iter().map(|hit| (index.info(hit.document).unwrap().id.to_owned(), hit.evidence)).collect()
}

fn ids(index: &Index, input: &str) -> Vec<String> {
    found(index, input, false).into_iter().map(|(id, _)| id).collect()
}

#[test]
fn words_are_found_by_their_pinyin() {
    let index = index();
    for (input, expected, reason) in [
        ("shù jù", &["data", "hant"][..], "tone marks and a space"),
        ("shu4ju4", &["data", "hant"], "tone digits"),
        ("shu ju", &["data", "hant"], "a space"),
        ("SHÙJÙ", &["data", "hant"], "capitals"),
        ("yinhang", &["bank"], "行 is hang in 银行"),
        ("buxing", &["bank"], "and xing in 步行"),
        ("lvse", &["green"], "v for ü"),
        ("lüse", &["green"], "ü itself"),
        ("celue", &["green"], "ue for üe"),
        ("nv'er", &["green"], "an apostrophe"),
        ("xi'an", &["xian"], "an apostrophe parts syllables: 西安, not 先"),
        ("zhangda", &["grown"], "長 is zhang in 长大"),
        ("rengongzhineng", &["model"], "a word of four characters, or two of two"),
        ("shengchengtupian", &["model"], "words in a row"),
        ("sheng cheng tu pian", &["model"], "with spaces"),
        ("rgzn", &["model"], "first letters"),
        ("yh", &["bank"], "first letters of two"),
        ("shang hai", &[], "no such word"),
    ] {
        let mut found = ids(&index, input);
        found.sort();
        assert_eq!(found, expected, "{input}: {reason}");
    }
}

/// As typed before other names, those before pinyin, pinyin before a slip.
#[test]
fn pinyin_comes_after_names_and_before_slips() {
    let by = |texts: &[(&str, &str)], input: &str| -> Vec<Evidence> {
        let index = Index::open(bytes_of(texts, true)).unwrap();
        found(&index, input, false).into_iter().map(|(_, by)| by).collect()
    };
    assert_eq!(by(&TEXTS, "shuju"), [Evidence::Literal, Evidence::Pinyin, Evidence::Pinyin]);
    let others = [
        ("edit", "Shujo 是一个外国人名。"),
        ("sound", "这些数据保存在本地。"),
        ("gloss", "昨天发布的是云表（Shuju）的新版本。"),
        ("alias", "云表有了新版本。"),
    ];
    let expected = [Evidence::Literal, Evidence::Alias, Evidence::Pinyin];
    assert_eq!(by(&others, "shuju"), expected);
    assert_eq!(by(&others[..2], "shuju"), [Evidence::Pinyin, Evidence::Edit]);
    assert_eq!(Evidence::Pinyin.as_str(), "pinyin");
}

#[test]
fn highlights_are_the_characters_that_are_read_so() {
    let index = index();
    for (input, id, marks) in [
        ("shuju", "data", &["数据", "数据"][..]),
        ("shù jù", "hant", &["數據"]),
        ("sj", "hant", &["數據"]),
        ("rengongzhineng", "model", &["人工智能"]),
    ] {
        let result = search(&index, input, &SearchOptions::default()).unwrap();
        let hit = result.hits.iter().find(|hit| index.info(hit.document).unwrap().id == id).expect(input);
        let document = index.document(hit.document).unwrap();
        let found: Vec<&str> =
            hit.passages[0].highlights.iter().map(|mark| mark.of(&document.text)).collect();
        assert_eq!(found, marks, "{input}");
    }
}

#[test]
fn while_typing_the_last_syllable_may_be_unfinished() {
    let index = index();
    for input in ["shuj", "shù j", "sj", "shengch", "rengongzhin"] {
        assert!(!found(&index, input, true).is_empty(), "{input}");
    }
    assert!(
        found(&index, "shuj", false).iter().all(|(_, by)| *by != Evidence::Pinyin),
        "but not in a whole query"
    );
    let suggested = suggest(&index, "旧的 shuj", 8).unwrap();
    assert!(
        suggested.iter().any(|it| it.text == "旧的 数据" && it.kind == FormKind::Pinyin),
        "{suggested:?}"
    );
    let suggested = suggest(&index, "rgzn", 8).unwrap();
    assert_eq!(suggested[0].num_documents, 1, "{suggested:?}");
}

#[test]
fn without_readings_letters_are_letters() {
    let index = Index::open(bytes_of(&TEXTS, false)).unwrap();
    assert!(index.readings().is_none());
    assert_eq!(ids(&index, "shuju"), ["latin"]);
    assert!(ids(&index, "shù jù").is_empty());
}

#[test]
fn later_builds_and_merged_parts_have_the_same_bytes() {
    let whole = bytes_of(&TEXTS, true);
    let base = Index::open(bytes_of(&TEXTS[..6], true)).unwrap();
    let mut later = builder(true).with_base(base).unwrap();
    for (id, text) in TEXTS {
        let source = Source { name: id, text, ..Source::default() };
        later.add_source(&source, &ReadOptions::default(), None).unwrap();
    }
    assert!(later.finish().unwrap() == whole, "taken over");
    let mut merged = builder(true);
    for part in [&TEXTS[..5], &TEXTS[5..]] {
        merged.add_index(&Index::open(bytes_of(part, true)).unwrap()).unwrap();
    }
    assert!(merged.finish().unwrap() == whole, "merged");
    let plain = Index::open(bytes_of(&TEXTS, false)).unwrap();
    assert!(builder(true).with_base(plain).is_err(), "another way of building");
    let fault = builder(false).add_index(&Index::open(whole).unwrap()).unwrap_err();
    assert_eq!(fault.kind(), ErrorKind::InvalidOption, "readings are not lost in silence");
}

/// The section with many of its bits turned, one at a time, under right checksums: refused as corrupt, or answered within bounds.
#[test]
fn damaged_sections_are_refused() {
    let bytes = bytes_of(&TEXTS, true);
    let container = Container::open(bytes).unwrap();
    let section = container.section(*b"PINY").unwrap().to_vec();
    let with = |changed: &[u8]| {
        let mut writer = ContainerWriter::new(container.fingerprint());
        for info in container.sections() {
            let held = container.section(info.id).unwrap();
            writer.section(info.id, if info.id == *b"PINY" { changed.to_vec() } else { held.to_vec() });
        }
        Index::open(writer.finish())
    };
    assert!(with(&section).is_ok());
    for len in (0..section.len()).step_by(3) {
        match with(&section[..len]) {
            Err(fault) => {
                assert_eq!(fault.kind(), ErrorKind::Corrupt);
                assert!(fault.to_string().contains("PINY"), "{fault}");
            }
            // The last byte may hold no more than the end of a list.
            Ok(_) => assert!(len + 1 == section.len(), "{len} of {} bytes", section.len()),
        }
    }
    for bit in (0..section.len() * 8).step_by(5) {
        let mut changed = section.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        match with(&changed) {
            Err(fault) => assert_eq!(fault.kind(), ErrorKind::Corrupt, "{fault}"),
            Ok(index) => drop(search(&index, "shuju sj", &SearchOptions::default()).unwrap()),
        }
    }
}
