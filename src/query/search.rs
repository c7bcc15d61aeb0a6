//! From an input to hits.

use super::evidence::{Reader, Weights};
use super::facet::{Facets, facets};
use super::forms::FormKind;
use super::holdings::Holdings;
use super::parse::{ClauseKind, Filter, Query, parse};
use super::passage::{
    ALL_PASSAGES, HitPassage, PASSAGE_CHARS, Scored, best, keep_answers, keep_phrases, read_passages, score,
    shown, smooth, unread,
};
use super::plan::Plan;
use super::rank::{POOL, Parts, PoolSize, Ranked, SITE_POSTINGS, first_step, second_step};
use super::suggest::nearest;
use super::topic::{self, are_few, said};
use crate::Result;
use crate::index::Index;
use crate::order;
#[cfg(feature = "build")]
use crate::segment::Lexicon;
use crate::segment::Vocabulary;
use crate::sorted::SortedMap;
use crate::text::fold;

/// The most hits one call gives.
pub const MAX_LIMIT: usize = 1_000_000;

/// How to answer.
#[derive(Clone, Debug)]
pub struct SearchOptions {
    /// How many documents at most. Default: 10; at most [`MAX_LIMIT`].
    pub limit: usize,
    /// How many documents to pass over first, for paging. Default: 0.
    pub offset: usize,
    /// Conditions besides those of the input.
    pub filter: Filter,
    /// How many passages of each document at most. Default: 3; 0 gives documents only.
    pub passages: usize,
    /// Whether the last word may be unfinished, as while typing. Default: false.
    pub is_prefix: bool,
    /// Whether the documents that answer are counted by publisher, speaker and year. Default: false.
    pub facets: bool,
    /// How many documents are read again and ranked by their text; more: better ranked, and slower. Default: 64, and 12
    /// of a site index, which has to fetch each.
    pub pool: Option<usize>,
    /// How many postings are read before words that stand in many documents are left to the second step; those of the
    /// most telling word always are. Default: all, and 10,000 of a site index, which has to fetch them.
    pub max_postings: Option<u64>,
    /// What cuts the words of a query in place of the terms of the index: to measure what those are worth. Default: none.
    #[cfg(feature = "build")]
    pub lexicon: Option<Lexicon>,
}

impl SearchOptions {
    /// What cuts the words of a query.
    fn vocabulary<'v>(&'v self, index: &'v Index) -> &'v dyn Vocabulary {
        #[cfg(feature = "build")]
        if let Some(lexicon) = &self.lexicon {
            return lexicon;
        }
        index
    }
}

impl Default for SearchOptions {
    fn default() -> Self {
        SearchOptions {
            limit: 10,
            offset: 0,
            filter: Filter::default(),
            passages: 3,
            is_prefix: false,
            facets: false,
            pool: None,
            max_postings: None,
            #[cfg(feature = "build")]
            lexicon: None,
        }
    }
}

/// How a document was found; the earlier ones come first in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// Every clause stands in it as typed (after folding).
    Literal,
    /// Words of the query stand close together in it.
    Words,
    /// It names the thing otherwise: by a name that some document ties to the one typed, by the word of another
    /// region, by the same number written in another way, or by a word that goes on as typed.
    Alias,
    /// It has a word that is read as typed.
    Pinyin,
    /// It has a word one edit away.
    Edit,
}

impl Evidence {
    /// The stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Evidence::Literal => "literal",
            Evidence::Words => "words",
            Evidence::Alias => "alias",
            Evidence::Pinyin => "pinyin",
            Evidence::Edit => "edit",
        }
    }

    /// How a document is found that has none of the words, but this form.
    pub(crate) fn by(form: FormKind) -> Evidence {
        match form {
            FormKind::Alias | FormKind::Regional | FormKind::Number | FormKind::Completion => Evidence::Alias,
            FormKind::Pinyin => Evidence::Pinyin,
            FormKind::Edit => Evidence::Edit,
        }
    }
}

/// A document that answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Its ordinal; [`Index::info`] knows its title.
    pub document: u32,
    /// How well it answers: comparable inside one answer.
    pub score: f64,
    /// The parts of the score.
    pub parts: Parts,
    /// The share of the query's weight that stands close together in it, from 0 to 1.
    pub coverage: f64,
    /// How it was found.
    pub evidence: Evidence,
    /// Its best passages, best first; empty where only the title answers. Where the index stores no text, the stretch that
    /// answers best, with neither headings nor highlights.
    pub passages: Vec<HitPassage>,
    /// In how many of its passages something of the query stands, shown or not; where none are asked for, 0.
    pub num_passages: usize,
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchResult {
    /// How many documents answer, shown or not.
    pub total: usize,
    /// False where `total` is an estimate: a site index has not looked into the texts of all documents that may hold what
    /// was typed, nor counted those that merely share words with it, while others answer better.
    pub is_total_exact: bool,
    /// What the search cost: postings and characters read.
    pub took_steps: u64,
    /// The documents from `offset` on, best first.
    pub hits: Vec<Hit>,
    /// True when the input was too long and its end was left out.
    pub is_cut: bool,
    /// Counts over all documents that answer, where they were asked for.
    pub facets: Option<Facets>,
    /// Where nothing was found: how many documents answer but for what they must not hold. There are no other forms
    /// and near words then: what was typed is there.
    pub num_excluded: usize,
    /// Where nothing was found: what was looked for besides the input as typed.
    pub tried: Vec<Tried>,
    /// Where nothing was found: words of the index that are near to those of the input.
    pub nearest: Vec<String>,
}

/// Another form of the input, or of a part of it, that was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The form, folded.
    pub text: String,
    /// How it came about.
    pub kind: FormKind,
}

/// Answers `input`.
///
/// Whatever the input is, there is an answer; errors come from a damaged index only (`Corrupt`). The order does not
/// depend on `limit` and `offset`. Cost: linear in the postings of the words, and in the text of the documents that
/// are read again.
///
/// ```
/// # use duizhao::document::{Document, ReadOptions, Source};
/// # use duizhao::index::{Builder, BuilderOptions, Index};
/// use duizhao::query::{SearchOptions, search};
/// # let mut builder = Builder::new(BuilderOptions::default(), None);
/// # let text = "他在世界經(jīng)濟(jì)論壇上說(shuō)話。";
/// # let source = Source { name: "a.txt", text, ..Source::default() };
/// # builder.add(Document::read(&source, &ReadOptions::default())?)?;
/// # let index = Index::open(builder.finish()?)?;
/// let result = search(&index, "经济论坛", &SearchOptions::default())?;
/// let mark = result.hits[0].passages[0].highlights[0];
/// assert_eq!(mark.of(text), "經(jīng)濟(jì)論壇");
/// # Ok::<(), duizhao::Error>(())
/// ```
pub fn search(index: &Index, input: &str, options: &SearchOptions) -> Result<SearchResult> {
    let query = parse(input);
    let is_cut = query.is_cut;
    let mut answer = Answer::new(index, query.clone(), options)?;
    let mut total = answer.ranked.len();
    if index.is_waiting() || (options.facets && !index.has_documents()) {
        return Ok(SearchResult::default());
    }
    let facets = match options.facets {
        true => Some(facets(index, &answer)?),
        false => None,
    };
    let page: Vec<Ranked> =
        answer.ranked.drain(..).skip(options.offset).take(options.limit.min(MAX_LIMIT)).collect();
    let mut hits = Vec::with_capacity(page.len());
    let mut is_all_certain = answer.is_certain;
    for ranked in page {
        if !ranked.is_certain && !answer.holds_all(index, ranked.document)? {
            total -= 1;
            continue;
        }
        let hit = answer.hit(index, ranked, options.passages)?;
        // Of many documents only those of the page are read: somebody else may have said it.
        let is_said = |passage: &HitPassage| !passage.highlights.is_empty();
        let is_spoken = options.passages == 0 || !index.has_text() || hit.passages.iter().any(is_said);
        if !answer.filter.speakers.is_empty() && !is_spoken {
            total -= 1;
            continue;
        }
        hits.push(hit);
    }
    let num_excluded = if total == 0 { num_excluded(index, query, options)? } else { 0 };
    let is_nowhere = total == 0 && num_excluded == 0 && !index.is_waiting();
    let (tried, nearest) = if is_nowhere { answer.what_else(index) } else { Default::default() };
    let took_steps = answer.num_steps;
    // A page that has them all has looked into every one of them.
    is_all_certain |= options.offset == 0 && hits.len() == total;
    let is_total_exact = is_all_certain && !answer.leaves_out;
    Ok(SearchResult { total, is_total_exact, took_steps, hits, is_cut, facets, num_excluded, tried, nearest })
}

/// How many documents would answer if they might hold what they must not.
fn num_excluded(index: &Index, mut query: Query, options: &SearchOptions) -> Result<usize> {
    let num_clauses = query.clauses.len();
    query.clauses.retain(|clause| clause.kind != ClauseKind::Excluded);
    // Who leaves something out of nothing asked for nothing.
    if query.clauses.is_empty() || query.clauses.len() == num_clauses {
        return Ok(0);
    }
    Ok(Answer::new(index, query, options)?.ranked.len())
}

/// The ranked documents of an input, before passages are made.
pub(crate) struct Answer {
    pub(super) plan: Plan,
    filter: Filter,
    pool: Option<usize>,
    max_postings: Option<u64>,
    /// Whether all ranked documents are known to answer.
    is_certain: bool,
    /// Whether others that may answer were passed over.
    leaves_out: bool,
    /// How many documents the answer is made for: those of the page and all before it.
    num_wanted: usize,
    /// Whether those that hold the only clause as typed were ranked without being read.
    is_plain: bool,
    weights: Option<Weights>,
    pub ranked: Vec<Ranked>,
    pub num_steps: u64,
    /// The passages of all documents, scored, where they are few enough to be read whole.
    pub(super) said: SortedMap<u32, Vec<Scored>>,
}

impl Answer {
    pub(crate) fn new(index: &Index, query: Query, options: &SearchOptions) -> Result<Answer> {
        let mut filter = query.filter;
        let given = &options.filter;
        filter.titles.extend(given.titles.iter().map(|text| fold(text)));
        filter.sources.extend(given.sources.iter().map(|text| fold(text)));
        filter.speakers.extend(given.speakers.iter().map(|text| fold(text)));
        filter.documents.extend(given.documents.iter().cloned());
        filter.date = filter.date.or_else(|| given.date.clone());

        let plan = Plan::new(index, options.vocabulary(index), &query.clauses, options.is_prefix);
        let mut answer = Answer {
            plan,
            filter,
            pool: options.pool,
            max_postings: options.max_postings,
            is_certain: true,
            leaves_out: false,
            num_wanted: if options.facets {
                usize::MAX
            } else {
                options.offset.saturating_add(options.limit)
            },
            is_plain: false,
            weights: None,
            ranked: Vec::new(),
            num_steps: 0,
            said: SortedMap::new(),
        };
        let passing = answer.filter.passing(index)?;
        let passes = |document: u32| {
            passing.as_ref().is_none_or(|passing| passing.get(document as usize).copied().unwrap_or(false))
        };
        if answer.plan.asks_something() {
            let num_documents = index.documents().len() as u32;
            let few = (0..num_documents).filter(|&document| passes(document)).take(topic::MAX_DOCUMENTS + 1);
            let is_worth_it = passing.is_some() || num_documents as usize <= topic::MAX_DOCUMENTS;
            let few: Vec<u32> =
                if is_worth_it && answer.reads_few(index) { few.collect() } else { Vec::new() };
            answer.rank(index, &passes, if are_few(index, &few) { few } else { Vec::new() })?;
        } else if passing.is_some() {
            // Only conditions: all documents that meet them, in order.
            let all = (0..index.documents().len() as u32).filter(|&document| passes(document));
            answer.ranked = all.map(Ranked::of).collect();
        }
        Ok(answer)
    }

    /// What was looked for besides the input as typed, and which words of the index are near to it.
    fn what_else(&self, index: &Index) -> (Vec<Tried>, Vec<String>) {
        let tried = self.plan.forms.iter();
        let tried = tried.map(|form| Tried { text: form.literal.text.clone(), kind: form.kind }).collect();
        let missing = self.plan.words.iter().filter(|word| word.term.is_none() && word.is_telling);
        let clauses = self.plan.literals.iter().map(|(_, literal)| literal.text.as_str());
        (tried, nearest(index, clauses.chain(missing.map(|word| word.text.as_str()))))
    }

    /// Whether few documents are read whole: not where each has to be fetched, nor where the caller says how many.
    fn reads_few(&self, index: &Index) -> bool {
        index.has_text() && !index.is_site() && self.pool.is_none()
    }

    fn rank(&mut self, index: &Index, passes: &dyn Fn(u32) -> bool, mut few: Vec<u32>) -> Result<()> {
        let num_steps = &mut self.num_steps;
        let mut holdings = Holdings::of(index, &mut self.plan, num_steps)?;
        let plan = &self.plan;
        // Of a site, those that hold the only clause as typed are not read to be ranked: what stands there is the same in all.
        let is_plain = index.is_site()
            && self.pool.is_none()
            && matches!(plan.literals.as_slice(), [(kind, _)] if *kind != ClauseKind::Excluded);
        if !is_plain {
            holdings.look_up_forms(index, plan, num_steps)?;
        }
        let most = if index.is_site() { SITE_POSTINGS } else { u64::MAX };
        let first = first_step(index, plan, self.max_postings.unwrap_or(most), num_steps)?;
        few.retain(|&document| passes(document));
        if index.is_waiting() {
            return Ok(());
        }
        let (wanted, phrases) = (holdings.wanted, plan.phrases());
        let size = match self.pool {
            None if index.is_site() => PoolSize::of_site(),
            given => PoolSize::of(given.unwrap_or(POOL)),
        };
        let mut num_rounds = 0;
        let (literals, pool, whole, leaves_out) = loop {
            // Which clauses each document holds as typed.
            let (literals, excluded) = holdings.literals();
            let clauses_of = |document: u32| literals.get(&document).map_or(0, |(clauses, _)| *clauses);
            let passes = |document: u32| {
                passes(document)
                    && !excluded.has(document, false)
                    && clauses_of(document) & phrases == phrases
            };
            let mut pool = match few.is_empty() {
                true => first.best_documents(index, &size, passes),
                false => few.iter().copied().filter(|&document| passes(document)).collect(),
            };
            let whole: Vec<u32> = literals
                .iter()
                .filter(|(document, (clauses, _))| *clauses == wanted && passes(**document))
                .map(|(&document, _)| document)
                .collect();
            let is_page_full = is_plain && whole.len() > self.num_wanted;
            // Who says it otherwise is asked where the page is not full of what was typed.
            if !is_page_full && !holdings.look_up_forms(index, plan, num_steps)? {
                return Ok(());
            }
            let named = holdings.named().into_iter().filter(|&document| passes(document));
            // Those that hold everything as typed, and those that name it otherwise, are read again too, up to a limit.
            let best_first = first.best_of(index, whole.iter().copied().chain(named));
            let mut page: Vec<u32> = Vec::new();
            if is_plain {
                let is_whole = |document: &u32| whole.binary_search(document).is_ok();
                pool.retain(|document| !is_whole(document));
                page.extend(best_first.iter().filter(|&document| is_whole(document)).take(self.num_wanted));
                // Whether they hold it, their texts must tell.
                page.retain(|&document| !holdings.is_certain(document));
            }
            for &document in best_first.iter().take(size.max) {
                let is_read = !is_plain || whole.binary_search(&document).is_err();
                if is_read && !pool.contains(&document) && index.has_text() {
                    pool.push(document);
                }
            }
            let is_left = |document| {
                whole.binary_search(&document).is_err() && passes(document) && !pool.contains(&document)
            };
            let leaves_out = index.is_site()
                && (first.documents(index).any(is_left)
                    || best_first.iter().any(|&document| is_left(document))
                    || (is_page_full && !(pool.is_empty() && plan.forms.is_empty())));
            if is_page_full {
                pool.clear();
            }
            pool.append(&mut page);
            num_rounds += 1;
            if num_rounds > MAX_ROUNDS || !holdings.settle(index, plan, &pool, num_steps)? {
                let is_unread = |document: &u32| !pool.contains(document);
                let whole: Vec<u32> = whole
                    .into_iter()
                    .filter(|document| !is_unread(document) || !excluded.has(*document, true))
                    .collect();
                break (literals, pool, whole, leaves_out);
            }
        };
        if index.is_waiting() {
            return Ok(());
        }
        few.retain(|document| pool.contains(document));
        let named_otherwise = holdings.named_otherwise();
        self.is_plain = is_plain && !whole.is_empty();
        let mut ranked = match index.has_text() {
            true => {
                let mut read = |documents: &[u32]| {
                    second_step(index, plan, &first, documents, &literals, &named_otherwise, num_steps)
                };
                let mut pool = pool;
                if self.is_plain {
                    pool.retain(|document| whole.binary_search(document).is_err());
                }
                let pool = read(&pool)?;
                // What is shown of a document does not depend on whether more of them were read.
                self.weights = Some(if self.is_plain { read(&[])?.weights } else { pool.weights });
                pool.ranked
            }
            false => pool.into_iter().map(|document| first.scored(index, document)).collect(),
        };
        let mut is_ranked: Vec<u32> = ranked.iter().map(|ranked| ranked.document).collect();
        is_ranked.sort_unstable();
        let best_coverage = ranked.iter().map(|ranked| ranked.coverage);
        let best_coverage = best_coverage.fold(f64::from(u8::from(self.is_plain)), f64::max);
        // Whether a document says something on the query, or merely shares a word with it.
        let has_literal = self.is_plain || ranked.iter().any(|ranked| ranked.literals == wanted);
        let share =
            if has_literal && wanted.count_ones() == 1 { MIN_BESIDE_LITERAL } else { MIN_SHARE_OF_BEST };
        let least = f64::max(MIN_COVERAGE, share * best_coverage);
        let said = said(index, plan, &few, |speaker| self.filter.passes_speaker(speaker), num_steps)?;
        let best_said = said.iter().map(|said| said.best).fold(0.0, f64::max);
        let says = |ranked: &Ranked| match said.iter().find(|said| said.document == ranked.document) {
            // Who has none of the words says nothing that could be shown.
            None => {
                ranked.coverage >= MOSTLY.max(least) || (ranked.coverage >= least && ranked.can_be_shown())
            }
            Some(_) if !ranked.has_evidence || best_coverage < MIN_COVERAGE => false,
            Some(said) => ranked.coverage >= MOSTLY || said.best >= topic::MIN_SHARE * best_said,
        };
        // Who asks for a speaker is shown what that one says.
        let is_spoken = |ranked: &Ranked| match said.iter().find(|said| said.document == ranked.document) {
            Some(said) if !self.filter.speakers.is_empty() => {
                said.passages.iter().any(|passage| passage.answers(plan))
            }
            _ => true,
        };
        ranked.retain(|ranked| {
            is_spoken(ranked) && (ranked.literals == wanted || !index.has_text() || says(ranked))
        });
        self.said = said.into_iter().map(|said| (said.document, said.passages)).collect();
        for document in whole {
            if is_ranked.binary_search(&document).is_err() {
                let mut rest = first.scored(index, document);
                rest.literals = wanted;
                rest.is_certain = holdings.is_certain(document);
                if self.is_plain {
                    rest.has_all(plan);
                }
                ranked.push(rest);
            }
        }
        for ranked in &mut ranked {
            let unit = literals.get(&ranked.document).and_then(|(_, unit)| *unit);
            let text = index.documents().units(ranked.document);
            ranked.is_boilerplate_only = ranked.literals == wanted
                && unit.is_some_and(|unit| !text.contains(&unit))
                && ranked.coverage < least;
        }
        let tier = |ranked: &Ranked| (ranked.is_boilerplate_only, ranked.literals != wanted, ranked.only_by);
        order::sort_by(&mut ranked, |a, b| {
            tier(a)
                .cmp(&tier(b))
                .then(b.parts.sum().total_cmp(&a.parts.sum()))
                .then(a.document.cmp(&b.document))
        });
        for ranked in &mut ranked {
            // From here on: does it hold all of the query as typed?
            ranked.literals = u64::from(ranked.literals == wanted && wanted != 0);
        }
        self.is_certain = ranked.iter().all(|ranked| ranked.is_certain);
        self.leaves_out = leaves_out;
        self.ranked = ranked;
        Ok(())
    }

    /// Whether a document holds all clauses as typed, by its text.
    fn holds_all(&self, index: &Index, document: u32) -> Result<bool> {
        for (kind, literal) in &self.plan.literals {
            let is_held = literal.in_document(index, document, &mut 0)?.is_some();
            if !index.is_waiting() && is_held == (*kind == ClauseKind::Excluded) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The first unit of a document that holds the first clause as typed.
    fn first_unit(&self, index: &Index, document: u32) -> Result<Option<u32>> {
        let Some((_, literal)) = self.plan.literals.first() else { return Ok(None) };
        Ok(literal.in_document(index, document, &mut 0)?.and_then(|holding| holding.unit))
    }

    /// Makes a hit of a ranked document.
    pub(crate) fn hit(&self, index: &Index, ranked: Ranked, max_passages: usize) -> Result<Hit> {
        let evidence = match ranked.literals {
            0 => ranked.only_by.unwrap_or(Evidence::Words),
            _ => Evidence::Literal,
        };
        let is_of_all = max_passages == ALL_PASSAGES;
        let mut num_passages = 0;
        let mut passages = match &self.weights {
            _ if max_passages == 0 => Vec::new(),
            None => unread(index, &ranked).into_iter().collect(),
            Some(weights) => {
                let document = index.document(ranked.document)?;
                let all = index.passages(ranked.document, PASSAGE_CHARS)?;
                let mut with_boilerplate = ranked.is_boilerplate_only || is_of_all;
                if self.is_plain && ranked.literals != 0 {
                    let unit = self.first_unit(index, ranked.document)?;
                    with_boilerplate |=
                        unit.is_some_and(|unit| !index.documents().units(ranked.document).contains(&unit));
                }
                let mut scored = match self.said.get(&ranked.document) {
                    Some(said) if !with_boilerplate => said.clone(),
                    _ => {
                        let plan = &self.plan;
                        let mut reader = Reader::new(plan);
                        let mut scored =
                            read_passages(plan, &mut reader, &document, &all, with_boilerplate, |speaker| {
                                self.filter.passes_speaker(speaker)
                            });
                        score(plan, weights, &mut scored, |at| {
                            plan.words.get(at).map_or(0.0, |word| word.weight)
                        });
                        smooth(&mut scored);
                        scored
                    }
                };
                keep_phrases(&mut scored, self.plan.phrases());
                num_passages = keep_answers(&self.plan, &mut scored);
                shown(&self.plan, &document, &all, &best(scored, max_passages), is_of_all)
            }
        };
        let is_marked = |passage: &HitPassage| !passage.highlights.is_empty();
        // Who asks for one name is shown the other, not what stands around it; what a text says is shown where it says
        // it, not beside that.
        let is_by_form = matches!(evidence, Evidence::Alias | Evidence::Pinyin | Evidence::Edit);
        if is_by_form || passages.iter().any(is_marked) {
            passages.retain(is_marked);
        }
        let num_passages = num_passages.max(passages.len());
        Ok(Hit {
            document: ranked.document,
            score: ranked.parts.sum(),
            parts: ranked.parts,
            coverage: ranked.coverage,
            evidence,
            passages,
            num_passages,
        })
    }
}

/// Documents are chosen anew so many times at most, where their texts show that they do not hold what they might.
const MAX_ROUNDS: usize = 3;

/// The least share of a query's weight that must stand together in a document that is listed.
const MIN_COVERAGE: f64 = 0.15;
/// A document that has this share of it together says something on the query, whatever others say.
const MOSTLY: f64 = 0.5;
/// … and the least share of the best document's.
const MIN_SHARE_OF_BEST: f64 = 0.25;
/// … and the least share of it where a query of one clause stands in some document as typed: who gets what was asked
/// for has less use for what is merely like it.
const MIN_BESIDE_LITERAL: f64 = 0.45;
