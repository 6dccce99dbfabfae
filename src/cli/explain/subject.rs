//! Resolves a name to a rule, a function or a module.

use super::rule::{self, Page};
use crate::catalog::{self, FunctionId};
use crate::cli::failure::Failure;
use crate::engine::{FoundPolicy, find_policy};
use crate::model::normalize;
use crate::yaml::{list_words, nearest};

/// A subject that can be explained.
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
        [] => similar(name).unwrap_or_else(|| Err(unknown(name))),
        [id] => Ok(Subject::Function(*id)),
        several => {
            let names: Vec<String> = several.iter().map(|id| title(*id)).collect();
            Err(Failure::usage(
                format!("`{name}` is a function in {} modules", several.len()),
                format!(
                    "specify which one: {}",
                    list_words(names.iter().map(String::as_str))
                ),
            ))
        }
    }
}

/// Finds the only rule, module or function whose name starts with a text, or contains it; an error
/// if there are several functions, and `None` if there are none.
fn similar(name: &str) -> Option<Result<Subject, Failure>> {
    /// Shorter texts match too many names.
    const SHORTEST: usize = 3;
    /// Maximum number of functions in an error.
    const LISTED: usize = 8;
    let wanted = normalize(name);
    let wanted = wanted.trim_end_matches('s');
    if wanted.len() < SHORTEST {
        return None;
    }
    let functions = |fits: &dyn Fn(&str) -> bool| -> Vec<FunctionId> {
        catalog::functions()
            .filter(|(_, function)| fits(&normalize(function.name)))
            .map(|(id, _)| id)
            .collect()
    };
    let mut found = functions(&|known| known.trim_end_matches('s') == wanted);
    if found.is_empty() {
        let mut rules = rule::all().filter(|page| normalize(page.rule).starts_with(wanted));
        if let (Some(page), None) = (rules.next(), rules.next()) {
            return Some(Ok(Subject::Rule(page)));
        }
        let mut modules = catalog::modules()
            .iter()
            .filter(|module| normalize(module).starts_with(wanted));
        if let (Some(module), None) = (modules.next(), modules.next()) {
            return Some(Ok(Subject::Module(module)));
        }
        found = functions(&|known| known.starts_with(wanted));
    }
    if found.is_empty() {
        found = functions(&|known| known.contains(wanted));
    }
    match found.as_slice() {
        [] => None,
        [id] => Some(Ok(Subject::Function(*id))),
        several => {
            let names: Vec<String> = several.iter().take(LISTED).map(|id| title(*id)).collect();
            let more = match several.len().saturating_sub(LISTED) {
                0 => String::new(),
                more => format!(", and {more} more"),
            };
            Some(Err(Failure::usage(
                format!("`{name}` matches {} functions", several.len()),
                format!("specify one of them: {}{more}", names.join(", ")),
            )))
        }
    }
}

/// The function as the user can type it.
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
            None => format!("`leastwise explain \"{module}\"` lists the functions in the module"),
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
        None => match find_policy(name) {
            FoundPolicy::One(id) => {
                format!("`leastwise policy show {id}` shows the policy of that name")
            }
            FoundPolicy::Several(_) | FoundPolicy::None => format!(
                "`leastwise explain` lists the rules; the modules are `{}`",
                catalog::modules().join("`, `")
            ),
        },
    };
    Failure::usage(missing(name), help)
}

fn missing(name: &str) -> String {
    format!("there is no rule, function or module `{name}`")
}
