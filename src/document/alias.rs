//! Aliases: which names does the text itself tie together? `阿莫迪（Dario Amodei）`, `大型语言模型(LLM)`,
//! `《爱的恩典机器》（Machines of Loving Grace）`.

use super::Document;
use crate::text::{Span, is_han};

/// Two folded forms that name one thing, and where the text says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The form in Han characters.
    pub left: String,
    /// The form in Latin letters.
    pub right: String,
    /// Where the gloss stands, in folded bytes.
    pub span: Span,
}

/// The longest gloss, in characters.
const MAX_GLOSS_CHARS: usize = 60;
/// The longest name without quotation marks, in characters.
const MAX_NAME_CHARS: usize = 12;

/// Characters that end a name when it is read backwards: a name does not begin before one of them.
const BOUNDARY: &str = "的了是和与及或在对为由向从被把将让使于以到给跟同用称叫即如像有此这那该其等后前中上下";

/// Finds the glosses of a document. Each pair once, in order of first appearance.
pub(super) fn find(document: &Document) -> Vec<Alias> {
    let text = document.folded();
    let mut aliases = Vec::new();
    for (open, _) in text.match_indices('(') {
        let rest = &text[open + 1..];
        let Some(len) =
            rest.char_indices().take(MAX_GLOSS_CHARS).find(|(_, c)| matches!(c, ')' | '(' | '\n'))
        else {
            continue;
        };
        if len.1 != ')' {
            continue;
        }
        let inside = rest[..len.0].trim();
        let before = &text[..open];
        let span = |name: &str| Span::new(open - name.len(), open + 1 + len.0 + 1);
        if is_latin_name(inside) {
            if let Some(name) = han_name(text, before) {
                add(&mut aliases, text, name, inside, span(name));
            }
        } else if is_han_name(inside) {
            let name = latin_tail(before);
            if is_latin_name(name) {
                add(&mut aliases, text, inside, name, span(name));
            }
        }
    }
    aliases
}

/// Adds a pair, and the pairs of its parts where both names have as many (`达里奥·阿莫迪`, `dario amodei`).
fn add(aliases: &mut Vec<Alias>, text: &str, left: &str, right: &str, span: Span) {
    let mut push = |left: &str, right: &str| {
        if !aliases.iter().any(|alias| alias.left == left && alias.right == right) {
            aliases.push(Alias { left: left.to_owned(), right: right.to_owned(), span });
        }
    };
    let left = left.trim_matches(['《', '》', '"', '<', '>']);
    push(left, right);
    let parts: Vec<&str> = left.split('·').collect();
    let words: Vec<&str> = right.split(' ').collect();
    if parts.len() > 1 && parts.len() == words.len() {
        for (part, word) in
            parts.iter().zip(&words).filter(|(part, word)| part.chars().count() > 1 && word.len() > 2)
        {
            push(part, word);
        }
    } else if let (1, &[first, last]) = (parts.len(), &words[..])
        && (2..=5).contains(&left.chars().count())
        && stands_alone(text, first, last)
    {
        // 阿莫迪（Dario Amodei）: Chinese names a foreigner by his last name; the text must do so too.
        push(left, last);
    }
}

/// Whether `last` stands somewhere without `first` before it, as a word of its own.
fn stands_alone(text: &str, first: &str, last: &str) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() && !is_han(c);
    text.match_indices(last).take(50).any(|(at, _)| {
        let before = &text[..at];
        !before.ends_with(is_letter)
            && !text[at + last.len()..].starts_with(is_letter)
            && !before.trim_end().ends_with(first)
    })
}

/// Latin words that name something: letters with at most a few digits, not a unit, a year or an address.
fn is_latin_name(text: &str) -> bool {
    let num_letters = text.chars().filter(|c| c.is_alphabetic() && !is_han(*c)).count();
    num_letters >= 2
        && num_letters * 3 >= text.chars().count() * 2
        && text.chars().all(|c| (c.is_alphanumeric() && !is_han(c)) || " .-'&+".contains(c))
        && text.split(' ').count() <= 6
}

/// Han characters that may be a name by themselves.
fn is_han_name(text: &str) -> bool {
    let length = text.chars().count();
    (2..=MAX_NAME_CHARS).contains(&length)
        && text.chars().all(|c| is_han(c) || c == '·')
        && text.chars().any(is_han)
}

fn latin_tail(before: &str) -> &str {
    let start = before
        .char_indices()
        .rev()
        .take_while(|(_, c)| (c.is_alphanumeric() && !is_han(*c)) || " .-'&+".contains(*c))
        .last();
    before[start.map_or(before.len(), |(at, _)| at)..].trim()
}

/// The Han name that ends `before`: a title in marks, a name with a middle dot, else the longest ending that the
/// text uses again on its own, else the run back to a word that no name begins with.
fn han_name<'t>(text: &'t str, before: &'t str) -> Option<&'t str> {
    for (opening, closing) in [('《', '》'), ('"', '"')] {
        if let Some(inner) = before.strip_suffix(closing) {
            let start = inner.rfind(opening)?;
            let name = &before[start..];
            return (name.chars().count() <= MAX_GLOSS_CHARS && !name.contains('\n')).then_some(name);
        }
    }
    let run_start = before
        .char_indices()
        .rev()
        .take_while(|(_, c)| is_han(*c) || *c == '·')
        .take(2 * MAX_NAME_CHARS)
        .last()
        .map(|(at, _)| at)?;
    let run = &before[run_start..];
    if run.contains('·') {
        return dotted_name(text, run);
    }
    let start = run
        .char_indices()
        .rev()
        .take(MAX_NAME_CHARS)
        .take_while(|(_, c)| !BOUNDARY.contains(*c))
        .last()
        .map(|(at, _)| at)?;
    let name = &run[start..];
    // Of the endings of two characters or more, the longest that stands elsewhere too, with another character before it.
    let starts: Vec<usize> = name.char_indices().map(|(at, _)| at).collect();
    let recurring = starts
        .iter()
        .map(|at| &name[*at..])
        .filter(|ending| ending.chars().count() >= 2)
        .find(|ending| recurs(text, ending));
    let name = recurring.unwrap_or(name);
    (name.chars().count() >= 2).then_some(name)
}

fn recurs(text: &str, name: &str) -> bool {
    text.match_indices(name).take(3).count() >= 2
}

/// `首席执行官达里奥·阿莫迪`: the part before the dot is cut to what recurs, else to its last four characters at most.
fn dotted_name<'t>(text: &str, run: &'t str) -> Option<&'t str> {
    let dot = run.find('·')?;
    let first = &run[..dot];
    let starts: Vec<usize> = first.char_indices().map(|(at, _)| at).collect();
    let whole = |at: usize| &run[at..];
    if let Some(at) = starts.iter().find(|at| recurs(text, whole(**at))) {
        return Some(whole(*at));
    }
    let mut boundary =
        first.char_indices().rev().take(4).take_while(|(_, c)| !BOUNDARY.contains(*c)).last()?.0;
    // 他的妹妹丹妮拉·…: half of a doubled word is no name.
    let doubled = first[boundary..].chars().next();
    if doubled.is_some() && first[..boundary].chars().next_back() == doubled {
        boundary += doubled.map_or(0, char::len_utf8);
    }
    Some(whole(boundary))
}
