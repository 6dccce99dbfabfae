//! Lines of a Markdown file: region markers, headings, and code fences.

const START: &str = "leastwise docs";
const END: &str = "/leastwise docs";

/// The kind of a line outside of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// The start of a region, with the words of its command line.
    Start(Vec<String>),
    /// The end of a region.
    End,
}

/// A malformed marker: the message and the help.
pub(super) type Wrong = (&'static str, &'static str);

/// Whether a line is a marker. A line that only mentions one in backquotes is not.
pub(super) fn marker(line: &str) -> Option<Result<Marker, Wrong>> {
    let at = line.find("<!--")?;
    let (before, comment) = line.split_at(at);
    let inner = comment.strip_prefix("<!--")?;
    let inner = inner.trim_start();
    let end = inner.strip_prefix(END);
    let rest = end.or_else(|| inner.strip_prefix(START))?;
    if !rest.starts_with([' ', '\t', '-']) && !rest.is_empty() {
        return None;
    }
    if before.matches('`').count() % 2 == 1 {
        return None;
    }
    if before.len() > 3 && before.trim().is_empty() {
        // Indented code.
        return None;
    }
    let Some((words, after)) = rest.split_once("-->") else {
        return Some(Err((
            "this marker does not end on its line",
            "write all of it on one line, up to `-->`",
        )));
    };
    if !before.trim().is_empty() || !after.trim().is_empty() {
        return Some(Err((
            "a marker shares its line with something else",
            "put it on a separate line",
        )));
    }
    if end.is_some() {
        return Some(match words.trim() {
            "" => Ok(Marker::End),
            _ => Err((
                "the end of a region takes no arguments",
                "write `<!-- /leastwise docs -->`",
            )),
        });
    }
    Some(split(words).map(Marker::Start).ok_or((
        "a quotation mark in this marker is not closed",
        "write a name with spaces as \"a name\"",
    )))
}

/// Splits words as on a command line: at spaces, except within quotation marks.
fn split(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    for c in text.chars() {
        match (quote, c) {
            (Some(mark), c) if c == mark => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

/// The level of a heading with `#` signs.
pub(super) fn heading(line: &str) -> Option<usize> {
    let trimmed = line.trim_start();
    if line.len() - trimmed.len() > 3 {
        return None;
    }
    let level = trimmed.chars().take_while(|c| *c == '#').count();
    let rest = trimmed.get(level..).unwrap_or_default();
    ((1..=6).contains(&level) && (rest.is_empty() || rest.starts_with([' ', '\t'])))
        .then_some(level)
}

/// The run of signs that starts or ends a code block, and the rest of the line.
pub(super) fn fence(line: &str) -> Option<(char, usize, &str)> {
    let trimmed = line.trim_start();
    if line.len() - trimmed.len() > 3 {
        return None;
    }
    let sign = trimmed.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = trimmed.chars().take_while(|c| *c == sign).count();
    (length >= 3).then(|| (sign, length, trimmed.get(length..).unwrap_or_default()))
}
