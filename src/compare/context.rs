//! Context: how much do the links around speak for a link here, whatever the two units themselves say?
//!
//! Example: if sentence 8 answers to 20 and sentence 10 to 22, then 9 probably answers to 21, even where the two
//! share one word only. A report keeps an order for a while and then jumps; so the left units are read as a walk over
//! the right ones: most steps go a little forward, some stay or step back, a few jump anywhere, and a unit may
//! answer to nothing. The forward and the backward message of that walk, *without the evidence of the cell itself*,
//! give the expectation of each cell (the cavity of belief propagation). Steps decay geometrically, so a row
//! costs its width and not its square.
//!
//! Where the table is large, each row looks at a band around the ordered backbone only; a cell outside it has
//! the expectation of a jump.

use super::evidence::Cell;

/// Share of steps that jump anywhere.
const JUMP: f64 = 0.1;
/// Weight of staying, stepping back by one, and the decay of each further step; stepping on by one weighs 1.
const STAY: f64 = 0.5;
const BACK: f64 = 0.25;
const FORWARD_DECAY: f64 = 0.72;
const BACK_DECAY: f64 = 0.55;
/// Share of units that answer to nothing.
const SILENT: f64 = 0.4;
/// How strongly likeness speaks, and the likeness at which a unit might as well answer to nothing.
const STRENGTH: f64 = 40.0;
const NEUTRAL: f64 = 0.08;
const MAX_LIKENESS: f64 = 0.5;
/// The least expectation: what stands far from all that is expected is still possible, since reports quote and
/// summarise out of order.
const FLOOR: f64 = 0.03;
/// The largest table kept whole, and the narrowest band, in cells.
const MAX_TABLE_CELLS: usize = 1 << 22;
const MIN_BAND: usize = 192;

/// Log of the expectation of every cell of `rows`, row by row in the same order.
///
/// `backbone` is the ordered chain of links `(row, column)` that the band follows. Cost: rows times band, by which
/// `num_steps` grows.
pub(super) fn expectations(
    rows: &[Vec<Cell>],
    num_columns: usize,
    backbone: &[(u32, u32)],
    num_steps: &mut u64,
) -> Vec<Vec<f32>> {
    if num_columns == 0 {
        return rows.iter().map(|_| Vec::new()).collect();
    }
    let bands = bands(rows.len(), num_columns, backbone);
    *num_steps += bands.iter().map(|band| band.len() as u64).sum::<u64>();
    let silent = libm::exp(STRENGTH * NEUTRAL);
    // A cell of no likeness speaks with strength 1, so only the others are computed.
    let strengths: Vec<Vec<(usize, f64)>> = rows
        .iter()
        .zip(&bands)
        .map(|(row, band)| {
            row.iter()
                .filter(|cell| band.contains(cell.right as usize))
                .map(|cell| {
                    let likeness = (0.7 * cell.likeness + 0.3 * cell.containment).min(MAX_LIKENESS);
                    (cell.right as usize - band.start, libm::exp(STRENGTH * likeness))
                })
                .collect()
        })
        .collect();

    let width = bands.iter().map(|band| band.len()).max().unwrap_or(0);
    let mut forward: Vec<Vec<f32>> = Vec::with_capacity(rows.len());
    let mut position = vec![1.0 / num_columns as f64; width];
    let mut scratch = Scratch::new(width);
    for (at, band) in bands.iter().enumerate() {
        let arriving = if at == 0 {
            vec![1.0 / num_columns as f64; band.len()]
        } else {
            let moved = rebase(&position, bands[at - 1], *band);
            let arriving = scratch.step(&moved, num_columns, false);
            position = moved;
            arriving
        };
        if at == 0 {
            position.resize(band.len(), 0.0);
        }
        // After this unit: either it answered where it arrived, or it was silent and the place is kept.
        let mut next: Vec<f64> = arriving.iter().map(|mass| (1.0 - SILENT) * mass).collect();
        for (column, strength) in &strengths[at] {
            next[*column] *= strength;
        }
        for (mass, stays) in next.iter_mut().zip(&position) {
            *mass += SILENT * stays * silent;
        }
        scale(&mut next);
        forward.push(arriving.iter().map(|mass| *mass as f32).collect());
        position = next;
    }

    let mut expected = vec![Vec::new(); rows.len()];
    let mut behind: Vec<f64> = bands.last().map_or(Vec::new(), |band| vec![1.0; band.len()]);

    for at in (0..rows.len()).rev() {
        let band = bands[at];
        let cavity: Vec<f64> = forward[at].iter().zip(&behind).map(|(a, b)| f64::from(*a) * b).collect();
        let total: f64 = cavity.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        expected[at] = rows[at]
            .iter()
            .map(|cell| {
                let column = cell.right as usize;
                let share = if band.contains(column) { cavity[column - band.start] / total } else { 0.0 };
                libm::log(share + FLOOR) as f32
            })
            .collect();
        if at == 0 {
            break;
        }
        let mut spoken = behind.clone();
        for (column, strength) in &strengths[at] {
            spoken[*column] *= strength;
        }
        let stepped = scratch.step(&spoken, num_columns, true);
        let mut next: Vec<f64> = stepped
            .iter()
            .zip(&behind)
            .map(|(step, stay)| (1.0 - SILENT) * step + SILENT * silent * stay)
            .collect();
        scale(&mut next);
        behind = rebase(&next, band, bands[at - 1]);
    }
    expected
}

/// The columns a row looks at.
#[derive(Clone, Copy)]
struct Band {
    start: usize,
    end: usize,
}

impl Band {
    fn len(self) -> usize {
        self.end - self.start
    }

    fn contains(self, column: usize) -> bool {
        (self.start..self.end).contains(&column)
    }
}

fn bands(num_rows: usize, num_columns: usize, backbone: &[(u32, u32)]) -> Vec<Band> {
    let whole = Band { start: 0, end: num_columns };
    if num_rows.saturating_mul(num_columns) <= MAX_TABLE_CELLS {
        return vec![whole; num_rows];
    }
    let half = (MAX_TABLE_CELLS / num_rows).max(MIN_BAND) / 2;
    let mut anchors: Vec<(usize, usize)> = vec![(0, 0)];
    anchors.extend(backbone.iter().map(|(row, column)| (*row as usize, *column as usize)));
    anchors.push((num_rows.max(1), num_columns));
    let mut bands = Vec::with_capacity(num_rows);
    let mut at = 0;
    for row in 0..num_rows {
        while at + 2 < anchors.len() && anchors[at + 1].0 <= row {
            at += 1;
        }
        let ((row_a, column_a), (row_b, column_b)) = (anchors[at], anchors[at + 1]);
        let gap = (row_b - row_a).max(1);
        let middle = column_a + (column_b.saturating_sub(column_a)) * (row.saturating_sub(row_a)) / gap;
        let start = middle.saturating_sub(half).min(num_columns);
        bands.push(Band {
            start,
            end: (middle + half).min(num_columns).max(start + 1).min(num_columns.max(1)),
        });
    }
    for band in &mut bands {
        band.start = band.start.min(band.end - 1);
    }
    bands
}

/// The same masses seen through another band; what falls outside is lost and comes back as jumps.
fn rebase(masses: &[f64], from: Band, to: Band) -> Vec<f64> {
    (to.start..to.end)
        .map(|column| {
            if from.contains(column) { masses.get(column - from.start).copied().unwrap_or(0.0) } else { 0.0 }
        })
        .collect()
}

fn scale(masses: &mut [f64]) {
    let total: f64 = masses.iter().sum();
    if total > 0.0 {
        masses.iter_mut().for_each(|mass| *mass /= total);
    }
}

struct Scratch {
    right: Vec<f64>,
}

impl Scratch {
    fn new(width: usize) -> Self {
        Scratch { right: vec![0.0; width] }
    }

    /// One step of the walk: forward in reading order, or (`is_reverse`) the same step seen from its end.
    fn step(&mut self, masses: &[f64], num_columns: usize, is_reverse: bool) -> Vec<f64> {
        let (on_left, on_right) = match is_reverse {
            false => ((1.0, FORWARD_DECAY), (BACK, BACK_DECAY)),
            true => ((BACK, BACK_DECAY), (1.0, FORWARD_DECAY)),
        };
        let norm = STAY + 1.0 / (1.0 - FORWARD_DECAY) + BACK / (1.0 - BACK_DECAY);
        let total: f64 = masses.iter().sum();
        let jump = JUMP * total / num_columns as f64;
        self.right.clear();
        self.right.resize(masses.len(), 0.0);
        let mut carried = 0.0;
        for at in (0..masses.len()).rev() {
            self.right[at] = carried;
            carried = on_right.1 * carried + on_right.0 * masses[at];
        }
        let mut stepped = Vec::with_capacity(masses.len());
        let mut carried = 0.0;
        for (at, mass) in masses.iter().enumerate() {
            stepped.push((1.0 - JUMP) / norm * (STAY * mass + carried + self.right[at]) + jump);
            carried = on_left.1 * carried + on_left.0 * mass;
        }
        stepped
    }
}
