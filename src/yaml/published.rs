//! Types that are read from YAML, with their published JSON Schemas.

use serde::de::DeserializeOwned;

use super::{Spanned, Table};

/// A type that is read from YAML, with its JSON Schema.
///
/// The schema is the published file; a test compares it with the output of `schemars`. The program
/// embeds only the text (`docs/decisions/0015-size-and-build-time.md`).
pub trait Published: DeserializeOwned {
    /// The text of the schema.
    const SCHEMA: &'static str;
}

/// The minified text of a published schema.
macro_rules! published_schema {
    ($name:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/", $name, ".schema.json"))
    };
}
pub(crate) use published_schema;

/// Texts by their keys.
impl Published for Table<Spanned<String>> {
    const SCHEMA: &'static str =
        r#"{ "type": "object", "additionalProperties": { "type": "string" } }"#;
}
