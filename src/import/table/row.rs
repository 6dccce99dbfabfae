//! What one row of a table says.

use std::borrow::Cow;

use super::columns::{Column, joined};
use super::condition::{About, about, without_remark};
use crate::import::customize::{self, Statement};
use crate::import::page::Cell;
use crate::import::parts::parts as split;
use crate::import::words::{self, Grade};
use crate::import::{Reader, Scope, clause, doubt};
use crate::model::Level;

#[expect(
    clippy::too_many_lines,
    reason = "one list of cases, read from the top"
)]
pub(super) fn row(
    reader: &mut Reader,
    row: &[Cell],
    kinds: &[Column],
    scope: &mut Scope,
    line: usize,
    ticks: bool,
) {
    let at = |column: Column| kinds.iter().position(|kind| *kind == column);
    let mut cells = Cow::Borrowed(row);
    // A span that a converter lost: the cells are shifted to the left.
    let mut shifted = false;
    if let Some(place) = at(Column::Function)
        && cells.get(place).is_some_and(|cell| {
            words::grade(&joined(cell)).is_some() || words::column(&joined(cell)).is_some()
        })
        && place > 0
        && cells.last().is_none_or(Vec::is_empty)
    {
        let moved = cells.to_mut();
        moved.insert(0, Vec::new());
        moved.truncate(kinds.len());
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
    let mut lists: Vec<Statement> = Vec::new();
    if let Some(place) = at(Column::Function)
        && let Some(cell) = cells.get(place)
    {
        let mut kept = Cell::new();
        for line in cell {
            let (rest, found) = customize::cut(line);
            let rest = rest.trim();
            if !rest.is_empty() {
                kept.push(rest.to_owned());
            }
            lists.extend(found);
        }
        if kept != *cell
            && let Some(cell) = cells.to_mut().get_mut(place)
        {
            *cell = kept;
        }
    }
    let mut purpose: Option<String> = None;
    let mut module = scope.module.clone();
    let mut names: Vec<words::Named> = Vec::new();
    let mut remark_of_name: Option<String> = None;
    if let Some(cell) = at(Column::Function)
        .and_then(|at| cells.get(at))
        .filter(|cell| !cell.is_empty())
    {
        let text = cell.first().cloned().unwrap_or_default();
        let parts = split(&text);
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
        let name = words::without_mark(name);
        names = Reader::names(name, module.as_deref(), false);
        if names.is_empty()
            && let Some((plain, remark)) = without_remark(name, module.as_deref())
        {
            // `Invoicing (Finance)`
            let home = words::module(remark)
                .filter(|home| !words::functions(plain, Some(home)).is_empty());
            names = Reader::names(plain, home.or(module.as_deref()), false);
            remark_of_name = home.is_none().then(|| remark.to_owned());
        }
        if names.is_empty() {
            names = Reader::names(name, module.as_deref(), true);
        }
        let mut rest: Vec<String> = Vec::new();
        for line in cell.iter().skip(1) {
            if rest.is_empty() && !words::functions(line, None).is_empty() {
                names.extend(Reader::names(line, module.as_deref(), false));
            } else {
                rest.push(line.clone());
            }
        }
        if !rest.is_empty() {
            purpose = Some(rest.join(" "));
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
    // One row for each operation, with the name in the first: the rows below it have none.
    let filled = |column| {
        at(column)
            .and_then(|at| cells.get(at))
            .is_some_and(|cell| !cell.is_empty())
    };
    if at(Column::Verbs).is_some() && at(Column::Function).is_some() {
        if names.is_empty() && !filled(Column::Module) && !filled(Column::Function) {
            names.extend(scope.function.clone());
        }
        scope.function = names.last().cloned();
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
    let About {
        mut condition,
        planned,
    } = about(reader, &cells, kinds, scope, &mut purpose, remark_of_name);
    let mut list: Vec<clause::Grant> = Vec::new();
    let mut remarks: Vec<String> = Vec::new();
    let others = cells.iter().zip(kinds).filter(|(_, kind)| {
        matches!(kind, Column::Other | Column::Status | Column::Condition) && planned.is_none()
    });
    for text in others.map(|(cell, _)| joined(cell)) {
        if let Some(words) = doubt::hint(&text).filter(|_| !words::conditional(&text)) {
            remarks.push(doubt::question(&words));
        }
    }
    // Levels with their own condition or remark.
    let mut apart: Vec<(clause::Grant, Option<String>)> = Vec::new();
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
                    if whole.eq_ignore_ascii_case("mine") {
                        remarks.push(format!("`{whole}` is read as My"));
                    }
                    match crate::import::notes::mark(&whole) {
                        None => list.push((*operation, grade)),
                        Some(mark) => {
                            let note = reader.notes.get(mark).map(str::to_owned);
                            if note.is_none() && whole.len() > 2 {
                                remarks.push(format!("`{whole}` has a mark without a footnote"));
                            }
                            let condition = note
                                .clone()
                                .filter(|note| words::conditional(note) || words::setup(note));
                            if condition.is_none() {
                                purpose = purpose.or(note);
                            }
                            apart.push(((*operation, grade), condition));
                        }
                    }
                } else if let Some(grade) = words::grade(first).or_else(|| words::grade(word)) {
                    let rest = whole.get(word.len()..).unwrap_or("");
                    // `Yes (All)`
                    let inside = words::grade(words::bare(rest).trim_matches(['(', ')']));
                    let grade = match (grade, inside) {
                        (Grade::Ticked, Some(level @ Grade::Exactly(_))) => level,
                        (grade, _) => grade,
                    };
                    let low = rest.to_lowercase();
                    if grade == Grade::Exactly(Level::None)
                        && low.contains("setup")
                        && low.contains("all")
                    {
                        // `None (All during setup)`
                        let during = Some("during setup only".to_owned());
                        apart.push(((*operation, Grade::Exactly(Level::All)), during));
                        continue;
                    }
                    if low.contains("my also")
                        || low.contains("my is enough")
                        || low.contains("my works")
                    {
                        remarks.push(format!("`{whole}` is read as My or more"));
                        list.push((*operation, Grade::Ticked));
                        continue;
                    }
                    if low.contains("recommended") {
                        remarks.push(format!("`{whole}` is read as its first level"));
                        list.push((*operation, grade));
                        continue;
                    }
                    let other = inside.is_none()
                        && !words::setup(rest)
                        && rest
                            .split(|c: char| !c.is_alphanumeric())
                            .any(|word| matches!(word, "All" | "My" | "None"));
                    if other || crate::import::sentence::retracted(rest) {
                        reader.unread(line, &about_cell(&names, &whole, operation.column()));
                        continue;
                    }
                    let rest = clause::remark(rest).filter(|_| inside.is_none());
                    let special = rest
                        .as_deref()
                        .filter(|rest| words::conditional(rest) || words::setup(rest));
                    apart.push(((*operation, grade), special.map(str::to_owned)));
                    if let Some(rest) = rest.as_deref().filter(|rest| limits(rest)) {
                        remarks.push(format!(
                            "`{whole}` under {} is read as the level alone, without `{rest}`",
                            operation.column()
                        ));
                    }
                    if let Some(rest) = rest {
                        if words::conditional(&rest) || words::setup(&rest) {
                        } else {
                            purpose = purpose.or(Some(rest));
                        }
                    }
                } else {
                    reader.unread(line, &about_cell(&names, &whole, operation.column()));
                }
            }
            Column::Grants => {
                for text in cell {
                    let found = clause::grants(text);
                    inferred |= found.inferred;
                    if found.list.is_empty() {
                        if words::conditional(text) || text.starts_with('*') {
                            condition = condition.or_else(|| Some(words::bare(text).to_owned()));
                        } else if text.split(' ').count() > 2
                            && !crate::import::grant::mentions_levels(text)
                        {
                            purpose = purpose.or_else(|| Some(text.clone()));
                        } else if words::grade(text) != Some(Grade::Exactly(Level::None)) {
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
            Column::At(level) => {
                let found = clause::grants(&cell.join(", "));
                if found.list.is_empty() && !cell.is_empty() && words::grade(&whole).is_none() {
                    reader.unread(line, &about_cell(&names, &whole, level.word()));
                }
                let grants = found.list.into_iter();
                list.extend(grants.map(|(operation, _)| (operation, Grade::Exactly(*level))));
            }
            Column::Verbs => {
                let level = at(Column::Level)
                    .and_then(|at| cells.get(at))
                    .filter(|cell| !cell.is_empty());
                let remark = level.and_then(|cell| {
                    clause::remark(&cell.iter().skip(1).cloned().collect::<Vec<_>>().join(" "))
                });
                let unread = level.is_some_and(|cell| words::leading_grade(cell).is_none());
                if unread {
                    let text = level.map(joined).unwrap_or_default();
                    reader.unread(line, &format!("`{text}` in the column of levels"));
                    continue;
                }
                if let Some(remark) = remark.filter(|_| at(Column::Purpose).is_none()) {
                    purpose = purpose.or(Some(remark));
                }
                let level = level.and_then(|cell| words::leading_grade(cell));
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
                if match words::grade(&whole) {
                    Some(Grade::Ticked) => !whole.eq_ignore_ascii_case("x"),
                    Some(Grade::Exactly(level)) => level != Level::None,
                    None => false,
                } =>
            {
                reader.unread(
                    line,
                    &format!("`{whole}` in a column that is not an operation"),
                );
            }
            _ => {}
        }
    }
    let column = at(Column::Customize).and_then(|at| cells.get(at));
    let stated = column.map(joined).filter(|text| {
        !words::bare(text).is_empty() && words::grade(text) != Some(Grade::Exactly(Level::None))
    });
    if let Some(text) = stated {
        match (customize::stated(&text), names.as_slice()) {
            (Some(items), [only]) => reader.keep(only, items, line),
            _ => reader.unread(line, &format!("`{text}` in the column of Customize lists")),
        }
    }
    for named in &names {
        let mut within = scope.clone();
        within.function = Some(named.clone());
        for statement in &lists {
            reader.customize(statement.clone(), &mut within, line);
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
                format!(
                    "line {line}: `X` is read as not granted, since the table has check marks too"
                ),
            );
        }
        if inferred {
            reader.guess(
                Some(&named),
                format!("line {line}: one level is read for several operations"),
            );
        }
        for remark in &remarks {
            reader.guess(Some(&named), format!("line {line}: {remark}"));
        }
        for (grant, special) in &apart {
            reader.facts(
                &named,
                &[*grant],
                purpose.as_ref(),
                special.as_ref().or(condition.as_ref()),
                planned.as_ref(),
                line,
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

/// Whether a remark limits a level, so that the level alone is more than the page says.
fn limits(text: &str) -> bool {
    let low = text.to_lowercase();
    [
        "only", "own", "except", "not ", "limit", "unless", "partial", "some ",
    ]
    .iter()
    .any(|word| low.contains(word))
        && !words::conditional(text)
}

/// A cell that was not understood, with the functions of its row.
fn about_cell(names: &[words::Named], cell: &str, column: &str) -> String {
    let names: Vec<String> = names
        .iter()
        .map(|named| format!("{} / {}", named.module, named.function))
        .collect();
    format!("`{cell}` under {column} of {}", names.join(", "))
}
