//! Places in files, made concrete: what a report carries and a machine format prints.

use schemars::JsonSchema;
use serde::Serialize;

use super::source::{SourceText, Span};

/// Which document a place is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Document {
    /// The role that was checked.
    Role,
    /// A policy that asks for something.
    Policy,
    /// The configuration, waivers included.
    Configuration,
}

/// A place in a file. Lines and columns count from 1 and columns count characters;
/// bytes are half-open and count in the file as it is on disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Location {
    /// Which document the place is in.
    pub document: Document,
    /// The file as it was named on the command line.
    pub file: String,
    /// The first line, from 1.
    pub line: usize,
    /// The first column in characters, from 1.
    pub column: usize,
    /// The last line, from 1.
    pub end_line: usize,
    /// The column after the last character.
    pub end_column: usize,
    /// The half-open range of bytes in the file.
    #[schemars(with = "[usize; 2]")]
    #[serde(serialize_with = "as_pair")]
    pub bytes: Span,
    /// The address of a cell in a workbook, such as `Role!D12`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    /// What this place says about the finding.
    pub label: String,
    /// The same range in the decoded text: what a snippet is cut from.
    #[serde(skip)]
    #[schemars(skip)]
    pub span: Span,
}

impl Location {
    /// Makes a span of `source` concrete.
    pub fn new(
        document: Document,
        source: &SourceText,
        span: Span,
        label: impl Into<String>,
    ) -> Self {
        let (start, end) = source.positions(span);
        Self {
            document,
            file: source.name().to_owned(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            bytes: source.bytes_in_file(span),
            cell: None,
            label: label.into(),
            span,
        }
    }
}

fn as_pair<S: serde::Serializer>(span: &Span, serializer: S) -> Result<S::Ok, S::Error> {
    (span.start, span.end).serialize(serializer)
}
