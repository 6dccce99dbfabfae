//! Snapshots: a role with additional information about its source.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::Parsed;
use super::error::{NO_SETTING, broken};
use super::fast_path;
use super::places::{Part, span_of};
use super::setting::Settings;
use super::wrapper_fields::admin_flag;
use crate::model::{Problem, SourceText};
use crate::role::snapshot::{self, RawSnapshot};
use crate::role::{Header, Limits, Origin, ParsedRole};

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

pub(super) fn read(
    source: &Arc<SourceText>,
    value: &RawValue,
    limits: &Limits,
) -> Result<ParsedRole, Vec<Problem>> {
    let text = source.text();
    let whole = span_of(text, value);
    let unfit = "this snapshot cannot be read";
    let refused = |error| vec![broken(source, whole.start, &error, unfit)];
    let snapshot: RawSnapshot<'_, &RawValue> =
        serde_json::from_str(value.get()).map_err(refused)?;
    let array = span_of(text, snapshot.settings);
    let settings = Settings::read(snapshot.settings.get(), limits.rows)
        .map_err(|error| vec![broken(source, array.start, &error, NO_SETTING)])?;
    super::role(
        source,
        Parsed {
            settings,
            parts: vec![Part::Array(array)],
            accounted: false,
        },
        header_of(source, text, snapshot)
            .map_err(|problem| vec![problem])?
            .0,
        Vec::new(),
        limits,
    )
}

/// A text that is exactly one snapshot, in one pass; `None` if it is not, or if it has an error for
/// which `read` has a better message.
pub(super) fn plain<'a>(
    source: &'a Arc<SourceText>,
    limits: &Limits,
) -> Option<(Header, Parsed<'a>)> {
    let text = source.text();
    // Programs write the schema first.
    let head = text.as_bytes().get(..text.len().min(256))?;
    memchr::memmem::find(head, snapshot::SCHEMA.as_bytes())?;
    let parsed = |settings, accounted| Parsed {
        settings,
        parts: vec![Part::Snapshot],
        accounted,
    };
    if let Some((rest, settings)) = fast_path::last_field(text, limits.rows)
        && let Ok(snapshot) = serde_json::from_str::<RawSnapshot<'_, IgnoredAny>>(&rest)
        && snapshot.schema == snapshot::SCHEMA
        // Positions before the settings are the same in both texts.
        && let Ok((header, _)) = header_of(source, &rest, snapshot)
    {
        return Some((header, parsed(Settings(settings), true)));
    }
    let snapshot: RawSnapshot<'_, Settings<'a>> = serde_json::from_str(text).ok()?;
    let usual = Limits::default().rows;
    if snapshot.schema != snapshot::SCHEMA
        || snapshot.settings.0.len() > usual && limits.rows > usual
    {
        return None;
    }
    let (header, settings) = header_of(source, text, snapshot).ok()?;
    Some((header, parsed(settings, false)))
}

/// The information besides the settings; `text` is the source of the snapshot.
fn header_of<S>(
    source: &Arc<SourceText>,
    text: &str,
    snapshot: RawSnapshot<'_, S>,
) -> Result<(Header, S), Problem> {
    let role = snapshot.role.unwrap_or_default();
    let admin = role.admin_flag.map(|raw| admin_flag(source, raw));
    let header = Header {
        name: role.name,
        admin: admin.transpose()?.flatten(),
        admin_place: role.admin_flag.map(|raw| span_of(text, raw)),
        fetched_at: snapshot.fetched_at,
        counted: snapshot.count,
        complete: snapshot.complete,
        inactive: role.inactive_flag == Some(true),
        origin: Origin {
            host: snapshot.host,
            api_version: snapshot.api_version,
            member: snapshot.member,
            used_by: snapshot.used_by,
            customize_items: snapshot.customize_items,
        },
    };
    Ok((header, snapshot.settings))
}
