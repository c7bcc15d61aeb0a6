//! The text room from outside: laws first, then tables of cases with reasons.

use duizhao::text::{Normalizer, PinyinNoise, Span, fold, fold_char, quantities};
use proptest::prelude::*;

/// Strings that look like the texts people drop: Han of both scripts, sounds in brackets, entities, marks, widths.
fn noisy() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[经濟經济技術术發发展人工智能的是在]{1,6}",
        1 => "\\((jīng|jì|fā|shù|men|AI|GPT)\\)",
        1 => "(&quot;|&amp;|&amp;quot;|&nbsp;|&#20013;|&)",
        1 => "[，。！？、,.!?「」“”（）()《》：: \u{3000}\n\t]{1,3}",
        1 => "[A-Za-zＡ-Ｚ0-9０-９]{1,5}",
        1 => "[\u{200b}\u{ad}\u{feff}\u{fe0f}]",
        1 => "[𠮷𠀀㗲⺁〇○㍿]",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Folding twice is folding once.
    #[test]
    fn folding_is_idempotent(text in noisy()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    /// Every folded span maps to a source span on character boundaries, in order, and back to a span that covers it.
    #[test]
    fn spans_map_back(text in noisy(), pinyin in prop_oneof![Just(PinyinNoise::Auto), Just(PinyinNoise::Remove), Just(PinyinNoise::Keep)]) {
        let mut normalizer = Normalizer::new(&text, pinyin, None);
        normalizer.push_block(&[Span::new(0, text.len())]);
        let normalized = normalizer.finish();
        let bounds: Vec<usize> = normalized.text.char_indices().map(|(at, _)| at).chain([normalized.text.len()]).collect();
        let mut last_end = 0;
        for pair in bounds.windows(2) {
            let folded = Span::new(pair[0], pair[1]);
            let source = normalized.map.source_span(folded);
            prop_assert!(!source.is_empty(), "{folded:?} has no source");
            prop_assert!(source.start >= last_end, "{folded:?} maps before its predecessor");
            prop_assert!(text.is_char_boundary(source.start as usize) && text.is_char_boundary(source.end as usize));
            prop_assert!(normalized.map.folded_span(source).contains(folded));
            last_end = source.end;
        }
    }

    /// What a reader types is folded as it is in the document: any stretch of a text is found in it.
    #[test]
    fn a_stretch_of_han_is_found(text in "[经濟經济技術术發发展人工智能𠮷〇]{1,40}", start in 0usize..40, len in 1usize..8) {
        let characters: Vec<char> = text.chars().collect();
        let start = start % characters.len();
        let stretch: String = characters[start..].iter().take(len).collect();
        prop_assert!(fold(&text).contains(&fold(&stretch)));
    }

    /// No input makes the reader of quantities fail, and what it finds lies in order on character boundaries.
    #[test]
    fn quantities_are_total(text in "[一二三十百千万亿零两0-9.,%年月日号至到~第分之成元美个$\\\\frac{} a-]{0,30}") {
        let folded = fold(&text);
        let mut end = 0;
        for quantity in quantities(&folded) {
            prop_assert!(quantity.span.start >= end && !quantity.span.is_empty());
            prop_assert!(folded.get(quantity.span.range()).is_some());
            end = quantity.span.end;
        }
    }
}

#[test]
fn every_entry_of_the_tables_folds_to_a_fixed_point() {
    for code in 0..=0x32_3affu32 {
        let Some(c) = char::from_u32(code) else { continue };
        let folded = fold_char(c);
        assert_eq!(fold_char(folded), folded, "U+{code:04X} {c} folds to {folded}, which folds further");
    }
}

#[test]
fn folding() {
    for (source, want, reason) in [
        ("乾幹干", "干干干", "three characters, one Simplified form"),
        ("後后", "后后", "queen and after share a form"),
        ("髮發发", "发发发", "hair and to send share a form"),
        ("裡裏里", "里里里", "variants"),
        ("看著看着", "看着看着", "著 is 着 on the mainland"),
        ("瞭解了解", "了解了解", "瞭 keeps its form only in 瞭望"),
        ("反覆反复", "反复反复", "覆 was 复 on the mainland until 1986"),
        ("九逕九迳", "九径九径", "逕 may become 迳 or 径"),
        ("諮詢谘询咨询", "咨询咨询咨询", "and 諮 may become 谘"),
        ("臺灣台湾", "台湾台湾", "variant"),
        ("爲為为", "为为为", "variant"),
        ("ＡＩ２０２５％", "ai2025%", "width and case"),
        ("⼈⼯", "人工", "Kangxi radicals from a PDF file"),
        ("二〇二五、二○二五", "二零二五、二零二五", "the ideographic zero, and the circle typed for it"),
        ("「你好」『再见』“嗯”", "\"你好\"\"再见\"\"嗯\"", "quotation marks are one class"),
        ("AI 模型 v2 beta", "ai模型v2 beta", "a space means something between two Latin words only"),
        ("总\u{3000}则", "总则", "a wide space between Han characters is layout"),
        ("好的.我们", "好的。我们", "a half-width full stop after Han"),
        ("3.5倍", "3.5倍", "a decimal point is none"),
        ("經(jīng)濟(jì)", "经济", "bracketed sounds"),
        ("模型(LLM)", "模型(llm)", "an honest bracket"),
        ("&ldquo;好&rdquo;&hellip;", "\"好\"…", "entities"),
        ("经\u{200b}济\u{ad}学", "经济学", "invisible characters"),
        ("𠵾㗲", "𠵾𠵾", "a pair outside the Basic Multilingual Plane"),
    ] {
        assert_eq!(fold(source), want, "{reason}; see data/ and src/text/");
    }
}

#[test]
fn quantity_values() {
    let cases = include_str!("fixtures/quantities.tsv");
    let mut count = 0;
    let mut wrong = Vec::new();
    for line in cases.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [text, want, reason] = fields[..] else { panic!("three fields: {line}") };
        let got: Vec<String> = quantities(&fold(text)).iter().map(|quantity| quantity.key()).collect();
        if got.join(" ") != want {
            wrong.push(format!("{text}: got {got:?}, want {want:?} ({reason})"));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "see src/text/quantity.rs:\n{}", wrong.join("\n"));
    assert!(count >= 150, "{count} cases; the table is meant to hold at least 150");
}
