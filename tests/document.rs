//! The document room from outside: what is understood of texts that have the troubles of real ones.

use std::fmt::Write as _;
use std::rc::Rc;
use std::{env, fs, path::Path};

use duizhao::document::{Document, ReadOptions, Source, TextType};
use duizhao::text::{Gbk, NoiseKind, PinyinNoise, Span, fold, quantities};
use proptest::prelude::*;

const FIXTURES: [(&str, TextType); 5] = [
    ("digest.txt", TextType::Text),
    ("transcript.txt", TextType::Text),
    ("wrapped.md", TextType::Markdown),
    ("commentary.txt", TextType::Text),
    ("interview.md", TextType::Markdown),
];

/// The table that a browser's `TextDecoder` yields, made here by `encoding_rs`.
fn gbk() -> Option<Rc<Gbk>> {
    thread_local!(static TABLE: Rc<Gbk> = Rc::new(make_gbk()));
    Some(TABLE.with(Rc::clone))
}

fn make_gbk() -> Gbk {
    let mut cells = Vec::with_capacity(Gbk::NUM_CELLS);
    for lead in 0x81..=0xfe_u8 {
        for trail in 0x40..=0xff_u8 {
            let bytes = [lead, trail];
            let (text, _, is_bad) = encoding_rs::GBK.decode(&bytes);
            let mut units = text.encode_utf16();
            let unit = units.next().unwrap_or(0);
            cells.push(if is_bad || units.next().is_some() { 0 } else { unit });
        }
    }
    Gbk::new(&cells).expect("the table has the size it should")
}

fn read(name: &str, text: &str, text_type: TextType) -> Document {
    let source = Source { name, text, text_type, ..Source::default() };
    let options = ReadOptions { gbk: Some(gbk), ..ReadOptions::default() };
    Document::read(&source, &options).expect("the text is short enough")
}

fn fixture(name: &str) -> Document {
    let text_type = FIXTURES.iter().find(|fixture| fixture.0 == name).expect("a fixture of this name").1;
    let text =
        fs::read_to_string(Path::new("tests/fixtures/documents").join(name)).expect("fixtures are in git");
    read(name, &text, text_type)
}

/// What is understood of a document, in lines.
fn portrait(document: &Document) -> String {
    let mut out = String::new();
    let text = document.folded();
    let _ = writeln!(out, "title   {}", document.title);
    let _ = writeln!(out, "date    {}", document.date.as_deref().unwrap_or("-"));
    let _ = writeln!(out, "author  {}", document.author.as_deref().unwrap_or("-"));
    let _ = writeln!(out, "url     {}", document.url.as_deref().unwrap_or("-"));
    let _ = writeln!(out, "script  {}", document.script.as_str());
    let _ = writeln!(out, "speakers {}", document.speakers.join(" / "));
    for alias in document.aliases() {
        let _ = writeln!(out, "alias   {} = {}", alias.left, alias.right);
    }
    for removal in document.normalized.removed.iter().filter(|removal| removal.kind == NoiseKind::Mojibake) {
        let folded = document.normalized.map.folded_span(removal.span);
        let _ = writeln!(out, "repair  {} -> {}", removal.span.of(&document.text), folded.of(text));
    }
    let sounds =
        document.normalized.removed.iter().filter(|removal| removal.kind == NoiseKind::Pinyin).count();
    let _ = writeln!(out, "sounds  {sounds}");
    for quantity in quantities(text) {
        let _ = writeln!(out, "value   {} = {}", quantity.span.of(text), quantity.key());
    }
    for block in &document.blocks {
        let speaker = block.speaker.map_or("", |speaker| document.speakers[usize::from(speaker)].as_str());
        let grey = if block.is_boilerplate { " (boilerplate)" } else { "" };
        let level = if block.level > 0 { block.level.to_string() } else { String::new() };
        let _ = writeln!(out, "{}{level}{grey} [{speaker}] {}", block.kind.as_str(), block.folded.of(text));
    }
    out
}

#[test]
fn portraits() {
    for (name, _) in FIXTURES {
        let path = Path::new("tests/snapshots")
            .join(format!("document-{}.txt", name.split('.').next().unwrap_or(name)));
        let got = portrait(&fixture(name));
        if env::var_os("BLESS").is_some() {
            fs::write(&path, &got).expect("snapshots can be written");
        }
        let want = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            got == want,
            "{name} is understood otherwise than in {}; BLESS=1 renews it:\n{got}",
            path.display()
        );
    }
}

#[test]
fn a_paragraph_broken_in_mid_sentence_is_healed() {
    let document = fixture("digest.txt");
    assert!(document.folded().contains("会不会也一直伸到月亮那里去?我算了很久"), "{}", document.folded());
}

#[test]
fn a_wrapped_line_is_joined_and_a_latin_name_keeps_its_space() {
    let document = fixture("wrapped.md");
    assert!(document.folded().contains("自然哲学的数学原理"));
    assert!(document.folded().contains("cambridge university"));
}

#[test]
fn a_typing_error_in_a_label_is_the_same_speaker() {
    assert_eq!(fixture("transcript.txt").speakers, ["主持人", "艾薩克·牛頓"]);
}

#[test]
fn broken_bytes_are_restored_exactly_and_shown_as_they_are() {
    let document = fixture("transcript.txt");
    for restored in ["改变人类社会的技术", "我们为其设计了", "我们如此重视这一点"] {
        assert!(document.folded().contains(restored), "{restored} is not restored in\n{}", document.folded());
    }
    assert!(document.text.contains("改變?nèi)祟惿"), "the source is left alone");
}

/// Made by putting the sounds into the GBK bytes of these sentences: the torn character stands nowhere else in them.
#[test]
fn broken_bytes_of_a_short_text_are_restored_too() {
    for (source, restored) in [
        (
            "後來參加?xùn)|京的比賽,經(jīng)過學(xué)校,學(xué)會了應(yīng)當(dāng)學(xué)的事。",
            "后来参加东京的比赛",
        ),
        (
            "這部長篇?dú)v史故事講一個經(jīng)商的人,他學(xué)會了數(shù)數(shù),發(fā)現(xiàn)了關(guān)外。",
            "长篇历史故事",
        ),
        (
            "編者在每頁的角上印了阿拉伯?dāng)底猪摯a,學(xué)校的學(xué)生都說現(xiàn)在好找了。",
            "阿拉伯数字页码,学校",
        ),
        // Three of five characters cannot be told: the place is left as it is.
        ("成績?nèi)?椂技案?學(xué)校發(fā)現(xiàn)他經(jīng)常努力。", "成绩?椂技案?学校"),
        ("會計學(xué)、經(jīng)濟學(xué)、數(shù)學(xué)懂嗎?", "数学懂吗?"),
    ] {
        let document = read("t", source, TextType::Text);
        assert!(document.folded().contains(restored), "{restored} is not in {}", document.folded());
    }
}

#[test]
fn without_the_table_broken_bytes_stay() {
    let text = fs::read_to_string("tests/fixtures/documents/transcript.txt").expect("fixtures are in git");
    let source = Source { name: "t", text: &text, text_type: TextType::Text, ..Source::default() };
    let document = Document::read(&source, &ReadOptions::default()).expect("short");
    assert!(document.normalized.removed.iter().all(|removal| removal.kind != NoiseKind::Mojibake));
    assert!(document.folded().contains("发表"));
}

#[test]
fn the_reader_may_keep_bracketed_sounds() {
    let source = Source { text: "經(jīng)濟(jì)發(fā)展", ..Source::default() };
    let options = ReadOptions { pinyin: PinyinNoise::Keep, ..ReadOptions::default() };
    let document = Document::read(&source, &options).expect("short");
    assert_eq!(document.folded(), "经(jīng)济(jì)发(fā)展");
}

#[test]
fn dates_titles_and_kinds() {
    for (text, text_type, title, date, reason) in [
        ("", TextType::Text, "x", None, "an empty text is a document; its name is its title"),
        ("\u{feff}  \n\n", TextType::Text, "x", None, "so is a byte order mark"),
        (
            "---\ntitle: 甲\ndate: 2024-05-03\n---\n\n# 乙\n",
            TextType::Markdown,
            "甲",
            Some("2024-05-03"),
            "YAML front matter wins",
        ),
        (
            "+++\ntitle = \"甲\"\ndate = 2024-05-03T10:00:00Z\n+++\n正文",
            TextType::Markdown,
            "甲",
            Some("2024-05-03"),
            "TOML",
        ),
        ("---\n\n# 乙\n", TextType::Markdown, "乙", None, "a rule at the top is no front matter"),
        (
            "# 標(biāo)題(tí)發(fā)佈(bù)了(le)\n",
            TextType::Markdown,
            "標題發佈了",
            None,
            "a title is shown without noise",
        ),
        (
            "会议于2024年6月2日召开。",
            TextType::Text,
            "x",
            Some("2024-06-02"),
            "a date in the text is the last resort",
        ),
        (
            "1月20日至24日,论坛2025年年会举行。",
            TextType::Text,
            "x",
            Some("2025-01-20"),
            "day and year in two places",
        ),
        (
            "# 桥梁法\n\n1983年12月8日 某会议通过\n\n1996年5月15日 某会议修正\n\n2024年9月13日 某会议《关于修改〈桥梁法〉的决定》第二次修正\n\n第一条 为了桥梁，2030年1月1日前制定本法。",
            TextType::Markdown,
            "桥梁法",
            Some("2024-09-13"),
            "a law dates from its last change",
        ),
        (
            "桥梁法（1983年12月8日通过，2009年6月27日修订）。2011年1月1日起施行。",
            TextType::Text,
            "x",
            Some("2009-06-27"),
            "its history ends with the sentence",
        ),
        (
            "2024年5月3日，大桥通车。2025年1月2日，会议通过了报告。",
            TextType::Text,
            "x",
            Some("2024-05-03"),
            "a report is no history of a law",
        ),
        (
            "2027年之前会实现。",
            TextType::Text,
            "x",
            None,
            "a year alone tells nothing of the text's own date",
        ),
    ] {
        let document = read("x", text, text_type);
        assert_eq!((document.title.as_str(), document.date.as_deref()), (title, date), "{reason}");
    }
}

#[test]
fn markup_is_no_prose() {
    for (text, want, reason) in [
        (
            "{{LearnSidebar}}\n\n层叠样式表（{{glossary(\"CSS\")}}）",
            "层叠样式表(css)",
            "macros; what a reference shows stays",
        ),
        ("见 {{domxref(\"Window.open\", \"打开\")}}。", "见 打开。", "the shown text of a cross-reference"),
        ("**“我们的目标。”**他说", "\"我们的目标。\"他说", "stars beside Chinese punctuation"),
        ("a `let x` b", "a let x b", "code marks"),
        ("<p>甲</p><p>乙</p>", "甲\n乙", "raw HTML has blocks too"),
        ("<script>alert(1)</script>甲", "甲", "scripts are dropped"),
        ("|甲|乙|\n|-|-|\n|丙|丁|", "甲|乙|\n丙|丁|", "no string is found across cells"),
        ("[甲](https://x.y)乙", "甲乙", "a link is its text"),
        ("甲\\*乙", "甲*乙", "an escape is no text"),
        (
            "甲&hellip;乙&copy;[丙&eacute;](x)",
            "甲…乙&copy;丙&eacute;",
            "a named character that cleaning does not know stays as it is written",
        ),
    ] {
        assert_eq!(read("x", text, TextType::Markdown).folded(), want, "{reason}");
    }
}

/// Markdown and plain text of every shape, for the laws.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[甲乙丙丁戊己庚辛天地人經发]{1,12}",
        2 => "(。|，|！|？\"|；|…|\\.|「|」|（|）|\\(Ab Cd\\))",
        2 => "(\n|\n\n|\n> |\n- |\n1. |\n# |\n    |\n\\|a\\|b\\|\n\\|-\\|-\\|\n|```\n)",
        1 => "(\\*\\*记者：\\*\\* |甲：|Q: |主持人 :|---\n|\\{\\{x\\}\\}|<b>|<!--|&amp;|`|\\[|\\]\\(|\\*\\*)",
        1 => "[a-zA-Z0-9 ]{1,8}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any text is a document; its blocks, sentences and passages lie in order on character boundaries, and their
    /// spans map into the source.
    #[test]
    fn reading_is_total(text in texts(), is_markdown in any::<bool>()) {
        let text_type = if is_markdown { TextType::Markdown } else { TextType::Text };
        let source = Source { name: "x.md", text: &text, text_type, ..Source::default() };
        let document = Document::read(&source, &ReadOptions::default()).expect("short");
        prop_assert!(!document.title.is_empty());
        let folded = document.folded();
        let mut end = 0;
        for block in &document.blocks {
            prop_assert!(block.folded.start >= end && !block.folded.is_empty());
            prop_assert!(folded.get(block.folded.range()).is_some_and(|text| !text.contains('\n')));
            prop_assert!(text.get(block.source.range()).is_some());
            end = block.folded.end;
        }
        for spans in [
            document.sentences().iter().map(|sentence| sentence.folded).collect::<Vec<Span>>(),
            document.passages(20).iter().map(|passage| passage.folded).collect(),
        ] {
            let mut end = 0;
            let mut covered = 0;
            for span in spans {
                prop_assert!(span.start >= end && !span.is_empty() && folded.get(span.range()).is_some());
                let source = document.source_span(span);
                prop_assert!(text.get(source.range()).is_some_and(|text| !text.is_empty()));
                covered += span.of(folded).chars().filter(|c| !c.is_whitespace()).count();
                end = span.end;
            }
            prop_assert_eq!(covered, folded.chars().filter(|c| !c.is_whitespace()).count(), "nothing is left out");
        }
    }

    /// A run of Han characters of a plain text is found in its folded form, also across a line break.
    #[test]
    fn a_string_of_the_text_is_found(text in "[甲乙丙丁經发零〇]{2,20}") {
        let document = read("x", &text, TextType::Text);
        prop_assert!(document.folded().contains(&fold(&text)));
    }
}

/// The link to the original stands above the list of further readings, after the last speaker's turn.
#[test]
fn an_address_written_out_is_boilerplate_at_the_end_and_text_in_the_middle() {
    let text = "记者：落月那天您在哪里？\n\n王工：在大厅里。\n\n记者：紧张吗？\n\n王工：紧张。\n\n记者：月球背面的样品什么时候送到？\n\n王工：六月底。\n\n_**报名地址：https://example.org/2024/06/landing-interview**_\n\n\
                记者：还会再去吗？\n\n王工：会再去的，而且不止一次，后面还有七号和八号任务。\n\n\
                _**原文链接：https://example.org/2024/06/landing-interview/second-part**_\n\n# 往期回顾\n\n[一](https://example.org/1)\n\n[二](https://example.org/2)\n";
    let document = read("interview", text, TextType::Markdown);
    let boilerplate: Vec<_> = document.blocks.iter().filter(|block| block.is_boilerplate).collect();
    assert_eq!(boilerplate.len(), 4);
    assert!(boilerplate[0].folded.of(document.folded()).ends_with("second-part"));
    assert!(boilerplate.iter().all(|block| block.speaker.is_none()), "nobody says what belongs to the page");
}

/// The five real reports and the documentation pages beside the project, where they are.
fn shared(path: &str) -> Option<std::path::PathBuf> {
    let start = env::var_os("DUIZHAO_SHARED").map(std::path::PathBuf::from);
    let here = env::current_dir().ok()?;
    let found = start
        .into_iter()
        .chain(here.ancestors().map(|folder| folder.join("shared")))
        .find(|folder| folder.join(path).exists());
    if found.is_none() {
        eprintln!("skipped: no {path} beside the project");
    }
    found.map(|folder| folder.join(path))
}

#[test]
fn the_five_real_reports() {
    let Some(seeds) = shared("corpus/seeds") else { return };
    let mut names: Vec<_> =
        fs::read_dir(&seeds).expect("a folder").filter_map(|entry| Some(entry.ok()?.path())).collect();
    names.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    names.sort();
    let documents: Vec<Document> = names
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).expect("UTF-8");
            let text_type = if text.contains("**") { TextType::Markdown } else { TextType::Text };
            read("report", &text, text_type)
        })
        .collect();
    let dates: Vec<_> = documents.iter().map(|document| document.date.as_deref()).collect();
    assert_eq!(dates, [None, Some("2025-01-20"), Some("2024-06-25"), None, Some("2024-11-24")]);
    let speakers: Vec<_> = documents.iter().map(|document| document.speakers.len()).collect();
    assert_eq!(speakers, [0, 2, 2, 0, 2], "digest and commentary have no turns");
    let count = |kind| documents[1].normalized.removed.iter().filter(|removal| removal.kind == kind).count();
    assert!(count(NoiseKind::Pinyin) >= 600, "{} sounds", count(NoiseKind::Pinyin));
    assert!(count(NoiseKind::Mojibake) >= 11, "{} repairs", count(NoiseKind::Mojibake));
    for (at, last) in [(2, 10), (4, 7)] {
        let tail = documents[at].blocks.iter().rev().take_while(|block| block.is_boilerplate).count();
        assert!(tail >= last, "report {at}: {tail} blocks of boilerplate at the end");
    }
    assert!(documents[4].aliases().iter().any(|alias| alias.left == "阿莫迪" && alias.right == "amodei"));
}

#[test]
fn the_documentation_pages() {
    let Some(pages) = shared("corpus/site-sample") else { return };
    let mut folders = vec![pages];
    let (mut num_pages, mut num_empty) = (0, 0);
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("a folder").filter_map(|entry| Some(entry.ok()?.path())) {
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name != "README.md") {
                let text = fs::read_to_string(&path).expect("UTF-8");
                let document = read("page.md", &text, TextType::Markdown);
                let folded = document.folded();
                num_pages += 1;
                assert!(
                    !document.blocks.iter().any(|block| block.folded.of(folded).starts_with("slug:")),
                    "{}",
                    path.display()
                );
                let prose = document.blocks.iter().filter(|block| block.kind.as_str() != "code");
                for block in prose {
                    let text = block.folded.of(folded);
                    assert!(!text.starts_with("{{"), "{}: a macro as prose: {text}", path.display());
                }
                let body = text.splitn(3, "---").nth(2).unwrap_or("");
                let has_text =
                    body.lines().any(|line| line.chars().filter(|c| duizhao::text::is_han(*c)).count() > 5);
                if folded.is_empty() && has_text {
                    num_empty += 1;
                    eprintln!("nothing read from {}", path.display());
                }
            }
        }
    }
    assert_eq!(num_empty, 0, "of {num_pages} pages");
}

#[test]
fn sentences_end_where_a_reader_stops() {
    for (text, want, reason) in [
        (
            "超越人类！Claude来了。",
            vec!["超越人类!", "claude来了。"],
            "a full-width mark ends a sentence before a Latin word",
        ),
        ("改变?nèi)祟的。", vec!["改变?nèi)祟的。"], "a sign that broken bytes left is no question"),
        (
            "他问：“好吗？”我说好。",
            vec!["他问:\"好吗?\"", "我说好。"],
            "closing marks belong to the sentence they close",
        ),
        (
            "见 https://a.b/?id=3 一文。",
            vec!["见https://a.b/?id=3一文。"],
            "a question mark in an address ends nothing",
        ),
        (
            "版权&copy;公司所有；不得转载&#169;网站。",
            vec!["版权&copy;公司所有;", "不得转载©网站。"],
            "the end of a reference to a character ends nothing",
        ),
        ("版本是3.5。很好", vec!["版本是3.5。", "很好"], "a decimal point ends nothing"),
        (
            "新桥通车！渡轮停航\n\n记者报道。",
            vec!["新桥通车!", "渡轮停航", "记者报道。"],
            "a headline may be two sentences",
        ),
    ] {
        let document = read("x", text, TextType::Text);
        let got: Vec<&str> =
            document.sentences().iter().map(|sentence| sentence.folded.of(document.folded())).collect();
        assert_eq!(got, want, "{reason}");
    }
}

#[test]
fn a_heading_may_carry_the_anchor_that_links_to_it_end_in() {
    let cases = [
        ("## 用法 {#use}", Some("use"), "用法"),
        ("## 用法 {#安装-2 .note}", Some("安装-2"), "用法"),
        ("## 用法 {#_use_}", Some("_use_"), "用法"),
        ("## 用法", None, "用法"),
        ("## 花括号 {}", None, "花括号 {}"),
        ("## 用法 {变量}", None, "用法 {变量}"),
        ("## 用法 \\{#use}", None, "用法 \\{#use}"),
        ("用法 {#no-heading}", None, "用法 {#no-heading}"),
    ];
    for (markdown, anchor, text) in cases {
        let document = read("a.md", markdown, TextType::Markdown);
        assert_eq!(document.anchor(0), anchor, "{markdown}");
        assert_eq!(document.clean_source(document.blocks[0].folded).trim(), text, "{markdown}");
    }
}
