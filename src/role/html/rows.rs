//! Tables of a page: their groups, rows and cells as a browser shows them.

use super::builder::{Around, Builder};
use super::table::{Open, Table};
use super::visibility;
use crate::html::{Handle, Node};
use crate::role::grid::Grid;
use crate::role::note::NoteKind;

/// Maximum nesting of tables; help pages have less.
const NESTING: usize = 16;
/// The maximum number of columns or rows of one cell.
const SPANNED: usize = 512;

/// The number of columns or rows of a cell, parsed as browsers do: `3px` is three, and zero rows
/// means the rest of the group.
fn number(node: &Node, name: &str) -> usize {
    let value = node.attribute(name).unwrap_or_default();
    let value = value.trim_start();
    let digits: String = value.chars().take_while(char::is_ascii_digit).collect();
    if digits.is_empty() {
        return 1;
    }
    match digits.parse() {
        Ok(0) if name == "rowspan" => SPANNED,
        Ok(number) => usize::clamp(number, 1, SPANNED),
        Err(_) => SPANNED,
    }
}

/// The collapsed columns of a table.
fn collapsed_columns(table: &Handle) -> Vec<usize> {
    let mut at = 0;
    let mut found = Vec::new();
    let mut column = |node: &Handle, collapsed: bool| {
        let next = (at + number(node, "span")).min(SPANNED);
        if collapsed {
            found.extend(at..next);
        }
        at = next;
    };
    for child in table.elements() {
        let all = visibility::collapses(&child);
        if child.local() == "col" {
            column(&child, all);
        } else if child.local() == "colgroup" {
            let mut columns = child.elements();
            columns.retain(|node| node.local() == "col");
            for node in &columns {
                column(node, all || visibility::collapses(node));
            }
            if columns.is_empty() {
                column(&child, all);
            }
        }
    }
    found
}

impl Builder {
    pub(super) fn table(&mut self, node: &Handle, mut around: Around) {
        let heading = around.heading.take().filter(|_| self.open.is_empty());
        self.flush(heading.is_some());
        if let Some(span) = heading {
            self.page.notes.add(NoteKind::Markup, span, "never closed");
        }
        if self.open.len() >= NESTING {
            let message = format!("the tables are nested more than {NESTING} deep");
            self.lost.get_or_insert((node.span, message));
            return;
        }
        self.listed = false;
        self.open.push(Table {
            grid: Grid {
                module: self.module,
                ..Grid::default()
            },
            ..Table::default()
        });
        // A browser shows the first head on top and the first foot at the bottom, regardless of
        // their order.
        let mut groups = node.elements();
        let mut first = |name: &str| {
            let at = groups.iter().position(|group| group.local() == name)?;
            Some(groups.remove(at))
        };
        let (head, foot) = (first("thead"), first("tfoot"));
        for group in head.into_iter().chain(groups).chain(foot) {
            match group.local() {
                "thead" | "tbody" | "tfoot" => self.group(&group, around),
                "col" | "colgroup" => {}
                _ => self.element(&group, around),
            }
        }
        let collapsed = collapsed_columns(node);
        if let Some(table) = self.open.last_mut() {
            for span in table.collapse(&collapsed) {
                self.page.notes.add(NoteKind::Hidden, span, "hidden");
            }
        }
        if let Some(table) = self.open.pop()
            && !visibility::only_tables(&table.grid)
        {
            self.page.grids.push(table.grid);
        }
    }

    fn group(&mut self, group: &Handle, around: Around) {
        let shown = visibility::shown(group);
        if shown.gone {
            return self.hidden(group.span);
        }
        let around = around.within(shown);
        for row in group.elements() {
            if self.cells > self.most {
                return;
            }
            match row.local() {
                "tr" => self.row(&row, around),
                _ => self.element(&row, around),
            }
        }
        if let Some(table) = self.open.last_mut() {
            table.end_group();
        }
    }

    fn row(&mut self, row: &Handle, around: Around) {
        let shown = visibility::shown(row);
        if shown.gone {
            return self.hidden(row.span);
        }
        let around = around.in_table(shown);
        if let Some(table) = self.open.last_mut() {
            table.begin_row();
        }
        for cell in &row.elements() {
            if !matches!(cell.local(), "td" | "th") {
                self.element(cell, around);
                continue;
            }
            let shown = visibility::shown(cell);
            if shown.gone {
                self.hidden(cell.span);
                continue;
            }
            if let Some(table) = self.open.last_mut() {
                table.cell = Some(Open {
                    columns: number(cell, "colspan"),
                    rows: number(cell, "rowspan"),
                    picture: visibility::label(cell).map(|what| (what, cell.span)),
                    ..Open::default()
                });
            }
            self.children(cell, around.in_table(shown));
            self.cells += self.open.last_mut().map_or(0, Table::close);
        }
        self.cells += self.open.last_mut().map_or(0, Table::end_row);
    }
}
