//! Facts: what does a unit state that can be checked: numbers, dates, names, denials, strength, and who speaks?
//!
//! Facts that both units state cancel out, however they are written; what is left on both sides is set against each
//! other, kind by kind and place by place. What is left on one side only is a difference where the other
//! side says something else in its place, or where silence itself says something (a lost hedge).

use super::DifferenceKind;
use super::evidence::{Names, address};
use super::strength::{Scale, denials, grades, time_bound, times};
use crate::text::{CharClass, QuantityKind, Span, class_of, is_han, quantities};

/// A fact where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fact {
    pub kind: DifferenceKind,
    /// Equal for facts that agree.
    pub key: String,
    /// In folded bytes.
    pub span: Span,
    /// Step on its scale, for strength.
    pub grade: Option<(Scale, u8)>,
    pub when: When,
}

impl Fact {
    /// Whether this is a date with what bounds it, `2027年之前`.
    pub fn is_bound(&self) -> bool {
        self.key.starts_with("bound")
    }
}

/// When something is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// What is no time, or only bounds one.
    Unsaid,
    /// First and last day, `year * 10000 + month * 100 + day`, 0 for what is unsaid.
    Date(u32, u32),
    /// A time without a date, by its number in `data/strength.tsv`.
    Relative(u8),
}

impl When {
    /// Whether nobody says when: `最近`.
    fn is_vague(self) -> bool {
        matches!(self, When::Relative(time) if time >= VAGUE)
    }

    fn is_relative(self) -> bool {
        matches!(self, When::Relative(_))
    }

    /// Whether both may be said of one thing: `昨天` lies in `今年`, and 20 January in 2025.
    fn may_be(self, other: When) -> bool {
        match (self, other) {
            (When::Date(a, b), When::Date(x, y)) => is_part(a, x) && is_part(b, y),
            (When::Relative(a), When::Relative(b)) => {
                let (short, long) = (a.min(b), a.max(b));
                let is_this = long % 10 == THIS || long / 10 == PART_OF_YEAR;
                a == b || long < VAGUE && short / 10 < long / 10 && is_this
            }
            _ => false,
        }
    }
}

/// Numbers of times in `data/strength.tsv`: from where on nobody says when, this day, week or year, and parts of a year.
const VAGUE: u8 = 60;
const THIS: u8 = 5;
const PART_OF_YEAR: u8 = 4;

/// Whether two dates agree in year, month and day, as far as both say them.
fn is_part(a: u32, b: u32) -> bool {
    let parts = |date: u32| [date / 10_000, date / 100 % 100, date % 100];
    parts(a).into_iter().zip(parts(b)).all(|(a, b)| a == b || a == 0 || b == 0)
}

/// Latin words that name nobody and nothing: offices, common nouns of Chinese prose, and the small words of English.
const NO_NAMES: &str =
    " ai ceo cto cfo coo app it pc tv ok vs and or the of in on to for is as at by with an a ";

/// Whether a folded word is one of these.
pub(super) fn is_common(word: &str) -> bool {
    NO_NAMES.split(' ').any(|common| common == word)
}

/// So many Latin words are names whatever stands beside them.
const MAX_NAMES: usize = 3;

/// The facts of a folded span, in order.
pub(super) fn facts(text: &str, span: Span, names: &Names) -> Vec<Fact> {
    let piece = span.of(text);
    let at = |start: usize, len: usize| Span {
        start: span.start + start as u32,
        end: span.start + (start + len) as u32,
    };
    let mut found = Vec::new();
    let fact = |kind, key: String, start: usize, len: usize, when: When| Fact {
        kind,
        key,
        span: at(start, len),
        grade: None,
        when,
    };
    let mut numbers = Vec::new();
    for quantity in quantities(piece) {
        let (start, end) = (quantity.span.start as usize, quantity.span.end as usize);
        let is_date = quantity.kind == QuantityKind::Date || is_year(quantity.low, &quantity.unit);
        numbers.push(start..end);
        if !is_date {
            // 一个, 第一: pointing, not counting, unless the other side counts otherwise.
            if !(quantity.kind == QuantityKind::Ordinal || quantity.low == 1.0 && quantity.high == 1.0) {
                found.push(fact(DifferenceKind::Number, quantity.key(), start, end - start, When::Unsaid));
            }
            continue;
        }
        let day =
            |value: f64| if quantity.kind == QuantityKind::Date { value } else { value * 10_000.0 } as u32;
        let when = When::Date(day(quantity.low), day(quantity.high));
        found.push(fact(DifferenceKind::Date, quantity.key(), start, end - start, when));
        if let Some((len, group)) = time_bound(piece.get(end..).unwrap_or("")) {
            found.push(fact(
                DifferenceKind::Date,
                format!("bound{group}"),
                start,
                end - start + len,
                When::Unsaid,
            ));
        }
    }
    for (start, len, group) in times(piece) {
        // The 日前 of `6月25日前后` is none.
        if numbers.iter().any(|number| number.start < start + len && start < number.end) {
            continue;
        }
        found.push(fact(DifferenceKind::Date, format!("t{group}"), start, len, When::Relative(group)));
    }
    // In a sentence of another language a word is no name for being in Latin letters.
    let is_foreign = {
        let is_letter = |c: char| class_of(c) == CharClass::Letter;
        let num_words = piece.split(|c| !is_letter(c)).filter(|word| !word.is_empty()).count();
        num_words > MAX_NAMES && num_words > piece.chars().filter(|c| is_han(*c)).count()
    };
    let mut at_byte = 0;
    let mut previous = ' ';
    while let Some(c) = piece.get(at_byte..).and_then(|rest| rest.chars().next()) {
        if let Some(number) = numbers.iter().find(|number| number.contains(&at_byte)) {
            at_byte = number.end.max(at_byte + c.len_utf8());
            previous = '0';
            continue;
        }
        if let Some((len, group)) = names.at_start(&piece[at_byte..]) {
            found.push(fact(DifferenceKind::Name, format!("@{group}"), at_byte, len, When::Unsaid));
            at_byte += len;
            previous = 'a';
            continue;
        }
        let is_part = |c: char| matches!(class_of(c), CharClass::Letter | CharClass::Digit);
        if is_part(c) && !is_part(previous) {
            let len = piece[at_byte..]
                .char_indices()
                .find(|(_, c)| !is_part(*c) && *c != '-')
                .map_or(piece.len() - at_byte, |(len, _)| len);
            let word = piece[at_byte..at_byte + len].trim_end_matches('-');
            // A sound that cleaning could not prove, `谈wù`, is no name.
            let is_sound = word.chars().count() <= 6 && !word.is_ascii();
            let is_name = word.len() > 1 && word.chars().any(|c| class_of(c) == CharClass::Letter);
            let is_foreign = is_foreign && !word.contains(|c: char| c.is_ascii_digit());
            if is_name && !is_sound && !is_foreign && !is_common(word) {
                found.push(fact(DifferenceKind::Name, word.to_owned(), at_byte, word.len(), When::Unsaid));
            }
            at_byte += len;
            previous = 'a';
            continue;
        }
        previous = c;
        at_byte += c.len_utf8();
    }
    for (start, len) in denials(piece) {
        found.push(fact(DifferenceKind::Negation, "不".to_owned(), start, len, When::Unsaid));
    }
    for grade in grades(piece) {
        found.push(Fact {
            kind: DifferenceKind::Hedge,
            // Not by its name: the module is built without the names of values.
            key: format!("{}/{}", grade.scale as u8, grade.step),
            span: at(grade.start, grade.len_bytes),
            grade: Some((grade.scale, grade.step)),
            when: When::Unsaid,
        });
    }
    // The parts of a web address name nothing.
    let addresses: Vec<Span> =
        piece.char_indices().filter_map(|(start, _)| Some(at(start, address(&piece[start..])?))).collect();
    found.retain(|fact| !addresses.iter().any(|address| address.contains(fact.span)));
    found.sort_by_key(|fact| (fact.span.start, fact.span.end));
    found
}

/// Whether a plain number is a year: `2027 年前后`, `in 2027`.
fn is_year(value: f64, unit: &str) -> bool {
    (1900.0..2100.0).contains(&value)
        && value == libm::floor(value)
        && matches!(unit, "" | "年" | "年前" | "年后")
}

/// Two facts, or one and nothing, that disagree: ordinals into the two lists.
pub(super) type Disagreement = (DifferenceKind, Option<usize>, Option<usize>);

/// Sets the facts of two units against each other. `is_opposite` says whether two spans face each other in the
/// alignment of their wording; in two versions of one text (`is_version`) what one side leaves unsaid counts too.
pub(super) fn disagreements(
    left: &[Fact],
    right: &[Fact],
    is_version: bool,
    is_opposite: impl Fn(DifferenceKind, Span, Span) -> bool,
) -> Vec<Disagreement> {
    let mut is_open = (vec![true; left.len()], vec![true; right.len()]);
    for (i, a) in left.iter().enumerate() {
        let agrees = |j: &usize| is_open.1[*j] && right[*j].kind == a.kind && right[*j].key == a.key;
        let candidates: Vec<usize> = (0..right.len()).filter(agrees).collect();
        let near = candidates
            .iter()
            .copied()
            .find(|j| is_opposite(a.kind, a.span, right[*j].span))
            .or(candidates.first().copied());
        if let Some(j) = near {
            is_open.0[i] = false;
            is_open.1[j] = false;
        }
    }
    // A name said twice is still one name, and a date said less exactly, or again, is still that date.
    let says = |facts: &[Fact], of: &Fact| {
        facts
            .iter()
            .any(|fact| of.kind == DifferenceKind::Name && fact.key == of.key || of.when.may_be(fact.when))
    };
    for (i, a) in left.iter().enumerate() {
        is_open.0[i] &= !says(right, a);
    }
    for (j, b) in right.iter().enumerate() {
        is_open.1[j] &= !says(left, b);
    }
    let mut found = Vec::new();
    use DifferenceKind::{Date, Hedge, Name, Negation, Number};
    for kind in [Number, Date, Name] {
        let open = |facts: &[Fact], is_open: &[bool]| -> Vec<usize> {
            (0..facts.len()).filter(|at| is_open[*at] && facts[*at].kind == kind).collect()
        };
        let (lefts, mut rights) = (open(left, &is_open.0), open(right, &is_open.1));
        let mut alone = Vec::new();
        for i in lefts {
            match rights.iter().position(|j| is_opposite(kind, left[i].span, right[*j].span)) {
                Some(at) => found.push((kind, Some(i), Some(rights.remove(at)))),
                None => alone.push(i),
            }
        }
        if kind == Name {
            // Names that do not face each other need not disagree: each is one side's own.
            found.extend(alone.into_iter().map(|i| (kind, Some(i), None)));
            found.extend(rights.into_iter().map(|j| (kind, None, Some(j))));
            continue;
        }
        // What stands in another place still contradicts where both are numbers, both are dates, or both lie in the
        // calendar; `最近` is set against what stands in its place, or where each side has one time and no other.
        let is_only = |facts: &[Fact]| facts.iter().filter(|fact| fact.kind == kind).count() == 1;
        let is_only = is_only(left) && is_only(right);
        let is_kin = |i: usize, j: usize| {
            let (a, b) = (left[i].when, right[j].when);
            a.is_relative() == b.is_relative() && (is_only || !a.is_vague() && !b.is_vague())
        };
        for i in alone {
            let at = rights.iter().position(|j| is_kin(i, *j));
            found.push((kind, Some(i), at.map(|at| rights.remove(at))));
        }
        found.extend(rights.into_iter().map(|j| (kind, None, Some(j))));
        // `最近` against nothing is no disagreement: reports leave such words out, or in.
        let is_said = |facts: &[Fact], at: &Option<usize>| {
            at.and_then(|at| facts.get(at)).is_some_and(|fact| !fact.when.is_relative())
        };
        found.retain(|(of, i, j)| {
            let is_alone = i.is_none() || j.is_none();
            is_version || *of != Date || !is_alone || is_said(left, i) || is_said(right, j)
        });
    }
    // `2027年之前` against `2027年`: the bound is set against the same date, or against nothing.
    let dated = |facts: &[Fact], others: &[Fact], at: usize| -> Option<usize> {
        let bound = facts.get(at).filter(|fact| fact.is_bound())?;
        let of_bound = |fact: &&Fact| fact.span.start == bound.span.start && fact.when != When::Unsaid;
        let date = facts.iter().find(of_bound)?;
        others.iter().position(|other| other.when.may_be(date.when))
    };
    for (_, i, j) in found.iter_mut().filter(|(kind, _, _)| *kind == Date) {
        match (*i, *j) {
            (Some(at), None) => *j = dated(left, right, at),
            (None, Some(at)) => *i = dated(right, left, at),
            _ => {}
        }
    }
    // Denials cancel by number; what is over is a denial that only one side makes.
    let open = |facts: &[Fact], is_open: &[bool]| -> Vec<usize> {
        (0..facts.len()).filter(|at| is_open[*at] && facts[*at].kind == Negation).collect()
    };
    let (lefts, rights) = (open(left, &is_open.0), open(right, &is_open.1));
    if (lefts.len() + rights.len()) % 2 == 1 {
        found.extend(lefts.into_iter().map(|i| (Negation, Some(i), None)));
        found.extend(rights.into_iter().map(|j| (Negation, None, Some(j))));
    }
    for scale in [Scale::Certainty, Scale::Duty, Scale::Degree] {
        found.extend(strength(left, right, scale, is_version).map(|(i, j)| (Hedge, i, j)));
    }
    found
}

/// Compares how strong two units are on one scale.
///
/// In two versions of one text every step counts. Two reports disagree where no step of one is a step of the other;
/// the pair that is nearest is shown. Where one says nothing on the scale, it is taken as said plainly, and only what
/// is weaker than plain speech is a disagreement: an emphasis that is left out takes nothing back.
fn strength(
    left: &[Fact],
    right: &[Fact],
    scale: Scale,
    is_version: bool,
) -> Option<(Option<usize>, Option<usize>)> {
    let steps = |facts: &[Fact]| -> Vec<(u8, usize)> {
        let on_scale = |fact: &Fact| fact.grade.filter(|grade| grade.0 == scale).map(|grade| grade.1);
        facts.iter().enumerate().filter_map(|(at, fact)| Some((on_scale(fact)?, at))).collect()
    };
    let (mut a, mut b) = (steps(left), steps(right));
    if is_version {
        // What both say as often cancels out.
        a.retain(|(step, _)| match b.iter().position(|other| other.0 == *step) {
            Some(at) => {
                b.remove(at);
                false
            }
            None => true,
        });
    } else if a.iter().any(|(step, _)| b.iter().any(|other| other.0 == *step)) {
        return None;
    }
    let plain = scale.plain();
    // The step farthest from plain speech is the one that marks the statement.
    let farthest = |steps: &[(u8, usize)]| {
        let from = plain.unwrap_or(2);
        steps.iter().copied().max_by_key(|(step, at)| (step.abs_diff(from), std::cmp::Reverse(*at)))
    };
    match (farthest(&a), farthest(&b)) {
        (Some(_), Some(_)) => {
            let pairs = a.iter().flat_map(|x| b.iter().map(move |y| (*x, *y)));
            let ((_, i), (_, j)) = pairs.min_by_key(|(x, y)| (x.0.abs_diff(y.0), x.1, y.1))?;
            Some((Some(i), Some(j)))
        }
        (one, other) => {
            let (step, at) = one.or(other)?;
            let plain = plain?;
            let is_weaker = step < plain;
            // `也可以是` leaves as much open as `可能是`.
            let silent = if one.is_some() { right } else { left };
            let may = |fact: &Fact| fact.grade.is_some_and(|grade| grade == (Scale::Duty, 1));
            let is_said = scale == Scale::Certainty && step == 3 && silent.iter().any(may);
            let counts = step != plain && (is_version || is_weaker && !is_said);
            counts.then_some(if one.is_some() { (Some(at), None) } else { (None, Some(at)) })
        }
    }
}

/// Words after which what he says stands.
const SAYING: [&str; 22] = [
    "表示",
    "认为",
    "指出",
    "强调",
    "透露",
    "称",
    "说道",
    "说",
    "回答",
    "答道",
    "解释",
    "坦言",
    "承认",
    "预测",
    "警告",
    "写道",
    "问道",
    "提到",
    "回应",
    "补充",
    "宣布",
    "则认为",
];

/// What stands before such a word and is nobody: `所以说`, `可以说`, `据说`, `研究显示`'s like.
const NOBODY: [&str; 30] = [
    "所以",
    "可以",
    "应该",
    "也",
    "还",
    "就",
    "都",
    "又",
    "据",
    "换句话",
    "总的来",
    "简单",
    "老实",
    "这么",
    "那么",
    "有人",
    "很多人",
    "大家",
    "一般",
    "通常",
    "也就是",
    "或者",
    "比如",
    "例如",
    "听",
    "再",
    "不能",
    "这",
    "如果",
    "因此",
];

/// Who is said to say this, from the unit itself: `dario表示,…` gives `dario` and where it stands.
pub(super) fn attribution(text: &str, span: Span) -> Option<Span> {
    let piece = span.of(text);
    let first_clause = piece.find([',', ':', '。', '"']).unwrap_or(piece.len());
    let verb =
        SAYING.iter().filter_map(|verb| piece[..first_clause].find(verb).map(|at| (at, *verb))).min()?;
    // 说法, 称为, 提到的: nobody speaks.
    if piece[verb.0 + verb.1.len()..].starts_with(['法', '服', '为', '之', '作', '号', '的', '过']) {
        return None;
    }
    let before = piece[..verb.0].trim_end();
    // The name before the verb: a run of Latin words, or up to four Han characters that begin the clause.
    let start = if before.chars().last().is_some_and(|c| class_of(c) == CharClass::Letter) {
        let is_part = |c: char| class_of(c) == CharClass::Letter || matches!(c, ' ' | '.' | '·' | '-');
        before.char_indices().rev().take_while(|(_, c)| is_part(*c)).last().map_or(0, |(at, _)| at)
    } else {
        let is_short = before.chars().count() <= 8 && before.chars().all(|c| is_han(c) || c == '·');
        if !is_short || before.is_empty() {
            return None;
        }
        0
    };
    let name = &before[start..];
    // 先请您说说, 你提到, 先前所提到: whoever is spoken to or of is not named.
    if NOBODY.contains(&name.trim()) || name.contains(['您', '你', '我', '请', '所']) {
        return None;
    }
    let skipped = name.len() - name.trim_start().len();
    Some(Span { start: span.start + (start + skipped) as u32, end: span.start + verb.0 as u32 })
        .filter(|span| !span.is_empty())
}
