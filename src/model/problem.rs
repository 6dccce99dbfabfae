//! Problems: what is wrong with an input, as a sentence for a person.

use std::sync::Arc;

use super::location::{Document, Location};
use super::source::{SourceText, Span};

/// Something that keeps an input from being read.
///
/// `message` says what was found and where it does not fit, in lower case and without a final
/// period; `help` says what to do. Both may quote the input: a caller that shows them must
/// escape control characters first.
#[derive(Clone, Debug)]
pub struct Problem {
    /// What was found and what was expected.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The file, as the person named it.
    pub file: Option<String>,
    /// The places that show the problem, the most telling first.
    pub locations: Vec<Location>,
    /// The text that the places are in.
    pub source: Option<Arc<SourceText>>,
}

impl Problem {
    /// A problem without a place.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
            file: None,
            locations: Vec::new(),
            source: None,
        }
    }

    /// A problem of a whole file.
    pub fn in_file(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            file: Some(file.into()),
            ..Self::new(message)
        }
    }

    /// A problem at a place in a text.
    pub fn at(
        document: Document,
        source: &Arc<SourceText>,
        span: Span,
        label: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            file: Some(source.name().to_owned()),
            locations: vec![Location::new(document, source, span, label)],
            source: Some(Arc::clone(source)),
            ..Self::new(message)
        }
    }

    /// Writes several problems, each on a line.
    pub(crate) fn lines(problems: &[Self], f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lines: Vec<String> = problems.iter().map(Self::to_string).collect();
        f.write_str(&lines.join("\n"))
    }

    /// The same problem with what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same problem with one more place, in the same text.
    #[must_use]
    pub fn and_at(mut self, document: Document, span: Span, label: impl Into<String>) -> Self {
        if let Some(source) = &self.source {
            self.locations
                .push(Location::new(document, source, span, label));
        }
        self
    }
}

/// The only problem of an input.
impl From<Problem> for Vec<Problem> {
    fn from(problem: Problem) -> Self {
        vec![problem]
    }
}

/// The problems of one text, in the order in which they are found.
#[derive(Debug)]
pub struct ProblemList<'a> {
    document: Document,
    source: &'a Arc<SourceText>,
    /// The problems so far.
    pub found: Vec<Problem>,
}

impl<'a> ProblemList<'a> {
    /// Nothing is wrong yet.
    pub const fn new(document: Document, source: &'a Arc<SourceText>) -> Self {
        Self {
            document,
            source,
            found: Vec::new(),
        }
    }

    /// Adds what is wrong at a place, and what to do about it.
    pub fn add(
        &mut self,
        span: Span,
        label: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let problem = Problem::at(self.document, self.source, span, label, message);
        self.found.push(problem.with_help(help));
    }

    /// A value that was read from the text, unless something is wrong with it.
    ///
    /// # Errors
    ///
    /// Every problem.
    pub fn or<T>(self, value: T) -> Result<T, Vec<Problem>> {
        if self.found.is_empty() {
            Ok(value)
        } else {
            Err(self.found)
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.file, self.locations.first()) {
            (Some(file), Some(place)) => {
                write!(
                    f,
                    "{file}:{}:{}: {}",
                    place.line, place.column, self.message
                )
            }
            (Some(file), None) => write!(f, "{file}: {}", self.message),
            _ => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for Problem {}
