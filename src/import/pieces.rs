//! Lines with several statements.

use super::parts::parts;
use super::words::Named;
use super::{clause, words};

/// The statements of a line that each begin with a function: `Contacts: Inquire All; Notes: Add All`.
pub(super) fn pieces<'t>(text: &'t str, module: Option<&str>) -> Vec<&'t str> {
    let mut out: Vec<&str> = Vec::new();
    let mut start = 0;
    let grants = |piece: &str| {
        piece
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| words::operation(word).is_some())
    };
    for (at, mark) in text.match_indices(['.', ';', ',']) {
        let next = at + mark.len();
        let rest = text.get(next..).unwrap_or("");
        if !rest.starts_with(' ') || next <= start {
            continue;
        }
        let before = text.get(start..at).unwrap_or("");
        if grants(before) && begins_with_function(rest.trim_start(), module) {
            out.push(before);
            start = next;
        }
    }
    out.push(text.get(start..).unwrap_or(""));
    out.into_iter().map(str::trim).collect()
}

/// Whether a text begins with a function and what is granted there.
fn begins_with_function(text: &str, module: Option<&str>) -> bool {
    let text = text.strip_prefix("and ").unwrap_or(text);
    let parts = parts(text);
    let part = |at: usize| {
        parts
            .get(at)
            .and_then(|(start, end)| text.get(*start..*end))
            .unwrap_or("")
    };
    let first = part(0);
    let (at, known) = if words::module(first).is_some() {
        (
            2,
            !words::functions(part(1), words::module(first)).is_empty(),
        )
    } else {
        let here = !words::functions(first, module).is_empty();
        (1, here || words::functions(first, None).len() == 1)
    };
    known
        && parts
            .get(at)
            .and_then(|(start, _)| text.get(*start..))
            .is_some_and(|rest| {
                let found = clause::grants(rest);
                !found.list.is_empty()
            })
}

/// A function as the first sentence, and the text after it: `Contacts. Set Inquire to All.`
pub(super) fn run_in<'t>(text: &'t str, module: Option<&str>) -> Option<(Named, &'t str)> {
    let (name, rest) = text.split_once(". ")?;
    if name.len() > 80 || !words::may_be_function(name) && !words::may_be_module(name) {
        return None;
    }
    let parts = parts(name);
    let part = |at: usize| {
        let (start, end) = parts.get(at)?;
        name.get(*start..*end)
    };
    let named = match parts.len() {
        1 if !words::functions(name, module).is_empty()
            || words::functions(name, None).len() == 1 =>
        {
            words::name(
                name,
                module.filter(|module| !words::functions(name, Some(module)).is_empty()),
                false,
            )
        }
        2 => {
            let module = words::module(part(0)?)?;
            let function = part(1)?;
            if words::functions(function, Some(module)).is_empty() {
                return None;
            }
            words::name(function, Some(module), false)
        }
        _ => None,
    }?;
    let levels = rest.strip_prefix("Set ").unwrap_or(rest);
    (!clause::grants(levels).list.is_empty()).then_some((named, rest))
}
