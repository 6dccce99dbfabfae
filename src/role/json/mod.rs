//! Roles as JSON: what ConnectWise's API answers, in whatever other programs wrap it.
//!
//! A bare array, which is what most people have, and a snapshot are read in one pass without a copy.
//! Everything else is taken apart value by value first: `document` finds the settings in it.

mod document;
mod error;
mod places;
mod quick;
mod row_fields;
mod rows;
mod setting;
mod snapshots;
mod statements;
mod told;
mod value;

use std::sync::Arc;

use places::{Part, SettingPlaces};
use setting::{Setting, Settings};

use super::{Grant, Header, Limits, Note, NoteKind, Parts, Row};
use crate::model::{Document, Operation, Problem, SourceText, Span};
use crate::yaml::list_words;

/// Reads a role from JSON.
///
/// # Errors
///
/// Everything that is not understood, each at its place.
pub(super) fn read(source: &Arc<SourceText>, limits: &Limits) -> Result<Parts, Vec<Problem>> {
    let text = source.text();
    let start = text.len() - text.trim_start().len();
    if text.as_bytes().get(start) == Some(&b'[') {
        let array = Span::new(start, text.trim_end().len());
        // What is wrong with an array that is none of settings, `document` says better.
        let settings = quick::array(text, limits.rows)
            .or_else(|| Some(Settings::read(source.slice(array), limits.rows).ok()?.0));
        if let Some(settings) = settings
            && settings.iter().all(Setting::says_anything)
        {
            let parts = vec![Part::Array(array)];
            return role(source, &settings, parts, Header::default(), limits);
        }
    }
    if let Some((header, settings)) = snapshots::plain(source, limits) {
        let parts = vec![Part::Snapshot];
        return role(source, &settings.0, parts, header, limits);
    }
    document::read(source, limits)
}

/// Reads the settings of a snapshot or an array and nothing more: what the benches compare with.
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

fn role(
    source: &Arc<SourceText>,
    settings: &[Setting<'_>],
    parts: Vec<Part>,
    mut header: Header,
    limits: &Limits,
) -> Result<Parts, Vec<Problem>> {
    let stated = row_fields::read(source, &parts).map_err(|problem| vec![problem])?;
    if let Some((is, span)) = stated.admin
        && (is || header.admin.is_none())
    {
        header.admin = Some(is);
        header.admin_place = Some(span);
    }
    header.name = header.name.or(stated.name.map(|(name, _)| name));
    let mut places = SettingPlaces::new(parts);
    if settings.len() > limits.rows {
        let row = super::places::Places::row(&places, source.text(), limits.rows).row;
        let message = format!("the role has more than {} rows", limits.rows);
        let start = Span::new(row.start, row.start.saturating_add(1).min(row.end));
        return Err(vec![
            Problem::at(Document::Role, source, start, "one row too many", message)
                .with_help("raise the limit with `--limit rows=NUMBER` if it is right"),
        ]);
    }
    let rows = rows::rows(source, settings, &places)?;
    places.keep(source.text(), settings);
    if let Some(member) = rows::member(source, settings)? {
        header.origin.member = Some(member);
    }
    // An array shows that it was not cut, and not that it is more than a page: only who counted the
    // settings and read them all can say so.
    let open_ended = header.complete != Some(true) || header.counted != Some(rows.len() as u64);
    Ok(Parts {
        notes: unread(&rows, &places, source.text()).into_iter().collect(),
        header,
        rows,
        places: Box::new(places),
        open_ended,
    })
}

/// What a wrapper says besides the settings and was not used.
fn unused(told: &told::Told) -> Option<Note> {
    const SHOWN: usize = 8;
    let keys = told
        .unused
        .iter()
        .map(|(key, _)| crate::model::shortened(key, 40));
    let mut keys: Vec<String> = keys.map(|key| format!("`{key}`")).collect();
    keys.dedup();
    let message = match keys.as_slice() {
        [] => return None,
        [only] => format!("the field {only} next to the settings was not used"),
        several => format!(
            "the fields {} next to the settings were not used",
            several
                .iter()
                .take(SHOWN)
                .cloned()
                .collect::<Vec<_>>()
                .join(", ")
        ),
    };
    Some(Note {
        kind: NoteKind::Wrapper,
        message,
        help: "check that none of them says that there are more rows than these".to_owned(),
        places: told
            .unused
            .iter()
            .take(SHOWN)
            .map(|(_, span)| (*span, "not used".to_owned()))
            .collect(),
    })
}

/// Operations of which no row says anything, not even null: whoever saved the settings left the field
/// out.
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
        help: "save the whole answer of `/system/securityRoles/{id}/settings`, without `fields`"
            .to_owned(),
        places: silent.iter().map(place).collect(),
    })
}
