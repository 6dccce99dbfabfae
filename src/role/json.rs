//! The answer of `/system/securityRoles/{id}/settings`: a JSON array of role settings.
//!
//! Every field is optional in ConnectWise's published models and unknown ones are ignored. The
//! screen's label is expected in `moduleFunctionDescription`: the models of 2018 cap
//! `moduleFunctionName` at 10 characters and the identifier at 5, and `Company Maintenance` has
//! 19. Since no public sample settles it, a row is known by any of the three.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde_json::value::RawValue;

use super::grant::Grant;
use super::places::{Places, RowPlaces};
use super::{Row, RowFunction};
use crate::catalogue;
use crate::model::{
    Document, Level, Operation, PerOperation, Problem, SourceText, Span, shortened,
};
use crate::yaml::{list_words, nearest};

/// A role setting as ConnectWise's API writes it.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Setting<'a> {
    #[serde(borrow)]
    module_name: Text<'a>,
    #[serde(borrow)]
    module_description: Text<'a>,
    #[serde(borrow)]
    module_identifier: Text<'a>,
    #[serde(borrow)]
    module_function_name: Text<'a>,
    #[serde(borrow)]
    module_function_description: Text<'a>,
    #[serde(borrow)]
    module_function_identifier: Text<'a>,
    #[serde(borrow)]
    add_level: LevelField<'a>,
    #[serde(borrow)]
    edit_level: LevelField<'a>,
    #[serde(borrow)]
    delete_level: LevelField<'a>,
    #[serde(borrow)]
    inquire_level: LevelField<'a>,
}

/// A text that may be missing or null.
#[derive(Debug, Default)]
struct Text<'a>(Option<Cow<'a, str>>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrow;
        impl<'de> Visitor<'de> for Borrow {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text or null")
            }
            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Some(Cow::Borrowed(text))))
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Some(Cow::Owned(text.to_owned()))))
            }
            fn visit_unit<E: de::Error>(self) -> Result<Text<'de>, E> {
                Ok(Text(None))
            }
        }
        deserializer.deserialize_any(Borrow)
    }
}

impl Text<'_> {
    /// The text, if there is one that says something.
    fn said(&self) -> Option<&str> {
        self.0.as_deref().filter(|text| !text.trim().is_empty())
    }
}

#[derive(Debug, Default)]
enum LevelField<'a> {
    #[default]
    Absent,
    Null,
    Level(Level),
    Other(Cow<'a, str>),
}

impl<'de: 'a, 'a> Deserialize<'de> for LevelField<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Word;
        impl<'de> Visitor<'de> for Word {
            type Value = LevelField<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a level (`None`, `My` or `All`) or null")
            }
            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Level::from_word(text)
                    .map_or_else(|| LevelField::Other(Cow::Borrowed(text)), LevelField::Level))
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Level::from_word(text).map_or_else(
                    || LevelField::Other(Cow::Owned(text.to_owned())),
                    LevelField::Level,
                ))
            }
            fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
                Ok(LevelField::Null)
            }
        }
        deserializer.deserialize_any(Word)
    }
}

impl Setting<'_> {
    const fn level(&self, operation: Operation) -> &LevelField<'_> {
        match operation {
            Operation::Add => &self.add_level,
            Operation::Edit => &self.edit_level,
            Operation::Delete => &self.delete_level,
            Operation::Inquire => &self.inquire_level,
        }
    }

    /// The function that the row means: the first pair of names that the catalogue knows, or else
    /// every pair that it carries. `None` when it names no function at all.
    fn function(&self) -> Option<RowFunction> {
        let modules = [
            &self.module_description,
            &self.module_name,
            &self.module_identifier,
        ];
        let functions = [
            &self.module_function_description,
            &self.module_function_name,
            &self.module_function_identifier,
        ];
        let modules = || modules.iter().filter_map(|text| text.said());
        let functions = || functions.iter().filter_map(|text| text.said());
        for module in modules() {
            for function in functions() {
                if let Some(id) = catalogue::resolve(module, function) {
                    return Some(RowFunction::Known(id));
                }
            }
        }
        let mut names: Vec<(String, String)> = Vec::new();
        for function in functions() {
            if let [id] = catalogue::without_module(function).as_slice()
                && modules().next().is_none()
            {
                return Some(RowFunction::Known(*id));
            }
            for module in modules() {
                let pair = (module.to_owned(), function.to_owned());
                if !names.contains(&pair) {
                    names.push(pair);
                }
            }
            if modules().next().is_none() {
                names.push((String::new(), function.to_owned()));
            }
        }
        (!names.is_empty()).then(|| RowFunction::Unknown(names.into_boxed_slice()))
    }
}

/// Turns settings into rows.
///
/// # Errors
///
/// Every level that is none, and every row without a function's name, each at its place.
pub(super) fn rows(
    source: &Arc<SourceText>,
    settings: &[Setting<'_>],
    places: &SettingPlaces,
) -> Result<Vec<Row>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut rows = Vec::with_capacity(settings.len());
    for (index, setting) in settings.iter().enumerate() {
        let mut levels = PerOperation::<Grant>::default();
        for operation in Operation::ALL {
            *levels.get_mut(operation) = match setting.level(operation) {
                LevelField::Absent => Grant::Absent,
                LevelField::Null => Grant::NotOffered,
                LevelField::Level(level) => Grant::Level(*level),
                LevelField::Other(word) => {
                    let place = places.row(source.text(), index);
                    problems.push(wrong_level(source, &place, operation, word));
                    Grant::Absent
                }
            };
        }
        match setting.function() {
            Some(function) => rows.push(Row { function, levels }),
            None => problems.push(nameless(
                source,
                places.row(source.text(), index).row,
                index,
            )),
        }
    }
    if problems.is_empty() {
        Ok(rows)
    } else {
        Err(problems)
    }
}

fn wrong_level(
    source: &Arc<SourceText>,
    place: &RowPlaces,
    operation: Operation,
    word: &str,
) -> Problem {
    let words = || Level::ALL.into_iter().map(Level::word);
    let span = place.levels.get(operation).unwrap_or(place.row);
    let message = format!(
        "`{}` in `{}` is not a level: expected {} or null",
        shortened(word, 40),
        operation.api_field(),
        list_words(words()),
    );
    let problem = Problem::at(Document::Role, source, span, "not a level", message);
    match nearest(word, words()) {
        Some(near) => problem.with_help(format!("did you mean `{near}`?")),
        None => problem.with_help("read the role again from ConnectWise, or correct the word"),
    }
}

fn nameless(source: &Arc<SourceText>, row: Span, index: usize) -> Problem {
    let message = format!(
        "row {} names no function: expected `moduleFunctionDescription`, `moduleFunctionName` or \
         `moduleFunctionIdentifier`",
        index + 1
    );
    let start = Span::new(row.start, row.start.saturating_add(1).min(row.end));
    Problem::at(Document::Role, source, start, "this row", message).with_help(
        "save the whole answer of `/system/securityRoles/{id}/settings`; a project role, which \
         Leastwise does not check, looks like this too",
    )
}

/// Where settings stand in a JSON text: found by reading it again, once, as raw values.
#[derive(Debug)]
pub(super) struct SettingPlaces {
    array: Span,
    rows: OnceLock<Vec<Span>>,
}

#[derive(Default, serde::Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct RawSetting<'a> {
    #[serde(borrow)]
    module_function_description: Option<&'a RawValue>,
    #[serde(borrow)]
    module_function_name: Option<&'a RawValue>,
    #[serde(borrow)]
    module_function_identifier: Option<&'a RawValue>,
    #[serde(borrow)]
    add_level: Option<&'a RawValue>,
    #[serde(borrow)]
    edit_level: Option<&'a RawValue>,
    #[serde(borrow)]
    delete_level: Option<&'a RawValue>,
    #[serde(borrow)]
    inquire_level: Option<&'a RawValue>,
}

impl SettingPlaces {
    /// The places of the settings in the array that stands at `array`.
    pub(super) const fn new(array: Span) -> Self {
        Self {
            array,
            rows: OnceLock::new(),
        }
    }
}

impl Places for SettingPlaces {
    fn row(&self, text: &str, index: usize) -> RowPlaces {
        let rows = self.rows.get_or_init(|| {
            let array = text
                .get(self.array.start..self.array.end)
                .unwrap_or_default();
            let raw: Vec<&RawValue> = serde_json::from_str(array).unwrap_or_default();
            raw.iter().map(|raw| span_of(text, raw)).collect()
        });
        let row = rows.get(index).copied().unwrap_or(self.array);
        let raw: RawSetting<'_> = text
            .get(row.start..row.end)
            .and_then(|row| serde_json::from_str(row).ok())
            .unwrap_or_default();
        // A null level has no value to point at that says more than its key; the value serves.
        let at = |raw: Option<&RawValue>| raw.map(|raw| span_of(text, raw));
        RowPlaces {
            row,
            function: at(raw.module_function_description)
                .or_else(|| at(raw.module_function_name))
                .or_else(|| at(raw.module_function_identifier)),
            levels: PerOperation {
                add: at(raw.add_level),
                edit: at(raw.edit_level),
                delete: at(raw.delete_level),
                inquire: at(raw.inquire_level),
            },
            cells: PerOperation::default(),
        }
    }
}

/// Where a raw value stands in the text that it was borrowed from.
pub(super) fn span_of(text: &str, raw: &RawValue) -> Span {
    let start = (raw.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    Span::new(start, start + raw.get().len())
}
