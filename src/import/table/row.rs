//! What one row of a table says.

use super::cells::{Row, is_level};
use super::columns::{Column, joined, whole};
use super::condition::{About, about, without_remark};
use super::levels::Said;
use crate::import::customize;
use crate::import::page::Cell;
use crate::import::parts::Parts;
use crate::import::words::{self, Grade, Named};
use crate::import::{Reader, Scope, doubt};
use crate::model::Level;

pub(super) fn row(
    reader: &mut Reader,
    cells: &[Cell],
    kinds: &[Column],
    scope: &mut Scope,
    line: usize,
    ticks: bool,
) {
    let mut row = Row::of(cells, kinds);
    let shifted = row.shift();
    if let Some(text) = row.cell(Column::Module).map(joined) {
        scope.module = words::module(&text).map(str::to_owned).or(Some(text));
    }
    if row.has(Column::Lines) {
        for text in row.cell(Column::Lines).into_iter().flatten() {
            reader.line(text, scope, line, true);
        }
        return;
    }
    let lists = row.take_lists();
    let Some(found) = head(&row, scope) else {
        let text = format!("`{}`: a level is in the place of a function", whole(cells));
        reader.unread(line, &text);
        return;
    };
    let Head {
        names,
        remark,
        mut purpose,
    } = found;
    if names.is_empty() {
        reader.unread(line, &whole(cells));
        return;
    }
    let reason = row.cell(Column::Purpose).map(joined);
    let reason = reason.filter(|text| text.split(' ').count() > 1 || text.len() > 3);
    purpose = reason.or(purpose);
    let About { condition, planned } = about(reader, &row, scope, &mut purpose, remark);
    let mut said = Said {
        purpose,
        condition,
        ..Said::default()
    };
    let others = row.iter().filter(|(_, kind)| {
        matches!(kind, Column::Other | Column::Status | Column::Condition) && planned.is_none()
    });
    for text in others.map(|(cell, _)| joined(cell)) {
        if let Some(words) = doubt::hint(&text).filter(|_| !words::conditional(&text)) {
            said.remarks.push(doubt::question(&words));
        }
    }
    said.read(&row, &names, ticks, &reader.notes);
    for text in &said.unread {
        reader.unread(line, text);
    }
    let stated = row.cell(Column::Customize).map(joined).filter(|text| {
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
    let guesses = [
        (
            shifted,
            "the row lacks its first cell; its cells are moved by one column",
        ),
        (
            said.crosses,
            "`X` is read as not granted, since the table has check marks too",
        ),
        (said.inferred, "one level is read for several operations"),
    ];
    let (purpose, planned) = (said.purpose.as_ref(), planned.as_ref());
    for named in names {
        for (_, guess) in guesses.iter().filter(|(holds, _)| *holds) {
            reader.guess(&named, line, guess);
        }
        for remark in &said.remarks {
            reader.guess(&named, line, remark);
        }
        for (grant, special) in &said.apart {
            let condition = special.as_ref().or(said.condition.as_ref());
            reader.facts(&named, &[*grant], purpose, condition, planned, line);
        }
        let condition = said.condition.as_ref();
        reader.facts(&named, &said.list, purpose, condition, planned, line);
    }
}

/// The functions that a row names, and what is said next to their names.
#[derive(Default)]
struct Head {
    names: Vec<Named>,
    remark: Option<String>,
    purpose: Option<String>,
}

/// What a row is about; nothing where a level is in the place of a function.
fn head(row: &Row<'_>, scope: &mut Scope) -> Option<Head> {
    let mut out = Head::default();
    if let Some(cell) = row.cell(Column::Function) {
        out = names(cell, scope.module.clone())?;
    } else if !row.has(Column::Function) {
        let home = scope.module.as_deref();
        let home = home.filter(|module| words::module(module).is_some());
        let guess = "the row names no function; read as every function of the module";
        let every = home.map(|module| Named::whole(module, Some(guess)));
        out.names.extend(scope.function.clone().or(every));
    }
    // One row for each operation, with the name in the first: the rows below it have none.
    if row.has(Column::Verbs) && row.has(Column::Function) {
        if out.names.is_empty()
            && row.cell(Column::Module).is_none()
            && row.cell(Column::Function).is_none()
        {
            out.names.extend(scope.function.clone());
        }
        scope.function = out.names.last().cloned();
    }
    Some(out)
}

/// Reads the cell with the names of functions; nothing where a level is in their place.
fn names(cell: &Cell, mut module: Option<String>) -> Option<Head> {
    let text = cell.first().map_or("", String::as_str);
    let parts = Parts::of(text);
    let mut name = text;
    if let Some(found) = words::module(parts.part(0))
        && parts.len() > 1
        && words::functions(text, None).is_empty()
    {
        module = Some(found.to_owned());
        name = parts.tail(1);
    }
    let module = module.as_deref();
    if is_level(name) {
        return None;
    }
    let name = words::without_mark(name);
    let mut out = Head {
        names: Reader::names(name, module, false),
        ..Head::default()
    };
    if out.names.is_empty()
        && let Some((plain, remark)) = without_remark(name, module)
    {
        // `Invoicing (Finance)`
        let home = words::module(remark);
        let home = home.filter(|home| !words::functions(plain, Some(home)).is_empty());
        out.names = Reader::names(plain, home.or(module), false);
        out.remark = home.is_none().then(|| remark.to_owned());
    }
    if out.names.is_empty() {
        out.names = Reader::names(name, module, true);
    }
    let mut rest: Vec<&str> = Vec::new();
    for line in cell.iter().skip(1) {
        if rest.is_empty() && !words::functions(line, None).is_empty() {
            out.names.extend(Reader::names(line, module, false));
        } else {
            rest.push(line);
        }
    }
    out.purpose = (!rest.is_empty()).then(|| rest.join(" "));
    Some(out)
}
