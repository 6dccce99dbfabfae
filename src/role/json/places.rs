//! Where settings stand in a JSON text.

use std::sync::OnceLock;

use serde_json::value::RawValue;

use crate::model::{PerOperation, Span};
use crate::role::places::{Places, RowPlaces};

/// A stretch of a text that holds settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::role) enum Part {
    /// An array of them.
    Array(Span),
    /// One.
    One(Span),
}

/// Where settings stand in a JSON text: found by reading it again, once, as raw values.
#[derive(Debug)]
pub(in crate::role) struct SettingPlaces {
    parts: Vec<Part>,
    rows: OnceLock<Vec<Span>>,
}

#[derive(Default, serde::Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct RawSetting<'a> {
    #[serde(
        borrow,
        alias = "ModuleFunctionDescription",
        alias = "module_function_description"
    )]
    module_function_description: Option<&'a RawValue>,
    #[serde(borrow, alias = "ModuleFunctionName", alias = "module_function_name")]
    module_function_name: Option<&'a RawValue>,
    #[serde(
        borrow,
        alias = "ModuleFunctionIdentifier",
        alias = "module_function_identifier"
    )]
    module_function_identifier: Option<&'a RawValue>,
    #[serde(borrow, alias = "AddLevel", alias = "add_level")]
    add_level: Option<&'a RawValue>,
    #[serde(borrow, alias = "EditLevel", alias = "edit_level")]
    edit_level: Option<&'a RawValue>,
    #[serde(borrow, alias = "DeleteLevel", alias = "delete_level")]
    delete_level: Option<&'a RawValue>,
    #[serde(borrow, alias = "InquireLevel", alias = "inquire_level")]
    inquire_level: Option<&'a RawValue>,
}

impl SettingPlaces {
    /// The places of the settings that stand in these parts of the text, one after the other.
    pub(in crate::role) const fn new(parts: Vec<Part>) -> Self {
        Self {
            parts,
            rows: OnceLock::new(),
        }
    }
}

impl Places for SettingPlaces {
    fn row(&self, text: &str, index: usize) -> RowPlaces {
        let rows = self.rows.get_or_init(|| {
            let mut rows = Vec::new();
            for part in &self.parts {
                match part {
                    Part::One(span) => rows.push(*span),
                    Part::Array(span) => {
                        let array = text.get(span.start..span.end).unwrap_or_default();
                        let raw: Vec<&RawValue> = serde_json::from_str(array).unwrap_or_default();
                        rows.extend(raw.iter().map(|raw| span_of(text, raw)));
                    }
                }
            }
            rows
        });
        let row = rows.get(index).copied().unwrap_or_default();
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
        }
    }
}

/// Where a raw value stands in the text that it was borrowed from.
pub(in crate::role) fn span_of(text: &str, raw: &RawValue) -> Span {
    let start = (raw.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    Span::new(start, start + raw.get().len())
}
