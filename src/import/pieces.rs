//! Lines with several statements.

use super::parts::Parts;
use super::words::Named;
use super::{clause, words};

/// The statements of a line that each begin with a function: `Contacts: Inquire All; Notes: Add All`.
pub(super) fn pieces<'t>(text: &'t str, module: Option<&str>) -> Vec<&'t str> {
    let mut out: Vec<&str> = Vec::new();
    let mut start = 0;
    let grants = |piece: &str| words::each(piece).any(|word| words::operation(word).is_some());
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
    let parts = Parts::of(text);
    let (at, known) = match words::module(parts.part(0)) {
        Some(module) => (2, !words::functions(parts.part(1), Some(module)).is_empty()),
        None => (1, is_known(parts.part(0), module)),
    };
    known && !clause::grants(parts.tail(at)).list.is_empty()
}

/// Whether a text is a function of the module, or of only one.
fn is_known(text: &str, module: Option<&str>) -> bool {
    !words::functions(text, module).is_empty() || words::functions(text, None).len() == 1
}

/// A function as the first sentence, and the text after it: `Contacts. Set Inquire to All.`
pub(super) fn run_in<'t>(text: &'t str, module: Option<&str>) -> Option<(Named, &'t str)> {
    let (name, rest) = text.split_once(". ")?;
    if name.len() > 80 || !words::may_be_function(name) && !words::may_be_module(name) {
        return None;
    }
    let parts = Parts::of(name);
    let named = match parts.len() {
        1 if is_known(name, module) => {
            let home = module.filter(|module| !words::functions(name, Some(module)).is_empty());
            words::name(name, home, false)?
        }
        2 => {
            let (module, function) = (words::module(parts.part(0))?, parts.part(1));
            if words::functions(function, Some(module)).is_empty() {
                return None;
            }
            words::name(function, Some(module), false)?
        }
        _ => return None,
    };
    let levels = rest.strip_prefix("Set ").unwrap_or(rest);
    (!clause::grants(levels).list.is_empty()).then_some((named, rest))
}
