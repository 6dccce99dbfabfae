//! From the names in a row to the function that it is about.

use super::RowFunction;
use crate::catalogue;
use crate::model::{Document, Problem, SourceText, Span, shortened};
use std::sync::Arc;

/// Why names do not say which function is meant.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unnamed {
    /// There is no name of a function.
    Nameless,
    /// The module is missing, and functions of several modules have this name.
    Ambiguous(String),
}

/// The function that names mean: the first pair of module and function that the catalogue knows,
/// or else every pair. Blank names count as missing.
pub(super) fn function(modules: &[&str], functions: &[&str]) -> Result<RowFunction, Unnamed> {
    let modules = || modules.iter().filter(|name| !name.trim().is_empty());
    let functions = || functions.iter().filter(|name| !name.trim().is_empty());
    for module in modules() {
        for function in functions() {
            if let Some(id) = catalogue::resolve(module, function) {
                return Ok(RowFunction::Known(id));
            }
        }
    }
    let mut names: Vec<(String, String)> = Vec::new();
    for &function in functions() {
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
        match catalogue::without_module(function).as_slice() {
            [] => pair(""),
            [only] => return Ok(RowFunction::Known(*only)),
            _ => return Err(Unnamed::Ambiguous(function.to_owned())),
        }
    }
    if names.is_empty() {
        Err(Unnamed::Nameless)
    } else {
        Ok(RowFunction::Unknown(names.into_boxed_slice()))
    }
}

/// The problem of a name that is in several modules.
pub(super) fn ambiguous(source: &Arc<SourceText>, span: Span, function: &str) -> Problem {
    let mut candidates: Vec<String> = catalogue::without_module(function)
        .into_iter()
        .map(|id| format!("{} / {}", id.get().module, id.get().name))
        .collect();
    candidates.dedup();
    let message = format!(
        "`{}` is a function of several modules, and the row names none",
        shortened(function, 60)
    );
    Problem::at(Document::Role, source, span, "of which module?", message).with_help(format!(
        "name the module beside it: {}",
        crate::yaml::list_words(candidates.iter().map(String::as_str))
    ))
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
            Err(Unnamed::Ambiguous("Reports".to_owned()))
        );
        assert_eq!(function(&["Finance"], &[" "]), Err(Unnamed::Nameless));
    }

    #[test]
    fn an_unknown_function_keeps_every_name() {
        let Ok(RowFunction::Unknown(names)) = function(&["Finance"], &["New One", "NewOne"]) else {
            panic!("expected an unknown function");
        };
        assert_eq!(names.len(), 2);
    }
}
