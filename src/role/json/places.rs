//! Positions of settings in a JSON text.

use std::cell::OnceCell;

use serde_json::value::RawValue;

use super::field::Field;
use super::value::{elements, fields};
use crate::model::Span;
use crate::role::places::RowPlaces;

/// The settings of a text as raw values, which are parsed only if the position of one is needed.
pub(super) struct RawSettings<'a> {
    text: &'a str,
    parts: &'a [Span],
    rows: OnceCell<Vec<&'a RawValue>>,
}

impl<'a> RawSettings<'a> {
    /// The settings in these parts of the text, in order.
    pub(super) const fn new(text: &'a str, parts: &'a [Span]) -> Self {
        Self {
            text,
            parts,
            rows: OnceCell::new(),
        }
    }

    /// Every setting.
    pub(super) fn rows(&self) -> &[&'a RawValue] {
        self.rows.get_or_init(|| {
            let mut rows = Vec::new();
            for part in self.parts {
                let part = self.text.get(part.start..part.end).unwrap_or_default();
                if let Ok(value) = serde_json::from_str::<&RawValue>(part) {
                    rows.extend(elements(value).unwrap_or_else(|| vec![value]));
                }
            }
            rows
        })
    }

    /// The positions of a setting and its parts.
    pub(super) fn places(&self, index: usize) -> RowPlaces {
        let Some(row) = self.rows().get(index) else {
            return RowPlaces::default();
        };
        let mut places = RowPlaces {
            row: span_of(self.text, row),
            ..RowPlaces::default()
        };
        let mut functions = [None; 3];
        let fields = fields(row).unwrap_or_default();
        // A level that is null has no position.
        for (key, value) in fields.iter().filter(|(_, value)| value.get() != "null") {
            let place = match Field::named(key) {
                Field::Function(rank) => functions.get_mut(rank),
                Field::Level(operation) => Some(places.levels.get_mut(operation)),
                _ => None,
            };
            if let Some(place) = place {
                *place = Some(span_of(self.text, value));
            }
        }
        places.function = functions.into_iter().flatten().next();
        places
    }
}

/// The position of a raw value in the text that it was borrowed from.
pub(super) fn span_of(text: &str, raw: &RawValue) -> Span {
    let start = (raw.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    Span::new(start, start + raw.get().len())
}
