//! A table before it is interpreted: cells with their positions.

use crate::model::Span;

/// A cell of a table.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    /// Its text, without quotes and markup.
    pub(super) text: String,
    /// Its span, without the quotes and separators around it.
    pub(super) span: Span,
    /// Whether it contains something other than text, such as a picture: the text is then only its
    /// name.
    pub(super) opaque: bool,
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// The cells from left to right.
    pub(super) cells: Vec<Cell>,
}

/// A table with the module from the heading above it.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    /// The module in the heading, in its canonical spelling.
    pub(super) module: Option<&'static str>,
    /// The rows from top to bottom.
    pub(super) lines: Vec<Line>,
    /// Whether a row may be shorter than the header: workbooks do not store blank cells.
    pub(super) sparse: bool,
}

impl Cell {
    /// A cell of text.
    pub(super) fn new(text: impl Into<String>, span: Span) -> Self {
        Self {
            text: text.into(),
            span,
            opaque: false,
        }
    }

    /// A blank cell at a position.
    pub(super) fn blank(at: usize) -> Self {
        Self::new("", Span::new(at, at))
    }

    /// Whether it is blank.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

impl Line {
    /// The filled cells, with their columns from 0.
    pub(super) fn filled(&self) -> impl Iterator<Item = (usize, &Cell)> {
        self.cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_blank())
    }

    /// The text of a column; blank past the end.
    pub(super) fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.text.trim())
    }

    /// The span of the row.
    pub(super) fn span(&self) -> Span {
        // Cells that extend down from rows above come first, in document order.
        let spans = || self.filled().map(|(_, cell)| cell.span);
        let start = spans().map(|span| span.start).min().unwrap_or(0);
        let end = spans().map(|span| span.end).max();
        Span::new(start, end.unwrap_or(start))
    }
}

/// Positions of the cells of a sheet in the text built from it.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    /// The name of the sheet.
    pub(super) sheet: String,
    /// The first byte of each filled cell with its row and column from 0, in the order of the text.
    pub(super) cells: Vec<(usize, u32, u32)>,
}

impl Addresses {
    /// The address of the cell at a position, such as `Role!D12`.
    pub(super) fn of(&self, span: Span) -> Option<String> {
        let after = self
            .cells
            .partition_point(|(start, ..)| *start <= span.start);
        let &(_, row, column) = self.cells.get(after.checked_sub(1)?)?;
        let plain = self.sheet.chars().all(|c| c.is_alphanumeric() || c == '_');
        let sheet = if plain {
            self.sheet.clone()
        } else {
            format!("'{}'", self.sheet.replace('\'', "''"))
        };
        Some(format!("{sheet}!{}{}", letters(column), u64::from(row) + 1))
    }
}

/// A column as a workbook names it: A, B, …, Z, AA.
fn letters(column: u32) -> String {
    let mut rest = column;
    let mut letters = Vec::new();
    loop {
        let letter = u8::try_from(rest % 26).unwrap_or(0);
        letters.push(char::from(b'A' + letter));
        rest /= 26;
        if rest == 0 {
            break;
        }
        rest -= 1;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_in_a_workbook() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), name);
        }
    }

    #[test]
    fn an_address_is_that_of_the_cell_at_the_place() {
        let mut addresses = Addresses {
            sheet: "Role".to_owned(),
            cells: vec![(0, 0, 0), (5, 0, 3), (10, 11, 3)],
        };
        assert_eq!(addresses.of(Span::new(6, 8)).unwrap(), "Role!D1");
        assert_eq!(addresses.of(Span::new(10, 12)).unwrap(), "Role!D12");
        addresses.sheet = "API's role".to_owned();
        assert_eq!(addresses.of(Span::new(0, 1)).unwrap(), "'API''s role'!A1");
    }
}
