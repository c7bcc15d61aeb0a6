//! Strength: how sure, how strong, how far does a statement go? Hedges, duties, degrees and denials, as tables.
//!
//! Example: `将运行超过100万个` announces, `也并非不可能` only does not rule out. Each expression has a scale and a step on
//! it; two statements disagree where the weakest steps they take on one scale differ. Steps compare only within a
//! scale, and only roughly: they order expressions, they do not measure.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What is graded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scale {
    /// How sure something is said to be: from 0 (ruled out) to 6 (necessary). Saying it plainly is 5.
    Certainty,
    /// What one must or may do: from 0 (forbidden) to 4 (must).
    Duty,
    /// How far it goes: from 1 (hardly) to 5 (wholly). Saying it plainly is 4.
    Degree,
}

impl Scale {
    /// The step of a statement that says nothing on this scale; `None` where silence says nothing.
    pub fn plain(self) -> Option<u8> {
        match self {
            Scale::Certainty => Some(5),
            Scale::Duty => None,
            Scale::Degree => Some(4),
        }
    }
}

/// Expression, scale, step. Longest match wins, so `并非不可能` is not read as `不可能`, nor `必然性` as `必然`.
const EXPRESSIONS: &[(&str, Scale, u8)] = &[
    // Necessary: no way out is left.
    ("必然", Scale::Certainty, 6),
    ("必将", Scale::Certainty, 6),
    ("必定", Scale::Certainty, 6),
    ("势必", Scale::Certainty, 6),
    ("一定会", Scale::Certainty, 6),
    ("一定能", Scale::Certainty, 6),
    ("一定要", Scale::Duty, 4),
    ("肯定会", Scale::Certainty, 6),
    ("毫无疑问", Scale::Certainty, 6),
    ("无疑", Scale::Certainty, 6),
    ("完全可以", Scale::Certainty, 6),
    ("完全能够", Scale::Certainty, 6),
    ("非常确信", Scale::Certainty, 6),
    ("坚定地认为", Scale::Certainty, 6),
    ("深信", Scale::Certainty, 6),
    // Announced: said to come, as plainly as anything about the future can be.
    ("即将", Scale::Certainty, 5),
    ("将会", Scale::Certainty, 5),
    ("确实会", Scale::Certainty, 5),
    ("肯定", Scale::Certainty, 5),
    // Expected, but with a door left open.
    ("很有可能", Scale::Certainty, 4),
    ("极有可能", Scale::Certainty, 4),
    ("很可能", Scale::Certainty, 4),
    ("多半", Scale::Certainty, 4),
    ("预计", Scale::Certainty, 4),
    ("有望", Scale::Certainty, 4),
    ("料将", Scale::Certainty, 4),
    ("应该会", Scale::Certainty, 4),
    ("应该能", Scale::Certainty, 4),
    ("倾向于认为", Scale::Certainty, 4),
    // Possible: as well as not.
    ("可能", Scale::Certainty, 3),
    ("有可能", Scale::Certainty, 3),
    ("也许", Scale::Certainty, 3),
    ("或许", Scale::Certainty, 3),
    ("大概", Scale::Certainty, 3),
    ("说不定", Scale::Certainty, 3),
    ("似乎", Scale::Certainty, 3),
    ("好像", Scale::Certainty, 3),
    ("看来", Scale::Certainty, 3),
    ("看起来", Scale::Certainty, 3),
    ("据说", Scale::Certainty, 3),
    ("据称", Scale::Certainty, 3),
    ("未必", Scale::Certainty, 2),
    ("不一定", Scale::Certainty, 2),
    ("不确定", Scale::Certainty, 2),
    ("无法确定", Scale::Certainty, 2),
    ("说不准", Scale::Certainty, 2),
    ("还不好说", Scale::Certainty, 2),
    // Not ruled out: two denials that leave less than a plain statement.
    ("并非不可能", Scale::Certainty, 3),
    ("不是不可能", Scale::Certainty, 3),
    ("不无可能", Scale::Certainty, 3),
    ("不排除", Scale::Certainty, 3),
    // Hardly.
    ("不太可能", Scale::Certainty, 1),
    ("不大可能", Scale::Certainty, 1),
    ("可能性不大", Scale::Certainty, 1),
    ("难以想象", Scale::Certainty, 1),
    // Ruled out.
    ("不可能", Scale::Certainty, 0),
    ("绝不会", Scale::Certainty, 0),
    ("绝不", Scale::Certainty, 0),
    ("决不", Scale::Certainty, 0),
    // Duties: the words that a change of a law turns on.
    ("必须", Scale::Duty, 4),
    ("务必", Scale::Duty, 4),
    ("应当", Scale::Duty, 3),
    ("应该", Scale::Duty, 3),
    ("应予", Scale::Duty, 3),
    ("有责任", Scale::Duty, 3),
    ("可以", Scale::Duty, 1),
    ("有权", Scale::Duty, 1),
    ("不得", Scale::Duty, 0),
    ("禁止", Scale::Duty, 0),
    ("严禁", Scale::Duty, 0),
    // Degree.
    ("完全", Scale::Degree, 5),
    ("全部", Scale::Degree, 5),
    ("所有方面", Scale::Degree, 5),
    ("彻底", Scale::Degree, 5),
    ("一切", Scale::Degree, 5),
    ("几乎所有", Scale::Degree, 4),
    ("几乎", Scale::Degree, 4),
    ("绝大多数", Scale::Degree, 4),
    ("绝大部分", Scale::Degree, 4),
    ("大多数", Scale::Degree, 3),
    ("大部分", Scale::Degree, 3),
    ("很多方面", Scale::Degree, 3),
    ("许多方面", Scale::Degree, 3),
    ("多数", Scale::Degree, 3),
    ("之一", Scale::Degree, 3),
    ("某些方面", Scale::Degree, 2),
    ("部分地", Scale::Degree, 2),
    ("一定程度上", Scale::Degree, 2),
    ("少数", Scale::Degree, 2),
    ("极少数", Scale::Degree, 1),
    ("几乎没有", Scale::Degree, 1),
];

/// Words in which an expression stands by accident, or in another sense.
const NOT_STRENGTH: &[&str] = &[
    "在我看来",
    "最有可能",
    "最可能",
    "不可能性",
    "可能性",
    "必然性",
    "侵略",
    "策略",
    "战略",
    "省略",
    "简略",
    "忽略",
    "略有",
    "大略",
    "可以说",
    "完全不",
    "完全没有",
    "部分的",
    "组成部分",
    "一部分",
    "肯定的",
    "所有可能",
    "尽可能",
    "一定的",
    "不确定性",
    "中略",
    "谋略",
];

/// A graded expression where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Grade {
    pub scale: Scale,
    pub step: u8,
    /// Byte offset in the text that was read, and length.
    pub start: usize,
    pub len_bytes: usize,
}

/// Words by their first character, so that most places of a text cost one look-up.
struct Words<T>(BTreeMap<char, Vec<(&'static str, T)>>);

impl<T: Copy> Words<T> {
    fn new(words: impl Iterator<Item = (&'static str, T)>) -> Self {
        let mut by_first: BTreeMap<char, Vec<(&'static str, T)>> = BTreeMap::new();
        for (word, value) in words {
            if let Some(first) = word.chars().next() {
                by_first.entry(first).or_default().push((word, value));
            }
        }
        // Longest first: the first that fits is the one.
        by_first.values_mut().for_each(|words| words.sort_by_key(|entry| std::cmp::Reverse(entry.0.len())));
        Words(by_first)
    }

    /// The longest word at the start of a text that begins with `first`.
    fn at_start(&self, first: char, text: &str) -> Option<(&'static str, T)> {
        self.0.get(&first)?.iter().find(|entry| text.starts_with(entry.0)).copied()
    }
}

/// Expressions with their scale and step.
type Graded = Words<(Scale, u8)>;

fn plain(words: &'static [&'static str]) -> Words<()> {
    Words::new(words.iter().map(|word| (*word, ())))
}

/// The graded expressions of a folded text, in order.
pub(super) fn grades(text: &str) -> Vec<Grade> {
    static TABLES: OnceLock<(Graded, Words<()>)> = OnceLock::new();
    let (expressions, others) = TABLES.get_or_init(|| {
        (
            Words::new(EXPRESSIONS.iter().map(|(word, scale, step)| (*word, (*scale, *step)))),
            plain(NOT_STRENGTH),
        )
    });
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let accident = others.at_start(c, rest).map_or(0, |entry| entry.0.len());
        match expressions.at_start(c, rest) {
            Some((expression, (scale, step))) if expression.len() > accident => {
                found.push(Grade { scale, step, start: at, len_bytes: expression.len() });
                at += expression.len();
            }
            _ => at += accident.max(c.len_utf8()),
        }
    }
    found
}

/// Words that deny.
const DENIALS: &[&str] = &[
    "不同意",
    "并不是",
    "并没有",
    "不再是",
    "没有",
    "不是",
    "不会",
    "不能",
    "不要",
    "不想",
    "不愿",
    "并非",
    "并不",
    "并未",
    "从未",
    "尚未",
    "未能",
    "未曾",
    "没能",
    "无法",
    "无需",
    "无须",
    "毫无",
    "拒绝",
    "否认",
    "绝非",
    "不再",
    "未",
    "没",
    "不",
    "非",
    "无",
    "勿",
    "莫",
];

/// Words in which a sign of denial denies nothing.
const NOT_DENIALS: &[&str] = &[
    "不仅",
    "不但",
    "不光",
    "不只",
    "不过",
    "不断",
    "不久",
    "不少",
    "不同",
    "不管",
    "不论",
    "不妨",
    "不禁",
    "不愧",
    "不得不",
    "不可避免",
    "不得",
    "不如",
    "不满",
    "不足",
    "不错",
    "不等",
    "不止",
    "不免",
    "不惜",
    "不料",
    "不顾",
    "不一定",
    "不确定",
    "不可能",
    "不是不可能",
    "并非不可能",
    "不排除",
    "不太可能",
    "不大可能",
    "说不定",
    "说不准",
    "无论",
    "无疑",
    "毫无疑问",
    "无数",
    "无比",
    "无限",
    "无线",
    "无穷",
    "无不",
    "无非",
    "非常",
    "除非",
    "非洲",
    "是非",
    "非法",
    "非凡",
    "未来",
    "未必",
    "未免",
    "从未如此",
    "沉没",
    "淹没",
    "莫斯",
    "阿莫",
    "莫迪",
    "莫名",
    "莫非",
    "约莫",
    "莫大",
    "没错",
    "没收",
    "没落",
    "南无",
    "有没有",
    "是不是",
    "会不会",
    "能不能",
    "要不要",
    "可不可以",
    "不良",
    "不利",
    "不动产",
    "不明",
    "不当",
    "不安",
    "不幸",
    "未成年",
    "未婚",
    "无偿",
    "无效",
    "无形",
    "无人机",
    "无障碍",
    "非物质",
    "差不多",
    "对不起",
    "了不起",
    "不朽",
    "丰富无",
];

/// Where a folded text denies something: byte offset and length, in order.
pub(super) fn denials(text: &str) -> Vec<(usize, usize)> {
    static TABLES: OnceLock<(Words<()>, Words<()>)> = OnceLock::new();
    let (denials, others) = TABLES.get_or_init(|| (plain(DENIALS), plain(NOT_DENIALS)));
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let longest = |words: &Words<()>| words.at_start(c, &text[at..]).map_or(0, |entry| entry.0.len());
        let (denial, other) = (longest(denials), longest(others));
        if denial > 0 && denial >= other {
            found.push((at, denial));
            at += denial;
        } else {
            at += other.max(c.len_utf8());
        }
    }
    found
}

/// Words for times that have no date, by what they point to. Words of one group mean the same.
const TIMES: &[&[&str]] = &[
    &["昨天", "昨日"],
    &["今天", "今日", "当天", "当日"],
    &["明天", "明日"],
    &["上周", "上个星期", "上星期"],
    &["本周", "这周", "这个星期", "本星期"],
    &["下周", "下个星期", "下星期"],
    &["上个月", "上月"],
    &["本月", "这个月"],
    &["下个月", "下月"],
    &["去年"],
    &["今年", "本年"],
    &["明年"],
    &["今年上半年", "上半年"],
    &["今年下半年", "下半年"],
    &["年底", "年末", "年终"],
    &["年初"],
    &["最近", "近日", "近来", "近期", "日前"],
    &["不久的将来", "不久后", "很快", "不久之后", "近期内"],
    &["未来两三年", "两三年内", "未来两三年内"],
    &["接下来几个月", "未来几个月", "几个月后", "几个月内"],
    &["过去一年", "近一年"],
];

/// Words that say how a time lies to its date.
const TIME_BOUNDS: &[&[&str]] = &[
    &["之前", "以前", "前夕", "年前", "月前", "日前"],
    &["之后", "以后", "年后", "月后", "日后"],
    &["前后", "左右", "上下"],
    &["以来"],
    &["年底", "年末"],
    &["年初"],
];

/// A relative time where it stands: byte offset, length, and its group.
pub(super) fn times(text: &str) -> Vec<(usize, usize, usize)> {
    static TABLE: OnceLock<Words<usize>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        Words::new(
            TIMES.iter().enumerate().flat_map(|(group, words)| words.iter().map(move |word| (*word, group))),
        )
    });
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        match table.at_start(c, &text[at..]) {
            Some((word, group)) => {
                found.push((at, word.len(), group));
                at += word.len();
            }
            None => at += c.len_utf8(),
        }
    }
    found
}

/// The bound that follows a date, `2027年` + `之前`: its length and group, `前后` before `前`.
pub(super) fn time_bound(after: &str) -> Option<(usize, usize)> {
    let after_unit = after.strip_prefix('年').unwrap_or(after);
    let skipped = after.len() - after_unit.len();
    let bound = TIME_BOUNDS
        .iter()
        .enumerate()
        .flat_map(|(group, words)| words.iter().map(move |word| (word.len(), group, *word)))
        .filter(|entry| after_unit.starts_with(entry.2))
        .max()
        .map(|(len_bytes, group, _)| (skipped + len_bytes, group));
    bound.or_else(|| after_unit.starts_with('前').then_some((skipped + '前'.len_utf8(), 0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn graded_expressions() {
        for (text, expected, reason) in [
            ("百万颗芯片也并非不可能", vec![("并非不可能", 3)], "two denials are not one"),
            ("完全可以超越人类智能", vec![("完全可以", 6)], "not 可以 alone"),
            ("不太可能发生", vec![("不太可能", 1)], "not 可能"),
            ("有这种可能性", vec![], "a noun"),
            ("当事人应当提交", vec![("应当", 3)], "a duty"),
            ("是其中的一个组成部分", vec![], "part of a thing, not partly"),
        ] {
            let found: Vec<(&str, u8)> = grades(text)
                .iter()
                .map(|grade| (&text[grade.start..grade.start + grade.len_bytes], grade.step))
                .collect();
            assert_eq!(found, expected, "{text}: {reason}");
        }
    }

    #[test]
    fn denials_and_what_only_looks_like_one() {
        for (text, expected, reason) in [
            ("这项功能不会推出", vec!["不会"], "plain"),
            ("不仅如此", vec![], "not only"),
            ("阿莫迪没有否认", vec!["没有", "否认"], "a name, then twice"),
            ("在不久的将来", vec![], "soon"),
            ("并非易事", vec!["并非"], "literary"),
            ("有没有记忆功能", vec![], "a question"),
        ] {
            let found: Vec<&str> =
                denials(text).iter().map(|(start, len)| &text[*start..start + len]).collect();
            assert_eq!(found, expected, "{text}: {reason}");
        }
    }

    #[test]
    fn times_and_bounds() {
        assert_eq!(times("上周发布,最近").len(), 2);
        assert_eq!(time_bound("年之前,ai"), Some(("年之前".len(), 0)));
        assert_eq!(time_bound("前后在"), Some(("前后".len(), 2)));
        assert_eq!(time_bound("超越"), None);
    }
}
