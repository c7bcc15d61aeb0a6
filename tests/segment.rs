//! Laws of the segmenter, then the ambiguity classics with the answer the lattice honestly gives, then regressions.
//!
//! When a case fails, look at its lattice: `duizhao segment --lattice`, or `Segmenter::lattice` printed.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use duizhao::ErrorKind;
use duizhao::segment::{
    Cost, Lexicon, LexiconBuilder, MAX_ATOM_BYTES, MAX_COST, MAX_RUN_BYTES, Mode, Options, Segmenter, Token,
    TokenKind, Vocabulary, Weight, cost_of,
};
use duizhao::text::{fold, fold_char, is_han};
use proptest::prelude::*;

const LITE: &[u8] = include_bytes!("../data/lexicon-lite.dzl");
const FULL: &[u8] = include_bytes!("../data/lexicon-full.dzl");

fn lite() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| Lexicon::open(LITE).expect("data/lexicon-lite.dzl opens"))
}

fn full() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| Lexicon::open(FULL).expect("data/lexicon-full.dzl opens"))
}

fn tokens(text: &str, mode: Mode, options: Options) -> Vec<Token> {
    let mut tokens = Vec::new();
    Segmenter::with_options(lite(), options).segment(text, mode, &mut tokens);
    tokens
}

fn words_of<V: Vocabulary>(segmenter: &mut Segmenter<V>, text: &str, mode: Mode) -> String {
    let mut tokens = Vec::new();
    segmenter.segment(text, mode, &mut tokens);
    let words: Vec<&str> = tokens.iter().map(|token| token.span.of(text)).collect();
    words.join(" ")
}

fn cut(text: &str) -> String {
    words_of(&mut Segmenter::new(lite()), text, Mode::Words)
}

/// Texts made of what matters here: common and rare Han, Latin, digits, connectors, ends of sentences.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[的一是了我不在人们有来他这上着个地到大里说就去子得也和那要下看天时过出小]{1,6}",
        2 => "[\u{4e00}-\u{9fa5}]{1,4}",
        1 => "[𠮷𠵾㗲々〇]{1,2}",
        2 => "[a-z0-9]{1,5}",
        1 => "[-.,:/_'&+#%]{1,2}",
        1 => "[。!?;…,、\" \n]{1,2}",
        1 => any::<char>().prop_map(|c| fold(&c.to_string())),
    ];
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

/// The same not folded: Traditional, full-width, signs that fold to others, characters outside the basic plane.
fn any_written_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => any_text(),
        2 => "[來國們學時會過說開這個歷史發頭髮裡麵]{1,5}",
        1 => "[Ａ-Ｚ０-９A-ZÀ-Þ]{1,4}",
        1 => "[，。！？；：「」『』《》〇㊀⼀𠀀𪚥😀]{1,3}",
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

type InUnits = Vec<(usize, usize, TokenKind)>;

fn as_written(segmenter: &mut Segmenter<&Lexicon>, text: &str) -> InUnits {
    let mut found = Vec::new();
    segmenter.segment_utf16(text, |start, end, kind| found.push((start, end, kind)));
    found
}

/// Folded character by character, cut, and counted back.
fn as_folded(segmenter: &mut Segmenter<&Lexicon>, text: &str) -> InUnits {
    let folded: String = text.chars().map(fold_char).collect();
    let mut tokens = Vec::new();
    segmenter.segment(&folded, Mode::Words, &mut tokens);
    let mut written = text.chars();
    let mut unit = 0;
    let count = |token: &Token| {
        let start = unit;
        let num_chars = token.span.of(&folded).chars().count();
        unit += written.by_ref().take(num_chars).map(char::len_utf16).sum::<usize>();
        (start, unit, token.kind)
    };
    tokens.iter().map(count).collect()
}

fn any_options() -> impl Strategy<Value = Options> {
    prop_oneof![Just(Options::DISPLAY), Just(Options::INDEX)]
}

proptest! {
    #[test]
    fn joined_tokens_give_the_text(text in any_text(), options in any_options()) {
        let joined: String = tokens(&text, Mode::Words, options).iter().map(|token| token.span.of(&text)).collect();
        prop_assert_eq!(joined, text);
    }

    #[test]
    fn every_mode_stays_on_characters_in_order(text in any_text(), options in any_options()) {
        for mode in [Mode::Words, Mode::Search, Mode::All] {
            let found = tokens(&text, mode, options);
            for token in &found {
                prop_assert!(!token.span.is_empty() && text.get(token.span.range()).is_some(), "{:?} {:?}", mode, token);
            }
            if mode == Mode::All {
                prop_assert!(found.windows(2).all(|pair| pair[0].span.start <= pair[1].span.start));
            }
        }
    }

    #[test]
    fn search_and_all_cover_what_words_covers(text in any_text(), options in any_options()) {
        let words = tokens(&text, Mode::Words, options);
        let search = tokens(&text, Mode::Search, options);
        prop_assert!(words.iter().all(|word| search.contains(word)));
        let mut covered = vec![false; text.len()];
        for token in tokens(&text, Mode::All, options) {
            covered[token.span.range()].fill(true);
        }
        prop_assert!(covered.iter().all(|&is_covered| is_covered));
    }

    #[test]
    fn a_text_and_its_sentences_are_cut_alike(texts in prop::collection::vec(any_text(), 1..5), options in any_options()) {
        let sentences: Vec<String> = texts.iter().map(|text| format!("这{text}完。\n")).collect();
        let mut apart = Vec::new();
        let mut offset = 0;
        for sentence in &sentences {
            apart.extend(tokens(sentence, Mode::Words, options).iter().map(|token| (token.span.start + offset, token.kind)));
            offset += sentence.len() as u32;
        }
        let together: Vec<_> = tokens(&sentences.concat(), Mode::Words, options).iter().map(|token| (token.span.start, token.kind)).collect();
        prop_assert_eq!(together, apart);
    }

    #[test]
    fn the_path_of_the_lattice_is_the_segmentation_and_the_cheapest(text in any_text(), options in any_options()) {
        let mut segmenter = Segmenter::with_options(lite(), options);
        let lattice = segmenter.lattice(&text);
        let path: Vec<_> = lattice.path().map(|edge| (edge.span, edge.kind)).collect();
        let expected: Vec<_> = tokens(&text, Mode::Words, options).iter().map(|token| (token.span, token.kind)).collect();
        prop_assert_eq!(path, expected);
        prop_assert_eq!(lattice.path_cost(), u64::from(segmenter.path_cost(&text)));
        // The plainest shortest path, node by node from the left.
        let mut best: BTreeMap<u32, u64> = BTreeMap::from([(0, 0)]);
        for edge in &lattice.edges {
            if let Some(&so_far) = best.get(&edge.span.start) {
                let cost = so_far + u64::from(edge.cost);
                let end = best.entry(edge.span.end).or_insert(u64::MAX);
                *end = cost.min(*end);
            }
        }
        prop_assert_eq!(best.get(&(text.len() as u32)).copied().unwrap_or(0), lattice.path_cost());
    }

    #[test]
    fn a_text_as_written_is_cut_like_its_folded_form(
        text in any_written_text(), options in any_options(), has_user_words in any::<bool>()
    ) {
        let mut segmenter = Segmenter::with_options(lite(), options);
        if has_user_words {
            for word in ["的一", "研究生", "𠮷a"] {
                segmenter.add_word(word, Weight::Preferred);
            }
        }
        prop_assert_eq!(as_written(&mut segmenter, &text), as_folded(&mut segmenter, &text));
    }

    #[test]
    fn any_words_make_a_lexicon_that_equals_a_map(words in prop::collection::btree_map("[一二三四a]{1,5}", 1u64..100_000, 0..60)) {
        let mut builder = LexiconBuilder::default();
        for (word, &frequency) in &words {
            builder.add(word, frequency);
        }
        let lexicon = Lexicon::open(&builder.finish().unwrap()).unwrap();
        prop_assert_eq!(lexicon.num_words(), words.len());
        let mut found = Vec::new();
        lexicon.visit(|word, cost| found.push((word.to_owned(), cost)));
        prop_assert_eq!(found.iter().map(|(word, _)| word).collect::<Vec<_>>(), words.keys().collect::<Vec<_>>());
        for (word, cost) in found {
            prop_assert_eq!(lexicon.lookup(&word), Some(cost));
        }
    }

    #[test]
    fn changed_bytes_are_refused(changes in prop::collection::vec((0..LITE.len(), 1u8..=255), 1..4)) {
        let mut bytes = LITE.to_vec();
        for (at, change) in changes {
            bytes[at] ^= change;
        }
        if bytes != LITE {
            prop_assert!(Lexicon::open(&bytes).is_err());
        }
    }
}

#[test]
fn every_truncation_and_bit_flip_of_a_small_lexicon_is_refused() {
    let mut builder = LexiconBuilder::default();
    for (word, frequency) in [("中", 900), ("中国", 800), ("中国人", 70), ("人", 1000), ("a股", 60)] {
        builder.add(word, frequency);
    }
    let bytes = builder.finish().unwrap();
    assert!(Lexicon::open(&bytes).is_ok());
    for len in 0..bytes.len() {
        assert!(Lexicon::open(&bytes[..len]).is_err(), "cut to {len} bytes");
    }
    for bit in 0..bytes.len() * 8 {
        let mut bytes = bytes.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert!(Lexicon::open(&bytes).is_err(), "bit {bit} flipped");
    }
    let longer = [&bytes[..], b"?"].concat();
    assert_eq!(Lexicon::open(&longer).unwrap_err().kind(), ErrorKind::Corrupt);
    assert_eq!(Lexicon::open(b"PK\x03\x04").unwrap_err().kind(), ErrorKind::NotAnIndex);
    assert_eq!(Lexicon::open(&bytes[..20]).unwrap_err().kind(), ErrorKind::Truncated);
}

/// `data/lexicon.txt` as a map: word to frequency; and the total.
fn listed() -> (BTreeMap<&'static str, u64>, u64) {
    let mut words: BTreeMap<&str, u64> = include_str!("../data/lexicon.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_once('\t').expect("data/lexicon.txt: word, tab, frequency"))
        .map(|(word, frequency)| (word, frequency.parse().expect("data/lexicon.txt: a number")))
        .collect();
    let total = words.remove("total").expect("data/lexicon.txt: a line `total`");
    (words, total)
}

/// Kept whatever their frequency, as if as frequent as the rarest of the others.
fn is_mixed(word: &str) -> bool {
    word.chars().any(is_han) && word.chars().any(|c| c.is_ascii_alphanumeric())
}

#[test]
fn the_committed_files_are_what_the_list_makes() {
    let (words, total) = listed();
    for (bytes, min_frequency) in [(LITE, 50), (FULL, 10)] {
        let mut builder = LexiconBuilder::default();
        builder.total(total);
        for (word, &frequency) in
            words.iter().filter(|(word, frequency)| **frequency >= min_frequency || is_mixed(word))
        {
            assert_eq!(fold(word), *word, "folded words only; run examples/make_lexicon.rs again");
            builder.add(word, frequency.max(min_frequency));
        }
        assert!(
            builder.prune().finish().unwrap() == bytes,
            "data/*.dzl differ: run examples/make_lexicon.rs again"
        );
    }
}

#[test]
fn every_word_costs_what_its_frequency_says() {
    let (words, total) = listed();
    for (lexicon, min_frequency, num_words) in [(lite(), 50, 51_749), (full(), 10, 103_422)] {
        let mut num = 0;
        lexicon.visit(|word, cost| {
            num += 1;
            let frequency = words[word].max(min_frequency);
            assert!(frequency == words[word] || is_mixed(word), "{word}");
            // Fifteen steps between the rarest word and the commonest, each of at most 700; a level costs the mean of its
            // words, so no word is a whole step off.
            assert!(cost.abs_diff(cost_of(frequency, total)) <= 700, "{word}: {cost}");
            assert_eq!(lexicon.lookup(word), Some(cost));
        });
        assert_eq!((num, lexicon.num_words()), (num_words, num_words));
    }
}

/// A pruned word is never missed in mode `Words`: what is left composes it at no higher cost (exact costs; long words
/// are allowed a margin).
#[test]
fn short_words_outside_the_lexicon_compose() {
    let (words, total) = listed();
    let mut segmenter = Segmenter::with_options(full(), Options::INDEX);
    for (word, &frequency) in
        words.iter().filter(|(word, _)| word.chars().count() < 4 && full().lookup(word).is_none())
    {
        if word.chars().any(|c| c as u32 > 0xffff) {
            continue;
        }
        // One step of quantisation for each piece.
        let slack = 700 * word.chars().count() as Cost;
        assert!(segmenter.path_cost(word) <= cost_of(frequency, total) + slack, "{word}");
    }
}

#[test]
fn lookup_wants_the_whole_word() {
    assert!(lite().lookup("中国").is_some());
    for absent in ["", "中国的", "国中国", "𠮷", "\u{0}", "zhongguo"] {
        assert_eq!(lite().lookup(absent), None, "{absent}");
    }
    let mut found = 0;
    lite().words_at("中国", 100, &mut |_, _| found += 1);
    lite().words_at("中国", 1, &mut |_, _| found += 1);
    assert_eq!(found, 0, "past the end, inside a character");
}

/// The classics. Where the answer is not the one textbooks want, the reason says why: a lattice of single words sees
/// no context beyond the words themselves.
const CLASSICS: &[(&str, &str, &str)] = &[
    ("研究生命起源", "研究 生命 起源", "研究生 + 命 is dearer: 命 seldom stands alone"),
    ("南京市长江大桥", "南京市 长江大桥", "市长 + 江 + 大桥 is dearer"),
    (
        "乒乓球拍卖完了",
        "乒乓球 拍卖 完 了",
        "a true ambiguity: 球拍 卖完 is as good a reading; 拍卖 is commoner",
    ),
    ("结婚的和尚未结婚的", "结婚 的 和 尚未 结婚 的", "和尚 + 未 is dearer than 和 + 尚未"),
    (
        "下雨天留客天",
        "下 雨天 留 客 天",
        "下雨天 is not in the lexicon; the old joke needs punctuation, not words",
    ),
    (
        "他来到了网易杭研大厦",
        "他 来到 了 网易 杭 研 大厦",
        "jieba's own example; 杭研 is a new word whose characters do not give it away",
    ),
    ("我们在野生动物园玩", "我们 在 野生 动物园 玩", "在野 + 生动 + 物 + 园 is dearer"),
    (
        "他说的确实在理",
        "他 说 的确 实在 理",
        "honest miss: 在理 is no word here, and 的确 and 实在 are common",
    ),
    ("中外科学名著", "中外 科学 名著", "外科 + 学名 is dearer"),
    (
        "学生会组织义演活动",
        "学生会 组织 义 演 活动",
        "学生 + 会 is dearer than the word 学生会; 义演 is too rare to be kept",
    ),
    ("发展中国家", "发展中国家", "a word of the lexicon"),
    ("独立自主和平等互利的原则", "独立自主 和 平等互利 的 原则", "和平 + 等 is dearer"),
    ("这几块地面积还真不小", "这 几块 地 面积 还 真 不小", "地面 + 积 is dearer"),
    ("把手举起来", "把手 举 起来", "honest miss: 把 + 手 needs grammar; the word 把手 is cheaper"),
    ("这扇门的把手", "这 扇 门 的 把手", "the same word where it is one"),
    (
        "美国会通过对台售武法案",
        "美国会 通过 对 台 售 武 法案",
        "honest miss: the source lists 美国会 as a word",
    ),
    (
        "北京大学生前来应聘",
        "北京 大学生 前来 应聘",
        "北京大学 goes by pruning (北京 and 大学 compose it), and the better reading is free",
    ),
    ("他从马上下来", "他 从 马上 下来", "honest miss: 马 + 上 needs grammar"),
];

#[test]
fn classics() {
    let mut failures = Vec::new();
    for (text, expected, reason) in CLASSICS {
        let found = cut(text);
        if found != *expected {
            failures.push(format!("{text}: expected `{expected}` ({reason}), found `{found}`"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// What rules keep whole: for reading, and for an index.
const RULES: &[(&str, &str, &str)] = &[
    ("用gpt-4o写c++和c#", "用 gpt-4o 写 c++ 和 c#", "用 gpt - 4o 写 c++ 和 c#"),
    ("买a股和u盘", "买 a股 和 u盘", "买 a股 和 u盘"),
    ("a+b+c", "a + b + c", "a + b + c"),
    ("c++11", "c ++ 11", "c ++ 11"),
    ("node.js与at&t", "node.js 与 at&t", "node . js 与 at & t"),
    ("共1,000人,3.5%", "共 1,000 人 , 3.5 %", "共 1,000 人 , 3.5 %"),
    ("1,2,3", "1 , 2 , 3", "1 , 2 , 3"),
    ("于2025-01-20发布", "于 2025-01-20 发布", "于 2025 - 01 - 20 发布"),
    ("20-25岁", "20 - 25 岁", "20 - 25 岁"),
    ("12:30开会", "12:30 开会", "12 : 30 开会"),
    ("2025年1月20日", "2025 年 1 月 20 日", "2025 年 1 月 20 日"),
    ("don't", "don't", "don ' t"),
    ("……--!!", "…… -- !!", "…… -- !!"),
    ("a.", "a .", "a ."),
    ("привет東京カタカナ", "привет 東京 カタカナ", "привет 東 京 カタカナ"),
];

#[test]
fn rules() {
    let mut failures = Vec::new();
    for (text, display, index) in RULES {
        for (options, expected) in [(Options::DISPLAY, display), (Options::INDEX, index)] {
            let found = words_of(&mut Segmenter::with_options(lite(), options), text, Mode::Words);
            if found != *expected {
                failures.push(format!("{text}: expected `{expected}`, found `{found}`"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn kinds() {
    let kinds: Vec<_> =
        tokens("我用𠮷gpt-4o,3.5 了", Mode::Words, Options::DISPLAY).iter().map(|token| token.kind).collect();
    use TokenKind::{Latin, Number, Punctuation, Space, Unknown, Word};
    assert_eq!(kinds, [Word, Word, Unknown, Latin, Punctuation, Number, Space, Word]);
}

#[test]
fn modes() {
    let text = "中华人民共和国成立";
    let mut segmenter = Segmenter::new(lite());
    assert_eq!(words_of(&mut segmenter, text, Mode::Words), "中华人民共和国 成立");
    assert_eq!(
        words_of(&mut segmenter, text, Mode::Search),
        "中华人民共和国 中华 华人 人民 人民共和国 共和 共和国 成立"
    );
    assert_eq!(
        words_of(&mut segmenter, text, Mode::All),
        "中华人民共和国 中华 华人 人民共和国 人民 共和国 共和 成立"
    );
    assert_eq!(words_of(&mut segmenter, "用gpt-4o", Mode::Search), "用 gpt-4o gpt 4o");
}

#[test]
fn user_words() {
    let mut segmenter = Segmenter::new(lite());
    let text = "石墨烯是达里奥·阿莫迪说的";
    segmenter.add_word("石墨烯", Weight::Preferred);
    segmenter.add_word("達里奧·阿莫迪", Weight::Preferred);
    assert_eq!(
        words_of(&mut segmenter, text, Mode::Words),
        "石墨烯 是 达里奥·阿莫迪 说 的",
        "words are folded, and may hold signs"
    );
    assert_eq!(words_of(&mut segmenter, "的确切", Mode::Words), "的 确切");
    segmenter.add_word("的确", Weight::Frequency(10_000_000));
    assert_eq!(words_of(&mut segmenter, "的确切", Mode::Words), "的确 切", "by frequency");
    segmenter.add_word("长江大桥", Weight::Cost(MAX_COST));
    assert_eq!(
        words_of(&mut segmenter, "长江大桥", Mode::Words),
        "长江 大桥",
        "at the maximal cost a word is taken out"
    );
    assert!(!words_of(&mut segmenter, "长江大桥", Mode::All).contains("长江大桥"));
    segmenter.add_word("", Weight::Preferred);
    assert_eq!(words_of(&mut segmenter, "", Mode::Words), "");
}

/// Mixed words are words of the vocabulary that begin or end in Latin.
#[test]
fn mixed_words() {
    let mut builder = LexiconBuilder::default();
    for (word, frequency) in
        [("A股", 50), ("卡拉OK", 50), ("股", 100), ("卡", 100), ("拉", 100), ("市场", 100)]
    {
        builder.add(word, frequency);
    }
    let lexicon = Lexicon::open(&builder.finish().unwrap()).unwrap();
    let mut segmenter = Segmenter::new(&lexicon);
    assert_eq!(words_of(&mut segmenter, "a股市场卡拉ok", Mode::Words), "a股 市场 卡拉ok");
    assert_eq!(
        words_of(&mut segmenter, "aa股卡拉okay", Mode::Words),
        "aa 股 卡 拉 okay",
        "never from or to the middle of a Latin word"
    );
}

/// An index is a vocabulary by its own terms: one lattice, one code path.
#[test]
fn a_map_of_terms_is_a_vocabulary() {
    struct Terms(BTreeMap<&'static str, u64>);
    impl Vocabulary for Terms {
        fn words_at(&self, text: &str, at: usize, found: &mut dyn FnMut(usize, Cost)) {
            let rest = text.get(at..).unwrap_or("");
            for (end, _) in rest.char_indices().skip(1).chain([(rest.len(), ' ')]) {
                if let Some(&frequency) = self.0.get(&rest[..end]) {
                    found(at + end, cost_of(frequency, self.total()));
                }
            }
        }
        fn total(&self) -> u64 {
            self.0.values().sum()
        }
    }
    let terms =
        Terms(BTreeMap::from([("图片", 9), ("生成", 8), ("图片生成", 1), ("片生", 1), ("openai", 3)]));
    let mut segmenter = Segmenter::with_options(&terms, Options::INDEX);
    assert_eq!(words_of(&mut segmenter, "openai的图片生成", Mode::Words), "openai 的 图片 生成");
    assert_eq!(words_of(&mut segmenter, "图片生成", Mode::All), "图片生成 图片 片生 生成");
}

#[test]
fn limits_hold_at_and_past_the_edge() {
    for (len, num) in [(MAX_ATOM_BYTES, 1), (MAX_ATOM_BYTES + 1, 2)] {
        assert_eq!(tokens(&"x".repeat(len), Mode::Words, Options::DISPLAY).len(), num, "{len}");
    }
    let han = MAX_RUN_BYTES / 3;
    for text in ["龘".repeat(han), "龘".repeat(han + 1), "龘".repeat(3 * han + 7)] {
        assert_eq!(tokens(&text, Mode::Words, Options::INDEX).len(), text.len() / 3);
    }
}

#[test]
fn every_character_of_the_first_planes_is_cut_as_written_like_folded() {
    let mut segmenter = Segmenter::new(lite());
    // In pieces: at once it is more than a 32-bit process gets for one list.
    for first in (0..0x3_0000u32).step_by(0x1000) {
        let characters = (first..first + 0x1000).filter_map(char::from_u32);
        let text: String = characters.flat_map(|c| [c, '的', c, c, '研', '究', c, 'a']).collect();
        assert_eq!(as_written(&mut segmenter, &text), as_folded(&mut segmenter, &text), "from {first:x}");
    }
}

/// Four of them were joined once: their costs were cut off at the largest cost of a word.
#[test]
fn what_no_lexicon_can_hold_joins_nothing() {
    assert_eq!(cut("𠮷𠮷𠮷𠮷𠮷"), "𠮷 𠮷 𠮷 𠮷 𠮷");
}

/// No input is slow: what takes long here takes forever where a step is quadratic.
#[test]
fn one_piece_a_million_times() {
    for (piece, options) in [
        ("的", Options::INDEX),
        ("一", Options::DISPLAY),
        ("a", Options::DISPLAY),
        ("1,", Options::DISPLAY),
        ("-", Options::DISPLAY),
        ("a-", Options::DISPLAY),
    ] {
        let text = piece.repeat(1_000_000);
        let joined: usize =
            tokens(&text, Mode::Words, options).iter().map(|token| token.span.len_bytes()).sum();
        assert_eq!(joined, text.len(), "{piece}");
    }
}

#[test]
fn the_lattice_prints_and_draws() {
    let lattice = Segmenter::with_options(lite(), Options::INDEX).lattice("他来到");
    let words: Vec<_> =
        lattice.edges.iter().map(|edge| (lattice.word(edge), edge.kind, edge.is_chosen)).collect();
    use TokenKind::{Unknown, Word};
    assert_eq!(
        words,
        [
            ("他", Word, true),
            ("他", Unknown, false),
            ("来", Word, false),
            ("来", Unknown, false),
            ("来到", Word, true),
            ("到", Word, false),
            ("到", Unknown, false),
        ]
    );
    assert_eq!(lattice.nodes(), [0, 3, 6, 9]);
    assert!(lattice.to_string().contains("word        来到\n"), "{lattice}");
    assert!(lattice.to_dot().contains("n3 -> n9 [label=\"来到 "));
    let hostile = Segmenter::new(lite()).lattice("<b>&\"\u{1}\\");
    let (svg, dot) = (hostile.to_svg(), hostile.to_dot());
    assert!(svg.starts_with("<svg ") && !svg.contains("<b>") && !svg.contains('\u{1}'), "{svg}");
    assert!(dot.contains("\\\"") && dot.contains("\\\\"), "{dot}");
}
