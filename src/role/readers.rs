//! The readers of text, one for each format.
//!
//! `stream` splits inputs, `read` decodes one role and detects its format, and its reader parses
//! it. A workbook has no text; `xlsx` generates one.

use std::sync::Arc;

use super::options::{Format, ReadOptions};
use super::{Role, csv, html, json, markdown, other_document, pasted, problem, yaml};
use crate::model::{Problem, SourceText};

/// Reads a role.
///
/// # Errors
///
/// Everything that is not understood, each with its position.
pub(super) fn read(
    format: Option<Format>,
    source: &Arc<SourceText>,
    options: &ReadOptions,
) -> Result<Role, Vec<Problem>> {
    match format {
        Some(Format::Json) => json::read(source, &options.limits),
        Some(Format::Yaml) => yaml::read(source, &options.limits),
        Some(Format::Csv) => csv::read(source, options),
        Some(Format::Markdown) => markdown::read(source, options),
        Some(Format::Html) => html::read(source, options),
        Some(Format::Text) => pasted::read(source, options),
        Some(Format::Xlsx) | None => Err(unknown(source).into()),
    }
}

/// Whether a text in this format contains a role; `Some(false)` if it is another Leastwise document,
/// and `None` if it is something else.
pub(super) fn holds_role(format: Format, source: &Arc<SourceText>) -> Option<bool> {
    match format {
        Format::Json | Format::Csv | Format::Xlsx => Some(true),
        Format::Yaml => {
            let schema = other_document::yaml_schema(source.text());
            Some(schema.is_none_or(other_document::is_of_role))
        }
        Format::Markdown => markdown::has_headings(source).then_some(true),
        Format::Html => html::has_headings(source).then_some(true),
        // Notes and help pages are text as well: a directory is not searched for it.
        Format::Text => None,
    }
}

/// How to make sure that a role is complete, if that depends on the format.
pub(super) const fn compare_with(format: Option<Format>) -> Option<&'static str> {
    match format {
        Some(Format::Json) => Some(
            "an array may be one page of several: compare it with its source, or \
             save a snapshot with `leastwise fetch`",
        ),
        Some(Format::Text) => Some(
            "completeness cannot be determined from pasted text; compare its end with the screen",
        ),
        _ => None,
    }
}

fn unknown(source: &Arc<SourceText>) -> Problem {
    problem::at_first_line(
        source,
        "this is not a role in a known format: API JSON, a snapshot, CSV, an Excel \
         workbook, a Markdown or HTML table, pasted text with functions and levels, or YAML with \
         `permissions:`",
        "save the complete response from `/system/securityRoles/{id}/settings`; a table needs a row \
         of headings such as `Module`, `Function`, `Add Level`, `Inquire Level`",
    )
}
