//! Lengths in levels: as closely as ranking has to know how long a unit or a title is.
//!
//! A level is a quarter of an octave, so a length is known to within nine per cent. A byte a unit in memory; in a
//! site index, where a list carries the lengths of its own units, about three bits a posting.

/// No length has a higher level.
pub(crate) const NUM_LEVELS: usize = 1 + 4 * 32;

/// Fourth roots of two, in units of 2⁻¹⁶, up to the next octave.
const ROOTS: [u64; 3] = [77_936, 92_682, 110_218];

/// The level of a length: 0 for nothing, then four for each doubling.
pub(crate) fn level_of(length: u32) -> u8 {
    let Some(octave) = length.checked_ilog2() else { return 0 };
    let fraction = (u64::from(length) << 16) >> octave;
    let quarter = ROOTS.iter().filter(|&&root| fraction >= root).count();
    (1 + 4 * octave as usize + quarter) as u8
}

/// The length in the middle of a level.
pub(crate) fn length_of(level: u8) -> f64 {
    const MIDDLES: [f64; 4] = [1.090_507_732_7, 1.296_839_554_7, 1.542_210_825_4, 1.834_008_086_4];
    let Some(level) = level.checked_sub(1) else { return 0.0 };
    let middle = MIDDLES.get(usize::from(level & 3)).copied().unwrap_or(1.0);
    middle * (1u64 << (level >> 2).min(31)) as f64
}

#[cfg(test)]
mod tests {
    use super::{NUM_LEVELS, length_of, level_of};

    #[test]
    fn a_length_is_within_a_tenth_of_its_level() {
        assert_eq!((level_of(0), length_of(0)), (0, 0.0));
        for length in (1..5000).chain([1 << 20, u32::MAX]) {
            let known = length_of(level_of(length));
            assert!((known / f64::from(length) - 1.0).abs() < 0.1, "{length} is taken for {known}");
            assert!(level_of(length) <= level_of(length.saturating_add(1)));
            assert!(usize::from(level_of(length)) < NUM_LEVELS);
        }
    }
}
