//! Lines of a Markdown file: markers of regions, headings, and fences of code.

const START: &str = "leastwise docs";
const END: &str = "/leastwise docs";

/// What a line is, outside of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// A region begins, with the words of its command line.
    Start(Vec<String>),
    /// A region ends.
    End,
}

/// What a marker has that it should not: the message and what to do.
pub(super) type Wrong = (&'static str, &'static str);

/// Whether a line is a marker. A line that only speaks of one, in back quotes, is none.
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
        // Indented so far, it is code.
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
            "give it a line of its own",
        )));
    }
    if end.is_some() {
        return Some(match words.trim() {
            "" => Ok(Marker::End),
            _ => Err((
                "the end of a region takes no words",
                "write `<!-- /leastwise docs -->`",
            )),
        });
    }
    Some(split(words).map(Marker::Start).ok_or((
        "a quotation mark in this marker does not end",
        "write a name with spaces as \"a name\"",
    )))
}

/// Words as on a command line: spaces part them, and quotation marks keep them together.
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

/// The run of signs that begins or ends a block of code, and what follows it on the line.
pub(super) fn fence(line: &str) -> Option<(char, usize, &str)> {
    let trimmed = line.trim_start();
    if line.len() - trimmed.len() > 3 {
        return None;
    }
    let sign = trimmed.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = trimmed.chars().take_while(|c| *c == sign).count();
    (length >= 3).then(|| (sign, length, trimmed.get(length..).unwrap_or_default()))
}
