//! Tables: which column holds what, and what each row says.

use super::page::Cell;
use super::words::{self, Grade};
use super::{Reader, Scope};
use crate::import::clause;
use crate::model::{Level, Operation};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Module,
    Function,
    Operation(Operation),
    Verbs,
    Level,
    Grants,
    Lines,
    Purpose,
    Status,
    Condition,
    Other,
}

fn joined(cell: &Cell) -> String {
    cell.join(" ")
}

fn is_head(row: &[Cell]) -> bool {
    let operations = row
        .iter()
        .filter(|cell| words::column(&joined(cell)).is_some())
        .count();
    let named = row
        .iter()
        .filter(|cell| title(&joined(cell)).is_some())
        .count();
    operations >= 2 || (named >= 2 && operations + named >= 2)
}

/// What a heading promises; the cells decide.
fn title(text: &str) -> Option<Column> {
    let name = words::stem(text);
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
        "required" | "optional" | "required optional" | "mandatory" => Column::Condition,
        n if n.contains("why")
            || n.contains("purpose")
            || n.contains("reason")
            || n.contains("used for")
            || n.contains("note")
            || n.contains("comment")
            || n == "description"
            || n.contains("explanation")
            || n.contains("detail")
            || n.contains("justification") =>
        {
            Column::Purpose
        }
        _ => return None,
    })
}

fn columns(head: Option<&[Cell]>, body: &[&Vec<Cell>]) -> Vec<Column> {
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
        if let Some(operation) = words::column(&heading) {
            out.push(Column::Operation(operation));
            continue;
        }
        let cells: Vec<&Cell> = body
            .iter()
            .filter_map(|row| row.get(at))
            .filter(|cell| !cell.is_empty())
            .collect();
        let share = |test: &dyn Fn(&Cell) -> bool| {
            let count = cells.iter().filter(|cell| test(cell)).count();
            count > 0 && count * 2 >= cells.len()
        };
        let taken = |column: Column| out.contains(&column);
        let kind = if share(&|cell| cell.len() > 1 && cell.iter().all(|line| structured(line)))
            || share(&|cell| cell.iter().all(|line| structured(line))) && !taken(Column::Function)
        {
            Column::Lines
        } else if share(&|cell| words::module(&joined(cell)).is_some()) && !taken(Column::Module) {
            Column::Module
        } else if share(&|cell| cell.first().is_some_and(|line| named(line)))
            && !taken(Column::Function)
        {
            Column::Function
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
            words::grade(&joined(cell)).is_some()
                && !matches!(title(&heading), Some(Column::Condition))
        }) && title(&heading).is_some()
        {
            Column::Level
        } else {
            match title(&heading) {
                Some(Column::Function) if taken(Column::Function) => Column::Purpose,
                Some(Column::Function | Column::Module)
                    if cells.iter().any(|cell| joined(cell).len() > 60) =>
                {
                    Column::Other
                }
                Some(known) => known,
                None => Column::Other,
            }
        };
        out.push(kind);
    }
    out
}

/// Whether a line holds a name and operations.
fn structured(line: &str) -> bool {
    let parts = super::parts(line);
    let Some((_, end)) = parts.first() else {
        return false;
    };
    let name = line.get(..*end).unwrap_or("");
    let rest = parts
        .get(1)
        .and_then(|(start, _)| line.get(*start..))
        .unwrap_or("");
    (!words::functions(name, None).is_empty() || words::module(name).is_some())
        && super::parts(rest).iter().any(|(start, _)| {
            !clause::grants(rest.get(*start..).unwrap_or(""))
                .list
                .is_empty()
        })
}

/// Whether a cell is a function, with or without its module.
fn named(text: &str) -> bool {
    if !words::functions(text, None).is_empty() {
        return true;
    }
    let parts = super::parts(text);
    parts.len() > 1
        && parts.first().is_some_and(|(start, end)| {
            words::module(text.get(*start..*end).unwrap_or("")).is_some()
        })
}

/// Reads a table.
pub(super) fn read(reader: &mut Reader, rows: &[Vec<Cell>], scope: &Scope, line: usize) {
    if rows
        .iter()
        .flatten()
        .flatten()
        .filter(|text| text.starts_with('/') && text.contains('/'))
        .count()
        * 3
        >= rows.len()
        && rows.len() > 1
    {
        reader.unread(line, "a table of requests; levels are not taken from it");
        return;
    }
    let body: Vec<&Vec<Cell>> = rows.iter().filter(|row| !is_head(row)).collect();
    let ticks = rows.iter().flatten().any(|cell| {
        matches!(words::grade(&joined(cell)), Some(Grade::Ticked))
            && !joined(cell).eq_ignore_ascii_case("x")
    });
    let first = rows.iter().find(|row| is_head(row));
    let mut kinds = columns(first.map(Vec::as_slice), &body);
    if !kinds.iter().any(|kind| {
        matches!(
            kind,
            Column::Operation(_) | Column::Grants | Column::Verbs | Column::Lines
        )
    }) {
        // Without headings: a name and four levels, in the order of the screen.
        let levels = |row: &&&Vec<Cell>| {
            row.len() >= 5
                && row
                    .iter()
                    .skip(1)
                    .take(4)
                    .all(|cell| words::grade(&joined(cell)).is_some())
        };
        if !body.is_empty()
            && body.iter().filter(levels).count() * 2 >= body.len()
            && kinds.first() == Some(&Column::Function)
        {
            for (kind, operation) in kinds.iter_mut().skip(1).zip(Operation::ALL) {
                *kind = Column::Operation(operation);
            }
            reader.guess(None, format!("line {line}: the table has no headings; its levels are read in the order Add, Edit, Delete, Inquire"));
        } else {
            for row in rows {
                for text in row.iter().flatten() {
                    reader.line(text, scope, line, true);
                }
            }
            return;
        }
    }
    let mut scope = scope.clone();
    for row in rows {
        if is_head(row) {
            kinds = columns(Some(row), &body);
            if let Some(module) = row.iter().find_map(|cell| words::module(&joined(cell))) {
                scope.module = Some(module.to_owned());
            }
            continue;
        }
        let filled: Vec<&Cell> = row.iter().filter(|cell| !cell.is_empty()).collect();
        if let [only] = filled.as_slice() {
            let text = joined(only);
            if let Some(module) = words::module(&text) {
                scope.module = Some(module.to_owned());
            } else if words::conditional(&text) {
                scope.condition = Some(text);
            } else {
                reader.line(&text, &scope, line, true);
            }
            continue;
        }
        self::row(reader, row, &kinds, &mut scope, line, ticks);
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "one list of cases, read from the top"
)]
fn row(
    reader: &mut Reader,
    row: &[Cell],
    kinds: &[Column],
    scope: &mut Scope,
    line: usize,
    ticks: bool,
) {
    let at = |column: Column| kinds.iter().position(|kind| *kind == column);
    let mut cells: Vec<Cell> = row.to_vec();
    // A span that a converter lost: the cells are shifted to the left.
    let mut shifted = false;
    if let Some(place) = at(Column::Function)
        && cells.get(place).is_some_and(|cell| {
            words::grade(&joined(cell)).is_some() || words::column(&joined(cell)).is_some()
        })
        && place > 0
        && cells.last().is_none_or(Vec::is_empty)
    {
        cells.insert(0, Vec::new());
        cells.truncate(kinds.len());
        shifted = true;
    }
    if let Some(cell) = at(Column::Module)
        .and_then(|at| cells.get(at))
        .filter(|cell| !cell.is_empty())
    {
        let text = joined(cell);
        scope.module = words::module(&text).map(str::to_owned).or(Some(text));
    }
    if let Some(at) = at(Column::Lines) {
        for text in cells.get(at).into_iter().flatten() {
            reader.line(text, scope, line, true);
        }
        return;
    }
    let mut purpose: Option<String> = None;
    let mut module = scope.module.clone();
    let mut names: Vec<words::Named> = Vec::new();
    if let Some(cell) = at(Column::Function)
        .and_then(|at| cells.get(at))
        .filter(|cell| !cell.is_empty())
    {
        let text = cell.first().cloned().unwrap_or_default();
        let parts = super::parts(&text);
        let head = parts
            .first()
            .and_then(|(start, end)| text.get(*start..*end))
            .and_then(words::module);
        let mut name = text.as_str();
        if let (Some(found), Some((start, _)), true) =
            (head, parts.get(1), words::functions(&text, None).is_empty())
        {
            module = Some(found.to_owned());
            name = text.get(*start..).unwrap_or("");
        }
        if words::grade(name).is_some() || words::column(name).is_some() {
            reader.unread(
                line,
                &format!(
                    "`{}`: a level is in the place of a function",
                    row.iter().map(joined).collect::<Vec<_>>().join(" | ")
                ),
            );
            return;
        }
        names = Reader::names(name, module.as_deref(), true);
        if cell.len() > 1 {
            purpose = Some(cell.iter().skip(1).cloned().collect::<Vec<_>>().join(" "));
        }
    } else if at(Column::Function).is_none() {
        match (&scope.function, &module) {
            (Some(above), _) => names.push(above.clone()),
            (None, Some(module)) if words::module(module).is_some() => names.push(words::Named {
                module: module.clone(),
                function: "*".to_owned(),
                guess: Some(
                    "the row names no function; read as every function of the module".to_owned(),
                ),
            }),
            _ => {}
        }
    }
    if names.is_empty() {
        reader.unread(
            line,
            &row.iter().map(joined).collect::<Vec<_>>().join(" | "),
        );
        return;
    }
    let text = |column: Column| {
        at(column)
            .and_then(|at| cells.get(at))
            .map(joined)
            .filter(|text| text.split(' ').count() > 1 || text.len() > 3)
    };
    if let Some(reason) = text(Column::Purpose) {
        purpose = Some(reason);
    }
    let mut condition = scope.condition.clone();
    let mut planned = None;
    if let Some(status) = text(Column::Status) {
        let low = status.to_lowercase();
        if [
            "planned",
            "legacy",
            "future",
            "deprecated",
            "no longer",
            "coming",
        ]
        .iter()
        .any(|word| low.contains(word))
        {
            planned = Some(words::bare(&status).to_owned());
        }
    }
    if let Some(text) = at(Column::Condition)
        .and_then(|at| cells.get(at))
        .map(joined)
        && (words::conditional(&text) || text.eq_ignore_ascii_case("no"))
    {
        condition = Some(text);
    }
    let mut list: Vec<clause::Grant> = Vec::new();
    let mut inferred = false;
    let mut crosses = false;
    for (cell, kind) in cells.iter().zip(kinds) {
        let whole = joined(cell);
        match kind {
            Column::Operation(operation) if !cell.is_empty() => {
                let first = cell.first().map_or("", String::as_str);
                let word = whole.split([' ', '(', ',', '*']).next().unwrap_or("");
                let is_cross = ticks && whole.eq_ignore_ascii_case("x");
                if is_cross {
                    crosses = true;
                    list.push((*operation, Grade::Exactly(Level::None)));
                } else if let Some(grade) = words::grade(&whole) {
                    list.push((*operation, grade));
                } else if let Some(grade) = words::grade(first).or_else(|| words::grade(word)) {
                    list.push((*operation, grade));
                    let rest = whole.get(word.len()..).and_then(clause::remark);
                    if let Some(rest) = rest {
                        if words::conditional(&rest) {
                            condition = condition.or(Some(rest));
                        } else {
                            purpose = purpose.or(Some(rest));
                        }
                    }
                } else {
                    reader.unread(line, &format!("`{whole}` under {}", operation.column()));
                }
            }
            Column::Grants => {
                for text in cell {
                    let found = clause::grants(text);
                    inferred |= found.inferred;
                    if found.list.is_empty() {
                        if words::conditional(text) || text.starts_with('*') {
                            condition = condition.or_else(|| Some(words::bare(text).to_owned()));
                        } else if text.split(' ').count() > 2 {
                            purpose = purpose.or_else(|| Some(text.clone()));
                        } else if words::grade(text).is_none() {
                            reader.unread(line, text);
                        }
                    }
                    list.extend(found.list);
                    if let Some(rest) = clause::remark(&found.rest) {
                        if words::conditional(&rest) {
                            condition = condition.or(Some(rest));
                        } else {
                            purpose = purpose.or(Some(rest));
                        }
                    }
                }
            }
            Column::Verbs => {
                let level = at(Column::Level)
                    .and_then(|at| cells.get(at))
                    .and_then(|cell| words::grade(&joined(cell)));
                let found = clause::grants(&cell.join(", "));
                list.extend(found.list.into_iter().map(|(operation, grade)| {
                    (
                        operation,
                        if grade == Grade::Ticked {
                            level.unwrap_or(grade)
                        } else {
                            grade
                        },
                    )
                }));
            }
            Column::Other
                if words::grade(&whole) == Some(Grade::Ticked)
                    && !whole.eq_ignore_ascii_case("x") =>
            {
                reader.unread(
                    line,
                    &format!("`{whole}` in a column that is not an operation"),
                );
            }
            _ => {}
        }
    }
    for named in names {
        if shifted {
            reader.guess(
                Some(&named),
                format!(
                    "line {line}: the row lacks its first cell; its cells are moved by one column"
                ),
            );
        }
        if crosses {
            reader.guess(
                Some(&named),
                format!("line {line}: `X` is read as not granted, since the table has ticks too"),
            );
        }
        if inferred {
            reader.guess(
                Some(&named),
                format!("line {line}: one level is read for several operations"),
            );
        }
        reader.facts(
            &named,
            &list,
            purpose.as_ref(),
            condition.as_ref(),
            planned.as_ref(),
            line,
        );
    }
}
