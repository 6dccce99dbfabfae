//! Walks the elements of a page in document order: cells, headings, and text outside tables.

use super::Page;
use super::table::{Open, Table};
use super::visibility::{self, Shown};
use crate::catalog;
use crate::html::{Child, Handle};
use crate::model::{Span, shortened};
use crate::role::cell_value;
use crate::role::note::NoteKind;

#[derive(Default)]
pub(super) struct Builder {
    pub(super) page: Page,
    pub(super) open: Vec<Table>,
    /// The text outside cells since the last block boundary, and its position.
    pub(super) block: String,
    pub(super) place: Option<Span>,
    pub(super) fostered: bool,
    pub(super) module: Option<&'static str>,
    /// Whether the last block was a plain line with the name of a module.
    pub(super) listed: bool,
    /// The first position where a level was lost, and the reason.
    pub(super) lost: Option<(Span, String)>,
    /// Number of cells, including the copies of cells that span rows.
    pub(super) cells: usize,
    pub(super) most: usize,
}

/// The context of an element.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a separate property of an element"
)]
#[derive(Clone, Copy, Default)]
pub(super) struct Around {
    pub(super) unseen: bool,
    pub(super) struck: bool,
    /// A style sheet may hide it.
    pub(super) doubtful: bool,
    pub(super) fostered: bool,
    /// The enclosing heading.
    pub(super) heading: Option<Span>,
}

impl Around {
    /// The context inside an element with this display.
    pub(super) fn within(self, shown: Shown) -> Self {
        Self {
            unseen: shown.visible.map_or(self.unseen, |visible| !visible),
            struck: self.struck || shown.struck,
            doubtful: self.doubtful || shown.doubtful,
            ..self
        }
    }

    /// The context inside a row or a cell with this display.
    pub(super) fn in_table(self, shown: Shown) -> Self {
        Self {
            fostered: false,
            heading: None,
            ..self.within(shown)
        }
    }
}

/// The module in a line with a colon or the word module.
fn module_named(text: &str) -> Option<&'static str> {
    let text = text.trim().trim_end_matches(':').trim();
    let numbered = text.trim_start_matches(|c: char| c.is_ascii_digit() || ". )".contains(c));
    let lower = numbered.to_lowercase();
    let bare = lower
        .strip_prefix("module:")
        .or_else(|| lower.strip_prefix("module "))
        .or_else(|| lower.strip_suffix(" module"));
    catalog::module(text)
        .or_else(|| catalog::module(numbered))
        .or_else(|| catalog::module(bare?.trim()))
}

impl Builder {
    /// The cell that is open in the innermost table.
    pub(super) fn cell(&mut self) -> Option<&mut Open> {
        self.open.last_mut().and_then(|table| table.cell.as_mut())
    }

    pub(super) fn children(&mut self, node: &Handle, around: Around) {
        for child in node.children.borrow().iter() {
            if self.cells > self.most {
                return;
            }
            match child {
                Child::Text {
                    text,
                    span,
                    fostered,
                } => self.text(text, *span, around, *fostered),
                Child::Element(node) => self.element(node, around),
            }
        }
    }

    pub(super) fn hidden(&mut self, span: Span) {
        self.page.notes.add(NoteKind::Hidden, span, "hidden");
    }

    pub(super) fn element(&mut self, node: &Handle, around: Around) {
        let name = node.local();
        let shown = visibility::shown(node);
        if shown.gone {
            let machine = matches!(
                name,
                "script" | "style" | "link" | "meta" | "base" | "noscript" | "param" | "area"
            );
            if let Some((what, span)) = visibility::picture(node).map(|what| (what, node.span))
                && matches!(name, "audio" | "canvas" | "iframe" | "object" | "video")
                && let Some(cell) = self.cell()
            {
                cell.picture.get_or_insert((what, span));
            } else if !machine && !node.children.borrow().is_empty() {
                self.hidden(node.span);
            }
            return;
        }
        let around = Around {
            fostered: around.fostered || node.fostered.get(),
            ..around.within(shown)
        };
        if let Some(cell) = self.cell()
            && let Some(what) = visibility::picture(node)
        {
            cell.picture.get_or_insert((what, node.span));
        }
        match name {
            _ if !node.is_html() => self.children(node, around),
            "head" => {
                let elements = node.elements();
                let titles = elements.iter().filter(|child| child.local() == "title");
                let title = titles
                    .map(|title| title.text())
                    .find(|title| !title.is_empty());
                self.page.title = self.page.title.take().or(title);
            }
            "title" => {}
            "table" => self.table(node, around),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "caption" => {
                self.flush(false);
                let heading = Some(node.span);
                self.children(node, Around { heading, ..around });
                self.flush(true);
            }
            "img" => {
                let alt = node.attribute("alt").unwrap_or_default();
                self.text(&alt, node.span, around, false);
            }
            "input" => self.input(node, around),
            "select" => self.select(node, around),
            "sup" => {
                let start = self.cell().map(|cell| cell.text.len());
                self.children(node, around);
                if let Some(start) = start {
                    self.raised(start);
                }
            }
            "details" if self.cell().is_some() && node.attribute("open").is_none() => {
                for child in node.children.borrow().iter() {
                    match child {
                        Child::Element(child) if child.local() == "summary" => {
                            self.element(child, around);
                        }
                        Child::Element(child) => self.hidden(child.span),
                        Child::Text { text, span, .. } if !text.trim().is_empty() => {
                            self.hidden(*span);
                        }
                        Child::Text { .. } => {}
                    }
                }
            }
            _ if visibility::is_block(name) => {
                self.flush(false);
                self.children(node, around);
                self.flush(false);
            }
            _ => self.children(node, around),
        }
    }

    /// A form field: a check mark or a text in it changes the content of the cell.
    fn input(&mut self, node: &Handle, around: Around) {
        let kind = node.attribute("type").unwrap_or_default().to_lowercase();
        if kind != "hidden"
            && !around.unseen
            && let Some(cell) = self.cell()
        {
            cell.doubt("input", node.span);
        }
    }

    /// A list shows the selected option, or else its first.
    fn select(&mut self, node: &Handle, around: Around) {
        if node.attribute("multiple").is_some() || node.attribute("size").is_some() {
            if let Some(cell) = self.cell() {
                cell.doubt("select", node.span);
            }
            return;
        }
        if let Some(option) = node.shown_option() {
            self.flush(false);
            match option.attribute("label").filter(|label| !label.is_empty()) {
                Some(label) => self.text(&label, option.span, around, false),
                None => self.children(&option, around),
            }
            self.flush(false);
        }
    }

    /// A superscript number is a footnote, not part of the word before it.
    fn raised(&mut self, start: usize) {
        if let Some(cell) = self.cell()
            && cell.text.is_char_boundary(start)
        {
            let raised = cell.text.split_off(start);
            let raised = raised.trim();
            let parts = if !raised.is_empty() && raised.bytes().all(|b| b.is_ascii_digit()) {
                ["[", raised, "]"]
            } else {
                ["", raised, ""]
            };
            cell.text.extend(parts);
        }
    }

    /// Ends a block. Outside cells, a heading names the module of the tables below; so does a line
    /// that is only the name of a module.
    pub(super) fn flush(&mut self, heading: bool) {
        if let Some(cell) = self.cell() {
            cell.text.push(' ');
            return;
        }
        let text = std::mem::take(&mut self.block);
        let place = self.place.take().unwrap_or_default();
        let fostered = std::mem::take(&mut self.fostered);
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let module = module_named(text);
        if fostered {
            // A browser shows it above the table.
            if cell_value::states(text) || module.is_some() {
                let message = format!(
                    "`{}` is in a table and in none of its cells",
                    shortened(text, 40)
                );
                self.lost.get_or_insert((place, message));
            }
            self.page.notes.add(NoteKind::Markup, place, "in no cell");
            return;
        }
        if let (true, Some(table)) = (heading, self.open.last_mut()) {
            table.grid.module = module.or(table.grid.module);
        } else if heading {
            self.module = module;
            self.listed = false;
        } else if module.is_some() {
            // Several such lines are a list, and do not name the module of a table.
            self.module = module.filter(|_| !self.listed);
            self.listed = true;
        } else {
            self.listed = false;
            for line in text.lines().filter(|line| line.contains('|')) {
                let mut cells = line
                    .split('|')
                    .map(str::trim)
                    .filter(|cell| !cell.is_empty());
                if cells.clone().count() > 1 && cells.any(cell_value::states) {
                    let message = format!(
                        "`{}` looks like a row and is in no table",
                        shortened(line.trim(), 40)
                    );
                    self.lost.get_or_insert((place, message));
                }
            }
        }
    }

    fn text(&mut self, text: &str, place: Span, around: Around, fostered: bool) {
        let blank = text.trim().is_empty();
        if around.unseen {
            if !blank {
                self.hidden(place);
            }
            return;
        }
        if let Some(cell) = self.cell() {
            cell.push(text, place);
            if around.struck && !blank {
                cell.doubt("s", place);
            }
            if around.doubtful && !blank {
                cell.doubt("style", place);
            }
            return;
        }
        let fostered = fostered || around.fostered;
        if fostered != self.fostered {
            self.flush(false);
        }
        self.block.push_str(text);
        if !blank {
            self.fostered = fostered;
            self.place.get_or_insert(place);
        }
    }
}
