//! What goes into an index comes out of it, and a damaged index is refused.

use duizhao::document::{Document, ReadOptions, Source, TextType};
use duizhao::format::{Container, ContainerWriter, crc32c};
use duizhao::index::{Builder, BuilderOptions, Index, TermId, content_hash};
use duizhao::query::{SearchOptions, columns, search};
use duizhao::text::{Gbk, PinyinNoise, regional_words};
use duizhao::{Error, ErrorKind};
use proptest::prelude::*;
use std::rc::Rc;

const TEXTS: [(&str, &str); 5] = [
    (
        "a.md",
        "# 訪談\n\n**記者：** 經(jīng)濟(jì)論壇上，您怎麼看圖片生成？\n\n**專家：** 我們不做圖像生成模型（LLM）。",
    ),
    ("b.txt", "人工智能公司 Anthropic 发布 Claude 3.5，OpenAI 也发布了 GPT-4o。𠮷野家。"),
    ("c.md", "## 二级标题\n\n- 第一项\n- 第二项：100万\n\n> 引文。\n\n```\nlet x = 1;\n```\n"),
    ("d.txt", ""),
    ("e.txt", "阿莫迪（Dario Amodei）说，2027年可能更早。\n\n阿莫迪又说。"),
];

fn read(name: &str, text: &str) -> Document {
    let text_type = if name.ends_with(".md") { TextType::Markdown } else { TextType::Text };
    let source = Source { name, text, text_type, date: Some("2025-01-20"), ..Source::default() };
    Document::read(&source, &ReadOptions::default()).unwrap()
}

fn build(texts: &[(&str, &str)], options: BuilderOptions) -> Vec<u8> {
    let mut builder = Builder::new(options, None);
    for (name, text) in texts {
        builder.add(read(name, text)).unwrap();
    }
    builder.finish().unwrap()
}

fn example() -> Vec<u8> {
    build(&TEXTS, BuilderOptions::default())
}

#[test]
fn documents_come_back_as_they_were_read() {
    let index = Index::open(example()).unwrap();
    index.verify().unwrap();
    assert_eq!(index.documents().len(), TEXTS.len());
    for (ordinal, (name, text)) in TEXTS.iter().enumerate() {
        let document = index.document(ordinal as u32).unwrap();
        let before = read(name, text);
        assert_eq!(document.text, *text);
        assert_eq!(document.folded(), before.folded());
        assert_eq!(document.blocks, before.blocks);
        let info = index.info(ordinal as u32).unwrap();
        assert_eq!((info.id, info.title, info.date), (*name, before.title.as_str(), Some("2025-01-20")));
        assert_eq!(index.ordinal_of(name).unwrap(), ordinal as u32);
    }
    assert_eq!(index.ordinal_of("nobody").unwrap_err().kind(), ErrorKind::UnknownDocument);
    assert_eq!(index.document(99).unwrap_err().kind(), ErrorKind::UnknownDocument);
}

#[test]
fn what_was_asked_for_bracketed_sounds_is_remembered() {
    let text = "經(jīng)濟(jì)發(fā)展";
    for (pinyin, folded) in [
        (PinyinNoise::Auto, "经济发展"),
        (PinyinNoise::Remove, "经济发展"),
        (PinyinNoise::Keep, "经(jīng)济(jì)发(fā)展"),
    ] {
        let source = Source { name: "a.txt", text, text_type: TextType::Text, ..Source::default() };
        let document =
            Document::read(&source, &ReadOptions { pinyin, ..ReadOptions::default() }).expect("short");
        let mut builder = Builder::new(BuilderOptions::default(), None);
        builder.add(document).expect("one document");
        let index = Index::open(builder.finish().expect("small")).expect("just built");
        assert_eq!(index.document(0).expect("stored").folded(), folded, "{pinyin:?}");
    }
}

#[test]
fn the_same_documents_give_the_same_bytes() {
    assert_eq!(example(), example());
}

#[test]
fn an_earlier_id_is_replaced_in_its_place() {
    let mut builder = Builder::new(BuilderOptions::default(), None);
    builder.add(read("x.txt", "旧的文字独一无二")).unwrap();
    builder.add(read("y.txt", "另一篇")).unwrap();
    builder.add(read("x.txt", "新的文字")).unwrap();
    let replaced = builder.finish().unwrap();
    let index = Index::open(replaced).unwrap();
    assert_eq!(index.documents().len(), 2);
    assert_eq!(index.document(0).unwrap().text, "新的文字");
    assert_eq!(search(&index, "独一无二", &SearchOptions::default()).unwrap().total, 0);
    assert_eq!(index.terms().find("独"), None, "terms of the old text are gone");
}

#[test]
fn an_index_without_text_says_so() {
    let bytes = build(&TEXTS, BuilderOptions { stored_text: false, ..BuilderOptions::default() });
    assert!(bytes.len() < example().len());
    let index = Index::open(bytes).unwrap();
    index.verify().unwrap();
    assert_eq!(index.document(0).unwrap_err().kind(), ErrorKind::Unsupported);
    let result = search(&index, "图像生成", &SearchOptions::default()).unwrap();
    assert_eq!(result.hits.first().map(|hit| hit.document), Some(0));
    assert!(result.hits[0].passages[0].highlights.is_empty());
}

#[test]
fn an_empty_index_answers_nothing() {
    let index = Index::open(build(&[], BuilderOptions::default())).unwrap();
    index.verify().unwrap();
    assert_eq!(search(&index, "什么", &SearchOptions::default()).unwrap().total, 0);
    assert!(columns(&index, "什么", &[]).unwrap().is_empty());
}

#[test]
fn terms_are_an_ordered_map() {
    let index = Index::open(example()).unwrap();
    let terms: Vec<&str> = index.terms().iter().collect();
    assert!(terms.windows(2).all(|pair| pair[0] < pair[1]));
    for (ordinal, term) in terms.iter().enumerate() {
        assert_eq!(index.terms().find(term), Some(TermId(ordinal as u32)));
        assert_eq!(index.terms().map().and_then(|map| map.get(term)), Some(ordinal as u64));
    }
    for prefix in ["", "a", "an", "阿", "阿莫", "no such"] {
        let expected: Vec<&str> = terms.iter().copied().filter(|term| term.starts_with(prefix)).collect();
        let found: Vec<&str> =
            index.terms().starting_with(prefix).map(|ordinal| index.terms().term(TermId(ordinal))).collect();
        assert_eq!(found, expected, "{prefix:?}");
    }
}

#[test]
fn another_fingerprint_is_refused_with_the_way_out() {
    let mut bytes = example();
    bytes[24] ^= 1;
    let bytes = with_right_checksums(bytes);
    let error = Index::open(bytes).err().unwrap();
    assert_eq!(error.kind(), ErrorKind::Fingerprint);
    assert!(error.message().contains("build it again"), "{error}");
}

/// Everything a reader does with an index; errors are fine, panics and endless loops are not.
fn use_it(bytes: Vec<u8>) -> Result<(), Error> {
    let index = Index::open(bytes)?;
    let _ = index.verify();
    for query in ["图像生成 -模型", "\"经济论坛\"", "amodei"] {
        let _ = search(&index, query, &SearchOptions::default());
    }
    let _ = columns(&index, "生成", &[]);
    Ok(())
}

fn with_right_checksums(mut bytes: Vec<u8>) -> Vec<u8> {
    let Ok(num_sections) = bytes[12..16].try_into().map(u32::from_le_bytes) else { return bytes };
    // In 64 bits: a flipped count must not overflow on wasm32.
    let table_end = 32 + u64::from(num_sections) * 24;
    if table_end > bytes.len() as u64 {
        return bytes;
    }
    let table_end = table_end as usize;
    for entry in (32..table_end).step_by(24) {
        let number = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap()) as usize;
        let (offset, len) = (number(entry + 8), number(entry + 16));
        if let Some(content) = offset.checked_add(len).and_then(|end| bytes.get(offset..end)) {
            let checksum = crc32c(content);
            bytes[entry + 4..entry + 8].copy_from_slice(&checksum.to_le_bytes());
        }
    }
    let mut head = bytes[..28].to_vec();
    head.extend_from_slice(&bytes[32..table_end]);
    let checksum = crc32c(&head);
    bytes[28..32].copy_from_slice(&checksum.to_le_bytes());
    bytes
}

#[test]
fn every_truncation_is_refused() {
    let whole = example();
    for len in 0..whole.len() {
        let error = use_it(whole[..len].to_vec()).expect_err("a truncated index");
        assert_eq!(error.kind(), ErrorKind::Truncated, "cut at {len}: {error}");
    }
}

#[test]
fn ten_thousand_flipped_bits_are_refused_with_the_section() {
    let whole = example();
    let names: Vec<String> =
        Container::open(whole.clone()).unwrap().sections().iter().map(|section| section.name()).collect();
    let mut state = 42u64;
    for _ in 0..10_000 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let bit = (state >> 20) as usize % (whole.len() * 8);
        let mut damaged = whole.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        let error = use_it(damaged).expect_err("a damaged index");
        let names_section = names.iter().any(|name| error.message().contains(name.as_str()))
            || error.message().contains("header");
        let is_start = matches!(error.kind(), ErrorKind::NotAnIndex | ErrorKind::Truncated);
        assert!(is_start || (error.kind() == ErrorKind::Corrupt && names_section), "bit {bit}: {error}");
    }
}

/// With the checksums made right again a hostile file reaches every reader: it may be refused or answer wrongly, but
/// neither panic nor go on for ever.
#[test]
fn flips_with_right_checksums_are_refused_or_answered() {
    let whole = example();
    let mut state = 7u64;
    let mut num_opened = 0;
    for _ in 0..10_000 {
        let mut damaged = whole.clone();
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let bit = (state >> 20) as usize % (whole.len() * 8);
        damaged[bit / 8] ^= 1 << (bit % 8);
        num_opened += usize::from(use_it(with_right_checksums(damaged)).is_ok());
    }
    assert!(num_opened > 100, "the checks behind the checksums were reached: {num_opened}");
}

/// What reading gives and what is stored of it are the same.
fn assert_stored_is_read(source: &Source<'_>, options: &ReadOptions) {
    let read = Document::read(source, options).unwrap();
    let mut builder = Builder::new(BuilderOptions::default(), None);
    builder.add(read.clone()).unwrap();
    let index = Index::open(builder.finish().unwrap()).unwrap();
    index.verify().unwrap_or_else(|error| panic!("{error}: {:?}", source.text));
    let stored = index.document(0).unwrap();
    assert_eq!(stored.layout, read.layout, "{:?}", source.text);
    assert_eq!(stored.normalized, read.normalized, "{:?}", source.text);
    assert_eq!(stored.blocks, read.blocks, "{:?}", source.text);
    assert_eq!(
        (&stored.text, &stored.title, &stored.date, &stored.author, &stored.speakers, stored.script),
        (&read.text, &read.title, &read.date, &read.author, &read.speakers, read.script),
    );
    assert_eq!(stored.aliases(), read.aliases());
}

/// The table by which broken characters are put together; in a browser TextDecoder makes it.
fn gbk() -> Option<Rc<Gbk>> {
    thread_local!(static TABLE: Option<Rc<Gbk>> = make_gbk());
    TABLE.with(Clone::clone)
}

fn make_gbk() -> Option<Rc<Gbk>> {
    let pairs = (0x81..=0xfe_u8).flat_map(|lead| (0x40..=0xff_u8).map(move |trail| [lead, trail]));
    let cells: Vec<u16> = pairs
        .map(|pair| {
            let (text, _, is_bad) = encoding_rs::GBK.decode(&pair);
            let mut units = text.encode_utf16();
            units.next().filter(|_| !is_bad && units.next().is_none()).unwrap_or(0)
        })
        .collect();
    Gbk::new(&cells).map(Rc::new)
}

#[test]
fn the_stored_layout_is_that_of_the_text() {
    let repaired = "記者問：經(jīng)濟(jì)論壇上說(shuō)了甚麼？\r\n專家：人變?nèi)祟惿鐣募夹g(shù)發(fā)展，F(xiàn)在是這樣的。人類社會。";
    for text in [
        "",
        " \n\n",
        "一行",
        "　　第一段，首行缩进。　\n　　第二段。\n\n\n　　第三段\r\n\r\n",
        "被折断的一行没有结束，\n下一行接着说。\n\n另一段（括号没有关上\n\n接着说）完了。",
        "# 标题 #\n\n**记者：** 您怎么看？\n\n**专家：** 可能`更早`。\n\n**记者：** 为什么？\n",
        "## 用法 {#use}\n\n见[别处](https://a.b/c(d)e)与![图](x.png)和 <b>粗</b> `a_b*c` snake_case **强调**的*字*。  \n换行\\\n转义\\*星\\*",
        "- 一\n- 二\n  接着\n\n  又一段\n\n1. 甲\n2. [乙](c)\n   - 丙\n\n> 引\n> 文\n\n- [ ] 待办",
        "| 左 | 右 |\n|---|:-:|\n| a `|` b | **c** |\n| d | |\n\n表后",
        "```js\nlet x = [1];\n\n  y();\n```\n\n    缩进\n\n    代码\n\n~~~\n没有完",
        "<div><p>甲<p>乙</div>\n\n甲<p>乙</p>丙\n\n<script>\nx\n</script>\n丁",
        "见 {{domxref(\"Window.open()\", \"打开\")}} 与 {{Glossary('词')}}、{{没有完\n\n下一段}}",
        "标题\n===\n\n次标题\n---\n\n***\n\n[定义]: https://a.b\n\n末",
        "---\ntitle: 前言\ndate: 2024-05-01\n---\n\n文章作者：某人\n\n发布时间：2024年5月1日\n\n正文。",
        "经\u{200b}济&quot;论&amp;quot;坛&quot; AI 模型 ○三",
        "正文一段，说了许多话。\n\n推荐阅读\n[一](http://a)\n[二](http://b)\n\n扫码关注公众号\n",
        repaired,
    ] {
        for text in [text.to_owned(), text.replace('\n', "\r\n"), format!("{text}\n\n{text}")] {
            for text_type in [TextType::Text, TextType::Markdown] {
                for pinyin in [PinyinNoise::Auto, PinyinNoise::Remove] {
                    let source = Source { name: "a", text: &text, text_type, ..Source::default() };
                    assert_stored_is_read(&source, &ReadOptions { pinyin, gbk: Some(gbk) });
                }
            }
        }
    }
    let source = Source { name: "a.txt", text: repaired, text_type: TextType::Text, ..Source::default() };
    let document =
        Document::read(&source, &ReadOptions { gbk: Some(gbk), ..ReadOptions::default() }).unwrap();
    assert!(document.layout.is_annotated && !document.layout.repairs.is_empty(), "something is repaired");
}

#[test]
fn plain_paragraphs_cost_nothing() {
    let size = |text: &str, text_type| {
        let mut builder = Builder::new(BuilderOptions::default(), None);
        let source = Source { name: "a", text, text_type, ..Source::default() };
        builder.add(Document::read(&source, &ReadOptions::default()).unwrap()).unwrap();
        let bytes = builder.finish().unwrap();
        Container::open(bytes).unwrap().section(*b"TEXT").unwrap().len()
    };
    let text = "第一段话。\n第二段话。\n\n第三段话。\n";
    assert_eq!(size(text, TextType::Text), size(text, TextType::Markdown));
    let joined = "第一段话。第二段话。第三段话。";
    assert!(size(text, TextType::Text) <= size(joined, TextType::Text) + 12, "line breaks, and no layout");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_layout_is_stored(
        parts in proptest::collection::vec(
            prop_oneof![
                "[一二三体體圖A-Ca-c0-9 　\\n]{1,8}",
                "[*_`~\\[\\]()<>!|#{}&;:：。，>\\\\\\-+ \\r\\n.]{1,4}",
                Just("\n\n".to_owned()), Just("\n- ".to_owned()), Just("\n> ".to_owned()), Just("\n## ".to_owned()),
                Just("\n| a | b |\n|---|---|\n".to_owned()), Just("\n```\n".to_owned()), Just("經(jīng)濟(jì)發(fā)展".to_owned()),
                Just("\n\n**问：** 什么？\n\n**答：** 这个。\n\n**问：** 好。".to_owned()), Just("[链接](http://a.b)".to_owned()),
                Just("{{xref(\"甲\", \"乙\")}}".to_owned()), Just("<p>".to_owned()), Just("变?nèi)祟惿".to_owned()),
            ],
            0..24,
        ),
        is_markdown in any::<bool>(),
    ) {
        let text = parts.concat();
        let text_type = if is_markdown { TextType::Markdown } else { TextType::Text };
        let source = Source { name: "a", text: &text, text_type, ..Source::default() };
        assert_stored_is_read(&source, &ReadOptions { gbk: Some(gbk), ..ReadOptions::default() });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn any_texts_come_back(texts in proptest::collection::vec("[一二三四体體圖A-C(a-c)ī。，\\n #*\\-]{0,60}", 0..6), repeats in 1usize..8) {
        let mut builder = Builder::new(BuilderOptions::default(), None);
        let texts: Vec<String> = texts.iter().map(|text| text.repeat(repeats)).collect();
        for (number, text) in texts.iter().enumerate() {
            builder.add(read(&format!("{number}.md"), text)).unwrap();
        }
        let index = Index::open(builder.finish().unwrap()).unwrap();
        index.verify().unwrap();
        for (number, text) in texts.iter().enumerate() {
            prop_assert_eq!(&index.document(number as u32).unwrap().text, text);
        }
    }
}

/// Two builders' worth of texts, with what they tie together and what they write in Traditional characters.
fn many() -> Vec<(String, String)> {
    (0..40)
        .map(|number| {
            let text = format!(
                "第{number}篇。經濟論壇上談{}，阿莫迪（Dario Amodei）與 OpenAI 的 iPhone{number} ﹣﹣（{}）體制改革……\n\n{}",
                ["圖像", "模型", "語言", "數據"][number % 4],
                number * 37,
                "词语的分布决定索引的大小。".repeat(number % 5),
            );
            (format!("{number:02}.txt"), text)
        })
        .collect()
}

fn source<'t>(name: &'t str, text: &'t str) -> Source<'t> {
    Source { name, text, text_type: TextType::Text, ..Source::default() }
}

fn add_all<'t>(builder: &mut Builder, texts: impl IntoIterator<Item = &'t (String, String)>) -> usize {
    let options = ReadOptions::default();
    let added = texts
        .into_iter()
        .map(|(name, text)| builder.add_source(&source(name, text), &options, None).unwrap().is_unchanged);
    added.filter(|&is_unchanged| is_unchanged).count()
}

fn built(texts: &[(String, String)], options: &BuilderOptions) -> Vec<u8> {
    let mut builder = Builder::new(options.clone(), None);
    add_all(&mut builder, texts);
    builder.finish().unwrap()
}

fn all_options() -> Vec<BuilderOptions> {
    let plain = BuilderOptions::default();
    let aliases = vec![("阿莫迪".to_owned(), "Dario Amodei".to_owned()), ("LLM".into(), "大模型".into())];
    vec![
        plain.clone(),
        BuilderOptions { stored_text: false, ..plain.clone() },
        BuilderOptions { boilerplate: true, aliases, ..plain },
    ]
}

#[test]
fn parts_built_apart_are_what_is_built_at_once() {
    let texts = many();
    for options in all_options() {
        let whole = built(&texts, &options);
        for cuts in [vec![0, 40], vec![0, 1, 40], vec![0, 13, 14, 30, 40], vec![0, 20, 20, 40]] {
            let parts = cuts.windows(2).map(|cut| built(&texts[cut[0]..cut[1]], &options));
            let mut builder = Builder::new(BuilderOptions { aliases: vec![], ..options.clone() }, None);
            for part in parts {
                builder.add_index(&Index::open(part).unwrap()).unwrap();
            }
            assert!(builder.finish().unwrap() == whole, "{cuts:?} {options:?}");
        }
    }
}

#[test]
fn what_an_earlier_index_has_is_not_read_again_and_gives_the_same_bytes() {
    let before = many();
    let mut after = before.clone();
    after.remove(3);
    after[7].1.push_str("补充一句。");
    after.insert(9, ("new.txt".into(), "全新的一篇，談經濟。".into()));
    after.swap(20, 30);
    for options in all_options() {
        let base = built(&before, &options);
        let mut builder = Builder::new(options.clone(), None)
            .with_base(Index::open(base.clone()).unwrap())
            .expect("the same options");
        let num_unchanged = add_all(&mut builder, &after);
        assert_eq!(num_unchanged, if options.stored_text { 38 } else { 0 });
        let bytes = builder.finish().unwrap();
        assert!(bytes == built(&after, &options), "{options:?}");
        Index::open(bytes).unwrap().verify().unwrap();

        let mut again =
            Builder::new(options.clone(), None).with_base(Index::open(base.clone()).unwrap()).unwrap();
        add_all(&mut again, &before);
        assert!(again.finish().unwrap() == base, "nothing has changed");
    }
}

#[test]
fn a_given_field_that_is_taken_back_is_a_change() {
    let texts = [("a.txt", "第一篇文字。")];
    let with_title = Source { title: Some("题目"), ..source(texts[0].0, texts[0].1) };
    let mut builder = Builder::new(BuilderOptions::default(), None);
    builder.add_source(&with_title, &ReadOptions::default(), None).unwrap();
    let base = builder.finish().unwrap();
    for (given, pinyin, is_unchanged) in [
        (with_title, PinyinNoise::Auto, true),
        (Source { title: None, ..with_title }, PinyinNoise::Auto, false),
        (Source { title: Some("另一题"), ..with_title }, PinyinNoise::Auto, false),
        (Source { date: Some("2025"), ..with_title }, PinyinNoise::Auto, false),
        (Source { text_type: TextType::Markdown, ..with_title }, PinyinNoise::Auto, false),
        (Source { text: "第二篇文字。", ..with_title }, PinyinNoise::Auto, false),
        (with_title, PinyinNoise::Remove, false),
    ] {
        let index = Index::open(base.clone()).unwrap();
        let mut builder = Builder::new(BuilderOptions::default(), None).with_base(index).unwrap();
        let options = ReadOptions { pinyin, ..ReadOptions::default() };
        let added = builder.add_source(&given, &options, None).unwrap();
        assert_eq!(added.is_unchanged, is_unchanged, "{given:?} {pinyin:?}");
    }
}

#[test]
fn a_content_hash_spares_the_reading_where_the_text_cannot_tell() {
    let options = BuilderOptions { stored_text: false, ..BuilderOptions::default() };
    let hash = |text: &str| content_hash(text.as_bytes());
    let mut builder = Builder::new(options.clone(), None);
    let (old, new) = ("<p>旧的网页</p>", "<p>新的网页</p>");
    builder.add_source(&source("a.html", "旧的网页"), &ReadOptions::default(), Some(hash(old))).unwrap();
    builder.add_source(&source("b.html", "没有散列"), &ReadOptions::default(), None).unwrap();
    let base = builder.finish().unwrap();
    let mut builder = Builder::new(options, None).with_base(Index::open(base.clone()).unwrap()).unwrap();
    assert!(builder.add_unchanged("a.html", hash(new)).unwrap().is_none());
    assert!(builder.add_unchanged("b.html", hash(new)).unwrap().is_none());
    assert!(builder.add_unchanged("c.html", hash(old)).unwrap().is_none());
    assert_eq!(builder.add_unchanged("a.html", hash(old)).unwrap().unwrap().id, "a.html");
    builder.add_source(&source("b.html", "没有散列"), &ReadOptions::default(), None).unwrap();
    assert!(builder.finish().unwrap() == base);
}

#[test]
fn a_removed_document_leaves_no_trace() {
    let texts = many();
    let mut builder = Builder::new(BuilderOptions::default(), None);
    add_all(&mut builder, &texts);
    assert!(builder.remove("05.txt"));
    assert!(!builder.remove("05.txt"), "it is gone");
    assert!(!builder.remove("nobody.txt"));
    assert_eq!(builder.num_documents(), 39);
    add_all(&mut builder, &texts[5..6]);
    let mut moved = texts.clone();
    let last = moved.remove(5);
    moved.push(last);
    assert!(builder.finish().unwrap() == built(&moved, &BuilderOptions::default()));
}

#[test]
fn an_index_built_in_another_way_is_no_base_and_no_part() {
    let texts = many();
    let plain = BuilderOptions::default();
    let base = || Index::open(built(&texts, &plain)).unwrap();
    for options in [
        BuilderOptions { stored_text: false, ..plain.clone() },
        BuilderOptions { boilerplate: true, ..plain.clone() },
    ] {
        let error = Builder::new(options.clone(), None).with_base(base()).err().expect("other options");
        assert_eq!(error.kind(), ErrorKind::InvalidOption, "{error}");
    }
    let mut builder = Builder::new(BuilderOptions { boilerplate: true, ..plain.clone() }, None);
    assert_eq!(builder.add_index(&base()).unwrap_err().kind(), ErrorKind::InvalidOption);
    let textless =
        Index::open(built(&texts, &BuilderOptions { stored_text: false, ..plain.clone() })).unwrap();
    let mut builder = Builder::new(plain, None);
    assert_eq!(builder.add_index(&textless).unwrap_err().kind(), ErrorKind::InvalidOption);
}

/// A file with a section that this version does not know.
fn with_unknown_section(bytes: Vec<u8>) -> Vec<u8> {
    let container = Container::open(bytes).unwrap();
    let mut writer = ContainerWriter::new(container.fingerprint());
    for section in container.sections() {
        writer.section(section.id, container.section(section.id).unwrap().to_vec());
        if section.id == *b"POST" {
            writer.section(*b"NEWS", "以后的版本才懂".into());
        }
    }
    writer.finish()
}

#[test]
fn a_section_of_a_later_version_is_skipped() {
    let index = Index::open(with_unknown_section(example())).unwrap();
    index.verify().unwrap();
    assert!(index.sections().iter().any(|section| section.name() == "NEWS"));
    let plain = Index::open(example()).unwrap();
    let ask = |index: &Index| search(index, "图像生成", &SearchOptions::default()).unwrap();
    assert_eq!(ask(&index), ask(&plain));
    // Building on it drops what this version cannot keep right.
    let texts = many();
    let base = with_unknown_section(built(&texts, &BuilderOptions::default()));
    let mut builder =
        Builder::new(BuilderOptions::default(), None).with_base(Index::open(base).unwrap()).unwrap();
    assert_eq!(add_all(&mut builder, &texts), texts.len());
    assert!(builder.finish().unwrap() == built(&texts, &BuilderOptions::default()));
}

#[test]
fn an_index_of_a_later_format_is_refused_with_the_way_out() {
    let mut bytes = example();
    bytes[10] = 200;
    let error = Index::open(with_right_checksums(bytes)).err().expect("a later format");
    assert_eq!(error.kind(), ErrorKind::Version);
    assert!(error.message().contains("update Duizhao"), "{error}");
}

/// An index written by each format version (`tests/formats/README.md`): its container is read for ever, and it is
/// opened, or refused because its texts were analysed by other rules, which says what to do.
#[test]
fn indexes_of_every_format_version_are_opened_or_refused_with_a_reason() {
    let written: [(u16, &[u8]); 1] = [(1, include_bytes!("formats/1.dzx"))];
    for (version, bytes) in written {
        let container = Container::open(bytes.to_vec()).expect("a whole container");
        assert_eq!(container.version(), version);
        assert!(container.section(*b"TERM").is_some_and(|terms| !terms.is_empty()));
        match Index::open(bytes.to_vec()) {
            Ok(index) => {
                index.verify().unwrap();
                let result = search(&index, "图像生成", &SearchOptions::default()).unwrap();
                assert_eq!(index.info(result.hits[0].document).unwrap().id, "a.md");
                // The layouts in the file mean what they meant when it was written.
                for (ordinal, (name, text)) in (0u32..).zip(TEXTS) {
                    let (stored, read) = (index.document(ordinal).unwrap(), read(name, text));
                    assert_eq!(stored.text, text);
                    assert_eq!(
                        stored.layout, read.layout,
                        "another guess (`src/index/mark.rs`), or read by other rules"
                    );
                }
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Fingerprint, "format {version}: {error}");
                assert!(error.message().contains("build it again"), "{error}");
            }
        }
    }
}

/// `DUIZHAO_WRITE=1 cargo test --test index -- --ignored` writes the index of this format version anew: only as long as the
/// version has not been released.
#[test]
#[ignore = "writes tests/formats"]
fn write_the_index_of_this_format_version() {
    if std::env::var_os("DUIZHAO_WRITE").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/formats/1.dzx");
        std::fs::write(path, example()).unwrap();
    }
}

#[test]
fn the_table_of_characters_is_what_a_search_of_all_terms_finds() {
    let index = Index::open(built(&many(), &BuilderOptions::default())).unwrap();
    let with_rare = Index::open(build(&TEXTS, BuilderOptions::default())).unwrap();
    for index in [index, with_rare] {
        let terms: Vec<&str> = index.terms().iter().collect();
        let mut chars: Vec<char> = terms.iter().flat_map(|term| term.chars()).collect();
        chars.push('\u{2a6d6}');
        for char in chars {
            let expected: Vec<TermId> = (0u32..)
                .zip(&terms)
                .filter(|(_, term)| term.contains(char))
                .map(|(at, _)| TermId(at))
                .collect();
            assert_eq!(index.characters().terms_with(char).collect::<Vec<_>>(), expected, "{char}");
        }
    }
}

#[test]
fn an_index_knows_the_regional_words_of_its_texts_and_no_others() {
    let lexicon = || {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/lexicon-lite.dzl");
        duizhao::segment::Lexicon::open(&std::fs::read(path).unwrap()).unwrap()
    };
    let words = regional_words();
    let some: Vec<&str> = words.iter().step_by(7).map(|(form, _)| form.as_str()).collect();
    let (in_texts, in_titles) = some.split_at(some.len() / 2);
    for lexicon in [None, Some(lexicon())] {
        let mut builder = Builder::new(BuilderOptions::default(), lexicon);
        for (at, form) in in_texts.iter().enumerate() {
            let (name, text) = (format!("{at}.txt"), format!("他们又说了“{form}”，还有{form}。"));
            builder.add(read(&name, &text)).unwrap();
        }
        for (at, form) in in_titles.iter().enumerate() {
            let name = format!("title-{at}.txt");
            let source =
                Source { name: &name, title: Some(form), text: "没有别的。", ..Source::default() };
            builder.add(Document::read(&source, &ReadOptions::default()).unwrap()).unwrap();
        }
        let index = Index::open(builder.finish().unwrap()).unwrap();
        for (left, right) in words.iter().filter(|(_, right)| some.contains(&right.as_str())) {
            assert!(index.regional().of(left).any(|form| form == right), "{left} is {right}");
        }
        let num_pairs = index.regional().iter().count();
        assert!(num_pairs < words.len() / 2 / 2, "{num_pairs} of {} pairs", words.len() / 2);
    }
    let index = Index::open(build(&[("a.txt", "没有什么特别的。")], BuilderOptions::default())).unwrap();
    assert_eq!(index.regional().iter().count(), 0);
}

/// An index without the texts tells where the stretch stands that answers, however its parts came together.
#[test]
fn hits_without_stored_text_carry_spans() {
    let filler = "昨天下了一场大雨，街上没有行人，河边的树都倒了。".repeat(60);
    let first = format!("𠮷野家来了。{filler}\n\n市长走过港湾大桥。\n\n{filler}");
    let second = format!("![图](x.png)\n\n# 记事\n\n{filler}\n\n{filler}\n\n港湾大桥今天通车，市长剪彩。");
    let read = |name: &str, text: &str| {
        let source = Source { name, text, text_type: TextType::Markdown, ..Source::default() };
        Document::read(&source, &ReadOptions::default()).unwrap()
    };
    let build = |stored_text: bool, names: &[(&str, &str)]| {
        let mut builder = Builder::new(BuilderOptions { stored_text, ..BuilderOptions::default() }, None);
        for (name, text) in names {
            builder.add(read(name, text)).unwrap();
        }
        builder.finish().unwrap()
    };
    let both = [("a.md", first.as_str()), ("b.md", second.as_str())];
    let bytes = build(false, &both);
    let index = Index::open(bytes.clone()).unwrap();
    let result = search(&index, "港湾大桥", &SearchOptions::default()).unwrap();
    assert_eq!(result.hits.len(), 2);
    for hit in &result.hits {
        let text = [&first, &second][hit.document as usize];
        let [passage] = hit.passages.as_slice() else { panic!("one stretch, found {:?}", hit.passages) };
        let said = passage.span.of(text);
        assert!(said.contains("港湾大桥"), "{said}");
        assert!(said.chars().count() < 2500, "a stretch, not the whole text");
    }
    // From parts, from parts with text, and from an index of before: the same bytes.
    let merge = |stored_text: bool| {
        let mut whole =
            Builder::new(BuilderOptions { stored_text: false, ..BuilderOptions::default() }, None);
        for part in both {
            whole.add_index(&Index::open(build(stored_text, &[part])).unwrap()).unwrap();
        }
        whole.finish().unwrap()
    };
    assert!(merge(false) == bytes, "merged from parts without text");
    assert!(merge(true) == bytes, "merged from parts with text");
}
