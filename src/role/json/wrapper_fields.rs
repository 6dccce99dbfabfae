//! Interprets the fields of a wrapper: role, totals and paging.
//!
//! Known words are those of programs and interfaces that return lists in pages. A known word with
//! an unknown value is an error: it may mean that the role is incomplete.

use std::sync::Arc;

use serde_json::value::RawValue;

use super::guess;
use super::places::span_of;
use super::value::{Fields, elements, fields, leads_on, text_of, written};
use super::wrapper_info::WrapperInfo;
use crate::model::{Problem, SourceText, Span, shortened};
use crate::role::{NoteKind, problem};

/// The meaning of the fields of a wrapper, except the one with the settings.
///
/// # Errors
///
/// The first field that is not understood.
pub(super) fn of(
    source: &Arc<SourceText>,
    fields: &Fields<'_>,
    settings: &RawValue,
) -> Result<WrapperInfo, Problem> {
    let mut reader = Reader {
        source,
        info: WrapperInfo::default(),
    };
    for (key, value) in fields {
        if !std::ptr::eq(value.get(), settings.get()) {
            reader.field(key, value)?;
        }
    }
    Ok(reader.info)
}

/// The value of an `adminFlag`.
///
/// # Errors
///
/// Anything but true, false and null: a wrong guess would hide that the role grants everything.
pub(super) fn admin_flag(
    source: &Arc<SourceText>,
    value: &RawValue,
) -> Result<Option<bool>, Problem> {
    match value.get() {
        "true" => Ok(Some(true)),
        "false" => Ok(Some(false)),
        "null" => Ok(None),
        other => {
            let message = format!(
                "`{}` in `adminFlag` does not say whether this is an administrator's role: \
                 expected true, false or null",
                shortened(other, 40)
            );
            let help = "read the role again from ConnectWise, or write true or false without \
                        quotes: the role of an administrator grants everything, whatever its \
                        rows say";
            let span = span_of(source.text(), value);
            Err(problem::at(
                source,
                span,
                "neither true nor false",
                message,
                help,
            ))
        }
    }
}

/// The mark of an administrator role in an `adminFlag`, and its position.
pub(super) fn admin_mark(
    source: &Arc<SourceText>,
    value: &RawValue,
) -> Result<Option<(bool, Span)>, Problem> {
    let said = admin_flag(source, value)?;
    Ok(said.map(|is| (is, span_of(source.text(), value))))
}

struct Reader<'a> {
    source: &'a Arc<SourceText>,
    info: WrapperInfo,
}

impl Reader<'_> {
    fn field(&mut self, key: &str, value: &RawValue) -> Result<(), Problem> {
        let word = plain(key);
        let inner = fields(value);
        if is_admin_flag(key) {
            return self.role("adminflag", value);
        }
        match (word.as_str(), &inner) {
            ("role" | "securityrole" | "roles" | "securityroles", None)
                if value.get().starts_with('[') =>
            {
                // Roles in an array: later ones must not contradict the first.
                let mut first: Option<WrapperInfo> = None;
                for element in elements(value).unwrap_or_default() {
                    let mut reader = Reader {
                        source: self.source,
                        info: WrapperInfo::default(),
                    };
                    reader.field("role", element)?;
                    first = Some(match first {
                        None => reader.info,
                        Some(before) => before.merge_next_page(reader.info, self.source)?,
                    });
                }
                if let Some(said) = first {
                    let own = std::mem::take(&mut self.info);
                    self.info = own.merge_outer(said);
                }
                Ok(())
            }
            ("role" | "securityrole", None) => self.role(
                if text_of(value).is_some() {
                    "name"
                } else {
                    "roleid"
                },
                value,
            ),
            ("name" | "rolename" | "adminflag" | "roleid" | "securityroleid", _) => {
                self.role(&word, value)
            }
            // Fields of ConnectWise about the role itself, next to its settings; not about its
            // type.
            (role, Some(inner))
                if matches!(role, "role" | "securityrole")
                    || role.contains("role") && inner.iter().any(|(key, _)| is_admin_flag(key)) =>
            {
                inner
                    .iter()
                    .try_for_each(|(key, value)| match plain(key).as_str() {
                        "id" => self.role("roleid", value),
                        word if word == "name" || word == "inactiveflag" => self.role(word, value),
                        _ => self.field(key, value),
                    })
            }
            (
                "meta" | "metadata" | "links" | "link" | "paging" | "pagination" | "page"
                | "pageinfo" | "cursor" | "cursors" | "resultset" | "responsemetadata",
                Some(inner),
            ) => inner
                .iter()
                .try_for_each(|(key, value)| self.page(&plain(key), key, value, false)),
            _ => self.page(&word, key, value, false),
        }
    }

    /// A field that identifies the role.
    fn role(&mut self, word: &str, value: &RawValue) -> Result<(), Problem> {
        let span = span_of(self.source.text(), value);
        match word {
            "adminflag" => {
                self.info.admin(admin_mark(self.source, value)?);
            }
            "name" | "rolename" => {
                if let Some(name) = text_of(value) {
                    self.info.name.get_or_insert((name, span));
                }
            }
            "roleid" | "securityroleid" if value.get() != "null" => {
                let number = value.get().trim_matches('"').to_owned();
                self.info.number.get_or_insert((number, span));
            }
            "inactiveflag" if matches!(written(value).as_str(), "true" | "1") => {
                let label = "inactive".to_owned();
                self.info.notes.add(NoteKind::Inactive, span, label);
            }
            _ => {}
        }
        Ok(())
    }

    /// A field with the number of settings and pages.
    fn page(&mut self, word: &str, key: &str, value: &RawValue, deep: bool) -> Result<(), Problem> {
        if is_admin_flag(key) {
            return self.role("adminflag", value);
        }
        // Deep inside an unknown field, the words need not be about the settings.
        let word = if deep { "" } else { word };
        let before = self.info.more;
        match word {
            "hasmore" | "hasmorepages" | "hasmoreitems" | "morepages" | "more" | "hasnext"
            | "hasnextpage" | "truncated" | "istruncated" | "partial" | "ispartial" => {
                let more = self.flag(key, value)?;
                self.info.more |= more.unwrap_or(false);
                self.info.ended |= !more.unwrap_or(true);
            }
            "islast" | "islastpage" | "complete" | "iscomplete" => {
                let last = self.flag(key, value)?;
                self.info.more |= !last.unwrap_or(true);
                self.info.ended |= last.unwrap_or(false);
            }
            "lastpage" if matches!(value.get(), "true" | "false") => {
                self.info.more |= value.get() == "false";
            }
            // Among links it is an address.
            "last" => self.info.more |= written(value).eq_ignore_ascii_case("false"),
            "next" | "nextpage" | "nextlink" | "nexturl" | "nexturi" | "nexthref"
            | "nextpageurl" | "nextpagelink" | "odatanextlink" | "nextpagetoken" | "nexttoken"
            | "nextcursor" | "continuationtoken" => self.info.more |= leads_on(value),
            "total" | "totalcount" | "totalrecords" | "totalrows" | "totalitems"
            | "totalelements" | "totalresults" | "odatacount" => {
                self.info.total = self.info.total.max(self.number(key, value)?);
            }
            "count" | "rowcount" | "recordcount" | "itemcount" | "numberofelements" => {
                self.info.count = self.info.count.max(self.number(key, value)?);
            }
            "totalpages" | "pagecount" | "lastpage" | "pages"
                if word != "pages" || !value.get().starts_with(['[', '{']) =>
            {
                self.info.pages = self.info.pages.max(self.number(key, value)?);
            }
            _ => return self.guess(key, value),
        }
        if self.info.more && !before {
            let span = span_of(self.source.text(), value);
            let label = shortened(key, 40);
            self.info.notes.add(NoteKind::More, span, label);
        }
        Ok(())
    }

    /// An unknown field. If it can mean that there are more settings, the role is incomplete;
    /// otherwise it is reported.
    fn guess(&mut self, key: &str, value: &RawValue) -> Result<(), Problem> {
        let span = span_of(self.source.text(), value);
        let label = shortened(key, 40);
        let more = guess::of(key, value, &mut self.info);
        if more {
            self.info.more = true;
            self.info.notes.add(NoteKind::More, span, label);
            return Ok(());
        }
        if let Some(inner) = fields(value) {
            if let Some((name, value)) = guess::pair(&inner) {
                return self.guess(&name, value);
            }
            if is_person(&plain(key)) {
                self.info.notes.add(NoteKind::Fields, span, label);
                return Ok(());
            }
            return inner
                .iter()
                .try_for_each(|(key, value)| self.page("", key, value, true));
        }
        if let Some(elements) = elements(value) {
            if let [name, value] = elements.as_slice()
                && let Some(name) = text_of(name)
            {
                return self.guess(&name, value);
            }
            return elements.iter().try_for_each(|value| self.guess(key, value));
        }
        if !matches!(written(value).as_str(), "" | "null") {
            self.info.notes.add(NoteKind::Fields, span, label);
        }
        Ok(())
    }

    /// A Boolean, as JSON or as text; `None` if blank.
    fn flag(&self, key: &str, value: &RawValue) -> Result<Option<bool>, Problem> {
        match written(value).to_ascii_lowercase().as_str() {
            "null" | "" => Ok(None),
            "true" | "1" | "yes" => Ok(Some(true)),
            "false" | "0" | "no" => Ok(Some(false)),
            _ => Err(self.unclear(key, value, "true or false")),
        }
    }

    /// A whole number, as JSON or as text; `None` if blank.
    fn number(&self, key: &str, value: &RawValue) -> Result<Option<u64>, Problem> {
        let written = written(value);
        if matches!(written.as_str(), "null" | "") {
            return Ok(None);
        }
        let number = guess::whole(&written).map(Some);
        number.ok_or_else(|| self.unclear(key, value, "a whole number"))
    }

    fn unclear(&self, key: &str, value: &RawValue, expected: &str) -> Problem {
        let message = format!(
            "`{}` in `{}` does not say whether the role is complete: expected {expected}",
            shortened(value.get(), 40),
            shortened(key, 40)
        );
        let span = span_of(self.source.text(), value);
        let help = "save the complete response from `/system/securityRoles/{id}/settings`, or take \
                    the field out if it says nothing about the settings";
        problem::at(self.source, span, "not understood", message, help)
    }
}

/// Fields about people, who may be administrators although the role is not.
fn is_person(word: &str) -> bool {
    let people = [
        "member",
        "user",
        "owner",
        "createdby",
        "updatedby",
        "enteredby",
        "requestedby",
    ];
    people.iter().any(|person| word.contains(person))
}

/// Whether a field marks an administrator role.
pub(in crate::role) fn is_admin_flag(key: &str) -> bool {
    matches!(
        plain(key).as_str(),
        "adminflag"
            | "roleisadmin"
            | "securityroleadminflag"
            | "isadmin"
            | "admin"
            | "administrator"
            | "isadministrator"
            | "adminrole"
            | "isadminrole"
            | "administratorflag"
            | "isadminflag"
            | "roleadminflag"
    )
}

/// The letters and digits of a field's name: `@odata.nextLink`, `total_count`, `HasMore`.
pub(super) fn plain(key: &str) -> String {
    let letters = key.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
