//! Aliases: which names does the text itself tie together? `阿莫迪（Dario Amodei）`, `大型语言模型(LLM)`,
//! `《爱的恩典机器》（Machines of Loving Grace）`.

use crate::sorted::SortedMap;

use super::{Document, is_one_of};
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
/// How many aliases one document yields.
const MAX_ALIASES: usize = 1_000;
/// How many brackets of one document are looked at.
const MAX_GLOSSES: usize = 10_000;
/// How many other places of a name's last two characters are compared.
const MAX_PLACES: usize = 32;
/// How far a name is looked for on its own, in bytes.
const MAX_SEARCH_BYTES: usize = 64 << 10;

/// Characters that end a name when it is read backwards: a name does not begin before one of them.
const BOUNDARY: &str = "的了是和与及或在对为由向从被把将让使于以到给跟同用称叫即如像有此这那该其等后前中上下";

/// Finds the glosses of a document. Each pair once, in order of first appearance. Cost: linear in the text.
pub(super) fn find(document: &Document) -> Vec<Alias> {
    let text = document.folded();
    let glosses = glosses(text);
    let mut aliases = Vec::new();
    if glosses.is_empty() {
        return aliases;
    }
    let endings = Endings::new(text, &glosses);
    for gloss in &glosses {
        let before = &text[..gloss.open];
        let span = |name: &str| Span::new(gloss.open - name.len(), gloss.close + 1);
        if is_latin_name(gloss.inside) {
            if let Some(name) = han_name(before, &endings) {
                add(&mut aliases, text, name, gloss.inside, span(name));
            }
        } else if is_han_name(gloss.inside) {
            let name = latin_tail(before);
            if is_latin_name(name) {
                add(&mut aliases, text, gloss.inside, name, span(name));
            }
        }
    }
    aliases
}

/// A bracket that may hold a gloss.
struct Gloss<'t> {
    open: usize,
    close: usize,
    inside: &'t str,
}

fn glosses(text: &str) -> Vec<Gloss<'_>> {
    let mut glosses = Vec::new();
    for (open, _) in text.match_indices('(') {
        let rest = &text[open + 1..];
        let closing = rest.char_indices().take(MAX_GLOSS_CHARS).find(|(_, c)| matches!(c, ')' | '(' | '\n'));
        if let Some((len, ')')) = closing {
            let inside = rest[..len].trim();
            if is_latin_name(inside) || is_han_name(inside) {
                glosses.push(Gloss { open, close: open + 1 + len, inside });
            }
        }
        if glosses.len() >= MAX_GLOSSES {
            break;
        }
    }
    glosses
}

/// Where else the last two characters before each gloss stand: enough to tell which of its endings recur, in one
/// pass over the text.
struct Endings<'t> {
    text: &'t str,
    places: SortedMap<(char, char), Vec<usize>>,
}

impl<'t> Endings<'t> {
    fn new(text: &'t str, glosses: &[Gloss<'_>]) -> Self {
        let mut places = SortedMap::<(char, char), Vec<usize>>::new();
        for gloss in glosses {
            if let Some(pair) = last_two(&text[..gloss.open]) {
                places.or_default(pair);
            }
        }
        // Most pairs of a text are none of these, and a table of hashes says so at once.
        let slot = |first: char, last: char| ((first as usize * 31) ^ last as usize) & 0xffff;
        let mut may_be = vec![false; 1 << 16];
        for &(first, last) in places.keys() {
            may_be[slot(first, last)] = true;
        }
        let mut previous = '\n';
        for (at, c) in text.char_indices() {
            if may_be[slot(previous, c)]
                && let Some(ends) = places.get_mut(&(previous, c))
                && ends.len() < MAX_PLACES
            {
                ends.push(at + c.len_utf8());
            }
            previous = c;
        }
        Endings { text, places }
    }

    /// The longest ending of `run` (which ends where its text does) that stands elsewhere too, in bytes; at least
    /// two characters, else 0.
    fn recurring(&self, run: &str) -> usize {
        let own_end = run.as_ptr() as usize + run.len() - self.text.as_ptr() as usize;
        let places = last_two(run).and_then(|pair| self.places.get(&pair));
        let shared = |end: usize| {
            let mut len = 0;
            for (a, b) in self.text[..end].chars().rev().zip(run.chars().rev()) {
                if a != b {
                    break;
                }
                len += a.len_utf8();
            }
            len
        };
        places.into_iter().flatten().filter(|end| **end != own_end).map(|end| shared(*end)).max().unwrap_or(0)
    }
}

fn last_two(text: &str) -> Option<(char, char)> {
    let mut reversed = text.chars().rev();
    let last = reversed.next()?;
    Some((reversed.next()?, last))
}

/// Adds a pair, and the pairs of its parts where both names have as many (`达里奥·阿莫迪`, `dario amodei`).
fn add(aliases: &mut Vec<Alias>, text: &str, left: &str, right: &str, span: Span) {
    let mut push = |left: &str, right: &str| {
        if aliases.len() < MAX_ALIASES
            && !aliases.iter().any(|alias| alias.left == left && alias.right == right)
        {
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
    let mut limit = text.len().min(MAX_SEARCH_BYTES);
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let text = &text[..limit];
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
        && text.chars().all(|c| (c.is_alphanumeric() && !is_han(c)) || is_one_of(c, " .-'&+"))
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
        .take_while(|(_, c)| (c.is_alphanumeric() && !is_han(*c)) || is_one_of(*c, " .-'&+"))
        .last();
    before[start.map_or(before.len(), |(at, _)| at)..].trim()
}

/// The Han name that ends `before`: a title in marks, a name with a middle dot, else the longest ending that the
/// text uses again on its own, else the run back to a word that no name begins with.
fn han_name<'t>(before: &'t str, endings: &Endings<'_>) -> Option<&'t str> {
    for (opening, closing) in [('《', '》'), ('"', '"')] {
        if let Some(inner) = before.strip_suffix(closing) {
            let start = inner
                .char_indices()
                .rev()
                .take(MAX_GLOSS_CHARS)
                .find(|(_, c)| *c == opening || *c == '\n')?;
            return (start.1 == opening).then_some(&before[start.0..]);
        }
    }
    let name_characters = before.char_indices().rev().take_while(|(_, c)| is_han(*c) || *c == '·');
    let run_start = name_characters.take(2 * MAX_NAME_CHARS).last().map(|(at, _)| at)?;
    let run = &before[run_start..];
    let recurring = endings.recurring(run);
    if let Some(dot) = run.find('·') {
        return dotted_name(run, dot, recurring);
    }
    let own =
        run.char_indices().rev().take(MAX_NAME_CHARS).take_while(|(_, c)| !BOUNDARY.contains(*c)).last();
    let start = run.len() - recurring;
    let start = if recurring > 0 { start.max(own.map_or(start, |(at, _)| at)) } else { own?.0 };
    let name = &run[start..];
    (name.chars().count() >= 2).then_some(name)
}

/// `首席执行官达里奥·阿莫迪`: the part before the dot is cut to what recurs, else to its last four characters at most.
fn dotted_name(run: &str, dot: usize, recurring: usize) -> Option<&str> {
    if recurring > run.len() - dot + '·'.len_utf8() {
        return Some(&run[run.len() - recurring..]);
    }
    let first = &run[..dot];
    let mut boundary =
        first.char_indices().rev().take(4).take_while(|(_, c)| !BOUNDARY.contains(*c)).last()?.0;
    // 他的妹妹丹妮拉·…: half of a doubled word is no name.
    let doubled = first[boundary..].chars().next();
    if doubled.is_some() && first[..boundary].chars().next_back() == doubled {
        boundary += doubled.map_or(0, char::len_utf8);
    }
    Some(&run[boundary..])
}
