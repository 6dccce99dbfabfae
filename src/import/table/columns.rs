//! What each column of a table holds.

use crate::import::page::Cell;
use crate::import::parts::parts as split;
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

pub(super) fn is_head(row: &[Cell]) -> bool {
    let operations = row
        .iter()
        .filter(|cell| words::column(&joined(cell)).is_some())
        .count();
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
    if titles.iter().all(|kind| *kind == Column::Purpose)
        && row
            .iter()
            .any(|cell| matches!(words::grade(&joined(cell)), Some(Grade::Exactly(_))))
    {
        return false;
    }
    // An operation with a level is a row.
    if row.iter().any(|cell| {
        let found = clause::grants(&joined(cell));
        found.words == 0
            && found
                .list
                .iter()
                .any(|(_, grade)| matches!(grade, Grade::Exactly(_)))
    }) {
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
        let heading = head
            .and_then(|row| row.get(at))
            .map(joined)
            .unwrap_or_default();
        if let Some(operation) = words::column(&heading).filter(|_| !is_state(head, at)) {
            out.push(Column::Operation(operation));
            continue;
        }
        if customize::mentions(&heading) && words::functions(&heading, None).is_empty() {
            out.push(Column::Customize);
            continue;
        }
        // Enough to decide; a page may have many thousands of rows.
        let cells: Vec<&Cell> = body
            .iter()
            .take(300)
            .filter_map(|row| row.get(at))
            .filter(|cell| !cell.is_empty())
            .collect();
        let share = |test: &dyn Fn(&Cell) -> bool| {
            let count = cells.iter().filter(|cell| test(cell)).count();
            count > 0 && count * 2 >= cells.len()
        };
        if let Some(Grade::Exactly(level)) = words::grade(&heading)
            && share(&|cell| !clause::grants(&joined(cell)).list.is_empty())
        {
            out.push(Column::At(level));
            continue;
        }
        let elsewhere = (0..width).any(|other| other != at && holds_names(body, other));
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
        } else if share(&|cell| cell.first().is_some_and(|line| named(line)))
            && !taken(Column::Function)
        {
            Column::Function
        } else if title(&heading) == Some(Column::Purpose)
            && share(&|cell| clause::grants(&joined(cell)).words > 0)
        {
            Column::Purpose
        } else if share(&|cell| {
            cell.iter().any(|line| {
                let g = clause::grants(line);
                !g.list.is_empty()
                    && g.list.iter().all(|(_, grade)| *grade == Grade::Ticked)
                    && matches!(words::stem(&g.rest).as_str(), "" | "level")
            })
        }) && !taken(Column::Verbs)
        {
            Column::Verbs
        } else if share(&|cell| {
            cell.first()
                .is_some_and(|line| !clause::grants(line).list.is_empty())
        }) {
            Column::Grants
        } else if share(&|cell| {
            words::leading_grade(cell).is_some()
                && !matches!(title(&heading), Some(Column::Condition | Column::Optional))
        }) && title(&heading).is_some()
        {
            Column::Level
        } else {
            match title(&heading) {
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
    if out.iter().filter(|kind| **kind == Column::Grants).count() > 1
        || out.iter().filter(|kind| **kind == Column::Level).count() > 1
    {
        for (at, kind) in out.iter_mut().enumerate() {
            let heading = head
                .and_then(|row| row.get(at))
                .map(joined)
                .unwrap_or_default();
            if matches!(kind, Column::Grants | Column::Level) && is_other_state(&heading) {
                *kind = Column::Other;
            }
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
        && !text
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| matches!(word, "All" | "My" | "None"))
}

/// Whether `New` or `Change` over a column is no operation: next to `Old`, or without the others.
fn is_state(head: Option<&[Cell]>, at: usize) -> bool {
    let texts: Vec<String> = head.unwrap_or_default().iter().map(joined).collect();
    let word = |at: usize| {
        texts
            .get(at)
            .map(|text| words::stem(text))
            .unwrap_or_default()
    };
    if !matches!(
        word(at).as_str(),
        "new" | "change" | "changed" | "update" | "updated"
    ) {
        return false;
    }
    let this = words::column(&texts.get(at).cloned().unwrap_or_default());
    let mut others = texts.iter().enumerate().filter(|(other, _)| *other != at);
    let same = others
        .clone()
        .any(|(_, text)| this.is_some() && words::column(text) == this);
    let operations = others
        .clone()
        .filter(|(_, text)| words::column(text).is_some())
        .count();
    let state = others.any(|(_, text)| is_other_state(text) || words::stem(text) == "level");
    same || state || operations < 2
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

/// Whether most cells of a column are functions.
fn holds_names(body: &[&Vec<Cell>], at: usize) -> bool {
    let cells = body.iter().take(300).filter_map(|row| row.get(at));
    let cells: Vec<&Cell> = cells.filter(|cell| !cell.is_empty()).collect();
    let names = cells
        .iter()
        .filter(|cell| cell.first().is_some_and(|line| named(line)))
        .count();
    names > 0 && names * 2 >= cells.len()
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
    let parts = split(line);
    let Some((_, end)) = parts.first() else {
        return false;
    };
    let name = line.get(..*end).unwrap_or("");
    let rest = parts
        .get(1)
        .and_then(|(start, _)| line.get(*start..))
        .unwrap_or("");
    (!words::functions(name, None).is_empty() || words::module(name).is_some())
        && split(rest).iter().any(|(start, _)| {
            !clause::grants(rest.get(*start..).unwrap_or(""))
                .list
                .is_empty()
        })
}

/// Whether a cell is a function, with or without its module.
fn named(text: &str) -> bool {
    let text = &customize::cut(text).0;
    if !words::functions(text, None).is_empty() {
        return true;
    }
    let parts = split(text);
    parts.len() > 1
        && parts.first().is_some_and(|(start, end)| {
            words::module(text.get(*start..*end).unwrap_or("")).is_some()
        })
}
