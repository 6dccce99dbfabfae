//! Tables in Markdown, as copied from a help page or a ticket.

use super::grid::{Cell, Grid, Line};
use super::word;
use crate::catalog;
use crate::model::Span;

/// Whether a text holds a table: a line with columns and one that underlines them.
pub(super) fn has_table(text: &str) -> bool {
    let mut before = "";
    text.lines().any(|line| {
        let found = is_rule(line) && before.contains('|');
        before = line;
        found
    })
}

/// The line under the headings: `| --- | :-: |`.
fn is_rule(line: &str) -> bool {
    line.contains('|')
        && line.contains('-')
        && line
            .chars()
            .all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// Every table of a text. A row that blank lines part from its table still belongs to it. A line that
/// looks like a row and belongs to no table is a table of its own, so that it is told.
/// `None` where they have more cells than `most`.
pub(super) fn grids(text: &str, most: usize) -> Option<Vec<Grid>> {
    let mut cells = 0;
    let mut grids: Vec<Grid> = Vec::new();
    let mut module = None;
    let mut inside = false;
    let mut lines = Lines { text, at: 0 }.peekable();
    while let Some(span) = lines.next() {
        let line = slice(text, span);
        let next = lines.peek().map_or("", |span| slice(text, *span));
        // Inside a table a rule underlines nothing: the line above it is a row like the others.
        let heads = !inside && line.contains('|') && !is_rule(line) && is_rule(next);
        if heads {
            grids.push(Grid {
                module,
                ..Grid::default()
            });
            inside = true;
        } else if is_rule(line) {
            continue;
        } else if let Some(heading) = heading(line) {
            module = catalog::module(&plain(heading));
            inside = false;
            continue;
        } else if line.trim().is_empty() {
            inside = false;
            continue;
        }
        // Behind the heading of another module a row does not belong to the table ahead of it.
        let barred = line.trim_start().starts_with('|');
        let same = |grid: &&mut Grid| inside || barred && grid.module == module;
        let line = split(text, span);
        if let Some(grid) = grids.last_mut().filter(same) {
            cells += line.cells.len();
            grid.lines.push(line);
            inside = true;
        } else if is_stray(&line) {
            cells += line.cells.len();
            grids.push(Grid {
                module,
                lines: vec![line],
                ..Grid::default()
            });
        }
        if cells > most {
            return None;
        }
    }
    Some(grids)
}

/// Whether a line outside every table looks like a row of one; a sentence may have a bar too.
fn is_stray(line: &Line) -> bool {
    let states = || line.cells.iter().any(|cell| word::states(&cell.text));
    line.cells.len() > 3 || line.cells.len() > 1 && states()
}

fn slice(text: &str, span: Span) -> &str {
    text.get(span.start..span.end).unwrap_or_default()
}

struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = rest.find('\n').unwrap_or(rest.len());
        let line = rest.get(..length).unwrap_or_default();
        let span = Span::new(self.at, self.at + line.trim_end_matches('\r').len());
        self.at += length + 1;
        Some(span)
    }
}

/// The text of a heading, or of a line that is bold as a whole.
fn heading(line: &str) -> Option<&str> {
    let line = line.trim();
    let bold = line
        .strip_prefix("**")
        .and_then(|rest| rest.strip_suffix("**").or_else(|| rest.strip_suffix("**:")));
    line.starts_with('#')
        .then(|| line.trim_matches('#').trim())
        .or(bold)
        .filter(|heading| !heading.contains('|'))
}

fn split(text: &str, line: Span) -> Line {
    let content = slice(text, line);
    let trimmed = content.trim();
    let mut start = line.start + (content.len() - content.trim_start().len());
    let end = start + trimmed.len();
    if trimmed.starts_with('|') {
        start += 1;
    }
    let mut cells = Vec::new();
    let mut cell_start = start;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().take(end).skip(start) {
        if byte == b'|' && !escaped {
            cells.push(cell(text, Span::new(cell_start, at)));
            cell_start = at + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    if cell_start < end {
        cells.push(cell(text, Span::new(cell_start, end)));
    }
    Line { cells }
}

fn cell(text: &str, span: Span) -> Cell {
    let content = slice(text, span);
    let start = span.start + (content.len() - content.trim_start().len());
    let content = content.trim();
    Cell {
        text: plain(content),
        span: Span::new(start, start + content.len()),
        ..Cell::default()
    }
}

/// Text without emphasis, code marks, links, escapes and the few entities that tables hold.
fn plain(text: &str) -> String {
    let mut text = text.trim().to_owned();
    for (from, to) in [
        ("<br>", " "),
        ("<br/>", " "),
        ("<br />", " "),
        ("&nbsp;", " "),
        ("&#124;", "|"),
        ("&ndash;", "–"),
        ("&mdash;", "—"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
        ("\\|", "|"),
        ("\\&", "&"),
        ("\\-", "-"),
        ("\\_", "_"),
        ("\\*", "*"),
    ] {
        if text.contains(from) {
            text = text.replace(from, to);
        }
    }
    let mut rest = text.trim();
    for mark in ["***", "**", "__", "*", "_", "`"] {
        if let Some(inside) = rest
            .strip_prefix(mark)
            .and_then(|inside| inside.strip_suffix(mark))
            .filter(|inside| !inside.is_empty())
        {
            rest = inside.trim();
        }
    }
    // A link shows its text.
    if let Some((label, _)) = rest
        .strip_prefix('[')
        .filter(|rest| rest.ends_with(')'))
        .and_then(|rest| rest.split_once("]("))
    {
        rest = label;
    }
    rest.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<Vec<Vec<String>>> {
        let line = |line: &Line| line.cells.iter().map(|cell| cell.text.clone()).collect();
        let grid = |grid: &Grid| grid.lines.iter().map(line).collect();
        grids(text, 99).unwrap().iter().map(grid).collect()
    }

    #[test]
    fn tables_are_read_with_and_without_outer_bars() {
        let text = "# Companies\n\nSome text | not a table\n\n| A | **B** |\n|---|:-:|\n\
                    | `x` | a\\|b |\n\n| y | [All](https://x.y) |\nText\n\nC | D\n--|--\n1 | 2\n";
        assert!(has_table(text));
        let found = texts(text);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0][..3], [["A", "B"], ["x", "a|b"], ["y", "All"]]);
        assert_eq!(found[1], [["C", "D"], ["1", "2"]]);
        assert_eq!(grids(text, 99).unwrap()[0].module, Some("Companies"));
    }

    #[test]
    fn the_places_are_those_of_the_text() {
        let text = "| A | B |\n|--|--|\n| Ä x | **All** |\n";
        let line = &grids(text, 99).unwrap()[0].lines[1];
        let slices: Vec<&str> = line
            .cells
            .iter()
            .map(|cell| slice(text, cell.span))
            .collect();
        assert_eq!(slices, ["Ä x", "**All**"]);
    }

    #[test]
    fn lines_may_end_as_those_of_windows_do() {
        let text = "| A | B |\r\n|---|---|\r\n| 1 | 2 |\r\n";
        assert_eq!(texts(text), [[["A", "B"], ["1", "2"]]]);
    }

    #[test]
    fn a_rule_inside_a_table_begins_none() {
        for rule in ["|---|---|", "| - | - |"] {
            let text = format!("| A | B |\n|---|---|\n| 1 | 2 |\n{rule}\n| 3 | 4 |\n");
            assert_eq!(texts(&text), [[["A", "B"], ["1", "2"], ["3", "4"]]]);
        }
    }

    #[test]
    fn a_row_outside_every_table_is_not_dropped() {
        let text =
            "A | B | C | D\n--|--|--|--\n1 | 2 | 3 | 4\n\n5 | 6 | 7 | 8\n\na | All\n\na | b\n";
        let found = texts(text);
        assert_eq!(found[1..], [[vec!["5", "6", "7", "8"]], [vec!["a", "All"]]]);
        let text = "# Finance\n| A | B |\n|--|--|\n\n| 1 | 2 |\n# Companies\n| 3 | All |\n";
        assert_eq!(texts(text)[1], [["3", "All"]]);
    }

    #[test]
    fn other_texts_hold_no_table() {
        assert!(!has_table("Module,Function\n---\na | b\n"));
        assert!(grids("a | b\nc | d\n", 99).unwrap().is_empty());
    }
}
