//! Quantities: which numbers, dates, percentages and amounts does a folded text name, and what is their value?
//!
//! Example: `超过100万个` and `超過百萬顆` both name the number 1,000,000; `1月20日至24日` names a range of dates.
//!
//! Useful for telling whether two statements agree; not useful for relative times (`上周`, `三天前`), which are left
//! alone.

use super::Span;
use super::numeral::{Form, Numeral, can_start, decimal, read};

/// What a quantity measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QuantityKind {
    /// A plain number, with or without a measure word.
    Number,
    /// A share: `20%`, `百分之二十`, `十六分之一`. Its value is in hundredths.
    Percent,
    /// An amount of money.
    Money,
    /// A date, whole or in part.
    Date,
    /// A place in an order: `第三`.
    Ordinal,
}

impl QuantityKind {
    /// The stable name, as JavaScript sees it.
    pub fn as_str(self) -> &'static str {
        match self {
            QuantityKind::Number => "number",
            QuantityKind::Percent => "percent",
            QuantityKind::Money => "money",
            QuantityKind::Date => "date",
            QuantityKind::Ordinal => "ordinal",
        }
    }
}

/// A quantity named in a folded text.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Where it stands, in folded bytes.
    pub span: Span,
    /// What it measures.
    pub kind: QuantityKind,
    /// The value, or the lower end of a range. Of a date: `year * 10000 + month * 100 + day`, 0 for what is unsaid.
    pub low: f64,
    /// The upper end; equal to `low` where it is no range.
    pub high: f64,
    /// Unit or currency in its folded form (`美元`; `亿` is part of the value); empty where there is none.
    pub unit: String,
}

impl Quantity {
    /// The canonical form: equal for quantities of equal kind and value however they are written. The unit is not
    /// part of it, so that `100万个` and `百万颗` meet.
    pub fn key(&self) -> String {
        let kind = match self.kind {
            QuantityKind::Number => "n",
            QuantityKind::Percent => "p",
            QuantityKind::Money => "m",
            QuantityKind::Date => "d",
            QuantityKind::Ordinal => "o",
        };
        if self.low == self.high {
            format!("{kind}{}", self.low)
        } else {
            format!("{kind}{}~{}", self.low, self.high)
        }
    }
}

/// Measures that make a single Chinese digit a number (`三年`), longest first.
const UNITS: [&str; 74] = [
    "个百分点",
    "平方公里",
    "平方米",
    "立方米",
    "个小时",
    "个世纪",
    "百分点",
    "个月",
    "小时",
    "分钟",
    "公里",
    "公斤",
    "公克",
    "千米",
    "千克",
    "毫米",
    "厘米",
    "毫克",
    "英里",
    "英寸",
    "世纪",
    "年代",
    "年前",
    "年后",
    "年",
    "月",
    "日",
    "号",
    "天",
    "周",
    "秒",
    "岁",
    "倍",
    "名",
    "位",
    "人",
    "次",
    "个",
    "种",
    "家",
    "项",
    "条",
    "件",
    "台",
    "辆",
    "架",
    "艘",
    "颗",
    "枚",
    "块",
    "张",
    "篇",
    "页",
    "章",
    "节",
    "届",
    "层",
    "米",
    "克",
    "吨",
    "度",
    "点",
    "分",
    "票",
    "股",
    "场",
    "轮",
    "期",
    "句",
    "本",
    "所",
    "间",
    "套",
    "只",
];
const CURRENCIES: [&str; 22] = [
    "人民币",
    "新台币",
    "美元",
    "美金",
    "欧元",
    "日元",
    "日圆",
    "英镑",
    "港元",
    "港币",
    "台币",
    "韩元",
    "卢布",
    "法郎",
    "澳元",
    "加元",
    "卢比",
    "比特币",
    "块钱",
    "元",
    "刀",
    "円",
];
/// Units after which a lone `一` is a number and not an article (`一年` but not `一个`).
const STRONG_UNITS: [&str; 14] =
    ["年", "个月", "月", "日", "天", "周", "小时", "分钟", "倍", "岁", "公里", "米", "世纪", "个百分点"];
/// Words that look like numbers and are none.
const NOT_NUMBERS: [&str; 16] = [
    "万一",
    "千万别",
    "千万不",
    "千万要",
    "亿万",
    "万万",
    "千千万",
    "百百",
    "三三两两",
    "一一",
    "万千",
    "百千",
    "千百",
    "一万一",
    "十十",
    "万分",
];

/// Finds the quantities of a folded text, in order, not overlapping. Cost: linear in the text.
///
/// ```
/// use duizhao::text::{fold, quantities};
/// let key = |text| quantities(&fold(text))[0].key();
/// assert_eq!(key("超过100万个"), key("超過百萬顆"));
/// assert_eq!(key("20-25%"), key("百分之二十到二十五"));
/// ```
pub fn quantities(folded: &str) -> Vec<Quantity> {
    Quantities::new(folded).collect()
}

/// What [`quantities`] finds, one after the other.
pub(crate) struct Quantities<'t> {
    folded: &'t str,
    at: usize,
    previous: char,
}

impl<'t> Quantities<'t> {
    pub(crate) fn new(folded: &'t str) -> Quantities<'t> {
        Quantities { folded, at: 0, previous: '\n' }
    }
}

impl Iterator for Quantities<'_> {
    type Item = Quantity;

    #[cfg_attr(optimize_for_size, optimize(speed))]
    fn next(&mut self) -> Option<Quantity> {
        let folded = self.folded;
        let (mut at, mut previous, mut found) = (self.at, self.previous, None);
        while let Some(c) = folded[at..].chars().next().filter(|_| found.is_none()) {
            let may_start = can_start(c) || matches!(c, '第' | '$' | '¥' | '€' | '£' | '\\');
            if may_start
                && !is_inside_word(c, previous)
                && let Some((quantity, len)) = Reader::new(folded, at).quantity(c)
            {
                debug_assert!(len > 0);
                found = Some(quantity);
                at += len;
            } else if c.is_ascii_digit() {
                // A number that is none (part of a name) is passed over whole.
                at += folded[at..].bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
            } else {
                at += c.len_utf8();
            }
            previous = folded[..at].chars().next_back().unwrap_or('\n');
        }
        (self.at, self.previous) = (at, previous);
        found
    }
}

/// Whether a digit after `previous` belongs to a name, a version or an address (`gpt-4`, `o1`, `?id=3`), or to a
/// number that is only about right (`数百万`, `三五十`).
fn is_inside_word(c: char, previous: char) -> bool {
    if !c.is_ascii() {
        return c != '第' && can_start(c) && (matches!(previous, '数' | '几' | '好') || can_start(previous));
    }
    c.is_ascii_digit()
        && (previous.is_ascii_alphabetic() || matches!(previous, '_' | '=' | '/' | '&' | '#' | '-' | '.'))
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// The number at the start, which may be part of a date, of a share, or stand for itself.
    first: Option<Numeral>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, at: usize) -> Self {
        Reader { text, at, first: read(text.get(at..).unwrap_or("")) }
    }

    fn rest(&self, from: usize) -> &'t str {
        self.text.get(self.at + from..).unwrap_or("")
    }

    fn make(
        &self,
        len: usize,
        kind: QuantityKind,
        low: f64,
        high: f64,
        unit: &str,
    ) -> Option<(Quantity, usize)> {
        let span = Span::new(self.at, self.at + len);
        Some((Quantity { span, kind, low, high, unit: unit.to_owned() }, len))
    }

    fn quantity(&self, first: char) -> Option<(Quantity, usize)> {
        match first {
            '第' => {
                let number = read(self.rest(first.len_utf8()))?;
                self.make(
                    first.len_utf8() + number.len,
                    QuantityKind::Ordinal,
                    number.value,
                    number.value,
                    "",
                )
            }
            '$' | '¥' | '€' | '£' => {
                if first == '$' && self.rest(1).starts_with('\\') {
                    return None;
                }
                let len = first.len_utf8();
                let number = read(self.rest(len)).filter(|number| number.form == Form::Arabic)?;
                let unit = match first {
                    '$' => "美元",
                    '¥' => "元",
                    '€' => "欧元",
                    _ => "英镑",
                };
                self.make(len + number.len, QuantityKind::Money, number.value, number.value, unit)
            }
            '\\' => self.latex_fraction(),
            _ => self.date().or_else(|| self.share()).or_else(|| self.number()),
        }
    }

    /// `\frac{1}{16}`.
    fn latex_fraction(&self) -> Option<(Quantity, usize)> {
        let rest = self.rest(0);
        let inner = rest.strip_prefix("\\frac{").or(rest.strip_prefix("\\dfrac{"))?;
        let (over, rest_after) = inner.split_once("}{")?;
        let (under, _) = rest_after.split_once('}')?;
        if over.len() > 12 || under.len() > 12 {
            return None;
        }
        let (over_value, under_value) = (decimal(over.trim())?, decimal(under.trim())?);
        let len = rest.len() - inner.len() + over.len() + 2 + under.len() + 1;
        let value = hundredths(over_value, under_value)?;
        self.make(len, QuantityKind::Percent, value, value, "")
    }

    /// `百分之二十到二十五`, `十六分之一`, `20-25%`, `90%-99%`, `三成`.
    fn share(&self) -> Option<(Quantity, usize)> {
        let under = self.first?;
        if let Some(after) = self.rest(under.len).strip_prefix("分之") {
            let over = read(after)?;
            let mut len = under.len + "分之".len() + over.len;
            let low = hundredths(over.value, under.value)?;
            let mut high = low;
            if let Some((joint, again)) = joint(self.rest(len))
                && let Some(after) = again.strip_prefix("百分之").filter(|_| under.value == 100.0)
                && let Some(number) = read(after)
            {
                high = number.value;
                len += joint + "百分之".len() + number.len;
            } else if let Some((joint, number)) = range_end(self.rest(len)) {
                high = hundredths(number.value, under.value)?;
                len += joint + number.len;
            }
            return self.make(len, QuantityKind::Percent, low, high, "");
        }
        let low = under;
        let percent = |from: usize| self.rest(from).starts_with('%');
        if percent(low.len) {
            let len = low.len + 1;
            if let Some((joint, high)) = range_end(self.rest(len))
                && percent(len + joint + high.len)
            {
                return self.make(
                    len + joint + high.len + 1,
                    QuantityKind::Percent,
                    low.value,
                    high.value,
                    "",
                );
            }
            return self.make(len, QuantityKind::Percent, low.value, low.value, "");
        }
        if let Some((joint, high)) = range_end(self.rest(low.len))
            && percent(low.len + joint + high.len)
        {
            return self.make(
                low.len + joint + high.len + 1,
                QuantityKind::Percent,
                low.value,
                high.value,
                "",
            );
        }
        // 三成 is 30 %; 三成功 or 一成不变 is not.
        let tenths = self
            .rest(low.len)
            .strip_prefix('成')
            .filter(|_| low.form == Form::OneChinese && (1.0..=9.0).contains(&low.value))?;
        let ends = tenths.chars().next().is_none_or(|c| "的,、。;)以至到左多!?\n".contains(c));
        ends.then(|| {
            self.make(
                low.len + '成'.len_utf8(),
                QuantityKind::Percent,
                low.value * 10.0,
                low.value * 10.0,
                "",
            )
        })?
    }

    /// `2025年1月20日`, `2025-01-20`, `1月20日至24日`, `2024年到2025年`, `2025年`, `1月`, `20日`.
    fn date(&self) -> Option<(Quantity, usize)> {
        let (low, mut len) = self.one_date(0, 0)?;
        let mut high = low;
        if let Some((joint, _)) = joint(self.rest(len)) {
            // What the second date leaves out it takes from the first.
            if let Some((second, taken)) = self.one_date(len + joint, low)
                && second >= low
            {
                high = second;
                len += joint + taken;
            }
        }
        self.make(len, QuantityKind::Date, f64::from(low), f64::from(high), "")
    }

    fn one_date(&self, from: usize, base: u32) -> Option<(u32, usize)> {
        if let Some(date) = iso_date(self.rest(from)) {
            return Some(date);
        }
        let first = if from == 0 { self.first } else { read(self.rest(from)) }?;
        let number = whole(first)?;
        let mut len = first.len;
        let after = self.rest(from + len);
        let (base_year, base_month) = (base / 10_000, base / 100 % 100);
        if let Some(rest) = after.strip_prefix('年') {
            let is_year = (1000..=2999).contains(&number)
                && first.multiplier == 1.0
                && !(number % 100 == 0 && is_span_of_years(rest))
                && !rest.starts_with('多');
            if !is_year {
                return None;
            }
            let mut date = number * 10_000;
            len += '年'.len_utf8();
            if let Some(month) = read(rest)
                && let Some(value) = whole(month).filter(|value| (1..=12).contains(value))
                && rest[month.len..].starts_with('月')
            {
                date += value * 100;
                len += month.len + '月'.len_utf8();
                if let Some((day, day_len)) = day(&rest[month.len + '月'.len_utf8()..]) {
                    date += day;
                    len += day_len;
                }
            }
            return Some((date, len));
        }
        if after.starts_with('月') && (1..=12).contains(&number) {
            let mut date = base_year * 10_000 + number * 100;
            len += '月'.len_utf8();
            if let Some((day, day_len)) = day(self.rest(from + len)) {
                date += day;
                len += day_len;
            }
            return Some((date, len));
        }
        let (day, day_len) = day_after(first, after)?;
        // 三日 is three days unless a date comes before it, and so is 十五日内.
        let after = self.rest(from + day_len);
        let is_span = ["内", "以内", "之内"].iter().any(|word| after.starts_with(word));
        if base == 0 && (is_span || first.form == Form::OneChinese) {
            return None;
        }
        Some((base_year * 10_000 + base_month * 100 + day, day_len))
    }

    fn number(&self) -> Option<(Quantity, usize)> {
        let is_word = NOT_NUMBERS.iter().any(|word| self.rest(0).starts_with(word));
        // 十分仔细, but 十分钟.
        let is_very = self.rest(0).strip_prefix("十分").is_some_and(|rest| !rest.starts_with(['钟', '之']));
        if is_word || is_very {
            return None;
        }
        let low = self.first?;
        // 大陆架, 队伍: a formal digit alone counts nothing but money.
        if low.form == Form::OneChinese
            && self.rest(0).starts_with(['叁', '肆', '伍', '陆', '柒', '捌', '玖'])
            && !self.rest(low.len).starts_with(['元', '圆'])
        {
            return None;
        }
        let mut len = low.len;
        let (mut low_value, mut high_value) = (low.value, low.value);
        if let Some((joint, high)) = range_end(self.rest(len)) {
            // `3到5万`: the multiplier belongs to both.
            if low.multiplier == 1.0 && high.multiplier > 1.0 && low.value * high.multiplier <= high.value {
                low_value *= high.multiplier;
            }
            if high.value >= low_value && (high.form == Form::Arabic) == (low.form == Form::Arabic) {
                high_value = high.value;
                len += joint + high.len;
            }
        }
        let rest = self.rest(len);
        let skipped =
            ["多", "余", "几", "来", " "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
        let unit_of =
            |units: &'static [&'static str]| units.iter().copied().find(|unit| skipped.starts_with(unit));
        // 亿美元 alone is a unit, as in the head of a table: how many, something else says. So is 元 after 一.
        if let Some(currency) = unit_of(&CURRENCIES)
            .filter(|_| low.form != Form::OneChinese || (low.value != 1.0 && low.value < 100.0))
        {
            let len = len + rest.len() - skipped.len() + currency.len();
            return self.make(len, QuantityKind::Money, low_value, high_value, currency);
        }
        let unit = unit_of(&UNITS);
        let is_number = match low.form {
            Form::Arabic => {
                !skipped.starts_with(|c: char| c.is_ascii_alphabetic())
                    || skipped.len() < rest.len()
                    || low.multiplier > 1.0
            }
            Form::OneChinese if low.value == 1.0 => unit.is_some_and(|unit| STRONG_UNITS.contains(&unit)),
            Form::OneChinese => unit.is_some() && low.value < 100.0,
            Form::Chinese => {
                unit.is_some() || low.value >= 1e4 || high_value > low_value || low.value >= 20.0
            }
        };
        if !is_number {
            return None;
        }
        let unit_len = unit.map_or(0, |unit| rest.len() - skipped.len() + unit.len());
        let kind = if unit.is_some_and(|unit| unit.ends_with("百分点")) {
            QuantityKind::Percent
        } else {
            QuantityKind::Number
        };
        self.make(len + unit_len, kind, low_value, high_value, unit.unwrap_or(""))
    }
}

/// Whether what follows `年` makes a round number before it a length of time: `2000年前` is two thousand years ago, but
/// `2027年前` before 2027, `2000年前后` and `2000年前三季度` the year.
fn is_span_of_years(after: &str) -> bool {
    match after.strip_prefix('前') {
        Some(rest) => !rest.starts_with('后') && !rest.starts_with(can_start),
        None => after.starts_with(['后', '内']),
    }
}

fn whole(number: Numeral) -> Option<u32> {
    (number.value <= 9_999.0 && number.value == f64::from(number.value as u32)).then_some(number.value as u32)
}

/// `2025-01-20`, `2025/1/20`, `2025.1.20` at the start of `text`.
fn iso_date(text: &str) -> Option<(u32, usize)> {
    let year: u32 =
        text.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()?;
    let separator = text[4..].chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (month, month_len) = short_number(&text[5..])?;
    let (day, day_len) = short_number(text[5 + month_len..].strip_prefix(separator)?)?;
    let is_date = (1000..=2999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    is_date.then_some((year * 10_000 + month * 100 + day, 6 + month_len + day_len))
}

/// `20日`, `20号`, `二十日` at the start of `text`.
fn day(text: &str) -> Option<(u32, usize)> {
    let number = read(text)?;
    day_after(number, text.get(number.len..)?)
}

/// The same where the number has been read; `after` is what follows it.
fn day_after(number: Numeral, after: &str) -> Option<(u32, usize)> {
    let value = whole(number).filter(|value| (1..=31).contains(value))?;
    let unit = ['日', '号'].into_iter().find(|unit| after.starts_with(*unit))?;
    Some((value, number.len + unit.len_utf8()))
}

/// One or two digits.
fn short_number(text: &str) -> Option<(u32, usize)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&len) {
        return None;
    }
    Some((text[..len].parse().ok()?, len))
}

/// `over / under` in hundredths, rounded to a billionth so that 1/16 written in two ways is one value.
fn hundredths(over: f64, under: f64) -> Option<f64> {
    if under == 0.0 {
        return None;
    }
    if under == 100.0 {
        return Some(over);
    }
    Some((over / under * 100.0 * 1e9).round() / 1e9)
}

/// A sign that joins the ends of a range, and what follows it.
fn joint(text: &str) -> Option<(usize, &str)> {
    ["至", "到", "-", "~", "--"].iter().rev().find_map(|word| Some((word.len(), text.strip_prefix(word)?)))
}

/// The upper end of a range at the start of `text`: length of the sign, and the number.
fn range_end(text: &str) -> Option<(usize, Numeral)> {
    let (len, after) = joint(text)?;
    Some((len, read(after)?))
}
