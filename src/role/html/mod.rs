//! Tables in a web page, saved or copied.

mod style;
mod table;
mod tree;
mod visibility;

use std::rc::Rc;
use std::sync::Arc;

use html5gum::Error as Syntax;

use table::{Open, Table};
use tree::{Child, Handle, Node};

use super::grid::Grid;
use super::note::{NoteCollector, NoteKind};
use super::options::{Format, Limits, ReadOptions};
use super::reader::{self, Reader};
use super::{ParsedRole, cell_value, header, tables};
use crate::catalog;
use crate::model::{Document, Problem, SourceText, Span, shortened};

/// What a page holds.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Its title.
    pub(super) title: Option<String>,
    /// Its tables.
    pub(super) grids: Vec<Grid>,
    /// Places where its markup is broken.
    pub(super) notes: NoteCollector,
    /// Why it cannot be read completely, although its tables show what it is.
    pub(super) lost: Option<Problem>,
}

/// Tables in tables: deeper ones belong to no help page.
const NESTING: usize = 16;
/// The greatest number of columns or rows that one cell may take.
const SPANNED: usize = 512;

/// Reads tables in web pages.
pub(super) struct Html;

impl Reader for Html {
    fn format(&self) -> Format {
        Format::Html
    }

    fn read(
        &self,
        source: &Arc<SourceText>,
        options: &ReadOptions,
    ) -> Result<ParsedRole, Vec<Problem>> {
        let page = page(source, &options.limits).map_err(|problem| vec![problem])?;
        if page.lost.is_none() && page.grids.is_empty() {
            return Err(vec![no_table(source, page.title.as_deref())]);
        }
        read_tables(source, page, options)
    }

    fn holds_role(&self, source: &Arc<SourceText>) -> Option<bool> {
        has_headings(page(source, &Limits::default()).ok())
    }
}

/// Reads the role in the tables of a page.
pub(super) fn read_tables(
    source: &Arc<SourceText>,
    page: Page,
    options: &ReadOptions,
) -> Result<ParsedRole, Vec<Problem>> {
    match page.lost {
        Some(problem) => Err(vec![problem]),
        None => tables::read(source, &page.grids, page.notes, None, options),
    }
}

/// Whether a table of a page has the headings of a role: other pages are not for this program.
pub(super) fn has_headings(page: Option<Page>) -> Option<bool> {
    let grids = page.map(|page| page.grids).unwrap_or_default();
    let mut lines = grids.iter().flat_map(|grid| &grid.lines);
    lines
        .any(|line| header::recognize(line).is_some())
        .then_some(true)
}

fn no_table(source: &Arc<SourceText>, title: Option<&str>) -> Problem {
    let title = title.map(|title| title.split_whitespace().collect::<Vec<_>>().join(" "));
    let called = title
        .filter(|title| !title.is_empty())
        .map_or(String::new(), |title| {
            format!(" (`{}`)", shortened(&title, 60))
        });
    let message = if source.text().trim_start().starts_with("<?xml") {
        "this is an XML document, not a role".to_owned()
    } else {
        format!(
            "this is a web page{called} without any table, not a role: it may be a login or \
             maintenance page that came instead of an answer"
        )
    };
    reader::first_line(source, message)
        .with_help("open the address in a browser to see what it says, and read the role again")
}

/// Reads the tables of a page.
///
/// # Errors
///
/// A page whose tables are too large.
pub(super) fn page(source: &Arc<SourceText>, limits: &Limits) -> Result<Page, Problem> {
    let most = limits.rows.saturating_mul(16);
    let tree = tree::build(source.text(), most);
    let mut builder = Builder {
        most: limits.cells(),
        ..Builder::default()
    };
    if let Some((span, why)) = tree.broken {
        builder.lost = Some((span, why.to_owned()));
    } else if !style::apply(&tree.document) {
        let why = "the style sheets of the page have more rules than can be compared";
        builder.lost = Some((Span::default(), why.to_owned()));
    } else {
        builder.children(&tree.document, Around::default());
        builder.flush(false);
    }
    if builder.cells > limits.cells() {
        return Err(tables::too_many_cells(source.name(), limits));
    }
    for (span, error) in tree.errors {
        if loses_text(error) {
            // It may be known by a place in the middle of a character.
            let span = source.whole_characters(span);
            builder
                .page
                .notes
                .add(NoteKind::Markup, span, "broken here");
        }
    }
    let mut page = builder.page;
    let end = source.text().len();
    page.lost = builder.lost.map(|(span, message)| {
        Problem::at(Document::Role, source, span, "here", message)
            .with_help("copy the table again, or write it as CSV")
    });
    if tree.cut {
        let span = Span::new(end, end);
        let message = "the page ends inside a table: it was cut off";
        page.lost = Some(
            Problem::at(Document::Role, source, span, "ends here", message)
                .with_help("save the page again and let it finish"),
        );
    }
    Ok(page)
}

/// Whether an error of the markup can swallow text: a quote or a tag that is not closed does.
fn loses_text(error: Syntax) -> bool {
    matches!(
        error,
        Syntax::EofInTag
            | Syntax::EofInComment
            | Syntax::MissingWhitespaceBetweenAttributes
            | Syntax::UnexpectedCharacterInAttributeName
            | Syntax::UnexpectedCharacterInUnquotedAttributeValue
            | Syntax::UnexpectedEqualsSignBeforeAttributeName
            | Syntax::DuplicateAttribute
            | Syntax::IncorrectlyOpenedComment
            | Syntax::UnexpectedQuestionMarkInsteadOfTagName
            | Syntax::InvalidFirstCharacterOfTagName
            | Syntax::MissingEndTagName
    )
}

#[derive(Default)]
struct Builder {
    page: Page,
    open: Vec<Table>,
    /// The text outside of cells since the last border of a block, and where it is.
    block: String,
    place: Option<Span>,
    fostered: bool,
    module: Option<&'static str>,
    /// Whether the last block was a plain line that names a module.
    listed: bool,
    /// The first place where a level was lost, and why.
    lost: Option<(Span, String)>,
    /// How many cells there are, with the copies that cells over several rows make.
    cells: usize,
    most: usize,
}

/// What surrounds an element.
#[derive(Clone, Copy, Default)]
struct Around {
    unseen: bool,
    struck: bool,
    /// A style sheet may hide it.
    doubtful: bool,
    fostered: bool,
    /// The heading that it is in.
    heading: Option<Span>,
}

/// How many columns or rows a cell takes, read as browsers do: `3px` is three, and zero rows are
/// all that are left of the group.
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

/// The columns of a table that a style collapses.
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
    for child in table.children.borrow().iter() {
        match child {
            Child::Element(node) if node.local() == "col" => {
                column(node, visibility::collapses(node))
            }
            Child::Element(group) if group.local() == "colgroup" => {
                let all = visibility::collapses(group);
                let children = group.children.borrow();
                let columns = children.iter().filter_map(|child| match child {
                    Child::Element(node) if node.local() == "col" => Some(node),
                    _ => None,
                });
                let mut empty = true;
                for node in columns {
                    empty = false;
                    column(node, all || visibility::collapses(node));
                }
                if empty {
                    column(group, all);
                }
            }
            _ => {}
        }
    }
    found
}

/// Elements whose text is no part of the line around them.
const BLOCKS: [&str; 36] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "nav",
    "ol",
    "option",
    "optgroup",
    "p",
    "pre",
    "section",
    "select",
    "summary",
    "textarea",
    "ul",
    "button",
];

/// The module that a line names, with a colon or the word module.
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
    fn cell(&mut self) -> Option<&mut Open> {
        self.open.last_mut().and_then(|table| table.cell.as_mut())
    }

    fn children(&mut self, node: &Handle, around: Around) {
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

    fn hidden(&mut self, span: Span) {
        self.page.notes.add(NoteKind::Hidden, span, "hidden");
    }

    fn element(&mut self, node: &Handle, around: Around) {
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
            unseen: shown.visible.map_or(around.unseen, |visible| !visible),
            struck: around.struck || shown.struck,
            doubtful: around.doubtful || shown.doubtful,
            fostered: around.fostered || node.fostered.get(),
            heading: around.heading,
        };
        if let Some(cell) = self.cell()
            && let Some(what) = visibility::picture(node)
        {
            cell.picture.get_or_insert((what, node.span));
        }
        match name {
            _ if !node.is_html() => self.children(node, around),
            "head" => {
                for child in node.children.borrow().iter() {
                    if let Child::Element(child) = child
                        && child.local() == "title"
                    {
                        let title = child.children.borrow();
                        let text = title.iter().find_map(|child| match child {
                            Child::Text { text, .. } => Some(text.clone()),
                            Child::Element(_) => None,
                        });
                        self.page.title = self.page.title.take().or(text);
                    }
                }
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
            _ if BLOCKS.contains(&name) => {
                self.flush(false);
                self.children(node, around);
                self.flush(false);
            }
            _ => self.children(node, around),
        }
    }

    /// A field of a form: a check or a text in it changes what the cell says.
    fn input(&mut self, node: &Handle, around: Around) {
        let kind = node.attribute("type").unwrap_or_default().to_lowercase();
        if kind != "hidden"
            && !around.unseen
            && let Some(cell) = self.cell()
        {
            cell.doubt
                .get_or_insert_with(|| ("input".to_owned(), node.span));
        }
    }

    /// A list shows the option that is selected, or else its first.
    fn select(&mut self, node: &Handle, around: Around) {
        fn options(node: &Handle, found: &mut Vec<Handle>) {
            for child in node.children.borrow().iter() {
                if let Child::Element(child) = child {
                    if child.local() == "option" {
                        found.push(Rc::clone(child));
                    } else {
                        options(child, found);
                    }
                }
            }
        }
        let mut found = Vec::new();
        options(node, &mut found);
        if node.attribute("multiple").is_some() || node.attribute("size").is_some() {
            if let Some(cell) = self.cell() {
                cell.doubt
                    .get_or_insert_with(|| ("select".to_owned(), node.span));
            }
            return;
        }
        let chosen = found
            .iter()
            .rfind(|option| option.attribute("selected").is_some())
            .or(found.first());
        if let Some(option) = chosen {
            self.flush(false);
            match option.attribute("label").filter(|label| !label.is_empty()) {
                Some(label) => self.text(&label, option.span, around, false),
                None => self.children(option, around),
            }
            self.flush(false);
        }
    }

    /// A raised number is a footnote, not part of the word before it.
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

    fn table(&mut self, node: &Handle, mut around: Around) {
        let heading = around.heading.take().filter(|_| self.open.is_empty());
        self.flush(heading.is_some());
        if let Some(span) = heading {
            let notes = &mut self.page.notes;
            notes.add(NoteKind::Markup, span, "never closed");
        }
        if self.open.len() >= NESTING {
            let message = format!("the tables lie deeper in each other than {NESTING}");
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
        // A browser shows the first head above and the first foot below, wherever they are written.
        let children = node.children.borrow();
        let elements = || {
            children.iter().filter_map(|child| match child {
                Child::Element(node) => Some(node),
                Child::Text { .. } => None,
            })
        };
        let first = |name: &str| elements().find(|node| node.local() == name);
        let (head, foot) = (first("thead"), first("tfoot"));
        let same = |a: &Handle, b: Option<&Handle>| b.is_some_and(|b| Rc::ptr_eq(a, b));
        let others = elements().filter(|node| !same(node, head) && !same(node, foot));
        for group in head.into_iter().chain(others).chain(foot) {
            match group.local() {
                "thead" | "tbody" | "tfoot" => self.group(group, around),
                "col" | "colgroup" => {}
                _ => self.element(group, around),
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
        let around = Around {
            unseen: shown.visible.map_or(around.unseen, |visible| !visible),
            struck: around.struck || shown.struck,
            doubtful: around.doubtful || shown.doubtful,
            ..around
        };
        for row in group.children.borrow().iter() {
            if self.cells > self.most {
                return;
            }
            match row {
                Child::Element(row) if row.local() == "tr" => self.row(row, around),
                Child::Element(other) => self.element(other, around),
                Child::Text { .. } => {}
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
        let around = Around {
            unseen: shown.visible.map_or(around.unseen, |visible| !visible),
            struck: around.struck || shown.struck,
            doubtful: around.doubtful || shown.doubtful,
            fostered: false,
            heading: None,
        };
        if let Some(table) = self.open.last_mut() {
            table.begin_row();
        }
        for cell in row.children.borrow().iter() {
            let Child::Element(cell) = cell else { continue };
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
            let around = Around {
                unseen: shown.visible.map_or(around.unseen, |visible| !visible),
                struck: around.struck || shown.struck,
                doubtful: around.doubtful || shown.doubtful,
                fostered: false,
                heading: None,
            };
            self.children(cell, around);
            self.cells += self.open.last_mut().map_or(0, Table::close);
        }
        self.cells += self.open.last_mut().map_or(0, Table::end_row);
    }

    /// Ends a block. Outside of cells, a heading names the module of the tables below; so does any
    /// line that is only the name of a module.
    fn flush(&mut self, heading: bool) {
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
            // Several such lines are a list, and name the module of no table.
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
                cell.doubt.get_or_insert_with(|| ("s".to_owned(), place));
            }
            if around.doubtful && !blank {
                cell.doubt
                    .get_or_insert_with(|| ("style".to_owned(), place));
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

#[cfg(test)]
mod tests;
