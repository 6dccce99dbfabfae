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

use places::RawSettings;
use serde_json::value::RawValue;
use setting::Setting;
use wrapper_info::WrapperInfo;

use super::note::NoteCollector;
use super::options::{Format, ReadOptions};
use super::reader::Reader;
use super::{Grant, Limits, Note, NoteKind, Role, Row, problem};
use crate::model::{Operation, Problem, SourceText, Span};
use crate::yaml::list_words;

/// Reads responses of ConnectWise's API, and snapshots.
pub(super) struct Json;

impl Reader for Json {
    fn format(&self) -> Format {
        Format::Json
    }

    fn read(&self, source: &Arc<SourceText>, options: &ReadOptions) -> Result<Role, Vec<Problem>> {
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
fn read(source: &Arc<SourceText>, limits: &Limits) -> Result<Role, Vec<Problem>> {
    let text = source.text();
    let start = text.len() - text.trim_start().len();
    if text.as_bytes().get(start) == Some(&b'[') {
        let array = Span::new(start, text.trim_end().len());
        // `document` has better messages for an array that does not contain settings.
        let fast = fast_path::array(text, limits.rows);
        let accounted = fast.is_some();
        let settings = fast.or_else(|| setting::array(source.slice(array), limits.rows).ok());
        if let Some(settings) = settings
            && settings.iter().all(Setting::says_anything)
        {
            let found = Found {
                role: Role::empty(source),
                notes: NoteCollector::default(),
                settings,
                parts: vec![array],
                accounted,
            };
            return found.role(limits);
        }
    }
    if let Some(found) = snapshots::fast(source, limits) {
        return found.role(limits);
    }
    if let Ok(only) = serde_json::from_str::<&RawValue>(text)
        && snapshots::is_one(only)
    {
        return snapshots::read(source, only, limits)?.role(limits);
    }
    document::read(source, limits)?.role(limits)
}

/// Reads only the settings of a snapshot or an array: the baseline of the benchmarks.
#[doc(hidden)]
pub fn settings_only(bytes: &[u8]) -> serde_json::Result<usize> {
    #[derive(serde::Deserialize)]
    struct Document<'a> {
        #[serde(borrow)]
        settings: Vec<Setting<'a>>,
    }
    if bytes.first() == Some(&b'[') {
        return serde_json::from_slice::<Vec<Setting<'_>>>(bytes).map(|settings| settings.len());
    }
    let document: Document<'_> = serde_json::from_slice(bytes)?;
    Ok(document.settings.len())
}

/// The settings of a role, and what is around them.
struct Found<'a> {
    /// The role without its rows.
    role: Role,
    /// What is to be noted about it.
    notes: NoteCollector,
    settings: Vec<Setting<'a>>,
    /// The positions of the settings in the text: arrays of them, or single ones.
    parts: Vec<Span>,
    /// Whether every field of the rows is known, so that none is left to account for.
    accounted: bool,
}

impl Found<'_> {
    /// The role with its rows.
    fn role(self, limits: &Limits) -> Result<Role, Vec<Problem>> {
        let settings = self.settings.as_slice();
        let mut role = self.role;
        let source = &Arc::clone(&role.source);
        let raw = RawSettings::new(source.text(), &self.parts);
        if settings.len() > limits.rows {
            let start = raw.places(limits.rows).row.first_byte();
            let message = format!("the role exceeds the `rows` limit of {}", limits.rows);
            let help = problem::raise("rows");
            return Err(problem::at(source, start, "one row too many", message, help).into());
        }
        role.rows = rows::rows(source, settings, &raw)?;
        let mut account = WrapperInfo::default();
        if !self.accounted {
            account = account::rows(source, raw.rows())?;
        }
        account.notes.join(self.notes);
        if let Some((is, span)) = account.admin
            && (is && role.admin != Some(true) || role.admin.is_none())
        {
            role.admin = Some(is);
            role.admin_place = Some(span);
        }
        if role.name.is_none() {
            role.name = account.name.map(|(name, _)| name);
        }
        let places = settings.iter().enumerate();
        let places = places.map(|(index, setting)| {
            let places = setting.places(source.text());
            places.unwrap_or_else(|| raw.places(index))
        });
        role.places = places.collect();
        if let Some(member) = rows::member(source, settings)? {
            role.origin.member = Some(member);
        }
        // An array proves that it was not truncated, but not that it is more than one page: only a
        // program that counted the settings and read them all can prove that.
        role.open_ended =
            role.complete != Some(true) || role.counted != Some(role.rows.len() as u64);
        role.notes = account.notes.notes(source);
        let unread = unread(&role);
        role.notes.extend(unread);
        Ok(role)
    }
}

/// Operations without any value, not even null: the field was not saved.
fn unread(role: &Role) -> Option<Note> {
    let first = role.places.first()?.row;
    let silent = |operation: &Operation| {
        let absent = |row: &Row| *row.levels.get(*operation) == Grant::Absent;
        role.rows.iter().all(absent)
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
