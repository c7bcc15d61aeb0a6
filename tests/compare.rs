//! Comparison, as the outside sees it: laws first, then cases.

use duizhao::compare::{CompareOptions, Comparison, DifferenceKind, Relation, Unit, compare, count_steps};
use duizhao::document::{Document, ReadOptions, Source, TextType};
use duizhao::text::Span;
use proptest::prelude::*;

fn read(text: &str) -> Document {
    Document::read(&Source { name: "made", text, ..Source::default() }, &ReadOptions::default())
        .expect("a short text")
}

fn run(left: &str, right: &str) -> Comparison {
    compare(&read(left), &read(right), &CompareOptions::default())
}

/// Made sentences, each about something else; short ones and repeated ones among them.
const SENTENCES: [&str; 16] = [
    "港口去年吞吐量为三千二百万吨。",
    "新修的铁路将在2026年10月通车。",
    "谢谢。",
    "气象台说，台风可能在星期四登陆。",
    "博物馆收藏了四千多件青铜器。",
    "渔民们担心水温继续升高。",
    "学校决定取消期中考试。",
    "这座桥长1.2公里，宽二十米。",
    "王教授不同意这种看法。",
    "茶园在海拔八百米的山坡上。",
    "工程队已经完成了隧道的一半。",
    "市政府拨款五百万元修缮古城墙。",
    "夜里下了一场大雪。",
    "实验表明，新材料更轻也更耐热。",
    "对。",
    "图书馆周一闭馆。",
];

/// The same, in Traditional characters.
const TRADITIONAL: [&str; 16] = [
    "港口去年吞吐量為三千二百萬噸。",
    "新修的鐵路將在2026年10月通車。",
    "謝謝。",
    "氣象臺說，颱風可能在星期四登陸。",
    "博物館收藏了四千多件青銅器。",
    "漁民們擔心水溫繼續升高。",
    "學校決定取消期中考試。",
    "這座橋長1.2公里，寬二十米。",
    "王教授不同意這種看法。",
    "茶園在海拔八百米的山坡上。",
    "工程隊已經完成了隧道的一半。",
    "市政府撥款五百萬元修繕古城牆。",
    "夜裡下了一場大雪。",
    "實驗表明，新材料更輕也更耐熱。",
    "對。",
    "圖書館週一閉館。",
];

fn text_of(order: &[usize]) -> String {
    order.iter().map(|at| SENTENCES[at % SENTENCES.len()]).collect::<Vec<_>>().join("\n\n")
}

fn spans_in_order(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    spans.dedup();
    spans
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A text against itself is one row of `same` links, in order, without a difference.
    #[test]
    fn a_text_is_the_same_as_itself(order in prop::collection::vec(0usize..16, 1..40)) {
        let text = text_of(&order);
        let comparison = run(&text, &text);
        for pair in &comparison.pairs {
            prop_assert_eq!(pair.left, pair.right);
            prop_assert_eq!(pair.relation, Relation::Same);
            prop_assert!(!pair.is_moved);
            prop_assert!(pair.differences.is_empty());
        }
        prop_assert_eq!(comparison.coverage.left, 1.0);
        prop_assert_eq!(comparison.coverage.right, 1.0);
        prop_assert!(comparison.only_left.is_empty() && comparison.only_right.is_empty());
    }

    /// So it is against its Traditional conversion.
    #[test]
    fn a_text_is_the_same_in_traditional(order in prop::collection::vec(0usize..16, 1..30)) {
        let traditional = order.iter().map(|at| TRADITIONAL[*at]).collect::<Vec<_>>().join("\n\n");
        let comparison = run(&text_of(&order), &traditional);
        prop_assert_eq!(comparison.pairs.len(), order.len());
        for pair in &comparison.pairs {
            prop_assert_eq!(pair.relation, Relation::Same);
            prop_assert!(pair.differences.is_empty());
        }
        prop_assert_eq!(comparison.coverage.right, 1.0);
    }

    /// Shuffled, every sentence keeps its partner, and what broke the order is marked.
    #[test]
    fn shuffled_sentences_keep_their_partners(order in Just((0usize..16).collect::<Vec<_>>()).prop_shuffle()) {
        let (left, right) = (text_of(&(0..16).collect::<Vec<_>>()), text_of(&order));
        let comparison = run(&left, &right);
        prop_assert_eq!(comparison.coverage.left, 1.0);
        prop_assert_eq!(comparison.coverage.right, 1.0);
        for pair in &comparison.pairs {
            prop_assert_eq!(pair.left.of(&left), pair.right.of(&right));
            prop_assert_eq!(pair.relation, Relation::Same);
        }
        let kept: Vec<Span> = comparison.pairs.iter().filter(|pair| !pair.is_moved).map(|pair| pair.right).collect();
        prop_assert!(kept.is_sorted(), "what is not marked as moved keeps its order");
        let is_in_order = order.is_sorted();
        prop_assert_eq!(is_in_order, comparison.pairs.iter().all(|pair| !pair.is_moved));
    }

    /// Linked and unlinked spans together are each side, and every span ends on a character.
    #[test]
    fn linked_and_unlinked_spans_rebuild_each_side(
        a in prop::collection::vec(0usize..16, 0..20), b in prop::collection::vec(0usize..16, 0..20),
        min_score in 0.0f64..1.0,
    ) {
        let (left, right) = (text_of(&a), text_of(&b));
        let options = CompareOptions { min_score, ..CompareOptions::default() };
        let comparison = compare(&read(&left), &read(&right), &options);
        let side = |linked: Vec<Span>, only: &[Span]| spans_in_order(linked.into_iter().chain(only.iter().copied()).collect());
        let lefts = side(comparison.pairs.iter().map(|pair| pair.left).collect(), &comparison.only_left);
        let rights = side(comparison.pairs.iter().map(|pair| pair.right).collect(), &comparison.only_right);
        let rebuilt = |text: &str, spans: &[Span]| spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join("\n\n");
        prop_assert_eq!(rebuilt(&left, &lefts), left.clone());
        prop_assert_eq!(rebuilt(&right, &rights), right.clone());
        for pair in &comparison.pairs {
            for difference in &pair.differences {
                prop_assert!(left.get(difference.left.range()).is_some() && pair.left.contains(difference.left));
                prop_assert!(right.get(difference.right.range()).is_some() && pair.right.contains(difference.right));
            }
        }
    }

    /// It does not matter which text is called left: the same units are linked, as surely, in the same relation.
    #[test]
    fn sides_may_be_exchanged(
        a in prop::collection::vec((0usize..16, 0usize..16), 1..14), b in prop::collection::vec((0usize..16, 0usize..16), 1..14),
    ) {
        // Sentences of two halves, so that some are equal, some share a half and some share nothing.
        let clause = |at: usize| SENTENCES[at].trim_end_matches('。');
        let text = |halves: &[(usize, usize)]| {
            halves.iter().map(|(x, y)| format!("{}，{}。", clause(*x), clause(*y))).collect::<Vec<_>>().join("\n\n")
        };
        let (left, right) = (text(&a), text(&b));
        let links = |comparison: Comparison, is_exchanged: bool| {
            let mut links: Vec<_> = comparison
                .pairs
                .into_iter()
                .map(|pair| if is_exchanged { (pair.right, pair.left, pair) } else { (pair.left, pair.right, pair) })
                .map(|(x, y, pair)| (x, y, pair.relation, (pair.score * 1e6).round() as u64))
                .collect();
            links.sort();
            links
        };
        prop_assert_eq!(links(run(&left, &right), false), links(run(&right, &left), true));
    }

    /// Any text is compared without a trap, in every unit, and twice the same.
    #[test]
    fn any_text_is_compared(left in "\\PC{0,80}", right in "[第条一二0-9年不可能。,，!?\"()（）\\n 一-龥a-z]{0,80}") {
        let (left, right) = (read(&left), read(&right));
        for unit in [Unit::Sentence, Unit::Passage, Unit::Article] {
            let options = CompareOptions { unit, min_score: 0.0, ..CompareOptions::default() };
            let comparison = compare(&left, &right, &options);
            prop_assert_eq!(&comparison, &compare(&left, &right, &options));
            prop_assert!(comparison.pairs.iter().all(|pair| (0.0..=1.0).contains(&pair.score)));
        }
    }
}

/// Two texts that share little, made of two alphabets and a common one; the same on every run.
fn strangers_of(num_sentences: usize) -> (String, String) {
    let mut state = 20_261_124u64;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut text = |first: u32| {
        let mut text = String::new();
        for _ in 0..num_sentences {
            for _ in 0..5 {
                let code = if next(10) == 0 { 0x4e00 + next(200) as u32 } else { first + next(1500) as u32 };
                text.push(char::from_u32(code).unwrap_or('一'));
            }
            text.push_str("。\n\n");
        }
        text
    };
    (text(0x5000), text(0x6000))
}

/// Steps, not seconds: from where not every cell is looked at any more, twice the text takes twice the steps or little
/// more (the logarithm), and not four times as many.
#[test]
fn cost_grows_with_the_length_and_not_with_its_square() {
    let steps = |num_sentences: usize| {
        let (left, right) = strangers_of(num_sentences);
        count_steps(&read(&left), &read(&right), &CompareOptions::default()) as f64
    };
    let counted: Vec<f64> = [2_100, 4_200, 8_400, 16_800].map(steps).to_vec();
    for pair in counted.windows(2) {
        assert!(pair[1] <= 2.3 * pair[0], "{counted:?}; see Evidence::cells in src/compare/evidence.rs");
    }
}

#[test]
fn strangers_share_nothing() {
    let left = text_of(&[0, 1, 3, 4, 5, 6, 7]);
    let right = text_of(&[8, 9, 10, 11, 12, 13, 15]);
    let comparison = run(&left, &right);
    assert!(comparison.coverage.left < 0.03 && comparison.coverage.right < 0.03, "{comparison:#?}");
}

/// Left, right, kind, what stands on either side, and why: the kinds of difference, facts first.
#[test]
fn facts_that_disagree_are_listed_first() {
    use DifferenceKind::{Date, Hedge, Name, Negation, Number};
    for (left, right, kind, on_left, on_right, reason) in [
        (
            "公司去年卖出300万辆汽车。",
            "公司去年賣出三百二十萬輛汽車。",
            Number,
            "300万辆",
            "三百二十萬輛",
            "two values",
        ),
        ("大桥将在2026年5月通车。", "大桥将在2026年8月通车。", Date, "2026年5月", "2026年8月", "two dates"),
        ("报告上周发表在网站上。", "报告最近发表在网站上。", Date, "上周", "最近", "two relative times"),
        ("渔业公司去年换了新船。", "渔业公司今年换了新船。", Date, "去年", "今年", "two years"),
        ("渔业公司昨天换了新船。", "渔业公司去年换了新船。", Date, "昨天", "去年", "a day of another year"),
        (
            "深水码头2025年1月20日动工。",
            "深水码头2025年3月动工。",
            Date,
            "2025年1月20日",
            "2025年3月",
            "a day of another month",
        ),
        ("董事会同意收购这家工厂。", "董事会不同意收购这家工厂。", Negation, "", "不同意", "a denial"),
        ("新药将在明年上市销售。", "新药可能将在明年上市销售。", Hedge, "", "可能", "a hedge"),
        (
            "申请人应当提交书面材料。",
            "申请人可以提交书面材料。",
            Hedge,
            "应当",
            "可以",
            "a duty becomes a right",
        ),
        (
            "他们采用 Linux 作为服务器系统。",
            "他们采用 Windows 作为服务器系统。",
            Name,
            "Linux",
            "Windows",
            "two names",
        ),
    ] {
        let comparison = run(left, right);
        let pair = comparison
            .pairs
            .first()
            .unwrap_or_else(|| panic!("{reason}: not linked; see src/compare/link.rs"));
        let first = pair
            .differences
            .first()
            .unwrap_or_else(|| panic!("{reason}: no difference; see src/compare/fact.rs"));
        assert_eq!(first.kind, kind, "{reason}: {:?}", pair.differences);
        assert_eq!((first.left.of(left), first.right.of(right)), (on_left, on_right), "{reason}");
    }
}

/// What is no disagreement, though words for one stand there: left, right, the kind that must not be there, and why.
/// A content that stands once here and twice there, at the end and alone: it is linked to the same of the two, whichever
/// text is called left.
#[test]
fn which_of_two_equals_is_linked_does_not_depend_on_the_side() {
    let pair = |first: usize, second: usize| {
        format!("{}，{}", SENTENCES[first].trim_end_matches('。'), SENTENCES[second])
    };
    let few = [pair(0, 2), pair(0, 2)].join("\n\n");
    let many = [pair(0, 3), pair(4, 0), pair(0, 2)].join("\n\n");
    let linked = |comparison: Comparison| -> Vec<(Span, Span)> {
        comparison.pairs.iter().map(|pair| (pair.left, pair.right)).collect()
    };
    let mut exchanged: Vec<_> =
        linked(run(&few, &many)).into_iter().map(|(left, right)| (right, left)).collect();
    exchanged.sort();
    let mut links = linked(run(&many, &few));
    links.sort();
    assert_eq!(links, exchanged);
}

#[test]
fn false_alarms_are_not_given() {
    use DifferenceKind::{Date, Hedge, Name, Negation, Speaker};
    for (left, right, kind, reason) in [
        ("渔业公司有一些新船下水捕鱼。", "渔业公司有新船下水捕鱼。", Hedge, "some ships, not partly"),
        (
            "这种智能体可能是简单的助手。",
            "所谓智能体，既可以是一个简单的办公助手。",
            Hedge,
            "both leave it open",
        ),
        ("校长不便透露考试的具体日期。", "校长不会透露考试的具体日期。", Negation, "both deny"),
        ("远洋公司希望修建深水码头。", "我们希望修建深水码头。", Name, "who speaks says `we`"),
        (
            "最近深水码头开始修建。",
            "市里的深水码头终于动工，开始了漫长的修建。",
            Date,
            "a vague time that one leaves out",
        ),
        (
            "渔业公司今年更新全部渔船，昨天公布了名单。",
            "渔业公司更新全部渔船，昨天公布了名单。",
            Date,
            "yesterday lies in this year",
        ),
        (
            "渔业公司今年换了新船。",
            "渔业公司昨天换了新船。",
            Date,
            "yesterday lies in this year, in its place",
        ),
        ("渔业公司上个月换了新船。", "渔业公司上半年换了新船。", Date, "a month of the half year"),
        (
            "深水码头2025年1月20日动工。",
            "深水码头2025年动工。",
            Date,
            "a day of the year that the other names",
        ),
        ("深水码头1月20日动工。", "深水码头2025年1月20日动工。", Date, "the same day, without its year"),
        (
            "最近港务局长表示，深水码头2026年动工。",
            "港务局长表示，深水码头今年不会动工，2026年才动工，市民很失望。",
            Date,
            "two times that nobody sets against each other",
        ),
        (
            "坚持不申请核对账目的，驳回其申请。",
            "馆方应就能否认可账目作出答复，坚持不申请核对账目的，驳回其申请。",
            Negation,
            "能否 asks whether; nothing is denied",
        ),
        ("所以说深水码头开始修建是好事。", "港务局长说深水码头开始修建是好事。", Speaker, "所以 is nobody"),
        (
            "主持人：先请您说说，深水码头的修建有什么好处？\n\n专家：好处很多。\n\n主持人：谢谢。",
            "主持人：先請您講講，深水碼頭的修建有什麼好處？\n\n專家：好處很多。\n\n主持人：謝謝。",
            Speaker,
            "who is asked to speak does not speak",
        ),
        (
            "换一种说法，深水码头开始修建是好事。",
            "港务局长说，深水码头开始修建是好事。",
            Speaker,
            "a way of saying is nobody",
        ),
        (
            "就像之前提到的那样，深水码头可以停大船。",
            "就像先前所提到的那样，深水码头可以停大船。",
            Speaker,
            "what was mentioned, by nobody",
        ),
        (
            "远洋公司 CEO 宣布，深水码头开始修建。",
            "远洋公司 Wang 宣布，深水码头开始修建。",
            Name,
            "an office is no name",
        ),
        ("新书 on 码头的故事出版。", "新书关于码头的故事出版。", Name, "a small word of English"),
        (
            "深水码头（terminal）开始修建。今年深水码头停大船。",
            "今年远海船坞停大船。",
            Name,
            "a glossed word against another Chinese word",
        ),
        (
            "中国的大陆架归国家管理。",
            "中国的海床归国家管理。",
            DifferenceKind::Number,
            "陆 counts nothing here",
        ),
        (
            "收到检测结果之日起五日内，可以申请复检。",
            "收到检测结果之日起五个工作日内，可以申请复检。",
            Date,
            "five days are no date",
        ),
    ] {
        let comparison = run(left, right);
        let pair = comparison.pairs.first().unwrap_or_else(|| panic!("{reason}: not linked"));
        assert!(
            pair.differences.iter().all(|difference| difference.kind != kind),
            "{reason}: {:?}; see src/compare/fact.rs",
            pair.differences
        );
    }
}

/// A headline names a date without what bounds it; a sentence that does so differs, and one beside a headline that does not.
#[test]
fn a_headline_leaves_the_bound_of_a_date_out() {
    let (bounded, bare) =
        ("港务局长坚信，2027年之前可以建成深水码头。", "港务局长坚信，2027年可以建成深水码头。");
    for (left, mark, date, num_dates) in
        [(bounded, "## ", "2027年", 0), (bounded, "", "2027年", 1), (bare, "## ", "2027年之前", 1)]
    {
        let left = read(left);
        let text = format!("{mark}谈{date}建成深水码头\n\n先说起渔民的生计，又说起船坞。");
        let source = Source { name: "made", text: &text, text_type: TextType::Markdown, ..Source::default() };
        let right = Document::read(&source, &ReadOptions::default()).expect("short");
        let comparison = compare(&left, &right, &CompareOptions::default());
        let differences = comparison.pairs.iter().flat_map(|pair| &pair.differences);
        let dates = differences.filter(|difference| difference.kind == DifferenceKind::Date).count();
        assert_eq!((comparison.pairs.len(), dates), (1, num_dates), "{text}; see src/compare/difference.rs");
    }
}

/// A hedge that one side lost: its clause stands elsewhere on the other side, or is all that either says.
#[test]
fn lost_hedges_are_given() {
    for (left, right, lost, reason) in [
        (
            "首先，深水码头是市里重点建设的项目，明年就会动工。",
            "港务局长说，这确实是我们正在准备的重点项目之一，动工将在明年。",
            "之一",
            "the clause is known by 重点, wherever that stands",
        ),
        ("深水码头真的可能建成吗？", "码头建成是真的吗？", "可能", "one clause on each side"),
    ] {
        let comparison = run(left, right);
        let pair = comparison.pairs.first().unwrap_or_else(|| panic!("{reason}: not linked"));
        let said = |difference: &duizhao::compare::Difference| {
            format!("{}{}", difference.left.of(left), difference.right.of(right))
        };
        assert!(
            pair.differences.iter().any(|one| one.kind == DifferenceKind::Hedge && said(one) == lost),
            "{reason}: {:?}; see src/compare/difference.rs",
            pair.differences
        );
    }
}

/// `日前` in `25日前后` is no time, and the 6 of `6月2日` no number against another one.
#[test]
fn a_part_of_a_date_is_no_fact() {
    for (left, right, part) in [
        ("返回器将在6月25日前后落在草原上。", "返回器将在6月25日落在草原上。", "日前"),
        (
            "钻取和表取两种方式都要用，计划总共采集约2公斤。",
            "6月2日至3日：完成钻取和表取两种方式的采样，样品封装在容器里。",
            "6",
        ),
    ] {
        for difference in run(left, right).pairs.iter().flat_map(|pair| &pair.differences) {
            let sides = [difference.left.of(left), difference.right.of(right)];
            let is_wording = difference.kind == DifferenceKind::Wording;
            assert!(is_wording || !sides.contains(&part), "{sides:?}; see src/compare");
        }
    }
}

/// The same fact in two spellings is none of these.
#[test]
fn facts_that_agree_are_no_difference() {
    for (left, right, reason) in [
        ("工厂年产100万个零件。", "工廠年產百萬個零件。", "one value in two spellings"),
        ("增长率为百分之二十五左右。", "增长率为25%左右。", "a percentage"),
        ("会议定于2025年1月20日举行。", "会议定于二〇二五年一月二十日举行。", "a date in two spellings"),
        (
            "渔港的修缮明年完工，全文见 https://example.org/s?biz=Mzg5NTc4&sn=42 这里。",
            "渔港的修缮明年完工，全文见 https://example.org/s?biz=MzA5NTU4&sn=17 这里。",
            "two web addresses",
        ),
    ] {
        let comparison = run(left, right);
        assert_eq!(comparison.pairs.len(), 1, "{reason}");
        let facts = comparison.pairs[0]
            .differences
            .iter()
            .filter(|difference| difference.kind != DifferenceKind::Wording);
        assert_eq!(facts.count(), 0, "{reason}: {:?}", comparison.pairs[0].differences);
    }
}

#[test]
fn only_the_changed_words_differ() {
    for (left, right, changed, reason) in [
        (
            "代表团昨天抵达首都机场，受到热烈欢迎。",
            "代表团昨天到达首都机场，受到热烈的欢迎。",
            vec![("抵", "到"), ("", "的")],
            "no more than what changed",
        ),
        (
            "听证会由审判员和人民陪审员主持。",
            "听证会由审判员、助理审判员和人民陪审员主持。",
            vec![("", "、助理审判员")],
            "put in with its mark, not across a word",
        ),
        (
            "国务院农业部门负责码头检疫。",
            "国家建立码头检疫制度。国务院农业部门负责码头检疫。",
            vec![("", "国家建立码头检疫制度。")],
            "a sentence put in whole, though both begin alike",
        ),
        (
            "国家海洋主管部门会同有关部门制定码头规划。",
            "国务院交通主管部门会同有关部门制定码头规划。",
            vec![("国家海洋", "国务院交通")],
            "whole words, though both begin alike",
        ),
        (
            "违反本办法砍伐树木的，处三千元罚款。",
            "违反本办法砍伐树木的，处五千元罚款。",
            vec![("三千元", "五千元")],
            "a number is a word of its own",
        ),
        (
            "罚款限额是三千元整。",
            "罚款限额是五千元整。",
            vec![("三千元", "五千元")],
            "and so it is before an edge",
        ),
    ] {
        let options = CompareOptions { unit: Unit::Passage, ..CompareOptions::default() };
        let comparison = compare(&read(left), &read(right), &options);
        let words: Vec<(&str, &str)> = comparison.pairs[0]
            .differences
            .iter()
            .map(|difference| (difference.left.of(left), difference.right.of(right)))
            .collect();
        assert_eq!(words, changed, "{reason}; see src/compare/wording.rs");
    }
}

/// Two units that share little are set against each other where a clause of each shares enough, and nowhere else.
#[test]
fn wording_of_the_clause_that_both_have() {
    let left = "局长答道，没错，市里筹钱的事另说，但渔港很快就修缮。";
    let right = "在上周的记者会上，好几位代表都问起这件事，他没有正面回答，只说补偿款先要谈妥，然后渔港在春天修缮，\
                 其余的由议会决定，无论花多少时间，都得让住在岸边的人满意。";
    let pinned = (Span { start: 0, end: left.len() as u32 }, Span { start: 0, end: right.len() as u32 });
    let options = CompareOptions { pinned: vec![pinned], ..CompareOptions::default() };
    let comparison = compare(&read(left), &read(right), &options);
    let words: Vec<(DifferenceKind, &str, &str)> = comparison.pairs[0]
        .differences
        .iter()
        .map(|one| (one.kind, one.left.of(left), one.right.of(right)))
        .filter(|one| one.0 == DifferenceKind::Wording)
        .collect();
    let expected = [(DifferenceKind::Wording, "但", "然后"), (DifferenceKind::Wording, "很快就", "在春天")];
    assert_eq!(words, expected, "see `nearest_clauses` in src/compare/difference.rs");
}

/// An old and a new law: renumbered, moved, amended, new and dropped articles.
#[test]
fn articles_through_renumbering_and_moves() {
    let old = "第一条　为了保护城市树木，制定本办法。\n\n第二条　市园林局负责树木的登记和养护。\n\n第三条　砍伐胸径二十厘米以上的树木，应当经市园林局批准。\n\n第四条　古树由专人看护，所需经费由市财政承担。\n\n第五条　本办法自2001年3月1日起施行。";
    let new = "第一条　为了保护城市树木，制定本办法。\n\n第二条　本市鼓励单位和个人认养树木。\n\n第三条　古树由专人看护，所需经费由市财政承担。\n\n第四条　市园林局负责树木的登记和养护。\n\n第五条　砍伐胸径十五厘米以上的树木，应当经市园林局批准。";
    let options = CompareOptions { unit: Unit::Article, ..CompareOptions::default() };
    let comparison = compare(&read(old), &read(new), &options);
    let label = |text: &str, span: Span| span.of(text).chars().take(3).collect::<String>();
    let rows: Vec<(String, String, Relation)> = comparison
        .pairs
        .iter()
        .map(|pair| (label(old, pair.left), label(new, pair.right), pair.relation))
        .collect();
    let row = |a: &str, b: &str, relation| (a.to_owned(), b.to_owned(), relation);
    assert_eq!(
        rows,
        [
            row("第一条", "第一条", Relation::Same),
            row("第二条", "第四条", Relation::Same),
            row("第三条", "第五条", Relation::Reworded),
            row("第四条", "第三条", Relation::Same),
        ]
    );
    assert_eq!(comparison.pairs.iter().filter(|pair| pair.is_moved).count(), 1, "one article moved");
    let amended = &comparison.pairs[2].differences;
    assert_eq!(
        (amended[0].kind, amended[0].left.of(old), amended[0].right.of(new)),
        (DifferenceKind::Number, "二十厘米", "十五厘米")
    );
    assert_eq!(label(old, comparison.only_left[0]), "第五条");
    assert_eq!(label(new, comparison.only_right[0]), "第二条");
}

#[test]
fn the_reader_has_the_last_word() {
    let (left, right) = (text_of(&[0, 1, 4]), text_of(&[0, 1, 5]));
    let plain = run(&left, &right);
    assert_eq!(plain.pairs.len(), 2);
    let options = CompareOptions {
        rejected: vec![(plain.pairs[0].left, plain.pairs[0].right)],
        pinned: vec![(plain.only_left[0], plain.only_right[0])],
        ..CompareOptions::default()
    };
    let obeyed = compare(&read(&left), &read(&right), &options);
    let spans: Vec<(Span, Span)> = obeyed.pairs.iter().map(|pair| (pair.left, pair.right)).collect();
    assert_eq!(
        spans,
        [(plain.pairs[1].left, plain.pairs[1].right), (plain.only_left[0], plain.only_right[0])]
    );
    assert_eq!(obeyed.pairs[1].score, 1.0);
}

#[test]
fn a_gloss_ties_two_names() {
    let left = "世界卫生组织（WHO）昨天公布了报告。WHO认为疫情已经结束。";
    let right = "世界卫生组织認為疫情已經結束。";
    let comparison = run(left, right);
    let pair = comparison
        .pairs
        .iter()
        .find(|pair| pair.left.of(left).starts_with("WHO"))
        .expect("linked by the gloss");
    assert!(
        pair.differences.iter().all(|difference| difference.kind != DifferenceKind::Name),
        "{:?}",
        pair.differences
    );
}

#[test]
fn the_article_table_says_what_happened() {
    use duizhao::compare::{ArticleChange, article_table};
    let old = read(
        "第一条 为了保护城市树木，制定本办法。\n\n第二条 市园林局负责树木的登记和养护。\n\n第三条 古树由专人看护，所需经费由市财政承担。\n\n第四条 违反本办法砍伐树木的，处三千元罚款。",
    );
    let new = read(
        "第一条 为了保护城市树木，制定本办法。\n\n第二条 本市鼓励认领绿地。\n\n第三条 市园林局负责树木的登记和养护。\n\n第四条 违反本办法砍伐树木的，处五千元罚款。",
    );
    let options = CompareOptions { unit: Unit::Article, ..CompareOptions::default() };
    let rows = article_table(&old, &new, &compare(&old, &new, &options));
    let label = |article: &Option<duizhao::compare::Article>| {
        article.as_ref().and_then(|article| article.label.clone()).unwrap_or_default()
    };
    let table: Vec<(String, String, ArticleChange)> =
        rows.iter().map(|row| (label(&row.left), label(&row.right), row.change)).collect();
    let row = |a: &str, b: &str, change| (a.to_owned(), b.to_owned(), change);
    assert_eq!(
        table,
        [
            row("第一条", "第一条", ArticleChange::Unchanged),
            row("", "第二条", ArticleChange::Added),
            row("第二条", "第三条", ArticleChange::Renumbered),
            row("第三条", "", ArticleChange::Dropped),
            row("第四条", "第四条", ArticleChange::Amended),
        ]
    );
}

#[test]
fn a_statement_is_followed_across_documents() {
    use duizhao::compare::{AcrossOptions, across};
    let dated = |date, text| {
        Document::read(
            &Source { name: date, text, date: Some(date), ..Source::default() },
            &ReadOptions::default(),
        )
        .expect("short")
    };
    let third = dated("2024-05-03", "火车站的改建工程由三家公司承担。改建工程预计花费八亿元，明年完工。");
    let first = dated("2024-03-01", "今天天气晴朗，游客很多。火车站的改建工程預計花費五億元，明年完工。");
    let second =
        dated("2024-04-02", "记者获悉，火车站改建工程预计花费5亿元，明年完工。市民可以乘坐公共汽车。");
    let statements = across(&[&third, &first, &second], &AcrossOptions::default());
    let top = &statements[0];
    let dates: Vec<&str> =
        top.occurrences.iter().filter_map(|occurrence| occurrence.date.as_deref()).collect();
    assert_eq!(dates, ["2024-03-01", "2024-04-02", "2024-05-03"]);
    assert_eq!(top.num_documents, 3);
    let in_three = AcrossOptions { min_documents: 3, ..AcrossOptions::default() };
    assert!(across(&[&third, &first, &second], &in_three).iter().all(|found| found.num_documents == 3));
    let numbers: Vec<(usize, usize, &str, &str)> = top
        .changes
        .iter()
        .filter(|change| change.kind == DifferenceKind::Number)
        .map(|change| (change.from, change.to, change.left.of(&second.text), change.right.of(&third.text)))
        .collect();
    assert_eq!(numbers, [(1, 2, "5亿元", "八亿元")], "five is five until it is eight");
}

/// What two documents both say is no statement for being said twice: an answer, a label, a name.
#[test]
fn a_word_is_no_statement() {
    use duizhao::compare::{AcrossOptions, across};
    let left = read(
        "好的。\n\n渔港的修缮预计花费五亿元，明年完工。\n\n今天天气晴朗，游客很多。\n\n灯塔年久失修，拟改作博物馆。",
    );
    let right = read(
        "市民可以乘坐公共汽车。\n\n渔港的修缮預計花費五億元，明年完工。\n\n代表提问：何时修路？\n\n好的。",
    );
    let statements = across(&[&left, &right], &AcrossOptions::default());
    let said: Vec<&str> =
        statements.iter().map(|statement| statement.occurrences[0].span.of(&left.text)).collect();
    assert_eq!(said, ["渔港的修缮预计花费五亿元，明年完工。"], "see `is_statement` in src/compare/across.rs");

    let left = read("开放的港口会削弱我们的经营模式，货主都这样认为。\n\n我认为最难的是月面起飞。");
    let right = read("# 港务局的经营模式与增长哲学\n\n他们最担心的是月面起飞。");
    let statements = across(&[&left, &right], &AcrossOptions::default());
    let said: Vec<&str> =
        statements.iter().map(|statement| statement.occurrences[0].span.of(&left.text)).collect();
    assert_eq!(said, ["我认为最难的是月面起飞。"], "see `shares_a_word_only` in src/compare/across.rs");
}

/// Made reports: one statement that all make, three that six reports each make with some of the words changed, and six
/// of their own.
fn reports(num_documents: usize) -> Vec<Document> {
    let mut state = 7u64;
    let mut next = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut sentence = |num_chars: usize| -> String {
        (0..num_chars).filter_map(|_| char::from_u32(0x4e00 + next(6000) as u32)).collect()
    };
    let common = sentence(18);
    let mut shared: Vec<String> = Vec::new();
    (0..num_documents)
        .map(|at| {
            if at % 6 == 0 {
                shared = (0..3).map(|_| sentence(16)).collect();
            }
            let mut lines: Vec<String> = (0..6).map(|_| sentence(18)).collect();
            lines.insert(2, format!("{common}。{}", sentence(12)));
            lines.extend(shared.iter().map(|said| format!("{}{said}", sentence(3))));
            read(&lines.iter().map(|line| format!("{line}。")).collect::<Vec<_>>().join("\n\n"))
        })
        .collect()
}

#[test]
fn many_documents_are_not_compared_each_with_each() {
    use duizhao::compare::{AcrossOptions, across, count_across_steps};
    let few = reports(30);
    let many = reports(120);
    let (few, many): (Vec<&Document>, Vec<&Document>) = (few.iter().collect(), many.iter().collect());
    let steps = |documents: &[&Document]| count_across_steps(documents, &AcrossOptions::default());
    let (few, num_steps) = (steps(&few), steps(&many));
    assert!(
        num_steps < 5 * few,
        "{few} steps for 30 documents, {num_steps} for 120; see src/compare/across.rs"
    );

    let found = across(&many, &AcrossOptions::default());
    assert_eq!(found[0].num_documents, 120, "what all say, though no rare word shows it");
    let of_six = found.iter().filter(|statement| statement.num_documents == 6).count();
    assert_eq!(of_six, 60, "three statements of each six reports");
}

#[test]
fn terms_that_set_a_document_apart() {
    use duizhao::compare::keyness;
    let tea = read(
        &"茶园春季采茶。采茶的工人说，茶园的茶叶很好。茶园今年扩大，采茶更忙。茶园出口茶叶。茶园建了新路。"
            .repeat(3),
    );
    let port =
        read(&"港口今年扩大。港口的工人说，港口建了新码头。港口出口粮食。港口很忙，码头更忙。".repeat(3));
    let found = keyness(&[&tea, &port], 10);
    let terms = &found[0].terms;
    assert_eq!(
        terms.first().map(|term| (term.term.as_str(), term.count, term.count_elsewhere)),
        Some(("茶园", 15, 0))
    );
    assert!(terms.iter().all(|term| term.term != "工人"), "what both say sets none apart: {terms:?}");
    assert!(found[1].terms.iter().any(|term| term.term == "港口"), "{:?}", found[1]);
    assert!(keyness(&[&tea], 10)[0].terms.is_empty(), "nothing to stand apart from");
}

#[test]
fn key_terms_are_whole_words_without_a_lexicon() {
    use duizhao::compare::keyness;
    // Neighbours vary, as in a text that is no refrain.
    let (verbs, nouns) = ("谈说写爱怕学看用", "梦灯船路山花雨鸟");
    let lines: String = verbs
        .chars()
        .zip(nouns.chars())
        .map(|(v, n)| format!("{v}人工智能{n}。{n}虚拟协作者{v}。{v}项功能{n}，{n}功能{v}，{v}功能。"))
        .collect();
    let lamp = read(&lines);
    let port =
        read(&"港口今年扩大。港口的工人说，港口建了新码头。港口出口粮食。人人都说好，码头更忙。".repeat(40));
    let terms: Vec<String> =
        keyness(&[&lamp, &port], 20).remove(0).terms.into_iter().map(|term| term.term).collect();
    for (whole, parts, why) in [
        ("人工智能", ["工智能", "智能"], "人 is a common character, and yet part of the word"),
        ("虚拟协作者", ["虚拟协作", "拟协作者"], "longer than what is counted"),
        ("功能", ["项功能", "项功"], "a measure word before it"),
    ] {
        assert!(terms.iter().any(|term| term == whole), "{whole} ({why}): {terms:?}");
        for part in parts {
            assert!(terms.iter().all(|term| term != part), "{part}, a part of {whole} ({why}): {terms:?}");
        }
    }
}

#[test]
fn an_article_is_unchanged_to_the_letter() {
    let old = "第一条 下列事项由总则规定：（一）名称；（二）住所。\n\n第二条 其余不变，照旧执行。\n";
    let new = "第一条 下列事项由总则规定：(一)名称；（二）住所。\n\n第二条 其余不变，照旧执行。\n";
    for (unit, same) in [(Unit::Article, 1), (Unit::Sentence, 3)] {
        let options = CompareOptions { unit, ..CompareOptions::default() };
        let found = compare(&read(old), &read(new), &options);
        let num_same = found.pairs.iter().filter(|pair| pair.relation == Relation::Same).count();
        assert!(
            num_same >= same && (unit != Unit::Article || num_same == 1),
            "{unit:?}: {num_same} unchanged"
        );
    }
}
