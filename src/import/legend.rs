//! Legends: what the letters and symbols in a table mean, such as `A = All, M = My, N = None`.

use std::collections::{HashMap, HashSet};

use super::page::{Block, Cell, Kind};
use super::words::{self, Grade};
use crate::model::Level;

/// A symbol and the level that it means.
type Meaning = (String, Level);

/// Replaces the symbols in tables by their levels. Returns the blocks without the legend, and what
/// is only guessed.
pub(super) fn apply(mut blocks: Vec<Block>) -> (Vec<Block>, Vec<String>) {
    let found: Vec<(Vec<Meaning>, bool)> = blocks.iter().map(in_block).collect();
    let cells: HashSet<&str> = blocks.iter().flat_map(symbols).collect();
    let used = |(symbol, _): &Meaning| cells.contains(symbol.as_str());
    if let Some(legend) = legend(found.iter().flat_map(|(found, _)| found))
        && found.iter().any(|(found, _)| found.iter().any(used))
    {
        let spent = found
            .iter()
            .map(|(found, whole)| *whole && found.iter().any(used));
        let mut spent = spent.collect::<Vec<_>>().into_iter();
        blocks.retain(|_| spent.next() != Some(true));
        for cell in blocks.iter_mut().filter_map(rows).flatten().flatten() {
            replace(cell, &legend);
        }
        return (blocks, Vec::new());
    }
    let letters = [("A", Level::All), ("M", Level::My), ("N", Level::None)];
    let letters = letters
        .map(|(symbol, level)| (symbol.to_owned(), level))
        .into();
    let mut guesses = Vec::new();
    for block in &mut blocks {
        let line = block.line;
        let Some(rows) = rows(block) else { continue };
        let columns = lettered(rows);
        for row in rows.iter_mut().skip(1) {
            for at in &columns {
                if let Some(cell) = row.get_mut(*at) {
                    replace(cell, &letters);
                }
            }
        }
        if !columns.is_empty() {
            guesses.push(format!(
                "line {line}: the letters A, M and N are read as All, My and None"
            ));
        }
    }
    (blocks, guesses)
}

fn rows(block: &mut Block) -> Option<&mut Vec<Vec<Cell>>> {
    match &mut block.kind {
        Kind::Table(_, rows) => Some(rows),
        _ => None,
    }
}

/// The cells of a table of levels that have a single line, which may be a symbol.
fn symbols(block: &Block) -> impl Iterator<Item = &str> {
    let rows = match &block.kind {
        Kind::Table(_, rows) => rows.as_slice(),
        _ => &[],
    };
    let cells = rows.iter().filter(|row| row.len() > 2).flatten();
    cells.filter_map(|cell| match cell.as_slice() {
        [only] => Some(words::without_mark(only)),
        _ => None,
    })
}

fn replace(cell: &mut Cell, legend: &HashMap<String, Level>) {
    if let [only] = cell.as_mut_slice() {
        let symbol = words::without_mark(only);
        if let Some(level) = legend.get(symbol) {
            let mark = only.get(symbol.len()..).unwrap_or("");
            *only = format!("{}{mark}", level.word());
        }
    }
}

/// The columns of operations in a table that has only the letters A, M and N in them, with A or M
/// in one of them.
fn lettered(rows: &[Vec<Cell>]) -> Vec<usize> {
    let Some((head, body)) = rows.split_first() else {
        return Vec::new();
    };
    let named = |at: &usize| {
        head.get(*at)
            .is_some_and(|cell| words::column(&cell.join(" ")).is_some())
    };
    let columns: Vec<usize> = (0..head.len()).filter(named).collect();
    let cells = || {
        let cells = body
            .iter()
            .flat_map(|row| columns.iter().filter_map(|at| row.get(*at)));
        cells.map(|cell| cell.join(" "))
    };
    let known = |text: String| matches!(text.as_str(), "A" | "M" | "N" | "" | "-" | "–" | "—");
    let lettered = columns.len() > 1
        && cells().all(known)
        && cells().any(|text| matches!(text.as_str(), "A" | "M"));
    if lettered { columns } else { Vec::new() }
}

/// Symbols with their meanings, if they are a legend: each has one meaning, they mean different
/// levels, and they are not only operations with their levels, such as `A = All, D = None`.
fn legend<'a>(found: impl Iterator<Item = &'a Meaning>) -> Option<HashMap<String, Level>> {
    let operations = ["A", "E", "D", "I", "C", "R", "U", "V", "W"];
    let mut legend = HashMap::new();
    for (symbol, level) in found {
        if *legend.entry(symbol.clone()).or_insert(*level) != *level {
            return None;
        }
    }
    let first = legend.values().next()?;
    let differ = legend.values().any(|level| level != first);
    let named = legend
        .keys()
        .all(|symbol| operations.contains(&symbol.as_str()));
    (differ && !named).then_some(legend)
}

/// The meanings that a block gives, and whether it says nothing else.
fn in_block(block: &Block) -> (Vec<Meaning>, bool) {
    let lines = match &block.kind {
        Kind::Paragraph(lines) | Kind::Item(_, lines) => lines,
        // `Symbol | Meaning`
        Kind::Table(_, rows) => {
            let pairs = rows.iter().map(|row| match row.as_slice() {
                [symbol, level] => meaning(&symbol.join(" "), &level.join(" ")),
                _ => None,
            });
            let missing = pairs.clone().skip(1).any(|pair| pair.is_none());
            let found = if missing {
                Vec::new()
            } else {
                pairs.flatten().collect()
            };
            return (found, !missing);
        }
        Kind::Heading(..) | Kind::Tab(_) => return (Vec::new(), false),
    };
    let parts: Vec<(Vec<Meaning>, bool)> = lines.iter().map(|line| in_line(line)).collect();
    let whole = parts.iter().all(|(_, whole)| *whole);
    (
        parts.into_iter().flat_map(|(found, _)| found).collect(),
        whole,
    )
}

/// The meanings in a line, and whether it has no other words. A line with other words needs two.
fn in_line(line: &str) -> (Vec<Meaning>, bool) {
    // No legend is longer.
    if line.len() > 400 {
        return (Vec::new(), false);
    }
    let separated = line.replace(" and ", ",").replace(". ", ",");
    let pieces = separated
        .split([',', ';', '|', '·'])
        .map(|piece| piece.trim().trim_end_matches('.'));
    let pairs: Vec<Option<Meaning>> = pieces
        .filter(|piece| !piece.is_empty())
        // `Legend: A = All`
        .map(|piece| pair(piece).or_else(|| pair(piece.split_once(':')?.1)))
        .collect();
    let whole = pairs.iter().all(Option::is_some);
    let found: Vec<Meaning> = pairs.into_iter().flatten().collect();
    if whole || found.len() > 1 {
        (found, whole)
    } else {
        (Vec::new(), false)
    }
}

/// `A = All`, `A: All`, `A – All`, `A means All`
fn pair(text: &str) -> Option<Meaning> {
    let separators = [
        "=",
        " means ",
        " stands for ",
        " is ",
        ":",
        " – ",
        " — ",
        " - ",
    ];
    separators.iter().find_map(|separator| {
        let (symbol, level) = text.split_once(separator)?;
        meaning(symbol, level)
    })
}

fn meaning(symbol: &str, level: &str) -> Option<Meaning> {
    let around = ['*', '`', '"', '\'', '“', '”', '(', ')', '[', ']', ' '];
    let (symbol, level) = (symbol.trim_matches(around), level.trim_matches(around));
    let short = (1..=5).contains(&symbol.chars().count()) && !symbol.contains(' ');
    // `Add: All` is a permission.
    let named = words::operation(symbol).is_some() || !words::functions(symbol, None).is_empty();
    if !short || named {
        return None;
    }
    // `All records`
    let first = level
        .split(' ')
        .next()
        .filter(|word| matches!(*word, "All" | "My" | "None"));
    let few = level.split(' ').count() <= 4;
    let grade = words::grade(level).or_else(|| words::grade(first.filter(|_| few)?));
    match grade? {
        Grade::Exactly(level) => Some((symbol.to_owned(), level)),
        Grade::Ticked => None,
    }
}
