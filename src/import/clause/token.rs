//! Words and marks of a text.

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
    pub(super) word: bool,
}

pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out: Vec<Token<'_>> = Vec::new();
    let mut open = None;
    let mut push = |start: usize, end: usize, word: bool| {
        let text = text.get(start..end).unwrap_or("");
        out.push(Token { text, start, word });
    };
    for (at, c) in text.char_indices() {
        let word = c.is_alphanumeric() || c == '\'' || c == '’';
        if word {
            open = open.or(Some(at));
            continue;
        }
        if let Some(start) = open.take() {
            push(start, at, true);
        }
        if !c.is_whitespace() {
            push(at, at + c.len_utf8(), false);
        }
    }
    if let Some(start) = open {
        push(start, text.len(), true);
    }
    out
}
