//! Makes the lexicon files in `data/`.
//!
//! ```text
//! cargo run --release --example make_lexicon -- PATH/TO/jieba/dict.txt   also renews data/lexicon.txt
//! cargo run --release --example make_lexicon                             the two *.dzl from data/lexicon.txt
//! ```
//!
//! `dict.txt` is that of the PyPI package `jieba` 0.42.1 (`pip download jieba==0.42.1 --no-deps --no-binary :all:`). Two runs
//! give the same bytes, on every machine; `tests/segment.rs` holds the committed files to that.

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs, io};

use duizhao::segment::{Lexicon, LexiconBuilder};
use duizhao::text::{fold, is_han};

/// Words seen less often are noise: two thirds of the source, and they lower the quality.
const MIN_FREQUENCY: u64 = 10;
/// The two sizes: file, and the least frequency of a word in it.
const SIZES: [(&str, u64); 2] = [("lexicon-lite.dzl", 50), ("lexicon-full.dzl", MIN_FREQUENCY)];

fn main() -> io::Result<()> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let list = data.join("lexicon.txt");
    if let Some(source) = env::args().nth(1) {
        fs::write(&list, list_from(&fs::read_to_string(source)?)?)?;
    }
    let words = fs::read_to_string(&list)?;
    for (name, min_frequency) in SIZES {
        let bytes = lexicon_from(&words, min_frequency)?;
        let lexicon = Lexicon::open(&bytes).map_err(io::Error::other)?;
        println!("{name}: {} words, {} bytes", lexicon.num_words(), bytes.len());
        fs::write(data.join(name), bytes)?;
    }
    Ok(())
}

/// Words such as `A股` and `C语言`: no rule finds them, the source knows a few dozen, and counts none of them often.
fn is_mixed(word: &str) -> bool {
    word.chars().any(is_han) && word.chars().any(|c| c.is_ascii_alphanumeric())
}

/// The committed list: folded words of at least [`MIN_FREQUENCY`] and mixed ones, sorted, after the total of the whole source.
fn list_from(source: &str) -> io::Result<String> {
    let mut words: BTreeMap<String, u64> = BTreeMap::new();
    let mut total = 0;
    for line in source.lines() {
        let mut fields = line.split(' ');
        let (Some(word), Some(frequency)) =
            (fields.next(), fields.next().and_then(|number| number.parse::<u64>().ok()))
        else {
            return Err(io::Error::other(format!("expected `word frequency class`, found `{line}`")));
        };
        total += frequency;
        *words.entry(fold(word)).or_insert(0) += frequency;
    }
    let mut list = format!(
        "# folded word, frequency; made by examples/make_lexicon.rs, see README.md\ntotal\t{total}\n"
    );
    for (word, frequency) in
        words.iter().filter(|(word, frequency)| **frequency >= MIN_FREQUENCY || is_mixed(word))
    {
        list.push_str(&format!("{word}\t{frequency}\n"));
    }
    Ok(list)
}

fn lexicon_from(list: &str, min_frequency: u64) -> io::Result<Vec<u8>> {
    let mut builder = LexiconBuilder::default();
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        let (word, frequency) =
            line.split_once('\t').ok_or_else(|| io::Error::other(format!("no tab in `{line}`")))?;
        let frequency: u64 = frequency.parse().map_err(io::Error::other)?;
        if word == "total" {
            builder.total(frequency);
        } else if frequency >= min_frequency || is_mixed(word) {
            // A rare mixed word counts as the rarest of the others, or it alone would stretch the sixteen levels.
            builder.add(word, frequency.max(min_frequency));
        }
    }
    builder.prune().finish().map_err(io::Error::other)
}
