//! Quantities: which numbers, dates, percentages and amounts does a folded text name, and what is their value?

use super::Span;

/// What a quantity measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QuantityKind {
    /// A plain number, with or without a measure word.
    Number,
    /// A share: `20%`, `百分之二十`, `十六分之一`.
    Percent,
    /// An amount of money.
    Money,
    /// A date, whole or in part.
    Date,
    /// A place in an order: `第三`.
    Ordinal,
}

/// A quantity named in a folded text.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Where it stands, in folded bytes.
    pub span: Span,
    /// What it measures.
    pub kind: QuantityKind,
    /// The value, or the lower end of a range. Of a date: `year * 10000 + month * 100 + day`, 0 for what is unsaid.
    pub low: f64,
    /// The upper end; equal to `low` where it is no range.
    pub high: f64,
    /// Unit or currency in its folded form (`美元`, `亿` is part of the value); empty where there is none.
    pub unit: String,
}

impl Quantity {
    /// The canonical form: equal for quantities of equal kind and value however they are written.
    pub fn key(&self) -> String {
        let kind = match self.kind {
            QuantityKind::Number => "n",
            QuantityKind::Percent => "p",
            QuantityKind::Money => "m",
            QuantityKind::Date => "d",
            QuantityKind::Ordinal => "o",
        };
        if self.low == self.high { format!("{kind}{}", self.low) } else { format!("{kind}{}~{}", self.low, self.high) }
    }
}

/// Finds the quantities of a folded text, in order, not overlapping.
pub fn quantities(_folded: &str) -> Vec<Quantity> {
    Vec::new()
}
