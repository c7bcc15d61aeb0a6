//! Dates as far as they are known, and ranges of them.

/// From one date to another, both included, compared as far as they are known: `2024-06` holds `2024-06-15`, and
/// `2024` overlaps both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateRange {
    /// Year, month, day as `yyyymmdd`.
    first: u32,
    last: u32,
}

impl DateRange {
    /// Reads `2024`, `2024-06`, `2024..2025`, `..2024`, `2024-06-01..`; `None` for anything else.
    pub fn parse(text: &str) -> Option<DateRange> {
        let (first, last) = match text.split_once("..") {
            None => {
                let date = days(text)?;
                (date.0, date.1)
            }
            Some((first, last)) => {
                if first.is_empty() && last.is_empty() {
                    return None;
                }
                let start = if first.is_empty() { 0 } else { days(first)?.0 };
                let end = if last.is_empty() { u32::MAX } else { days(last)?.1 };
                (start, end)
            }
        };
        (first <= last).then_some(DateRange { first, last })
    }

    /// True when `date` (ISO, maybe partial) may lie in the range.
    pub fn overlaps(&self, date: &str) -> bool {
        days(date).is_some_and(|(first, last)| first <= self.last && last >= self.first)
    }
}

/// The first and the last day that a date may mean.
fn days(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().split(['-', '/', '.']);
    let mut number = |digits: usize| -> Option<Option<u32>> {
        match parts.next() {
            None => Some(None),
            Some(part) if part.len() <= digits && part.bytes().all(|byte| byte.is_ascii_digit()) => {
                part.parse().ok().map(Some)
            }
            Some(_) => None,
        }
    };
    let year = number(4)??;
    let (month, day) = (number(2)?, number(2)?);
    if parts.next().is_some() || year < 1 {
        return None;
    }
    if month.is_some_and(|month| !(1..=12).contains(&month))
        || day.is_some_and(|day| !(1..=31).contains(&day))
    {
        return None;
    }
    let at = |month: u32, day: u32| year * 10_000 + month * 100 + day;
    Some((at(month.unwrap_or(1), day.unwrap_or(1)), at(month.unwrap_or(12), day.unwrap_or(31))))
}
