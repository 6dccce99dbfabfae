//! The form in which names are compared, and what rules out texts that are no names.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::{dictionary, modules};
use crate::catalog;

/// A name in the form in which names of pages are compared: plural and punctuation do not count.
pub(crate) fn stem(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    let mut start = 0;
    for c in text.chars() {
        if c.is_alphanumeric() {
            if start == out.len() && start > 0 {
                out.push(' ');
                start += 1;
            }
            if c.is_ascii() {
                out.push(c.to_ascii_lowercase());
            } else {
                out.extend(c.to_lowercase());
            }
        } else {
            singular(&mut out, &mut start);
            if c == '&' {
                out.push_str(if start > 0 { " and" } else { "and" });
                start = out.len();
            }
        }
    }
    singular(&mut out, &mut start);
    out
}

/// Ends the word that begins at a place: in the singular, and as the catalog spells it.
fn singular(out: &mut String, start: &mut usize) {
    let word = out.get(*start..).unwrap_or("");
    if word.is_empty() {
        return;
    }
    if word.contains("dependanc") {
        let word = word.replace("dependanc", "dependenc");
        out.truncate(*start);
        out.push_str(&word);
    }
    let word = out.get(*start..).unwrap_or("");
    if word.len() > 4 && word.ends_with("ies") {
        let kept = *start + word.trim_end_matches("ies").len();
        out.truncate(kept);
        out.push('y');
    } else if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") {
        let kept = *start + word.trim_end_matches('s').len();
        out.truncate(kept);
    }
    *start = out.len();
}

/// The first word of a text as names are compared: what rules out most texts at little cost.
fn first(text: &str) -> String {
    let text = text.trim_start_matches(|c: char| !(c.is_alphanumeric() || c == '&'));
    let end = text.find(|c: char| !c.is_alphanumeric());
    stem(text.get(..end.unwrap_or(text.len()).max(1)).unwrap_or(text))
}

/// Whether a name in the dictionary begins like this text.
pub(crate) fn may_be_function(text: &str) -> bool {
    static FIRST: OnceLock<HashSet<String>> = OnceLock::new();
    let known = FIRST.get_or_init(|| dictionary().keys().map(|name| first(name)).collect());
    known.contains(&first(text))
}

/// Whether a spelling of a module begins like this text.
pub(crate) fn may_be_module(text: &str) -> bool {
    static FIRST: OnceLock<HashSet<String>> = OnceLock::new();
    let known = FIRST.get_or_init(|| {
        let more = ["module", "service", "time"];
        let spellings = catalog::module_spellings().chain(more);
        let stems = modules().keys().map(String::as_str);
        spellings.chain(stems).map(first).collect()
    });
    known.contains(&first(text))
}
