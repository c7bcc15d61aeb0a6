//! Span F1 of a lexicon on a gold file (words separated by two spaces, a sentence a line).
//!
//! ```text
//! cargo run --release --example segment_quality -- data/lexicon-lite.dzl GOLD [index]
//! ```
//!
//! `npm run eval -- segmentation` measures the shipped module beside its peers; this one is for work on the lexicon.

use std::collections::BTreeSet;
use std::{env, fs, io};

use duizhao::segment::{Lexicon, Mode, Options, Segmenter};
use duizhao::text::fold_char;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [lexicon, gold, rest @ ..] = arguments.as_slice() else {
        return Err(io::Error::other("wrong use: segment_quality LEXICON GOLD [index]"));
    };
    let lexicon = Lexicon::open(&fs::read(lexicon)?).map_err(io::Error::other)?;
    let options = if rest.is_empty() { Options::DISPLAY } else { Options::INDEX };
    let mut segmenter = Segmenter::with_options(&lexicon, options);
    let (mut num_gold, mut num_ours, mut num_both) = (0, 0, 0);
    let mut tokens = Vec::new();
    for line in fs::read_to_string(gold)?.lines() {
        let mut text = String::new();
        let mut expected = BTreeSet::new();
        for word in line.split("  ").filter(|word| !word.is_empty()) {
            let start = text.len();
            text.extend(word.chars().map(fold_char));
            expected.insert((start as u32, text.len() as u32));
        }
        segmenter.segment(&text, Mode::Words, &mut tokens);
        num_gold += expected.len();
        num_ours += tokens.len();
        num_both +=
            tokens.iter().filter(|token| expected.contains(&(token.span.start, token.span.end))).count();
    }
    let (precision, recall) = (
        f64::from(num_both as u32) / f64::from(num_ours as u32),
        f64::from(num_both as u32) / f64::from(num_gold as u32),
    );
    println!("P {precision:.4} R {recall:.4} F1 {:.4}", 2.0 * precision * recall / (precision + recall));
    Ok(())
}
