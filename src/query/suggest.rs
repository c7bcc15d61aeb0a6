//! What may a reader go on to type, and what stands near to what was not found?

use super::forms::{FormKind, most_frequent, neighbours};
use super::literal::Literal;
use super::sound::Spelling;
use crate::Result;
use crate::index::{Index, TermId};
use crate::order;
use crate::sorted::SortedMap;
use crate::text::{fold, is_han};

/// No call gives more suggestions.
pub const MAX_SUGGESTIONS: usize = 100;

/// Of the terms that go on as typed so many are weighed.
const MAX_WEIGHED: usize = 64;
/// The walk over terms looks at no more than this.
const MAX_STEPS: usize = 20_000;
/// Nothing found: so many terms are offered for each word.
const MAX_NEAREST: usize = 3;

/// A way to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The whole input, completed: what was typed stays as it was typed, what is added is folded. Of pinyin the word
    /// that is read so takes the place.
    pub text: String,
    /// What it was made from: [`FormKind::Completion`], [`FormKind::Alias`] or [`FormKind::Pinyin`].
    pub kind: FormKind,
    /// How many documents have the word that was completed.
    pub num_documents: u32,
}

/// Completes the last word of `input` from the terms of the index, those in the most documents first; of a word in a
/// row (`图片生`), those that stand with the words before it. At most `limit`.
///
/// Errors: `Corrupt`. Cost: linear in the terms that begin as typed, and in the postings of some of them.
///
/// ```
/// # use duizhao::document::{Document, ReadOptions, Source};
/// # use duizhao::index::{Builder, BuilderOptions, Index};
/// # let mut builder = Builder::new(BuilderOptions::default(), None);
/// # let source = Source { name: "a.txt", text: "今天 Amodei 没有出席。", ..Source::default() };
/// # builder.add(Document::read(&source, &ReadOptions::default())?)?;
/// # let index = Index::open(builder.finish()?)?;
/// let suggestions = duizhao::query::suggest(&index, "出席 Amo", 8)?;
/// assert_eq!(suggestions[0].text, "出席 Amodei");
/// # Ok::<(), duizhao::Error>(())
/// ```
pub fn suggest(index: &Index, input: &str, limit: usize) -> Result<Vec<Suggestion>> {
    const SIGNS: [char; 8] = ['-', '－', '"', '“', '「', '『', '＂', ' '];
    let start =
        input.char_indices().rev().find(|(_, char)| char.is_whitespace() || matches!(char, ':' | '：'));
    let start = start.map_or(0, |(at, char)| at + char.len_utf8());
    let tail = input.get(start..).unwrap_or("").trim_start_matches(SIGNS);
    let folded = fold(tail);
    let mut suggestions = Vec::new();
    let mut add = |text: String, kind: FormKind, num_documents: u32| {
        let is_known = suggestions.iter().any(|known: &Suggestion| fold(&known.text) == fold(&text));
        if !is_known && num_documents > 0 {
            suggestions.push(Suggestion { text, kind, num_documents });
        }
    };
    if folded.chars().next().is_none_or(char::is_whitespace) || limit == 0 {
        return Ok(suggestions);
    }
    // Where no term begins with the whole word as typed, its end may: 图片生 goes on as 图片 + 生成.
    for (at, _) in folded.char_indices() {
        let (before, word) = folded.split_at(at);
        // The j of `shuj` begins no word of its own.
        let is_part = |char: Option<char>| char.is_some_and(|char| char.is_ascii_alphanumeric());
        if is_part(before.chars().next_back()) && is_part(word.chars().next()) {
            continue;
        }
        let found: Vec<TermId> = index
            .terms_for(word)
            .starting_with(word)
            .map(TermId)
            .take(MAX_STEPS)
            .filter(|&term| index.terms().term(term).len() > word.len() || at == 0)
            .collect();
        if found.is_empty() {
            continue;
        }
        let standing = context(index, before)?;
        let mut weighed: Vec<(u32, String)> = Vec::new();
        for term in most_frequent(index, found, MAX_WEIGHED) {
            let Some(rest) = term.strip_prefix(word) else { continue };
            let num = num_documents(index, &term, standing.as_deref())?;
            weighed.push((num, rest.to_owned()));
        }
        order::sort_by(&mut weighed, |a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        for (num, rest) in weighed {
            add(format!("{input}{rest}"), FormKind::Completion, num);
        }
        break;
    }
    for form in index.aliases().forms_starting_with(&folded).take(MAX_WEIGHED) {
        let rest = form.strip_prefix(folded.as_str()).unwrap_or("");
        let holding = Literal::new(form).documents(index, &mut 0)?.len() as u32;
        add(format!("{input}{rest}"), FormKind::Alias, holding);
    }
    let spelling = Spelling::of(&folded).filter(|_| index.readings().is_some());
    for (_, term) in spelling.map_or_else(Vec::new, |spelling| spelling.words(index, true)) {
        let term = index.terms().term(term);
        let before = input.strip_suffix(tail).unwrap_or("");
        add(format!("{before}{term}"), FormKind::Pinyin, num_documents(index, term, None)?);
    }
    order::sort_by_key(&mut suggestions, |suggestion| std::cmp::Reverse(suggestion.num_documents));
    suggestions.truncate(limit.min(MAX_SUGGESTIONS));
    Ok(suggestions)
}

/// The documents with the word before the one that is completed; `None` where there is none, or none that is a term.
fn context(index: &Index, before: &str) -> Result<Option<Vec<u32>>> {
    let longest =
        before.char_indices().find_map(|(at, _)| index.terms_for(before.get(at..)?).find(before.get(at..)?));
    let Some(term) = longest else { return Ok(None) };
    documents_with(index, term).map(Some)
}

fn documents_with(index: &Index, term: TermId) -> Result<Vec<u32>> {
    let mut documents: Vec<u32> =
        index.postings(term)?.units().iter().map(|&unit| index.documents().document_of(unit)).collect();
    if index.num_titles_with(term) > 0 {
        documents.extend(index.title_postings(term)?.units());
        documents.sort_unstable();
    }
    documents.dedup();
    Ok(documents)
}

/// How many documents have the term, of those in `standing` where it is given.
fn num_documents(index: &Index, term: &str, standing: Option<&[u32]>) -> Result<u32> {
    let Some(term) = index.terms_for(term).find(term) else { return Ok(0) };
    if index.is_site() {
        // Not worth fetching the list of every word that may be meant.
        return Ok(index.num_units_with(term).max(index.num_titles_with(term)));
    }
    let documents = documents_with(index, term)?;
    let stands = |document: &&u32| standing.is_none_or(|standing| standing.binary_search(document).is_ok());
    Ok(documents.iter().filter(stands).count() as u32)
}

/// The terms nearest to words that the index does not have: one edit away, or with the most of their characters.
pub(crate) fn nearest<'w>(index: &Index, words: impl Iterator<Item = &'w str>) -> Vec<String> {
    let mut nearest: Vec<String> = Vec::new();
    for word in words {
        let mut found = neighbours(index, word);
        let chars: Vec<char> = word.chars().filter(|&char| is_han(char)).collect();
        // A site index has only the words that begin as those of the input do.
        if chars.len() >= 2 && !index.is_site() {
            let mut shared: SortedMap<TermId, u32> = SortedMap::new();
            for &char in &chars {
                for term in index.characters().terms_with(char).take(MAX_STEPS) {
                    *shared.or_default(term) += 1;
                }
            }
            let most = shared.values().copied().max().unwrap_or(0).max(1);
            // All but the nearest: a single character in common says little, unless the word has but two.
            let is_near = |num: u32| num == most && (num >= 2 || chars.len() == 2);
            // Of two characters the one in common stands in the same place: 图象 is meant for 图像, 量子 not for 数量.
            let is_in_place = |term: TermId| {
                chars.len() > 2 || index.terms().term(term).chars().zip(&chars).any(|(its, own)| its == *own)
            };
            let near = shared.iter().filter(|&(&term, &num)| is_near(num) && is_in_place(term));
            let near: Vec<TermId> = near.map(|(&term, _)| term).collect();
            let near = most_frequent(index, near, MAX_NEAREST);
            found.extend(near.into_iter().filter(|term| term.chars().nth(1).is_some()));
        }
        let num_known = nearest.len();
        for term in found {
            if nearest.len() < num_known + MAX_NEAREST && term != word && !nearest.contains(&term) {
                nearest.push(term);
            }
        }
    }
    nearest
}
