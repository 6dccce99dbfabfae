//! The problems of a role.

use std::sync::Arc;

use crate::model::{Document, Problem, SourceText, Span};

/// A problem at a place in the text of a role, and what to do about it.
pub(super) fn at(
    source: &Arc<SourceText>,
    span: Span,
    label: &str,
    message: impl Into<String>,
    help: impl Into<String>,
) -> Problem {
    Problem::at(Document::Role, source, span, label, message).with_help(help)
}

/// A problem at the first words of a text.
pub(super) fn at_first_line(
    source: &Arc<SourceText>,
    message: impl Into<String>,
    help: &str,
) -> Problem {
    let text = source.text();
    let start = text.len() - text.trim_start().len();
    let line = text.get(start..).and_then(|rest| rest.lines().next());
    let shown = line.map_or(0, |line| {
        line.char_indices().nth(60).map_or(line.len(), |(at, _)| at)
    });
    let span = Span::new(start, start + shown);
    at(source, span, "starts with this", message, help)
}

/// What to do about an input that exceeds a limit.
pub(super) fn raise(limit: &str) -> String {
    format!("if the file is correct, raise the limit with `--limit {limit}=NUMBER`")
}
