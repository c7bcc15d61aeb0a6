//! Exact links: which units say the same, letter for letter, on both sides?
//!
//! Equal folded content is linked before anything is weighed, wherever it stands. Where a content stands as often on
//! the left as on the right, first answers to first; a short one (`谢谢。`) is linked only beside
//! other links, or in two texts that are largely the same, because two strangers may both say thanks.

use super::unit::Unit;

/// From so many characters on, equal content is no accident.
const MIN_TELLING_CHARS: usize = 8;
/// Two texts are largely the same when so many units of the shorter one stand in the other.
const SAME_SHARE: f64 = 0.3;
/// How many units away the next link may be for a short content to be linked.
const MAX_GAP: usize = 2;

/// A content, its side and its ordinal.
type Entry<'c> = (&'c str, u8, u32);

/// The exact links, as (left, right) ordinals of units, sorted.
pub(super) fn exact_links(left: (&str, &[Unit]), right: (&str, &[Unit])) -> Vec<(u32, u32)> {
    let contents = |(text, units): (&str, &[Unit])| -> Vec<String> {
        units
            .iter()
            .map(|unit| unit.content.of(text).chars().filter(|c| !c.is_whitespace()).collect())
            .collect()
    };
    let (left_contents, right_contents) = (contents(left), contents(right));
    // Side 0 before side 1 within one content, each in reading order.
    let mut all: Vec<Entry> = Vec::with_capacity(left_contents.len() + right_contents.len());
    all.extend(left_contents.iter().zip(0..).map(|(content, at)| (content.as_str(), 0, at)));
    all.extend(right_contents.iter().zip(0..).map(|(content, at)| (content.as_str(), 1, at)));
    all.sort_unstable();

    let mut links = Vec::new();
    let mut short: Vec<(&[Entry], usize)> = Vec::new();
    let mut uneven: Vec<(&[Entry], usize)> = Vec::new();
    for group in all.chunk_by(|a, b| a.0 == b.0) {
        let num_left = group.partition_point(|entry| entry.1 == 0);
        let num_right = group.len() - num_left;
        if num_left == 0 || num_right == 0 || group[0].0.is_empty() {
            continue;
        }
        if group[0].0.chars().count() < MIN_TELLING_CHARS {
            short.push((group, num_left));
        } else if num_left != num_right {
            uneven.push((group, num_left));
        } else {
            links.extend((0..num_left).map(|at| (group[at].2, group[num_left + at].2)));
        }
    }
    let shorter = left_contents.len().min(right_contents.len()).max(1);
    let is_largely_same = links.len() as f64 >= SAME_SHARE * shorter as f64;

    let mut taken = Taken {
        left: vec![None; left_contents.len()],
        right: vec![false; right_contents.len()],
        links: Vec::new(),
    };
    for (left, right) in links {
        taken.link(left, right);
    }
    // Beside other links, onward and backward: equal neighbours of linked units are linked, whatever their length.
    let is_equal = |left: usize, right: usize| {
        !left_contents[left].is_empty() && left_contents[left] == right_contents[right]
    };
    // The gap is counted on both sides: else it would matter which text is called left.
    let (mut next_left, mut next_right) = (0, 0);
    for at in 0..left_contents.len() {
        let near = next_right..right_contents.len().min(next_right + MAX_GAP);
        if let Some(right) = taken.left[at] {
            (next_left, next_right) = (at + 1, right as usize + 1);
        } else if at < next_left + MAX_GAP
            && let Some(right) = near.into_iter().find(|right| is_equal(at, *right) && !taken.right[*right])
        {
            taken.link(at as u32, right as u32);
            (next_left, next_right) = (at + 1, right + 1);
        }
    }
    let (mut end_left, mut end_right) = (left_contents.len(), right_contents.len());
    for at in (0..left_contents.len()).rev() {
        let near = end_right.saturating_sub(MAX_GAP)..end_right;
        if let Some(right) = taken.left[at] {
            (end_left, end_right) = (at, right as usize);
        } else if at + MAX_GAP >= end_left
            && let Some(right) =
                near.into_iter().rev().find(|right| is_equal(at, *right) && !taken.right[*right])
        {
            taken.link(at as u32, right as u32);
            (end_left, end_right) = (at, right);
        }
    }
    // What is left, in order; what then has no free partner is left to weighing.
    for (group, num_left) in uneven.into_iter().chain(short.into_iter().filter(|_| is_largely_same)) {
        let (lefts, rights) = group.split_at(num_left);
        let lefts: Vec<u32> =
            lefts.iter().map(|entry| entry.2).filter(|at| taken.left[*at as usize].is_none()).collect();
        let rights: Vec<u32> =
            rights.iter().map(|entry| entry.2).filter(|at| !taken.right[*at as usize]).collect();
        for (left, right) in lefts.into_iter().zip(rights) {
            taken.link(left, right);
        }
    }
    taken.links.sort_unstable();
    taken.links
}

/// Which units are linked already.
struct Taken {
    left: Vec<Option<u32>>,
    right: Vec<bool>,
    links: Vec<(u32, u32)>,
}

impl Taken {
    /// Links two units that are both free.
    fn link(&mut self, left: u32, right: u32) {
        self.left[left as usize] = Some(right);
        self.right[right as usize] = true;
        self.links.push((left, right));
    }
}
