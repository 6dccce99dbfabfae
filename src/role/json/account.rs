//! Fields of rows other than names and levels. Every field is used, reported or an error.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_json::value::RawValue;

use super::field::Field;
use super::places::span_of;
use super::value::{elements, fields, mentions_settings, text_of, written};
use super::wrapper_fields::{admin_mark, is_admin_flag, plain};
use super::wrapper_info::{WrapperInfo, two_roles};
use crate::model::{Problem, SourceText, Span, shortened};
use crate::role::{NoteKind, problem};

/// Whether a field is a standard one of ConnectWise that is irrelevant to permissions.
pub(super) fn is_irrelevant(key: &str) -> bool {
    matches!(
        plain(key).as_str(),
        "id" | "info" | "myallflag" | "reportflag" | "restrictflag" | "customflag" | "sortorder"
    )
}

/// Accounts for the fields of all rows.
///
/// # Errors
///
/// Rows of two roles, a level in an ignored field, and settings inside a setting.
pub(super) fn rows(
    source: &Arc<SourceText>,
    rows: &[&RawValue],
) -> Result<WrapperInfo, Vec<Problem>> {
    let mut account = Account {
        source,
        info: WrapperInfo::default(),
        roles: HashMap::new(),
        unread: HashSet::new(),
        usual: HashSet::new(),
    };
    for row in rows {
        account.row(row)?;
    }
    Ok(account.info)
}

struct Account<'a> {
    source: &'a Arc<SourceText>,
    info: WrapperInfo,
    /// Values of the first row that identify its role, by field.
    roles: HashMap<String, (String, Span)>,
    unread: HashSet<String>,
    /// Names of fields that need no further check.
    usual: HashSet<String>,
}

impl Account<'_> {
    fn row(&mut self, row: &RawValue) -> Result<(), Problem> {
        for (key, value) in fields(row).unwrap_or_default() {
            let read = Field::named(&key) != Field::Other || plain(&key) == "member";
            if self.usual.contains(key.as_ref()) || read || is_irrelevant(&key) {
                if value.get().starts_with(['{', '[']) {
                    self.inside(value)?;
                }
                self.usual.insert(key.into_owned());
                continue;
            }
            self.field(&key, value)?;
        }
        Ok(())
    }

    /// Nested values of a field may mark an administrator role.
    fn inside(&mut self, value: &RawValue) -> Result<(), Problem> {
        for (key, value) in fields(value).unwrap_or_default() {
            if is_admin_flag(&key) {
                self.info.admin(admin_mark(self.source, value)?);
            } else if value.get().starts_with(['{', '[']) {
                self.inside(value)?;
            }
        }
        for element in elements(value).unwrap_or_default() {
            self.inside(element)?;
        }
        Ok(())
    }

    fn field(&mut self, key: &str, value: &RawValue) -> Result<(), Problem> {
        let word = &plain(key);
        let span = span_of(self.source.text(), value);
        if is_admin_flag(key) {
            self.info.admin(admin_mark(self.source, value)?);
            return Ok(());
        }
        if word.contains("role") && !matches!(written(value).as_str(), "" | "null") {
            self.role(key, word, value, span)?;
        }
        let compound = value.get().starts_with(['{', '[']);
        if compound {
            self.inside(value)?;
        }
        if compound && mentions_settings(value.get()) {
            let message = format!("`{}` is not a field of a role setting", shortened(key, 40));
            let help = "give each setting a separate row";
            return Err(problem::at(self.source, span, "this field", message, help));
        }
        if !word.contains("role") && self.unread.insert(key.to_owned()) {
            let label = shortened(key, 40);
            self.info.notes.add(NoteKind::Fields, span, label);
        }
        Ok(())
    }

    /// A field that identifies the role of the row: it must be equal in every row.
    fn role(&mut self, key: &str, word: &str, value: &RawValue, span: Span) -> Result<(), Problem> {
        let mut said = vec![(word.to_owned(), value)];
        if let Some(inner) = fields(value) {
            let names = |key: &str| matches!(plain(key).as_str(), "id" | "name" | "identifier");
            said = inner
                .into_iter()
                .filter(|(key, _)| names(key))
                .map(|(inner, value)| (format!("{word}.{}", plain(&inner)), value))
                .collect();
        }
        for (what, value) in said {
            let written = written(value);
            if matches!(
                what.as_str(),
                "rolename"
                    | "role"
                    | "securityrole"
                    | "securityrolename"
                    | "role.name"
                    | "securityrole.name"
            ) && self.info.name.is_none()
            {
                self.info.name = text_of(value).map(|name| (name, span));
            }
            match self.roles.get(&what) {
                Some(known) if known.0 != written => {
                    return Err(two_roles(self.source, known, &(written, span)));
                }
                Some(_) => {}
                None => {
                    self.roles.insert(what, (written, span));
                }
            }
        }
        if self.unread.insert(key.to_owned()) && !word.contains("name") && word != "role" {
            let label = shortened(key, 40);
            self.info.notes.add(NoteKind::Fields, span, label);
        }
        Ok(())
    }
}
