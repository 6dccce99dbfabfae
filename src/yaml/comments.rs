//! The comments of a YAML text as its parser sees them: text in block scalars or quotes is never a
//! comment.

use granit_parser::{Event, Parser};

use crate::model::Span;

/// Positions of the comments of a text, each with its `#`. Ends at the first syntax error.
pub(crate) fn comments(text: &str) -> impl Iterator<Item = Span> {
    Parser::new_from_str(text)
        .map_while(Result::ok)
        .filter_map(|(event, span)| {
            let range = span.byte_range()?;
            matches!(event, Event::Comment(..)).then(|| Span::new(range.start, range.end))
        })
}
