//! The items in a Customize list.

use crate::import::words;

/// What a text says about a Customize list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct List {
    /// Items that must be allowed.
    pub allow: Vec<String>,
    /// Items that must not be allowed.
    pub disallow: Vec<String>,
    /// Whether every item must be allowed.
    pub all: bool,
    /// Whether the text leaves open which other items are allowed.
    pub partial: bool,
    /// When or why, in the words of the page.
    pub remark: Option<String>,
}

/// Endings that say that the items are not allowed.
const EXCLUDED: [&str; 4] = [
    " to disallow",
    " to the disallow",
    " to the right",
    " into disallow",
];

/// Endings that say where the items go, or that there are no others.
const PLACES: [&str; 17] = [
    " to allow",
    " to the allow",
    " to the left",
    " to access",
    " to \"",
    " to “",
    " to '",
    " to these",
    " into allow",
    ", and no other",
    " and no other",
    ", nothing else",
    " and nothing else",
    " only",
    " under",
    " via",
    " on the left",
];

/// Endings that say when or why the items are allowed.
const REMARKS: [&str; 6] = [" if ", " when ", " so that ", " because ", " (", " for "];

/// Words before the items that are no part of them.
const BEFORE: [&str; 9] = [
    "the",
    "only",
    "following",
    "items",
    "item",
    "tables",
    "to",
    "these",
    "access",
];

/// The items of a list, or nothing where a part of the text is no item.
pub(in crate::import) fn items_of(text: &str, allows: bool) -> Option<List> {
    let mut list = List::default();
    let (text, note) = at_first(first_sentence(text), &REMARKS);
    list.remark = (!note.is_empty()).then(|| note.trim().to_owned());
    let (text, excluded) = at_first(text, &EXCLUDED);
    let allows = allows && excluded.is_empty();
    let (text, _) = at_first(text, &PLACES);
    let (text, others) = at_first(text, &["; other"]);
    list.partial = !others.is_empty();
    let text = words_after(text, &BEFORE);
    let (items, allows) = if let Some(rest) = after_every(text) {
        let Some(items) = exceptions(rest)? else {
            list.all = allows;
            return allows.then_some(list);
        };
        (items, !allows)
    } else {
        (text, allows)
    };
    let items = split(items)?;
    if allows {
        list.allow = items;
    } else {
        list.disallow = items;
    }
    Some(list)
}

/// The first sentence: what the next one says is not about the items.
fn first_sentence(text: &str) -> &str {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | ';'));
    let next = text.match_indices(". ").find(|(at, _)| {
        let next = text.get(at + 2..).unwrap_or("");
        next.starts_with(|c: char| c.is_uppercase() || matches!(c, '*' | '_'))
    });
    next.and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

/// The text before the first of some endings, and the rest.
fn at_first<'t>(text: &'t str, endings: &[&str]) -> (&'t str, &'t str) {
    let low = text.to_ascii_lowercase();
    let at = endings.iter().filter_map(|ending| low.find(ending)).min();
    text.split_at_checked(at.unwrap_or(text.len()))
        .unwrap_or((text, ""))
}

/// The text after `all` or `every item` at its start.
fn after_every(text: &str) -> Option<&str> {
    let low = text.to_ascii_lowercase();
    let mut words = ["everything", "every item", "all items", "every", "all"].iter();
    words.find_map(|word| {
        let rest = text.get(word.len()..)?;
        let ends = !rest.starts_with(char::is_alphanumeric);
        (low.starts_with(word) && ends).then_some(rest)
    })
}

/// The exceptions in a text after `all`; nothing where it means every item.
#[expect(
    clippy::option_option,
    reason = "not understood, or without exceptions"
)]
fn exceptions(text: &str) -> Option<Option<&str>> {
    let low = text.to_ascii_lowercase();
    let words = [
        " except for ",
        " except ",
        " but ",
        " other than ",
        " apart from ",
    ];
    if let Some(at) = words
        .iter()
        .find_map(|word| low.find(word).map(|at| at + word.len()))
    {
        return text.get(at..).map(Some);
    }
    let known = "item items of them the tables types agreements options sections entries";
    low.split(|c: char| !c.is_alphanumeric())
        .all(|word| word.is_empty() || known.split(' ').any(|known| known == word))
        .then_some(None)
}

/// The text without these words at its start.
fn words_after<'t>(text: &'t str, words: &[&str]) -> &'t str {
    let mut text = text.trim_start();
    while let Some((first, rest)) = text.split_once([' ', ':'])
        && (words.contains(&first.to_ascii_lowercase().as_str()) || first.is_empty())
    {
        text = rest.trim_start();
    }
    text
}

/// Items between commas and `and`; nothing where one of them is no name.
fn split(text: &str) -> Option<Vec<String>> {
    let mut out: Vec<String> = Vec::new();
    for part in text.split([',', ';', '\n', '•']) {
        let part = part
            .trim()
            .trim_start_matches("and ")
            .trim_start_matches("& ");
        let both = part.split_once(" and ").filter(|(one, other)| {
            // `Time and Expense / Charge Codes` is one item.
            one.contains('/') || !other.contains('/')
        });
        let parts = match both {
            Some((one, other)) => vec![one, other],
            None => vec![part],
        };
        for part in parts {
            let item = part.trim_matches(|c: char| {
                c.is_whitespace()
                    || matches!(
                        c,
                        '`' | '"' | '\'' | '“' | '”' | '‘' | '’' | '_' | '.' | ':'
                    )
            });
            let item = item.strip_prefix("the ").unwrap_or(item);
            if item.is_empty() {
                continue;
            }
            let short = item.chars().count() <= 60 && item.split(' ').count() <= 8;
            let button = matches!(item, "Save" | "OK" | "Close" | "Done" | "Cancel");
            if !short
                || button
                || words::grade(item).is_some()
                || !item.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '*')
            {
                return None;
            }
            let item = item.replace(" > ", " / ").replace('→', "/");
            if !out.contains(&item) {
                out.push(item);
            }
        }
    }
    (!out.is_empty()).then_some(out)
}
