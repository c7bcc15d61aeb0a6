//! The backbone: which links keep one common order, so that the others are moves?

/// The heaviest set of links in which neither side goes back: ordinals into `links`, ascending.
///
/// `links` are `(left, right, weight)`, sorted by left then right. Cost: `n log n` by a tree of prefix maxima.
pub(super) fn backbone(links: &[(u32, u32, f64)]) -> Vec<usize> {
    let num_columns = links.iter().map(|link| link.1 as usize + 1).max().unwrap_or(0);
    // tree[x] holds the best chain (weight, link) among ends in a range of columns.
    let mut tree: Vec<(f64, usize)> = vec![(0.0, usize::MAX); num_columns + 1];
    let mut before = vec![usize::MAX; links.len()];
    for (at, (_, right, weight)) in links.iter().enumerate() {
        let mut best = (0.0, usize::MAX);
        let mut column = *right as usize + 1;
        while column > 0 {
            if tree[column].0 > best.0 {
                best = tree[column];
            }
            column &= column - 1;
        }
        before[at] = best.1;
        let value = (best.0 + weight, at);
        let mut column = *right as usize + 1;
        while column <= num_columns {
            if value.0 > tree[column].0 {
                tree[column] = value;
            }
            column += column & column.wrapping_neg();
        }
    }
    let mut best = (0.0, usize::MAX);
    let mut column = num_columns;
    while column > 0 {
        if tree[column].0 > best.0 {
            best = tree[column];
        }
        column &= column - 1;
    }
    let mut chain = Vec::new();
    let mut at = best.1;
    while at != usize::MAX {
        chain.push(at);
        at = before[at];
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::backbone;

    #[test]
    fn keeps_the_heaviest_order() {
        let links = [(0, 5, 1.0), (1, 0, 1.0), (2, 1, 1.0), (3, 2, 0.5), (3, 6, 0.2)];
        assert_eq!(backbone(&links), [1, 2, 3, 4]);
        assert_eq!(backbone(&[]), [0usize; 0]);
        assert_eq!(backbone(&[(0, 0, 1.0), (0, 1, 1.0), (1, 1, 1.0)]), [0, 1, 2]);
    }
}
