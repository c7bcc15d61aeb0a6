//! A site index answers as the bundle does that it was laid out from, fetches little, and refuses what is not its own.

use duizhao::document::{Document, ReadOptions, Source, TextType};
use duizhao::index::{Builder, BuilderOptions, Index, MANIFEST_NAME, write_site};
use duizhao::query::{Filter, Hit, SearchOptions, SearchResult, columns, search, suggest};
use duizhao::segment::Lexicon;
use duizhao::{Error, ErrorKind};
use std::collections::{BTreeMap, BTreeSet};

/// The pool of a site index: with it, a bundle ranks as a site does.
const SITE_POOL: usize = 12;
const SITE_POSTINGS: u64 = 10_000;

/// Made sentences, combined into documents.
const SENTENCES: [&str; 24] = [
    "市长表示，新桥可能在五月通车，造价约100万元。",
    "市長表示，新橋將在6月通車，造價約200萬元。",
    "记者在现场看到，桥面已经铺好，护栏还没有装。",
    "商家说生意好了，周边的房租也涨了。",
    "人工智能模型可以生成图片，也可以回答问题。",
    "研究人员说，图像生成的质量还不稳定。",
    "阿莫迪（Dario Amodei）在大会上发言，谈到模型的安全。",
    "大型语言模型（LLM）需要很多数据，GPT-4o 也不例外。",
    "条例规定，任何单位和个人不得擅自占用河道。",
    "违反本条例规定的，由主管部门责令改正，并处罚款。",
    "第三条 本市口岸开放和通关服务，适用本条例。",
    "他来到了网易杭研大厦，门口排着长队。",
    "軟體更新之後，網路速度快了許多。",
    "软件更新之后，网络速度没有变化。",
    "食堂门口的铁链锈了，没有人管。",
    "天气预报说周末有雨，运动会可能推迟。",
    "图书馆新到一批古籍，其中有宋刻本。",
    "Claude 3.5 和 GPT-4o 都能读图，但读法不同。",
    "老人回忆，当年村里只有一口井。",
    "專家認為，這項技術十年內不會成熟。",
    "公司上个季度亏损三千万元，股价下跌。",
    "法院认为原告的请求没有依据，不予支持。",
    "𠮷野家在这条街上开了第二家店。",
    "孩子们在河边放风筝，风很大。",
];

struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

fn texts(num: usize) -> Vec<(String, String)> {
    let mut chance = Chance(20_261_124);
    (0..num)
        .map(|at| {
            // Some are long: several units.
            let num = if at % 17 == 3 { 150 } else { 1 + chance.below(6) };
            let mut text = String::new();
            for sentence in 0..num {
                text.push_str(SENTENCES[chance.below(SENTENCES.len())]);
                if sentence % 4 == 3 {
                    text.push_str("\n\n");
                }
            }
            let title = if at % 5 == 0 { "通知" } else { "新桥与模型" };
            (format!("{title}（{at}）"), text)
        })
        .collect()
}

fn bundle(texts: &[(String, String)]) -> Index {
    Index::open(filled(BuilderOptions::default(), texts).finish().unwrap()).unwrap()
}

fn filled(options: BuilderOptions, texts: &[(String, String)]) -> Builder {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/lexicon-lite.dzl");
    let lexicon = std::fs::read(path).ok().and_then(|bytes| Lexicon::open(&bytes).ok());
    let mut builder = Builder::new(options, lexicon);
    for (at, (title, text)) in texts.iter().enumerate() {
        let (name, date) = (format!("{at}.md"), format!("20{:02}-03", 10 + at % 10));
        let source = Source {
            name: &name,
            title: Some(title),
            date: Some(&date),
            source: Some(if at % 2 == 0 { "晨报" } else { "晚报" }),
            text,
            text_type: TextType::Markdown,
            ..Source::default()
        };
        builder.add(Document::read(&source, &ReadOptions::default()).unwrap()).unwrap();
    }
    builder
}

type Files = BTreeMap<String, Vec<u8>>;

fn site_of(index: &Index) -> Files {
    let mut files = Files::new();
    write_site(index, &mut |name, bytes| {
        assert!(files.insert(name.to_owned(), bytes).is_none(), "{name} is written twice");
        Ok(())
    })
    .unwrap();
    files
}

fn open(files: &Files) -> Index {
    Index::open(files[MANIFEST_NAME].clone()).unwrap()
}

/// Asks, fetches what is missing, and asks again; gives the answer, the number of rounds and the bytes fetched.
fn ask<T>(
    site: &mut Index,
    files: &Files,
    question: impl Fn(&Index) -> Result<T, Error>,
) -> (Result<T, Error>, usize, usize) {
    let mut num_bytes = 0;
    for round in 0..12 {
        let answer = question(site);
        let needs = site.needs();
        if needs.is_empty() {
            return (answer, round, num_bytes);
        }
        for name in needs {
            num_bytes += files[&name].len();
            site.supply(&name, files[&name].clone()).unwrap();
        }
    }
    panic!("a question needs more than twelve rounds");
}

fn found(site: &mut Index, files: &Files, query: &str, options: &SearchOptions) -> SearchResult {
    let (answer, num_rounds, _) = ask(site, files, |site| search(site, query, options));
    assert!(num_rounds <= 8, "{query:?} needs {num_rounds} rounds");
    answer.unwrap()
}

fn queries(texts: &[(String, String)]) -> Vec<String> {
    let mut chance = Chance(7);
    let mut queries: Vec<String> = [
        "图片生成",
        "新桥 通车",
        "\"责令改正\" -罚款",
        "LLM",
        "Amodei",
        "大型语言模型",
        "軟體",
        "100万",
        "title:通知 雨",
        "source:晨报 模型",
        "date:2012..2013 条例",
        "gpt-4o 读图",
        "没有的东西",
        "𠮷野",
        "。",
        "",
        "新桥什么时候通车？造价是多少？",
        "-罚款",
        "房租 天气 古籍 风筝",
    ]
    .map(str::to_owned)
    .into();
    while queries.len() < 120 {
        let chars: Vec<char> = texts[chance.below(texts.len())].1.chars().collect();
        let len = 1 + chance.below(9);
        if chars.len() > len {
            let from = chance.below(chars.len() - len);
            let piece: String = chars[from..from + len].iter().collect();
            let is_quoted = chance.below(3) == 0;
            queries.push(if is_quoted { format!("\"{piece}\"") } else { piece });
        }
    }
    queries
}

#[test]
fn a_site_gives_the_hits_scores_and_highlights_of_its_bundle() {
    let texts = texts(80);
    let bundle = bundle(&texts);
    let files = site_of(&bundle);
    let mut kept = open(&files);
    for query in queries(&texts) {
        let options = SearchOptions {
            pool: Some(SITE_POOL),
            max_postings: Some(SITE_POSTINGS),
            limit: 10,
            ..SearchOptions::default()
        };
        let expected = search(&bundle, &query, &options).unwrap();
        for site in [&mut open(&files), &mut kept] {
            let found = found(site, &files, &query, &options);
            // Of a document that is not among those ranked, only its text would tell.
            if found.is_total_exact {
                assert_eq!(found.total, expected.total, "{query}");
            } else {
                assert!(found.total >= expected.total, "{query}");
            }
            let shown = |hits: &[Hit]| -> Vec<Hit> { hits.to_vec() };
            assert_eq!(shown(&found.hits), shown(&expected.hits), "{query}");
        }
    }
}

/// A site reads fewer texts again than a bundle: where documents were passed over for that, the total is none.
#[test]
fn a_total_is_exact_only_where_it_is_that_of_the_bundle() {
    let texts = texts(80);
    let bundle = bundle(&texts);
    let files = site_of(&bundle);
    let (mut num_exact, mut num_cut) = (0, 0);
    for query in queries(&texts) {
        let options = SearchOptions { limit: 30, ..SearchOptions::default() };
        let expected = search(&bundle, &query, &options).unwrap().total;
        let found = found(&mut open(&files), &files, &query, &options);
        if found.is_total_exact {
            assert_eq!(found.total, expected, "{query}");
            num_exact += 1;
        } else {
            num_cut += usize::from(found.total < expected);
        }
    }
    assert!(num_exact > 0 && num_cut > 0, "{num_exact} exact, {num_cut} cut");
}

#[test]
fn whatever_was_fetched_before_does_not_show_in_an_answer() {
    let texts = texts(60);
    let files = site_of(&bundle(&texts));
    let mut whole = open(&files);
    for name in files.keys().filter(|name| *name != MANIFEST_NAME) {
        whole.supply(name, files[name].clone()).unwrap();
    }
    whole.verify().unwrap();
    assert!(!whole.is_waiting());
    for query in queries(&texts) {
        let options = SearchOptions::default();
        let fresh = found(&mut open(&files), &files, &query, &options);
        assert_eq!(search(&whole, &query, &options).unwrap(), fresh, "{query}");
    }
}

#[test]
fn whoever_asks_for_few_gets_the_first_of_many() {
    let texts = texts(80);
    let files = site_of(&bundle(&texts));
    for query in queries(&texts) {
        let asked = |limit: usize, offset: usize| {
            let options = SearchOptions { limit, offset, ..SearchOptions::default() };
            found(&mut open(&files), &files, &query, &options).hits
        };
        let all = asked(1000, 0);
        for limit in [1, 4, 8] {
            let few = asked(limit, 0);
            assert_eq!(few, all[..few.len()], "{query}, the first {limit}");
            assert!(few.len() <= limit);
        }
        let further = asked(4, 4);
        assert_eq!(further, all[4.min(all.len())..][..further.len()], "{query}, the second four");
    }
}

#[test]
fn what_stands_there_as_typed_is_ranked_without_its_texts() {
    let texts = texts(150);
    let bundle = bundle(&texts);
    let files = site_of(&bundle);
    // The last is longer than what the lists of a site hold, so only texts tell.
    for query in ["模型", "新桥", "人工智能模型"] {
        let options = SearchOptions { limit: 4, ..SearchOptions::default() };
        let mut site = open(&files);
        let mut names = BTreeSet::new();
        let result = loop {
            let result = search(&site, query, &options).unwrap();
            let needs = site.needs();
            if needs.is_empty() {
                break result;
            }
            for name in needs {
                site.supply(&name, files[&name].clone()).unwrap();
                names.insert(name);
            }
        };
        assert_eq!(result.hits.len(), 4, "{query}");
        assert!(result.total > 8, "{query}: {}", result.total);
        let num_texts = names.iter().filter(|name| name.starts_with("texts/")).count();
        assert!(num_texts <= 4, "{query}: {num_texts} pieces of texts for four documents");
    }
}

#[test]
fn other_names_are_looked_up_only_where_what_was_typed_does_not_fill_the_page() {
    let texts = texts(150);
    let files = site_of(&bundle(&texts));
    let fetched = |limit: usize| -> BTreeSet<String> {
        let options = SearchOptions { limit, ..SearchOptions::default() };
        let mut site = open(&files);
        let mut names = BTreeSet::new();
        loop {
            let result = search(&site, "阿莫迪", &options).unwrap();
            let needs = site.needs();
            if needs.is_empty() {
                assert!(result.hits.len() > 3);
                return names;
            }
            for name in needs {
                site.supply(&name, files[&name].clone()).unwrap();
                names.insert(name);
            }
        }
    };
    // Words of Latin letters lie in the first piece: `dario amodei` is another name of 阿莫迪.
    let has_names = |names: &BTreeSet<String>| names.iter().any(|name| name.starts_with("grams/0-"));
    assert!(!has_names(&fetched(4)));
    assert!(has_names(&fetched(1000)));
}

#[test]
fn every_string_that_stands_in_a_document_is_found() {
    let texts = texts(150);
    let bundle = bundle(&texts);
    let files = site_of(&bundle);
    let mut site = open(&files);
    let folded: Vec<String> = (0..texts.len() as u32)
        .map(|ordinal| {
            let document = bundle.document(ordinal).unwrap();
            format!("{}\n{}", duizhao::text::fold(&document.title), document.folded())
        })
        .collect();
    let mut chance = Chance(99);
    let options = SearchOptions { limit: 1000, passages: 0, ..SearchOptions::default() };
    for _ in 0..200 {
        let chars: Vec<char> = folded[chance.below(folded.len())].chars().collect();
        let len = 1 + chance.below(8);
        let from = chance.below(chars.len().saturating_sub(len).max(1));
        let string: String = chars[from..(from + len).min(chars.len())].iter().collect();
        if !string.chars().all(duizhao::text::is_han) {
            continue;
        }
        let expected: BTreeSet<u32> =
            (0u32..).zip(&folded).filter(|(_, text)| text.contains(&string)).map(|(at, _)| at).collect();
        let found = found(&mut site, &files, &format!("\"{string}\""), &options);
        let got: BTreeSet<u32> = found.hits.iter().map(|hit| hit.document).collect();
        // All of them are on the page, so all have been looked into.
        assert_eq!(got, expected, "{string}");
        assert_eq!((found.total, found.is_total_exact), (expected.len(), true), "{string}");
    }
}

#[test]
fn filters_facets_columns_and_suggestions_are_those_of_the_bundle() {
    let texts = texts(60);
    let bundle = bundle(&texts);
    let files = site_of(&bundle);
    let options = SearchOptions {
        facets: true,
        pool: Some(SITE_POOL),
        filter: Filter { sources: vec!["晨报".into()], ..Filter::default() },
        ..SearchOptions::default()
    };
    let found_here = found(&mut open(&files), &files, "桥面", &options);
    let expected = search(&bundle, "桥面", &options).unwrap();
    assert_eq!(found_here.facets, expected.facets);
    assert_eq!(found_here.hits, expected.hits);

    let ids = ["3.md", "4.md", "5.md"];
    let (columns_here, _, _) = ask(&mut open(&files), &files, |site| columns(site, "模型", &ids));
    let columns_here = columns_here.unwrap();
    assert_eq!(columns_here.len(), 3);
    for (column, of_bundle) in columns_here.iter().zip(columns(&bundle, "模型", &ids).unwrap()) {
        assert_eq!(column.document, of_bundle.document);
        let spans = |passages: &[duizhao::query::HitPassage]| -> Vec<_> {
            passages.iter().map(|passage| passage.span).collect()
        };
        assert_eq!(spans(&column.passages), spans(&of_bundle.passages));
    }
    let (suggestions, _, _) = ask(&mut open(&files), &files, |site| suggest(site, "图", 5));
    let names = |found: Vec<duizhao::query::Suggestion>| -> BTreeSet<String> {
        found.into_iter().map(|suggestion| suggestion.text).collect()
    };
    assert_eq!(names(suggestions.unwrap()), names(suggest(&bundle, "图", 5).unwrap()));
}

#[test]
fn documents_come_back_and_unknown_ids_are_refused() {
    let texts = texts(30);
    let bundle = bundle(&texts);
    let files = site_of(&bundle);
    let mut site = open(&files);
    let (document, _, _) =
        ask(&mut site, &files, |site| site.ordinal_of("7.md").and_then(|ordinal| site.document(ordinal)));
    assert_eq!(document.unwrap().text, bundle.document(7).unwrap().text);
    assert_eq!(
        ask(&mut site, &files, |site| site.ordinal_of("none")).0.unwrap_err().kind(),
        ErrorKind::UnknownDocument
    );
}

#[test]
fn the_same_bundle_gives_the_same_files() {
    let texts = texts(40);
    let (first, second) = (site_of(&bundle(&texts)), site_of(&bundle(&texts)));
    assert_eq!(first, second);
}

#[test]
fn a_changed_document_leaves_the_pieces_of_other_groups_as_they_were() {
    let texts = texts(400);
    let first = site_of(&bundle(&texts));
    let mut changed = texts.clone();
    changed[20].1.push_str("又加了一句。");
    let third = site_of(&bundle(&changed));
    let of_texts = |files: &Files| -> BTreeSet<String> {
        files.keys().filter(|name| name.starts_with("texts/")).cloned().collect()
    };
    let (before, after) = (of_texts(&first), of_texts(&third));
    let num_kept = before.intersection(&after).count();
    assert!(before.len() > 2 * 32, "{} pieces of texts are three groups", before.len());
    assert_eq!(before.len() - num_kept, 32, "one group of pieces has other names");
    for name in before.intersection(&after) {
        assert_eq!(first[name], third[name], "{name}");
    }
}

#[test]
fn damaged_and_foreign_pieces_are_refused() {
    let files = site_of(&bundle(&texts(40)));
    let other = site_of(&bundle(&texts(41)));
    for (name, bytes) in files.iter().filter(|(name, _)| *name != MANIFEST_NAME) {
        let mut site = open(&files);
        for at in (0..bytes.len()).step_by(bytes.len() / 7 + 1) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 4;
            assert_eq!(
                site.supply(name, damaged).unwrap_err().kind(),
                ErrorKind::Corrupt,
                "{name}, byte {at}"
            );
            assert_eq!(site.supply(name, bytes[..at].to_vec()).unwrap_err().kind(), ErrorKind::Corrupt);
        }
        let page = b"<!doctype html><title>404</title>".to_vec();
        assert!(site.supply(name, page).unwrap_err().message().contains("web page"));
    }
    let mut site = open(&files);
    let foreign = other.iter().find(|(name, _)| !files.contains_key(*name)).unwrap();
    assert_eq!(site.supply(foreign.0, foreign.1.clone()).unwrap_err().kind(), ErrorKind::Unsupported);
    // Under the right name lies what another build had there, or what belongs elsewhere.
    for kind in ["terms", "postings", "grams", "texts", "documents"] {
        let of = |files: &'_ Files| -> Vec<(String, Vec<u8>)> {
            let own = files.iter().filter(|(name, _)| name.starts_with(kind));
            own.map(|(name, bytes)| (name.clone(), bytes.clone())).collect()
        };
        let (here, there) = (of(&files), of(&other));
        for (name, _) in &here {
            for (other_name, bytes) in here.iter().chain(&there).filter(|(other, _)| other != name) {
                let refusal = site.supply(name, bytes.clone()).unwrap_err();
                assert_eq!(refusal.kind(), ErrorKind::Corrupt, "{other_name} as {name}");
            }
        }
    }
    assert_eq!(site.supply("../manifest.dzx", Vec::new()).unwrap_err().kind(), ErrorKind::Unsupported);
    let manifest = &files[MANIFEST_NAME];
    for len in 0..manifest.len() {
        let error = Index::open(manifest[..len].to_vec()).err().expect("a manifest cut short");
        assert!(matches!(error.kind(), ErrorKind::Truncated | ErrorKind::NotAnIndex), "{len}: {error}");
    }
    for at in 0..manifest.len() {
        let mut damaged = manifest.clone();
        damaged[at] ^= 1;
        assert!(Index::open(damaged).is_err(), "byte {at}");
    }
}

/// Bytes that were made to mislead: the checksums are right, what they cover is not.
#[test]
fn pieces_with_right_checksums_and_wrong_content_are_refused_or_answered() {
    let texts = texts(16);
    let files = site_of(&bundle(&texts));
    let mut chance = Chance(5);
    let names: Vec<&String> = files.keys().filter(|name| *name != MANIFEST_NAME).collect();
    for _ in 0..200 {
        let name = names[chance.below(names.len())];
        let mut piece = files[name][..files[name].len() - 4].to_vec();
        for _ in 0..1 + chance.below(3) {
            let at = chance.below(piece.len());
            piece[at] ^= 1 << chance.below(8);
        }
        let mut misled = files.clone();
        misled.insert(name.clone(), sealed(name, piece));
        let mut site = open(&misled);
        for query in ["图片生成", "条例规定 新桥", "\"责令改正\""] {
            for _ in 0..12 {
                let answer = search(&site, query, &SearchOptions::default());
                let needs = site.needs();
                if needs.is_empty() || answer.is_err() {
                    break;
                }
                let refused = needs.iter().any(|name| site.supply(name, misled[name].clone()).is_err());
                if refused {
                    break;
                }
            }
        }
    }
}

/// The content of a piece with the checksum behind it that its name asks for.
fn sealed(name: &str, mut content: Vec<u8>) -> Vec<u8> {
    let (kind, rest) = name.split_once('/').unwrap();
    let (number, group) = rest.trim_end_matches(".bin").split_once('-').unwrap();
    let kind =
        ["terms", "postings", "grams", "texts", "documents"].iter().position(|own| *own == kind).unwrap();
    let mut seal = duizhao::format::crc32c(&content).to_le_bytes().to_vec();
    seal.extend(u32::from_str_radix(group, 16).unwrap().to_le_bytes());
    seal.extend(number.parse::<u32>().unwrap().to_le_bytes());
    seal.push(kind as u8);
    content.extend(duizhao::format::crc32c(&seal).to_le_bytes());
    content
}

#[test]
fn a_piece_is_sealed_as_the_format_says() {
    let files = site_of(&bundle(&texts(40)));
    for (name, bytes) in files.iter().filter(|(name, _)| *name != MANIFEST_NAME) {
        assert_eq!(&sealed(name, bytes[..bytes.len() - 4].to_vec()), bytes, "{name}");
    }
}

#[test]
fn an_empty_site_and_one_of_a_site_are_fine_and_refused() {
    let files = site_of(&bundle(&[]));
    let mut site = open(&files);
    assert_eq!(found(&mut site, &files, "什么", &SearchOptions::default()).total, 0);
    let again = write_site(&site, &mut |_, _| Ok(())).unwrap_err();
    assert_eq!(again.kind(), ErrorKind::Unsupported);
}

#[test]
fn a_builder_lays_out_what_its_bundle_would() {
    let texts = texts(90);
    let boilerplate =
        "# 页面\n\n正文在这里，桥面已经铺好。\n\n- [首页](/)\n- [关于我们](/about)\n- [联系](/contact)\n";
    let options = [
        BuilderOptions::default(),
        BuilderOptions {
            boilerplate: true,
            aliases: vec![("新桥".into(), "大桥".into())],
            ..Default::default()
        },
    ];
    let fill = |options: &BuilderOptions, for_site| {
        let mut builder = filled(BuilderOptions { for_site, ..options.clone() }, &texts);
        let mut add = |id: &str, text: &str| {
            let source = Source { id: Some(id), text, text_type: TextType::Markdown, ..Source::default() };
            builder.add(Document::read(&source, &ReadOptions::default()).unwrap()).unwrap();
        };
        add("页面", boilerplate);
        add("7.md", "换成了另一篇，谈 GPT-4o 与古籍。");
        add("空", "");
        assert!(builder.remove("11.md"));
        builder
    };
    let laid_out = |builder: Builder| {
        let mut files = Files::new();
        builder
            .finish_site(&mut |name, bytes| {
                assert!(files.insert(name.to_owned(), bytes).is_none(), "{name} is written twice");
                Ok(())
            })
            .unwrap();
        files
    };
    for options in options {
        let bundle = Index::open(fill(&options, false).finish().unwrap()).unwrap();
        let expected = site_of(&bundle);
        assert!(laid_out(fill(&options, true)) == expected);
        // Not said beforehand, and taken over from an index: laid out from the bundle.
        assert!(laid_out(fill(&options, false)) == expected);
        let mut merged = filled(BuilderOptions { for_site: true, aliases: vec![], ..options.clone() }, &[]);
        merged.add_index(&bundle).unwrap();
        assert!(laid_out(merged) == expected);
    }
    let no_text = BuilderOptions { stored_text: false, for_site: true, ..Default::default() };
    let refused = filled(no_text, &texts).finish_site(&mut |_, _| Ok(())).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Unsupported);
    // An empty one too.
    let empty = |for_site| Builder::new(BuilderOptions { for_site, ..Default::default() }, None);
    assert!(laid_out(empty(true)) == site_of(&Index::open(empty(false).finish().unwrap()).unwrap()));
}
