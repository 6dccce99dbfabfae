//! The messages of the YAML parser as sentences.

/// What the parser says, and what it means for a person.
const MEANINGS: [(&str, &str); 14] = [
    (
        "found unknown anchor",
        "this alias names an anchor that does not exist",
    ),
    ("did not find expected node content", "expected a value"),
    (
        "did not find expected key",
        "expected a key here: check the indentation",
    ),
    (
        "did not find expected '-' indicator",
        "expected `-` here: check the indentation",
    ),
    ("expected ',' or ']'", "expected `,` or `]`"),
    ("did not find expected ',' or '}'", "expected `,` or `}`"),
    ("found a tab", "found a tab: indent with spaces"),
    (
        "mapping values are not allowed in this context",
        "a `:` is not allowed here: check the indentation, and put text that contains `: ` in quotes",
    ),
    (
        "block sequence entries are not allowed in this context",
        "a list entry is not allowed here: check the indentation",
    ),
    ("simple key expected ':'", "expected `:` after the key"),
    ("unclosed quote", "a quotation mark is not closed"),
    (
        "invalid indentation",
        "this line is indented less or more than expected",
    ),
    (
        "unexpected character: ``'",
        "text must not start with a backtick: put it in quotes",
    ),
    (
        "found unknown escape character",
        "unknown escape after `\\`: use single quotes",
    ),
];

/// A parser's message as a sentence. An unlisted message is kept without the part that says what the
/// parser was doing.
pub(super) fn sentence(message: &str) -> String {
    let what = match message.split_once(", ") {
        Some((doing, what)) if doing.starts_with("while ") => what,
        _ => message,
    };
    let meaning = MEANINGS.iter().find(|(said, _)| *said == what);
    if let Some((_, meaning)) = meaning {
        return (*meaning).to_owned();
    }
    if let Some(bracket) = what
        .strip_prefix("unclosed bracket '")
        .and_then(|rest| rest.strip_suffix('\''))
    {
        return format!("the bracket `{bracket}` is not closed");
    }
    match what
        .strip_prefix("unexpected character: `")
        .and_then(|rest| rest.strip_suffix('\''))
    {
        Some(character) => {
            format!("text must not start with `{character}`: put it in quotes")
        }
        None => what.replace('\'', "`"),
    }
}

#[cfg(test)]
mod tests {
    use crate::yaml::tree;

    /// The parser's messages may change with its version.
    #[test]
    fn messages_of_the_parser_become_sentences() {
        for (text, expected) in [
            ("a: *b", "this alias names an anchor that does not exist"),
            (
                "a: `b`",
                "text must not start with a backtick: put it in quotes",
            ),
            ("a: @b", "text must not start with `@`: put it in quotes"),
            ("a: [b", "the bracket `[` is not closed"),
            ("a: \"b", "a quotation mark is not closed"),
            (
                "a: b: c",
                "a `:` is not allowed here: check the indentation, and put text that contains `: ` in quotes",
            ),
            (
                "a: - b",
                "a list entry is not allowed here: check the indentation",
            ),
            ("a: \"\\y\"", "unknown escape after `\\`: use single quotes"),
        ] {
            let broken = tree::parse(text).map(|_| ()).unwrap_err();
            assert_eq!(broken.message, expected, "{text}");
        }
    }
}
