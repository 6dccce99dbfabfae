//! Finding the settings in what other programs make of ConnectWise's answers: `{"value": […]}`,
//! `{"data": […]}`, several pages one after the other, one object in place of an array of one,
//! one object a line; and snapshots.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::error::broken;
use super::places::{Part, span_of};
use super::setting::Settings;
use super::value::{Fields, elements, field, fields, holds_settings, is_setting, text_of};
use crate::model::{Document, Problem, SourceText, Span, shortened};
use crate::role::detect;
use crate::role::snapshot::{self, RawSnapshot};
use crate::role::{Header, Limits, Origin, Parts};
use crate::yaml::list_words;

const NO_SETTING: &str = "this is not a role setting";

pub(super) fn read(source: &Arc<SourceText>, limits: &Limits) -> Result<Parts, Vec<Problem>> {
    let text = source.text();
    let mut values: Vec<&RawValue> = Vec::new();
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    loop {
        match stream.next() {
            Some(Ok(value)) => values.push(value),
            Some(Err(error)) => return Err(vec![broken(source, 0, &error, NO_SETTING)]),
            None => break,
        }
        if values.len() > limits.rows {
            let message = format!("the file holds more than {} values", limits.rows);
            return Err(vec![Problem::in_file(source.name(), message).with_help(
                "raise the limit with `--limit rows=NUMBER` if it is right",
            )]);
        }
    }
    let mut finder = Finder {
        source,
        limits,
        parts: Vec::new(),
        header: Header::default(),
        known: HashMap::new(),
    };
    match values.as_slice() {
        [only] if is_snapshot(only) => return snapshot(source, only, limits),
        several => {
            for value in several {
                finder.visit(value, 0)?;
            }
        }
    }
    let settings = finder.settings()?;
    // Behind the last of several values nothing shows that there is not another.
    super::role(
        source,
        &settings.0,
        finder.parts,
        finder.header,
        values.len() > 1,
        limits,
    )
}

fn is_snapshot(value: &RawValue) -> bool {
    #[derive(Deserialize)]
    struct Kind<'a> {
        #[serde(default, borrow)]
        schema: Option<Cow<'a, str>>,
    }
    value.get().starts_with('{')
        && serde_json::from_str::<Kind<'_>>(value.get())
            .is_ok_and(|kind| kind.schema.as_deref() == Some(snapshot::SCHEMA))
}

fn snapshot(
    source: &Arc<SourceText>,
    value: &RawValue,
    limits: &Limits,
) -> Result<Parts, Vec<Problem>> {
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
        &settings.0,
        vec![Part::Array(array)],
        header_of(text, snapshot).0,
        false,
        limits,
    )
}

/// A text that is one snapshot and nothing else, in one pass; `None` where it is not, or where
/// something is wrong with it that `read` says better.
pub(super) fn plain_snapshot<'a>(text: &'a str, limits: &Limits) -> Option<(Header, Settings<'a>)> {
    // The schema comes first in what is written by programs.
    let head = text.as_bytes().get(..text.len().min(256))?;
    memchr::memmem::find(head, snapshot::SCHEMA.as_bytes())?;
    let snapshot: RawSnapshot<'_, Settings<'a>> = serde_json::from_str(text).ok()?;
    let usual = Limits::default().rows;
    if snapshot.schema != snapshot::SCHEMA
        || snapshot.settings.0.len() > usual && limits.rows > usual
    {
        return None;
    }
    Some(header_of(text, snapshot))
}

fn header_of<S>(text: &str, snapshot: RawSnapshot<'_, S>) -> (Header, S) {
    let role = snapshot.role.unwrap_or_default();
    let header = Header {
        name: role.name,
        admin: role.admin_flag.map(|raw| raw.get() == "true"),
        admin_place: role.admin_flag.map(|raw| span_of(text, raw)),
        taken: snapshot.taken,
        counted: snapshot.count,
        complete: snapshot.complete,
        origin: Origin {
            host: snapshot.host,
            api_version: snapshot.api_version,
            member: snapshot.member,
            used_by: snapshot.used_by,
            customize_items: snapshot.customize_items,
        },
    };
    (header, snapshot.settings)
}

struct Finder<'a> {
    source: &'a Arc<SourceText>,
    limits: &'a Limits,
    parts: Vec<Part>,
    header: Header,
    /// Which values hold settings, by their address.
    known: HashMap<*const u8, bool>,
}

impl<'a> Finder<'a> {
    fn at(&self, value: &RawValue, label: &str, message: impl Into<String>) -> Problem {
        let span = span_of(self.source.text(), value);
        let start = Span::new(span.start, (span.start + 1).min(span.end));
        Problem::at(Document::Role, self.source, start, label, message)
    }

    fn visit(&mut self, value: &'a RawValue, depth: usize) -> Result<(), Vec<Problem>> {
        if depth > self.limits.nesting {
            let message = format!(
                "the settings lie deeper than {} objects and arrays",
                self.limits.nesting
            );
            let help = "save the answer of `/system/securityRoles/{id}/settings` as it comes, or \
                        raise the limit with `--limit nesting=NUMBER`";
            return Err(vec![self.at(value, "here", message).with_help(help)]);
        }
        let span = span_of(self.source.text(), value);
        if let Some(elements) = elements(value) {
            let setting = |value: &&RawValue| fields(value).is_some_and(|f| is_setting(&f));
            if elements.iter().all(setting) {
                self.parts.push(Part::Array(span));
            } else {
                // Pages in an array, or each wrapped on its own; or something else, told apart.
                for element in elements {
                    self.visit(element, depth + 1)?;
                }
            }
            return Ok(());
        }
        let Some(fields) = fields(value) else {
            let message = format!(
                "`{}` stands where a role setting was expected",
                shortened(value.get(), 40)
            );
            let help = "save the answer of `/system/securityRoles/{id}/settings` as it comes";
            return Err(vec![self.at(value, "no object", message).with_help(help)]);
        };
        if is_setting(&fields) {
            self.parts.push(Part::One(span));
            return Ok(());
        }
        self.wrapper(value, &fields, depth)
    }

    /// An object round the settings: the settings lie in one of its fields.
    fn wrapper(
        &mut self,
        value: &'a RawValue,
        fields: &Fields<'a>,
        depth: usize,
    ) -> Result<(), Vec<Problem>> {
        self.refuse(value, fields)?;
        let levels = (self.limits.nesting + 2).saturating_sub(depth);
        let known = &mut self.known;
        let mut found: Vec<&(Cow<'_, str>, &RawValue)> = fields
            .iter()
            .filter(|(_, value)| holds_settings(value, levels, known))
            .collect();
        if found.is_empty() {
            // A role without any row: told as such later.
            let empty = |value: &RawValue| elements(value).is_some_and(|e| e.is_empty());
            found = fields.iter().filter(|(_, value)| empty(value)).collect();
        }
        let inner = match found.as_slice() {
            [(_, inner)] => *inner,
            [] => {
                let keys = fields.iter().take(8).map(|(key, _)| shortened(key, 40));
                let message = format!(
                    "this object holds no role settings: its fields are {}",
                    list_words(keys.collect::<Vec<_>>().iter().map(String::as_str))
                );
                let help = "save the answer of `/system/securityRoles/{id}/settings` as it comes; \
                            the role itself, from `/system/securityRoles`, has no levels";
                return Err(vec![self.at(value, "this object", message).with_help(help)]);
            }
            several => {
                let message = format!(
                    "this object holds several lists of settings: {}",
                    list_words(several.iter().map(|(key, _)| &**key))
                );
                let help = "save each of them in a file of its own";
                return Err(vec![self.at(value, "this object", message).with_help(help)]);
            }
        };
        self.header_from(fields);
        self.visit(inner, depth + 1)
    }

    /// What a wrapper says about the role and about its page.
    fn header_from(&mut self, fields: &Fields<'a>) {
        let header = &mut self.header;
        if let Some(name) = field(fields, "name").and_then(text_of) {
            header.name.get_or_insert(name);
        }
        if let Some(flag) = field(fields, "adminFlag") {
            header.admin = Some(flag.get() == "true");
            header.admin_place = Some(span_of(self.source.text(), flag));
        }
        // A page counts itself, a total is that of all pages.
        let number = |name: &str| field(fields, name)?.get().parse::<u64>().ok();
        let total = ["total", "totalCount", "@odata.count"]
            .into_iter()
            .find_map(number);
        header.counted = match (total, number("count"), header.counted) {
            (Some(total), _, before) => Some(before.unwrap_or(0).max(total)),
            (None, Some(count), before) => Some(before.unwrap_or(0).saturating_add(count)),
            (None, None, before) => before,
        };
        let more = ["hasMore", "has_more", "truncated"];
        let next = [
            "next",
            "nextPage",
            "nextLink",
            "@odata.nextLink",
            "next_page",
        ];
        let says_more = more
            .iter()
            .any(|name| field(fields, name).is_some_and(|value| value.get() == "true"));
        let has_next = next.iter().any(|name| {
            field(fields, name)
                .is_some_and(|value| !matches!(value.get(), "null" | "\"\"" | "false"))
        });
        if says_more || has_next {
            header.complete = Some(false);
        } else if self.parts.is_empty() || header.complete == Some(false) {
            // The last page has no next one.
            header.complete = None;
        }
    }

    /// Objects that are something else, by name.
    fn refuse(&self, value: &RawValue, fields: &Fields<'_>) -> Result<(), Vec<Problem>> {
        let said = |name: &str| field(fields, name).and_then(text_of);
        if let Some(schema) = said("schema") {
            let problem = if schema == snapshot::SCHEMA {
                self.at(
                    value,
                    "another snapshot",
                    "the file holds several snapshots, and one role is read from a file",
                )
                .with_help("write one snapshot a line, or give each a file of its own")
            } else {
                detect::foreign_schema(self.at(value, "this object", ""), &schema)
            };
            return Err(vec![problem]);
        }
        if let (Some(code), Some(message)) = (field(fields, "code"), said("message")) {
            let code = text_of(code).unwrap_or_else(|| code.get().to_owned());
            let message = format!(
                "this is an error of ConnectWise's API, not a role: {} ({})",
                shortened(message.trim_end_matches('.'), 200),
                shortened(&code, 40)
            );
            let help = "read the role again with credentials that may see security roles";
            return Err(vec![self.at(value, "an error", message).with_help(help)]);
        }
        Ok(())
    }

    fn settings(&self) -> Result<Settings<'a>, Vec<Problem>> {
        let mut all = Settings::default();
        for part in &self.parts {
            let (Part::Array(span) | Part::One(span)) = *part else {
                continue;
            };
            let refused = |error| vec![broken(self.source, span.start, &error, NO_SETTING)];
            let text = self
                .source
                .text()
                .get(span.start..span.end)
                .unwrap_or_default();
            match part {
                Part::Array(_) => {
                    let page = Settings::read(text, self.limits.rows).map_err(refused)?;
                    all.0.extend(page.0);
                }
                _ => all.0.push(serde_json::from_str(text).map_err(refused)?),
            }
        }
        Ok(all)
    }
}
