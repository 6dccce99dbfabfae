//! The messages of the JSON parser as sentences.

/// What the parser says, and what it means for a person.
const MEANINGS: [(&str, &str); 8] = [
    ("expected value", "expected a value"),
    ("expected ident", "expected `true`, `false` or `null`"),
    (
        "key must be a string",
        "a key must be in double quotation marks",
    ),
    ("trailing characters", "expected the end of the file"),
    (
        "trailing comma",
        "a comma must not precede a closing bracket",
    ),
    ("invalid escape", "unknown escape after `\\`"),
    ("invalid number", "a number is not complete"),
    (
        "control character (\\u0000-\\u001F) found while parsing a string",
        "text contains a line break or a control character",
    ),
];

/// A message of `serde_json` as a sentence, without its position.
pub fn json_message(error: &serde_json::Error) -> String {
    let full = error.to_string();
    let what = full
        .rsplit_once(" at line ")
        .map_or(full.as_str(), |(what, _)| what);
    if let Some((_, meaning)) = MEANINGS.iter().find(|(said, _)| *said == what) {
        return (*meaning).to_owned();
    }
    let typed = ["invalid type: ", "invalid value: "];
    let found = typed.iter().find_map(|start| what.strip_prefix(start));
    match found.and_then(|rest| rest.split_once(", expected ")) {
        Some((found, expected)) => {
            let found = match found {
                "map" => "an object",
                "sequence" => "an array",
                // `integer `3``
                other => other.find('`').map_or(other, |at| other.split_at(at).1),
            };
            format!("expected {expected}, but found {found}")
        }
        None => what.to_owned(),
    }
}

/// A message of `serde_json` as a sentence that ends with its position.
pub fn json_message_with_position(error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    format!("{} on line {line}, column {column}", json_message(error))
}

#[cfg(test)]
mod tests {
    use super::json_message;

    fn message<T: serde::de::DeserializeOwned + std::fmt::Debug>(text: &str) -> String {
        json_message(&serde_json::from_str::<T>(text).unwrap_err())
    }

    /// The parser's messages may change with its version.
    #[test]
    fn messages_of_the_parser_become_sentences() {
        use serde_json::Value;
        for (text, expected) in [
            ("x", "expected a value"),
            ("truth", "expected `true`, `false` or `null`"),
            ("{'a': 1}", "a key must be in double quotation marks"),
            ("[1] x", "expected the end of the file"),
            ("[1,]", "a comma must not precede a closing bracket"),
            ("\"\\y\"", "unknown escape after `\\`"),
            ("1.x", "a number is not complete"),
            (
                "\"a\nb\"",
                "text contains a line break or a control character",
            ),
        ] {
            assert_eq!(message::<Value>(text), expected, "{text}");
        }
        assert_eq!(
            message::<Vec<String>>("[3]"),
            "expected a string, but found `3`"
        );
        assert_eq!(
            message::<Vec<String>>("[{}]"),
            "expected a string, but found an object"
        );
    }
}
