//! What a wrapper says besides the settings: whose they are, how many there are, and whether others
//! come behind them.
//!
//! The words are those of the programs and interfaces that pass lists on in pages. A word that is
//! known and says something that is not understood is an error: it may say that the role is not
//! whole.

use std::sync::Arc;

use serde_json::value::RawValue;

use super::places::span_of;
use super::told::Told;
use super::value::{Fields, elements, fields, text_of};
use crate::model::{Document, Problem, SourceText, shortened};

/// What the fields of a wrapper say, but for the one that the settings lie in.
///
/// # Errors
///
/// The first that cannot be understood.
pub(super) fn of(
    source: &Arc<SourceText>,
    fields: &Fields<'_>,
    settings: &RawValue,
) -> Result<Told, Problem> {
    let mut reader = Reader {
        source,
        told: Told::default(),
    };
    for (key, value) in fields {
        if !std::ptr::eq(value.get(), settings.get()) {
            reader.field(key, value)?;
        }
    }
    Ok(reader.told)
}

/// What an `adminFlag` says.
///
/// # Errors
///
/// Anything but true, false and null: what it means would be a guess, and a wrong one hides that
/// the role grants everything.
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
            let span = span_of(source.text(), value);
            Err(Problem::at(
                Document::Role,
                source,
                span,
                "neither true nor false",
                message,
            )
            .with_help(
                "read the role again from ConnectWise, or write true or false without \
                         quotes: the role of an administrator grants everything, whatever its \
                         rows say",
            ))
        }
    }
}

struct Reader<'a> {
    source: &'a Arc<SourceText>,
    told: Told,
}

impl Reader<'_> {
    fn field(&mut self, key: &str, value: &RawValue) -> Result<(), Problem> {
        let word = plain(key);
        let inner = fields(value);
        match (word.as_str(), &inner) {
            ("name" | "rolename" | "adminflag" | "roleid" | "securityroleid", _) => {
                self.role(&word, value)
            }
            // What ConnectWise says of the role itself, beside its settings; and not of its type.
            (role, Some(inner))
                if matches!(role, "role" | "securityrole")
                    || role.contains("role") && inner.iter().any(|(key, _)| is_admin_flag(key)) =>
            {
                inner
                    .iter()
                    .try_for_each(|(key, value)| match plain(key).as_str() {
                        "id" => self.role("roleid", value),
                        word => self.role(word, value),
                    })
            }
            (
                "meta" | "metadata" | "links" | "link" | "paging" | "pagination" | "page"
                | "pageinfo" | "cursor" | "cursors" | "resultset" | "responsemetadata",
                Some(inner),
            ) => inner
                .iter()
                .try_for_each(|(key, value)| self.page(&plain(key), key, value)),
            ("links", None) => {
                // `{"rel": "next", "href": …}` among others.
                let next = |link: &&RawValue| {
                    let fields = fields(link).unwrap_or_default();
                    fields.iter().any(|(key, value)| {
                        plain(key) == "rel" && text_of(value).is_some_and(|rel| rel == "next")
                    })
                };
                self.told.more |= elements(value).is_some_and(|links| links.iter().any(next));
                Ok(())
            }
            _ => self.page(&word, key, value),
        }
    }

    /// A field that says which role it is.
    fn role(&mut self, word: &str, value: &RawValue) -> Result<(), Problem> {
        let span = span_of(self.source.text(), value);
        match word {
            "adminflag" => {
                let said = admin_flag(self.source, value)?;
                self.told.admin(said.map(|is| (is, span)));
            }
            "name" | "rolename" => {
                if let Some(name) = text_of(value) {
                    self.told.name.get_or_insert((name, span));
                }
            }
            "roleid" | "securityroleid" if value.get() != "null" => {
                let number = value.get().trim_matches('"').to_owned();
                self.told.number.get_or_insert((number, span));
            }
            _ => {}
        }
        Ok(())
    }

    /// A field that says how many settings and pages there are.
    fn page(&mut self, word: &str, key: &str, value: &RawValue) -> Result<(), Problem> {
        match word {
            "hasmore" | "hasmorepages" | "hasmoreitems" | "morepages" | "more" | "hasnext"
            | "hasnextpage" | "truncated" | "istruncated" | "partial" | "ispartial" => {
                self.told.more |= self.flag(key, value)?.unwrap_or(false);
            }
            "islast" | "islastpage" | "complete" | "iscomplete" => {
                self.told.more |= !self.flag(key, value)?.unwrap_or(true);
            }
            "lastpage" if matches!(value.get(), "true" | "false") => {
                self.told.more |= value.get() == "false";
            }
            // Among links it is an address.
            "last" => self.told.more |= written(value).eq_ignore_ascii_case("false"),
            "next" | "nextpage" | "nextlink" | "nexturl" | "nexturi" | "nexthref"
            | "nextpageurl" | "nextpagelink" | "odatanextlink" | "nextpagetoken" | "nexttoken"
            | "nextcursor" | "continuationtoken" => self.told.more |= leads_on(value),
            "total" | "totalcount" | "totalrecords" | "totalrows" | "totalitems"
            | "totalelements" | "totalresults" | "odatacount" => {
                self.told.total = self.told.total.max(self.number(key, value)?);
            }
            "count" | "rowcount" | "recordcount" | "itemcount" | "numberofelements" => {
                self.told.count = self.told.count.max(self.number(key, value)?);
            }
            "totalpages" | "pagecount" | "lastpage" | "pages"
                if word != "pages" || !value.get().starts_with(['[', '{']) =>
            {
                self.told.pages = self.told.pages.max(self.number(key, value)?);
            }
            _ => {}
        }
        Ok(())
    }

    /// Yes or no, as JSON or as text; nothing where it says nothing.
    fn flag(&self, key: &str, value: &RawValue) -> Result<Option<bool>, Problem> {
        match written(value).to_ascii_lowercase().as_str() {
            "null" | "" => Ok(None),
            "true" | "1" | "yes" => Ok(Some(true)),
            "false" | "0" | "no" => Ok(Some(false)),
            _ => Err(self.unclear(key, value, "true or false")),
        }
    }

    /// A whole number, as JSON or as text; nothing where it says nothing.
    fn number(&self, key: &str, value: &RawValue) -> Result<Option<u64>, Problem> {
        let written = written(value);
        if matches!(written.as_str(), "null" | "") {
            return Ok(None);
        }
        let whole = written
            .split_once('.')
            .filter(|(_, fraction)| fraction.bytes().all(|digit| digit == b'0'))
            .map_or(written.as_str(), |(whole, _)| whole);
        let number = whole.parse().ok().map(Some);
        number.ok_or_else(|| self.unclear(key, value, "a whole number"))
    }

    fn unclear(&self, key: &str, value: &RawValue, expected: &str) -> Problem {
        let message = format!(
            "`{}` in `{}` does not say whether the role is whole: expected {expected}",
            shortened(value.get(), 40),
            shortened(key, 40)
        );
        let span = span_of(self.source.text(), value);
        Problem::at(Document::Role, self.source, span, "not understood", message).with_help(
            "save the answer of `/system/securityRoles/{id}/settings` as it comes, or take the \
             field out if it says nothing about the settings",
        )
    }
}

fn is_admin_flag(key: &str) -> bool {
    plain(key) == "adminflag"
}

/// The letters and digits of a field's name: `@odata.nextLink`, `total_count`, `HasMore`.
fn plain(key: &str) -> String {
    let letters = key.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// A value as it is written, a text without its quotes.
fn written(value: &RawValue) -> String {
    text_of(value).map_or_else(|| value.get().to_owned(), |text| text.trim().to_owned())
}

/// Whether what stands for the next page is one: an address, a number, or an object with either.
fn leads_on(value: &RawValue) -> bool {
    let says = |value: &RawValue| !matches!(written(value).as_str(), "null" | "" | "false");
    match (fields(value), elements(value)) {
        (Some(fields), _) => fields.iter().any(|(_, value)| says(value)),
        (_, Some(elements)) => elements.into_iter().any(says),
        _ => says(value),
    }
}
