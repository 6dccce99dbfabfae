//! Converts settings to the rows of a role.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde_json::value::RawValue;

use super::field::Field;
use super::places::{RawSettings, span_of};
use super::setting::{Setting, Value};
use crate::catalog::{self, FunctionId};
use crate::model::{
    Document, Level, Member, Operation, PerOperation, Problem, SourceText, Span, shortened,
};
use crate::role::grant::Grant;
use crate::role::names::{self, NameError};
use crate::role::options::PROBLEMS;
use crate::role::other_document::project_role;
use crate::role::places::RowPlaces;
use crate::role::{Row, RowFunction, problem};
use crate::yaml::{did_you_mean, list_words, nearest};

/// Converts settings to rows.
///
/// # Errors
///
/// Every invalid level, every misspelled level field, and every row without a function, each with
/// its position.
pub(super) fn rows(
    source: &Arc<SourceText>,
    settings: &[Setting<'_>],
    raw: &RawSettings<'_>,
) -> Result<Vec<Row>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut rows = Vec::with_capacity(settings.len());
    for (index, setting) in settings.iter().enumerate() {
        let place = || raw.places(index);
        if setting.has_long_name() {
            let place = place();
            let span = place.function.unwrap_or(place.row);
            problems.push(names::too_long(source, span.first_byte()));
            if problems.len() > PROBLEMS {
                break;
            }
            continue;
        }
        let mut levels = PerOperation::<Grant>::default();
        let mut silent = false;
        for operation in Operation::ALL {
            *levels.get_mut(operation) = match setting.level(operation) {
                Value::Absent => {
                    silent = true;
                    Grant::Absent
                }
                Value::Null => Grant::NotOffered,
                Value::Text(word) => Level::from_word(word).map_or_else(
                    || {
                        problems.push(wrong_level(source, &place(), operation, word));
                        Grant::Absent
                    },
                    Grant::Level,
                ),
            };
        }
        if silent {
            problems.extend(misspelt(source, place().row));
        }
        match setting.function() {
            Ok(function) => rows.push(Row { function, levels }),
            Err(NameError::Nameless) => {
                let row = place().row;
                if rows.is_empty() && source.slice(row).contains("\"myFlag\"") {
                    let label = "of a project role";
                    return Err(project_role(source, row.first_byte(), label).into());
                }
                problems.push(nameless(source, row, index));
            }
            Err(NameError::Ambiguous(name)) => {
                let place = place();
                let span = place.function.unwrap_or(place.row);
                problems.push(names::ambiguous(source, span, &name));
            }
        }
        if problems.len() > PROBLEMS {
            break;
        }
    }
    if problems.is_empty() && !settings.is_empty() && !settings.iter().any(Setting::states_level) {
        problems.push(no_levels(source, raw.places(0).row));
    }
    if problems.is_empty() {
        borrowed_names(settings, &mut rows);
        Ok(rows)
    } else {
        Err(problems)
    }
}

/// If several rows seem to be of one function, those with another label belong to another one: the
/// short name in the catalog is then ambiguous. The levels of such a row would be compared with
/// those of the wrong function.
fn borrowed_names(settings: &[Setting<'_>], rows: &mut [Row]) {
    let mut times = vec![0_u8; catalog::functions().len()];
    for row in rows.iter() {
        if let RowFunction::Known(id) = row.function
            && let Some(times) = times.get_mut(id.index())
        {
            *times = times.saturating_add(1);
        }
    }
    if times.iter().all(|times| *times < 2) {
        return;
    }
    let several = |row: &Row| match row.function {
        RowFunction::Known(id) => Some(id).filter(|id| times.get(id.index()) > Some(&1)),
        RowFunction::Unknown(_) => None,
    };
    // The label under which the function was found, its own first; `None` if two differ.
    let mut labels: HashMap<FunctionId, Option<RowFunction>> = HashMap::new();
    let alone = |setting: &Setting<'_>| setting.function_by_label().ok();
    for (setting, row) in settings.iter().zip(rows.iter()) {
        if let Some(id) = several(row)
            && let Some(label) = alone(setting)
        {
            let own = Some(&row.function);
            let known = labels.entry(id).or_insert_with(|| Some(label.clone()));
            if label == row.function {
                *known = Some(label);
            } else if known.as_ref() != own && known.as_ref() != Some(&label) {
                *known = None;
            }
        }
    }
    for (setting, row) in settings.iter().zip(rows) {
        if let Some(id) = several(row)
            && let (Some(label), Some(known)) = (alone(setting), labels.get(&id))
            && known.as_ref() != Some(&label)
        {
            row.function = label;
        }
    }
}

/// The member whose permissions the settings are, if they say so.
///
/// # Errors
///
/// Settings of several members.
pub(super) fn member(
    source: &Arc<SourceText>,
    settings: &[Setting<'_>],
) -> Result<Option<Member>, Vec<Problem>> {
    let mut found: Option<(&RawValue, Member)> = None;
    for raw in settings.iter().filter_map(|setting| setting.member) {
        let Some(member) = reference(raw) else {
            continue;
        };
        match &found {
            None => found = Some((raw, member)),
            Some((_, known)) if *known == member => {}
            Some((first, known)) => {
                let message = format!(
                    "these are the permissions of several members: `{}` and `{}`",
                    shortened(&known.identifier, 40),
                    shortened(&member.identifier, 40)
                );
                let help = "save the response of one request to `/system/mySecurity`";
                let one = span_of(source.text(), first);
                let other = span_of(source.text(), raw);
                let problem = problem::at(source, other, "another", message, help);
                return Err(problem.and_at(Document::Role, one, "one member").into());
            }
        }
    }
    Ok(found.map(|(_, member)| member))
}

fn wrong_level(
    source: &Arc<SourceText>,
    place: &RowPlaces,
    operation: Operation,
    word: &str,
) -> Problem {
    let words = || Level::ALL.into_iter().map(Level::word);
    let span = place.levels.get(operation).unwrap_or(place.row);
    let message = format!(
        "`{}` in `{}` is not a level: expected {}",
        shortened(word, 40),
        operation.api_field(),
        list_words(words().chain(["null"])),
    );
    let help = did_you_mean(word, words())
        .unwrap_or_else(|| "read the role again from ConnectWise, or correct the value".to_owned());
    problem::at(source, span, "not a level", message, help)
}

/// A row without a level. That is allowed, unless a field was probably meant to be it: then a level
/// would be lost silently.
fn misspelt(source: &Arc<SourceText>, row: Span) -> Option<Problem> {
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(source.slice(row)).ok()?;
    let read = |field: &str| matches!(Field::named(field), Field::Level(_));
    let level = |value: &RawValue| {
        let word = serde_json::from_str::<String>(value.get());
        word.is_ok_and(|word| Level::from_word(&word).is_some())
    };
    // A function can be named `All`.
    let is_name = |field: &str| field.to_lowercase().starts_with("module");
    let (field, _) = fields.iter().find(|(field, value)| {
        let like_a_level =
            || value.get().starts_with('"') && field.to_lowercase().ends_with("level");
        !read(field)
            && !is_name(field)
            && (like_a_level() || level(value) || nearest(field, api_fields()).is_some())
    })?;
    let quoted = format!("\"{field}\"");
    // A name with escapes is not found: then the start of the row is shown.
    let found = source.slice(row).find(&quoted);
    let span = found.map_or(row.first_byte(), |at| {
        let at = row.start + at;
        Span::new(at, at + quoted.len())
    });
    let message = format!(
        "`{}` is not a field of a role setting",
        shortened(field, 40)
    );
    let help = meant(field).map_or_else(
        || format!("expected {}", list_words(api_fields())),
        |near| format!("did you mean `{near}`?"),
    );
    Some(problem::at(source, span, "this field", message, help))
}

fn api_fields() -> impl Iterator<Item = &'static str> {
    Operation::ALL.into_iter().map(Operation::api_field)
}

/// The field that was probably meant: `delLevel`, `levelDelete` and `delete_access` all name their
/// operation next to a word for its level.
fn meant(field: &str) -> Option<&'static str> {
    let mut word: String = field.chars().filter(|c| c.is_alphanumeric()).collect();
    word.make_ascii_lowercase();
    for level in ["level", "access", "permission", "rights", "right"] {
        word = word.replace(level, "");
    }
    let begins = |operation: &Operation| {
        let key = operation.key();
        word.len() >= 2 && (key.starts_with(&word) || word.starts_with(key))
    };
    let named = Operation::ALL.into_iter().find(begins);
    named
        .map(Operation::api_field)
        .or_else(|| nearest(field, api_fields()))
}

fn no_levels(source: &Arc<SourceText>, row: Span) -> Problem {
    let message = "no row states a level: expected `addLevel`, `editLevel`, `deleteLevel` and \
                   `inquireLevel`";
    let help =
        "save the complete response from `/system/securityRoles/{id}/settings`, without `fields`";
    problem::at(source, row.first_byte(), "the first row", message, help)
}

fn nameless(source: &Arc<SourceText>, row: Span, index: usize) -> Problem {
    let message = format!(
        "row {} names no function: expected `moduleFunctionDescription`, `moduleFunctionName` or \
         `moduleFunctionIdentifier`",
        index + 1
    );
    let help = "save the complete response from `/system/securityRoles/{id}/settings`; a project \
                role, which Leastwise does not check, looks like this too";
    problem::at(source, row.first_byte(), "this row", message, help)
}

/// A member as a setting refers to it; `None` without a name.
fn reference(raw: &RawValue) -> Option<Member> {
    #[derive(serde::Deserialize)]
    struct Reference {
        id: Option<i64>,
        identifier: Option<String>,
        name: Option<String>,
    }
    let found: Reference = serde_json::from_str(raw.get()).ok()?;
    let said = |text: Option<String>| text.filter(|text| !text.is_empty());
    let name = said(found.name);
    Some(Member {
        identifier: said(found.identifier).or_else(|| name.clone())?,
        id: found.id,
        name,
        ..Member::default()
    })
}
