//! The items of a Customize list.

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
}

/// The items of a list, or nothing where a part of the text is no item.
pub(in crate::import) fn items_of(text: &str, allows: bool) -> Option<List> {
    let mut list = List::default();
    let mut allows = allows;
    let mut text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | ';'));
    // What the next sentence says is not about the items.
    let next = text.match_indices(". ").find(|(at, _)| {
        text.get(at + 2..).is_some_and(|next| {
            next.starts_with(|c: char| c.is_uppercase() || matches!(c, '*' | '_'))
        })
    });
    if let Some((at, _)) = next {
        text = text.get(..at)?;
    }
    let (rest, excluded) = without_place(text)?;
    text = rest;
    allows &= !excluded;
    if let Some(at) = text.find("; other") {
        list.partial = true;
        text = text.get(..at)?;
    }
    text = words_before(
        text,
        &[
            "the",
            "only",
            "following",
            "items",
            "item",
            "tables",
            "to",
            "these",
            "access",
        ],
    );
    if let Some(rest) = after_every(text) {
        return of_all(rest, allows);
    }
    let items = split(text)?;
    if allows {
        list.allow = items;
    } else {
        list.disallow = items;
    }
    Some(list)
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

/// The list of a text after `all`: every item, or all except some.
fn of_all(text: &str, allows: bool) -> Option<List> {
    let mut list = List::default();
    let low = text.to_ascii_lowercase();
    let except = [
        " except for ",
        " except ",
        " but ",
        " other than ",
        " apart from ",
    ]
    .iter()
    .find_map(|word| low.find(word).map(|at| at + word.len()));
    if let Some(at) = except {
        let items = split(text.get(at..)?)?;
        if allows {
            list.disallow = items;
        } else {
            list.allow = items;
        }
        return Some(list);
    }
    let plain = low.split(|c: char| !c.is_alphanumeric()).all(|word| {
        matches!(
            word,
            "" | "item"
                | "items"
                | "of"
                | "them"
                | "the"
                | "tables"
                | "types"
                | "agreements"
                | "options"
                | "sections"
                | "entries"
        )
    });
    if plain && allows {
        list.all = true;
        return Some(list);
    }
    None
}

/// The text before what says where the items go or when: `to Disallow`, `and no others`, `if ...`. And whether that
/// excludes them.
fn without_place(text: &str) -> Option<(&str, bool)> {
    let mut text = text;
    let mut excluded = false;
    let low = text.to_ascii_lowercase();
    for ending in [
        " to disallow",
        " to the disallow",
        " to the right",
        " into disallow",
    ] {
        if let Some(at) = low.find(ending) {
            excluded = true;
            text = text.get(..at)?;
        }
    }
    for ending in [
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
        " if ",
        " when ",
        " so that ",
        " (with ",
        " for ",
    ] {
        if let Some(at) = text.to_ascii_lowercase().find(ending) {
            text = text.get(..at)?;
        }
    }
    Some((text, excluded))
}

/// The text without these words at its start.
fn words_before<'t>(text: &'t str, words: &[&str]) -> &'t str {
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
            if !short
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
