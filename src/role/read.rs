//! From the bytes of a file to a role. What kind of file it is shows in its content, not its name.

use std::sync::Arc;

use super::note::NoteCollector;
use super::options::{Format, ReadOptions};
use super::{ParsedRole, Role, csv, detect, html, json, markdown, tables, yaml};
use crate::model::{DecodeError, Document, Problem, SourceText, Span, shortened};

/// Reads a role. `name` is how the person who gave the file knows it.
///
/// # Errors
///
/// Every problem of the file, each with its place where it has one.
pub fn read(name: &str, bytes: Vec<u8>, options: &ReadOptions) -> Result<Role, Vec<Problem>> {
    if bytes.len() > options.limits.bytes {
        return Err(vec![too_large(name, options.limits.bytes)]);
    }
    if options.format == Some(Format::Xlsx) || detect::is_zip(&bytes) {
        return workbook(name, &bytes, options);
    }
    let source = decode(name, bytes).map_err(|problem| vec![problem])?;
    text(source, options)
}

/// What a file looks like to a caller who searches for roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// A role, or something that ought to be one.
    Role(Format),
    /// Another document of Leastwise, such as a policy.
    Foreign,
    /// Nothing that is known.
    Nothing,
}

/// Says what a file looks like, without reading it as a role.
pub fn looks_like(bytes: &[u8]) -> Looks {
    if detect::is_zip(bytes) {
        return Looks::Role(Format::Xlsx);
    }
    // Most are JSON, and it shows in the first words: the rest is read when it is its turn.
    let start = bytes.trim_ascii_start();
    if start.starts_with(b"{") || start.starts_with(b"[") && !start.starts_with(b"[//") {
        return json_looks(start);
    }
    let Ok(source) = SourceText::decode("", bytes.to_vec()) else {
        return Looks::Nothing;
    };
    let text = source.text();
    let Some(format) = detect::format(text) else {
        return Looks::Nothing;
    };
    let foreign = match format {
        Format::Yaml => detect::yaml_schema(text).is_some_and(|schema| !detect::is_of_role(schema)),
        Format::Json => return json_looks(text.as_bytes()),
        Format::Markdown | Format::Html => {
            let source = Arc::new(source);
            let limits = super::Limits::default();
            let grids = match format {
                Format::Markdown => {
                    markdown::page(&source, &limits).map_or_else(|_| Vec::new(), |page| page.grids)
                }
                _ => html::page(&source, &limits).map_or_else(|_| Vec::new(), |page| page.grids),
            };
            let mut lines = grids.iter().flat_map(|grid| &grid.lines);
            if !lines.any(|line| super::header::recognize(line).is_some()) {
                return Looks::Nothing;
            }
            false
        }
        Format::Csv | Format::Xlsx => false,
    };
    if foreign {
        Looks::Foreign
    } else {
        Looks::Role(format)
    }
}

/// JSON is a role, or ought to be one, unless it says that it is another document of ours.
fn json_looks(bytes: &[u8]) -> Looks {
    match detect::json_schema(bytes) {
        Some(schema) if !detect::is_of_role(&schema) => Looks::Foreign,
        _ => Looks::Role(Format::Json),
    }
}

pub(super) fn too_large(name: &str, limit: usize) -> Problem {
    Problem::in_file(
        name,
        format!("the file is larger than {limit} bytes, and no role is"),
    )
    .with_help("raise the limit with `--limit bytes=NUMBER` if it is right")
}

/// Reads a role from text that is decoded already.
pub(super) fn text(source: SourceText, options: &ReadOptions) -> Result<Role, Vec<Problem>> {
    let source = Arc::new(source);
    let text = source.text();
    if text.trim().is_empty() {
        return Err(vec![
            Problem::in_file(source.name(), "the file is empty").with_help(
                "save the answer of `/system/securityRoles/{id}/settings` again: an empty file \
                 says nothing about the role",
            ),
        ]);
    }
    let limits = &options.limits;
    let format = options.format.or_else(|| detect::format(text));
    let parts = match format {
        Some(Format::Json) => json::read(&source, limits)?,
        Some(Format::Yaml) => {
            if let Some(schema) = detect::yaml_schema(text) {
                let problem = Problem::in_file(source.name(), "");
                return Err(vec![detect::foreign_schema(problem, schema)]);
            }
            yaml::read(&source, limits)?
        }
        Some(Format::Csv) => {
            let separator = csv::separator(text).unwrap_or_else(|| csv::likely_separator(text));
            let grid = csv::grid(&source, separator, limits).map_err(|problem| vec![problem])?;
            tables::read(&source, &[grid], NoteCollector::default(), None, options)?
        }
        Some(Format::Markdown) => {
            let mut page = markdown::page(&source, limits).map_err(|problem| vec![problem])?;
            if let Some(problem) = page.lost.take() {
                return Err(vec![problem]);
            }
            tables::read(&source, &page.grids, page.notes, None, options)?
        }
        Some(Format::Html) => {
            let mut page = html::page(&source, limits).map_err(|problem| vec![problem])?;
            if let Some(problem) = page.lost.take() {
                return Err(vec![problem]);
            }
            if page.grids.is_empty() {
                return Err(vec![no_table(&source, page.title.as_deref())]);
            }
            tables::read(&source, &page.grids, page.notes, None, options)?
        }
        Some(Format::Xlsx) | None => return Err(vec![unknown(&source)]),
    };
    Ok(assemble(source, parts, format))
}

fn assemble(source: Arc<SourceText>, mut parts: ParsedRole, format: Option<Format>) -> Role {
    if parts.open_ended {
        let mut note = tables::no_row(&parts);
        if let (Some(note), Some(Format::Json)) = (&mut note, format) {
            "an array cannot show that it is not one page of several: compare it with its source, or \
             save a snapshot with `leastwise fetch`"
                .clone_into(&mut note.help);
        }
        parts.notes.extend(note);
    }
    let header = parts.header;
    Role {
        source,
        name: header.name,
        admin: header.admin,
        admin_place: header.admin_place,
        fetched_at: header.fetched_at,
        counted: header.counted,
        complete: header.complete,
        origin: header.origin,
        rows: parts.rows,
        notes: parts.notes,
        places: parts.places,
    }
}

fn workbook(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Role, Vec<Problem>> {
    if !detect::is_zip(bytes) {
        return Err(vec![
            Problem::in_file(name, "this is not an Excel workbook")
                .with_help("leave out `--role-format`, or give an `.xlsx` file"),
        ]);
    }
    let sheet = super::xlsx::sheet(name, bytes, options).map_err(|problem| vec![problem])?;
    let source = sheet.source;
    let grids = [sheet.grid];
    let parts = tables::read(&source, &grids, sheet.notes, Some(sheet.addresses), options)?;
    Ok(assemble(source, parts, Some(Format::Xlsx)))
}

pub(super) fn decode(name: &str, bytes: Vec<u8>) -> Result<SourceText, Problem> {
    if let Some((what, help)) = detect::binary(&bytes) {
        let message = format!("this is {what}, not a role");
        return Err(Problem::in_file(name, message).with_help(help));
    }
    let marked = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if !marked && detect::unmarked_utf16(&bytes) {
        let message = "this looks like UTF-16 text without its byte order mark: expected UTF-8, or \
                       UTF-16 with the mark";
        return Err(Problem::in_file(name, message)
            .with_help("save the file as UTF-8; in PowerShell, `Out-File -Encoding utf8`"));
    }
    SourceText::decode(name, bytes).map_err(|error| match error {
        // A letter of Western Europe as one byte: what Excel's plain `CSV` writes.
        DecodeError::NotUtf8 { line, .. } => {
            let message = format!(
                "line {line} holds bytes that are not UTF-8 text ({error}): it may be in the \
                 encoding of an older Windows program, and guessing could change names"
            );
            Problem::in_file(name, message)
                .with_help("save the file as UTF-8; in Excel, as `CSV UTF-8 (Comma csv)`")
        }
        DecodeError::NotUtf16 => Problem::in_file(
            name,
            format!("this is not a role that can be read: {error}"),
        )
        .with_help("save the answer of ConnectWise's API as JSON text"),
    })
}

fn no_table(source: &Arc<SourceText>, title: Option<&str>) -> Problem {
    let title = title.map(|title| title.split_whitespace().collect::<Vec<_>>().join(" "));
    let called = title
        .filter(|title| !title.is_empty())
        .map_or(String::new(), |title| {
            format!(" (`{}`)", shortened(&title, 60))
        });
    let message = if source.text().trim_start().starts_with("<?xml") {
        "this is an XML document, not a role".to_owned()
    } else {
        format!(
            "this is a web page{called} without any table, not a role: it may be a login or \
             maintenance page that came instead of an answer"
        )
    };
    first_line(source, message)
        .with_help("open the address in a browser to see what it says, and read the role again")
}

fn unknown(source: &Arc<SourceText>) -> Problem {
    first_line(
        source,
        "this is none of what a role can be read from: API JSON, a snapshot, CSV, an Excel \
         workbook, a Markdown or HTML table, or YAML with `permissions:`",
    )
    .with_help(
        "save the answer of `/system/securityRoles/{id}/settings` as it comes; a table needs a row \
         of headings such as `Module`, `Function`, `Add Level`, `Inquire Level`",
    )
}

fn first_line(source: &Arc<SourceText>, message: impl Into<String>) -> Problem {
    let text = source.text();
    let start = text.len() - text.trim_start().len();
    let line = text.get(start..).and_then(|rest| rest.lines().next());
    let shown = line.map_or(0, |line| {
        line.char_indices().nth(60).map_or(line.len(), |(at, _)| at)
    });
    let span = Span::new(start, start + shown);
    Problem::at(Document::Role, source, span, "starts like this", message)
}
