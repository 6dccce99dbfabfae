//! One role setting as ConnectWise's API writes it.
//!
//! Every field is optional in ConnectWise's published models and unknown ones are ignored. The
//! screen's label is expected in `moduleFunctionDescription`: the models of 2018 limit
//! `moduleFunctionName` to 10 characters and the identifier to 5, and `Company Maintenance` has 19.
//! Since no public sample settles it, a row is resolved by any of the three.

use std::borrow::Cow;
use std::fmt;

use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;

use super::field::Field;
use super::value::Key;
use crate::model::{Operation, PerOperation, Span};
use crate::role::RowFunction;
use crate::role::names::{self, NameError};
use crate::role::options::NAME;
use crate::role::places::RowPlaces;

/// Reads an array of settings. Of those beyond `limit` only one is kept: enough to report the limit
/// without filling the memory.
pub(super) fn array(text: &str, limit: usize) -> serde_json::Result<Vec<Setting<'_>>> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let settings = deserializer.deserialize_seq(Elements(limit))?;
    deserializer.end()?;
    Ok(settings)
}

struct Elements(usize);

impl<'de> Visitor<'de> for Elements {
    type Value = Vec<Setting<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of role settings")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
        let mut settings = Vec::new();
        while let Some(setting) = array.next_element()? {
            if settings.len() <= self.0 {
                settings.push(setting);
            }
        }
        Ok(settings)
    }
}

/// A role setting as ConnectWise's API writes it.
#[derive(Debug, Default)]
pub(super) struct Setting<'a> {
    /// The names of the module, the most specific first.
    modules: [Value<'a>; 3],
    /// The names of the function, the most specific first.
    functions: [Value<'a>; 3],
    levels: PerOperation<Value<'a>>,
    /// The member with these permissions: only in the response from `/system/mySecurity`.
    pub(super) member: Option<&'a RawValue>,
}

/// The value of a field that is read.
#[derive(Debug, Default)]
pub(super) enum Value<'a> {
    #[default]
    Absent,
    Null,
    Text(Cow<'a, str>),
}

impl Value<'_> {
    /// The text; empty if there is none.
    fn said(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Absent | Self::Null => "",
        }
    }
}

/// A value that is read, of this field.
struct ValueOf(Field);

impl<'de> DeserializeSeed<'de> for ValueOf {
    type Value = Value<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueOf {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Field::Level(_) => "a level (`None`, `My` or `All`) or null",
            _ => "text or null",
        })
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Value::Null)
    }
}

/// Unlike derived code, it does not accept a list of values in field order.
impl<'de: 'a, 'a> Deserialize<'de> for Setting<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Setting<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a role setting")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut setting = Setting::default();
                let mut member = None;
                while let Some(Key(key)) = map.next_key()? {
                    let field = Field::named(&key);
                    let twice = || Err(de::Error::duplicate_field(field.name()));
                    if field == Field::Member {
                        if member.is_some() {
                            return twice();
                        }
                        member = Some(map.next_value()?);
                    } else if let Some(value) = setting.value(field) {
                        if !matches!(value, Value::Absent) {
                            return twice();
                        }
                        *value = map.next_value_seed(ValueOf(field))?;
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                setting.member = member.flatten();
                Ok(setting)
            }
        }
        deserializer.deserialize_map(Object)
    }
}

impl<'a> Setting<'a> {
    /// The value of a field that is read as text.
    pub(super) fn value(&mut self, field: Field) -> Option<&mut Value<'a>> {
        match field {
            Field::Module(rank) => self.modules.get_mut(rank),
            Field::Function(rank) => self.functions.get_mut(rank),
            Field::Level(operation) => Some(self.levels.get_mut(operation)),
            Field::Member | Field::Other => None,
        }
    }

    /// Spans of its name and its levels in the text that it was borrowed from; `None` if one of
    /// them was unescaped, and is a copy.
    pub(super) fn places(&self, text: &str) -> Option<RowPlaces> {
        let quoted = |word: &Cow<'_, str>| match word {
            Cow::Borrowed(word) => {
                let start = (word.as_ptr() as usize).checked_sub(text.as_ptr() as usize + 1)?;
                Some(Span::new(start, start + word.len() + 2))
            }
            Cow::Owned(_) => None,
        };
        let function = self.functions.iter().find_map(|name| match name {
            Value::Text(name) => Some(quoted(name)),
            Value::Absent | Value::Null => None,
        })??;
        let mut levels = PerOperation::default();
        for (operation, level) in self.levels.iter() {
            if let Value::Text(word) = level {
                *levels.get_mut(operation) = Some(quoted(word)?);
            }
        }
        Some(RowPlaces {
            row: function,
            function: Some(function),
            levels,
        })
    }

    pub(super) const fn level(&self, operation: Operation) -> &Value<'a> {
        self.levels.get(operation)
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
        self.modules.each_ref().map(Value::said)
    }

    fn functions(&self) -> [&str; 3] {
        self.functions.each_ref().map(Value::said)
    }

    /// Whether it has any field of a setting: other objects have none.
    pub(super) fn says_anything(&self) -> bool {
        self.states_level() || self.functions().iter().any(|name| !name.is_empty())
    }

    /// Whether the row states any level, null included.
    pub(super) fn states_level(&self) -> bool {
        let mut levels = self.levels.iter();
        levels.any(|(_, level)| !matches!(level, Value::Absent))
    }
}
