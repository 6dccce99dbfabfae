//! Sentences about Customize lists.

use super::items::{List, items_of};
use crate::import::words;

/// A statement about a Customize list, taken out of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) enum Statement {
    /// The list, and the function that the statement itself names.
    List(List, Option<String>),
    /// The items follow in the lines below; whether they are allowed.
    Opens(bool),
    /// A sentence about a list that was not understood.
    Unread(String),
}

/// Words that say that the items after them are allowed.
const ALLOW: &str = "allow allowed allowing enable select selecting choose check tick grant include add move \
    moving keep leave permit pick give limit";

/// Words that say that the items after them are not allowed.
const DISALLOW: &str = "disallow disallowed disallowing exclude deny block uncheck untick disable remove \
    restrict deselect hide";

/// Words between a function and the word Customize, which belong to neither.
const LEADING: &str = "the on and then click clicking use using open select choose press hit via through in \
    under to link please next it its with go by from at a also";

/// Words for the link and what it opens.
const LISTING: &str =
    "list lists item items link links for of window button option options screen dialog only";

/// Whether a word is one of a list.
fn among(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split(' ').any(|known| known == word)
}

/// A text without anything but letters and digits at its ends.
pub(super) fn plain(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Whether a text names Customize lists.
pub(in crate::import) fn mentions(text: &str) -> bool {
    find(text).is_some()
}

/// The first place of the word, in any spelling and form.
fn find(text: &str) -> Option<(usize, usize)> {
    let low = text.to_ascii_lowercase();
    let at = [low.find("customiz"), low.find("customis")]
        .into_iter()
        .flatten()
        .min()?;
    let word = words::each(low.get(at..)?).next()?;
    Some((at, at + word.len()))
}

/// Takes what a line says about Customize lists out of it.
pub(in crate::import) fn cut(text: &str) -> (String, Vec<Statement>) {
    let mut rest = String::new();
    let mut found = Vec::new();
    for sentence in sentences(text) {
        match find(sentence) {
            Some((start, end)) => {
                let (before, statement, after) = statement(sentence, start, end);
                rest.push_str(before);
                rest.push_str(after);
                found.extend(statement);
            }
            None => rest.push_str(sentence),
        }
    }
    (rest, found)
}

/// Sentences with the spaces between them, so that together they are the text.
fn sentences(text: &str) -> Vec<&str> {
    let ends = text.match_indices([';', '.']).filter(|(at, mark)| {
        let next = text.get(at + 1..).unwrap_or("");
        next.starts_with(' ') && (*mark == ";" || next.trim_start().starts_with(char::is_uppercase))
    });
    words::split_at(text, ends.map(|(at, _)| (at + 1, at + 1)))
}

/// Splits a sentence at its statement: the text before it, the statement, and the text after it.
fn statement(text: &str, start: usize, end: usize) -> (&str, Option<Statement>, &str) {
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or("");
    let open = part(0, start)
        .rfind(['(', '['])
        .filter(|at| !part(*at, start).contains([')', ']']));
    if let Some(open) = open {
        let close = part(end, text.len())
            .find([')', ']'])
            .map_or(text.len(), |at| end + at);
        let inner = part(end, close);
        if plain(inner).is_empty() && plain(part(open, start)).is_empty() {
            // `Agreements (customize)` is a name; `click (customize) and ...` is not.
            if leading(part(0, open)) == open {
                return (text, None, "");
            }
            let after = part((close + 1).min(text.len()), text.len());
            return directive(text, open, after);
        }
        let after = part((close + 1).min(text.len()), text.len());
        let said = list(inner, true).unwrap_or_else(|| Statement::Unread(text.trim().to_owned()));
        return (part(0, open), Some(said), after);
    }
    directive(text, start, part(end, text.len()))
}

/// A statement outside of brackets, from the word Customize at `start`.
fn directive<'t>(
    text: &'t str,
    start: usize,
    after: &str,
) -> (&'t str, Option<Statement>, &'t str) {
    let head = text.get(..start).unwrap_or("");
    let from = leading(head);
    let before = head.get(..from).unwrap_or("");
    // `allow Service / Board under Customize`.
    let said = list(after, false).map(|said| (before, said));
    let said = said.or_else(|| {
        let (at, _, _) = verb(before)?;
        let said = list(before.get(at..)?, false)?;
        Some((before.get(..at)?, said))
    });
    match said {
        // Its words may also be about levels.
        Some((_, said @ Statement::Unread(_))) => (text, Some(said), ""),
        Some((before, said)) => (before, Some(said), ""),
        None => (text, None, ""),
    }
}

/// Whether a text names operations or levels, so that it is not about the items of a list.
fn has_levels(text: &str) -> bool {
    words::each(text).any(|word| {
        among("Add Edit Delete Inquire Inquiry None My", word)
            || among("inquire inquiry level levels", &word.to_ascii_lowercase())
    })
}

/// Where the words that lead to the word Customize begin: `and click the`.
fn leading(head: &str) -> usize {
    let mut from = head.len();
    for word in head.split_inclusive(' ').rev() {
        let bare = plain(word).to_ascii_lowercase();
        let known =
            bare.is_empty() && !word.contains(['>', ':', '/', '.']) || among(LEADING, &bare);
        if !known {
            break;
        }
        from -= word.len();
    }
    from
}

/// The first verb of a text: where it begins, where it ends, and whether it allows.
fn verb(text: &str) -> Option<(usize, usize, bool)> {
    let mut at = 0;
    for word in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let bare = plain(word).to_ascii_lowercase();
        let end = at + word.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        if among(DISALLOW, &bare) {
            return Some((at, end, false));
        }
        if among(ALLOW, &bare) {
            return Some((at, end, true));
        }
        at += word.len();
    }
    None
}

/// The list that a text after the word Customize states. In brackets, items need no verb.
fn list(text: &str, brackets: bool) -> Option<Statement> {
    let text = text.trim_end();
    if has_levels(text) {
        return None;
    }
    let colon = text.find(':').map(|at| at + 1);
    let (between, items, allows) = match (verb(text), colon) {
        (Some((start, end, allows)), _) => (text.get(..start)?, text.get(end..)?, allows),
        (None, Some(at)) => ("", text.get(at..)?, true),
        (None, None) if brackets => ("", text, true),
        (None, None) => return None,
    };
    let named = match about(between) {
        About::List => None,
        About::Function(name) => Some(name),
        About::Role => return None,
        About::Other => return Some(Statement::Unread(text.trim().to_owned())),
    };
    if items.ends_with(':') {
        return Some(Statement::Opens(allows));
    }
    if plain(items).is_empty() {
        return None;
    }
    Some(match items_of(items, allows) {
        Some(list) => Statement::List(list, named),
        None => Statement::Unread(text.trim().to_owned()),
    })
}

/// What a line below a heading such as `Customize lists`, or a cell of such a column, says.
pub(in crate::import) fn stated(text: &str) -> Option<List> {
    match verb(text) {
        Some((_, end, allows)) => items_of(text.get(end..)?, allows),
        None => items_of(text, true),
    }
}

/// A name without the word in brackets after it: `Agreements (customize)`.
pub(in crate::import) fn without_mark(text: &str) -> &str {
    let name = text.trim_end().strip_suffix([')', ']']);
    let split = name.and_then(|text| text.rsplit_once(['(', '[']));
    match split {
        Some((name, mark)) if find(mark) == Some((0, mark.len())) => name.trim_end(),
        _ => text,
    }
}

/// Whether a heading is about Customize lists, such as `Customize lists` or `Items of Customize`.
pub(in crate::import) fn is_heading(text: &str) -> bool {
    mentions(text)
        && text
            .split(' ')
            .filter(|word| !mentions(word))
            .all(|word| is_listing(&plain(word).to_ascii_lowercase()))
}

fn is_listing(word: &str) -> bool {
    word.is_empty() || among(LEADING, word) || among(LISTING, word)
}

/// What is customized, by the words between the word Customize and the verb.
enum About {
    /// The list, by the link.
    List,
    /// The list of a function: `Customize Table Setup to allow ...`.
    Function(String),
    /// The role or its permissions, so that the word is not the name of the link.
    Role,
    /// Something else.
    Other,
}

fn about(text: &str) -> About {
    let words: Vec<&str> = text
        .split(' ')
        .filter(|word| !is_listing(&plain(word).to_ascii_lowercase()))
        .collect();
    let name = words.join(" ");
    let role = "role roles permission permissions security access settings integration member user your this";
    if name.is_empty() {
        About::List
    } else if !words::functions(&name, None).is_empty() {
        About::Function(plain(&name).to_owned())
    } else if words
        .iter()
        .any(|word| among(role, &plain(word).to_ascii_lowercase()))
    {
        About::Role
    } else {
        About::Other
    }
}

#[cfg(test)]
mod tests {
    use super::{Statement, cut};

    fn allowed(text: &str) -> (String, Vec<String>) {
        let (rest, found) = cut(text);
        let [Statement::List(list, _)] = found.as_slice() else {
            panic!("{text}: {found:?}");
        };
        assert!(list.disallow.is_empty() && !list.all, "{text}: {list:?}");
        (rest.trim().to_owned(), list.allow.clone())
    }

    #[test]
    fn items_are_found_in_every_form_of_sentence() {
        let both = ["Service / Board", "Company / Company Type"];
        for (text, rest) in [
            (
                "Table Setup: Inquire All. Click (customize) and allow Service / Board and Company / Company Type.",
                "Table Setup: Inquire All.",
            ),
            (
                "Table Setup: Inquire All. Click Customize and move *Service / Board* and Company / Company Type to Access These.",
                "Table Setup: Inquire All.",
            ),
            (
                "For System > Table Setup click \"customize\" and select: Service / Board, Company / Company Type.",
                "For System > Table Setup",
            ),
            (
                "Table Setup (customize: Service / Board, Company / Company Type)",
                "Table Setup",
            ),
            (
                "Set Inquire to All and use Customize to only allow Service / Board, Company / Company Type.",
                "Set Inquire to All",
            ),
            (
                "In Table Setup, allow Service > Board and Company > Company Type under Customize",
                "In Table Setup,",
            ),
            (
                "Under Table Setup, click Customize and disable everything except Service / Board, Company / Company Type.",
                "Under Table Setup,",
            ),
        ] {
            let text = text.replace('*', "");
            let (left, items) = allowed(&text);
            assert_eq!(items, both, "{text}");
            assert_eq!(left, rest, "{text}");
        }
    }

    #[test]
    fn a_sentence_can_name_the_function() {
        assert!(matches!(
            cut("Customize Table Setup to allow Service / Board.").1.as_slice(),
            [Statement::List(_, Some(name))] if name == "Table Setup"
        ));
    }
}
