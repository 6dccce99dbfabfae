//! Texts that must not be seen, whichever file they stand in: the private key of the environment.
//!
//! A role or a policy can be a link to a file that holds the environment, and reports show what
//! stands in files. What is to be hidden is struck out where a file becomes a text, so that no
//! reader, no message and no excerpt has it to show.

use std::sync::OnceLock;

static HIDDEN: OnceLock<Vec<String>> = OnceLock::new();

/// A shorter text would be found by chance.
const TELLING: usize = 6;

/// Hides these texts from now on, in every text of this process; only the first call counts.
pub fn hide(texts: impl IntoIterator<Item = String>) {
    let texts = texts.into_iter().filter(|text| text.len() >= TELLING);
    // Who comes second hides nothing, which the documentation says.
    let _ = HIDDEN.set(texts.collect());
}

/// The text with stars in place of what is hidden, as many as it has bytes: places stay.
pub(super) fn struck(text: String) -> String {
    match HIDDEN.get() {
        None => text,
        Some(hidden) => struck_of(text, hidden),
    }
}

fn struck_of(text: String, hidden: &[String]) -> String {
    hidden.iter().fold(text, |text, secret| {
        if text.contains(secret) {
            text.replace(secret, &"*".repeat(secret.len()))
        } else {
            text
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_becomes_stars_and_places_stay() {
        let hidden = ["s\u{e9}cret".to_owned()];
        let struck = struck_of("a s\u{e9}cret b".to_owned(), &hidden);
        assert_eq!(struck, "a ******* b");
    }
}
