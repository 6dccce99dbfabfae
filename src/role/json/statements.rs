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
        _ => {
            let message = format!(
                "`{}` in `adminFlag` does not say whether this is an administrator's role: \
                 expected true, false or null",
                shortened(value.get(), 40)
            );
            let span = span_of(source.text(), value);
            let label = "neither true nor false";
            Err(
                Problem::at(Document::Role, source, span, label, message).with_help(
                    "read the role again from ConnectWise, or write true or false without quotes: the role of an \
                 administrator grants everything, whatever its rows say",
                ),
            )
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
            ("name" | "rolename" | "roleid" | "securityroleid", _) => self.role(&word, value),
            (word, _) if is_admin_flag(word) => self.role("adminflag", value),
            // What ConnectWise says of the role itself, next to its settings; and not of its type.
            (word, Some(inner))
                if matches!(word, "role" | "securityrole")
                    || word.contains("role") && has_admin_flag(inner) =>
            {
                self.role_object(inner)
            }
            (word, None) if word.contains("role") && value.get().starts_with('[') => {
                let all = elements(value).unwrap_or_default();
                all.into_iter()
                    .filter_map(fields)
                    .try_for_each(|inner| self.role_object(&inner))
            }
            _ => self.nested(&word, key, value, 0),
        }
    }

    /// An object that describes the role.
    fn role_object(&mut self, inner: &Fields<'_>) -> Result<(), Problem> {
        inner
            .iter()
            .try_for_each(|(key, value)| match plain(key).as_str() {
                "id" => self.role("roleid", value),
                word if is_admin_flag(word) => self.role("adminflag", value),
                word => self.role(word, value),
            })
    }

    /// A field of a wrapper, and the fields inside it: paging is often an object in an object.
    fn nested(
        &mut self,
        word: &str,
        key: &str,
        value: &RawValue,
        depth: usize,
    ) -> Result<(), Problem> {
        const DEEPEST: usize = 8;
        if depth > DEEPEST {
            return Ok(());
        }
        if let Some(inner) = fields(value) {
            if has_admin_flag(&inner) && !is_person(word) {
                self.role_object(&inner)?;
            }
            // `next: {href: …}` leads on as a whole.
            if self.page(word, key, value)? {
                return Ok(());
            }
            return inner
                .iter()
                .try_for_each(|(key, value)| self.nested(&plain(key), key, value, depth + 1));
        }
        if let Some(all) = elements(value) {
            if is_link(word) {
                self.told.more |= all.iter().any(|link| links_on(link));
            } else if self.page(word, key, value)? {
                return Ok(());
            }
            return all
                .into_iter()
                .filter(|value| value.get().starts_with('{'))
                .try_for_each(|element| {
                    let inner = fields(element).unwrap_or_default();
                    inner
                        .iter()
                        .filter(|(_, value)| value.get().starts_with(['{', '[']))
                        .try_for_each(|(key, value)| {
                            self.nested(&plain(key), key, value, depth + 1)
                        })
                });
        }
        if is_link(word) && links_on(value) {
            self.told.more = true;
            return Ok(());
        }
        if !self.page(word, key, value)? && !is_quiet(word) && can_count(value) {
            let span = span_of(self.source.text(), value);
            self.told.unused.push((key.to_owned(), span));
        }
        Ok(())
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

    /// A field that says how many settings and pages there are. Hands back whether it does.
    fn page(&mut self, word: &str, key: &str, value: &RawValue) -> Result<bool, Problem> {
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
            "totalpages" | "pagecount" | "lastpage" | "pages" | "numpages"
                if !value.get().starts_with(['[', '{']) =>
            {
                self.told.pages = self.told.pages.max(self.number(key, value)?);
            }
            "total" | "totalcount" | "totalrecords" | "totalrows" | "totalitems"
            | "totalelements" | "totalresults" | "odatacount" => {
                self.told.total = self.told.total.max(self.number(key, value)?);
            }
            "count" | "rowcount" | "recordcount" | "itemcount" | "numberofelements" => {
                self.told.count = self.told.count.max(self.number(key, value)?);
            }
            word if leads_to_next(word) => self.told.more |= leads_on(value),
            word if says_more(word) => self.told.more |= is_more(value),
            word if says_all(word) => {
                self.told.more |= written(value).eq_ignore_ascii_case("false");
            }
            word if counts_rows(word) => match self.number(key, value) {
                Ok(number) => self.told.total = self.told.total.max(number),
                Err(_) => return Ok(false),
            },
            _ => return Ok(false),
        }
        Ok(true)
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

/// Whether a field, by its plain name, marks an administrator.
pub(super) fn is_admin_flag(word: &str) -> bool {
    matches!(
        word,
        "adminflag"
            | "isadmin"
            | "isadminflag"
            | "isadministrator"
            | "administratorflag"
            | "roleadminflag"
            | "roleisadmin"
            | "securityroleadminflag"
            | "administrator"
    )
}

fn has_admin_flag(fields: &Fields<'_>) -> bool {
    fields.iter().any(|(key, _)| is_admin_flag(&plain(key)))
}

/// Fields about people, who may be administrators without the role being one.
fn is_person(word: &str) -> bool {
    [
        "member",
        "user",
        "owner",
        "createdby",
        "updatedby",
        "enteredby",
        "requestedby",
    ]
    .iter()
    .any(|person| word.contains(person))
}

/// Fields that hold links: in a body, or the header of an answer that was saved with it.
fn is_link(word: &str) -> bool {
    matches!(word, "link" | "links" | "linkheader" | "weblink")
}

/// Whether a link leads to a next page: `{"rel": "next", "href": …}`, or the header's text.
fn links_on(value: &RawValue) -> bool {
    let next = |rel: &str| {
        rel.split_ascii_whitespace()
            .any(|rel| rel.eq_ignore_ascii_case("next"))
    };
    if let Some(link) = fields(value) {
        return link.iter().any(|(key, value)| {
            plain(key) == "rel" && text_of(value).is_some_and(|rel| next(&rel))
        });
    }
    let text = text_of(value).unwrap_or_default();
    text.split(['<', ',', ';']).any(|part| {
        let (name, rel) = part.split_once('=').unwrap_or_default();
        name.trim().eq_ignore_ascii_case("rel") && next(rel.trim().trim_matches(['"', '\'']))
    })
}

/// Names of an address, a number or a token for a next page.
fn leads_to_next(word: &str) -> bool {
    const WHAT: [&str; 13] = [
        "page", "link", "url", "uri", "href", "cursor", "token", "offset", "start", "skip",
        "marker", "id", "records",
    ];
    let word = word.strip_prefix("odata").unwrap_or(word);
    match word.strip_prefix("next") {
        Some("") => true,
        Some(rest) => WHAT.iter().any(|what| rest.contains(what)),
        None => {
            word.contains("continuation")
                || word.contains("skiptoken")
                || matches!(
                    word,
                    "cursor" | "endcursor" | "aftercursor" | "scrollid" | "marker"
                )
        }
    }
}

/// Names of a flag or a number that says that more rows follow.
fn says_more(word: &str) -> bool {
    word.contains("more")
        || word.starts_with("hasnext")
        || [
            "truncated",
            "partial",
            "incomplete",
            "remaining",
            "limitreached",
            "exceeded",
        ]
        .iter()
        .any(|part| word.contains(part))
}

/// Names of a flag that says that no rows follow.
fn says_all(word: &str) -> bool {
    matches!(
        word,
        "done" | "finished" | "exhausted" | "endofrecords" | "allread" | "allrecords"
    ) || (word.contains("complete") && !word.contains("incomplete"))
}

/// Whether a value says that more follows: true, a number above zero, or a token.
fn is_more(value: &RawValue) -> bool {
    !matches!(
        written(value).to_ascii_lowercase().as_str(),
        "null" | "" | "false" | "0" | "no"
    )
}

/// Names of a number of rows, other than of pages, of time or of bytes.
fn counts_rows(word: &str) -> bool {
    let other = [
        "page", "time", "ms", "second", "elapsed", "byte", "size", "cost", "limit", "retry",
    ];
    let counts = word.starts_with("total") || word.ends_with("total") || word.ends_with("count");
    counts && !other.iter().any(|other| word.contains(other))
}

/// Fields that say nothing of the settings: the request, the server, the time.
fn is_quiet(word: &str) -> bool {
    matches!(
        word,
        "status"
            | "statuscode"
            | "code"
            | "success"
            | "ok"
            | "id"
            | "version"
            | "page"
            | "pagesize"
            | "perpage"
            | "limit"
            | "offset"
            | "size"
            | "first"
            | "prev"
            | "previous"
            | "self"
            | "previouspage"
            | "empty"
            | "inactiveflag"
    )
}

/// Whether a value is a number, a flag or a link: what a wrapper uses to say how much there is.
fn can_count(value: &RawValue) -> bool {
    let text = text_of(value);
    text.as_deref().map_or_else(
        || {
            matches!(
                value.get().as_bytes().first(),
                Some(b't' | b'f' | b'-' | b'0'..=b'9')
            )
        },
        |text| text.starts_with("http://") || text.starts_with("https://"),
    )
}

/// The letters and digits of a field's name: `@odata.nextLink`, `total_count`, `HasMore`.
pub(super) fn plain(key: &str) -> String {
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
