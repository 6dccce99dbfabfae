//! What a sentence mentions: functions, modules and operations, by their places.

use super::words;

/// A function: where it begins and ends, and its name.
pub(super) type Place = (usize, usize, String);

/// The names and operations in a sentence.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    pub(super) functions: Vec<Place>,
    /// Where operations begin.
    pub(super) operations: Vec<usize>,
    /// Modules in the order of the sentence.
    pub(super) modules: Vec<&'static str>,
}

/// The longest name has this number of words.
const LONGEST: usize = 6;

impl Mentions {
    /// Finds them. In an item of a list (`item`), operations may be in lower case.
    pub(super) fn of(text: &str, item: bool) -> Self {
        let low = text.to_lowercase();
        let small = item && text.len() < 60;
        let asks = asks(&low);
        let spans = word_spans(text);
        let mut out = Self::default();
        let mut at = 0;
        while let Some((start, end)) = spans.get(at).copied() {
            let word = text.get(start..end).unwrap_or("");
            let capital = word.starts_with(char::is_uppercase);
            let named = if capital {
                out.name(text, &spans, at)
            } else {
                0
            };
            let operation = |word: &str| {
                let verb = matches!(word, "new" | "change" | "remove" | "write" | "insert");
                words::operation(word).is_some() && (capital || small || asks && !verb)
            };
            if named == 0 && word.split(['/', '&', '-', '–']).any(operation) {
                out.operations.push(start);
            }
            at += named.max(1);
        }
        // `Change Contacts to All`: the verb of the sentence is no operation.
        let verbs = ["change ", "update ", "modify ", "remove ", "create "];
        if out.operations.first() == Some(&0)
            && !out.functions.is_empty()
            && low.contains(" to ")
            && words::begins(&low, &verbs)
        {
            out.operations.remove(0);
        }
        out
    }

    /// Keeps the longest name that begins with this word, and gives how many words it has.
    fn name(&mut self, text: &str, spans: &[(usize, usize)], at: usize) -> usize {
        let Some((start, end)) = spans.get(at).copied() else {
            return 0;
        };
        let word = text.get(start..end).unwrap_or("");
        if !words::may_be_function(word) && !words::may_be_module(word) {
            return 0;
        }
        for length in (1..=LONGEST).rev() {
            let Some((_, last)) = spans.get(at + length - 1).copied() else {
                continue;
            };
            let slice = text.get(start..last).unwrap_or("");
            if slice.contains([',', ':', '(', '.', ';', '"']) {
                continue;
            }
            if words::stem(slice) != "security" && !words::functions(slice, None).is_empty() {
                self.functions.push((start, last, slice.to_owned()));
                return length;
            }
            if let Some(module) = words::module(slice) {
                self.modules.push(module);
                return length;
            }
        }
        0
    }
}

/// Where the words of a text begin and end.
fn word_spans(text: &str) -> Vec<(usize, usize)> {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    let mut open = None;
    for (at, c) in text.char_indices() {
        let inside = c.is_alphanumeric() || matches!(c, '/' | '&' | '-' | '–');
        match (inside, open) {
            (true, None) => open = Some(at),
            (false, Some(start)) => {
                spans.push((start, at));
                open = None;
            }
            _ => {}
        }
    }
    spans.extend(open.map(|start| (start, text.len())));
    spans
}

/// Whether a sentence, in lower case, asks for something.
pub(super) fn asks(low: &str) -> bool {
    let verbs = [
        "grant",
        "permission",
        "access",
        "allow",
        "need",
        "require",
        "able to",
        "must",
    ];
    words::holds(low, &verbs)
}
