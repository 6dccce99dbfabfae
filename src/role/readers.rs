//! The list of the readers of text.

use super::options::Format;
use super::reader::Reader;
use super::{csv, html, json, markdown, pasted, yaml};

/// Every reader.
static READERS: [&dyn Reader; 6] = [
    &json::Json,
    &yaml::Yaml,
    &csv::Csv,
    &markdown::Markdown,
    &html::Html,
    &pasted::Pasted,
];

/// The reader of a format; none for workbooks.
pub(super) fn of(format: Format) -> Option<&'static dyn Reader> {
    let mut readers = READERS.into_iter();
    readers.find(|reader| reader.format() == format)
}
