//! What each column of a table holds.

use crate::import::page::Cell;
use crate::import::parts::Parts;
use crate::import::words::{self, Grade};
use crate::import::{clause, customize};
use crate::model::{Level, Operation};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Module,
    Function,
    Operation(Operation),
    Verbs,
    Level,
    /// Operations that have this level.
    At(Level),
    Grants,
    Lines,
    Purpose,
    Status,
    Condition,
    /// Whether the row is optional: `Yes` makes it so.
    Optional,
    /// Items in Customize lists.
    Customize,
    Other,
}

pub(super) fn joined(cell: &Cell) -> String {
    cell.join(" ")
}

/// The heading of a column; empty where there is none.
fn heading(head: Option<&[Cell]>, at: usize) -> String {
    let cell = head.and_then(|row| row.get(at));
    cell.map(joined).unwrap_or_default()
}

/// What most cells of a column have in common: whether at least half of them fit, and one does.
fn most(cells: &[&Cell], fits: impl Fn(&Cell) -> bool) -> bool {
    let count = cells.iter().filter(|cell| fits(cell)).count();
    count > 0 && count * 2 >= cells.len()
}

/// The cells of a column that are not empty. They are enough to decide; a page may have many
/// thousands of rows.
fn filled<'r>(body: &[&'r Vec<Cell>], at: usize) -> Vec<&'r Cell> {
    let cells = body.iter().take(300).filter_map(|row| row.get(at));
    cells.filter(|cell| !cell.is_empty()).collect()
}

/// Whether a text grants something.
fn grants(text: &str) -> bool {
    !clause::grants(text).list.is_empty()
}

/// A row as one line.
pub(super) fn whole(row: &[Cell]) -> String {
    let cells: Vec<String> = row.iter().map(joined).collect();
    cells.join(" | ")
}

/// How many cells of a row name an operation.
pub(super) fn operations(row: &[Cell]) -> usize {
    let named = row.iter().filter_map(|cell| words::column(&joined(cell)));
    named.count()
}

pub(super) fn is_head(row: &[Cell]) -> bool {
    let operations = operations(row);
    let titles: Vec<Column> = row.iter().filter_map(|cell| title(&joined(cell))).collect();
    // Most rows end here, at little cost.
    let names = titles
        .iter()
        .any(|kind| matches!(kind, Column::Function | Column::Module));
    if operations < 2 && titles.len() < 2 && !(operations == 1 && names) {
        return false;
    }
    // `Product` is the name of a function too, but not below `Function` and next to operations.
    let sure = names && operations > 0;
    if !sure
        && row.iter().any(|cell| {
            let text = joined(cell);
            title(&text).is_none() && !words::functions(&text, None).is_empty()
        })
    {
        return false;
    }
    // A function called `Notes` with a level is a row.
    let level = |cell: &Cell| matches!(words::grade(&joined(cell)), Some(Grade::Exactly(_)));
    if titles.iter().all(|kind| *kind == Column::Purpose) && row.iter().any(level) {
        return false;
    }
    // An operation with a level is a row.
    let operation = |cell: &Cell| {
        let found = clause::grants(&joined(cell));
        found.words == 0 && !clause::vague(&found.list)
    };
    if row.iter().any(operation) {
        return false;
    }
    let level = |cell: &Cell| matches!(words::leading_grade(cell), Some(Grade::Exactly(_)));
    operations == 0 || !row.iter().any(level)
}

/// What a heading promises; the cells decide.
fn title(text: &str) -> Option<Column> {
    if text.len() > 100 {
        return None;
    }
    // `Function (module)`
    let plain = text.split_once(" (").map_or(text, |(first, _)| first);
    let name = words::stem(plain);
    Some(match name.as_str() {
        "module" | "area" | "category" | "group" | "security module" | "module name" => {
            Column::Module
        }
        "function" | "submodule" | "sub category" | "subcategory" | "permission" | "action"
        | "table permission" | "module function" | "setting" | "item" | "name" | "feature" => {
            Column::Function
        }
        "level" | "level setting" | "acces" | "access" | "access level" | "required level"
        | "permission level" => Column::Grants,
        "operation" | "right" | "verb" => Column::Verbs,
        "statu" | "state" => Column::Status,
        "optional" | "i optional" | "optional y n" => Column::Optional,
        "required" | "required optional" | "mandatory" | "when" | "condition" | "needed when"
        | "phase" | "required when" | "needed" | "m o" | "required y n" => Column::Condition,
        n if n.contains("why")
            || n.contains("purpose")
            || n.contains("reason")
            || n.contains("used for")
            || n.contains("required for")
            || n.contains("needed for")
            || n.contains("use case")
            || n == "usage"
            || n.contains("note")
            || n.contains("comment")
            || n == "description"
            || n.contains("explanation")
            || n.contains("detail")
            || n.contains("justification")
            || n.contains("remark")
            || n.contains("rationale")
            || n.contains("business case")
            || n.contains("enable")
            || n.starts_with("what ")
            || n == "used by"
            || n == "info"
            || matches!(
                n,
                "waarom"
                    | "reden"
                    | "toelichting"
                    | "begründung"
                    | "bemerkung"
                    | "zweck"
                    | "motivo"
            ) =>
        {
            Column::Purpose
        }
        _ => return None,
    })
}

pub(super) fn columns(head: Option<&[Cell]>, body: &[&Vec<Cell>]) -> Vec<Column> {
    let width = body
        .iter()
        .map(|row| row.len())
        .chain(head.map(<[_]>::len))
        .max()
        .unwrap_or(0);
    let mut out = Vec::new();
    for at in 0..width {
        let heading = heading(head, at);
        if let Some(operation) = words::column(&heading).filter(|_| !is_state(head, at)) {
            out.push(Column::Operation(operation));
            continue;
        }
        if customize::mentions(&heading) && words::functions(&heading, None).is_empty() {
            out.push(Column::Customize);
            continue;
        }
        let cells = filled(body, at);
        let share = |test: &dyn Fn(&Cell) -> bool| most(&cells, test);
        let promised = title(&heading);
        if let Some(Grade::Exactly(level)) = words::grade(&heading)
            && share(&|cell| grants(&joined(cell)))
        {
            out.push(Column::At(level));
            continue;
        }
        let elsewhere =
            (0..width).any(|other| other != at && most(&filled(body, other), first_named));
        let taken = |column: Column| out.contains(&column);
        let kind = if share(&|cell| cell.len() > 1 && cell.iter().all(|line| structured(line)))
            || share(&|cell| cell.iter().all(|line| structured(line))) && !taken(Column::Function)
        {
            Column::Lines
        } else if share(&|cell| words::module(&joined(cell)).is_some())
            && !taken(Column::Module)
            && !is_object(&heading)
        {
            Column::Module
        } else if share(&first_named) && !taken(Column::Function) {
            Column::Function
        } else if promised == Some(Column::Purpose)
            && share(&|cell| clause::grants(&joined(cell)).words > 0)
        {
            Column::Purpose
        } else if share(&|cell| {
            cell.iter().any(|line| {
                let g = clause::grants(line);
                !g.list.is_empty()
                    && clause::vague(&g.list)
                    && matches!(words::stem(&g.rest).as_str(), "" | "level")
            })
        }) && !taken(Column::Verbs)
        {
            Column::Verbs
        } else if share(&|cell| cell.first().is_some_and(|line| grants(line))) {
            Column::Grants
        } else if share(&|cell| words::leading_grade(cell).is_some())
            && !matches!(promised, None | Some(Column::Condition | Column::Optional))
        {
            Column::Level
        } else {
            match promised {
                Some(Column::Function) if taken(Column::Function) => Column::Purpose,
                Some(Column::Function) if elsewhere => Column::Other,
                Some(Column::Function | Column::Module)
                    if cells.iter().any(|cell| joined(cell).len() > 60) =>
                {
                    Column::Other
                }
                Some(known) => known,
                // Sentences next to names and levels are reasons, whatever the heading says.
                None if share(&|cell| is_sentence(&joined(cell)))
                    && !taken(Column::Purpose)
                    && head.is_some() =>
                {
                    Column::Purpose
                }
                None => Column::Other,
            }
        };
        out.push(kind);
    }
    without_other_states(&mut out, head);
    out
}

/// Leaves out columns of levels that belong to another product or time, where there are several.
fn without_other_states(out: &mut [Column], head: Option<&[Cell]>) {
    let several = |column| out.iter().filter(|kind| **kind == column).count() > 1;
    if !several(Column::Grants) && !several(Column::Level) {
        return;
    }
    for (at, kind) in out.iter_mut().enumerate() {
        if matches!(kind, Column::Grants | Column::Level) && is_other_state(&heading(head, at)) {
            *kind = Column::Other;
        }
    }
}

/// What several columns give, if any: the levels of one operation, or all levels.
pub(super) fn competing(kinds: &[Column]) -> Option<Column> {
    kinds.iter().enumerate().find_map(|(at, kind)| {
        (matches!(kind, Column::Operation(_) | Column::Grants)
            && kinds.iter().skip(at + 1).any(|other| other == kind))
        .then_some(*kind)
    })
}

/// Whether a text is a sentence rather than a name, a level or a condition.
fn is_sentence(text: &str) -> bool {
    text.split(' ').count() > 3
        && words::functions(text, None).is_empty()
        && !words::conditional(text)
        && !words::setup(text)
        && !words::has_level(text)
}

/// Whether `New` or `Change` over a column is no operation: next to `Old`, or without the others.
fn is_state(head: Option<&[Cell]>, at: usize) -> bool {
    let this = heading(head, at);
    if !matches!(
        words::stem(&this).as_str(),
        "new" | "change" | "changed" | "update" | "updated"
    ) {
        return false;
    }
    let mut others: Vec<String> = head.unwrap_or_default().iter().map(joined).collect();
    others.remove(at);
    let named = others.iter().filter_map(|text| words::column(text));
    let operations: Vec<Operation> = named.collect();
    let mut others = others.iter();
    operations.len() < 2
        || words::column(&this).is_some_and(|this| operations.contains(&this))
        || others.any(|text| is_other_state(text) || words::stem(text) == "level")
}

/// Whether the heading of a column of levels says that they are not those to set.
fn is_other_state(heading: &str) -> bool {
    words::other_product(heading)
        || words::stem(heading).split(' ').any(|word| {
            matches!(
                word,
                "default" | "current" | "old" | "today" | "before" | "previou" | "was"
            )
        })
}

/// Whether a cell begins with a function.
fn first_named(cell: &Cell) -> bool {
    cell.first().is_some_and(|line| named(line))
}

/// Whether a column lists what is synchronized rather than what is granted.
fn is_object(heading: &str) -> bool {
    matches!(
        words::stem(heading).as_str(),
        "object" | "data" | "entity" | "record" | "resource" | "what i synced"
    )
}

/// Whether a line holds a name and operations.
fn structured(line: &str) -> bool {
    let parts = Parts::of(line);
    let name = parts.part(0);
    let rest = Parts::of(parts.tail(1));
    (!words::functions(name, None).is_empty() || words::module(name).is_some())
        && (0..rest.len()).any(|at| grants(rest.tail(at)))
}

/// Whether a cell is a function, with or without its module.
fn named(text: &str) -> bool {
    let text = &customize::cut(text).0;
    if !words::functions(text, None).is_empty() {
        return true;
    }
    let parts = Parts::of(text);
    parts.len() > 1 && words::module(parts.part(0)).is_some()
}
