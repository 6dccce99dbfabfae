//! Queries with blanks: `?conditions=identifier = "a b" and code = 200`.

/// Operators of `conditions`, and words around them.
const OPERATORS: [&str; 10] = [
    "=", "!=", "<>", "<", ">", "<=", ">=", "like", "contains", "in",
];

/// How long the target at the start of a text is: `end`, and what its query goes on with.
pub(super) fn end(text: &str, end: usize) -> usize {
    let target = text.get(..end).unwrap_or_default();
    let Some((_, query)) = target.split_once('?') else {
        return end;
    };
    let query = query.to_ascii_lowercase();
    if !query.contains("conditions") && !query.contains("orderby") {
        return end;
    }
    let mut end = end;
    // A quote ended the target before its value.
    let mut value = text
        .get(end..)
        .is_some_and(|rest| rest.starts_with(['"', '\'']) && !rest.starts_with("\" "))
        && query.ends_with(['=', '<', '>', ' ', '(', ',']);
    loop {
        let Some(rest) = text.get(end..) else {
            return end;
        };
        if value {
            end += token(rest);
            value = false;
            continue;
        }
        let length = token(rest);
        let word = rest.get(..length).unwrap_or_default().trim_start();
        let lower = word.to_ascii_lowercase();
        let opened = ["[", "(", "\""].iter().any(|sign| word.starts_with(sign))
            && text
                .get(..end)
                .is_some_and(|before| before.ends_with(['=', '<', '>']) || before.ends_with(','));
        let attached = lower.starts_with(['=', '<', '>', '!'])
            && !["=>", "<-", "<<", ">>"]
                .iter()
                .any(|arrow| lower.starts_with(arrow));
        match lower.as_str() {
            "" => return end,
            word if OPERATORS.contains(&word) => {
                end += length;
                value = true;
            }
            "and" | "or" | "&" => {
                // The field of the next condition.
                end += length;
                value = true;
            }
            "not" | "asc" | "desc" => end += length,
            _ if opened || attached => end += length,
            _ => return end,
        }
    }
}

/// The length of the next word with the blanks before it. Blanks in quotes and brackets do not end it.
fn token(text: &str) -> usize {
    let lead = text.len() - text.trim_start().len();
    let Some(word) = text.get(lead..) else {
        return text.len();
    };
    let plain = word.find(char::is_whitespace).unwrap_or(word.len());
    let (mut quote, mut depth, mut before) = (None, 0_u32, ' ');
    for (at, c) in word.char_indices() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '"') => quote = Some(c),
            // An apostrophe within a word is none.
            (None, '\'') if !before.is_alphanumeric() => quote = Some(c),
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => depth = depth.saturating_sub(1),
            (None, _) if c.is_whitespace() && depth == 0 => return lead + at,
            (Some(_) | None, _) => {}
        }
        before = c;
    }
    // Without an end, a quote or a bracket is a sign like others.
    if quote.is_none() && depth == 0 {
        text.len()
    } else {
        lead + plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_goes_on_after_its_blanks() {
        let cases = [
            ("/a?conditions=b = \"c d\"", " 403"),
            ("/a?conditions=b = 200", " 403"),
            ("/a?conditions=b <= 300", " -> 403"),
            ("/a?conditions=b=\"c d\"", " 403"),
            (
                "/a?conditions=b like 'c d' and e > [2026-01-01T00:00:00Z]",
                " 403",
            ),
            ("/a?conditions=(b = 1 or c = 2)", " 403"),
            ("/a?conditions=b in (\"c\", \"d e\")&page=2", " 403"),
            ("/a?conditions=b contains \"c\"&orderBy=id desc", " 403"),
            ("/a?orderBy=id asc", " 200 12 ms"),
            ("/a?conditions=b = 5", ""),
            ("/a?b=c", " = 200"),
            ("/a", " = 200"),
            ("/a?conditions=b", " => 200"),
            ("/a?conditions=b=\"c", " -> 200"),
        ];
        for (target, after) in cases {
            let text = format!("{target}{after}");
            let start = text.find([' ', '"']).unwrap_or(text.len());
            let found = end(&text, start);
            assert_eq!(text.get(..found), Some(target), "{text}");
        }
    }
}
