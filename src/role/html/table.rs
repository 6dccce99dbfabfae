//! One table of a page during parsing.

use crate::model::Span;
use crate::role::grid::{Cell, Grid, Line};

#[derive(Default)]
pub(super) struct Table {
    pub(super) grid: Grid,
    pub(super) cell: Option<Open>,
    /// For each column: the number of further rows that the cell from above spans, and that cell.
    pub(super) above: Vec<(usize, Cell)>,
}

#[derive(Default)]
pub(super) struct Open {
    pub(super) text: String,
    pub(super) span: Option<Span>,
    pub(super) columns: usize,
    pub(super) rows: usize,
    /// The first content that changes the meaning of the text: crossed out, or a control.
    pub(super) doubt: Option<(String, Span)>,
    /// The first visible content that is not text, such as a picture.
    pub(super) picture: Option<(String, Span)>,
}

/// A text longer than every name, in bytes.
const LONG: usize = 10_000;

impl Open {
    /// Notes content that changes the meaning of the text.
    pub(super) fn doubt(&mut self, what: &str, span: Span) {
        self.doubt.get_or_insert_with(|| (what.to_owned(), span));
    }

    pub(super) fn push(&mut self, text: &str, place: Span) {
        self.text.push_str(text);
        if !text.trim().is_empty() {
            let start = self.span.map_or(place.start, |span| span.start);
            self.span = Some(Span::new(start, place.end.max(start)));
        }
    }
}

impl Table {
    /// Ends the cell and returns the number of created cells.
    pub(super) fn close(&mut self) -> usize {
        let Some(open) = self.cell.take() else {
            return 0;
        };
        if self.grid.lines.is_empty() {
            self.grid.lines.push(Line::default());
        }
        let at = self.grid.lines.last().map_or(0, |line| line.cells.len());
        let spanning = self.above.iter().skip(at);
        let spanning = spanning.take_while(|(rows, _)| *rows > 0).count();
        let filled = self.fill_from_above(at + spanning);
        let Some(line) = self.grid.lines.last_mut() else {
            return filled;
        };
        let text = open.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let cell = match open.doubt.or(open.picture.filter(|_| text.is_empty())) {
            // The row shows that there is content, and the row's own reader names the cell.
            Some((name, span)) => Cell {
                text: format!("<{name}> {text}").trim_end().to_owned(),
                span,
                opaque: true,
            },
            None => Cell::new(text, open.span.unwrap_or_default()),
        };
        let first = line.cells.is_empty();
        // A text that is neither a name nor a level is rejected later: copies would only take
        // memory.
        let columns = if cell.text.len() > LONG {
            1
        } else {
            open.columns
        };
        for column in 0..columns {
            // A cell over the complete row is a title; one over several levels applies to each.
            let mut copy = if column > 0 && first {
                Cell::default()
            } else {
                cell.clone()
            };
            let at = line.cells.len();
            // Two cells in one place: a browser paints one over the other.
            if let Some((rows, above)) = self.above.get_mut(at).filter(|(rows, _)| *rows > 0) {
                *rows -= 1;
                if copy.text.is_empty() {
                    copy = above.clone();
                }
                copy.opaque = true;
            }
            if open.rows > 1 {
                if self.above.len() <= at {
                    self.above.resize(at + 1, (0, Cell::default()));
                }
                if let Some(above) = self.above.get_mut(at) {
                    *above = (open.rows - 1, copy.clone());
                }
            }
            line.cells.push(copy);
        }
        filled + columns
    }

    /// Adds the cells that span down from the rows above until a column, and blank ones between them;
    /// returns their number.
    fn fill_from_above(&mut self, end: usize) -> usize {
        let Some(line) = self.grid.lines.last_mut() else {
            return 0;
        };
        let before = line.cells.len();
        for (rows, cell) in self.above.iter_mut().take(end).skip(before) {
            if *rows == 0 {
                line.cells.push(Cell::default());
            } else {
                *rows -= 1;
                line.cells.push(cell.clone());
            }
        }
        line.cells.len() - before
    }

    /// Starts a row.
    pub(super) fn begin_row(&mut self) {
        self.grid.lines.push(Line::default());
    }

    /// Ends the row, adds the cells that span into its end, and returns the number of created
    /// cells.
    pub(super) fn end_row(&mut self) -> usize {
        let made = self.close();
        let reach = self.above.iter().rposition(|(rows, _)| *rows > 0);
        made + self.fill_from_above(reach.map_or(0, |at| at + 1))
    }

    /// Removes the cells of collapsed columns, and returns the positions of the filled ones.
    pub(super) fn collapse(&mut self, columns: &[usize]) -> Vec<Span> {
        let mut taken = Vec::new();
        for line in &mut self.grid.lines {
            for at in columns {
                if let Some(cell) = line.cells.get_mut(*at)
                    && !cell.is_blank()
                {
                    taken.push(std::mem::take(cell).span);
                }
            }
        }
        taken
    }

    /// Ends a group of rows: no cell spans beyond it.
    pub(super) fn end_group(&mut self) {
        self.above.clear();
    }
}
