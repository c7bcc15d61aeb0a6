//! Any query: an answer, never an error, with highlights on character boundaries; and paging does not change the order.
#![no_main]

use duizhao::document::{ReadOptions, Source};
use duizhao::index::{Builder, BuilderOptions, Index};
use duizhao::query::{SearchOptions, search};
use libfuzzer_sys::fuzz_target;

const TEXTS: [&str; 3] = [
    "# 訪談\n\n**記者：** 經(jīng)濟(jì)論壇上，您怎麼看圖片生成？\n\n**專家：** 我們不做圖像生成模型（LLM）。",
    "人工智能公司 Anthropic 发布 Claude 3.5，OpenAI 也发布了 GPT-4o。𠮷野家。",
    "阿莫迪（Dario Amodei）说，2027年可能更早，花了100万。",
];

thread_local! {
    static INDEX: Index = {
        let mut builder = Builder::new(BuilderOptions::default(), None);
        for (name, text) in ["a.md", "b.md", "c.md"].into_iter().zip(TEXTS) {
            let source = Source { name, text, ..Source::default() };
            builder.add_source(&source, &ReadOptions::default(), None).expect("small");
        }
        Index::open(builder.finish().expect("small")).expect("just built")
    };
}

fuzz_target!(|input: &str| {
    INDEX.with(|index| {
        let all = search(index, input, &SearchOptions::default()).expect("a whole index answers");
        for hit in &all.hits {
            let text = &index.document(hit.document).expect("stored").text;
            for mark in hit.passages.iter().flat_map(|passage| &passage.highlights) {
                assert!(
                    text.get(mark.start as usize..mark.end as usize).is_some(),
                    "{mark:?} cuts a character"
                );
            }
        }
        for (offset, hit) in all.hits.iter().enumerate() {
            let options = SearchOptions { offset, limit: 1, ..SearchOptions::default() };
            let page = search(index, input, &options).expect("a whole index answers");
            assert_eq!(page.hits.first(), Some(hit), "page {offset}");
        }
    });
});
