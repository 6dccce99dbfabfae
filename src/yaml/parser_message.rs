//! The messages of the YAML parser as sentences.

/// What a message of the parser means for a person, and what to do; empty where that is clear.
fn meaning(said: &str) -> Option<(&'static str, &'static str)> {
    const INDENTATION: &str = "check the indentation";
    Some(match said {
        "found unknown anchor" => ("this alias names an anchor that does not exist", ""),
        "did not find expected node content" => ("expected a value", ""),
        "did not find expected key" => ("expected a key here", INDENTATION),
        "did not find expected '-' indicator" => ("expected `-` here", INDENTATION),
        "expected ',' or ']'" => ("expected `,` or `]`", ""),
        "did not find expected ',' or '}'" => ("expected `,` or `}`", ""),
        "found a tab"
        | "tab cannot be used as indentation"
        | "tabs disallowed in this context"
        | "tabs disallowed within this context (block indentation)"
        | "a block scalar content cannot start with a tab" => {
            ("a tab is not allowed here", "use spaces")
        }
        "mapping values are not allowed in this context" => (
            "a `:` is not allowed here",
            "check the indentation, and put text that contains `: ` in quotes",
        ),
        "illegal placement of ':' indicator" => (
            "a `:` is not allowed here",
            "check the lines above for a bracket that is not closed",
        ),
        "mapping keys are not allowed in this context" => {
            ("a key is not allowed here", INDENTATION)
        }
        "block sequence entries are not allowed in this context" => {
            ("a list entry is not allowed here", INDENTATION)
        }
        "misplaced bracket" => (
            "a bracket is not allowed here",
            "put text that contains brackets in quotes",
        ),
        "simple key expected ':'" => ("expected `:` after the key", ""),
        "unclosed quote" => ("a quotation mark is not closed", ""),
        "unexpected end of plain scalar" => ("the text is not complete", ""),
        "invalid indentation" | "wrongly indented line in block scalar" => {
            ("this line is indented less or more than expected", "")
        }
        "invalid indentation in flow construct" => ("a line inside brackets must be indented", ""),
        "invalid indentation in multiline quoted scalar" => {
            ("a line inside quotation marks must be indented", "")
        }
        "invalid trailing content after double-quoted scalar"
        | "invalid trailing content after single-quoted scalar" => {
            ("expected nothing after the closing quotation mark", "")
        }
        "unexpected character: ``'" => ("text must not start with a backtick", QUOTE),
        "found unknown escape character" => ("unknown escape after `\\`", "use single quotes"),
        _ => return None,
    })
}

const QUOTE: &str = "put it in quotes";

/// A parser's message as a sentence, and what to do. An unlisted message is kept without the part
/// that says what the parser was doing.
pub(super) fn sentence(message: &str) -> (String, Option<&'static str>) {
    let what = match message.split_once(", ") {
        Some((doing, what)) if doing.starts_with("while ") => what,
        _ => message,
    };
    if let Some((meaning, help)) = meaning(what) {
        return (
            meaning.to_owned(),
            Some(help).filter(|help| !help.is_empty()),
        );
    }
    let quoted = |start| what.strip_prefix(start)?.strip_suffix('\'');
    if let Some(bracket) = quoted("unclosed bracket '") {
        return (format!("the bracket `{bracket}` is not closed"), None);
    }
    match quoted("unexpected character: `") {
        Some(character) => (
            format!("text must not start with `{character}`"),
            Some(QUOTE),
        ),
        None => (what.replace('\'', "`"), None),
    }
}

#[cfg(test)]
mod tests {
    use crate::yaml::tree;

    /// The parser's messages may change with its version.
    #[test]
    fn messages_of_the_parser_become_sentences() {
        for (text, expected, help) in [
            (
                "a: *b",
                "this alias names an anchor that does not exist",
                "",
            ),
            (
                "a: `b`",
                "text must not start with a backtick",
                "put it in quotes",
            ),
            ("a: @b", "text must not start with `@`", "put it in quotes"),
            ("a: [b", "the bracket `[` is not closed", ""),
            ("a: \"b", "a quotation mark is not closed", ""),
            (
                "a: b: c",
                "a `:` is not allowed here",
                "check the indentation, and put text that contains `: ` in quotes",
            ),
            (
                "a: - b",
                "a list entry is not allowed here",
                "check the indentation",
            ),
            ("a:\n\t- b", "a tab is not allowed here", "use spaces"),
            (
                "a: [1\nb: 2",
                "a `:` is not allowed here",
                "check the lines above for a bracket that is not closed",
            ),
            (
                "a: \"b\" c",
                "expected nothing after the closing quotation mark",
                "",
            ),
            (
                "a: \"\\y\"",
                "unknown escape after `\\`",
                "use single quotes",
            ),
        ] {
            let broken = tree::parse(text).map(|_| ()).unwrap_err();
            assert_eq!(broken.message, expected, "{text}");
            assert_eq!(broken.help.unwrap_or_default(), help, "{text}");
        }
    }
}
