//! Snapshots: a role with additional information about its source.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::error::{NO_SETTING, broken};
use super::places::span_of;
use super::wrapper_fields::admin_flag;
use super::{Found, fast_path, setting};
use crate::model::{Problem, SourceText, Span};
use crate::role::note::NoteCollector;
use crate::role::snapshot::{self, RawSnapshot};
use crate::role::{Limits, NoteKind, Origin, Role};

/// Whether a value is a snapshot.
pub(super) fn is_one(value: &RawValue) -> bool {
    #[derive(Deserialize)]
    struct Kind<'a> {
        #[serde(default, borrow)]
        schema: Option<Cow<'a, str>>,
    }
    value.get().starts_with('{')
        && serde_json::from_str::<Kind<'_>>(value.get())
            .is_ok_and(|kind| kind.schema.as_deref() == Some(snapshot::SCHEMA))
}

/// Reads a snapshot.
///
/// # Errors
///
/// The first field or setting that cannot be read.
pub(super) fn read<'a>(
    source: &'a Arc<SourceText>,
    value: &'a RawValue,
    limits: &Limits,
) -> Result<Found<'a>, Vec<Problem>> {
    let text = source.text();
    let whole = span_of(text, value);
    let unfit = "this snapshot cannot be read";
    let snapshot: RawSnapshot<'_> = serde_json::from_str(value.get())
        .map_err(|error| vec![broken(source, whole.start, &error, unfit)])?;
    let array = span_of(text, snapshot.settings);
    let settings = setting::array(snapshot.settings.get(), limits.rows)
        .map_err(|error| vec![broken(source, array.start, &error, NO_SETTING)])?;
    let (role, notes) = header(source, text, snapshot)?;
    Ok(Found {
        role,
        notes,
        settings,
        parts: vec![array],
        accounted: false,
    })
}

/// A text that is exactly one snapshot, in one pass; `None` if it is not, or if the text is unusual.
pub(super) fn fast<'a>(source: &'a Arc<SourceText>, limits: &Limits) -> Option<Found<'a>> {
    let text = source.text();
    // Programs write the schema first.
    let head = text.as_bytes().get(..text.len().min(256))?;
    memchr::memmem::find(head, snapshot::SCHEMA.as_bytes())?;
    let (rest, array, settings) = fast_path::last_field(text, limits.rows)?;
    let snapshot: RawSnapshot<'_> = serde_json::from_str(&rest).ok()?;
    if snapshot.schema != snapshot::SCHEMA {
        return None;
    }
    // Positions before the settings are the same in both texts.
    let (role, notes) = header(source, &rest, snapshot).ok()?;
    Some(Found {
        role,
        notes,
        settings,
        parts: vec![array],
        accounted: true,
    })
}

/// The information besides the settings; `text` is the source of the snapshot.
fn header(
    source: &Arc<SourceText>,
    text: &str,
    snapshot: RawSnapshot<'_>,
) -> Result<(Role, NoteCollector), Problem> {
    let role = snapshot.role.unwrap_or_default();
    let admin = role.admin_flag.map(|raw| admin_flag(source, raw));
    let mut notes = NoteCollector::default();
    if role.inactive_flag == Some(true) {
        notes.add(NoteKind::Inactive, Span::default(), "inactive");
    }
    let role = Role {
        name: role.name,
        admin: admin.transpose()?.flatten(),
        admin_place: role.admin_flag.map(|raw| span_of(text, raw)),
        fetched_at: snapshot.fetched_at,
        counted: snapshot.count,
        complete: snapshot.complete,
        origin: Origin {
            host: snapshot.host,
            api_version: snapshot.api_version,
            member: snapshot.member,
            used_by: snapshot.used_by,
            customize_items: snapshot.customize_items,
        },
        ..Role::empty(source)
    };
    Ok((role, notes))
}
