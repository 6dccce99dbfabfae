//! The dictionary: modules and functions of the catalog, operations, levels and ticks.

use crate::catalog::{self, FunctionId};
use crate::model::{Level, Operation};

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
    let mut out: Vec<String> = Vec::new();
    for word in text
        .to_lowercase()
        .replace('&', " and ")
        .split(|c: char| !c.is_alphanumeric())
    {
        if word.is_empty() {
            continue;
        }
        let word = word.replace("dependanc", "dependenc");
        out.push(match word.as_str() {
            w if w.len() > 4 && w.ends_with("ies") => format!("{}y", w.trim_end_matches("ies")),
            w if w.len() > 3 && w.ends_with('s') && !w.ends_with("ss") => {
                w.trim_end_matches('s').to_owned()
            }
            w => w.to_owned(),
        });
    }
    out.join(" ")
}

/// Removes footnote marks, pictures and punctuation at the ends of a name.
pub(crate) fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| !(c.is_alphanumeric() || matches!(c, '(' | ')')))
}

/// The module that a whole text names.
pub(crate) fn module(text: &str) -> Option<&'static str> {
    let text = bare(text);
    if let Some(known) = catalog::module(text) {
        return Some(known);
    }
    let stem = stem(text);
    let name = stem
        .trim_end_matches(" module")
        .trim_end_matches(" security")
        .trim_start_matches("module ");
    catalog::modules()
        .iter()
        .copied()
        .find(|known| self::stem(known) == name)
        .or(match name {
            "service" => Some("Service Desk"),
            "time" | "time expense" | "time entry and expense" => Some("Time & Expense"),
            _ => None,
        })
}

/// The functions that a whole text names, in one module or in any.
pub(crate) fn functions(text: &str, module: Option<&str>) -> Vec<FunctionId> {
    let name = stem(bare(text));
    if name.is_empty() {
        return Vec::new();
    }
    catalog::functions()
        .filter(|(_, known)| module.is_none_or(|module| module == known.module))
        .filter(|(_, known)| {
            stem(known.name) == name
                || known
                    .aliases
                    .iter()
                    .any(|alias| stem(alias) == name && *alias != "Security Roles")
        })
        .map(|(id, _)| id)
        .collect()
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

/// The function that a text in the place of a name means; unknown names are kept when `keep` is set.
pub(crate) fn name(text: &str, module: Option<&str>, keep: bool) -> Option<Named> {
    let text = bare(text);
    let found = functions(text, module);
    let of = |id: FunctionId, guess: Option<String>| Named {
        module: id.get().module.to_owned(),
        function: id.get().name.to_owned(),
        guess,
    };
    match found.as_slice() {
        [only] => return Some(of(*only, None)),
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
    let near = catalog::nearest(module.unwrap_or(""), text).filter(|id| {
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

/// The level that a whole cell gives: `None` where it is not a level.
pub(crate) fn grade(text: &str) -> Option<Grade> {
    let text = text.trim();
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
    let plain = text.trim_end_matches(['\u{fe0f}', '*', '†', '.']).trim();
    if tick.contains(&plain) {
        return Some(Grade::Ticked);
    }
    if cross.contains(&plain) {
        return Some(Grade::Exactly(Level::None));
    }
    let word: String = plain.to_ascii_lowercase();
    Some(match word.as_str() {
        "all" | "(all)" => Grade::Exactly(Level::All),
        "my" | "mine" | "(my)" => Grade::Exactly(Level::My),
        "none" | "(none)" | "no" | "n/a" | "na" | "false" | "n" | "not required" | "cross" => {
            Grade::Exactly(Level::None)
        }
        "yes" | "x" | "y" | "true" | "required" | "tick" | "check" | "checkmark" => Grade::Ticked,
        _ => return None,
    })
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
