//! The list of the readers of text.

use super::options::Format;
use super::reader::Reader;
use super::{csv, html, json, markdown, yaml};

/// Every reader.
static READERS: [&dyn Reader; 5] = [
    &json::Json,
    &yaml::Yaml,
    &csv::Csv,
    &markdown::Markdown,
    &html::Html,
];

/// The reader of a format; none for workbooks.
pub(super) fn of(format: Format) -> Option<&'static dyn Reader> {
    let mut readers = READERS.into_iter();
    readers.find(|reader| reader.format() == format)
}
