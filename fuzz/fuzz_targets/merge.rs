//! Any texts: what is built verifies and gives the texts back, and parts merged are what is built at once.
#![no_main]

use duizhao::document::{ReadOptions, Source, TextType};
use duizhao::index::{Builder, BuilderOptions, Index};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let texts: Vec<&str> = text.split('\u{c}').take(8).collect();
    let whole = build(&texts, 0);
    let index = Index::open(whole.clone()).expect("what was built opens");
    index.verify().expect("what was built verifies");
    for (ordinal, text) in texts.iter().enumerate() {
        assert_eq!(index.document(ordinal as u32).expect("stored").text, *text);
    }
    let middle = texts.len() / 2;
    let mut builder = Builder::new(BuilderOptions::default(), None);
    for part in [build(&texts[..middle], 0), build(&texts[middle..], middle)] {
        builder.add_index(&Index::open(part).expect("a part")).expect("built alike");
    }
    assert!(builder.finish().expect("small") == whole, "parts merged are another index");
});

fn build(texts: &[&str], first: usize) -> Vec<u8> {
    let mut builder = Builder::new(BuilderOptions::default(), None);
    for (place, text) in texts.iter().enumerate() {
        let name = format!("{}.md", first + place);
        let source = Source { name: &name, text, text_type: TextType::Markdown, ..Source::default() };
        builder.add_source(&source, &ReadOptions::default(), None).expect("small");
    }
    builder.finish().expect("small")
}
