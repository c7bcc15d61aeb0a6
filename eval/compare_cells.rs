//! What does the alignment see? Links and the measures of every cell of two texts, natively, for looking and fitting.
//!
//! `cargo run --release --example compare_cells -- PART [OPTION=VALUE]`, PART one of
//! - `links LEFT RIGHT [unit=sentence] [min=0.25]`: links in Unicode code points, as `compare-seeds/score.py` reads them;
//! - `measures LEFT RIGHT`: a line for each cell, the two spans and its measures, for `compare_fit.py`;
//! - `across FILE...`: the statements that several texts make, each with its places;
//! - `laws DIR`: which identical articles of old and new laws are called unchanged, and what else is.
//!
//! Scores of the shipped module come from `npm run eval -- compare`. The gold is read, never copied.

use std::fs;
use std::path::Path;
use std::rc::Rc;

use duizhao::compare::{AcrossOptions, CompareOptions, Comparison, Relation, Unit, across, compare};
use duizhao::document::{Document, ReadOptions, Source, TextType};
use duizhao::text::{Gbk, Span};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).filter(|word| !word.contains('=')).collect();
    let option = |name: &str| {
        arguments.iter().find_map(|word| {
            word.strip_prefix(name).and_then(|rest| rest.strip_prefix('=')).map(str::to_owned)
        })
    };
    let mut options = CompareOptions::default();
    if let Some(min_score) = option("min").and_then(|value| value.parse().ok()) {
        options.min_score = min_score;
    }
    options.unit = match option("unit").as_deref() {
        Some("passage") => Unit::Passage,
        Some("article") => Unit::Article,
        _ => Unit::Sentence,
    };
    match words.as_slice() {
        ["links", left, right] => links(left, right, &options),
        ["measures", left, right] => measures(left, right, &options),
        ["units", file] => units(file, options.unit),
        ["laws", folder] => laws(folder),
        ["across", files @ ..] => statements(files),
        _ => {
            eprintln!(
                "usage: compare_cells links LEFT RIGHT | measures LEFT RIGHT | units FILE | laws DIR | across FILE..."
            );
            std::process::exit(2);
        }
    }
}

fn read(path: &str) -> Document {
    let text = fs::read_to_string(path).unwrap_or_else(|error| {
        eprintln!("{path}: {error}; the gold data lies beside the project, not in it");
        std::process::exit(2);
    });
    let text_type = if path.ends_with(".md") { TextType::Markdown } else { TextType::Text };
    let source = Source { name: path, text: &text, text_type, ..Source::default() };
    Document::read(&source, &ReadOptions { gbk: Some(gbk), ..ReadOptions::default() })
        .expect("a gold text is small")
}

/// The GBK table, as a browser's decoder gives it.
fn gbk() -> Option<Rc<Gbk>> {
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
    Gbk::new(&cells).map(Rc::new)
}

/// Byte offset to code point offset, for one text.
struct CodePoints(Vec<u32>);

impl CodePoints {
    fn new(text: &str) -> Self {
        CodePoints(text.char_indices().map(|(at, _)| at as u32).collect())
    }

    fn span(&self, span: Span) -> String {
        let at = |byte: u32| self.0.partition_point(|start| *start < byte);
        format!("[{},{}]", at(span.start), at(span.end))
    }
}

fn links(left: &str, right: &str, options: &CompareOptions) {
    let (left, right) = (read(left), read(right));
    let comparison = compare(&left, &right, options);
    let (a, b) = (CodePoints::new(&left.text), CodePoints::new(&right.text));
    let relation = |relation| match relation {
        Relation::Same => "same",
        Relation::Reworded => "reworded",
        Relation::Related => "related",
    };
    let links: Vec<String> = comparison
        .pairs
        .iter()
        .map(|pair| {
            let differences: Vec<String> = pair
                .differences
                .iter()
                .map(|difference| {
                    format!(
                        "{{\"kind\":\"{}\",\"a\":{},\"b\":{}}}",
                        format!("{:?}", difference.kind).to_lowercase(),
                        a.span(difference.left),
                        b.span(difference.right)
                    )
                })
                .collect();
            format!(
                "{{\"a\":{},\"b\":{},\"score\":{:.4},\"relation\":\"{}\",\"moved\":{},\"differences\":[{}]}}",
                a.span(pair.left),
                b.span(pair.right),
                pair.score,
                relation(pair.relation),
                pair.is_moved,
                differences.join(",")
            )
        })
        .collect();
    println!(
        "{{\"links\":[\n{}\n],\"coverage\":[{:.4},{:.4}]}}",
        links.join(",\n"),
        comparison.coverage.left,
        comparison.coverage.right
    );
}

fn units(path: &str, unit: Unit) {
    let document = read(path);
    let points = CodePoints::new(&document.text);
    for (span, content, kind, block, asks) in duizhao::compare::units(&document, unit) {
        println!(
            "{}\t{kind}\t{block}\t{}\t{}",
            points.span(span),
            u8::from(asks),
            content.replace(['\n', '\t'], " ")
        );
    }
}

fn statements(files: &[&str]) {
    let documents: Vec<Document> = files.iter().map(|file| read(file)).collect();
    let documents: Vec<&Document> = documents.iter().collect();
    for statement in across(&documents, &AcrossOptions::default()) {
        println!(
            "{} documents, {:.4}, {} changes",
            statement.num_documents,
            statement.score,
            statement.changes.len()
        );
        for one in &statement.occurrences {
            let text = one.span.of(&documents[one.document].text).replace('\n', " ");
            println!("  {} {text}", one.document);
        }
    }
}

fn measures(left: &str, right: &str, options: &CompareOptions) {
    let (left, right) = (read(left), read(right));
    let (a, b) = (CodePoints::new(&left.text), CodePoints::new(&right.text));
    for (x, y, measures) in duizhao::compare::measure(&left, &right, options) {
        let numbers: Vec<String> = measures.iter().map(|measure| format!("{measure:.5}")).collect();
        println!("{}\t{}\t{}", a.span(x), b.span(y), numbers.join(" "));
    }
}

/// Labels of the articles that a span of a law's text begins with.
fn label(text: &str, span: Span) -> String {
    let piece = span.of(text);
    let end = piece.find('条').map_or(0, |at| at + '条'.len_utf8());
    piece
        .get(..end)
        .filter(|label| label.starts_with('第') && label.chars().count() < 14)
        .unwrap_or("")
        .to_owned()
}

fn laws(folder: &str) {
    let options = CompareOptions { unit: Unit::Article, ..CompareOptions::default() };
    let mut names: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    names.sort();
    let (mut num_right, mut num_moved) = (0, 0);
    for path in &names {
        let side = |name: &str| read(&path.join(name).to_string_lossy());
        let (old, new) = (side("old.md"), side("new.md"));
        let gold = fs::read_to_string(path.join("gold.json")).unwrap_or_default();
        let identical = identical_of(&gold);
        let comparison = compare(&old, &new, &options);
        let same: Vec<(String, String)> = unchanged(&comparison, &old, &new);
        let missing: Vec<_> = identical.iter().filter(|pair| !same.contains(pair)).collect();
        let extra: Vec<_> = same.iter().filter(|pair| !identical.contains(pair)).collect();
        let moved = comparison.pairs.iter().filter(|pair| pair.is_moved).count();
        num_moved += moved;
        num_right += usize::from(missing.is_empty() && extra.is_empty());
        println!(
            "{} identical {} missing {:?} extra {:?} pairs {} moved {} coverage {:.3} {:.3}",
            Path::new(path).file_name().unwrap_or_default().to_string_lossy(),
            identical.len(),
            missing,
            extra,
            comparison.pairs.len(),
            moved,
            comparison.coverage.left,
            comparison.coverage.right
        );
    }
    println!("{num_right} of {} texts right, {num_moved} links moved", names.len());
}

fn unchanged(comparison: &Comparison, old: &Document, new: &Document) -> Vec<(String, String)> {
    comparison
        .pairs
        .iter()
        .filter(|pair| pair.relation == Relation::Same)
        .map(|pair| (label(&old.text, pair.left), label(&new.text, pair.right)))
        .filter(|(a, b)| !a.is_empty() && !b.is_empty())
        .collect()
}

/// The pairs after `"identical":` in a gold file: every two strings.
fn identical_of(gold: &str) -> Vec<(String, String)> {
    let Some((_, rest)) = gold.split_once("\"identical\":") else { return Vec::new() };
    let strings: Vec<&str> = rest.split('"').skip(1).step_by(2).collect();
    strings.chunks_exact(2).map(|pair| (pair[0].to_owned(), pair[1].to_owned())).collect()
}
