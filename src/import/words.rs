//! The dictionary: modules and functions of the catalog, operations, levels and ticks.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::catalog::{self, FunctionId};
use crate::model::{Level, Operation, normalize};

/// A level as a page gives it: a word, or a tick that names no level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grade {
    Exactly(Level),
    Ticked,
}

/// A function, or a name that the catalog does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) module: String,
    pub(crate) function: String,
    pub(crate) guess: Option<String>,
}

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
            out.extend(c.to_lowercase());
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

/// Removes footnote marks, pictures and punctuation at the ends of a name.
pub(crate) fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| !(c.is_alphanumeric() || matches!(c, '(' | ')')))
}

/// The module that a whole text names.
pub(crate) fn module(text: &str) -> Option<&'static str> {
    let text = bare(text);
    if text.is_empty() || text.len() > LONGEST {
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
    let text = bare(text);
    if text.is_empty() || text.len() > LONGEST {
        return Vec::new();
    }
    let found = dictionary().get(&stem(text)).map_or(&[][..], Vec::as_slice);
    let exact = |id: &&FunctionId| {
        let normal = normalize(text);
        normalize(id.get().name) == normal
    };
    let within = |id: &&FunctionId| module.is_none_or(|module| module == id.get().module);
    let all: Vec<FunctionId> = found.iter().filter(within).copied().collect();
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

/// The function that a text in the place of a name means; unknown names are kept when `keep` is set.
pub(crate) fn name(text: &str, module: Option<&str>, keep: bool) -> Option<Named> {
    let text = bare(text);
    if let Some(module) = module.filter(|_| whole_module(text)) {
        return Some(Named {
            module: module.to_owned(),
            function: "*".to_owned(),
            guess: None,
        });
    }
    let found = functions(text, module);
    let of = |id: FunctionId, guess: Option<String>| Named {
        module: id.get().module.to_owned(),
        function: id.get().name.to_owned(),
        guess,
    };
    match found.as_slice() {
        [only] => {
            let known = only.get();
            let normal = normalize(text);
            let exact = normalize(known.name) == normal
                || known.aliases.iter().any(|alias| normalize(alias) == normal);
            let guess = (!exact).then(|| {
                format!(
                    "the page says `{text}`; read as `{} / {}`",
                    known.module, known.name
                )
            });
            return Some(of(*only, guess));
        }
        [first, ..] => {
            let guess = format!(
                "`{text}` is a function of several modules; read as `{} / {}`",
                first.get().module,
                first.get().name
            );
            return Some(of(*first, Some(guess)));
        }
        [] => {}
    }
    // A function of another module than the page has it in.
    if let (Some(module), [only]) = (module, functions(text, None).as_slice())
        && stem(text).contains(' ')
    {
        let guess = format!(
            "the page has `{text}` in {module}; read as `{} / {}`",
            only.get().module,
            only.get().name
        );
        return Some(of(*only, Some(guess)));
    }
    if let Some((module, function)) = object(text, module) {
        let guess = format!("the page says `{text}`; read as `{module} / {function}`");
        return Some(Named {
            module: module.to_owned(),
            function: function.to_owned(),
            guess: Some(guess),
        });
    }
    if text.len() > LONGEST {
        return None;
    }
    // Nothing is near a sentence.
    let short = (6..=60).contains(&text.len());
    let near = short.then(|| catalog::nearest(module.unwrap_or(""), text));
    let near = near.flatten().filter(|id| {
        let (one, other) = (stem(id.get().name), stem(text));
        let words = one.split(' ').count() == other.split(' ').count();
        words && other.len() > 5 && strsim::damerau_levenshtein(&one, &other) <= 2
    });
    if let Some(id) = near {
        let guess = format!(
            "the page says `{text}`; read as `{} / {}`",
            id.get().module,
            id.get().name
        );
        return Some(of(id, Some(guess)));
    }
    let module = module.filter(|_| keep)?;
    if text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .all(|word| {
            operation(word).is_some() || grade(word).is_some() || matches!(word, "Level" | "and")
        })
    {
        return None;
    }
    let guess = format!("the catalog does not know `{module} / {text}`; kept as it is on the page");
    Some(Named {
        module: module.to_owned(),
        function: text.to_owned(),
        guess: Some(guess),
    })
}

/// The operation that a word means.
pub(crate) fn operation(word: &str) -> Option<Operation> {
    Some(match word.to_ascii_lowercase().as_str() {
        "add" | "create" | "new" | "insert" => Operation::Add,
        "edit" | "update" | "modify" | "change" | "write" => Operation::Edit,
        "delete" | "remove" => Operation::Delete,
        "inquire" | "inquiry" | "view" | "read" | "enquire" => Operation::Inquire,
        _ => return None,
    })
}

/// The operation that a heading of a column names, such as `Add Level`.
pub(crate) fn column(text: &str) -> Option<Operation> {
    if text.len() > 40 {
        return None;
    }
    let words: Vec<String> = stem(text).split(' ').map(str::to_owned).collect();
    let (first, rest) = words.split_first()?;
    rest.iter()
        .all(|word| {
            matches!(
                word.as_str(),
                "level" | "permission" | "acces" | "access" | "right"
            )
        })
        .then(|| operation(first))?
}

/// The level at the start of a cell whose rest is a remark.
pub(crate) fn leading_grade(cell: &[String]) -> Option<Grade> {
    let whole = cell.join(" ");
    grade(&whole)
        .or_else(|| cell.first().and_then(|line| grade(line)))
        .or_else(|| {
            let first = whole.split([' ', ',', '(', ';']).next()?;
            matches!(first, "All" | "My" | "None").then(|| grade(first))?
        })
}

/// The level that a whole cell gives: `None` where it is not a level.
pub(crate) fn grade(text: &str) -> Option<Grade> {
    let text = text.trim();
    if text.len() > 60 {
        return None;
    }
    let tick = [
        "✓",
        "✔",
        "✅",
        "☑",
        "(tick)",
        ":white_check_mark:",
        ":heavy_check_mark:",
        "🗸",
        "●",
        "•",
        "(/)",
    ];
    let cross = [
        "✗",
        "✘",
        "❌",
        "✖",
        "☐",
        "(cross)",
        ":x:",
        ":cross_mark:",
        "×",
        "(x)",
        "🚫",
        "-",
        "–",
        "—",
    ];
    let plain = super::notes::without_mark(text);
    let plain = plain.trim_end_matches(['\u{fe0f}', '.']).trim();
    if tick.contains(&plain) {
        return Some(Grade::Ticked);
    }
    if cross.contains(&plain) {
        return Some(Grade::Exactly(Level::None));
    }
    let word: String = plain.to_ascii_lowercase();
    Some(match word.as_str() {
        "all" | "(all)" | "all level" | "all levels" => Grade::Exactly(Level::All),
        "my" | "mine" | "(my)" => Grade::Exactly(Level::My),
        "none" | "(none)" | "no" | "n/a" | "na" | "false" | "n" | "not required" | "cross"
        | "no access" | "never" | "not needed" | "disabled" | "denied" | "disallowed" => {
            Grade::Exactly(Level::None)
        }
        "yes" | "x" | "y" | "true" | "required" | "tick" | "check" | "checkmark" | "full"
        | "full access" | "allowed" | "enabled" | "granted" | "at least my" => Grade::Ticked,
        _ => return None,
    })
}

/// Whether a text says that something is needed for the setup alone.
pub(crate) fn setup(text: &str) -> bool {
    let low = text.to_lowercase();
    let after = [
        "afterward",
        "after setup",
        "after the setup",
        "once setup",
        "once the setup",
        "after installation",
        "after onboarding",
        "after configuration",
    ];
    let removed = [
        "remove",
        "revoke",
        "reset",
        "set back",
        "none",
        "take away",
        "turn off",
    ];
    let only = [
        "during setup",
        "during the setup",
        "during initial setup",
        "during the initial setup",
        "for setup only",
        "for the setup only",
        "setup only",
        "only for setup",
        "only for the setup",
        "initial setup only",
        "only for initial setup",
        "only for the initial setup",
        "needed for setup",
        "required for setup",
        "during onboarding",
        "during installation",
        "during configuration",
        "for initial configuration only",
    ];
    only.iter().any(|word| low.contains(word))
        || after.iter().any(|word| low.contains(word))
            && removed.iter().any(|word| low.contains(word))
}

/// Whether a text makes something optional and names no part of the integration.
pub(crate) fn merely_optional(text: &str) -> bool {
    matches!(
        stem(bare(text)).as_str(),
        "optional"
            | "no"
            | "not required"
            | "recommended"
            | "optional permission"
            | "nice to have"
            | "not mandatory"
            | "this i optional"
            | "optional level"
            | "optional access"
            | "optional right"
    )
}

/// Whether a text makes what it is about optional.
pub(crate) fn conditional(text: &str) -> bool {
    let low = text.to_lowercase();
    let low = low.trim_start_matches(['*', ' ', '(', '_']);
    low.starts_with("if ")
        || low.contains("only if")
        || low.contains("optional")
        || low.contains("only where")
        || low.contains("only when")
        || low.contains("only needed")
        || low.contains("only required")
        || low.contains("needed only")
        || low.contains("required only")
        || low.contains("needed if")
        || low.contains("required if")
        || low.contains("when you use")
        || low.starts_with("when ")
        || low.starts_with("for customers who")
        || low.contains("if using")
        || low.contains("if enabled")
        || low.contains("nice to have")
        || low.contains(" feature is ")
        || low.contains("if you use")
        || low.contains("if you want")
        || low.starts_with("when using")
        || low.contains("not required")
}

/// Whether a heading opens the part of a page for another product.
pub(crate) fn other_product(text: &str) -> bool {
    let low = text.to_lowercase();
    let other = [
        "autotask",
        "halopsa",
        "halo psa",
        "kaseya bms",
        "syncro",
        "freshservice",
        "zendesk",
        "servicenow",
        "tigerpaw",
        "atera",
        "superops",
    ];
    !low.contains("connectwise") && other.iter().any(|name| low.contains(name))
}
