//! The header of a table: which columns contain modules, functions, operations and levels.
//!
//! The words are those of published tables and of ConnectWise's API. Some have different meanings
//! in different tables: next to `Group`, `Module` is the function; next to `Function`, `Action` is
//! the operation. So all headings of a row are interpreted together.

use super::cell_value::{self, CellValue};
use super::grid::Line;
use crate::catalog;
use crate::model::{Operation, PerOperation};

/// The content of the columns of a table, each by its index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    /// Columns with names of the module, the most specific first; empty if the table has none.
    pub(super) modules: Vec<usize>,
    /// Columns with names of the function, the most specific first; never empty.
    pub(super) functions: Vec<usize>,
    /// The layout of the levels.
    pub(super) levels: Levels,
    /// Columns that name the role.
    pub(super) roles: Vec<usize>,
    /// The ignored columns, with their headings.
    pub(super) unread: Vec<(usize, String)>,
    /// The ignored columns that are not standard ConnectWise fields, with their headings.
    pub(super) others: Vec<(usize, String)>,
    /// The number of columns.
    pub(super) width: usize,
    /// Whether the headings are the fields of ConnectWise's API.
    pub(super) api: bool,
    /// The module instead of a heading: `Companies | Add Level | …`.
    pub(super) section: Option<&'static str>,
}

/// The layout of levels in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Levels {
    /// A column for each operation.
    Each(PerOperation<Option<usize>>),
    /// One column for the operation and one for its level: one row per operation.
    Pair {
        /// The column of the operation.
        operation: usize,
        /// The column of the level.
        level: usize,
    },
    /// One column of phrases such as `Inquire Level = All`.
    Phrase(usize),
}

impl Default for Levels {
    fn default() -> Self {
        Self::Each(PerOperation::default())
    }
}

/// Why a header cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum HeaderError {
    /// Two columns have the same meaning.
    Twice(usize, usize),
    /// Two columns may contain the level, or the operation, and only one can.
    Several(&'static str, usize, usize),
    /// It is the table of a role inside one project.
    ProjectRole,
}

/// Possible meanings of a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Title {
    Module(u8),
    /// `Group`, `Category`, `Area`.
    ModuleLike,
    Function(u8),
    /// `Action`, `Permission`: the function if there is no better column, or the operation.
    FunctionLike,
    Operation,
    Level(Operation),
    /// `Level`, `Access`.
    Value,
    Section(&'static str),
    /// The role that the row belongs to.
    Role,
    /// A standard ConnectWise field without a level.
    Field,
    /// A text for readers.
    Other,
    /// The allow list of a function: its value `All` is not a level.
    Customize,
    Unknown,
}

fn title(heading: &str) -> Title {
    let (heading, _) = cell_value::without_marks(heading);
    if let Some(operation) = cell_value::operation(heading) {
        return Title::Level(operation);
    }
    let word: String = heading
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    match word.as_str() {
        "moduledescription" | "module" | "securitymodule" | "modules" => Title::Module(0),
        "modulename" => Title::Module(1),
        "moduleidentifier" => Title::Module(2),
        "group" | "category" | "area" | "section" => Title::ModuleLike,
        "modulefunctiondescription"
        | "function"
        | "modulefunction"
        | "submodule"
        | "subcategory"
        | "securitymoduleparameter"
        | "functionname" => Title::Function(0),
        "modulefunctionname" => Title::Function(1),
        "modulefunctionidentifier" => Title::Function(2),
        "action" | "permission" | "permissions" | "parameter" | "name" | "right" | "rights" => {
            Title::FunctionLike
        }
        "operation" | "operations" => Title::Operation,
        "level" | "levels" | "access" | "accesslevel" | "permissionlevel" | "setting"
        | "requiredlevel" => Title::Value,
        "id" | "myallflag" | "reportflag" | "restrictflag" | "customflag" | "sortorder"
        | "info" => Title::Field,
        "" | "member" | "purpose" | "reason" | "note" | "notes" | "comment" | "comments"
        | "description" | "why" => Title::Other,
        "role" | "rolename" | "securityrole" | "securityrolename" | "roleid" | "securityroleid" => {
            Title::Role
        }
        "customize" => Title::Customize,
        _ => catalog::module(heading).map_or(Title::Unknown, Title::Section),
    }
}

/// The columns, if this row holds headings.
#[expect(clippy::too_many_lines, reason = "headings are understood together")]
pub(super) fn recognize(line: &Line) -> Option<Result<Columns, HeaderError>> {
    // A row with a level is not a header.
    let states = line.filled().any(|(_, cell)| {
        matches!(
            cell_value::read(&cell.text),
            CellValue::Level(_) | CellValue::Mine
        )
    });
    if states {
        return None;
    }
    let titles: Vec<Title> = line.cells.iter().map(|cell| title(&cell.text)).collect();
    let all = |wanted: &dyn Fn(Title) -> bool| -> Vec<usize> {
        let columns = titles.iter().enumerate().filter(|(_, t)| wanted(**t));
        columns.map(|(at, _)| at).collect()
    };
    let of = |title: Title| all(&|t| t == title);
    let levels = all(&|t| matches!(t, Title::Level(_)));
    let ranked = |title: fn(u8) -> Title| -> Vec<usize> {
        (0..3).flat_map(|rank| of(title(rank))).collect()
    };
    let mut modules = ranked(Title::Module);
    let mut functions = ranked(Title::Function);
    let groups = of(Title::ModuleLike);
    let mut likes = of(Title::FunctionLike);
    let mut operations = of(Title::Operation);
    let values = of(Title::Value);
    let api = line.filled().any(|(_, cell)| {
        ["addLevel", "editLevel", "deleteLevel", "inquireLevel"].contains(&cell.text.trim())
    });
    let is = |name: &str| line.filled().any(|(_, cell)| cell.text.trim() == name);
    if api && functions.is_empty() && is("myFlag") {
        return Some(Err(HeaderError::ProjectRole));
    }
    let sections = all(&|t| matches!(t, Title::Section(_)));
    let mut section = None;
    if levels.is_empty() && operations.is_empty() && functions.is_empty() && values.is_empty() {
        // `Area | Permission` with phrases in the second column.
        let names = modules.len() + groups.len();
        if names != 1 || likes.len() != 1 {
            return None;
        }
        operations.clear();
    } else if functions.is_empty() && likes.is_empty() && groups.is_empty() && modules.is_empty() {
        // `Companies | Add Level | …`: the module's name is above its functions.
        let &[at] = sections.as_slice() else {
            return None;
        };
        if let Some(Title::Section(module)) = titles.get(at) {
            section = Some(*module);
        }
        functions.push(at);
    }
    if functions.is_empty() && likes.is_empty() && !groups.is_empty() && !modules.is_empty() {
        functions = std::mem::replace(&mut modules, groups.clone());
    }
    if modules.is_empty() {
        modules.clone_from(&groups);
    }
    let phrases_only = levels.is_empty() && operations.is_empty() && values.is_empty();
    if functions.is_empty() && !likes.is_empty() && !(phrases_only && likes.len() == 1) {
        functions.push(likes.remove(0));
    }
    if functions.is_empty() && !modules.is_empty() {
        functions = std::mem::take(&mut modules);
    }
    let levels = if levels.is_empty() {
        if operations.is_empty() {
            operations.append(&mut likes);
        }
        match paired(line, &functions, &operations, &values)? {
            Ok(levels) => levels,
            Err(refused) => return Some(Err(refused)),
        }
    } else {
        match each(&titles) {
            Ok(each) => Levels::Each(each),
            Err(refused) => return Some(Err(refused)),
        }
    };
    if functions.is_empty() {
        return None;
    }
    let mut columns = Columns {
        modules,
        functions,
        levels,
        roles: of(Title::Role),
        unread: Vec::new(),
        others: Vec::new(),
        width: line.cells.len(),
        api,
        section,
    };
    let used: Vec<usize> = columns.used().collect();
    let unused = titles.iter().enumerate();
    for (at, title) in unused.filter(|(at, title)| !used.contains(at) && **title != Title::Role) {
        let heading = line.text(at);
        if *title != Title::Customize {
            columns.unread.push((at, heading.to_owned()));
        }
        if *title != Title::Field && !super::json::is_admin_flag(heading) {
            columns.others.push((at, heading.to_owned()));
        }
    }
    Some(Ok(columns))
}

/// The layout of levels in a table without a column for each operation.
fn paired(
    line: &Line,
    functions: &[usize],
    operations: &[usize],
    values: &[usize],
) -> Option<Result<Levels, HeaderError>> {
    Some(match (operations, values) {
        ([], [only]) | ([only], []) => Ok(Levels::Phrase(*only)),
        ([operation, others @ ..], [level, more @ ..]) if !functions.is_empty() => {
            // A heading over several columns counts once. Two candidates are ambiguous, and neither
            // is chosen.
            let place = |at: &usize| line.cells.get(*at).map(|cell| cell.span);
            let apart = |first: &usize, again: &usize| place(first) != place(again);
            if let Some(again) = more.iter().find(|at| apart(level, at)) {
                Err(HeaderError::Several("the level", *level, *again))
            } else if let Some(again) = others.iter().find(|at| apart(operation, at)) {
                Err(HeaderError::Several("the operation", *operation, *again))
            } else {
                Ok(Levels::Pair {
                    operation: *operation,
                    level: *level,
                })
            }
        }
        _ => return None,
    })
}

fn each(titles: &[Title]) -> Result<PerOperation<Option<usize>>, HeaderError> {
    let mut columns = PerOperation::<Option<usize>>::default();
    for (at, title) in titles.iter().enumerate() {
        if let Title::Level(operation) = title
            && let Some(before) = columns.get_mut(*operation).replace(at)
        {
            return Err(HeaderError::Twice(before, at));
        }
    }
    Ok(columns)
}

impl Columns {
    /// The columns that identify a row.
    pub(super) fn used(&self) -> impl Iterator<Item = usize> {
        let levels: Vec<usize> = match &self.levels {
            Levels::Each(each) => each.iter().filter_map(|(_, at)| *at).collect(),
            Levels::Pair { operation, level } => vec![*operation, *level],
            Levels::Phrase(at) => vec![*at],
        };
        let names = self.modules.iter().chain(&self.functions).copied();
        names.chain(levels).collect::<Vec<_>>().into_iter()
    }

    /// The first column with a name.
    pub(super) fn first_name(&self) -> usize {
        let names = self.modules.iter().chain(&self.functions);
        names.copied().min().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests;
