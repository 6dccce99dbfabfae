//! Positions of settings in a JSON text.

use std::sync::OnceLock;

use serde_json::value::RawValue;

use super::setting::Setting;
use crate::model::{PerOperation, Span};
use crate::role::places::{Places, RowPlaces};

/// A span of a text that contains settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::role) enum Part {
    /// An array of settings.
    Array(Span),
    /// A single setting.
    One(Span),
    /// The settings of a snapshot, if the text is one.
    Snapshot,
}

/// Positions of settings in a JSON text.
///
/// Most are recorded during reading. The others are found by parsing the text again, once, as raw
/// values.
#[derive(Debug)]
pub(in crate::role) struct SettingPlaces {
    parts: Vec<Part>,
    seen: Vec<Option<Seen>>,
    rows: OnceLock<Vec<Span>>,
}

/// The positions of a row in compact form: every role stores those of all its rows.
#[derive(Clone, Copy, Debug)]
struct Seen {
    function: (u32, u32),
    /// The span of each operation's level; empty if it is not stated.
    levels: PerOperation<(u32, u32)>,
}

impl Seen {
    fn of(places: &RowPlaces) -> Option<Self> {
        let small = |span: Span| Some((span.start.try_into().ok()?, span.end.try_into().ok()?));
        let mut levels = PerOperation::default();
        for (operation, level) in places.levels.iter() {
            *levels.get_mut(operation) = small(level.unwrap_or_default())?;
        }
        Some(Self {
            function: small(places.function?)?,
            levels,
        })
    }

    fn places(self) -> RowPlaces {
        let span = |(start, end): (u32, u32)| Span::new(start as usize, end as usize);
        RowPlaces {
            row: span(self.function),
            function: Some(span(self.function)),
            levels: PerOperation::from_fn(|operation| {
                Some(span(*self.levels.get(operation))).filter(|span| !span.is_empty())
            }),
        }
    }
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
    /// The positions of the settings in these parts of the text, in order.
    pub(in crate::role) const fn new(parts: Vec<Part>) -> Self {
        Self {
            parts,
            seen: Vec::new(),
            rows: OnceLock::new(),
        }
    }

    /// The parts of the text that contain settings.
    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Records the positions of settings in the text that they were borrowed from.
    pub(super) fn keep(&mut self, text: &str, settings: &[Setting<'_>]) {
        let seen = |setting: &Setting<'_>| Seen::of(&setting.places(text)?);
        self.seen = settings.iter().map(seen).collect();
    }
}

impl Places for SettingPlaces {
    fn row(&self, text: &str, index: usize) -> RowPlaces {
        if let Some(Some(seen)) = self.seen.get(index) {
            return seen.places();
        }
        let rows = self.rows.get_or_init(|| {
            let mut rows = Vec::new();
            for part in &self.parts {
                let array = match part {
                    Part::One(span) => {
                        rows.push(*span);
                        continue;
                    }
                    Part::Array(span) => text.get(span.start..span.end).unwrap_or_default(),
                    Part::Snapshot => settings_of(text).map_or("", RawValue::get),
                };
                let raw: Vec<&RawValue> = serde_json::from_str(array).unwrap_or_default();
                rows.extend(raw.iter().map(|raw| span_of(text, raw)));
            }
            rows
        });
        let row = rows.get(index).copied().unwrap_or_default();
        let raw: RawSetting<'_> = text
            .get(row.start..row.end)
            .and_then(|row| serde_json::from_str(row).ok())
            .unwrap_or_default();
        // A null level has no better position than its value.
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

/// The settings of a snapshot.
pub(super) fn settings_of(text: &str) -> Option<&RawValue> {
    #[derive(serde::Deserialize)]
    struct Snapshot<'a> {
        #[serde(borrow)]
        settings: &'a RawValue,
    }
    let snapshot: Snapshot<'_> = serde_json::from_str(text).ok()?;
    Some(snapshot.settings)
}

/// The position of a raw value in the text that it was borrowed from.
pub(in crate::role) fn span_of(text: &str, raw: &RawValue) -> Span {
    let start = (raw.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    Span::new(start, start + raw.get().len())
}
