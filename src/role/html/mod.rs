//! Tables in a web page, saved or copied.

mod builder;
mod rows;
mod selector;
mod style;
mod table;
mod visibility;

use std::sync::Arc;

use html5gum::Error as Syntax;

use builder::{Around, Builder};

use super::grid::Grid;
use super::note::{NoteCollector, NoteKind};
use super::options::{Format, Limits, ReadOptions};
use super::reader::Reader;
use super::{Role, header, problem, tables};
use crate::html;
use crate::model::{Problem, SourceText, Span, shortened};

/// The content of a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Its title.
    pub(super) title: Option<String>,
    /// Its tables.
    pub(super) grids: Vec<Grid>,
    /// Positions of broken markup.
    pub(super) notes: NoteCollector,
    /// Why it cannot be read completely, although it is recognized as a role.
    pub(super) lost: Option<Problem>,
}

/// Reads the tables of a web page.
pub(super) struct Html;

impl Reader for Html {
    fn format(&self) -> Format {
        Format::Html
    }

    fn read(&self, source: &Arc<SourceText>, options: &ReadOptions) -> Result<Role, Vec<Problem>> {
        let page = page(source, &options.limits)?;
        if page.lost.is_none() && page.grids.is_empty() {
            return Err(no_table(source, page.title.as_deref()).into());
        }
        page.read(source, options)
    }

    fn holds_role(&self, source: &Arc<SourceText>) -> Option<bool> {
        let page = page(source, &Limits::default()).ok()?;
        page.has_headings().then_some(true)
    }
}

impl Page {
    /// Reads the role in the tables.
    pub(super) fn read(
        self,
        source: &Arc<SourceText>,
        options: &ReadOptions,
    ) -> Result<Role, Vec<Problem>> {
        match self.lost {
            Some(problem) => Err(problem.into()),
            None => tables::read(source, &self.grids, self.notes, None, options),
        }
    }

    /// Whether a table has the header of a role.
    pub(super) fn has_headings(&self) -> bool {
        let mut lines = self.grids.iter().flat_map(|grid| &grid.lines);
        lines.any(|line| header::recognize(line).is_some())
    }
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
    } else if !source.text().contains('<') {
        return Problem::in_file(source.name(), "this is not a web page")
            .with_help("omit `--role-format`, which is detected from the content");
    } else {
        format!(
            "this is a web page{called} without any table, not a role: it may be a login or maintenance page"
        )
    };
    let help = "open the URL in a browser to see what it says, and read the role again";
    problem::at_first_line(source, message, help)
}

/// Reads the tables of a page.
///
/// # Errors
///
/// A page whose tables are too large.
pub(super) fn page(source: &Arc<SourceText>, limits: &Limits) -> Result<Page, Problem> {
    let most = limits.rows.saturating_mul(16);
    let tree = html::build(source.text(), most);
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
            // The position may be in the middle of a character.
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
        let help = "copy the table again, or write it as CSV";
        problem::at(source, span, "here", message, help)
    });
    if tree.cut {
        let span = Span::new(end, end);
        let message = "the page ends inside a table: it was truncated";
        let help = "save the page again and wait for the download to finish";
        page.lost = Some(problem::at(source, span, "ends here", message, help));
    }
    Ok(page)
}

/// Whether a markup error can swallow text: an unclosed quote or tag can.
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

#[cfg(test)]
mod tests;
