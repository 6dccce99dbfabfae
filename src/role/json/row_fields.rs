//! What rows say besides their function and levels: whose role it is, and whether it is an
//! administrator's.

use std::sync::Arc;

use serde_json::value::RawValue;

use super::places::{Part, span_of};
use super::statements::{admin_flag, is_admin_flag, plain};
use super::told::Told;
use super::value::{elements, fields, text_of};
use crate::model::{Problem, SourceText, Span};

/// Reads the fields of every row that name the role or mark it as an administrator's.
///
/// # Errors
///
/// An administrator mark that cannot be read, and rows of two roles.
pub(super) fn read(source: &Arc<SourceText>, parts: &[Part]) -> Result<Told, Problem> {
    let mut all = Told::default();
    for part in parts {
        let span = match part {
            Part::Array(span) | Part::One(span) => *span,
            Part::Snapshot => Span::new(0, source.text().len()),
        };
        let text = source.text().get(span.start..span.end).unwrap_or_default();
        if !mentions_a_role(text) {
            continue;
        }
        let Ok(value) = serde_json::from_str::<&RawValue>(text) else {
            continue;
        };
        let rows = match part {
            Part::Snapshot => settings(value).and_then(elements).unwrap_or_default(),
            _ => elements(value).unwrap_or_else(|| vec![value]),
        };
        for row in rows {
            all = all.and_then(row_of(source, row)?, source)?;
        }
    }
    Ok(all)
}

/// A quick look, so that the rows of most roles are not taken apart a second time.
fn mentions_a_role(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memmem::find(bytes, b"dmin").is_some() || memchr::memmem::find(bytes, b"ole").is_some()
}

fn settings(snapshot: &RawValue) -> Option<&RawValue> {
    let fields = fields(snapshot)?;
    let mut found = fields.iter().filter(|(key, _)| key == "settings");
    found.next().map(|(_, value)| *value)
}

fn row_of(source: &Arc<SourceText>, row: &RawValue) -> Result<Told, Problem> {
    let mut told = Told::default();
    for (key, value) in fields(row).unwrap_or_default() {
        let word = plain(&key);
        match (word.as_str(), fields(value)) {
            (word, Some(inner)) if is_role(word) => {
                for (key, value) in inner {
                    field(source, &mut told, &format!("role{}", plain(&key)), value)?;
                }
            }
            _ => field(source, &mut told, &word, value)?,
        }
    }
    Ok(told)
}

fn is_role(word: &str) -> bool {
    matches!(word, "role" | "securityrole")
}

fn field(
    source: &Arc<SourceText>,
    told: &mut Told,
    word: &str,
    value: &RawValue,
) -> Result<(), Problem> {
    let span = span_of(source.text(), value);
    match word {
        word if is_admin_flag(word) => {
            let said = admin_flag(source, value)?;
            told.admin(said.map(|is| (is, span)));
        }
        "role" | "securityrole" | "rolename" | "securityrolename" => {
            if let Some(name) = text_of(value).filter(|name| !name.trim().is_empty()) {
                told.name.get_or_insert((name, span));
            }
        }
        "roleid" | "securityroleid" if value.get() != "null" => {
            let number = value.get().trim_matches('"').to_owned();
            told.number.get_or_insert((number, span));
        }
        _ => {}
    }
    Ok(())
}
