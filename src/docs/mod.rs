//! Documents from policies: the table alone, or a whole setup guide, in Markdown and as a
//! self-contained HTML page; and comparisons of several policies.
//!
//! Policies become values ([`Sheet`], [`Comparison`]), templates turn values into text, and all
//! sentences are in one file per language ([`Texts`]). Text from policies is never markup.

mod build;
mod comparison;
mod entries;
mod filter;
mod generated;
mod marker;
mod one_line;
mod region;
mod requested;
mod sheet;
mod table;
mod template;
mod template_error;
mod texts;
mod view;

use std::sync::Arc;

use minijinja::context;
use minijinja::value::Value;

pub use comparison::{Cell, Compared, ComparedFunction, ComparedModule, Comparison};
pub use filter::{DocFilter, Named};
pub use generated::is_generated;
pub use region::{Region, regions, replaced};
pub use sheet::{
    Afterwards, Chosen, Condition, Sheet, SheetCredential, SheetEntry, SheetFeature, SheetFunction,
    SheetGuide, SheetLevel, SheetList, SheetMember, SheetModule, SheetSetting, SheetSource, Verify,
};
pub use template::built_in;
pub use texts::Texts;

use crate::model::{Problem, SourceText};
use crate::page::{self, Page};
use template::Templates;

/// Contents of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[non_exhaustive]
pub enum Kind {
    /// The whole setup guide.
    Guide,
    /// The table of permissions.
    Table,
    /// Which integrations need which functions.
    Index,
}

/// Format of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// Markdown, with tables as GitHub reads them.
    Markdown,
    /// One self-contained HTML page.
    Html,
}

impl Format {
    /// The extension of its files.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
        }
    }
}

/// Placement of a document.
#[derive(Clone, Debug)]
pub struct Placement {
    /// Whether it is a whole document, with a title and a final line about its policy; otherwise it
    /// is a section of another document.
    pub whole: bool,
    /// The level of its first heading, from 1; in Markdown only.
    pub heading: usize,
    /// The address of the index that it belongs to.
    pub index: Option<String>,
}

impl Default for Placement {
    fn default() -> Self {
        Self {
            whole: true,
            heading: 1,
            index: None,
        }
    }
}

/// Writes documents of one kind in one format.
#[derive(Debug)]
pub struct Writer {
    templates: Templates,
    texts: Arc<Texts>,
}

impl Writer {
    /// Makes a writer; `own` is a template that replaces the built-in one.
    ///
    /// # Errors
    ///
    /// Syntax errors in `own`, with their line.
    pub fn new(
        kind: Kind,
        format: Format,
        texts: &Arc<Texts>,
        own: Option<Arc<SourceText>>,
    ) -> Result<Self, Problem> {
        Ok(Self {
            templates: Templates::new(kind, format, texts, own)?,
            texts: Arc::clone(texts),
        })
    }

    /// Writes a guide or a table.
    ///
    /// # Errors
    ///
    /// Undefined variables and other errors of the template, with their line.
    pub fn sheet(&self, sheet: &Sheet, placement: &Placement) -> Result<String, Problem> {
        let key = match self.templates.kind {
            Kind::Table => "table_title",
            Kind::Guide | Kind::Index => "guide_title",
        };
        let title = self.texts.say(key, &[("title", &sheet.title)]);
        self.write(Value::from_serialize(sheet), &title, placement)
    }

    /// Writes an index.
    ///
    /// # Errors
    ///
    /// Same as [`Writer::sheet`].
    pub fn index(&self, comparison: &Comparison, placement: &Placement) -> Result<String, Problem> {
        let title = self.texts.say("index_title", &[]);
        self.write(Value::from_serialize(comparison), &title, placement)
    }

    fn write(&self, values: Value, title: &str, placement: &Placement) -> Result<String, Problem> {
        let values = context! {
            whole => placement.whole,
            heading => placement.heading,
            index => placement.index,
            ..values
        };
        let body = self.templates.render(&values)?;
        Ok(match self.templates.format {
            Format::Markdown => tidy(&body),
            // A user's template may be a whole page.
            Format::Html if is_complete_page(&body) => body,
            Format::Html => self.page(title, &body),
        })
    }

    fn page(&self, title: &str, body: &str) -> String {
        let page = Page {
            language: self.texts.language(),
            title,
            styles: &[page::STYLE, include_str!("templates/docs.css")],
            script: None,
            body,
        };
        let mut text = Vec::new();
        // Writing to memory does not fail, and a page is valid UTF-8.
        let written = page.write(&mut text);
        written
            .ok()
            .and_then(|()| String::from_utf8(text).ok())
            .unwrap_or_default()
    }
}

fn is_complete_page(body: &str) -> bool {
    let start = body.trim_start();
    start
        .get(..9)
        .is_some_and(|start| start.eq_ignore_ascii_case("<!doctype"))
}

/// Removes extra empty lines, which templates leave for omitted parts.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = true;
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && empty) {
            out.push_str(line);
            out.push('\n');
        }
        empty = line.is_empty();
    }
    let end = out.trim_end().len();
    out.truncate(end);
    out.push('\n');
    out
}
