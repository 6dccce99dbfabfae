//! Resolves the names in a row to a function.

use super::options::NAME;
use super::unknown_function::{self, UnknownFunction};
use super::{RowFunction, problem};
use crate::catalog;
use crate::model::{Problem, SourceText, Span, normalize, shortened};
use std::sync::Arc;

/// Why names cannot be resolved.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NameError {
    /// There is no name of a function.
    Nameless,
    /// The module is missing, and functions of several modules have this name.
    Ambiguous(String),
}

/// Resolves a row's names, the most specific first; if the catalog knows none of them, keeps every
/// pair of names. Blank names count as missing.
///
/// The first name is the label on the screen, if there is one. A shorter name after it that is only
/// the start of the label is a truncation: ConnectWise's older models limit it to 10 characters, so
/// that `Agreements Renewal` would become `Agreements`. It is not resolved to that function.
pub(super) fn function(modules: &[&str], functions: &[&str]) -> Result<RowFunction, NameError> {
    // Nearly every row has its label as ConnectWise writes it.
    if let (Some(module), Some(label)) = (label_only(modules), label_only(functions))
        && let Some(id) = catalog::as_written(module, label)
    {
        return Ok(RowFunction::Known(id));
    }
    unknown_function::resolve_cached(modules, functions, || found(modules, functions))
}

/// A name without the word that ConnectWise's screen appends to functions with a list.
fn without_customize(name: &str) -> &str {
    const SUFFIX: &str = "(customize)";
    let name = name.trim();
    let Some(at) = name.len().checked_sub(SUFFIX.len()) else {
        return name;
    };
    match (name.get(..at).map(str::trim_end), name.get(at..)) {
        (Some(short), Some(suffix)) if !short.is_empty() && suffix.eq_ignore_ascii_case(SUFFIX) => {
            short
        }
        _ => name,
    }
}

fn found(modules: &[&str], functions: &[&str]) -> Result<RowFunction, NameError> {
    let short: Vec<&str> = functions
        .iter()
        .map(|name| without_customize(name))
        .collect();
    let functions = short.as_slice();
    let modules = || modules.iter().filter(|name| !is_blank(name));
    let functions = || functions.iter().filter(|name| !is_blank(name));
    let known = |name: &str| modules().find_map(|module| catalog::resolve(module, name));
    let Some(label) = functions().next() else {
        return Err(NameError::Nameless);
    };
    if let Some(id) = known(label) {
        return Ok(RowFunction::Known(id));
    }
    let whole = normalize(label);
    let functions = functions().filter(|name| !is_beginning(&normalize(name), &whole));
    if let Some(id) = functions.clone().find_map(|name| known(name)) {
        return Ok(RowFunction::Known(id));
    }
    let mut names: Vec<(String, String)> = Vec::new();
    for &function in functions {
        let mut pair = |module: &str| {
            let pair = (module.to_owned(), function.to_owned());
            if !names.contains(&pair) {
                names.push(pair);
            }
        };
        if modules().next().is_some() {
            modules().for_each(|module| pair(module));
            continue;
        }
        match catalog::without_module(function).as_slice() {
            [] => pair(""),
            [only] => return Ok(RowFunction::Known(*only)),
            _ => return Err(NameError::Ambiguous(function.to_owned())),
        }
    }
    Ok(UnknownFunction::new(names).into())
}

fn is_blank(name: &str) -> bool {
    name.chars().all(char::is_whitespace)
}

/// Whether a name is the start of a longer one, ignoring spaces and punctuation.
fn is_beginning(name: &str, of: &str) -> bool {
    let mut rest = of.chars().filter(|c| c.is_alphanumeric());
    let mut name = name.chars().filter(|c| c.is_alphanumeric());
    name.all(|c| rest.next() == Some(c)) && rest.next().is_some()
}

/// The most specific name, for a function its label.
pub(super) fn label_only<'a>(functions: &[&'a str]) -> Option<&'a str> {
    let mut names = functions.iter().copied();
    names.find(|name| !is_blank(name))
}

/// The problem of an overlong name.
pub(super) fn too_long(source: &Arc<SourceText>, start: Span) -> Problem {
    let message = format!("this name exceeds the limit of {NAME} characters");
    let help = "look for a quote or a separator that is missing before it";
    problem::at(source, start, "this name", message, help)
}

/// The problem of a name that occurs in several modules.
pub(super) fn ambiguous(source: &Arc<SourceText>, span: Span, function: &str) -> Problem {
    let mut candidates: Vec<String> = catalog::without_module(function)
        .into_iter()
        .map(|id| format!("{} / {}", id.get().module, id.get().name))
        .collect();
    candidates.dedup();
    let message = format!(
        "`{}` is a function in several modules, but the row names none",
        shortened(function, 60)
    );
    let candidates = crate::yaml::list_words(candidates.iter().map(String::as_str));
    let help = format!("specify the module next to it: {candidates}");
    problem::at(source, span, "which module?", message, help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_without_a_module_must_be_the_only_one() {
        assert!(matches!(
            function(&[], &["Agreements"]),
            Ok(RowFunction::Known(_))
        ));
        assert_eq!(
            function(&[""], &["Reports"]),
            Err(NameError::Ambiguous("Reports".to_owned()))
        );
        assert_eq!(function(&["Finance"], &[" "]), Err(NameError::Nameless));
    }

    #[test]
    fn a_short_name_that_begins_another_label_is_not_taken_for_the_function() {
        let known = function(&["Finance"], &["", "Agreements"]);
        assert!(matches!(known, Ok(RowFunction::Known(_))));
        // A label in another language, or one that a tenant chose.
        assert_eq!(function(&["Finance"], &["Verträge", "Agreements"]), known);
        assert_eq!(function(&["Finance"], &["Agreements", "Agreem"]), known);
        for label in ["Agreements Renewal", "AgreementsRenewal", "AGREEMENTS-2"] {
            let names = [("Finance".to_owned(), label.to_owned())];
            assert_eq!(
                function(&["Finance"], &[label, "Agreements"]),
                Ok(UnknownFunction::new(names).into())
            );
        }
    }

    #[test]
    fn an_unknown_function_keeps_every_name() {
        let Ok(RowFunction::Unknown(names)) = function(&["Finance"], &["New One", "NewOne"]) else {
            panic!("expected an unknown function");
        };
        assert_eq!(names.names().len(), 2);
    }
}
