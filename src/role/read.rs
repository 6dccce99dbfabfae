//! Reads a role from the bytes of a file. The format is detected from the content, not from the
//! name.

use std::sync::Arc;

use super::options::{Format, ReadOptions};
use super::{Role, detect, other_document, problem, readers, tables};
use crate::model::{DecodeError, Problem, SourceText};

/// Reads a role. `name` is the file name for messages.
///
/// # Errors
///
/// Every problem of the file, with its position if it has one.
pub fn read(name: &str, bytes: Vec<u8>, options: &ReadOptions) -> Result<Role, Vec<Problem>> {
    if bytes.len() > options.limits.bytes {
        return Err(too_large(name, options.limits.bytes).into());
    }
    if options.format == Some(Format::Xlsx) || detect::is_zip(&bytes) {
        return workbook(name, &bytes, options);
    }
    let source = decode(name, bytes)?;
    text(source, options)
}

/// The kind of a file, for a search for roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A role, or an invalid one.
    Role(Format),
    /// Another Leastwise document, such as a policy.
    Foreign,
    /// Unknown content.
    Nothing,
}

/// Detects the kind of a file without reading it as a role.
pub fn detect_kind(bytes: &[u8]) -> FileKind {
    if detect::is_zip(bytes) {
        return FileKind::Role(Format::Xlsx);
    }
    // Most files are JSON, which the first words show: the rest is read later.
    let start = bytes.trim_ascii_start();
    if start.starts_with(b"{") || start.starts_with(b"[") && !start.starts_with(b"[//") {
        return json_kind(start);
    }
    let source = if detect::unmarked_utf16(bytes) {
        SourceText::decode("", legible(bytes))
    } else {
        SourceText::decode("", bytes.to_vec()).or_else(|_| SourceText::decode("", legible(bytes)))
    };
    let Ok(source) = source else {
        return FileKind::Nothing;
    };
    let text = source.text();
    let Some(format) = detect::format(text) else {
        return FileKind::Nothing;
    };
    if format == Format::Json {
        return json_kind(text.as_bytes());
    }
    match readers::of(format).and_then(|reader| reader.holds_role(&Arc::new(source))) {
        Some(true) => FileKind::Role(format),
        Some(false) => FileKind::Foreign,
        None => FileKind::Nothing,
    }
}

/// What can be read of a text in another encoding. A role in it is an invalid role, not another file.
fn legible(bytes: &[u8]) -> Vec<u8> {
    let bytes: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
    String::from_utf8_lossy(&bytes).into_owned().into_bytes()
}

/// JSON is treated as a role unless it says that it is another Leastwise document.
fn json_kind(bytes: &[u8]) -> FileKind {
    match detect::json_schema(bytes) {
        Some(schema) if !other_document::is_of_role(&schema) => FileKind::Foreign,
        _ => FileKind::Role(Format::Json),
    }
}

pub(super) fn too_large(name: &str, limit: usize) -> Problem {
    Problem::in_file(name, format!("the file exceeds the limit of {limit} bytes"))
        .with_help(problem::raise("bytes"))
}

/// Reads a role from decoded text.
pub(super) fn text(source: SourceText, options: &ReadOptions) -> Result<Role, Vec<Problem>> {
    let source = Arc::new(source);
    let text = source.text();
    if text.trim().is_empty() {
        return Err(Problem::in_file(source.name(), "the file is empty")
            .with_help("save the response from `/system/securityRoles/{id}/settings` again")
            .into());
    }
    let detected = detect::format(text);
    let Some(reader) = options.format.or(detected).and_then(readers::of) else {
        return Err(unknown(&source).into());
    };
    match reader.read(&source, options) {
        Ok(role) => Ok(with_missing_rows(role, reader.compare_with())),
        Err(problems) => Err(wrong_format(problems, options.format, detected)),
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

/// Says first that the content looks like another format than the specified one.
fn wrong_format(
    mut problems: Vec<Problem>,
    specified: Option<Format>,
    detected: Option<Format>,
) -> Vec<Problem> {
    if let (Some(specified), Some(detected)) = (specified, detected)
        && specified != detected
        && let Some(first) = problems.first_mut()
    {
        first.help = Some(format!(
            "the content looks like `{}`: remove `--role-format {}`",
            detected.word(),
            specified.word()
        ));
    }
    problems
}

/// Notes the missing rows of a role that may be truncated; `compare_with` describes how to make sure
/// that it is complete.
fn with_missing_rows(mut role: Role, compare_with: Option<&str>) -> Role {
    if role.open_ended {
        let mut note = tables::no_row(&role);
        if let (Some(note), Some(help)) = (&mut note, compare_with) {
            help.clone_into(&mut note.help);
        }
        role.notes.extend(note);
    }
    role
}

fn workbook(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Role, Vec<Problem>> {
    if !detect::is_zip(bytes) {
        return Err(Problem::in_file(name, "this is not an Excel workbook")
            .with_help("remove `--role-format`, or specify an `.xlsx` file")
            .into());
    }
    let role = super::xlsx::read(name, bytes, options)?;
    Ok(with_missing_rows(role, None))
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
        // A Western European letter as one byte, as in Excel's plain `CSV`.
        DecodeError::NotUtf8 { .. } => Problem::in_file(name, error.to_string()).with_help(
            "save the file as UTF-8; in Excel, as `CSV UTF-8 (Comma delimited)`; Leastwise does \
                 not guess the encoding, because a wrong guess could garble names",
        ),
        DecodeError::NotUtf16 => Problem::in_file(
            name,
            format!("this is not a role that can be read: {error}"),
        )
        .with_help("save the response from ConnectWise's API as JSON"),
    })
}
