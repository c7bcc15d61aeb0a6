//! The shapes of `www/lib/types.ts`, field by field. A change here is a change there.

use super::json::Json;
use super::utf16::Utf16;
use crate::compare::{
    ArticleRow, CompareOptions, Comparison, DifferenceKind, Keyness, Occurrence, ReasonKind, Relation,
    Statement, Unit,
};
use crate::document::{Document, Script};
use crate::index::DocumentInfo;
use crate::query::{FacetCount, HitPassage, Parts, SearchResult};
use crate::text::{Span, quantities};

/// A text with its offsets, which every shape that has spans needs.
pub(super) struct Offsets<'a> {
    pub text: &'a str,
    pub units: &'a Utf16,
}

impl Offsets<'_> {
    /// `[start, end]`.
    fn span(&self, json: &mut Json, span: Span) {
        let (start, end) = self.units.span(self.text, span);
        json.array([start, end], Json::count);
    }

    /// `start` and `end` as two fields of the object being written.
    fn start_end(&self, json: &mut Json, span: Span) {
        let (start, end) = self.units.span(self.text, span);
        json.field("start").count(start);
        json.field("end").count(end);
    }
}

/// `DocumentInfo`, from an index.
pub(super) fn info(json: &mut Json, info: &DocumentInfo) {
    json.object(|json| {
        json.field("id").string(info.id);
        json.field("name").string(info.name);
        json.field("title").string(info.title);
        json.field("date").string_or_null(info.date);
        json.field("url").string_or_null(info.url);
        json.field("source").string_or_null(info.source);
        json.field("author").string_or_null(info.author);
        json.field("language").string_or_null(language(info.script));
        json.field("script").string(info.script.as_str());
        json.field("numChars").count(info.num_chars);
    });
}

/// The fields of `DocumentInfo`, from a document at hand.
fn info_fields(json: &mut Json, document: &Document) {
    json.field("id").string(&document.id);
    json.field("name").string(&document.name);
    json.field("title").string(&document.title);
    json.field("date").string_or_null(document.date.as_deref());
    json.field("url").string_or_null(document.url.as_deref());
    json.field("source").string_or_null(document.source.as_deref());
    json.field("author").string_or_null(document.author.as_deref());
    json.field("language").string_or_null(language(document.script));
    json.field("script").string(document.script.as_str());
    json.field("numChars").count(document.folded().chars().count() as u64);
}

/// `DocumentInfo` of a document at hand.
pub(super) fn info_of(json: &mut Json, document: &Document) {
    json.object(|json| info_fields(json, document));
}

/// The tag that a page puts into `lang`, so that each script gets its own shapes.
fn language(script: Script) -> Option<&'static str> {
    match script {
        Script::Simplified => Some("zh-Hans"),
        Script::Traditional => Some("zh-Hant"),
        Script::Mixed => Some("zh"),
        Script::None => None,
    }
}

/// `Document`.
pub(super) fn document(json: &mut Json, document: &Document, units: &Utf16) {
    json.object(|json| document_fields(json, document, units));
}

fn document_fields(json: &mut Json, document: &Document, units: &Utf16) {
    let offsets = Offsets { text: &document.text, units };
    info_fields(json, document);
    json.field("text").string(&document.text);
    json.field("blocks").array(&document.blocks, |json, block| {
        json.object(|json| {
            json.field("kind").string(block.kind.as_str());
            json.field("level").count(block.level);
            match block.speaker {
                Some(speaker) => json.field("speaker").count(speaker),
                None => json.field("speaker").null(),
            }
            json.field("isBoilerplate").boolean(block.is_boilerplate);
            offsets.start_end(json, block.source);
        });
    });
    json.field("removed").array(&document.normalized.removed, |json, removal| {
        json.object(|json| {
            json.field("kind").string(removal.kind.as_str());
            offsets.start_end(json, removal.span);
        });
    });
    json.field("aliases").array(&document.aliases, |json, alias| {
        json.object(|json| {
            json.field("left").string(&alias.left);
            json.field("right").string(&alias.right);
            offsets.start_end(json, document.source_span(alias.span));
        });
    });
    json.field("speakers").array(&document.speakers, |json, speaker| json.string(speaker));
    json.field("quantities").array(quantities(document.folded()), |json, quantity| {
        json.object(|json| {
            json.field("kind").string(quantity.kind.as_str());
            json.field("low").number(quantity.low);
            json.field("high").number(quantity.high);
            json.field("unit").string(&quantity.unit);
            offsets.start_end(json, document.source_span(quantity.span));
        });
    });
}

/// `HitPassage`.
pub(super) fn passage(json: &mut Json, passage: &HitPassage, offsets: &Offsets) {
    json.object(|json| {
        json.field("text").string(passage.span.of(offsets.text));
        offsets.start_end(json, passage.span);
        json.field("score").number(passage.score);
        json.field("heading").string(&passage.headings.join(" › "));
        json.field("anchor").string_or_null(passage.anchor.as_deref());
        json.field("speaker").string_or_null(passage.speaker.as_deref());
        json.field("highlights").array(&passage.highlights, |json, span| offsets.span(json, *span));
    });
}

/// The fields of `SearchResult` that are there only where they were asked for, or where nothing was found.
pub(super) fn what_else(json: &mut Json, found: &SearchResult) {
    if let Some(facets) = &found.facets {
        json.field("facets").object(|json| {
            for (name, counts) in
                [("sources", &facets.sources), ("speakers", &facets.speakers), ("years", &facets.years)]
            {
                json.field(name).array(counts, |json, FacetCount { value, num_documents }| {
                    json.object(|json| {
                        json.field("value").string(value);
                        json.field("numDocuments").count(*num_documents);
                    });
                });
            }
        });
    }
    json.field("tried").array(&found.tried, |json, tried| {
        json.object(|json| {
            json.field("text").string(&tried.text);
            json.field("kind").string(tried.kind.as_str());
        });
    });
    json.field("nearest").array(&found.nearest, |json, text| json.string(text));
}

/// `ScorePart[]`.
pub(super) fn parts(json: &mut Json, parts: &Parts) {
    let named = [
        ("words", parts.words),
        ("title", parts.title),
        ("window", parts.window),
        ("pairs", parts.pairs),
        ("characters", parts.characters),
        ("literal", parts.literal),
    ];
    json.array(named, |json, (name, value)| {
        json.object(|json| {
            json.field("name").string(name);
            json.field("value").number(value);
        });
    });
}

/// `Comparison`, with what the reader has set, so that it can be run again from what was saved. `articles` is empty
/// unless articles were compared.
pub(super) fn comparison(
    json: &mut Json,
    (left, right): (&Document, &Document),
    (found, articles): (&Comparison, &[ArticleRow]),
    options: &CompareOptions,
) {
    let (left_units, right_units) = (Utf16::new(&left.text), Utf16::new(&right.text));
    let on_left = Offsets { text: &left.text, units: &left_units };
    let on_right = Offsets { text: &right.text, units: &right_units };
    json.object(|json| {
        info_of(json.field("left"), left);
        info_of(json.field("right"), right);
        json.field("pairs").array(&found.pairs, |json, pair| {
            json.object(|json| {
                on_left.span(json.field("left"), pair.left);
                on_right.span(json.field("right"), pair.right);
                json.field("relation").string(relation(pair.relation));
                json.field("isMoved").boolean(pair.is_moved);
                json.field("isPinned").boolean(pair.is_pinned);
                json.field("score").number(pair.score);
                json.field("reasons").array(&pair.reasons, |json, reason| {
                    json.object(|json| {
                        json.field("kind").string(reason_kind(reason.kind));
                        json.field("text").string(&reason.text);
                        json.field("weight").number(reason.weight);
                    });
                });
                json.field("differences").array(&pair.differences, |json, difference| {
                    json.object(|json| {
                        json.field("kind").string(difference_kind(difference.kind));
                        on_left.span(json.field("left"), difference.left);
                        on_right.span(json.field("right"), difference.right);
                    });
                });
            });
        });
        json.field("onlyLeft").array(&found.only_left, |json, span| on_left.span(json, *span));
        json.field("onlyRight").array(&found.only_right, |json, span| on_right.span(json, *span));
        json.field("coverage").object(|json| {
            json.field("left").number(found.coverage.left);
            json.field("right").number(found.coverage.right);
        });
        json.field("unit").string(match options.unit {
            Unit::Sentence => "sentence",
            Unit::Passage => "passage",
            Unit::Article => "article",
        });
        json.field("minScore").number(options.min_score);
        for (name, links) in [("pinned", &options.pinned), ("rejected", &options.rejected)] {
            json.field(name).array(links, |json, (left, right)| {
                json.object(|json| {
                    on_left.span(json.field("left"), *left);
                    on_right.span(json.field("right"), *right);
                });
            });
        }
        json.field("articles").array(articles, |json, row| {
            json.object(|json| {
                for (name, article, offsets) in
                    [("left", &row.left, &on_left), ("right", &row.right, &on_right)]
                {
                    json.field(name);
                    match article {
                        None => json.null(),
                        Some(article) => json.object(|json| {
                            json.field("label").string_or_null(article.label.as_deref());
                            offsets.start_end(json, article.span);
                        }),
                    }
                }
                json.field("change").string(row.change.as_str());
                json.field("isMoved").boolean(row.is_moved);
                json.field("pair");
                match row.pair {
                    Some(pair) => json.count(pair as u64),
                    None => json.null(),
                }
            });
        });
    });
}

/// `Statement`. `sides` are the documents that were asked, with their offsets.
pub(super) fn statement(json: &mut Json, statement: &Statement, sides: &[(&Document, &Utf16)]) {
    let side = |document: usize| {
        sides.get(document).map(|(document, units)| (*document, Offsets { text: &document.text, units }))
    };
    let span = |json: &mut Json, occurrence: usize, span: Span| {
        let document = statement.occurrences.get(occurrence).map(|occurrence| occurrence.document);
        match document.and_then(side) {
            Some((_, offsets)) => offsets.span(json, span),
            None => json.null(), // the core's ordinals are of these lists
        }
    };
    json.object(|json| {
        json.field("score").number(statement.score);
        json.field("numDocuments").count(statement.num_documents as u64);
        json.field("occurrences").array(&statement.occurrences, |json, occurrence| {
            if let Some((document, offsets)) = side(occurrence.document) {
                self::occurrence(json, occurrence, document, &offsets);
            }
        });
        json.field("changes").array(&statement.changes, |json, change| {
            json.object(|json| {
                json.field("kind").string(difference_kind(change.kind));
                json.field("from").count(change.from as u64);
                json.field("to").count(change.to as u64);
                span(json.field("left"), change.from, change.left);
                span(json.field("right"), change.to, change.right);
            });
        });
    });
}

/// `Occurrence`.
fn occurrence(json: &mut Json, occurrence: &Occurrence, document: &Document, offsets: &Offsets) {
    let block = document.blocks.partition_point(|block| block.source.end <= occurrence.span.start);
    let headings: Vec<String> = document
        .heading_path(block)
        .iter()
        .filter_map(|at| document.blocks.get(*at))
        .map(|heading| document.clean_source(heading.folded))
        .collect();
    let speaker = document
        .blocks
        .get(block)
        .and_then(|block| block.speaker)
        .and_then(|speaker| document.speakers.get(usize::from(speaker)));
    json.object(|json| {
        info_of(json.field("document"), document);
        json.field("text").string(occurrence.span.of(&document.text));
        offsets.start_end(json, occurrence.span);
        json.field("heading").string(&headings.join(" › "));
        json.field("speaker").string_or_null(speaker.map(String::as_str));
    });
}

/// The fields of a `KeynessColumn` after its document.
pub(super) fn keyness_fields(json: &mut Json, found: &Keyness) {
    json.field("numPlaces").count(found.num_places);
    json.field("terms").array(&found.terms, |json, term| {
        json.object(|json| {
            json.field("term").string(&term.term);
            json.field("count").count(term.count);
            json.field("countElsewhere").count(term.count_elsewhere);
            json.field("logLikelihood").number(term.log_likelihood);
        });
    });
}

fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Same => "same",
        Relation::Reworded => "reworded",
        Relation::Related => "related",
    }
}

fn reason_kind(kind: ReasonKind) -> &'static str {
    match kind {
        ReasonKind::Term => "term",
        ReasonKind::Number => "number",
        ReasonKind::Name => "name",
    }
}

fn difference_kind(kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Number => "number",
        DifferenceKind::Date => "date",
        DifferenceKind::Name => "name",
        DifferenceKind::Negation => "negation",
        DifferenceKind::Hedge => "hedge",
        DifferenceKind::Speaker => "speaker",
        DifferenceKind::Wording => "wording",
    }
}
