//! Roles as JSON: responses of ConnectWise's API, and wrapped forms of them.
//!
//! A bare array (the most frequent form) and a snapshot are read in one pass without a copy.
//! Everything else is parsed value by value: `document` finds the settings in it.

pub(super) use wrapper_fields::is_admin_flag;

mod account;
mod document;
mod error;
mod fast_path;
mod field;
mod guess;
mod places;
mod rows;
mod setting;
mod snapshots;
mod value;
mod wrapper_fields;
mod wrapper_info;

use std::sync::Arc;

use places::{Part, SettingPlaces};
use setting::{Setting, Settings};
use wrapper_info::WrapperInfo;

use super::note::NoteCollector;
use super::options::{Format, ReadOptions};
use super::reader::Reader;
use super::{Grant, Header, Limits, Note, NoteKind, ParsedRole, Row};
use crate::model::{Document, Operation, Problem, SourceText, Span};
use crate::yaml::list_words;

/// Reads responses of ConnectWise's API, and snapshots.
pub(super) struct Json;

impl Reader for Json {
    fn format(&self) -> Format {
        Format::Json
    }

    fn read(
        &self,
        source: &Arc<SourceText>,
        options: &ReadOptions,
    ) -> Result<ParsedRole, Vec<Problem>> {
        read(source, &options.limits)
    }

    fn compare_with(&self) -> Option<&'static str> {
        Some(
            "an array may be one page of several: compare it with its source, or \
             save a snapshot with `leastwise fetch`",
        )
    }
}

/// Reads a role from JSON.
///
/// # Errors
///
/// Everything that is not understood, each with its position.
fn read(source: &Arc<SourceText>, limits: &Limits) -> Result<ParsedRole, Vec<Problem>> {
    let text = source.text();
    let start = text.len() - text.trim_start().len();
    if text.as_bytes().get(start) == Some(&b'[') {
        let array = Span::new(start, text.trim_end().len());
        // `document` has better messages for an array that does not contain settings.
        let fast = fast_path::array(text, limits.rows).map(Settings);
        let accounted = fast.is_some();
        let settings = fast.or_else(|| Settings::read(source.slice(array), limits.rows).ok());
        if let Some(settings) = settings
            && settings.0.iter().all(Setting::says_anything)
        {
            let parsed = Parsed {
                settings,
                parts: vec![Part::Array(array)],
                accounted,
            };
            return role(source, parsed, Header::default(), Vec::new(), limits);
        }
    }
    if let Some((header, parsed)) = snapshots::plain(source, limits) {
        return role(source, parsed, header, Vec::new(), limits);
    }
    document::read(source, limits)
}

/// Reads only the settings of a snapshot or an array: the baseline of the benchmarks.
#[doc(hidden)]
pub fn settings_only(bytes: &[u8]) -> serde_json::Result<usize> {
    #[derive(serde::Deserialize)]
    struct Document<'a> {
        #[serde(borrow)]
        settings: Settings<'a>,
    }
    if bytes.first() == Some(&b'[') {
        return serde_json::from_slice::<Settings<'_>>(bytes).map(|settings| settings.0.len());
    }
    let document: Document<'_> = serde_json::from_slice(bytes)?;
    Ok(document.settings.0.len())
}

/// Settings as they were parsed.
struct Parsed<'a> {
    settings: Settings<'a>,
    parts: Vec<Part>,
    /// Whether every field of the rows is known, so that none is left to account for.
    accounted: bool,
}

fn role(
    source: &Arc<SourceText>,
    parsed: Parsed<'_>,
    mut header: Header,
    said: Vec<(NoteKind, Span, String)>,
    limits: &Limits,
) -> Result<ParsedRole, Vec<Problem>> {
    let settings = parsed.settings.0.as_slice();
    let mut places = SettingPlaces::new(parsed.parts);
    if settings.len() > limits.rows {
        let row = super::places::Places::row(&places, source.text(), limits.rows).row;
        let message = format!("the role exceeds the `rows` limit of {}", limits.rows);
        let start = Span::new(row.start, row.start.saturating_add(1).min(row.end));
        return Err(vec![
            Problem::at(Document::Role, source, start, "one row too many", message)
                .with_help("if the file is correct, raise the limit with `--limit rows=NUMBER`"),
        ]);
    }
    let rows = rows::rows(source, settings, &places)?;
    let mut account = if parsed.accounted {
        WrapperInfo::default()
    } else {
        account::rows(source, places.parts())?
    };
    account.notes.extend(said);
    if let Some((is, span)) = account.admin
        && (is && header.admin != Some(true) || header.admin.is_none())
    {
        header.admin = Some(is);
        header.admin_place = Some(span);
    }
    if header.inactive {
        account
            .notes
            .push((NoteKind::Inactive, Span::default(), "inactive".to_owned()));
    }
    if header.name.is_none() {
        header.name = account.name.take().map(|(name, _)| name);
    }
    places.keep(source.text(), settings);
    if let Some(member) = rows::member(source, settings)? {
        header.origin.member = Some(member);
    }
    // An array proves that it was not truncated, but not that it is more than one page: only a
    // program that counted the settings and read them all can prove that.
    let open_ended = header.complete != Some(true) || header.counted != Some(rows.len() as u64);
    let mut gathered = NoteCollector::default();
    for (kind, span, label) in account.notes {
        gathered.add(kind, span, label);
    }
    let mut notes = gathered.notes(source);
    notes.extend(unread(&rows, &places, source.text()));
    Ok(ParsedRole {
        notes,
        header,
        rows,
        places: Box::new(places),
        open_ended,
    })
}

/// Operations without any value, not even null: the field was not saved.
fn unread(rows: &[Row], places: &SettingPlaces, text: &str) -> Option<Note> {
    let first = (!rows.is_empty()).then(|| super::places::Places::row(places, text, 0).row)?;
    let silent = |operation: &Operation| {
        let absent = |row: &Row| *row.levels.get(*operation) == Grant::Absent;
        rows.iter().all(absent)
    };
    let silent: Vec<Operation> = Operation::ALL.into_iter().filter(silent).collect();
    let fields = silent.iter().map(|operation| operation.api_field());
    let message = format!("no row has {}", list_words(fields));
    let place = |operation: &Operation| (first, operation.title().to_owned());
    (!silent.is_empty()).then(|| Note {
        kind: NoteKind::NoColumn,
        message,
        help:
            "save the complete response from `/system/securityRoles/{id}/settings`, without `fields`"
                .to_owned(),
        places: silent.iter().map(place).collect(),
    })
}
