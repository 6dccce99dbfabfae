//! The headings of a table: which column holds modules, functions, operations and levels.
//!
//! The words are those of published tables and of ConnectWise's API. Some mean different things
//! in different tables: next to `Group`, `Module` is the function; next to `Function`, `Action` is
//! the operation. So the headings of a row are understood together.

use super::cell_value::{self, CellValue};
use super::grid::Line;
use crate::catalog;
use crate::model::{Operation, PerOperation};

/// What the columns of a table hold, each by its number from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    /// Names of the module, the most telling first; none where the table leaves modules out.
    pub(super) modules: Vec<usize>,
    /// Names of the function, the most telling first; never empty.
    pub(super) functions: Vec<usize>,
    /// How the levels are written.
    pub(super) levels: Levels,
    /// Columns that name the role.
    pub(super) roles: Vec<usize>,
    /// The columns that are not read, with their headings.
    pub(super) unread: Vec<(usize, String)>,
    /// The columns that are neither read nor fields that ConnectWise always writes, with their
    /// headings.
    pub(super) others: Vec<(usize, String)>,
    /// How many columns there are.
    pub(super) width: usize,
    /// Whether the headings are the fields of ConnectWise's API.
    pub(super) api: bool,
    /// The module that is in the place of a heading: `Companies | Add Level | …`.
    pub(super) section: Option<&'static str>,
}

/// How a table writes levels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Levels {
    /// A column for each operation.
    Each(PerOperation<Option<usize>>),
    /// A column that names the operation and one that names its level: one row per operation.
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

/// Why a row of headings cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum HeaderError {
    /// Two columns are for the same thing.
    Twice(usize, usize),
    /// Two columns may hold what only one can: the level, or the operation.
    Several(&'static str, usize, usize),
    /// It is the table of a role inside one project.
    ProjectRole,
}

/// What one heading can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Title {
    Module(u8),
    /// `Group`, `Category`, `Area`.
    ModuleLike,
    Function(u8),
    /// `Action`, `Permission`: the function where nothing says so better, or the operation.
    FunctionLike,
    Operation,
    Level(Operation),
    /// `Level`, `Access`.
    Value,
    Section(&'static str),
    /// The role that the row belongs to.
    Role,
    /// A field that ConnectWise always writes and that says nothing of levels.
    Field,
    /// A text for people.
    Other,
    /// The allow list of a function: it says `All` and means no level.
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
    // A row that states a level is no row of headings.
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
    let of = |wanted: fn(Title) -> bool| -> Vec<usize> {
        let found = titles.iter().enumerate();
        found
            .filter(|(_, t)| wanted(**t))
            .map(|(at, _)| at)
            .collect()
    };
    let levels = of(|t| matches!(t, Title::Level(_)));
    let mut modules = ranked(&titles, |t| match t {
        Title::Module(rank) => Some(rank),
        _ => None,
    });
    let mut functions = ranked(&titles, |t| match t {
        Title::Function(rank) => Some(rank),
        _ => None,
    });
    let groups = of(|t| t == Title::ModuleLike);
    let mut likes = of(|t| t == Title::FunctionLike);
    let mut operations = of(|t| t == Title::Operation);
    let values = of(|t| t == Title::Value);
    let api = line.filled().any(|(_, cell)| {
        ["addLevel", "editLevel", "deleteLevel", "inquireLevel"].contains(&cell.text.trim())
    });
    let is = |name: &str| line.filled().any(|(_, cell)| cell.text.trim() == name);
    if api && functions.is_empty() && is("myFlag") {
        return Some(Err(HeaderError::ProjectRole));
    }
    let sections = of(|t| matches!(t, Title::Section(_)));
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
        roles: of(|t| t == Title::Role),
        unread: Vec::new(),
        others: Vec::new(),
        width: line.cells.len(),
        api,
        section,
    };
    let used: Vec<usize> = columns.used().collect();
    columns.unread = (0..columns.width)
        .filter(|at| !used.contains(at))
        .filter(|at| !matches!(titles.get(*at), Some(Title::Customize | Title::Role)))
        .map(|at| (at, line.text(at).to_owned()))
        .collect();
    columns.others = others(line, &titles, &used);
    Some(Ok(columns))
}

/// The columns that are neither used nor always written by ConnectWise, with their headings.
fn others(line: &Line, titles: &[Title], used: &[usize]) -> Vec<(usize, String)> {
    (0..line.cells.len())
        .filter(|at| !used.contains(at))
        .filter(|at| !matches!(titles.get(*at), Some(Title::Role | Title::Field)))
        .map(|at| (at, line.text(at).to_owned()))
        .filter(|(_, heading)| !super::json::is_admin_flag(heading))
        .collect()
}

/// How a table writes levels that has no column for each operation.
fn paired(
    line: &Line,
    functions: &[usize],
    operations: &[usize],
    values: &[usize],
) -> Option<Result<Levels, HeaderError>> {
    Some(match (operations, values) {
        ([], [only]) | ([only], []) => Ok(Levels::Phrase(*only)),
        ([operation, others @ ..], [level, more @ ..]) if !functions.is_empty() => {
            // A heading over several columns is one. Of two, none is for the reader to choose.
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

fn ranked(titles: &[Title], rank: impl Fn(Title) -> Option<u8>) -> Vec<usize> {
    let mut found: Vec<(u8, usize)> = titles
        .iter()
        .enumerate()
        .filter_map(|(at, title)| Some((rank(*title)?, at)))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, at)| at).collect()
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
    /// The columns whose cells make a row what it is.
    pub(super) fn used(&self) -> impl Iterator<Item = usize> {
        let levels: Vec<usize> = match &self.levels {
            Levels::Each(each) => each.iter().filter_map(|(_, at)| *at).collect(),
            Levels::Pair { operation, level } => vec![*operation, *level],
            Levels::Phrase(at) => vec![*at],
        };
        let names = self.modules.iter().chain(&self.functions).copied();
        names.chain(levels).collect::<Vec<_>>().into_iter()
    }

    /// The first column that names something.
    pub(super) fn first_name(&self) -> usize {
        let names = self.modules.iter().chain(&self.functions);
        names.copied().min().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests;
