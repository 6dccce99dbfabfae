//! The comments of a YAML text, as its parser sees them: what is in a block of text or in quotes
//! is none, however much it looks like one.

use granit_parser::{Event, Parser};

use crate::model::Span;

/// Where the comments of a text are, each with its `#`. Where the text is no YAML they end.
pub(crate) fn comments(text: &str) -> impl Iterator<Item = Span> {
    Parser::new_from_str(text)
        .map_while(Result::ok)
        .filter_map(|(event, span)| {
            let range = span.byte_range()?;
            matches!(event, Event::Comment(..)).then(|| Span::new(range.start, range.end))
        })
}
