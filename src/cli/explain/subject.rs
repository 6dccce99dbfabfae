//! From a name to a rule, a function or a module.

use super::rule::{self, Page};
use crate::catalog::{self, FunctionId};
use crate::cli::failure::Failure;
use crate::yaml::{list_words, nearest};

/// Something that can be explained.
#[derive(Debug)]
pub(super) enum Subject {
    Rule(Page),
    Module(&'static str),
    Function(FunctionId),
}

/// Finds the rule, the function with its module, the module, or the only function of that name.
pub(super) fn find(name: &str) -> Result<Subject, Failure> {
    if let Some(page) = rule::all().find(|page| page.rule == name) {
        return Ok(Subject::Rule(page));
    }
    if let Some(id) = splits(name).find_map(|(m, f)| catalog::resolve(m, f)) {
        return Ok(Subject::Function(id));
    }
    if let Some(module) = catalog::module(name) {
        return Ok(Subject::Module(module));
    }
    match catalog::without_module(name).as_slice() {
        [] => Err(unknown(name)),
        [id] => Ok(Subject::Function(*id)),
        several => {
            let names: Vec<String> = several.iter().map(|id| title(*id)).collect();
            Err(Failure::usage(
                format!("`{name}` is a function of {} modules", several.len()),
                format!(
                    "say which: {}",
                    list_words(names.iter().map(String::as_str))
                ),
            ))
        }
    }
}

/// The function as it can be typed.
pub(super) fn title(id: FunctionId) -> String {
    let function = id.get();
    format!("{}/{}", function.module, function.name)
}

/// Every way to split a name into a module and a function: the name of a function can contain a `/`.
fn splits(name: &str) -> impl Iterator<Item = (&str, &str)> {
    name.match_indices(['/', '>', ':'])
        .filter_map(move |(at, sign)| Some((name.get(..at)?, name.get(at + sign.len()..)?)))
}

fn unknown(name: &str) -> Failure {
    let within = splits(name).find_map(|(m, f)| {
        let module = catalog::module(m)?;
        Some((module, f.trim()))
    });
    if let Some((module, function)) = within {
        let help = match catalog::nearest(module, function) {
            Some(near) => format!("did you mean `{}`?", title(near)),
            None => format!("`leastwise explain \"{module}\"` lists the functions of the module"),
        };
        return Failure::usage(
            format!("the catalog has no function `{function}` in the module `{module}`"),
            help,
        );
    }
    let words = rule::all()
        .map(|page| page.rule)
        .chain(catalog::modules().iter().copied());
    if let Some(near) = nearest(name, words) {
        let help = format!("did you mean `{near}`?");
        return Failure::usage(missing(name), help);
    }
    // The function can be known even if the module is not.
    let function = splits(name).last().map_or(name, |(_, function)| function);
    let found = catalog::without_module(function);
    let near = found
        .first()
        .copied()
        .or_else(|| catalog::nearest("", function));
    let help = match near {
        Some(near) => format!("did you mean `{}`?", title(near)),
        None => format!(
            "`leastwise explain` lists the rules; the modules are {}",
            list_words(catalog::modules().iter().copied())
        ),
    };
    Failure::usage(missing(name), help)
}

fn missing(name: &str) -> String {
    format!("there is no rule, function or module `{name}`")
}
