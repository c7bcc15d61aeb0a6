//! Search from outside: law 3, relevance with reasons, the syntax, odd inputs, and the five reports where they are.

use duizhao::document::{Document, ReadOptions, Source, TextType};
use duizhao::index::{Builder, BuilderOptions, Index};
use duizhao::query::{
    ALL_PASSAGES, ClauseKind, DateRange, Evidence, Filter, FormKind, MAX_INPUT_CHARS, SearchOptions, columns,
    parse, search, suggest,
};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Made texts: id, date, title, text.
const TEXTS: [(&str, &str, &str, &str); 16] = [
    ("pictures", "2025-01", "新功能", "公司推出了图片生成功能，用户很满意。"),
    ("video", "2025-02", "展会", "展台上有图片，旁边是视频生成的演示。"),
    ("images", "2025-03", "评论", "我們暫時不做圖像生成，以後再說。"),
    ("gloss", "2025-01", "人物", "阿莫迪（Amodei）在大会上发言。"),
    ("latin", "2025-01", "消息", "今天 Amodei 没有出席。"),
    ("han", "2025-01", "采访", "记者见到了阿莫迪本人。"),
    ("software", "2023", "教程", "安装软件之前先备份。"),
    ("taiwan", "2023", "說明", "這套軟體很好用。"),
    ("digits", "2022", "统计甲", "参加者有100万人。"),
    ("million", "2022", "统计乙", "参加者达百万之多。"),
    ("company", "2024-05", "名单", "名单上有 Anthropic 和别的公司。"),
    ("canteen", "2021", "通知", "食堂门口排队。"),
    (
        "interview",
        "2025-06",
        "访谈录",
        "**记者：** 模型什么时候发布？\n\n**专家：** 很快。\n\n**记者：** 多快？\n\n**专家：** 下个月。",
    ),
    ("old", "2024-03-01", "旧闻", "模型的价格下降了。"),
    ("chain", "2020", "杂记", "这个地区有一条铁链。"),
    ("empty", "2020", "空", ""),
];

fn index_of(texts: &[(&str, &str, &str, &str)]) -> Index {
    let mut builder = Builder::new(BuilderOptions::default(), lexicon());
    for (id, date, title, text) in texts {
        let text_type = TextType::Markdown;
        let source =
            Source { name: id, text, text_type, title: Some(title), date: Some(date), ..Source::default() };
        builder.add(Document::read(&source, &ReadOptions::default()).unwrap()).unwrap();
    }
    Index::open(builder.finish().unwrap()).unwrap()
}

fn lexicon() -> Option<duizhao::segment::Lexicon> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/lexicon-lite.dzl");
    duizhao::segment::Lexicon::open(&std::fs::read(path).ok()?).ok()
}

fn ids(index: &Index, input: &str) -> Vec<String> {
    let result = search(index, input, &SearchOptions { limit: 100, ..SearchOptions::default() }).unwrap();
    assert_eq!(result.total, result.hits.len());
    result.hits.iter().map(|hit| index.info(hit.document).unwrap().id.to_owned()).collect()
}

#[test]
fn relevance_cases_hold() {
    let index = index_of(&TEXTS);
    let cases = include_str!("relevance/cases.tsv");
    let mut faults = Vec::new();
    for line in cases.lines().filter(|line| !line.starts_with('#')) {
        let [input, expected, reason] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("three columns: {line}")
        };
        let found = ids(&index, input);
        let expected: Vec<&str> = match expected {
            "-*" => continue,
            "-" => Vec::new(),
            list => list.split(',').collect(),
        };
        if found != expected {
            faults.push(format!("{input}: expected {expected:?} ({reason}), found {found:?}"));
        }
    }
    assert!(faults.is_empty(), "tests/relevance/cases.tsv:\n{}", faults.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// However the text was cut into words, units and terms: characters, numbers, names, and what is made of them.
    #[test]
    fn what_stands_free_is_found(
        texts in proptest::collection::vec(("[第十条一ab12.\\-]{0,30}", prop_oneof![9 => Just(1usize), 1 => Just(70)]), 1..5),
        needles in proptest::collection::vec("[第十条一ab12]{1,5}", 6),
    ) {
        let texts: Vec<String> = texts.iter().map(|(text, times)| text.repeat(*times)).collect();
        let mut builder = Builder::new(BuilderOptions::default(), lexicon());
        for (at, text) in texts.iter().enumerate() {
            let name = at.to_string();
            let source = Source { name: &name, text, text_type: TextType::Text, title: Some("题"), ..Source::default() };
            builder.add(Document::read(&source, &ReadOptions::default()).unwrap()).unwrap();
        }
        let index = Index::open(builder.finish().unwrap()).unwrap();
        for needle in needles {
            let options = SearchOptions { limit: 100, passages: 0, ..SearchOptions::default() };
            let result = search(&index, &format!("\"{needle}\""), &options).unwrap();
            let found: BTreeSet<u32> = result.hits.iter().map(|hit| hit.document).collect();
            let holds = |ordinal: &u32| {
                let text = String::from_utf16(&index.indexed_text(*ordinal).unwrap().text_utf16).unwrap();
                let is_here = |start: usize| {
                    text[start..].starts_with(&needle) && is_whole(&text, start, start + needle.len())
                };
                text.char_indices().any(|(start, _)| is_here(start))
            };
            let expected: BTreeSet<u32> = (0..texts.len() as u32).filter(holds).collect();
            prop_assert_eq!(found, expected, "{} in {:?}", needle, texts);
        }
    }
}

/// Whether no run of digits, or of letters, goes over the ends of a stretch.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let goes_on = |at: usize| {
        let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
        let kind =
            |char: Option<char>| char.filter(char::is_ascii_alphanumeric).map(|char| char.is_ascii_digit());
        kind(before).is_some() && kind(before) == kind(after)
    };
    !goes_on(start) && !goes_on(end)
}

/// Law 3: the answer to a string of Han characters in quotation marks is the set of documents that hold it; without
/// marks that set comes first.
#[test]
fn any_string_is_found_exactly() {
    let index = index_of(&TEXTS);
    let texts: Vec<String> = (0..TEXTS.len() as u32)
        .map(|ordinal| {
            let document = index.document(ordinal).unwrap();
            format!("{}\n{}", duizhao::text::fold(&document.title), document.folded())
        })
        .collect();
    for text in &texts {
        let chars: Vec<char> = text.chars().collect();
        for start in 0..chars.len() {
            for len in 1..=8.min(chars.len() - start) {
                let string: String = chars[start..start + len].iter().collect();
                if !string.chars().all(duizhao::text::is_han) {
                    continue;
                }
                let expected: BTreeSet<u32> = (0u32..)
                    .zip(&texts)
                    .filter(|(_, text)| text.contains(&string))
                    .map(|(ordinal, _)| ordinal)
                    .collect();
                let options = SearchOptions { limit: 100, passages: 0, ..SearchOptions::default() };
                let result = search(&index, &format!("\"{string}\""), &options).unwrap();
                let found: BTreeSet<u32> = result.hits.iter().map(|hit| hit.document).collect();
                assert_eq!(found, expected, "\"{string}\"");
                let result = search(&index, &string, &options).unwrap();
                let first: BTreeSet<u32> =
                    result.hits.iter().take(expected.len()).map(|hit| hit.document).collect();
                assert_eq!(first, expected, "{string} without marks");
            }
        }
    }
}

#[test]
fn highlights_are_the_source_characters_and_nothing_else() {
    let text = "他在世界經(jīng)濟(jì)論壇上說(shuō)話。經(jīng)濟(jì)發(fā)展是經(jīng)濟(jì)論壇的主題。";
    let index = index_of(&[("a", "2025", "會", text)]);
    let result = search(&index, "经济论坛", &SearchOptions::default()).unwrap();
    let marks: Vec<&str> = result.hits[0].passages[0].highlights.iter().map(|mark| mark.of(text)).collect();
    assert_eq!(marks, ["經(jīng)濟(jì)論壇", "經(jīng)濟(jì)論壇"]);
}

#[test]
fn paging_does_not_change_the_order() {
    let index = index_of(&TEXTS);
    for input in ["的", "模型 图片 公司", "参加者有多少人"] {
        let all = search(&index, input, &SearchOptions { limit: 100, ..SearchOptions::default() }).unwrap();
        for offset in 0..all.hits.len() + 1 {
            let page = search(&index, input, &SearchOptions { limit: 2, offset, ..SearchOptions::default() })
                .unwrap();
            assert_eq!(page.total, all.total);
            assert_eq!(
                page.hits,
                all.hits.iter().skip(offset).take(2).cloned().collect::<Vec<_>>(),
                "{input} from {offset}"
            );
        }
    }
}

#[test]
fn columns_come_by_date_and_say_nothing_where_there_is_nothing() {
    let index = index_of(&TEXTS);
    let columns = columns(&index, "图片生成", &["video", "chain", "pictures"]).unwrap();
    let shape: Vec<(&str, bool)> = columns
        .iter()
        .map(|column| (index.info(column.document).unwrap().id, column.passages.is_empty()))
        .collect();
    assert_eq!(shape, [("chain", true), ("pictures", false), ("video", false)]);
    assert!(duizhao::query::columns(&index, "x", &["nobody"]).is_err());
}

#[test]
fn an_unfinished_word_finds_what_it_may_become() {
    let index = index_of(&TEXTS);
    let options = SearchOptions { is_prefix: true, ..SearchOptions::default() };
    let result = search(&index, "anthro", &options).unwrap();
    assert_eq!(
        result.hits.first().map(|hit| (index.info(hit.document).unwrap().id, hit.evidence)),
        Some(("company", Evidence::Alias))
    );
    assert!(search(&index, "anthro", &SearchOptions::default()).unwrap().hits.is_empty());
}

/// What stands beside a passage that has the word does not have it.
#[test]
fn a_literal_hit_shows_where_it_is_said() {
    let long = "昨天下了一场大雨，街上没有行人，河边的树都倒了。".repeat(12);
    let text = format!("# 记事\n\n{long}\n\n市长走过港湾大桥。\n\n{long}\n\n{long}");
    let index = index_of(&[("bridge", "2024", "甲", &text), ("other", "2024", "乙", "食堂门口排队。")]);
    let hit = &search(&index, "大桥", &SearchOptions::default()).unwrap().hits[0];
    assert_eq!(hit.evidence, Evidence::Literal);
    assert!(!hit.passages.is_empty());
    assert!(hit.passages.iter().all(|passage| !passage.highlights.is_empty()), "{:?}", hit.passages);
}

/// Who quotes a phrase is shown where it stands, not where its words do.
#[test]
fn a_quoted_phrase_is_shown_where_it_stands() {
    let text = "机器将在几年内超越人类，至少会超过绝大多数人。人类要准备好，超过是早晚的事。\n\n谈二〇二七年超过人类。";
    let index = index_of(&[("ahead", "2025", "展望", text)]);
    let shown = |input: &str| {
        let result = search(&index, input, &SearchOptions::default()).unwrap();
        let marks = |passage: &duizhao::query::HitPassage| {
            passage.highlights.iter().map(|mark| mark.of(text).to_owned()).collect::<Vec<_>>()
        };
        result.hits[0].passages.iter().map(marks).collect::<Vec<_>>()
    };
    assert_eq!(shown("\"超过人类\""), [["超过人类"]]);
    // A phrase that runs from one passage into the next is in neither.
    assert!(!shown("\"早晚的事\"").is_empty());
}

/// The same where documents are too many to be read whole: characters of a word that no text has, each by itself in other words.
#[test]
fn stray_characters_are_no_answer_among_many_either() {
    let texts: Vec<(String, String)> = (0..80)
        .map(|number| {
            let text = match number % 4 {
                0 => "重量不够，绳子也断了。",
                1 => "请纠正标签。",
                2 => "椅子坏了。",
                _ => "今天天气很好。",
            };
            (format!("stray-{number}"), format!("{text}第 {number} 次。"))
        })
        .collect();
    let all: Vec<(&str, &str, &str, &str)> =
        texts.iter().map(|(id, text)| (id.as_str(), "2020", "记录", text.as_str())).collect();
    let index = index_of(&all);
    assert_eq!(ids(&index, "断子纠缠学说"), Vec::<String>::new());
    assert_eq!(ids(&index, "天气很好").len(), 20);
}

/// What is listed can be shown: a document that has but a stray character of a word, or nothing beside what is
/// excluded, is no hit.
#[test]
fn what_answers_can_be_marked() {
    let index = index_of(&[
        ("coworker", "2025", "甲", "公司要做虚拟协作者，也做语音。"),
        ("author", "2025", "乙", "文章作者：小王。他是记者，也是学者。"),
        ("tests", "2025", "丙", "别的协作者也在。\n\n测试代码，把代码部署到环境里，和同事沟通，撰写文档。"),
    ]);
    let found = |input: &str| search(&index, input, &SearchOptions::default()).unwrap();
    assert!(found("虚拟协作者 -语音 -别的").hits.is_empty());
    for input in ["虚拟协作者", "虚拟协作者 -语音", "协作者 代码"] {
        for hit in found(input).hits {
            assert!(hit.passages.iter().all(|passage| !passage.highlights.is_empty()), "{input}: {hit:?}");
        }
    }
}

/// The digits of a number with 万 are another number by themselves.
#[test]
fn digits_of_another_number_do_not_answer() {
    let index = index_of(&[
        ("chips", "2025", "甲", "到明年将运行超过100万个GPU。"),
        ("firms", "2024", "乙", "他的公司入选最具影响力的 100 家公司之一。"),
        ("years", "2024", "丙", "这是2024年的事。"),
    ]);
    let found = |index: &Index, input: &str| {
        let hits = search(index, input, &SearchOptions::default()).unwrap().hits;
        hits.iter().map(|hit| hit.document).collect::<BTreeSet<_>>()
    };
    assert_eq!(found(&index, "100万GPU"), [0].into());
    assert_eq!(found(&index, "100亿美元"), [].into());
    // Nor is the same number written otherwise inside of another one; but as typed it is found everywhere.
    let more = index_of(&[
        ("more", "2025", "甲", "参加者有三百万人，花费数百万元，合百万亿。"),
        ("same", "2025", "乙", "参加者达百万之多，也说是一百万人。"),
    ]);
    assert_eq!(found(&more, "100万"), [1].into());
    assert_eq!(found(&more, "百万"), [0, 1].into());
    // As typed it is found, also as a part; and a year is the same number with 年 and without.
    assert_eq!(found(&index, "100"), [0, 1].into());
    assert_eq!(found(&index, "2024年 大事"), [2].into());
}

/// A document found only by another form of the words shows where that form stands, and no passage besides.
#[test]
fn a_passage_of_another_name_shows_it() {
    let long = "昨天下了一场大雨，街上没有行人，河边的树都倒了。".repeat(12);
    let text = format!("# 记事\n\n{long}\n\n在大会上发言的是阿莫迪。\n\n{long}\n\n{long}");
    let index = index_of(&[
        ("gloss", "2025", "人物", "阿莫迪（Amodei）在大会上发言。"),
        ("han", "2025", "乙", &text),
    ]);
    let result = search(&index, "Amodei", &SearchOptions::default()).unwrap();
    let hit = result.hits.iter().find(|hit| hit.document == 1).expect("it is found");
    assert_eq!(hit.evidence, Evidence::Alias);
    assert!(!hit.passages.is_empty());
    assert!(hit.passages.iter().all(|passage| !passage.highlights.is_empty()), "{:?}", hit.passages);
}

/// What goes on as typed goes on from all that was typed: 成功 is no completion of 生成.
#[test]
fn a_word_in_pieces_is_not_completed_by_its_last_piece() {
    let index = index_of(&[
        ("success", "2025", "甲", "发射成功，准时着陆。"),
        ("pictures", "2025", "丙", "用户要图片生成的功能。"),
    ]);
    let found = |index: &Index, input: &str| {
        let options = SearchOptions { is_prefix: true, ..SearchOptions::default() };
        let result = search(index, input, &options).unwrap();
        result.hits.iter().map(|hit| hit.document).collect::<Vec<_>>()
    };
    assert_eq!(found(&index, "生成"), [1]);
    assert_eq!(found(&index, "图片生"), [1]);
    let index = index_of(&[("success", "2025", "甲", "发射成功，准时着陆。")]);
    assert!(found(&index, "生成").is_empty(), "成功 is no completion of 生成");
}

#[test]
fn filters_given_as_options_hold_too() {
    let index = index_of(&TEXTS);
    let filter = Filter { date: DateRange::parse("2022"), ..Filter::default() };
    let result = search(&index, "参加者", &SearchOptions { filter, ..SearchOptions::default() }).unwrap();
    assert_eq!(result.total, 2);
    let filter = Filter { documents: vec!["million".into()], ..Filter::default() };
    let result =
        search(&index, "参加者", &SearchOptions { filter: filter.clone(), ..SearchOptions::default() })
            .unwrap();
    assert_eq!(result.total, 1);
    let result = search(&index, "", &SearchOptions { filter, ..SearchOptions::default() }).unwrap();
    assert_eq!(result.total, 1, "conditions alone give what meets them");
}

#[test]
fn facets_count_every_document_that_answers() {
    let index = index_of(&TEXTS);
    let asked = |input: &str, limit: usize| {
        search(&index, input, &SearchOptions { limit, facets: true, ..SearchOptions::default() }).unwrap()
    };
    let facets = asked("模型", 1).facets.unwrap();
    let years: Vec<(&str, u32)> =
        facets.years.iter().map(|year| (year.value.as_str(), year.num_documents)).collect();
    assert_eq!(years, [("2025", 1), ("2024", 1)], "of all that answers, the latest year first");
    let speakers: Vec<&str> = facets.speakers.iter().map(|speaker| speaker.value.as_str()).collect();
    assert_eq!(speakers, ["记者"], "of the two who speak the one who says it");
    assert!(facets.sources.is_empty());
    let narrowed = asked("模型 date:2024", 10).facets.unwrap();
    assert_eq!(narrowed.years.len(), 1, "under the conditions of the query");
    assert_eq!(
        asked("区块链", 10).facets,
        Some(Default::default()),
        "nothing is counted where nothing answers"
    );
    assert_eq!(search(&index, "模型", &SearchOptions::default()).unwrap().facets, None, "unasked, uncounted");
}

#[test]
fn who_asks_for_a_speaker_finds_what_that_one_says() {
    let index = index_of(&TEXTS);
    for (speaker, expected) in [("记者", vec!["interview"]), ("专家", vec![])] {
        let input = format!("模型 speaker:{speaker}");
        assert_eq!(ids(&index, &input), expected, "{input}");
    }
}

/// As one types, the last word may be unfinished; the end of a number is none.
#[test]
fn a_number_does_not_go_on() {
    let index = index_of(&[
        ("million", "2025", "甲", "园区有超过100万个芯片。"),
        ("list", "2025", "乙", "万字实录：公司有1000名员工，万科有100家门店。"),
    ]);
    let options = SearchOptions { is_prefix: true, ..SearchOptions::default() };
    let found = search(&index, "100万", &options).unwrap();
    let ids: Vec<&str> = found.hits.iter().map(|hit| index.info(hit.document).unwrap().id).collect();
    assert_eq!(ids, ["million"]);
}

/// For marking a text as a whole, however much better one place answers than another.
#[test]
fn all_passages_are_all_places_in_the_order_of_the_text() {
    let text = [
        "大桥又高又长，大桥通车，大桥收费，人人谈大桥。",
        &"昨天下了一场雨。".repeat(40),
        "**记者：** 从山上看得见大桥吗？",
        &"今天出了太阳。".repeat(40),
        "河上只有这一座大桥，桥是大的。",
        "转载请注明出处：大桥日报",
        "https://example.org/a",
    ]
    .join("\n\n");
    let index = index_of(&[("a", "2025", "桥", &text), ("b", "2025", "其他", "今天没有新闻。")]);
    let asked = |passages: usize| {
        let options = SearchOptions { passages, ..SearchOptions::default() };
        search(&index, "大桥", &options).unwrap().hits.remove(0)
    };
    let hit = asked(ALL_PASSAGES);
    let marks: Vec<u32> =
        hit.passages.iter().flat_map(|passage| &passage.highlights).map(|mark| mark.start).collect();
    let expected: Vec<u32> = text.match_indices("大桥").map(|(at, _)| at as u32).collect();
    assert_eq!(marks, expected);
    assert_eq!(hit.num_passages, hit.passages.len());
    let first = asked(1);
    assert_eq!(first.passages.len(), 1);
    assert!(first.num_passages >= 3, "{}", first.num_passages);
    let question =
        hit.passages.iter().map(|passage| passage.span.of(&text)).find(|text| text.contains("山上"));
    assert_eq!(question, Some("**记者：** 从山上看得见大桥吗？"), "with the stars that belong to it");
}

#[test]
fn a_name_typed_as_two_words_finds_its_other_name() {
    let index = index_of(&[
        ("gloss", "2025", "甲", "阿莫迪（Dario Amodei）在大会上发言。"),
        ("han", "2025", "乙", "记者见到了阿莫迪本人。"),
        ("other", "2025", "丙", "昨天下了雨。"),
    ]);
    assert_eq!(ids(&index, "Dario Amodei"), ["gloss", "han"]);
}

/// In a few documents read whole: the answer comes before the heading that names it, and a single character of a
/// longer word is no mark.
#[test]
fn what_stands_below_a_heading_comes_before_it() {
    let text = "# 记录\n\n## 电池寿命\n\n电池可以用十年，寿命与温度有关。\n\n## 价格\n\n价格没有变。";
    let index = index_of(&[("a", "2025", "记录", text), ("b", "2025", "其他", "昨天下了雨，天气很冷。")]);
    let result = search(&index, "电池寿命", &SearchOptions::default()).unwrap();
    assert_eq!(result.total, 1);
    let document = index.document(result.hits[0].document).unwrap();
    let shown = result.hits[0].passages[0].span.of(&document.text);
    assert!(shown.starts_with("电池可以用十年") || shown.starts_with("电池寿命"), "{shown}");
    let nothing = search(&index, "星座", &SearchOptions::default()).unwrap();
    assert_eq!(nothing.total, 0);
}

#[test]
fn lines_about_a_text_do_not_answer_for_its_title() {
    let text =
        "# 新桥通车典礼\n\n文章作者: 王五\n发布时间: 2024-05-01\n\n市长表示，工期会不会再推迟还不知道。\n";
    let mut builder = Builder::new(BuilderOptions::default(), lexicon());
    let source = Source { name: "a.md", text, text_type: TextType::Markdown, ..Source::default() };
    builder.add(Document::read(&source, &ReadOptions::default()).unwrap()).unwrap();
    let index = Index::open(builder.finish().unwrap()).unwrap();
    let shown = |query: &str| -> Vec<String> {
        let result = search(&index, query, &SearchOptions::default()).unwrap();
        let hit = result.hits.first().unwrap();
        hit.passages.iter().map(|passage| passage.span.of(text).to_owned()).collect()
    };
    assert!(shown("通车典礼推迟").iter().all(|passage| !passage.contains("文章作者")));
    // Found means found.
    assert!(shown("王五").iter().any(|passage| passage.contains("文章作者")));
}

#[test]
fn suggestions_complete_what_was_typed() {
    let index = index_of(&TEXTS);
    let texts = |input: &str| -> Vec<String> {
        suggest(&index, input, 8).unwrap().into_iter().map(|suggestion| suggestion.text).collect()
    };
    assert_eq!(texts("图"), ["图片", "图像"], "the word in more documents first");
    assert_eq!(texts("圖"), ["圖片", "圖像"], "what was typed stays as it was typed");
    assert_eq!(texts("新功能 图片生"), ["新功能 图片生成"], "the end of a row of words");
    assert_eq!(texts("Amo"), ["Amodei"]);
    assert_eq!(texts("说明 -anth"), ["说明 -anthropic"], "after a sign, too");
    let alias = suggest(&index, "阿莫", 8).unwrap();
    assert_eq!(alias[0].text, "阿莫迪");
    for nothing in ["", " ", "图片 ", "\"", "xyzzy", "xyzan", "2g"] {
        assert!(texts(nothing).is_empty(), "{nothing:?}");
    }
    assert_eq!(suggest(&index, "图", 1).unwrap().len(), 1);
}

#[test]
fn nothing_found_says_what_was_tried_and_what_is_near() {
    let index = index_of(&TEXTS);
    let result = search(&index, "九千只", &SearchOptions::default()).unwrap();
    assert_eq!((result.total, result.tried.len()), (0, 1));
    assert_eq!((result.tried[0].text.as_str(), result.tried[0].kind), ("9000只", FormKind::Number));
    // 鼠标 stands nowhere in these texts, and the index knows it.
    let result = search(&index, "滑鼠", &SearchOptions::default()).unwrap();
    assert_eq!((result.total, result.tried.len()), (0, 0));
    let result = search(&index, "anthroqqic", &SearchOptions::default()).unwrap();
    assert_eq!(result.total, 0);
    let result = search(&index, "大公司们", &SearchOptions::default()).unwrap();
    assert!(result.total > 0 && result.tried.is_empty() && result.nearest.is_empty());
    let result = search(&index, "参与者", &SearchOptions::default()).unwrap();
    assert_eq!(result.hits.first().map(|hit| hit.evidence), Some(Evidence::Edit), "参加者 is one edit away");
    let result = search(&index, "图画", &SearchOptions::default()).unwrap();
    assert_eq!((result.total, result.nearest), (0, vec!["图片".to_owned(), "图像".to_owned()]));
}

#[test]
fn an_answer_emptied_by_a_minus_says_so() {
    let index = index_of(&TEXTS);
    let found = |query: &str| search(&index, query, &SearchOptions::default()).unwrap();
    let all = found("\"铁链\"");
    assert!(all.total > 0);
    let emptied = found("\"铁链\" -地区 -铁链");
    assert_eq!((emptied.total, emptied.num_excluded), (0, all.total));
    assert_eq!((emptied.tried, emptied.nearest), (Vec::new(), Vec::new()), "what was typed is there");
    for (query, reason) in [
        ("\"铁链\"", "something was found"),
        ("\"没有的东西\" -铁链", "nothing answers anyway"),
        ("-铁链", "nothing was asked for"),
    ] {
        assert_eq!(found(query).num_excluded, 0, "{reason}");
    }
}

#[test]
fn inputs_are_read_as_meant() {
    use ClauseKind::{Excluded, Phrase, Words};
    /// An input, its clauses, and why.
    type Case = (&'static str, &'static [(&'static str, ClauseKind)], &'static str);
    let cases: [Case; 14] = [
        ("图片 生成", &[("图片", Words), ("生成", Words)], "white space parts clauses"),
        ("图片\u{3000}生成", &[("图片", Words), ("生成", Words)], "an ideographic space, too"),
        ("\"图片 生成\"", &[("图片 生成", Phrase)], "marks join"),
        ("“图片生成”", &[("图片生成", Phrase)], "so do those that an input method types"),
        ("“图片生成”是什么", &[("\"图片生成\"是什么", Words)], "a quotation inside a question is text"),
        ("图片 -广告", &[("图片", Words), ("广告", Excluded)], "a minus excludes"),
        ("-广告", &[("-广告", Words)], "but not from nothing: then it is text"),
        ("零下 -5", &[("零下", Words), ("-5", Words)], "a negative number is text"),
        ("\"没有结束", &[("\"没有结束", Words)], "an unclosed mark is text"),
        ("title:", &[("title:", Words)], "a field without a value is text"),
        ("date:yesterday", &[("date:yesterday", Words)], "a date that is none is text"),
        (
            "a AND (b OR c)",
            &[("a", Words), ("and", Words), ("(b", Words), ("or", Words), ("c)", Words)],
            "no other operators",
        ),
        ("__proto__ .*(", &[("__proto__", Words), (".*(", Words)], "nothing is special"),
        ("   ", &[], "nothing is nothing"),
    ];
    for (input, expected, reason) in cases {
        let query = parse(input);
        let clauses: Vec<(&str, ClauseKind)> =
            query.clauses.iter().map(|clause| (clause.text.as_str(), clause.kind)).collect();
        let is_same = clauses.len() == expected.len()
            && clauses
                .iter()
                .zip(expected)
                .all(|(a, b)| a.1 == b.1 && a.0.trim_start_matches('-') == b.0.trim_start_matches('-'));
        assert!(is_same, "{input:?}: {reason}; read as {clauses:?}");
    }
    assert_eq!(parse("title:访谈 标题：再访").filter.titles, ["访谈", "再访"]);
    assert!(parse(&"长".repeat(MAX_INPUT_CHARS + 1)).is_cut);
    assert!(!parse(&"长".repeat(MAX_INPUT_CHARS)).is_cut);
}

#[test]
fn dates_are_compared_as_far_as_they_are_known() {
    let cases = [
        ("2024", "2024-06-15", true),
        ("2024-06", "2024", true),
        ("2024-06", "2024-07-01", false),
        ("2023..2024", "2024-12-31", true),
        ("..2023", "2024", false),
        ("2024-05..", "2024-04", false),
        ("2024-05..", "2031", true),
    ];
    for (range, date, expected) in cases {
        assert_eq!(DateRange::parse(range).unwrap().overlaps(date), expected, "{range} and {date}");
    }
    for wrong in ["", "..", "2024-13", "2025..2024", "20245", "x", "2024-01-01-01"] {
        assert_eq!(DateRange::parse(wrong), None, "{wrong:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// No input is an error, and no answer points outside its text or inside a character.
    #[test]
    fn any_input_is_answered(input in "[的图片生成模型阿莫迪\"“”\\-: a-zA-Z0-9..一万𠮷(){}\u{0}\u{200b}]{0,40}|\\PC{0,20}") {
        thread_local!(static INDEX: Index = index_of(&TEXTS));
        INDEX.with(|index| {
            let result = search(index, &input, &SearchOptions { is_prefix: true, ..SearchOptions::default() }).unwrap();
            for hit in &result.hits {
                let document = index.document(hit.document).unwrap();
                assert!(hit.score.is_finite());
                for passage in &hit.passages {
                    for span in passage.highlights.iter().chain([&passage.span]) {
                        assert!(document.text.get(span.range()).is_some_and(|text| !text.is_empty()), "{input:?}");
                    }
                    assert!(passage.highlights.windows(2).all(|pair| pair[0].end <= pair[1].start), "{input:?}");
                }
            }
        });
    }
}

#[test]
fn long_inputs_are_bounded() {
    let index = index_of(&TEXTS);
    for input in [
        "图片 ".repeat(10_000),
        "模".repeat(1 << 20),
        "a".repeat(1 << 16),
        "\"".repeat(5000),
        "-".repeat(5000),
    ] {
        let result = search(&index, &input, &SearchOptions::default()).unwrap();
        assert!(result.is_cut);
        assert!(result.took_steps < 1_000_000);
    }
}

/// `shared/` beside the project or above it.
fn shared() -> Option<PathBuf> {
    if let Some(given) = std::env::var_os("DUIZHAO_SHARED") {
        return Some(given.into());
    }
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.ancestors().map(|at| at.join("shared")).find(|at| at.join("corpus/seeds").is_dir())
}

#[test]
fn the_five_reports_answer_as_promised() {
    let Some(shared) = shared() else {
        println!("skipped: the five reports are not here");
        return;
    };
    let mut builder = Builder::new(BuilderOptions::default(), lexicon());
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(shared.join("corpus/seeds")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    for path in &files {
        let text = std::fs::read_to_string(path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text_type = if text.contains("**") { TextType::Markdown } else { TextType::Text };
        let source = Source { name: &name[..3], text: &text, text_type, ..Source::default() };
        builder.add(Document::read(&source, &ReadOptions::default()).unwrap()).unwrap();
    }
    let index = Index::open(builder.finish().unwrap()).unwrap();
    let set = |input: &str| ids(&index, input).into_iter().collect::<BTreeSet<_>>();
    for input in ["图片生成", "圖片生成", "图像生成"] {
        let expected: BTreeSet<String> = ["000", "001", "004"].into_iter().map(String::from).collect();
        assert_eq!(set(input), expected, "{input}");
    }
    let result = search(&index, "经济论坛", &SearchOptions::default()).unwrap();
    let hit =
        result.hits.iter().find(|hit| index.info(hit.document).unwrap().id == "001").expect("001 holds it");
    let document = index.document(hit.document).unwrap();
    assert!(
        hit.passages
            .iter()
            .flat_map(|passage| &passage.highlights)
            .any(|mark| mark.of(&document.text) == "經(jīng)濟(jì)論壇")
    );
    let (latin, han) = (set("Amodei"), set("阿莫迪"));
    for (number, path) in files.iter().enumerate() {
        let folded = index.document(number as u32).unwrap().folded().to_owned();
        let name = path.file_name().unwrap().to_string_lossy()[..3].to_owned();
        if folded.contains("amodei") || folded.contains("阿莫迪") {
            assert!(
                latin.contains(&name) && han.contains(&name),
                "{name} names the man: Amodei {latin:?}, 阿莫迪 {han:?}"
            );
        }
    }
}

#[test]
fn a_hit_names_the_nearest_anchor() {
    let text =
        "# 手册 {#top}\n\n开头。\n\n## 安装 {#install}\n\n先下载安装包。\n\n### 无锚小节\n\n再解压缩文件。\n";
    let index = index_of(&[("a", "2024", "手册", text)]);
    let anchor = |input: &str| {
        let result = search(&index, input, &SearchOptions::default()).unwrap();
        result.hits[0].passages[0].anchor.clone()
    };
    assert_eq!(anchor("开头").as_deref(), Some("top"));
    assert_eq!(anchor("安装包").as_deref(), Some("install"));
    assert_eq!(anchor("解压缩").as_deref(), Some("install"), "the one above, where the nearest has none");
    assert!(ids(&index, "install").is_empty(), "an anchor is no text");
}
