//! The document table: what is known of each document without its text.
//!
//! Useful for listing, filtering by date, source or speaker, and for the lengths that ranking needs; not useful
//! for showing a passage: the text is in the store.

use crate::Result;
use crate::document::{Script, Source, TextType};
use crate::format::{ByteReader, ByteWriter, StringColumn, pack, unpack};
use crate::index::length::level_of;
use crate::index::unit::MAX_UNITS;
use crate::index::unit_spans::{self, UnitSpan};
use crate::text::PinyinNoise;
#[cfg(target_arch = "wasm32")]
use crate::text::Span;

const SECTION: &str = "DOCS";

/// The longest table, unpacked.
const MAX_TABLE_BYTES: u64 = 1 << 30;

/// What the index knows of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentInfo<'i> {
    /// The place in the order of adding, from 0.
    pub ordinal: u32,
    /// The id it was added under.
    pub id: &'i str,
    /// The file name or the like.
    pub name: &'i str,
    /// The title, or "" where none was found.
    pub title: &'i str,
    /// The date, ISO, maybe partial: `2025-01-20`, `2025-01` or `2025`.
    pub date: Option<&'i str>,
    /// Where it came from.
    pub url: Option<&'i str>,
    /// Who published it.
    pub source: Option<&'i str>,
    /// Who wrote it.
    pub author: Option<&'i str>,
    /// The script of its text.
    pub script: Script,
    /// The length of its folded text in characters.
    pub num_chars: u32,
}

/// What the builder keeps of a document besides its text and terms.
#[derive(Clone, Debug)]
pub(crate) struct DocumentRecord {
    pub id: String,
    pub name: String,
    pub title: String,
    pub date: Option<String>,
    pub url: Option<String>,
    pub source: Option<String>,
    pub author: Option<String>,
    pub text_type: TextType,
    pub pinyin: PinyinNoise,
    pub script: Script,
    pub num_chars: u32,
    pub len_bytes: u32,
    pub speakers: Vec<String>,
    /// The number of body tokens of each unit.
    pub unit_tokens: Vec<u32>,
    /// How many of the units, the last ones, are boilerplate.
    pub num_boilerplate: u32,
    /// The number of title tokens.
    pub title_tokens: u32,
    /// What of all this was given; `None` where that is not known.
    pub given: Option<Given>,
    pub content_hash: Option<u64>,
}

impl DocumentRecord {
    pub(super) fn info(&self, ordinal: u32) -> DocumentInfo<'_> {
        fn some(text: &Option<String>) -> Option<&str> {
            text.as_deref().filter(|text| !text.is_empty())
        }
        DocumentInfo {
            ordinal,
            id: &self.id,
            name: &self.name,
            title: &self.title,
            date: some(&self.date),
            url: some(&self.url),
            source: some(&self.source),
            author: some(&self.author),
            script: self.script,
            num_chars: self.num_chars,
        }
    }
}

/// Which fields of a source were given and not left to be read from its text: title, address, date, publisher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Given(u8);

impl Given {
    pub(super) fn of(source: &Source<'_>) -> Given {
        let fields = [source.title, source.url, source.date, source.source];
        Given(fields.iter().rev().fold(0, |bits, field| bits << 1 | u8::from(field.is_some())))
    }

    /// As a byte; 0 for what is not known.
    fn code(given: Option<Given>) -> u8 {
        given.map_or(0, |given| given.0 + 1)
    }

    fn from_code(code: u8) -> Option<Given> {
        code.checked_sub(1).map(Given)
    }
}

/// The table, open.
#[derive(Debug, Default)]
pub struct DocumentTable {
    ids: StringColumn,
    names: StringColumn,
    titles: StringColumn,
    dates: StringColumn,
    urls: StringColumn,
    sources: StringColumn,
    authors: StringColumn,
    speakers: StringColumn,
    /// Where the speakers of each document end in `speakers`.
    speaker_ends: Vec<u32>,
    types: Vec<u8>,
    num_chars: Vec<u32>,
    /// Where each text ends when all texts are laid end to end.
    text_ends: Vec<u64>,
    /// Where the units of each document end.
    unit_ends: Vec<u32>,
    unit_documents: Vec<u32>,
    unit_tokens: Vec<u32>,
    title_tokens: Vec<u32>,
    num_boilerplate: Vec<u32>,
    unit_levels: Vec<u8>,
    title_levels: Vec<u8>,
    mean_unit: f64,
    mean_title: f64,
    given: Vec<u8>,
    /// Where each unit stands in its source, if the index tells: one that stores no text does.
    unit_spans: Vec<UnitSpan>,
}

const PINYIN: [PinyinNoise; 3] = [PinyinNoise::Auto, PinyinNoise::Keep, PinyinNoise::Remove];
const TEXT_TYPES: [TextType; 2] = [TextType::Text, TextType::Markdown];
const SCRIPTS: [Script; 4] = [Script::Simplified, Script::Traditional, Script::Mixed, Script::None];

impl DocumentInfo<'_> {
    /// In the place of a document of which nothing is known yet.
    pub(crate) fn unknown(ordinal: u32) -> Self {
        DocumentInfo {
            ordinal,
            id: "",
            name: "",
            title: "",
            date: None,
            url: None,
            source: None,
            author: None,
            script: Script::None,
            num_chars: 0,
        }
    }
}

impl DocumentTable {
    pub(crate) fn encode<'r>(records: impl Iterator<Item = &'r DocumentRecord> + Clone) -> Vec<u8> {
        let records: Vec<&DocumentRecord> = records.collect();
        let records = records.as_slice();
        let mut writer = ByteWriter::new();
        writer.varint(records.len() as u64);
        // An id is often the name: then the column holds nothing.
        writer.column(records.iter().map(|record| record.name.as_str()));
        writer.column(
            records.iter().map(|record| if record.id == record.name { "" } else { record.id.as_str() }),
        );
        writer.column(records.iter().map(|record| record.title.as_str()));
        for field in [
            |record: &'r DocumentRecord| record.date.as_deref(),
            |record: &'r DocumentRecord| record.url.as_deref(),
            |record: &'r DocumentRecord| record.source.as_deref(),
            |record: &'r DocumentRecord| record.author.as_deref(),
        ] {
            writer.column(records.iter().map(|record| field(record).unwrap_or_default()));
        }
        writer.column(records.iter().flat_map(|record| record.speakers.iter().map(String::as_str)));
        for record in records {
            let text_type = TEXT_TYPES.iter().position(|&known| known == record.text_type).unwrap_or(0) as u8;
            let script = SCRIPTS.iter().position(|&known| known == record.script).unwrap_or(0) as u8;
            let pinyin = PINYIN.iter().position(|&known| known == record.pinyin).unwrap_or(0) as u8;
            writer.byte(text_type | pinyin << 2 | script << 4);
        }
        for record in records {
            writer.byte(Given::code(record.given));
        }
        for number in [
            |record: &DocumentRecord| record.speakers.len() as u32,
            |record: &DocumentRecord| record.num_chars,
            |record: &DocumentRecord| record.len_bytes,
            |record: &DocumentRecord| record.title_tokens,
            |record: &DocumentRecord| record.num_boilerplate,
            |record: &DocumentRecord| record.unit_tokens.len() as u32,
        ] {
            for record in records {
                writer.varint(u64::from(number(record)));
            }
        }
        for record in records {
            for &tokens in &record.unit_tokens {
                writer.varint(u64::from(tokens));
            }
        }
        pack(&writer.finish())
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<DocumentTable> {
        let plain = unpack(bytes, MAX_TABLE_BYTES, SECTION)?;
        let mut reader = ByteReader::new(&plain, SECTION);
        let len = reader.number(plain.len() as u64, "a number of documents")? as usize;
        let mut columns = Vec::with_capacity(7);
        for _ in 0..7 {
            let column = reader.column()?;
            if column.len() != len {
                return Err(reader.corrupt(&format!("a column has {} values, expected {len}", column.len())));
            }
            columns.push(column);
        }
        let mut columns = columns.into_iter();
        let mut next = || columns.next().unwrap_or_default();
        let (names, ids, titles) = (next(), next(), next());
        let (dates, urls, sources, authors) = (next(), next(), next(), next());
        let speakers = reader.column()?;
        let types = reader.raw(len)?.to_vec();
        let given = reader.raw(len)?.to_vec();
        let mut numbers = |max: u64| -> Result<Vec<u32>> {
            (0..len).map(|_| Ok(reader.number(max, "a number")? as u32)).collect()
        };
        let speaker_counts = numbers(speakers.len() as u64)?;
        let num_chars = numbers(u64::from(u32::MAX))?;
        let text_lengths = numbers(u64::from(u32::MAX))?;
        let title_tokens = numbers(u64::from(u32::MAX))?;
        let num_boilerplate = numbers(u64::from(MAX_UNITS))?;
        let unit_counts = numbers(u64::from(MAX_UNITS))?;
        let speaker_ends = sums(&speaker_counts);
        let unit_sums = sums(&unit_counts);
        let num_units = unit_sums.last().copied().unwrap_or(0);
        if speaker_ends.last().copied().unwrap_or(0) != speakers.len() as u64
            || num_units > reader.num_left() as u64
        {
            return Err(reader.corrupt("the columns do not fit each other"));
        }
        let mut unit_tokens = Vec::with_capacity(num_units as usize);
        for _ in 0..num_units {
            unit_tokens.push(reader.number(u64::from(u32::MAX), "a number of tokens")? as u32);
        }
        let unit_documents = documents_of_units(&unit_counts);
        reader.finish()?;
        Ok(DocumentTable {
            ids,
            names,
            titles,
            dates,
            urls,
            sources,
            authors,
            speakers,
            speaker_ends: speaker_ends.iter().map(|&end| end as u32).collect(),
            types,
            num_chars,
            text_ends: sums(&text_lengths),
            unit_ends: unit_sums.iter().map(|&end| end as u32).collect(),
            unit_documents,
            unit_levels: unit_tokens.iter().map(|&length| level_of(length)).collect(),
            title_levels: title_tokens.iter().map(|&length| level_of(length)).collect(),
            mean_unit: mean(&unit_tokens),
            mean_title: mean(&title_tokens),
            unit_tokens,
            title_tokens,
            num_boilerplate,
            given,
            unit_spans: Vec::new(),
        })
    }

    /// Whether a document was added as `source` would be, but for the text.
    pub(super) fn is_given_as(&self, ordinal: u32, source: &Source<'_>, pinyin: PinyinNoise) -> bool {
        let code = self.given.get(ordinal as usize).copied().unwrap_or(0);
        let (Some(given), Some(info)) = (Given::from_code(code), self.info(ordinal)) else { return false };
        let is_same = |given: Option<&str>, found: Option<&str>| {
            given.is_none_or(|given| given == found.unwrap_or_default())
        };
        given == Given::of(source)
            && info.name == source.name
            && info.id == source.id.unwrap_or(source.name)
            && self.text_type(ordinal) == source.text_type
            && self.pinyin(ordinal) == pinyin
            && is_same(source.title, Some(info.title))
            && is_same(source.url, info.url)
            && is_same(source.date, info.date)
            && is_same(source.source, info.source)
    }

    /// A table that knows only which units each document has, and how long they are on average.
    pub(crate) fn of_units(
        num_units: &[u32],
        num_boilerplate: &[u32],
        mean_unit: f64,
        mean_title: f64,
    ) -> DocumentTable {
        DocumentTable {
            unit_ends: sums(num_units).iter().map(|&end| end as u32).collect(),
            unit_documents: documents_of_units(num_units),
            num_boilerplate: num_boilerplate.to_vec(),
            mean_unit,
            mean_title,
            ..DocumentTable::default()
        }
    }

    /// One table of several, whose documents follow each other.
    pub(crate) fn joined<'t>(parts: impl Iterator<Item = &'t DocumentTable>) -> DocumentTable {
        let mut joined = DocumentTable::default();
        let mut num_units: Vec<u32> = Vec::new();
        for part in parts {
            for (column, more) in [
                (&mut joined.ids, &part.ids),
                (&mut joined.names, &part.names),
                (&mut joined.titles, &part.titles),
                (&mut joined.dates, &part.dates),
                (&mut joined.urls, &part.urls),
                (&mut joined.sources, &part.sources),
                (&mut joined.authors, &part.authors),
            ] {
                more.iter().for_each(|string| column.push(string));
            }
            let num_speakers = joined.speakers.len() as u32;
            part.speakers.iter().for_each(|string| joined.speakers.push(string));
            joined.speaker_ends.extend(part.speaker_ends.iter().map(|end| num_speakers + end));
            joined.types.extend_from_slice(&part.types);
            joined.num_chars.extend_from_slice(&part.num_chars);
            let num_bytes = joined.text_ends.last().copied().unwrap_or(0);
            joined.text_ends.extend(part.text_ends.iter().map(|end| num_bytes + end));
            num_units.extend((0..part.len() as u32).map(|place| part.all_units(place).len() as u32));
            joined.unit_tokens.extend_from_slice(&part.unit_tokens);
            joined.title_tokens.extend_from_slice(&part.title_tokens);
            joined.num_boilerplate.extend_from_slice(&part.num_boilerplate);
            joined.unit_levels.extend_from_slice(&part.unit_levels);
            joined.title_levels.extend_from_slice(&part.title_levels);
        }
        joined.unit_ends = sums(&num_units).iter().map(|&end| end as u32).collect();
        joined.unit_documents = documents_of_units(&num_units);
        joined.mean_unit = mean(&joined.unit_tokens);
        joined.mean_title = mean(&joined.title_tokens);
        joined
    }

    /// What the builder knew of a document.
    pub(crate) fn record(&self, ordinal: u32) -> Option<DocumentRecord> {
        let info = self.info(ordinal)?;
        let (first, end) = span_of(&self.unit_ends, ordinal);
        let range = self.text_range(ordinal);
        Some(DocumentRecord {
            id: info.id.to_owned(),
            name: info.name.to_owned(),
            title: info.title.to_owned(),
            date: info.date.map(str::to_owned),
            url: info.url.map(str::to_owned),
            source: info.source.map(str::to_owned),
            author: info.author.map(str::to_owned),
            text_type: self.text_type(ordinal),
            pinyin: self.pinyin(ordinal),
            script: info.script,
            num_chars: info.num_chars,
            len_bytes: (range.end - range.start) as u32,
            speakers: self.speakers(ordinal).map(str::to_owned).collect(),
            unit_tokens: self.unit_tokens.get(first as usize..end as usize).unwrap_or(&[]).to_vec(),
            num_boilerplate: self.num_boilerplate.get(ordinal as usize).copied().unwrap_or(0),
            title_tokens: self.title_tokens.get(ordinal as usize).copied().unwrap_or(0),
            given: self.given.get(ordinal as usize).copied().and_then(Given::from_code),
            content_hash: None,
        })
    }

    /// How many tokens all units, and all titles, have.
    pub(crate) fn num_tokens(&self) -> (u64, u64) {
        let sum = |lengths: &[u32]| lengths.iter().map(|&length| u64::from(length)).sum();
        (sum(&self.unit_tokens), sum(&self.title_tokens))
    }

    /// Gives the number of documents.
    pub fn len(&self) -> usize {
        self.unit_ends.len()
    }

    /// True when there is no document.
    pub fn is_empty(&self) -> bool {
        self.unit_ends.is_empty()
    }

    /// Gives the number of units of all documents.
    pub fn num_units(&self) -> u32 {
        self.unit_documents.len() as u32
    }

    /// Gives what is known of document `ordinal`.
    pub fn info(&self, ordinal: u32) -> Option<DocumentInfo<'_>> {
        let at = ordinal as usize;
        self.types.get(at)?;
        let some = |text| Some(text).filter(|text: &&str| !text.is_empty());
        Some(DocumentInfo {
            ordinal,
            id: some(self.ids.at(at)).unwrap_or(self.names.at(at)),
            name: self.names.at(at),
            title: self.titles.at(at),
            date: some(self.dates.at(at)),
            url: some(self.urls.at(at)),
            source: some(self.sources.at(at)),
            author: some(self.authors.at(at)),
            script: self.script(ordinal),
            num_chars: self.num_chars.get(at).copied().unwrap_or(0),
        })
    }

    /// Visits all documents in order.
    pub fn iter(&self) -> impl Iterator<Item = DocumentInfo<'_>> {
        (0..self.len() as u32).filter_map(|ordinal| self.info(ordinal))
    }

    /// Gives the names of those who speak in a document, in order of appearance.
    pub fn speakers(&self, ordinal: u32) -> impl Iterator<Item = &str> {
        let (start, end) = span_of(&self.speaker_ends, ordinal);
        (start..end).map(|at| self.speakers.at(at as usize))
    }

    fn script(&self, ordinal: u32) -> Script {
        let types = self.types.get(ordinal as usize).copied().unwrap_or(0);
        SCRIPTS.get(usize::from(types >> 4)).copied().unwrap_or(Script::None)
    }

    pub(crate) fn text_type(&self, ordinal: u32) -> TextType {
        let types = self.types.get(ordinal as usize).copied().unwrap_or(0);
        TEXT_TYPES.get(usize::from(types & 3)).copied().unwrap_or(TextType::Text)
    }

    pub(crate) fn pinyin(&self, ordinal: u32) -> PinyinNoise {
        let types = self.types.get(ordinal as usize).copied().unwrap_or(0);
        PINYIN.get(usize::from(types >> 2 & 3)).copied().unwrap_or_default()
    }

    /// Where the text of a document lies when all texts are laid end to end, in bytes.
    pub(crate) fn text_range(&self, ordinal: u32) -> std::ops::Range<u64> {
        let at = ordinal as usize;
        let start = at.checked_sub(1).and_then(|previous| self.text_ends.get(previous)).copied().unwrap_or(0);
        start..self.text_ends.get(at).copied().unwrap_or(start)
    }

    /// The units of a document that are text, as a range of ordinals.
    pub(crate) fn units(&self, ordinal: u32) -> std::ops::Range<u32> {
        let all = self.all_units(ordinal);
        let num_boilerplate = self.num_boilerplate.get(ordinal as usize).copied().unwrap_or(0);
        all.start..all.end.saturating_sub(num_boilerplate).max(all.start)
    }

    /// All units of a document, boilerplate last.
    pub(crate) fn all_units(&self, ordinal: u32) -> std::ops::Range<u32> {
        let (start, end) = span_of(&self.unit_ends, ordinal);
        start..end
    }

    /// Takes the places of all units from their section.
    ///
    /// Errors: `Corrupt`. Cost: linear in the units.
    pub(super) fn place_units(&mut self, bytes: &[u8]) -> Result<()> {
        let units_of = (0..self.len() as u32).map(|document| self.all_units(document).len());
        self.unit_spans = unit_spans::decode(bytes, self.num_units() as usize, units_of)?;
        Ok(())
    }

    /// Where a unit stands in its source, if the index tells.
    pub(crate) fn unit_span(&self, unit: u32) -> Option<UnitSpan> {
        self.unit_spans.get(unit as usize).copied()
    }

    /// The span in UTF-16 units of the unit of a document that has this one in bytes.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn utf16_of(&self, ordinal: u32, bytes: Span) -> Option<Span> {
        let spans = self.all_units(ordinal).filter_map(|unit| self.unit_span(unit));
        spans.filter(|span| span.bytes == bytes).map(|span| span.utf16).next()
    }

    /// The document that a unit is part of.
    pub(crate) fn document_of(&self, unit: u32) -> u32 {
        self.unit_documents.get(unit as usize).copied().unwrap_or(0)
    }

    /// The numbers of body tokens, by unit.
    pub(crate) fn unit_tokens(&self) -> &[u32] {
        &self.unit_tokens
    }

    /// The lengths of units, as levels.
    pub(crate) fn unit_levels(&self) -> &[u8] {
        &self.unit_levels
    }

    /// The lengths of titles, as levels.
    pub(crate) fn title_levels(&self) -> &[u8] {
        &self.title_levels
    }

    /// How many tokens a unit and a title have on average, at least 1.
    pub(crate) fn mean_lengths(&self) -> (f64, f64) {
        (self.mean_unit, self.mean_title)
    }
}

/// The document of each unit.
fn documents_of_units(num_units: &[u32]) -> Vec<u32> {
    let by_document = (0u32..).zip(num_units);
    by_document.flat_map(|(document, &num)| std::iter::repeat_n(document, num as usize)).collect()
}

fn mean(lengths: &[u32]) -> f64 {
    let sum: u64 = lengths.iter().map(|&length| u64::from(length)).sum();
    (sum as f64 / lengths.len().max(1) as f64).max(1.0)
}

fn sums(counts: &[u32]) -> Vec<u64> {
    let mut sum = 0u64;
    counts
        .iter()
        .map(|&count| {
            sum += u64::from(count);
            sum
        })
        .collect()
}

fn span_of(ends: &[u32], ordinal: u32) -> (u32, u32) {
    let at = ordinal as usize;
    let start = at.checked_sub(1).and_then(|previous| ends.get(previous)).copied().unwrap_or(0);
    (start, ends.get(at).copied().unwrap_or(start))
}
