//! Sandwiches: what stands alone between two links, on both sides, in the same role?
//!
//! Example: `## 规范` and `## Specifications` share no character, but what comes before and after them is linked. A
//! heading answers to the heading over the linked passage; a list item, row or paragraph to the only one between two
//! linked neighbours, if the two are about as long. Such links rest on place alone: they are related, never more.

use super::link::Link;
use super::unit::{Unit, UnitKind};

/// Score of a link that rests on the neighbours on both sides, and on one side (headings only).
const BOTH_SIDES: f64 = 0.5;
const ONE_SIDE: f64 = 0.4;
/// How much longer one of the two may be.
const MAX_LENGTH_RATIO: usize = 3;

/// Adds the links that rest on place alone. `links` are sorted by left, then right, before and after.
pub(super) fn fill(
    links: &mut Vec<Link>,
    left: &[Unit],
    right: &[Unit],
    headings_only: bool,
    min_score: f64,
) {
    let mut partners: (Vec<Vec<u32>>, Vec<bool>) = (vec![Vec::new(); left.len()], vec![false; right.len()]);
    for link in links.iter() {
        partners.0[link.left as usize].push(link.right);
        partners.1[link.right as usize] = true;
    }
    let are_linked = |i: Option<usize>, j: Option<usize>| match (i, j) {
        (Some(i), Some(j)) => partners.0.get(i).is_some_and(|partners| partners.contains(&(j as u32))),
        _ => false,
    };
    let mut found = Vec::new();
    for (i, a) in left.iter().enumerate() {
        if !partners.0[i].is_empty() {
            continue;
        }
        // The unit after the partner of the one before, and the unit before the partner of the one after.
        let before = i
            .checked_sub(1)
            .into_iter()
            .flat_map(|at| partners.0[at].iter().map(|right| *right as usize + 1));
        let after =
            partners.0.get(i + 1).into_iter().flatten().filter_map(|right| (*right as usize).checked_sub(1));
        let mut candidates: Vec<usize> = before.chain(after).collect();
        candidates.sort_unstable();
        candidates.dedup();
        for j in candidates {
            let Some(b) = right.get(j) else { continue };
            if partners.1[j] || a.kind != b.kind || a.is_boilerplate != b.is_boilerplate {
                continue;
            }
            let has_before = are_linked(i.checked_sub(1), j.checked_sub(1));
            let has_after = are_linked(Some(i + 1), Some(j + 1));
            let is_heading = a.kind == UnitKind::Heading;
            let (x, y) = (a.content.len_bytes().max(1), b.content.len_bytes().max(1));
            let are_alike = x.max(y) <= MAX_LENGTH_RATIO * x.min(y);
            let score = match (has_before, has_after) {
                (true, true) if is_heading || are_alike && !headings_only => BOTH_SIDES,
                (false, true) if is_heading => ONE_SIDE,
                _ => continue,
            };
            if score >= min_score {
                found.push(Link {
                    left: i as u32,
                    right: j as u32,
                    score,
                    likeness: 0.0,
                    containment: 0.0,
                    is_exact: false,
                    is_pinned: false,
                });
                break;
            }
        }
    }
    // Two left units may not claim one right unit by place.
    found.sort_by(|a, b| a.right.cmp(&b.right).then(b.score.total_cmp(&a.score)));
    found.dedup_by_key(|link| link.right);
    links.extend(found);
    links.sort_by_key(|link| (link.left, link.right));
}
