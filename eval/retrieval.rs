//! Does search find what it should, and at what price? Runs natively, so that ranking can be worked on quickly.
//!
//! `cargo run --release --example retrieval -- [questions hant sentences phrases noisy strings topics size lexicon]`
//!
//! Corpora: `shared/eval/retrieval-cmrc` and `shared/eval/compare-seeds` (their READMEs say where they come from);
//! without them it says so and ends. The lexicon is the shipped one.

use duizhao::document::{Document, ReadOptions, Source, TextType};
use duizhao::index::{Builder, BuilderOptions, Index};
use duizhao::query::{Evidence, SearchOptions, search};
use duizhao::segment::Lexicon;
use duizhao::text::Gbk;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Instant;

fn main() {
    let Some(shared) = shared() else {
        println!("skipped: no shared/ beside the project or above it, and DUIZHAO_SHARED is not set");
        return;
    };
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let wants = |name: &str| asked.is_empty() || asked.iter().any(|arg| arg == name);
    let cmrc = shared.join("eval/retrieval-cmrc");
    if ["questions", "hant", "phrases", "strings", "size"].into_iter().any(wants) {
        let index = build(&documents(&cmrc.join("docs.jsonl")), true);
        if wants("questions") {
            ranked("questions", &index, &lines(&cmrc.join("queries.jsonl")));
        }
        if wants("hant") {
            ranked("questions, Traditional", &index, &lines(&cmrc.join("queries.hant.jsonl")));
        }
        if wants("phrases") {
            exact("phrases", &index, &lines(&cmrc.join("phrases.jsonl")), true);
            exact("phrases, unquoted", &index, &lines(&cmrc.join("phrases.jsonl")), false);
        }
        if wants("strings") {
            strings(&index);
        }
    }
    if wants("lexicon") {
        // An index is its own lexicon: what would be gained if every page that searches loaded the one it was built with?
        let full = open_lexicon("data/lexicon-full.dzl");
        let documents = documents(&cmrc.join("docs.jsonl"));
        let queries = lines(&cmrc.join("queries.jsonl"));
        let index = build_with(full.clone(), &documents, true);
        ranked("built with the full lexicon, questions cut by the terms of the index", &index, &queries);
        let options = SearchOptions { lexicon: Some(full), ..ten() };
        ranked_with("the same, questions cut by the full lexicon", &index, &queries, &options);
    }
    if wants("noisy") {
        let index = build(&documents(&cmrc.join("docs.noisy.jsonl")), true);
        exact("phrases, noisy documents", &index, &lines(&cmrc.join("phrases.jsonl")), true);
        ranked("questions, noisy documents", &index, &lines(&cmrc.join("queries.jsonl")));
    }
    if wants("sentences") {
        let index = build(&documents(&cmrc.join("sentences.jsonl")), true);
        ranked("sentences", &index, &lines(&cmrc.join("queries.sentences.jsonl")));
    }
    if wants("topics") {
        topics(&shared);
    }
    if asked.iter().any(|arg| arg == "scale") {
        // `zcat shared/corpus/scale/laws-articles.jsonl.gz > FILE`, and FILE in SCALE_FILE.
        let path = std::env::var("SCALE_FILE").expect("SCALE_FILE names the unpacked corpus");
        let documents = documents(Path::new(&path));
        let index = build(&documents, true);
        let num = documents.len();
        let titles: Vec<Value> = documents
            .iter()
            .step_by(num / 500)
            .map(|(id, title, text)| {
                let words: String = text.chars().skip(8).take(20).collect();
                serde_json::json!({ "query": format!("{title} {words}"), "relevant": [id] })
            })
            .collect();
        ranked("titles and twenty characters", &index, &titles);
        ranked("once more", &index, &titles);
        let memory = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        println!("{}", memory.lines().filter(|line| line.starts_with("Vm")).collect::<Vec<_>>().join("; "));
        strings(&index);
    }
}

/// Processor time of this thread, so that other work on the machine does not count; wall time where the system does
/// not tell.
#[derive(Clone, Copy)]
struct Clock(Option<u64>, Instant);

impl Clock {
    fn now() -> Clock {
        let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
        Clock(stat.and_then(|stat| stat.split(' ').next()?.parse().ok()), Instant::now())
    }

    fn millis(self) -> f64 {
        match (self.0, Clock::now().0) {
            (Some(start), Some(end)) => (end - start) as f64 / 1e6,
            _ => self.1.elapsed().as_secs_f64() * 1e3,
        }
    }
}

/// `shared/` above the working directory or the project.
fn shared() -> Option<PathBuf> {
    if let Some(given) = std::env::var_os("DUIZHAO_SHARED") {
        return Some(given.into());
    }
    let mut at = std::env::current_dir().ok()?;
    loop {
        if at.join("shared/eval").is_dir() {
            return Some(at.join("shared"));
        }
        at = at.parent()?.to_path_buf();
    }
}

fn lines(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
    text.lines()
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_str(line).expect("a JSON line"))
        .collect()
}

fn string<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or("")
}

fn documents(path: &Path) -> Vec<(String, String, String)> {
    lines(path)
        .iter()
        .map(|line| (string(line, "id").into(), string(line, "title").into(), string(line, "text").into()))
        .collect()
}

fn lexicon() -> Lexicon {
    open_lexicon(&std::env::var("DUIZHAO_LEXICON").unwrap_or_else(|_| "data/lexicon-lite.dzl".into()))
}

fn open_lexicon(path: &str) -> Lexicon {
    Lexicon::open(&std::fs::read(path).unwrap_or_else(|fault| panic!("{path}: {fault}"))).expect("a lexicon")
}

/// The table by which broken places of machine-made pages are repaired; in a browser TextDecoder makes it.
fn gbk() -> Option<Rc<Gbk>> {
    thread_local!(static TABLE: Rc<Gbk> = Rc::new(make_gbk()));
    Some(TABLE.with(Rc::clone))
}

fn make_gbk() -> Gbk {
    let mut cells = Vec::with_capacity(Gbk::NUM_CELLS);
    for pair in (0x81..=0xfe_u8).flat_map(|lead| (0x40..=0xff_u8).map(move |trail| [lead, trail])) {
        let (text, _, is_bad) = encoding_rs::GBK.decode(&pair);
        let mut units = text.encode_utf16();
        let unit = units.next().unwrap_or(0);
        cells.push(if is_bad || units.next().is_some() { 0 } else { unit });
    }
    Gbk::new(&cells).expect("a whole table")
}

fn build(documents: &[(String, String, String)], stored_text: bool) -> Index {
    build_with(lexicon(), documents, stored_text)
}

fn build_with(lexicon: Lexicon, documents: &[(String, String, String)], stored_text: bool) -> Index {
    let start = Clock::now();
    let mut builder =
        Builder::new(BuilderOptions { stored_text, ..BuilderOptions::default() }, Some(lexicon));
    let mut num_bytes = 0;
    for (id, title, text) in documents {
        num_bytes += text.len() + title.len();
        let source = Source {
            name: id,
            id: Some(id),
            title: Some(title),
            text,
            text_type: TextType::Text,
            ..Source::default()
        };
        let options = ReadOptions { gbk: Some(gbk), ..ReadOptions::default() };
        builder.add(Document::read(&source, &options).expect("a document")).expect("room for it");
    }
    let bytes = builder.finish().expect("an index");
    let built = start.millis();
    let start = Clock::now();
    let len = bytes.len();
    let index = Index::open(bytes).expect("an index that opens");
    let opened = start.millis();
    let first = Clock::now();
    search(&index, "人工智能的发展", &SearchOptions::default()).expect("an answer");
    let answered = first.millis();
    let all: String = documents.iter().map(|(_, title, text)| format!("{title}\n{text}\n")).collect();
    let gzip = miniz_oxide::deflate::compress_to_vec(all.as_bytes(), 9).len();
    let text = index
        .sections()
        .iter()
        .filter(|section| section.id == *b"TEXT")
        .map(|section| section.len_bytes)
        .sum::<usize>();
    println!(
        "\n{} documents, {num_bytes} bytes, gzip {gzip}; built in {built:.0} ms ({:.1} MB/s), index {len} = {:.3} x gzip, without text {:.3}; opened in {opened:.1} ms, first answer {:.1} ms",
        documents.len(),
        num_bytes as f64 / 1e3 / built,
        len as f64 / gzip as f64,
        (len - text) as f64 / gzip as f64,
        answered,
    );
    for section in index.sections() {
        println!(
            "  {} {:>8} bytes {:.3}",
            section.name(),
            section.len_bytes,
            section.len_bytes as f64 / gzip as f64
        );
    }
    index
}

fn percentile(times: &mut [f64], share: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    times[((times.len() - 1) as f64 * share) as usize]
}

fn ten() -> SearchOptions {
    SearchOptions { limit: 10, ..SearchOptions::default() }
}

/// Questions with one or more right documents.
fn ranked(name: &str, index: &Index, queries: &[Value]) {
    ranked_with(name, index, queries, &ten());
}

fn ranked_with(name: &str, index: &Index, queries: &[Value], options: &SearchOptions) {
    let (mut reciprocal, mut at_1, mut at_10) = (0.0, 0, 0);
    let mut times = Vec::new();
    let (mut missed, mut late) = (Vec::new(), Vec::new());
    let all = Clock::now();
    for line in queries {
        let relevant: BTreeSet<&str> =
            line["relevant"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let start = Instant::now();
        let result = search(index, string(line, "query"), options).expect("an answer");
        times.push(start.elapsed().as_secs_f64() * 1e3);
        let rank = result.hits.iter().position(|hit| relevant.contains(index.info(hit.document).unwrap().id));
        match rank {
            Some(rank) => {
                reciprocal += 1.0 / (rank + 1) as f64;
                at_1 += usize::from(rank == 0);
                at_10 += 1;
                if rank > 0 {
                    late.push(string(line, "query"));
                }
            }
            None => missed.push(string(line, "query")),
        }
    }
    let n = queries.len() as f64;
    let mean = all.millis() / n;
    // Whoever else works on the machine stops a query for milliseconds: the least of three rounds is its own time.
    for _ in 1..3 {
        for (line, least) in queries.iter().zip(&mut times) {
            let start = Instant::now();
            search(index, string(line, "query"), options).expect("an answer");
            *least = least.min(start.elapsed().as_secs_f64() * 1e3);
        }
    }
    println!(
        "{name}: {n} queries, MRR@10 {:.4}, R@1 {:.4}, R@10 {:.4}; mean {mean:.3} ms of processor; least of three rounds p50 {:.3} ms, p99 {:.3} ms",
        reciprocal / n,
        at_1 as f64 / n,
        at_10 as f64 / n,
        percentile(&mut times, 0.5),
        percentile(&mut times, 0.99)
    );
    if std::env::var_os("SHOW").is_some() {
        println!("  missed: {missed:#?}");
    }
}

/// Strings with all documents that hold them.
fn exact(name: &str, index: &Index, queries: &[Value], is_quoted: bool) {
    let options = SearchOptions { limit: 10_000, passages: 0, ..SearchOptions::default() };
    let (mut wanted, mut found, mut right, mut whole) = (0usize, 0usize, 0usize, 0usize);
    let mut literal_wrong = 0usize;
    for line in queries {
        let relevant: BTreeSet<&str> =
            line["relevant"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let query = if is_quoted {
            format!("\"{}\"", string(line, "query"))
        } else {
            string(line, "query").to_owned()
        };
        let result = search(index, &query, &options).expect("an answer");
        let got: BTreeSet<&str> =
            result.hits.iter().map(|hit| index.info(hit.document).unwrap().id).collect();
        let literal: BTreeSet<&str> = result
            .hits
            .iter()
            .filter(|hit| hit.evidence == Evidence::Literal)
            .map(|hit| index.info(hit.document).unwrap().id)
            .collect();
        literal_wrong += usize::from(literal != relevant);
        let both = got.intersection(&relevant).count();
        wanted += relevant.len();
        found += got.len();
        right += both;
        whole += usize::from(both == relevant.len());
        if std::env::var_os("SHOW").is_some() && both < relevant.len() {
            let missed: Vec<&&str> = relevant.difference(&got).collect();
            println!("  missed: {} in {missed:?}", string(line, "query"));
        }
    }
    println!(
        "{name}: recall {:.4}, all found for {:.4}, precision {:.4}; the literal set differs for {literal_wrong} of {}",
        right as f64 / wanted as f64,
        whole as f64 / queries.len() as f64,
        right as f64 / found.max(1) as f64,
        queries.len()
    );
}

/// Random strings of 1 to 8 Han characters: the answer is the set of documents that hold them (law 3).
fn strings(index: &Index) {
    let texts: Vec<String> = (0..index.documents().len() as u32)
        .map(|ordinal| {
            let document = index.document(ordinal).unwrap();
            format!("{}\n{}", duizhao::text::fold(&document.title), document.folded())
        })
        .collect();
    let mut state = 20_261_123u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let options = SearchOptions { limit: usize::MAX, passages: 0, ..SearchOptions::default() };
    let (mut wrong, mut num, mut times) = (0, 0, Vec::new());
    while num < 500 {
        let text = &texts[random(texts.len())];
        let chars: Vec<char> = text.chars().collect();
        let len = 1 + random(8);
        if chars.len() <= len {
            continue;
        }
        let from = random(chars.len() - len);
        let string: String = chars[from..from + len].iter().collect();
        if !string.chars().all(duizhao::text::is_han) {
            continue;
        }
        num += 1;
        let expected: BTreeSet<u32> = (0u32..)
            .zip(&texts)
            .filter(|(_, text)| text.contains(&string))
            .map(|(ordinal, _)| ordinal)
            .collect();
        let start = Clock::now();
        let result = search(index, &format!("\"{string}\""), &options).unwrap();
        times.push(start.millis());
        let got: BTreeSet<u32> = result.hits.iter().map(|hit| hit.document).collect();
        if got != expected {
            wrong += 1;
            println!("  {string}: expected {}, found {}", expected.len(), got.len());
        }
    }
    println!(
        "strings: {num} random strings of 1 to 8 characters, {wrong} wrong; p50 {:.3} ms, p99 {:.3} ms",
        percentile(&mut times, 0.5),
        percentile(&mut times, 0.99)
    );
}

/// Writes the hits of each topic query for `score.py`, and scores first hits and silence here.
fn topics(shared: &Path) {
    let gold: Value = serde_json::from_str(
        &std::fs::read_to_string(shared.join("eval/compare-seeds/topics_dev.json")).unwrap(),
    )
    .unwrap();
    let files: Vec<&str> = gold["files"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let mut builder = Builder::new(BuilderOptions::default(), Some(lexicon()));
    for file in &files {
        let text = std::fs::read_to_string(shared.join("corpus/seeds").join(file)).unwrap();
        let is_markdown = text.contains("**");
        let text_type = if is_markdown { TextType::Markdown } else { TextType::Text };
        let source = Source { name: file, text: &text, text_type, ..Source::default() };
        builder.add(Document::read(&source, &ReadOptions::default()).unwrap()).unwrap();
    }
    let index = Index::open(builder.finish().unwrap()).unwrap();
    for pair in index.aliases().iter() {
        if std::env::var_os("SHOW").is_some() {
            println!("  {} = {} ({})", pair.left, pair.right, pair.num_documents);
        }
    }
    let mut runs = Vec::new();
    let (mut ok, mut d2, mut quiet, mut d0) = (0, 0, 0, 0);
    for topic in gold["topics"].as_array().unwrap() {
        for query in topic["queries"].as_array().unwrap().iter().filter_map(Value::as_str) {
            let result =
                search(&index, query, &SearchOptions { limit: 10, passages: 3, ..SearchOptions::default() })
                    .unwrap();
            let mut hits: Vec<(f64, Value)> = Vec::new();
            let mut first: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
            for (rank, hit) in result.hits.iter().enumerate() {
                let document = index.document(hit.document).unwrap();
                let chars = |at: u32| document.text[..at as usize].chars().count();
                for (at, passage) in hit.passages.iter().enumerate() {
                    let (start, end) = (chars(passage.span.start), chars(passage.span.end));
                    let file = files[hit.document as usize];
                    first.entry(file).or_insert((start, end));
                    hits.push((
                        (at * 100 + rank) as f64,
                        serde_json::json!({ "file": file, "start": start, "end": end }),
                    ));
                }
            }
            hits.sort_by(|a, b| a.0.total_cmp(&b.0));
            let mut row = String::new();
            for file in &files {
                let passages = topic["passages"][*file].as_array().unwrap();
                let grade =
                    passages.iter().filter_map(|passage| passage["grade"].as_u64()).max().unwrap_or(0);
                let on = |&(start, end): &(usize, usize)| {
                    passages.iter().any(|passage| {
                        let (from, to) = (
                            passage["start"].as_u64().unwrap() as usize,
                            passage["end"].as_u64().unwrap() as usize,
                        );
                        let shared = end.min(to).saturating_sub(start.max(from));
                        shared > 0 && (2 * shared >= end - start || 2 * shared >= to - from)
                    })
                };
                let hit = first.get(file);
                row.push_str(match (grade, hit.is_some(), hit.is_some_and(on)) {
                    (0, false, _) => " quiet",
                    (0, true, _) => " NOISE",
                    (1, _, _) => " -",
                    (_, _, true) => " ok",
                    (_, true, _) => " WRONG",
                    _ => " MISS",
                });
                if grade == 2 {
                    d2 += 1;
                    ok += usize::from(hit.is_some_and(on));
                } else if grade == 0 {
                    d0 += 1;
                    quiet += usize::from(hit.is_none());
                }
            }
            println!("  {query}:{row}");
            if std::env::var_os("SHOW").is_some() {
                for hit in &result.hits {
                    let file = files[hit.document as usize];
                    let grade = topic["passages"][file]
                        .as_array()
                        .unwrap()
                        .iter()
                        .filter_map(|p| p["grade"].as_u64())
                        .max()
                        .unwrap_or(0);
                    let on = first.get(file).is_some_and(|f| {
                        topic["passages"][file].as_array().unwrap().iter().any(|p| {
                            let (a, b) =
                                (p["start"].as_u64().unwrap() as usize, p["end"].as_u64().unwrap() as usize);
                            f.1.min(b).saturating_sub(f.0.max(a)) * 2 >= (f.1 - f.0).min(b - a)
                        })
                    });
                    println!(
                        "      grade {grade} {} {} cov {:.2} {:.2} {:?} {:?}",
                        if on { "on " } else { "off" },
                        &file[..3],
                        hit.coverage,
                        hit.score,
                        hit.evidence,
                        hit.parts
                    );
                }
            }
            runs.push(serde_json::json!({ "topic": topic["id"], "query": query, "hits": hits.into_iter().map(|hit| hit.1).collect::<Vec<_>>() }));
        }
    }
    println!(
        "topics: first hit right {:.4} ({ok}/{d2}), quiet where none {:.4} ({quiet}/{d0})",
        ok as f64 / d2 as f64,
        quiet as f64 / d0 as f64
    );
    if let Some(path) = std::env::var_os("TOPICS_OUT") {
        std::fs::write(path, serde_json::json!({ "runs": runs }).to_string()).unwrap();
    }
}
