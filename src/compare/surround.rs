//! Surround: does the other text say at this place what a unit says, beyond what it would say at any place?
//!
//! Example: a digest puts two answers into one sentence. No single sentence opposite holds half of it, but the place
//! does: of the sentence there and its two neighbours together, most is said. How much a place must say to mean anything
//! differs from unit to unit, since common words are said everywhere. So each unit is held against places all
//! over the other text, nearly all of them strangers, and a place counts by how many deviations it stands above them.
//! No constant has to know how alike two texts are.

use super::evidence::{Evidence, Side};

/// How many places of the other text are looked at, evenly spaced; all where there are no more.
const MAX_PLACES: usize = 512;
/// Share of a unit that is added to the deviation: what no stranger says at all is not beyond measure.
const LEAST_DEVIATION: f64 = 0.02;
/// Weight added to a unit's own, as for containment.
const PRIOR_WEIGHT: f64 = 6.0;
/// So many deviations are as good as any more.
pub(super) const MAX_DEVIATIONS: f64 = 8.0;

/// What strangers say of each unit of the shorter text.
pub(super) struct Surround {
    pub is_left_short: bool,
    strangers: Vec<Strangers>,
}

/// Mean and deviation of the weight of a unit that places of the other text say.
#[derive(Clone, Copy)]
struct Strangers {
    mean: f64,
    deviation: f64,
}

impl Surround {
    pub fn new(evidence: &Evidence) -> Self {
        let is_left_short = evidence.is_left_short();
        let (own, other) = match is_left_short {
            true => (&evidence.left, &evidence.right),
            false => (&evidence.right, &evidence.left),
        };
        Surround { is_left_short, strangers: strangers(own, other, evidence.weights()) }
    }

    /// By how many deviations the place around the longer text's unit says more of the shorter text's unit than
    /// strangers do.
    pub fn measure(&self, evidence: &Evidence, left: usize, right: usize) -> f64 {
        let (own, at, other, place) = match self.is_left_short {
            true => (&evidence.left, left, &evidence.right, right),
            false => (&evidence.right, right, &evidence.left, left),
        };
        let strangers = self.strangers[at];
        let said = said(&own.features[at], other, place, evidence.weights());
        let least = LEAST_DEVIATION * (own.total[at] + PRIOR_WEIGHT);
        ((said - strangers.mean) / (strangers.deviation + least)).min(MAX_DEVIATIONS)
    }
}

/// The units of a place: one and its neighbours.
fn place(side: &Side, at: usize) -> &[Vec<u32>] {
    let end = (at + 2).min(side.features.len());
    &side.features[at.saturating_sub(1)..end]
}

/// The weight of those of `features` that the place says.
fn said(features: &[u32], other: &Side, at: usize, weights: &[f64]) -> f64 {
    let mut rests: [&[u32]; 3] = [&[]; 3];
    for (rest, unit) in rests.iter_mut().zip(place(other, at)) {
        *rest = unit;
    }
    let mut sum = 0.0;
    for id in features {
        let mut is_said = false;
        for rest in &mut rests {
            while let Some((first, more)) = rest.split_first()
                && first < id
            {
                *rest = more;
            }
            is_said |= rest.first() == Some(id);
        }
        if is_said {
            sum += weights[*id as usize];
        }
    }
    sum
}

fn strangers(own: &Side, other: &Side, weights: &[f64]) -> Vec<Strangers> {
    let num_places = other.features.len().min(MAX_PLACES);
    // Which places say a feature.
    let mut postings: Vec<(u32, u32)> = Vec::new();
    for sample in 0..num_places {
        let at = sample * other.features.len() / num_places;
        postings.extend(place(other, at).iter().flatten().map(|id| (*id, sample as u32)));
    }
    postings.sort_unstable();
    postings.dedup();
    let mut starts = vec![0u32; weights.len() + 1];
    for (id, _) in &postings {
        starts[*id as usize + 1] += 1;
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    let mut said = vec![0.0f64; num_places];
    let measure = |features: &Vec<u32>| {
        said.fill(0.0);
        for id in features {
            let (from, to) = (starts[*id as usize] as usize, starts[*id as usize + 1] as usize);
            for (_, sample) in &postings[from..to] {
                said[*sample as usize] += weights[*id as usize];
            }
        }
        let n = num_places.max(1) as f64;
        let mean = said.iter().sum::<f64>() / n;
        let variance = said.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / n;
        Strangers { mean, deviation: libm::sqrt(variance) }
    };
    own.features.iter().map(measure).collect()
}
