//! Compares policies: which integration needs which function.

use schemars::JsonSchema;
use serde::Serialize;

use super::sheet::{Sheet, SheetFunction, SheetLevel};
use super::texts::Texts;
use crate::catalog;
use crate::model::{Level, Operation, normalize};
use crate::policy::{Phase, Use};

/// The values of an index. Fields are added, never changed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "Leastwise index")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says whether the legend has a sign to explain, and a template asks for each"
)]
pub struct Comparison {
    /// The version of this format: `leastwise/docs-index/v1`.
    pub schema: &'static str,
    /// The language of the texts, as in HTML's `lang`.
    pub language: String,
    /// The policies, in the given order.
    pub policies: Vec<Compared>,
    /// The functions that at least one policy lists: modules in the order of ConnectWise's screen.
    pub modules: Vec<ComparedModule>,
    /// Whether My is enough for any level.
    pub has_my: bool,
    /// Whether any level is conditional.
    pub has_sometimes: bool,
    /// Whether any function is listed without a level.
    pub has_unstated: bool,
    /// Whether any table is incomplete.
    pub has_partial: bool,
}

/// A policy of an index.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Compared {
    /// Its id.
    pub id: String,
    /// The name of the integration.
    pub title: String,
    /// Its label: the name, with the version if two policies have the same name.
    pub label: String,
    /// Who publishes the table.
    pub vendor: Option<String>,
    /// The version of the table at its source.
    pub version: Option<String>,
    /// What the integration does, in a sentence.
    pub summary: Option<String>,
    /// Whether the table is incomplete.
    pub partial: bool,
    /// How many functions it lists.
    pub functions: usize,
    /// The document of the policy, if the index links to one.
    pub file: Option<String>,
}

/// A module of an index.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ComparedModule {
    /// Its name on ConnectWise's screen.
    pub name: String,
    /// Its functions.
    pub functions: Vec<ComparedFunction>,
}

/// A function of an index.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ComparedFunction {
    /// Its name on ConnectWise's screen.
    pub name: String,
    /// Whether it means every function of the module.
    pub every: bool,
    /// The requirements of each policy, in the order of the policies; none if it needs nothing.
    pub cells: Vec<Option<Cell>>,
    /// How many policies need it.
    pub needed_by: usize,
}

/// The requirement of one policy for one function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Cell {
    /// The operations by their first letters, in lowercase if My is enough; empty if the table
    /// states no level.
    pub letters: String,
    /// The same as text: `Add Level = All`.
    pub words: Vec<String>,
    /// Whether any of it is conditional.
    pub sometimes: bool,
}

impl Comparison {
    /// Compares documents; `files` are their addresses, if any.
    pub fn of(sheets: &[Sheet], files: &[Option<String>], texts: &Texts) -> Self {
        let files = files.iter().cloned().chain(std::iter::repeat(None));
        let alike = |title: &str| sheets.iter().filter(|other| other.title == title).count() > 1;
        let policies: Vec<Compared> = sheets
            .iter()
            .zip(files)
            .map(|(sheet, file)| compared(sheet, file, alike(&sheet.title)))
            .collect();
        let modules = modules(sheets, texts);
        let cells = || {
            let functions = modules.iter().flat_map(|module| &module.functions);
            functions.flat_map(|function| function.cells.iter().flatten())
        };
        Self {
            schema: "leastwise/docs-index/v1",
            language: texts.language().to_owned(),
            has_my: cells().any(|cell| cell.letters.contains(char::is_lowercase)),
            has_sometimes: cells().any(|cell| cell.sometimes),
            has_unstated: cells().any(|cell| cell.letters.is_empty()),
            has_partial: policies.iter().any(|policy| policy.partial),
            policies,
            modules,
        }
    }
}

fn compared(sheet: &Sheet, file: Option<String>, alike: bool) -> Compared {
    let functions = sheet.modules.iter().map(|module| module.functions.len());
    let more = sheet.version.as_ref().unwrap_or(&sheet.id);
    Compared {
        label: if alike {
            format!("{} {more}", sheet.title)
        } else {
            sheet.title.clone()
        },
        id: sheet.id.clone(),
        title: sheet.title.clone(),
        vendor: sheet.vendor.clone(),
        version: sheet.version.clone(),
        summary: sheet.summary.clone(),
        partial: sheet.partial,
        functions: functions.sum(),
        file,
    }
}

/// A module and a function; `None` for every function of the module.
type Key = (String, Option<String>);

/// A function's name, normalized and as written.
type Name = (Option<String>, String);

fn modules(sheets: &[Sheet], texts: &Texts) -> Vec<ComparedModule> {
    let mut names: Vec<(String, Vec<Name>)> = Vec::new();
    for sheet in sheets {
        for module in &sheet.modules {
            let at = names
                .iter()
                .position(|(known, _)| normalize(known) == normalize(&module.name))
                .unwrap_or_else(|| {
                    names.push((module.name.clone(), Vec::new()));
                    names.len() - 1
                });
            let Some((_, functions)) = names.get_mut(at) else {
                continue;
            };
            for function in &module.functions {
                let key = key(function);
                if !functions.iter().any(|(known, _)| *known == key) {
                    functions.push((key, function.name.clone()));
                }
            }
        }
    }
    names.sort_by_key(|(module, _)| module_rank(module));
    names
        .into_iter()
        .map(|(module, mut functions)| {
            functions.sort_by_key(|(key, name)| function_rank(&module, key.as_deref(), name));
            let functions = functions.into_iter().filter_map(|(key, name)| {
                let key = (normalize(&module), key);
                let cells: Vec<Option<Cell>> = sheets
                    .iter()
                    .map(|sheet| cell(sheet, &key, texts))
                    .collect();
                let needed_by = cells.iter().flatten().count();
                // A row that every table sets to None is not needed.
                (needed_by > 0).then(|| ComparedFunction {
                    name,
                    every: key.1.is_none(),
                    cells,
                    needed_by,
                })
            });
            ComparedModule {
                functions: functions.collect(),
                name: module,
            }
        })
        .filter(|module| !module.functions.is_empty())
        .collect()
}

fn key(function: &SheetFunction) -> Option<String> {
    (!function.every).then(|| normalize(&function.name))
}

/// The sort key of a module: the order of ConnectWise's screen, then unknown modules.
fn module_rank(module: &str) -> (usize, String) {
    let modules = catalog::modules();
    let at = modules.iter().position(|known| *known == module);
    (at.unwrap_or(modules.len()), normalize(module))
}

fn function_rank(module: &str, key: Option<&str>, name: &str) -> (usize, usize, String) {
    if key.is_none() {
        return (0, 0, String::new());
    }
    let at = catalog::in_module(module).position(|(_, known)| known.name == name);
    (1, at.unwrap_or(usize::MAX), normalize(name))
}

fn cell(sheet: &Sheet, (module, function): &Key, texts: &Texts) -> Option<Cell> {
    let functions = || {
        let modules = sheet.modules.iter();
        modules
            .filter(|known| normalize(&known.name) == *module)
            .flat_map(|known| &known.functions)
    };
    // Requirements on every function of a module apply to each.
    let rows: Vec<&SheetFunction> = functions()
        .filter(|known| known.every || key(known) == *function)
        .filter(|known| function.is_some() || known.every)
        .collect();
    let needed: Vec<(&SheetLevel, bool)> = rows
        .iter()
        .flat_map(|row| &row.entries)
        .filter(|entry| entry.condition.status != Use::Legacy)
        .flat_map(|entry| {
            let condition = &entry.condition;
            let sometimes = !condition.features.is_empty()
                || condition.phase == Phase::Setup
                || !condition.status.is_required()
                || condition.connectwise.is_some()
                || condition.edition.is_some();
            entry.levels.iter().map(move |level| (level, sometimes))
        })
        .filter(|(level, _)| level.min > Level::None)
        .collect();
    let mut cell = Cell {
        letters: String::new(),
        words: Vec::new(),
        sometimes: false,
    };
    for operation in Operation::ALL {
        let of = needed
            .iter()
            .filter(|(level, _)| level.operation == operation);
        let highest = of.clone().map(|(level, _)| level.min).max();
        let Some(highest) = highest else {
            continue;
        };
        let letter = operation.title().chars().take(1);
        if highest == Level::All {
            cell.letters.extend(letter);
        } else {
            cell.letters.extend(letter.flat_map(char::to_lowercase));
        }
        let always = of
            .clone()
            .any(|(level, sometimes)| !sometimes && level.min == highest);
        cell.sometimes |= !always;
        let values = [("column", operation.column()), ("level", highest.word())];
        cell.words.push(texts.say("setting", &values));
    }
    let unstated = rows
        .iter()
        .any(|row| row.entries.iter().any(|entry| entry.levels.is_empty()));
    if cell.words.is_empty() {
        if !unstated {
            return None;
        }
        cell.words.push(texts.say("not_stated", &[]));
    }
    Some(cell)
}
