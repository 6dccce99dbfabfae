//! JSON values of unknown type: parsed one layer at a time, without a copy.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::role::snapshot;

/// The fields of an object in order.
pub(super) type Fields<'a> = Vec<(Cow<'a, str>, &'a RawValue)>;

/// The key of a field.
#[derive(Deserialize)]
pub(super) struct Key<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

/// The fields of an object in order. Duplicates are left to the typed reader.
pub(super) fn fields(value: &RawValue) -> Option<Fields<'_>> {
    struct Object;
    impl<'de> Visitor<'de> for Object {
        type Value = Fields<'de>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut fields = Vec::new();
            while let Some((Key(key), value)) = map.next_entry()? {
                fields.push((key, value));
            }
            Ok(fields)
        }
    }
    let mut json = serde_json::Deserializer::from_str(value.get());
    json.deserialize_map(Object).ok()
}

pub(super) fn elements(value: &RawValue) -> Option<Vec<&RawValue>> {
    serde_json::from_str(value.get()).ok()
}

pub(super) fn text_of(value: &RawValue) -> Option<String> {
    serde_json::from_str(value.get()).ok()
}

pub(super) fn field<'a>(fields: &Fields<'a>, name: &str) -> Option<&'a RawValue> {
    let mut found = fields
        .iter()
        .filter(|(key, _)| key.eq_ignore_ascii_case(name));
    found.next().map(|(_, value)| *value)
}

/// The fields of a setting with levels, in lower case.
const LEVELS: [&str; 4] = ["addlevel", "editlevel", "deletelevel", "inquirelevel"];
/// The start of the fields of a setting with names of its function, in lower case.
const NAMES: &str = "modulefunction";

/// Whether an object looks like a role setting, of a project's role too.
pub(super) fn is_setting(fields: &Fields<'_>) -> bool {
    fields.iter().any(|(key, _)| {
        let key = key.to_ascii_lowercase().replace('_', "");
        key.starts_with(NAMES) || LEVELS.contains(&key.as_str())
    })
}

/// Whether a value contains settings at any depth.
///
/// `known` caches the results by the address of the value: the same values are tested again on the
/// way down, and every test takes a pass over the text.
pub(super) fn holds_settings(
    value: &RawValue,
    levels: usize,
    known: &mut HashMap<*const u8, bool>,
) -> bool {
    if !value.get().starts_with(['[', '{']) {
        return false;
    }
    let address = value.get().as_ptr();
    if let Some(answer) = known.get(&address) {
        return *answer;
    }
    let answer = if levels == 0 {
        mentions_settings(value.get())
    } else {
        looks_inside(value, levels, known)
    };
    known.insert(address, answer);
    answer
}

/// At greater depth, only the words are searched.
pub(super) fn mentions_settings(text: &str) -> bool {
    let plain = text.to_ascii_lowercase().replace('_', "");
    plain.contains(NAMES) || LEVELS.iter().any(|word| plain.contains(word))
}

fn looks_inside(value: &RawValue, levels: usize, known: &mut HashMap<*const u8, bool>) -> bool {
    if let Some(elements) = elements(value) {
        let mut elements = elements.into_iter();
        return elements.any(|element| holds_settings(element, levels - 1, known));
    }
    fields(value).is_some_and(|fields| {
        is_setting(&fields)
            || field(&fields, "schema").and_then(text_of).as_deref() == Some(snapshot::SCHEMA)
            || fields
                .iter()
                .any(|(_, value)| holds_settings(value, levels - 1, known))
    })
}

/// A value as it is written, a text without its quotes.
pub(super) fn written(value: &RawValue) -> String {
    text_of(value).map_or_else(|| value.get().to_owned(), |text| text.trim().to_owned())
}

/// Whether a field for the next page names one: an address, a number, or an object with either.
pub(super) fn leads_on(value: &RawValue) -> bool {
    let says = |value: &RawValue| !matches!(written(value).as_str(), "null" | "" | "false");
    match (fields(value), elements(value)) {
        (Some(fields), _) => fields.iter().any(|(_, value)| says(value)),
        (_, Some(elements)) => elements.into_iter().any(says),
        _ => says(value),
    }
}
