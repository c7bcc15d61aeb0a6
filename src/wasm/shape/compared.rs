//! Shapes of what texts have in common.

use super::{Offsets, info_of};
use crate::compare::{
    ArticleRow, CompareOptions, Comparison, DifferenceKind, Keyness, Occurrence, ReasonKind, Relation,
    Statement, Unit,
};
use crate::document::Document;
use crate::text::Span;
use crate::wasm::json::Json;
use crate::wasm::utf16::Utf16;

/// `Comparison`, with what the reader has set, so that it can be run again from what was saved. `articles` is empty
/// unless articles were compared.
pub(in crate::wasm) fn comparison(
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
pub(in crate::wasm) fn statement(json: &mut Json, statement: &Statement, sides: &[(&Document, &Utf16)]) {
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
pub(in crate::wasm) fn keyness_fields(json: &mut Json, found: &Keyness) {
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
