//! What JavaScript hands in: plain objects in the shapes of `www/lib/engine.ts`, whose types `www/lib/checks.ts` has
//! checked. A field that is missing, `undefined` or `null` keeps its default; one of another type is refused.

use super::thrown;
use crate::{Error, ErrorKind};
use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Reads an object; nothing at all is an object without fields.
pub(super) fn read<T: Given>(given: &JsValue) -> Result<T, JsValue> {
    T::from_fields(&Fields(given))
}

/// What can be read from an object.
pub(super) trait Given: Sized {
    fn from_fields(fields: &Fields) -> Result<Self, JsValue>;
}

/// An object, asked field by field.
pub(super) struct Fields<'a>(&'a JsValue);

impl Fields<'_> {
    /// The value of a field; `None` where it is missing, `undefined` or `null`.
    fn value(&self, name: &str) -> Result<Option<JsValue>, JsValue> {
        if self.0.is_undefined() || self.0.is_null() {
            return Ok(None);
        }
        let value = Reflect::get(self.0, &JsValue::from_str(name)).map_err(|_| wrong(name, "an object"))?;
        Ok(if value.is_undefined() || value.is_null() { None } else { Some(value) })
    }

    fn string(&self, name: &str) -> Result<Option<String>, JsValue> {
        self.value(name)?.map(|value| string(&value, name)).transpose()
    }

    fn boolean(&self, name: &str) -> Result<Option<bool>, JsValue> {
        self.value(name)?.map(|value| value.as_bool().ok_or_else(|| wrong(name, "true or false"))).transpose()
    }

    fn number(&self, name: &str) -> Result<Option<f64>, JsValue> {
        self.value(name)?.map(|value| number(&value, name)).transpose()
    }

    /// A number, or `"all"`, which is more than any.
    fn number_or_all(&self, name: &str) -> Result<Option<f64>, JsValue> {
        let all = |value: &JsValue| value.as_string().filter(|word| word == "all").map(|_| f64::INFINITY);
        self.value(name)?.map(|value| all(&value).map_or_else(|| number(&value, name), Ok)).transpose()
    }

    fn list<T>(
        &self,
        name: &str,
        mut item: impl FnMut(&JsValue, &str) -> Result<T, JsValue>,
    ) -> Result<Option<Vec<T>>, JsValue> {
        let Some(value) = self.value(name)? else { return Ok(None) };
        let list = array(&value, name)?;
        (0..list.length()).map(|at| item(&list.get(at), name)).collect::<Result<Vec<T>, JsValue>>().map(Some)
    }

    fn strings(&self, name: &str) -> Result<Option<Vec<String>>, JsValue> {
        self.list(name, string)
    }
}

fn wrong(name: &str, expected: &str) -> JsValue {
    thrown(Error::new(
        ErrorKind::InvalidOption,
        format!("the option {name} has a wrong value: expected {expected}"),
    ))
}

fn string(value: &JsValue, name: &str) -> Result<String, JsValue> {
    value.as_string().ok_or_else(|| wrong(name, "a string"))
}

fn number(value: &JsValue, name: &str) -> Result<f64, JsValue> {
    value.as_f64().ok_or_else(|| wrong(name, "a number"))
}

fn array<'v>(value: &'v JsValue, name: &str) -> Result<&'v Array, JsValue> {
    value.dyn_ref::<Array>().ok_or_else(|| wrong(name, "a list"))
}

/// `CoreBuilderOptions`.
pub(super) struct BuilderGiven {
    pub stored_text: Option<bool>,
    pub include_boilerplate: Option<bool>,
    pub aliases: Option<Vec<(String, String)>>,
    /// The table of readings, as text.
    pub pinyin: Option<String>,
    pub for_site: Option<bool>,
}

impl Given for BuilderGiven {
    fn from_fields(fields: &Fields) -> Result<Self, JsValue> {
        Ok(BuilderGiven {
            stored_text: fields.boolean("storedText")?,
            include_boilerplate: fields.boolean("includeBoilerplate")?,
            aliases: fields.list("aliases", names)?,
            pinyin: fields.string("pinyin")?,
            for_site: fields.boolean("forSite")?,
        })
    }
}

/// `SearchOptions`.
pub(super) struct SearchGiven {
    pub limit: Option<f64>,
    pub offset: Option<f64>,
    pub passages_per_document: Option<f64>,
    pub is_prefix: Option<bool>,
    pub explain: Option<bool>,
    pub facets: Option<bool>,
    pub filter: FilterGiven,
}

impl Given for SearchGiven {
    fn from_fields(fields: &Fields) -> Result<Self, JsValue> {
        let filter = fields.value("filter")?.unwrap_or(JsValue::UNDEFINED);
        Ok(SearchGiven {
            limit: fields.number("limit")?,
            offset: fields.number("offset")?,
            passages_per_document: fields.number_or_all("passagesPerDocument")?,
            is_prefix: fields.boolean("isPrefix")?,
            explain: fields.boolean("explain")?,
            facets: fields.boolean("facets")?,
            filter: read(&filter)?,
        })
    }
}

/// `Filter`.
pub(super) struct FilterGiven {
    pub source: Vec<String>,
    pub speaker: Vec<String>,
    /// From and until; either may be open.
    pub date: [Option<String>; 2],
    pub documents: Option<Vec<String>>,
}

impl Given for FilterGiven {
    fn from_fields(fields: &Fields) -> Result<Self, JsValue> {
        let mut date = fields.list("date", |end, name| match end.is_undefined() || end.is_null() {
            true => Ok(None),
            false => string(end, name).map(Some),
        })?;
        let mut ends = date.iter_mut().flatten();
        Ok(FilterGiven {
            source: fields.strings("source")?.unwrap_or_default(),
            speaker: fields.strings("speaker")?.unwrap_or_default(),
            date: [ends.next().and_then(Option::take), ends.next().and_then(Option::take)],
            documents: fields.strings("documents")?,
        })
    }
}

/// `ColumnsOptions`.
pub(super) struct ColumnsGiven {
    pub documents: Option<Vec<String>>,
}

impl Given for ColumnsGiven {
    fn from_fields(fields: &Fields) -> Result<Self, JsValue> {
        Ok(ColumnsGiven { documents: fields.strings("documents")? })
    }
}

/// `AcrossOptions`.
pub(super) struct AcrossGiven {
    pub documents: Option<Vec<String>>,
    pub min_score: Option<f64>,
    pub min_documents: Option<f64>,
    pub limit: Option<f64>,
    pub aliases: Option<Vec<(String, String)>>,
}

impl Given for AcrossGiven {
    fn from_fields(fields: &Fields) -> Result<Self, JsValue> {
        Ok(AcrossGiven {
            documents: fields.strings("documents")?,
            min_score: fields.number("minScore")?,
            min_documents: fields.number("minDocuments")?,
            limit: fields.number("limit")?,
            aliases: fields.list("aliases", names)?,
        })
    }
}

/// `KeynessOptions`.
pub(super) struct KeynessGiven {
    pub documents: Option<Vec<String>>,
    pub limit: Option<f64>,
}

impl Given for KeynessGiven {
    fn from_fields(fields: &Fields) -> Result<Self, JsValue> {
        Ok(KeynessGiven { documents: fields.strings("documents")?, limit: fields.number("limit")? })
    }
}

/// Settings of a segmenter.
pub(super) struct SegmenterGiven {
    pub joins_unknown: Option<bool>,
    pub joins_parts: Option<bool>,
}

impl Given for SegmenterGiven {
    fn from_fields(fields: &Fields) -> Result<Self, JsValue> {
        Ok(SegmenterGiven {
            joins_unknown: fields.boolean("joinsUnknown")?,
            joins_parts: fields.boolean("joinsParts")?,
        })
    }
}

/// The weight of a reader's own word.
pub(super) struct WeightGiven {
    pub cost: Option<f64>,
    pub frequency: Option<f64>,
}

impl Given for WeightGiven {
    fn from_fields(fields: &Fields) -> Result<Self, JsValue> {
        Ok(WeightGiven { cost: fields.number("cost")?, frequency: fields.number("frequency")? })
    }
}

/// Two names of one thing.
fn names(value: &JsValue, name: &str) -> Result<(String, String), JsValue> {
    let pair = array(value, name)?;
    Ok((string(&pair.get(0), name)?, string(&pair.get(1), name)?))
}

/// A number of things: whole and not negative; infinity is [`usize::MAX`].
pub(super) fn count(given: Option<f64>) -> Option<usize> {
    given.filter(|value| *value >= 0.0).map(|value| value as usize)
}
