//! One role setting as ConnectWise's API writes it.
//!
//! Every field is optional in ConnectWise's published models and unknown ones are ignored. The
//! screen's label is expected in `moduleFunctionDescription`: the models of 2018 limit
//! `moduleFunctionName` to 10 characters and the identifier to 5, and `Company Maintenance` has 19.
//! Since no public sample settles it, a row is resolved by any of the three. Programs that pass on
//! the responses use the spelling of their language: `AddLevel`, `add_level`.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::field::{Field, Scalar};
use crate::model::{Level, Operation, PerOperation, Span};
use crate::role::names::{self, NameError};
use crate::role::options::NAME;
use crate::role::places::RowPlaces;
use crate::role::{Limits, RowFunction};

/// The array of settings. Unlike a plain `Vec`, an element must be an object: derived code would
/// accept a list of values in field order.
#[derive(Debug, Default)]
pub(in crate::role) struct Settings<'a>(pub(in crate::role) Vec<Setting<'a>>);

impl<'a> Settings<'a> {
    /// Reads an array of settings. Of those beyond `limit` only one is kept: enough to report the
    /// limit without filling the memory.
    pub(super) fn read(array: &'a str, limit: usize) -> serde_json::Result<Self> {
        let mut deserializer = serde_json::Deserializer::from_str(array);
        let settings = deserializer.deserialize_seq(Elements(limit))?;
        deserializer.end()?;
        Ok(settings)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Settings<'a> {
    /// The default row limit of a role.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Elements(Limits::default().rows))
    }
}

struct Elements(usize);

impl<'de> Visitor<'de> for Elements {
    type Value = Settings<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of role settings")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
        let mut settings = Vec::new();
        while let Some(Element(setting)) = array.next_element()? {
            if settings.len() <= self.0 {
                settings.push(setting);
            }
        }
        Ok(Settings(settings))
    }
}

struct Element<'a>(Setting<'a>);

impl<'de: 'a, 'a> Deserialize<'de> for Element<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Element<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a role setting")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                Setting::deserialize(MapAccessDeserializer::new(map)).map(Element)
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// A role setting as ConnectWise's API writes it.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(in crate::role) struct Setting<'a> {
    #[serde(borrow, alias = "ModuleName", alias = "module_name")]
    module_name: Text<'a>,
    #[serde(borrow, alias = "ModuleDescription", alias = "module_description")]
    module_description: Text<'a>,
    #[serde(borrow, alias = "ModuleIdentifier", alias = "module_identifier")]
    module_identifier: Text<'a>,
    #[serde(borrow, alias = "ModuleFunctionName", alias = "module_function_name")]
    module_function_name: Text<'a>,
    #[serde(
        borrow,
        alias = "ModuleFunctionDescription",
        alias = "module_function_description"
    )]
    module_function_description: Text<'a>,
    #[serde(
        borrow,
        alias = "ModuleFunctionIdentifier",
        alias = "module_function_identifier"
    )]
    module_function_identifier: Text<'a>,
    #[serde(borrow, alias = "AddLevel", alias = "add_level")]
    add_level: LevelField<'a>,
    #[serde(borrow, alias = "EditLevel", alias = "edit_level")]
    edit_level: LevelField<'a>,
    #[serde(borrow, alias = "DeleteLevel", alias = "delete_level")]
    delete_level: LevelField<'a>,
    #[serde(borrow, alias = "InquireLevel", alias = "inquire_level")]
    inquire_level: LevelField<'a>,
    /// The member with these permissions: only in the response from `/system/mySecurity`.
    #[serde(borrow, alias = "Member")]
    pub(super) member: Option<&'a RawValue>,
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
    /// The text; empty if there is none.
    fn said(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }
}

#[derive(Debug, Default)]
pub(super) enum LevelField<'a> {
    #[default]
    Absent,
    Null,
    /// A level, and its word in the text; without the word if it was unescaped.
    Level(Level, Option<&'a str>),
    Other(Cow<'a, str>),
}

impl<'a> LevelField<'a> {
    fn of(word: &'a str) -> Self {
        Level::from_word(word).map_or_else(
            || Self::Other(Cow::Borrowed(word)),
            |level| Self::Level(level, Some(word)),
        )
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for LevelField<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct CellValue;
        impl<'de> Visitor<'de> for CellValue {
            type Value = LevelField<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a level (`None`, `My` or `All`) or null")
            }
            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(LevelField::of(text))
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Level::from_word(text).map_or_else(
                    || LevelField::Other(Cow::Owned(text.to_owned())),
                    |level| LevelField::Level(level, None),
                ))
            }
            fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
                Ok(LevelField::Null)
            }
        }
        deserializer.deserialize_any(CellValue)
    }
}

impl<'a> Setting<'a> {
    /// Sets a field like `serde`; `None` if `serde` would fail.
    pub(super) fn set(&mut self, field: Field, value: Scalar<'a>) -> Option<()> {
        let text = match field {
            Field::Module(0) => &mut self.module_description,
            Field::Module(1) => &mut self.module_name,
            Field::Module(_) => &mut self.module_identifier,
            Field::Function(0) => &mut self.module_function_description,
            Field::Function(1) => &mut self.module_function_name,
            Field::Function(_) => &mut self.module_function_identifier,
            Field::Level(operation) => {
                let level = match operation {
                    Operation::Add => &mut self.add_level,
                    Operation::Edit => &mut self.edit_level,
                    Operation::Delete => &mut self.delete_level,
                    Operation::Inquire => &mut self.inquire_level,
                };
                *level = match value {
                    Scalar::Text(word) => LevelField::of(word),
                    Scalar::Null => LevelField::Null,
                    Scalar::Other => return None,
                };
                return Some(());
            }
            Field::Other => return Some(()),
        };
        *text = match value {
            Scalar::Text(text) => Text(Some(Cow::Borrowed(text))),
            Scalar::Null => Text(None),
            Scalar::Other => return None,
        };
        Some(())
    }

    /// Spans of its name and its levels in the text that it was borrowed from; `None` if one of
    /// them was unescaped, and is a copy.
    pub(super) fn places(&self, text: &str) -> Option<RowPlaces> {
        let quoted = |word: &str| {
            let start = (word.as_ptr() as usize).checked_sub(text.as_ptr() as usize + 1)?;
            Some(Span::new(start, start + word.len() + 2))
        };
        let names = [
            &self.module_function_description,
            &self.module_function_name,
            &self.module_function_identifier,
        ];
        let function = match names.iter().find_map(|name| name.0.as_ref())? {
            Cow::Borrowed(name) => quoted(name)?,
            Cow::Owned(_) => return None,
        };
        let mut levels = PerOperation::default();
        for operation in Operation::ALL {
            *levels.get_mut(operation) = match self.level(operation) {
                LevelField::Absent | LevelField::Null => None,
                LevelField::Level(_, Some(word)) => Some(quoted(word)?),
                LevelField::Level(_, None) | LevelField::Other(_) => return None,
            };
        }
        Some(RowPlaces {
            row: function,
            function: Some(function),
            levels,
        })
    }

    pub(super) const fn level(&self, operation: Operation) -> &LevelField<'a> {
        match operation {
            Operation::Add => &self.add_level,
            Operation::Edit => &self.edit_level,
            Operation::Delete => &self.delete_level,
            Operation::Inquire => &self.inquire_level,
        }
    }

    /// The function of the row.
    pub(super) fn function(&self) -> Result<RowFunction, NameError> {
        names::function(&self.modules(), &self.functions())
    }

    /// The function of the row by its most specific name alone.
    pub(super) fn function_by_label(&self) -> Result<RowFunction, NameError> {
        let label = names::label_only(&self.functions());
        names::function(&self.modules(), &[label.unwrap_or_default()])
    }

    /// Whether a name is too long to be valid.
    pub(super) fn has_long_name(&self) -> bool {
        let long = |name: &&str| name.len() > NAME && name.chars().nth(NAME).is_some();
        self.modules().iter().any(long) || self.functions().iter().any(long)
    }

    fn modules(&self) -> [&str; 3] {
        [
            &self.module_description,
            &self.module_name,
            &self.module_identifier,
        ]
        .map(Text::said)
    }

    /// The names of the function, the most specific first.
    fn functions(&self) -> [&str; 3] {
        [
            &self.module_function_description,
            &self.module_function_name,
            &self.module_function_identifier,
        ]
        .map(Text::said)
    }

    /// Whether it has any field of a setting: other objects have none.
    pub(super) fn says_anything(&self) -> bool {
        self.states_level() || self.functions().iter().any(|name| !name.is_empty())
    }

    /// Whether the row states any level, null included.
    pub(super) fn states_level(&self) -> bool {
        let absent = |operation| matches!(self.level(operation), LevelField::Absent);
        !Operation::ALL.into_iter().all(absent)
    }
}
