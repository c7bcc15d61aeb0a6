//! Law 3 by brute force, on every corpus at hand: of 500 random strings of one to eight Han characters each, the set of
//! documents returned is exactly the set that contains them.
//!
//! The sample corpus is always there; those of `../shared` are skipped, and that is said, where they are absent. Of larger
//! corpora the first quarter of a megabyte is tried here; `retrieval -- strings scale` (eval/) tries all of it.

use duizhao::document::{Document, ReadOptions, Source, TextType};
use duizhao::index::{Builder, BuilderOptions, Index};
use duizhao::query::{SearchOptions, search};
use duizhao::segment::Lexicon;
use duizhao::text::{fold, is_han};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const NUM_STRINGS: usize = 500;
const MAX_CHARS: usize = 8;
/// Of a larger corpus the first documents up to this are taken: the build of the tests is not optimised.
const MAX_BYTES: usize = 1 << 18;
const SEED: u64 = 20_261_124;

/// Name, title where one is given, text.
type Text = (String, Option<String>, String);

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a folder and those below it, in order.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        match path.is_dir() {
            true => files(&path, found),
            false => found.push(path),
        }
    }
}

fn of_folder(folder: &Path) -> Vec<Text> {
    let mut found = Vec::new();
    files(folder, &mut found);
    found.retain(|path| path.extension().is_some_and(|ending| ending == "md" || ending == "txt"));
    let text = |path: &PathBuf| {
        let bytes = std::fs::read(path).unwrap();
        (path.to_string_lossy().into_owned(), None, String::from_utf8_lossy(&bytes).into_owned())
    };
    found.iter().map(text).collect()
}

fn of_lines(lines: &str) -> Vec<Text> {
    let text = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        let field = |name: &str| value[name].as_str().map(str::to_owned);
        (field("id").unwrap(), field("title"), field("text").unwrap_or_default())
    };
    lines.lines().filter(|line| !line.is_empty()).map(text).collect()
}

/// The beginning of a file under gzip, up to the last whole line.
fn of_gzip(path: &Path) -> Option<Vec<Text>> {
    let bytes = std::fs::read(path).ok()?;
    // Ten bytes of head; a name, where there is one, ends with a zero.
    let name = if bytes.get(3)? & 8 == 0 { 0 } else { bytes[10..].iter().position(|&byte| byte == 0)? + 1 };
    let body = &bytes[10 + name..];
    let unpacked = match miniz_oxide::inflate::decompress_to_vec_with_limit(body, 2 * MAX_BYTES) {
        Ok(unpacked) => unpacked,
        Err(fault) => fault.output,
    };
    let end = unpacked.iter().rposition(|&byte| byte == b'\n')?;
    Some(of_lines(std::str::from_utf8(&unpacked[..end]).unwrap()))
}

fn index_of(texts: &[Text]) -> Index {
    let lexicon = Lexicon::open(&std::fs::read(root().join("data/lexicon-lite.dzl")).unwrap()).unwrap();
    let mut builder = Builder::new(BuilderOptions::default(), Some(lexicon));
    let mut num_bytes = 0;
    for (name, title, text) in texts {
        num_bytes += text.len();
        if num_bytes > MAX_BYTES {
            break;
        }
        let text_type = if name.ends_with(".md") { TextType::Markdown } else { TextType::Text };
        let source = Source { name, title: title.as_deref(), text, text_type, ..Source::default() };
        builder.add(Document::read(&source, &ReadOptions::default()).unwrap()).unwrap();
    }
    Index::open(builder.finish().unwrap()).unwrap()
}

/// Where strings of a document may stand: its title, and its text but for boilerplate, blocks that follow each other
/// joined as they are.
fn searched(index: &Index, document: u32) -> String {
    let text = index.indexed_text(document).unwrap();
    let title = fold(&index.document(document).unwrap().title);
    format!("{title}\n{}", String::from_utf16_lossy(&text.text_utf16))
}

fn holds(name: &str, texts: &[Text]) {
    let index = index_of(texts);
    let texts: Vec<String> =
        (0..index.documents().len() as u32).map(|document| searched(&index, document)).collect();
    let mut state = SEED;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let options = SearchOptions { limit: usize::MAX, passages: 0, ..SearchOptions::default() };
    let (mut num, mut num_found) = (0, 0);
    for _ in 0..100 * NUM_STRINGS {
        if num == NUM_STRINGS {
            break;
        }
        let text = &texts[random(texts.len())];
        let len = 1 + random(MAX_CHARS);
        let from = random(text.len().max(1));
        let Some(from) = (from..=text.len()).find(|&from| text.is_char_boundary(from)) else { continue };
        let string: String = text[from..].chars().take(len).collect();
        if string.chars().count() < len || !string.chars().all(is_han) {
            continue;
        }
        num += 1;
        let expected: BTreeSet<u32> =
            (0u32..).zip(&texts).filter(|(_, text)| text.contains(&string)).map(|(at, _)| at).collect();
        let result = search(&index, &format!("\"{string}\""), &options).unwrap();
        let found: BTreeSet<u32> = result.hits.iter().map(|hit| hit.document).collect();
        assert_eq!(found, expected, "{name}: \"{string}\" (seed {SEED})");
        num_found += found.len();
    }
    println!(
        "{name}: {} documents, {num} strings (seed {SEED}), each in {:.1} documents in the mean: exact",
        texts.len(),
        num_found as f64 / f64::from(num as u32)
    );
    assert!(num >= NUM_STRINGS.min(100), "{name}: only {num} strings could be drawn");
}

#[test]
fn random_strings_are_found_exactly_in_every_corpus_at_hand() {
    holds("www/sample", &of_folder(&root().join("www/sample")));
    let given = std::env::var_os("DUIZHAO_SHARED").map(PathBuf::from);
    let beside =
        || root().ancestors().map(|at| at.join("shared")).find(|at| at.join("corpus/seeds").is_dir());
    let Some(shared) = given.or_else(beside) else {
        println!("skipped: all other corpora; there is no ../shared");
        return;
    };
    for name in ["corpus/seeds", "corpus/site-sample", "eval/compare-laws", "eval/compare-mdn"] {
        match of_folder(&shared.join(name)) {
            texts if texts.is_empty() => println!("skipped: {name} is not here"),
            texts => holds(name, &texts),
        }
    }
    for name in ["docs.jsonl", "docs.noisy.jsonl", "sentences.jsonl"] {
        match std::fs::read_to_string(shared.join("eval/retrieval-cmrc").join(name)) {
            Ok(lines) => holds(name, &of_lines(&lines)),
            Err(_) => println!("skipped: retrieval-cmrc/{name} is not here"),
        }
    }
    match of_gzip(&shared.join("corpus/scale/laws-articles.jsonl.gz")) {
        Some(texts) => holds("laws-articles, the first", &texts),
        None => println!("skipped: corpus/scale is not here"),
    }
}
