//! Differences: where do two linked units differ, facts first?
//!
//! Example: `将运行超过100万个gpu` and `拥有超过百万颗芯片也并非不可能` agree in the number; they differ in a hedge (`将` against
//! `并非不可能`), in a name (`gpu` against `芯片`) and in wording.

use super::evidence::{Evidence, Feature, Names, features, is_bigram, is_number};
use super::fact::{Fact, attribution, disagreements, facts, is_common};
use super::stock::Stock;
use super::unit::{Unit, UnitKind};
use super::wording::{Region, Token, Wording, align, is_telling};
use super::{Difference, DifferenceKind, Reason, ReasonKind};
use crate::document::Document;
use crate::text::{CharClass, Span, class_of, fold, is_han};

/// Below this share of common wording, wording is not set against wording: all of it differs. Then one clause of each may
/// still share as much.
const MIN_SHARED: f64 = 0.12;
/// Weight added to that of two clauses when the most alike are sought.
const CLAUSE_PRIOR: f64 = 4.0;
/// From this share on, two units are versions of one text, and punctuation and what one side lacks count too.
const VERSION_SHARED: f64 = 0.75;
/// How much may stand on the other side in the place of a fact for the two to be set against each other, in
/// characters.
const MAX_FACING_CHARS: usize = 10;
/// The most reasons that are given.
const MAX_REASONS: usize = 8;

/// What differences are found with.
pub(super) struct Differ<'d> {
    pub left: &'d Document,
    pub right: &'d Document,
    pub names: &'d Names,
    pub stock: &'d Stock,
}

impl Differ<'_> {
    /// The differences of two units: facts first, then wording, each in reading order. Two units that only share a topic
    /// (`is_related`) do not disagree in strength, and each may deny something else.
    pub fn differences(&self, a: &Unit, b: &Unit, is_related: bool) -> Vec<Difference> {
        let (left, right) = (self.left.folded(), self.right.folded());
        let wording = align((left, a.content), (right, b.content), self.names, self.stock);
        let is_version = wording.shared >= VERSION_SHARED;
        let (left_facts, right_facts) =
            (facts(left, a.content, self.names), facts(right, b.content, self.names));
        // Numbers may stand far apart in one stretch that differs; names that do are two things.
        let opposite = |kind: DifferenceKind, x: Span, y: Span| {
            let is_near = || {
                let (own, facing) = (wording.around(x, true), wording.around(y, false));
                telling_chars(own.of(left)).max(telling_chars(facing.of(right))) <= 2 * MAX_FACING_CHARS
            };
            wording.region_of(x, true).is_some_and(|region| Some(region) == wording.region_of(y, false))
                && (kind != DifferenceKind::Name || is_near())
        };
        let mut found: Vec<(DifferenceKind, Span, Span)> = Vec::new();
        for (kind, i, j) in disagreements(&left_facts, &right_facts, is_version, opposite) {
            if is_related && matches!(kind, DifferenceKind::Hedge | DifferenceKind::Negation) {
                continue;
            }
            // A headline names a date, and leaves to the text under it whether that is the last day or the first.
            let is_bound = |facts: &[Fact], at: Option<usize>| {
                at.and_then(|at| facts.get(at)).is_some_and(Fact::is_bound)
            };
            let (is_left_bound, is_right_bound) = (is_bound(&left_facts, i), is_bound(&right_facts, j));
            if is_left_bound && !is_right_bound && b.kind == UnitKind::Heading
                || is_right_bound && !is_left_bound && a.kind == UnitKind::Heading
            {
                continue;
            }
            let x = i.and_then(|i| left_facts.get(i)).map(|fact| fact.span);
            let y = j.and_then(|j| right_facts.get(j)).map(|fact| fact.span);
            // Where one side says nothing of the kind, what it says in that place; in the order left, right.
            let (x, y, own, facing) = match (x, y) {
                (Some(x), Some(y)) => {
                    found.push((kind, x, y));
                    continue;
                }
                (Some(x), None) => {
                    let y = wording.facing(x, true, b.content);
                    (x, y, (x, wording.around(x, true), left), (y, right))
                }
                (None, Some(y)) => {
                    let x = wording.facing(y, false, a.content);
                    (x, y, (y, wording.around(y, false), right), (x, left))
                }
                (None, None) => continue,
            };
            let is_left = i.is_some();
            let is_silent = !is_telling(facing.0.of(facing.1));
            let fills = 2 * telling_chars(own.0.of(own.2)) >= telling_chars(own.1.of(own.2));
            let num_facing = telling_chars(facing.0.of(facing.1));
            let content = if is_left { a.content } else { b.content };
            let other = if is_left { b.content } else { a.content };
            let clause = clause_of(own.0, content, own.2);
            // Two statements of one clause each are each other's.
            let are_single = || {
                let first = clause_of(Span { start: other.start, end: other.start }, other, facing.1);
                is_whole(clause, content, own.2) && is_whole(first, other, facing.1)
            };
            let is_shared = || are_single() || wording.shares_clause(own.0, is_left, clause);
            let counts = match kind {
                // A digest leaves things out; one side's silence is no disagreement, but another term in the place is. Half a date is none.
                DifferenceKind::Number | DifferenceKind::Date => {
                    let other_facts = if is_left { &right_facts } else { &left_facts };
                    let cuts = |fact: &Fact| facing.0.cuts(fact.span);
                    is_version
                        || fills
                            && !is_silent
                            && num_facing <= MAX_FACING_CHARS
                            && !other_facts.iter().any(cuts)
                }
                // Two Chinese words of which one has a gloss, `连接`, are a choice of words.
                DifferenceKind::Name => {
                    let is_rival = fills && num_facing <= MAX_FACING_CHARS && is_term(facing.0.of(facing.1));
                    let has_name = has_letters(own.0.of(own.2)) || has_letters(facing.0.of(facing.1));
                    !is_common(facing.0.of(facing.1)) && (is_version || is_rival && has_name)
                }
                // `并不旺盛` against `相对较低` is one statement: a denial counts where little stands against it.
                DifferenceKind::Negation => fills && num_facing <= 2 && (is_version || is_shared()),
                // A hedge belongs to its clause; where the other side has no such clause, it has lost none.
                DifferenceKind::Hedge => is_version || is_shared(),
                _ => true,
            };
            if counts {
                let is_empty = num_facing > MAX_FACING_CHARS
                    || matches!(kind, DifferenceKind::Hedge | DifferenceKind::Negation);
                let at =
                    |span: Span| if is_empty { Span { start: span.start, end: span.start } } else { span };
                found.push(if is_left { (kind, x, at(y)) } else { (kind, at(x), y) });
            }
        }
        found.extend(self.speakers(a, b));
        // A digest says in one sentence what a talk says in five: where the whole shares little, a clause may share enough.
        let nearest = match wording.shared < MIN_SHARED {
            true => self.nearest_clauses(&wording, a.content, b.content),
            false => Some((wording, a.content, b.content)),
        };
        if let Some((wording, a_content, b_content)) = nearest {
            for region in &wording.regions {
                let (x, y) = (
                    wording.span(region.left, true, a_content),
                    wording.span(region.right, false, b_content),
                );
                let says_something = is_telling(x.of(left)) || is_telling(y.of(right));
                let is_fact = found
                    .iter()
                    .any(|(kind, p, q)| *kind != DifferenceKind::Wording && p.contains(x) && q.contains(y));
                if (says_something || is_version) && !is_fact {
                    found.push((DifferenceKind::Wording, x, y));
                }
            }
        }
        found.sort();
        found.dedup();
        found
            .into_iter()
            .map(|(kind, x, y)| Difference {
                kind,
                left: self.left.source_span(x),
                right: self.right.source_span(y),
            })
            .collect()
    }

    /// The clause of each unit that the two share most of, and its wording, if that is enough.
    fn nearest_clauses(&self, whole: &Wording, a: Span, b: Span) -> Option<(Wording, Span, Span)> {
        let (left, right) = (self.left.folded(), self.right.folded());
        let mut best: Option<(Wording, Span, Span)> = None;
        // Where each stretch that both share begins.
        let starts = whole.regions.iter().map(|region| (region.left.1, region.right.1));
        for (i, j) in [(0, 0)].into_iter().chain(starts) {
            let (Some(x), Some(y)) = (whole.left.get(i), whole.right.get(j)) else { continue };
            if x.key != y.key {
                continue;
            }
            let (x, y) = (phrase_of(x.span, a, left), phrase_of(y.span, b, right));
            let wording = align((left, x), (right, y), self.names, self.stock);
            // Short clauses must share nearly all to be alike.
            let likeness = |of: &Wording| of.shared * of.weight / (of.weight + CLAUSE_PRIOR);
            if best.as_ref().is_none_or(|best| likeness(&wording) > likeness(&best.0)) {
                best = Some((wording, x, y));
            }
        }
        best.filter(|best| best.0.shared >= MIN_SHARED)
    }

    /// Who speaks, where both sides say so and mean different people.
    fn speakers(&self, a: &Unit, b: &Unit) -> Option<(DifferenceKind, Span, Span)> {
        let said = |document: &Document, unit: &Unit| -> Option<(String, Span)> {
            if let Some(span) = attribution(document.folded(), unit.content) {
                return Some((span.of(document.folded()).trim().to_owned(), span));
            }
            let name = document.speakers.get(usize::from(unit.speaker?))?;
            Some((fold(name), document.blocks.get(unit.block as usize)?.label))
        };
        let (left, right) = (said(self.left, a)?, said(self.right, b)?);
        let is_pronoun = |name: &str| {
            name.is_empty()
                || is_common(name)
                || ["他", "她", "我", "你", "它"].iter().any(|pronoun| name.starts_with(pronoun))
        };
        if is_pronoun(&left.0) || is_pronoun(&right.0) || self.is_one(&left.0, &right.0) {
            return None;
        }
        Some((DifferenceKind::Speaker, left.1, right.1))
    }

    /// Whether two names may mean one person: by alias, or because they share a word or most characters.
    fn is_one(&self, left: &str, right: &str) -> bool {
        let group = |name: &str| self.names.at_start(name).map(|found| found.1);
        let words = |name: &str| -> Vec<String> {
            name.split([' ', '·', '.']).filter(|word| word.len() > 2).map(str::to_owned).collect()
        };
        left.contains(right)
            || right.contains(left)
            || group(left).is_some() && group(left) == group(right)
            || words(left).iter().any(|word| words(right).contains(word))
            || words(left).iter().chain(&words(right)).any(|word| {
                let of = group(word);
                of.is_some()
                    && (of == group(left) || of == group(right))
                    && group(left).or(of) == group(right).or(of)
            })
    }

    /// What both units say, heaviest first: shared pairs of characters joined to stretches, numbers, words and names.
    pub fn reasons(&self, a: &Unit, b: &Unit, evidence: &Evidence) -> Vec<Reason> {
        let left = features(self.left.folded(), a.content, self.names);
        let mut keys: Vec<u64> =
            features(self.right.folded(), b.content, self.names).iter().map(|feature| feature.key).collect();
        keys.sort_unstable();
        keys.dedup();
        let mut shared: Vec<&Feature> =
            left.iter().filter(|feature| keys.binary_search(&feature.key).is_ok()).collect();
        shared.sort_by_key(|feature| (feature.span.start, feature.span.end));
        let mut reasons: Vec<Reason> = Vec::new();
        let mut stretch: Option<(Span, f64)> = None;
        let text = self.left.folded();
        let push = |reasons: &mut Vec<Reason>, kind, span: Span, weight: f64| {
            let said = span.of(text);
            match reasons.iter_mut().find(|reason| reason.text == said) {
                Some(reason) => reason.weight = reason.weight.max(weight),
                None => reasons.push(Reason { kind, text: said.to_owned(), weight }),
            }
        };
        for feature in shared {
            let weight = evidence.weight_of(feature.key);
            if is_bigram(feature.key) {
                match &mut stretch {
                    Some((span, sum))
                        if span.end > feature.span.start && span.start <= feature.span.start =>
                    {
                        *span = span.hull(feature.span);
                        *sum += weight;
                    }
                    _ => {
                        if let Some((span, sum)) = stretch.replace((feature.span, weight)) {
                            push(&mut reasons, ReasonKind::Term, span, sum);
                        }
                    }
                }
            } else if is_number(feature.key) {
                push(&mut reasons, ReasonKind::Number, feature.span, weight);
            } else if !super::evidence::is_character(feature.key) {
                push(&mut reasons, ReasonKind::Name, feature.span, weight);
            }
        }
        if let Some((span, sum)) = stretch {
            push(&mut reasons, ReasonKind::Term, span, sum);
        }
        reasons.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.text.cmp(&b.text)));
        reasons.truncate(MAX_REASONS);
        reasons
    }
}

/// Whether a stretch can stand for a name: a word of its own, and none that points (`我们`, `其`) or hedges (`预计`).
fn is_term(text: &str) -> bool {
    let is_pointing = ["我", "你", "您", "他", "她", "它", "其", "该", "这", "那", "自己", "本公司", "双方"]
        .iter()
        .any(|word| text.contains(word));
    let is_phrase = text.contains(['的', '了', '(', '《', '"', '/', '>']);
    telling_chars(text) >= 2
        && !is_pointing
        && !is_phrase
        && !is_common(text)
        && super::strength::grades(text).is_empty()
}

fn has_letters(text: &str) -> bool {
    text.contains(|c: char| class_of(c) == CharClass::Letter)
}

/// What the two sides must share of a clause for it to be one clause, in weight of tokens.
const MIN_CLAUSE_SHARED: f64 = 1.0;
/// What two neighbouring tokens must weigh to be a word by which a clause is known, wherever it stands.
const MIN_WORD_WEIGHT: f64 = 1.4;

/// The clause in which a folded span stands, with what it quotes.
fn phrase_of(span: Span, within: Span, text: &str) -> Span {
    let is_end = |c: char| matches!(c, ',' | '。' | ';' | ':' | '!' | '?' | '\n');
    let before = Span { start: within.start, end: span.start.max(within.start) };
    let after = Span { start: span.end.min(within.end), end: within.end };
    let kept = before.of(text).rsplit(is_end).next().map_or(0, str::len);
    Span {
        start: before.end - kept as u32,
        end: after.start + after.of(text).find(is_end).unwrap_or(after.of(text).len()) as u32,
    }
}

/// The clause in which a folded span stands; marks at its ends are not of it.
fn clause_of(span: Span, within: Span, text: &str) -> Span {
    let is_end = |c: char| matches!(c, ',' | '。' | ';' | ':' | '!' | '?' | '"' | ' ');
    let before = Span { start: within.start, end: span.start.max(within.start) };
    let after = Span { start: span.end.min(within.end), end: within.end };
    Span {
        start: before.of(text).rfind(is_end).map_or(before.start, |at| before.start + at as u32),
        end: after.of(text).find(is_end).map_or(after.end, |at| after.start + at as u32),
    }
}

/// Whether a unit says nothing beside one clause of it.
fn is_whole(clause: Span, within: Span, text: &str) -> bool {
    let (before, after) =
        (Span { start: within.start, end: clause.start }, Span { start: clause.end, end: within.end });
    !is_telling(before.of(text)) && !is_telling(after.of(text))
}

impl Wording {
    /// Whether the other side has a clause on one side: both share something of it beside `span`, in its place or in
    /// another.
    fn shares_clause(&self, span: Span, is_left: bool, clause: Span) -> bool {
        let (own, other) = match is_left {
            true => (&self.left, &self.right),
            false => (&self.right, &self.left),
        };
        let side = |region: &Region| if is_left { region.left } else { region.right };
        let differs = |at: usize| self.regions.iter().map(side).any(|(from, to)| (from..to).contains(&at));
        let is_in = |token: &Token| clause.contains(token.span) && !span.contains(token.span);
        let in_place: f64 = own
            .iter()
            .enumerate()
            .filter(|(at, token)| is_in(token) && !differs(*at))
            .map(|(_, token)| token.weight)
            .sum();
        // A word that stands elsewhere on the other side: two neighbours that together say enough.
        let mut words = own.windows(2).filter(|word| word.iter().all(is_in) && says_enough(word));
        in_place >= MIN_CLAUSE_SHARED
            || words.any(|word| {
                other.windows(2).any(|facing| word[0].key == facing[0].key && word[1].key == facing[1].key)
            })
    }

    /// The stretch in which a folded span lies, if it lies in one that differs.
    fn region_of(&self, span: Span, is_left: bool) -> Option<&Region> {
        let tokens = if is_left { &self.left } else { &self.right };
        let side = |region: &Region| if is_left { region.left } else { region.right };
        let first = tokens.partition_point(|token| token.span.end <= span.start);
        let last = tokens.partition_point(|token| token.span.start < span.end);
        self.regions.iter().find(|region| side(region).0 < last && first < side(region).1)
    }

    /// The whole stretch that differs around a folded span, on its own side; the span itself where it lies in none.
    fn around(&self, span: Span, is_left: bool) -> Span {
        match self.region_of(span, is_left) {
            Some(region) => self.span(if is_left { region.left } else { region.right }, is_left, span),
            None => span,
        }
    }

    /// What stands on the other side where `span` stands: the other half of its stretch, or an empty place.
    fn facing(&self, span: Span, is_left: bool, other: Span) -> Span {
        match self.region_of(span, is_left) {
            Some(region) if is_left => self.span(region.right, false, other),
            Some(region) => self.span(region.left, true, other),
            None => Span { start: other.end, end: other.end },
        }
    }

    /// The folded span of a range of tokens; of an empty range, the place between its neighbours.
    fn span(&self, range: (usize, usize), is_left: bool, within: Span) -> Span {
        let tokens = if is_left { &self.left } else { &self.right };
        match tokens.get(range.0..range.1) {
            Some([first, .., last]) => first.span.hull(last.span),
            Some([only]) => only.span,
            _ => {
                let at = tokens.get(range.0).map_or(within.end, |next| next.span.start);
                Span { start: at, end: at }
            }
        }
    }
}

/// Whether two neighbouring tokens are a word that says what a clause is about.
fn says_enough(word: &[Token]) -> bool {
    word.iter().map(|token| token.weight).sum::<f64>() >= MIN_WORD_WEIGHT
}

/// Characters that say something: Han characters one each, other words one for three letters.
fn telling_chars(text: &str) -> usize {
    let num_han = text.chars().filter(|c| is_han(*c)).count();
    num_han + text.chars().filter(|c| c.is_alphanumeric() && !is_han(*c)).count().div_ceil(3)
}
