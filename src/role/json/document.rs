//! Finds the settings in documents that other programs create from ConnectWise's responses:
//! `{"value": […]}`, `{"data": […]}`, concatenated pages, one object instead of an array of one,
//! one object per line; and snapshots.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use serde_json::value::RawValue;

use super::error::{NO_SETTING, broken};
use super::places::span_of;
use super::setting::Setting;
use super::value::{Fields, elements, field, fields, holds_settings, is_setting, text_of};
use super::wrapper_info::WrapperInfo;
use super::{Found, setting, wrapper_fields};
use crate::model::{Problem, SourceText, Span, shortened};
use crate::role::{Limits, other_document, problem, snapshot};

pub(super) fn read<'a>(
    source: &'a Arc<SourceText>,
    limits: &'a Limits,
) -> Result<Found<'a>, Vec<Problem>> {
    let text = source.text();
    let mut values: Vec<&RawValue> = Vec::new();
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    loop {
        match stream.next() {
            Some(Ok(value)) => values.push(value),
            Some(Err(error)) => return Err(broken(source, 0, &error, NO_SETTING).into()),
            None => break,
        }
        if values.len() > limits.rows {
            let message = format!("the file contains more than {} values", limits.rows);
            let problem = Problem::in_file(source.name(), message);
            return Err(problem.with_help(problem::raise("rows")).into());
        }
    }
    let mut finder = Finder {
        source,
        limits,
        parts: Vec::new(),
        known: HashMap::new(),
    };
    let info = finder.one_after_the_other(&values, 0)?;
    let settings = finder.settings()?;
    let (role, notes) = info.role(source);
    Ok(Found {
        role,
        notes,
        settings,
        parts: finder.parts,
        accounted: false,
    })
}

struct Finder<'a> {
    source: &'a Arc<SourceText>,
    limits: &'a Limits,
    parts: Vec<Span>,
    /// Which values contain settings, by their address.
    known: HashMap<*const u8, bool>,
}

impl<'a> Finder<'a> {
    fn at(&self, value: &RawValue, label: &str, message: String, help: &str) -> Vec<Problem> {
        let start = span_of(self.source.text(), value).first_byte();
        vec![problem::at(self.source, start, label, message, help)]
    }

    /// Concatenated pages or settings.
    fn one_after_the_other(
        &mut self,
        values: &[&'a RawValue],
        depth: usize,
    ) -> Result<WrapperInfo, Vec<Problem>> {
        let mut all: Option<WrapperInfo> = None;
        for value in values {
            let next = self.visit(value, depth)?;
            all = Some(match all {
                None => next,
                Some(before) => before.merge_next_page(next, self.source)?,
            });
        }
        Ok(all.unwrap_or_default())
    }

    fn visit(&mut self, value: &'a RawValue, depth: usize) -> Result<WrapperInfo, Vec<Problem>> {
        if depth > self.limits.nesting {
            let message = format!(
                "the settings exceed the `nesting` limit of {}",
                self.limits.nesting
            );
            let help = "save the complete response from `/system/securityRoles/{id}/settings`, or \
                        raise the limit with `--limit nesting=NUMBER`";
            return Err(self.at(value, "here", message, help));
        }
        let span = span_of(self.source.text(), value);
        if let Some(elements) = elements(value) {
            let setting = |value: &&RawValue| fields(value).is_some_and(|f| is_setting(&f));
            if elements.iter().all(setting) {
                self.parts.push(span);
                return Ok(WrapperInfo::list(elements.len()));
            }
            // An array of pages, or of wrapped pages; or something else.
            return self.one_after_the_other(&elements, depth + 1);
        }
        let Some(fields) = fields(value) else {
            let message = format!(
                "expected a role setting, but found `{}`",
                shortened(value.get(), 40)
            );
            let help = "save the complete response from `/system/securityRoles/{id}/settings`";
            return Err(self.at(value, "not an object", message, help));
        };
        if is_setting(&fields) {
            self.parts.push(span);
            return Ok(WrapperInfo::one());
        }
        self.wrapper(value, &fields, depth)
    }

    /// An object around the settings: one of its fields contains them.
    fn wrapper(
        &mut self,
        value: &'a RawValue,
        fields: &Fields<'a>,
        depth: usize,
    ) -> Result<WrapperInfo, Vec<Problem>> {
        self.refuse(value, fields)?;
        let levels = (self.limits.nesting + 2).saturating_sub(depth);
        let known = &mut self.known;
        let mut found: Vec<&(Cow<'_, str>, &RawValue)> = fields
            .iter()
            .filter(|(_, value)| holds_settings(value, levels, known))
            .collect();
        if found.is_empty() {
            // A role without rows: reported later.
            let empty = |value: &RawValue| elements(value).is_some_and(|e| e.is_empty());
            found = fields.iter().filter(|(_, value)| empty(value)).collect();
        }
        let inner = match found.as_slice() {
            [(_, inner)] => *inner,
            [] => {
                let mut message = "this object contains no role settings".to_owned();
                if fields.is_empty() {
                    message += ": it is empty";
                } else {
                    let keys = fields.iter().take(8).map(|(key, _)| shortened(key, 40));
                    message += match fields.len() {
                        1 => ": its only field is ",
                        _ => ": its fields are ",
                    };
                    message += &together(keys);
                }
                let help = "save the complete response from `/system/securityRoles/{id}/settings`; the role itself, from `/system/securityRoles`, contains no levels";
                return Err(self.at(value, "this object", message, help));
            }
            several => {
                let keys = several.iter().map(|(key, _)| shortened(key, 40));
                let message = format!(
                    "this object contains several lists of settings: {}",
                    together(keys)
                );
                let help = "save each of them in a separate file";
                return Err(self.at(value, "this object", message, help));
            }
        };
        let said = wrapper_fields::of(self.source, fields, inner)?;
        Ok(said.merge_outer(self.visit(inner, depth + 1)?))
    }

    /// Known objects that are not roles, by name.
    fn refuse(&self, value: &RawValue, fields: &Fields<'_>) -> Result<(), Vec<Problem>> {
        let said = |name: &str| field(fields, name).and_then(text_of);
        if let Some(schema) = said("schema") {
            if schema == snapshot::SCHEMA {
                let message = "the file contains several snapshots, but may contain only one role";
                let help = "write one snapshot per line, or save each in a separate file";
                return Err(self.at(value, "another snapshot", message.to_owned(), help));
            }
            let (message, help) = other_document::foreign_schema(&schema);
            return Err(self.at(value, "this object", message, help));
        }
        if let (Some(code), Some(message)) = (field(fields, "code"), said("message")) {
            let code = text_of(code).unwrap_or_else(|| code.get().to_owned());
            let message = format!(
                "this is an error response from the ConnectWise API, not a role: {} ({})",
                shortened(message.trim_end_matches('.'), 200),
                shortened(&code, 40)
            );
            let help = "read the role again with credentials that are allowed to read security \
                        roles";
            return Err(self.at(value, "an error", message, help));
        }
        Ok(())
    }

    fn settings(&self) -> Result<Vec<Setting<'a>>, Vec<Problem>> {
        let mut all = Vec::new();
        for part in &self.parts {
            let refused = |error| vec![broken(self.source, part.start, &error, NO_SETTING)];
            let text = self.source.slice(*part);
            if text.starts_with('[') {
                all.extend(setting::array(text, self.limits.rows).map_err(refused)?);
            } else {
                all.push(serde_json::from_str(text).map_err(refused)?);
            }
        }
        Ok(all)
    }
}

/// Formats names as a list, each once: `a`, `b` and `c`.
fn together(names: impl Iterator<Item = String>) -> String {
    let mut words: Vec<(String, usize)> = Vec::new();
    for name in names {
        match words.iter_mut().find(|(known, _)| *known == name) {
            Some((_, times)) => *times += 1,
            None => words.push((name, 1)),
        }
    }
    let words: Vec<String> = words
        .into_iter()
        .map(|(name, times)| match times {
            1 => format!("`{name}`"),
            2 => format!("`{name}` twice"),
            _ => format!("`{name}` {times} times"),
        })
        .collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => words.concat(),
    }
}
