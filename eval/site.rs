//! What does a site index cost and lose? Bytes fetched for a first and for a further query, and what ranking loses by
//! reading fewer texts again. Runs natively.
//!
//! `cargo run --profile measure --example site -- [pool] [bytes FILE.jsonl [QUERY…]]`
//!
//! Corpora: `shared/eval/retrieval-cmrc`; for `bytes` a file of documents, one a line
//! (`zcat shared/corpus/scale/laws-articles.jsonl.gz > FILE.jsonl`), or a bundle. Queries that are given are asked as
//! `<duizhao-search>` asks while one types; without any, some are made of the texts.

use duizhao::document::{Document, ReadOptions, Source, TextType};
use duizhao::index::{Builder, BuilderOptions, Index, MANIFEST_NAME, write_site};
use duizhao::query::{SearchOptions, search};
use duizhao::segment::{Lexicon, Mode, Options, Segmenter, TokenKind};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    if asked.is_empty() || asked.iter().any(|arg| arg == "pool") {
        match shared() {
            Some(shared) => pool(&shared.join("eval/retrieval-cmrc")),
            None => println!("skipped: no shared/ above this folder, and DUIZHAO_SHARED is not set"),
        }
    }
    if let Some(at) = asked.iter().position(|arg| arg == "bytes") {
        bytes(Path::new(asked.get(at + 1).expect("bytes FILE.jsonl")), asked.get(at + 2..).unwrap_or(&[]));
    }
}

fn shared() -> Option<PathBuf> {
    if let Some(given) = std::env::var_os("DUIZHAO_SHARED") {
        return Some(given.into());
    }
    let here = std::env::current_dir().ok()?;
    here.ancestors().map(|folder| folder.join("shared")).find(|shared| shared.join("eval").is_dir())
}

fn lines(path: &Path) -> impl Iterator<Item = Value> {
    let file = std::fs::File::open(path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
    BufReader::new(file)
        .lines()
        .map_while(Result::ok)
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_str(&line).expect("a JSON line"))
}

fn lexicon() -> Lexicon {
    let path = "data/lexicon-lite.dzl";
    Lexicon::open(&std::fs::read(path).unwrap_or_else(|fault| panic!("{path}: {fault}"))).expect("a lexicon")
}

fn build(path: &Path) -> Index {
    if path.extension().is_some_and(|ending| ending == "dzx") {
        return Index::open(std::fs::read(path).expect("a file")).expect("an index");
    }
    let start = Instant::now();
    let mut builder = Builder::new(BuilderOptions::default(), Some(lexicon()));
    for line in lines(path) {
        let source = Source {
            name: line["id"].as_str().unwrap_or(""),
            title: line["title"].as_str(),
            text: line["text"].as_str().unwrap_or(""),
            text_type: TextType::Text,
            ..Source::default()
        };
        builder.add(Document::read(&source, &ReadOptions::default()).expect("a document")).expect("room");
    }
    let bytes = builder.finish().expect("an index");
    println!("bundle: {} bytes in {:.1} s; {}", bytes.len(), start.elapsed().as_secs_f64(), memory());
    if let Some(keep) = std::env::var_os("KEEP") {
        std::fs::write(keep, &bytes).expect("room for the bundle");
    }
    Index::open(bytes).expect("an index that opens")
}

fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().filter(|line| line.starts_with("VmHWM")).collect()
}

/// What does a smaller pool cost? Questions whose answer stands in one document.
fn pool(cmrc: &Path) {
    for (name, documents, queries) in [
        ("questions", "docs.jsonl", "queries.jsonl"),
        ("sentences", "sentences.jsonl", "queries.sentences.jsonl"),
    ] {
        let index = build(&cmrc.join(documents));
        let queries: Vec<Value> = lines(&cmrc.join(queries)).collect();
        for pool in [64, 32, 20, 16, 12, 10, 8] {
            let options = SearchOptions { pool: Some(pool), passages: 0, ..SearchOptions::default() };
            ranked(&format!("{name}, pool {pool}"), &index, &index, &queries, &options);
        }
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        write_site(&index, &mut |name, bytes| {
            files.insert(name.to_owned(), bytes);
            Ok(())
        })
        .expect("a site");
        let mut site = Index::open(files.remove(MANIFEST_NAME).expect("a manifest")).expect("a manifest");
        for (name, bytes) in files {
            site.supply(&name, bytes).expect("a whole piece");
        }
        let options = SearchOptions { passages: 0, ..SearchOptions::default() };
        ranked(&format!("{name}, site"), &site, &index, &queries, &options);
    }
}

fn ranked(name: &str, index: &Index, named: &Index, queries: &[Value], options: &SearchOptions) {
    let (mut reciprocal, mut at_10) = (0.0, 0.0);
    for line in queries {
        let relevant: BTreeSet<&str> =
            line["relevant"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        let result = search(index, line["query"].as_str().unwrap_or(""), options).expect("an answer");
        let rank = result.hits.iter().position(|hit| relevant.contains(named.info(hit.document).unwrap().id));
        reciprocal += rank.map_or(0.0, |rank| 1.0 / (rank + 1) as f64);
        at_10 += f64::from(u8::from(rank.is_some()));
    }
    let num = queries.len() as f64;
    println!("{name}: MRR@10 {:.4}, R@10 {:.4}", reciprocal / num, at_10 / num);
}

/// As `<duizhao-search>` asks.
fn while_typing() -> SearchOptions {
    SearchOptions { is_prefix: true, limit: 4, ..SearchOptions::default() }
}

fn bytes(path: &Path, given: &[String]) {
    let bundle = build(path);
    let start = Instant::now();
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    write_site(&bundle, &mut |name, bytes| {
        files.insert(name.to_owned(), bytes);
        Ok(())
    })
    .expect("a site");
    println!("site: {} files in {:.1} s; {}", files.len(), start.elapsed().as_secs_f64(), memory());
    let manifest = files[MANIFEST_NAME].clone();
    println!("  manifest  {:>9} bytes", manifest.len());
    for (name, num, len_bytes) in Index::open(manifest.clone()).expect("a manifest").pieces() {
        println!(
            "  {name:<9} {len_bytes:>9} bytes in {num} files, {} each",
            len_bytes / u64::from(num.max(1))
        );
    }
    let mut first_bytes = Vec::new();
    let options = if given.is_empty() { SearchOptions::default() } else { while_typing() };
    let all = match given {
        [] => made_queries(&bundle),
        given => vec![("given", given.to_vec())],
    };
    for (name, queries) in all {
        let mut further: Vec<[usize; 3]> = Vec::new();
        let mut first: Vec<[usize; 3]> = Vec::new();
        let (mut shared, mut num_wanted, mut same_first, mut same_total) = (0, 0, 0, 0);
        let mut site = Index::open(manifest.clone()).expect("a manifest");
        for query in &queries {
            further.push(ask(&mut site, &files, query, &options));
            let mut fresh = Index::open(manifest.clone()).expect("a manifest");
            let mut cost = ask(&mut fresh, &files, query, &options);
            cost[0] += manifest.len();
            cost[1] += 1;
            cost[2] += 1;
            first.push(cost);
            let of_site = search(&fresh, query, &options).expect("an answer");
            let of_bundle = search(&bundle, query, &options).expect("an answer");
            let wanted: BTreeSet<u32> = of_bundle.hits.iter().map(|hit| hit.document).collect();
            shared += of_site.hits.iter().filter(|hit| wanted.contains(&hit.document)).count();
            num_wanted += wanted.len();
            same_first += usize::from(
                of_site.hits.first().map(|hit| hit.document)
                    == of_bundle.hits.first().map(|hit| hit.document),
            );
            same_total += usize::from(of_site.total == of_bundle.total);
        }
        if std::env::var_os("SHOW").is_some() {
            for (query, cost) in queries.iter().zip(&first) {
                println!("    {query}: {cost:?}");
            }
        }
        show(&format!("{name}, first"), &mut first);
        // Those before it in the same visit have been fetched.
        show(&format!("{name}, further"), &mut further[1..]);
        println!(
            "  of the bundle's first ten documents {:.3} are the site's; the first is the same for {same_first} of {}, the total for {same_total}",
            shared as f64 / num_wanted.max(1) as f64,
            queries.len()
        );
        first_bytes.extend(first);
    }
    show("all, first", &mut first_bytes);
}

/// Bytes, requests and rounds of one query.
fn ask(
    site: &mut Index,
    files: &BTreeMap<String, Vec<u8>>,
    query: &str,
    options: &SearchOptions,
) -> [usize; 3] {
    let mut cost = [0; 3];
    loop {
        search(site, query, options).expect("an answer");
        let needs = site.needs();
        if needs.is_empty() {
            return cost;
        }
        cost[2] += 1;
        for name in needs {
            cost[0] += files[&name].len();
            cost[1] += 1;
            if std::env::var_os("SHOW").is_some_and(|value| value == "files") {
                println!("      {name} {}", files[&name].len());
            }
            site.supply(&name, files[&name].clone()).expect("a whole piece");
        }
    }
}

fn show(name: &str, costs: &mut [[usize; 3]]) {
    let mut part = |at: usize| {
        costs.sort_by_key(|cost| cost[at]);
        let place = |share: f64| costs[((costs.len() - 1) as f64 * share) as usize][at];
        (place(0.5), place(0.99))
    };
    let (bytes, requests, rounds) = (part(0), part(1), part(2));
    println!(
        "{name}: {:.1} / {:.1} KB (p50 / p99), {} / {} requests, {} / {} rounds",
        bytes.0 as f64 / 1e3,
        bytes.1 as f64 / 1e3,
        requests.0,
        requests.1,
        rounds.0,
        rounds.1
    );
}

/// Queries made of the texts: words, short strings, sentences; 67 of each.
fn made_queries(index: &Index) -> Vec<(&'static str, Vec<String>)> {
    let mut state = 20_261_124u64;
    let mut below = move |end: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % end.max(1)
    };
    let lexicon = lexicon();
    let (mut words, mut strings, mut sentences) = (Vec::new(), Vec::new(), Vec::new());
    while words.len() < 67 || strings.len() < 67 || sentences.len() < 67 {
        let document = index.document(below(index.documents().len()) as u32).expect("a document");
        let text = document.folded();
        let mut tokens = Vec::new();
        Segmenter::with_options(&lexicon, Options::INDEX).segment(text, Mode::Words, &mut tokens);
        tokens.retain(|token| token.kind == TokenKind::Word && token.span.of(text).chars().nth(1).is_some());
        if tokens.len() > 8 && words.len() < 67 {
            let chosen: Vec<&str> =
                (0..1 + below(3)).map(|_| tokens[below(tokens.len())].span.of(text)).collect();
            words.push(chosen.join(" "));
        }
        let chars: Vec<char> = text.chars().collect();
        let len = 2 + below(5);
        if chars.len() > 20 && strings.len() < 67 {
            let from = below(chars.len() - len);
            let string: String = chars[from..from + len].iter().collect();
            if string.chars().all(duizhao::text::is_han) {
                strings.push(string);
            }
        }
        let sentence =
            text.split(['。', ',', ';']).find(|sentence| (12..40).contains(&sentence.chars().count()));
        if let Some(sentence) = sentence.filter(|_| sentences.len() < 67) {
            sentences.push(sentence.to_owned());
        }
    }
    vec![("words", words), ("short strings", strings), ("sentences", sentences)]
}
