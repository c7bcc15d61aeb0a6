//! Links: how sure is it that two units say the same thing?
//!
//! Each cell that shares anything gets a probability: a logistic sum of what the two units share, how that
//! compares with their other possible partners, what their neighbours share, and what the order of the whole leads to
//! expect ([`super::context`]). The weights were fitted on pages of developer documentation that exist in two
//! independent translations and on the development half of two reports of one interview (`eval/compare_fit.py`,
//! figures in `eval/compare.md`); each part carries over from the one kind of text to the other.

use super::chain::backbone;
use super::context::expectations;
use super::evidence::{Cell, Evidence, MAX_DENSE_CELLS};
use super::surround::{MAX_DEVIATIONS, Surround};
use super::unit::{Unit, UnitKind};
use super::{CompareOptions, Unit as Granularity};

/// Number of measures of a cell.
pub(super) const NUM_MEASURES: usize = 11;

/// Weight of each measure, in the order of [`Table::measures`]. Sentences and longer units are different things: a
/// sentence's neighbours say part of what it says, a paragraph's do not. The first row was fitted on both kinds of
/// text, the second on pages only.
const SENTENCE_WEIGHTS: [f64; NUM_MEASURES] =
    [1.01, -12.92, -7.29, 13.91, 0.77, 1.93, 1.05, 5.99, 0.0, -12.78, 2.04];
const PASSAGE_WEIGHTS: [f64; NUM_MEASURES] =
    [0.09, -8.14, -7.22, 19.24, 0.61, 2.28, 2.10, 6.71, -3.27, -19.13, 4.40];

/// How far apart two partners of one unit may be without being rivals, and how many have to be kept for that.
const NEAR_UNITS: u32 = 3;
const NUM_RIVALS: usize = 2 * NEAR_UNITS as usize + 2;
/// How far apart two partners of one unit may be to be parts of one answer, and the share of the odds of its best
/// partner elsewhere that a link must have.
const PLACE_UNITS: u32 = 1;
const MIN_ODDS_SHARE: f64 = 0.3;
/// By how much the odds of a heading rise for what answers to the passage under it.
const SECTION_ODDS: f64 = 3.0;
/// Below this likeness nothing is weighed.
const MIN_LIKENESS: f64 = 0.03;
/// From how much of the smaller article on two articles count as merged or split.
const MERGED_CONTAINMENT: f64 = 0.35;
/// From which score on a link counts as likely, the share of linked units that the weights expect at least, and the
/// least factor on the odds of a link between strangers; how often the share is taken.
const LIKELY: f64 = 0.5;
const EXPECTED_SHARE: f64 = 0.25;
const MIN_ODDS: f64 = 0.02;
const NUM_ROUNDS: usize = 6;

/// A link between a left and a right unit, by ordinal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub left: u32,
    pub right: u32,
    /// Probability, 1 for equal content.
    pub score: f64,
    pub likeness: f64,
    pub containment: f64,
    pub is_exact: bool,
    /// Set by the reader.
    pub is_pinned: bool,
}

/// All cells of a pair of documents, measured.
pub(super) struct Table {
    rows: Vec<Vec<Cell>>,
    columns: Vec<Vec<Cell>>,
    expected: Vec<Vec<f32>>,
    expected_from_right: Vec<Vec<f32>>,
    /// The greatest likenesses of each left and each right unit, and with whom.
    row_best: Vec<RivalsByKind>,
    column_best: Vec<RivalsByKind>,
    surround: Surround,
    /// What finding the cells and their expectations took.
    pub num_steps: u64,
}

impl Table {
    /// Measures the cells; units in `exact` take part with their partner only.
    pub fn new(evidence: &Evidence, units: (&[Unit], &[Unit]), exact: &[(u32, u32)]) -> Self {
        let (num_left, num_right) = (evidence.left.features.len(), evidence.right.features.len());
        let mut num_steps = 0;
        let mut rows = evidence.cells(MAX_DENSE_CELLS, &mut num_steps);
        let mut is_taken = vec![false; num_right];
        for (_, right) in exact {
            is_taken[*right as usize] = true;
        }
        for row in &mut rows {
            row.retain(|cell| !is_taken[cell.right as usize]);
        }
        for (left, right) in exact {
            rows[*left as usize] = vec![Cell {
                right: *right,
                shared: evidence.left.total[*left as usize],
                likeness: 1.0,
                containment: 1.0,
            }];
        }
        let mut columns: Vec<Vec<Cell>> = vec![Vec::new(); num_right];
        for (left, row) in rows.iter().enumerate() {
            for cell in row {
                columns[cell.right as usize].push(Cell { right: left as u32, ..*cell });
            }
        }
        let best = |cells: &[Vec<Cell>], units: &[Unit]| -> Vec<RivalsByKind> {
            cells.iter().map(|cells| rivals_of(cells, units)).collect()
        };
        let (row_best, column_best) = (best(&rows, units.1), best(&columns, units.0));
        let is_best =
            |rivals: &RivalsByKind, cell: &Cell| rivals.iter().all(|of_kind| cell.likeness >= of_kind.0[0].0);
        let sure: Vec<(u32, u32, f64)> = rows
            .iter()
            .enumerate()
            .flat_map(|(left, row)| row.iter().map(move |cell| (left, cell)))
            .filter(|(left, cell)| {
                cell.likeness > 0.2
                    && is_best(&row_best[*left], cell)
                    && is_best(&column_best[cell.right as usize], cell)
            })
            .map(|(left, cell)| (left as u32, cell.right, cell.shared))
            .collect();
        let spine: Vec<(u32, u32)> = backbone(&sure).into_iter().map(|at| (sure[at].0, sure[at].1)).collect();
        let mirrored: Vec<(u32, u32)> = spine.iter().map(|(left, right)| (*right, *left)).collect();
        let expected = expectations(&rows, num_right, &spine, &mut num_steps);
        let expected_from_right = expectations(&columns, num_left, &mirrored, &mut num_steps);
        Table {
            rows,
            columns,
            expected,
            expected_from_right,
            row_best,
            column_best,
            surround: Surround::new(evidence),
            num_steps,
        }
    }

    fn likeness(&self, left: i64, right: i64) -> f64 {
        let Some(row) = usize::try_from(left).ok().and_then(|left| self.rows.get(left)) else { return 0.0 };
        let Ok(right) = u32::try_from(right) else { return 0.0 };
        row.binary_search_by_key(&right, |cell| cell.right).map_or(0.0, |at| row[at].likeness)
    }

    /// The measures of a cell, in the order of the weights. Those that look from one side to the other come from the
    /// shorter text to the longer, so that it does not matter which one is called left.
    ///
    /// The first, which costs the most, is left at its greatest value.
    fn measures(&self, left: usize, at: usize, units: (&[Unit], &[Unit])) -> [f64; NUM_MEASURES] {
        let cell = self.rows[left][at];
        let right = cell.right as usize;
        let (i, j) = (left as i64, i64::from(cell.right));
        let best = |near: [(i64, i64); 4]| {
            near.iter().map(|(di, dj)| self.likeness(i + di, j + dj)).fold(0.0, f64::max)
        };
        let column = &self.columns[right];
        let in_column = column.partition_point(|other| other.right < left as u32);
        let (a, b) = (&units.0[left], &units.1[right]);
        let is_odd = |kind: UnitKind| (a.kind == kind) != (b.kind == kind);
        let from_left = || self.row_best[left][is_heading(b)].margin(cell.right, cell.likeness);
        let from_right = || self.column_best[right][is_heading(a)].margin(left as u32, cell.likeness);
        let is_left_short = self.surround.is_left_short;
        let in_order = |(x, y): (f64, f64)| if is_left_short { (x, y) } else { (y, x) };
        let (beside, across) =
            in_order((best([(0, -1), (0, 1), (0, -2), (0, 2)]), best([(-1, 0), (1, 0), (-2, 0), (2, 0)])));
        let (expected, expected_from_longer) = in_order((
            f64::from(self.expected[left][at]),
            self.expected_from_right[right].get(in_column).map_or(-9.0, |log| f64::from(*log)),
        ));
        [
            MAX_DEVIATIONS,
            beside,
            across,
            cell.likeness,
            libm::log(1.0 + cell.shared),
            expected,
            expected_from_longer,
            if is_left_short { from_left() } else { from_right() },
            f64::from(u8::from(is_odd(UnitKind::Code) || is_odd(UnitKind::Heading))),
            cell.likeness * cell.likeness,
            1.0,
        ]
    }

    /// Every cell with its measures, for fitting.
    pub fn iter_measures<'t>(
        &'t self,
        evidence: &'t Evidence,
        units: (&'t [Unit], &'t [Unit]),
    ) -> impl Iterator<Item = (u32, u32, [f64; NUM_MEASURES])> + 't {
        self.rows.iter().enumerate().flat_map(move |(left, row)| {
            row.iter().enumerate().map(move |(at, cell)| {
                let mut measures = self.measures(left, at, units);
                measures[0] = self.surround.measure(evidence, left, cell.right as usize);
                (left as u32, cell.right, measures)
            })
        })
    }

    /// The links of at least `min_score`, by left then right.
    pub fn links(
        &self,
        evidence: &Evidence,
        units: (&[Unit], &[Unit]),
        exact: &[(u32, u32)],
        options: &CompareOptions,
    ) -> Vec<Link> {
        let weights = match options.unit {
            Granularity::Sentence => &SENTENCE_WEIGHTS,
            Granularity::Passage | Granularity::Article => &PASSAGE_WEIGHTS,
        };
        let (mut links, mut unlikely) = (Vec::new(), Vec::new());
        for (left, row) in self.rows.iter().enumerate() {
            for (at, cell) in row.iter().enumerate() {
                let is_exact = exact.binary_search(&(left as u32, cell.right)).is_ok();
                let is_odd = units.0[left].is_boilerplate != units.1[cell.right as usize].is_boilerplate;
                if !is_exact && (is_odd || cell.likeness < MIN_LIKENESS) {
                    continue;
                }
                let is_over = is_heading(&units.0[left]) != is_heading(&units.1[cell.right as usize]);
                let bar = match is_over {
                    true => shifted(options.min_score, 1.0 / SECTION_ODDS),
                    false => options.min_score,
                };
                let score = if is_exact {
                    1.0
                } else {
                    // Most cells stay under the bar whatever their surround says.
                    let mut measures = self.measures(left, at, units);
                    if probability(&measures, weights) < bar {
                        continue;
                    }
                    measures[0] = self.surround.measure(evidence, left, cell.right as usize);
                    probability(&measures, weights)
                };
                if score >= bar {
                    let of_kind = if score >= options.min_score { &mut links } else { &mut unlikely };
                    of_kind.push(Link {
                        left: left as u32,
                        right: cell.right,
                        score,
                        likeness: cell.likeness,
                        containment: cell.containment,
                        is_exact,
                        is_pinned: false,
                    });
                }
            }
        }
        let is_left_short = self.surround.is_left_short;
        let shorter = if is_left_short { self.rows.len() } else { self.columns.len() };
        let odds = strangers(&links, is_left_short, shorter);
        for link in links.iter_mut().chain(&mut unlikely).filter(|link| !link.is_exact) {
            link.score = shifted(link.score, odds);
        }
        links.retain(|link| link.score >= options.min_score);
        drop_lesser_choices(&mut links, units);
        add_headings(&mut links, unlikely, units, options.min_score);
        if options.unit == Granularity::Article {
            drop_second_choices(&mut links, self.rows.len(), self.columns.len());
        }
        links
    }
}

/// Drops links of a unit that is much surer of a partner elsewhere.
///
/// One sentence answers to several that follow each other, and a digest takes from several places; but where one
/// partner is likely and another, far from it, is just likely enough, the second is what the two share with a topic. A
/// heading and a sentence are no rivals: it says over a passage what one of its sentences says in it. Of what a text
/// says over and over, a unit keeps its [`NUM_RIVALS`] likeliest partners.
fn drop_lesser_choices(links: &mut Vec<Link>, units: (&[Unit], &[Unit])) {
    let new = |units: &[Unit]| vec![[Rivals::new(), Rivals::new()]; units.len()];
    let (mut of_left, mut of_right) = (new(units.0), new(units.1));
    for link in links.iter() {
        let (left, right) = (link.left as usize, link.right as usize);
        of_left[left][is_heading(&units.1[right])].add(link.right, link.score);
        of_right[right][is_heading(&units.0[left])].add(link.left, link.score);
    }
    links.retain(|link| {
        let holds = |rivals: &Rivals, partner: u32| {
            let rival = rivals.elsewhere(partner, PLACE_UNITS);
            rivals.0.iter().any(|kept| kept.1 == partner)
                && link.score * (1.0 - rival) >= MIN_ODDS_SHARE * rival * (1.0 - link.score)
        };
        let (left, right) = (link.left as usize, link.right as usize);
        holds(&of_left[left][is_heading(&units.1[right])], link.right)
            && holds(&of_right[right][is_heading(&units.0[left])], link.left)
    });
}

/// Adds links of a heading to what answers to the passage under it: a heading says in a few words what its passage
/// says, so of the places that the passage answers to, the likeliest for the heading need not be as likely by itself.
fn add_headings(links: &mut Vec<Link>, unlikely: Vec<Link>, units: (&[Unit], &[Unit]), min_score: f64) {
    // The heading over each unit; a heading stands over itself.
    let sections = |units: &[Unit]| -> Vec<u32> {
        let mut heading = u32::MAX;
        let over = |(at, unit): (u32, &Unit)| {
            if unit.kind == UnitKind::Heading {
                heading = at;
            }
            heading
        };
        (0..).zip(units).map(over).collect()
    };
    let sections = (sections(units.0), sections(units.1));
    // Which side has the heading, the heading, and what its passage is linked with.
    let cell = |link: &Link, is_left: bool| match is_left {
        true => (true, sections.0[link.left as usize], link.right),
        false => (false, sections.1[link.right as usize], link.left),
    };
    let mut answers: Vec<(bool, u32, u32)> =
        links.iter().flat_map(|link| [cell(link, true), cell(link, false)]).collect();
    answers.sort_unstable();
    links.extend(unlikely.into_iter().filter_map(|mut link| {
        link.score = shifted(link.score, SECTION_ODDS);
        let is_left = units.0[link.left as usize].kind == UnitKind::Heading;
        (link.score >= min_score && answers.binary_search(&cell(&link, is_left)).is_ok()).then_some(link)
    }));
    links.sort_unstable_by_key(|link| (link.left, link.right));
}

/// Drops links between articles that both have a better partner, unless one holds much of the other: an article is
/// amended, merged or split; it does not answer a little to each that speaks of the same thing.
fn drop_second_choices(links: &mut Vec<Link>, num_left: usize, num_right: usize) {
    let (mut of_left, mut of_right) = (vec![0.0f64; num_left], vec![0.0f64; num_right]);
    for link in links.iter() {
        let (left, right) = (&mut of_left[link.left as usize], &mut of_right[link.right as usize]);
        *left = left.max(link.score);
        *right = right.max(link.score);
    }
    links.retain(|link| {
        let is_best =
            link.score >= of_left[link.left as usize] && link.score >= of_right[link.right as usize];
        is_best || link.containment >= MERGED_CONTAINMENT
    });
}

/// By how much the odds of every link fall because the two texts have little to do with each other.
///
/// The weights expect two texts that report one thing. Where hardly a unit of the shorter text has a likely partner, a
/// likely partner is more likely an accident (Bayes); and once the odds have fallen, fewer are likely, so the share is
/// taken again until it stays (a prior that has shifted, estimated by expectation and maximisation).
fn strangers(links: &[Link], is_left_short: bool, shorter: usize) -> f64 {
    let mut best = vec![0.0f64; shorter];
    for link in links {
        let unit = if is_left_short { link.left } else { link.right };
        best[unit as usize] = best[unit as usize].max(link.score);
    }
    let mut odds = 1.0;
    for _ in 0..NUM_ROUNDS {
        let num_likely = best.iter().filter(|score| shifted(**score, odds) >= LIKELY).count();
        // A text of a few units proves nothing by its share.
        let share = (num_likely as f64 + 0.5) / (shorter as f64 + 1.0);
        odds = (share / EXPECTED_SHARE).clamp(MIN_ODDS, 1.0);
    }
    odds
}

/// A probability whose odds are multiplied.
fn shifted(score: f64, odds: f64) -> f64 {
    score * odds / (score * odds + 1.0 - score)
}

/// Of the sentences and of the headings among the partners of a unit: the one are no rivals of the other.
type RivalsByKind = [Rivals; 2];

fn is_heading(unit: &Unit) -> usize {
    usize::from(unit.kind == UnitKind::Heading)
}

fn rivals_of(cells: &[Cell], partners: &[Unit]) -> RivalsByKind {
    let mut rivals = [Rivals::new(), Rivals::new()];
    for cell in cells {
        rivals[is_heading(&partners[cell.right as usize])].add(cell.right, cell.likeness);
    }
    rivals
}

/// The greatest values that the partners of a unit have, greatest first, and whose; enough to look past a
/// neighbourhood.
#[derive(Clone)]
struct Rivals([(f64, u32); NUM_RIVALS]);

impl Rivals {
    const fn new() -> Self {
        Rivals([(0.0, u32::MAX); NUM_RIVALS])
    }

    fn add(&mut self, partner: u32, value: f64) {
        let at = self.0.partition_point(|rival| rival.0 >= value);
        if at < NUM_RIVALS {
            self.0.copy_within(at..NUM_RIVALS - 1, at + 1);
            self.0[at] = (value, partner);
        }
    }

    /// The greatest value of a partner more than `near` units away from this one.
    fn elsewhere(&self, partner: u32, near: u32) -> f64 {
        self.0.iter().find(|rival| rival.1.abs_diff(partner) > near).map_or(0.0, |rival| rival.0)
    }

    /// How far a likeness stands above that of the best partner elsewhere. Neighbours of the partner are no rivals:
    /// what one sentence says, another may say in three.
    fn margin(&self, partner: u32, likeness: f64) -> f64 {
        likeness - self.elsewhere(partner, NEAR_UNITS)
    }
}

fn probability(measures: &[f64; NUM_MEASURES], weights: &[f64; NUM_MEASURES]) -> f64 {
    let sum: f64 = measures.iter().zip(weights).map(|(measure, weight)| measure * weight).sum();
    1.0 / (1.0 + libm::exp(-sum.clamp(-30.0, 30.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn unit(kind: UnitKind) -> Unit {
        Unit {
            folded: Span::default(),
            content: Span::default(),
            block: 0,
            kind,
            speaker: None,
            is_question: false,
            is_boilerplate: false,
        }
    }

    fn link(left: u32, right: u32, score: f64) -> Link {
        Link { left, right, score, likeness: score, containment: score, is_exact: false, is_pinned: false }
    }

    /// A heading and a sentence of the passage under it may both answer to one unit; of two sentences far apart, the
    /// surer one alone.
    #[test]
    fn a_heading_is_no_rival_of_a_sentence() {
        let left = [unit(UnitKind::Prose)];
        let mut right = vec![unit(UnitKind::Prose); 12];
        for (kind, kept) in [(UnitKind::Heading, vec![0, 10]), (UnitKind::Prose, vec![0])] {
            right[0].kind = kind;
            let mut links = vec![link(0, 0, 0.9), link(0, 10, 0.4)];
            drop_lesser_choices(&mut links, (&left, &right));
            assert_eq!(links.iter().map(|link| link.right).collect::<Vec<_>>(), kept, "{kind:?}");
        }
    }

    /// A heading is linked, at lower odds, with what its own passage answers to, on either side.
    #[test]
    fn a_heading_answers_to_what_its_passage_answers_to() {
        let headed = [UnitKind::Heading, UnitKind::Prose, UnitKind::Heading, UnitKind::Prose].map(unit);
        let plain = vec![unit(UnitKind::Prose); 9];
        let cases = [((0, 5), true), ((0, 7), false), ((2, 7), true), ((2, 5), false)];
        for ((heading, other), is_added) in cases {
            let mut links = vec![link(1, 5, 0.9), link(3, 7, 0.9)];
            add_headings(&mut links, vec![link(heading, other, 0.15)], (&headed, &plain), 0.25);
            assert_eq!(links.len() == 3, is_added, "heading {heading} and unit {other}");
            let mut links = vec![link(5, 1, 0.9), link(7, 3, 0.9)];
            add_headings(&mut links, vec![link(other, heading, 0.15)], (&plain, &headed), 0.25);
            assert_eq!(links.len() == 3, is_added, "unit {other} and heading {heading}");
        }
        let mut links = vec![link(1, 5, 0.9)];
        add_headings(&mut links, vec![link(0, 5, 0.05)], (&headed, &plain), 0.25);
        assert_eq!(links.len(), 1, "too little of its own");
    }
}
