//! The dictionary: modules and functions of the catalog, operations, levels and ticks.

mod level;
mod mark;
mod remark;
mod stem;

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::catalog::{self, FunctionId};
use crate::model::normalize;
pub(crate) use level::{Grade, column, ditto, grade, leading_grade, operation};
pub(crate) use mark::{MARKS, without_mark};
pub(crate) use remark::{
    conditional, merely_optional, other_product, other_title, setup, this_product,
};
pub(crate) use stem::{may_be_function, may_be_module, stem};

/// A function, or a name that the catalog does not have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Named {
    pub(crate) module: String,
    pub(crate) function: String,
    pub(crate) guess: Option<String>,
}

/// The words of a text: runs of letters and digits.
pub(crate) fn each(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// Whether a text has a level as a word.
pub(crate) fn has_level(text: &str) -> bool {
    each(text).any(|word| matches!(word, "All" | "My" | "None"))
}

/// Whether a text holds one of these words.
pub(crate) fn holds(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Whether a text begins with one of these words.
pub(crate) fn begins(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

/// The parts of a text that end at some places, each with the place where the next one begins.
pub(crate) fn split_at(text: &str, places: impl Iterator<Item = (usize, usize)>) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    for (end, next) in places {
        out.push(text.get(start..end).unwrap_or(""));
        start = next;
    }
    out.push(text.get(start..).unwrap_or(""));
    out
}

/// Removes footnote marks, pictures and punctuation at the ends of a name.
pub(crate) fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| !(c.is_alphanumeric() || matches!(c, '(' | ')')))
}

/// The module that a whole text names.
pub(crate) fn module(text: &str) -> Option<&'static str> {
    let text = bare(text);
    if text.is_empty() || text.len() > LONGEST || !may_be_module(text) {
        return None;
    }
    if let Some(known) = catalog::module(text) {
        return Some(known);
    }
    let stem = stem(text);
    let name = stem
        .trim_end_matches(" module")
        .trim_end_matches(" security")
        .trim_start_matches("module ");
    modules().get(name).copied().or(match name {
        "service" => Some("Service Desk"),
        "time" | "time expense" | "time entry and expense" => Some("Time & Expense"),
        _ => None,
    })
}

/// The functions that a whole text names, in one module or in any.
pub(crate) fn functions(text: &str, module: Option<&str>) -> Vec<FunctionId> {
    // A name that goes on in the next line: `Project Ticket -`.
    let end = text.trim_end();
    let marks = [" -", " –", "/", "&"];
    if marks.iter().any(|mark| end.ends_with(mark)) {
        return Vec::new();
    }
    let text = bare(text);
    // No name has a comma: `Agreements, Invoicing` are two.
    if text.is_empty() || text.len() > LONGEST || text.contains(',') || !may_be_function(text) {
        return Vec::new();
    }
    let found = dictionary().get(&stem(text)).map_or(&[][..], Vec::as_slice);
    let exact = |id: &&FunctionId| normalize(id.get().name) == normalize(text);
    let within = |id: &&FunctionId| module.is_none_or(|module| module == id.get().module);
    let mut all: Vec<FunctionId> = found.iter().filter(within).copied().collect();
    // `Notes` in the module Project is `Project Notes`.
    if let Some(module) = module.filter(|_| all.is_empty()) {
        let long = dictionary().get(&stem(&format!("{module} {text}")));
        all.extend(long.into_iter().flatten().filter(within));
    }
    // A name as the catalog spells it is never taken for a longer or another one.
    let exact: Vec<FunctionId> = all.iter().filter(exact).copied().collect();
    if exact.is_empty() { all } else { exact }
}

/// Longer texts are not names.
const LONGEST: usize = 120;

/// Every name and alias of the catalog, by its stem.
fn dictionary() -> &'static HashMap<String, Vec<FunctionId>> {
    static DICTIONARY: OnceLock<HashMap<String, Vec<FunctionId>>> = OnceLock::new();
    DICTIONARY.get_or_init(|| {
        let mut out: HashMap<String, Vec<FunctionId>> = HashMap::new();
        for (id, known) in catalog::functions() {
            let aliases = known.aliases.iter().copied();
            let aliases = aliases.filter(|alias| *alias != "Security Roles");
            for name in std::iter::once(known.name).chain(aliases) {
                let entry = out.entry(stem(name)).or_default();
                if !entry.contains(&id) {
                    entry.push(id);
                }
            }
        }
        out
    })
}

/// The stems of the modules.
fn modules() -> &'static HashMap<String, &'static str> {
    static MODULES: OnceLock<HashMap<String, &'static str>> = OnceLock::new();
    MODULES.get_or_init(|| {
        let known = catalog::modules().iter().copied();
        known.map(|module| (stem(module), module)).collect()
    })
}

/// Words of the API for what a function of the role guards.
fn object(name: &str, module: Option<&str>) -> Option<(&'static str, &'static str)> {
    let known = match stem(name).as_str() {
        "ticket" if module == Some("Project") => ("Project", "Project Tickets"),
        "ticket" => ("Service Desk", "Service Tickets"),
        "company" => ("Companies", "Company Maintenance"),
        "contact" => ("Companies", "Contacts"),
        "configuration" => ("Companies", "Configurations"),
        "attachment" | "document" => ("Companies", "Manage Attachments"),
        "activity" | "sale activity" => ("Companies", "CRM/Sales Activities"),
        "agreement" => ("Finance", "Agreements"),
        "invoice" => ("Finance", "Invoicing"),
        "opportunity" => ("Sales", "Opportunity"),
        "member" => ("System", "Member Maintenance"),
        "catalog" => ("Procurement", "Product Catalog"),
        "product" => ("Procurement", "Products"),
        "time entry" => ("Time & Expense", "Time Entry"),
        "schedule" | "schedule entry" | "scheduling" => ("Service Desk", "Resource Scheduling"),
        _ => return None,
    };
    module
        .is_none_or(|module| module == known.0)
        .then_some(known)
}

/// Whether a text in the place of a function means every function of the module.
fn whole_module(text: &str) -> bool {
    text.len() < 50
        && matches!(
            stem(text).as_str(),
            "every function of the module"
                | "every function"
                | "all function"
                | "all permission"
                | "entire module"
                | "whole module"
                | "all function of the module"
                | "all functions of this module"
                | "everything"
        )
}

impl Named {
    /// A function of the catalog, and what a guess says of the text before `read as`.
    fn of(id: FunctionId, said: Option<String>) -> Self {
        let known = id.get();
        let (module, function) = (known.module.to_owned(), known.name.to_owned());
        let guess = said.map(|said| format!("{said}; read as `{module} / {function}`"));
        Self {
            module,
            function,
            guess,
        }
    }

    /// Every function of a module.
    pub(crate) fn whole(module: &str, guess: Option<&str>) -> Self {
        Self {
            module: module.to_owned(),
            function: "*".to_owned(),
            guess: guess.map(str::to_owned),
        }
    }
}

/// The function that a text in the place of a name means; unknown names are kept when `keep` is set.
pub(crate) fn name(text: &str, module: Option<&str>, keep: bool) -> Option<Named> {
    let text = bare(text);
    if let Some(module) = module.filter(|_| whole_module(text)) {
        return Some(Named::whole(module, None));
    }
    let found = functions(text, module);
    let said = format!("the page says `{text}`");
    match found.as_slice() {
        [only] => {
            let known = only.get();
            let normal = normalize(text);
            let exact = normalize(known.name) == normal
                || known.aliases.iter().any(|alias| normalize(alias) == normal);
            return Some(Named::of(*only, (!exact).then_some(said)));
        }
        [first, ..] => {
            let said = format!("`{text}` is a function in several modules");
            return Some(Named::of(*first, Some(said)));
        }
        [] => {}
    }
    // A function of another module than the page has it in.
    if let (Some(module), [only]) = (module, functions(text, None).as_slice())
        && stem(text).contains(' ')
    {
        let said = format!("the page has `{text}` in {module}");
        return Some(Named::of(*only, Some(said)));
    }
    if let Some((module, function)) = object(text, module) {
        let guess = format!("{said}; read as `{module} / {function}`");
        return Some(Named {
            module: module.to_owned(),
            function: function.to_owned(),
            guess: Some(guess),
        });
    }
    if text.len() > LONGEST {
        return None;
    }
    // Nothing is near a sentence or a list.
    let short = (6..=60).contains(&text.len()) && !text.contains(',');
    let near = short.then(|| catalog::nearest(module.unwrap_or(""), text));
    let near = near.flatten().filter(|id| {
        let (one, other) = (stem(id.get().name), stem(text));
        let words = one.split(' ').count() == other.split(' ').count();
        words && other.len() > 5 && strsim::damerau_levenshtein(&one, &other) <= 2
    });
    if let Some(id) = near {
        return Some(Named::of(id, Some(said)));
    }
    let module = module.filter(|_| keep)?;
    let level = |word: &str| {
        operation(word).is_some() || grade(word).is_some() || matches!(word, "Level" | "and")
    };
    if each(text).all(level) {
        return None;
    }
    let guess = format!("`{module} / {text}` is not in the catalog; kept as it is on the page");
    Some(Named {
        module: module.to_owned(),
        function: text.to_owned(),
        guess: Some(guess),
    })
}
