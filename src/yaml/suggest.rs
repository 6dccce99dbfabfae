//! "Did you mean": the known word closest to an unknown one.

use crate::model::normalize;

/// Longer words are close to no name, and the comparison is quadratic.
const LONGEST: usize = 256;

/// The candidate that `word` probably means, if one is close enough.
///
/// Close enough: at most a third of the letters differ (swapped neighbors count once), or one is a
/// prefix of the other.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let candidates = candidates.into_iter();
    let candidates = candidates.filter(|candidate| candidate.len() <= LONGEST);
    nearest_normalized(
        word,
        candidates.map(|candidate| (normalize(candidate), candidate)),
    )
}

/// What to write instead of an unknown word: the nearest of the known ones, or any of them.
pub fn suggestion<'a>(word: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    match nearest(word, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("expected {}", list_words(known)),
    }
}

/// As [`nearest`], for normalized candidates, each with its value.
pub(crate) fn nearest_normalized<T>(
    word: &str,
    candidates: impl IntoIterator<Item = (impl AsRef<str>, T)>,
) -> Option<T> {
    if word.len() > LONGEST {
        return None;
    }
    let word = normalize(word);
    let letters = Letters::of(&word);
    let mut best: Option<(usize, T)> = None;
    for (known, candidate) in candidates {
        let known = known.as_ref();
        if known.len() > LONGEST {
            continue;
        }
        let known_letters = Letters::of(known);
        let longest = letters.number.max(known_letters.number);
        let stem = word.len().min(known.len()) >= 4
            && (known.starts_with(&word) || word.starts_with(known));
        let near = |distance: usize| {
            (distance * 3 <= longest.max(3) || stem)
                && best.as_ref().is_none_or(|(least, _)| distance < *least)
        };
        // Skip the edit distance if letter counts already rule a candidate out.
        if !near(letters.least_distance(&known_letters)) {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&word, known);
        if near(distance) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Letter counts of a word; letters with the same slot are counted together.
struct Letters {
    counts: [u8; 32],
    number: usize,
}

impl Letters {
    fn of(word: &str) -> Self {
        let mut letters = Self {
            counts: [0; 32],
            number: 0,
        };
        for c in word.chars() {
            letters.number += 1;
            if let Some(count) = letters.counts.get_mut(c as usize % 32) {
                *count = count.saturating_add(1);
            }
        }
        letters
    }

    /// A lower bound of the edit distance: each edit adds a letter, removes one, or does both.
    fn least_distance(&self, other: &Self) -> usize {
        let pairs = || self.counts.iter().zip(&other.counts);
        let more = pairs()
            .map(|(a, b)| usize::from(a.saturating_sub(*b)))
            .sum::<usize>();
        let less = pairs()
            .map(|(a, b)| usize::from(b.saturating_sub(*a)))
            .sum::<usize>();
        more.max(less)
    }
}

/// Formats words as a list: `a`, `b` or `c`.
pub fn list_words<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_recognized() {
        let levels = ["None", "My", "All"];
        assert_eq!(nearest("Al", levels), Some("All"));
        assert_eq!(nearest("ALL", levels), Some("All"));
        assert_eq!(nearest("Non", levels), Some("None"));
        assert_eq!(nearest("Everything", levels), None);
        assert_eq!(nearest("purpos", ["level", "purpose"]), Some("purpose"));
        assert_eq!(
            nearest("Agreement", ["Agreements", "Invoicing"]),
            Some("Agreements")
        );
    }

    #[test]
    fn the_glance_never_sees_more_changes_than_there_are() {
        let words = [
            "agreements",
            "agrement",
            "time entry",
            "tiem entry",
            "zeit",
            "äöü",
            "öäüß",
            "",
        ];
        for one in words {
            for other in words {
                let least = Letters::of(one).least_distance(&Letters::of(other));
                let distance = strsim::damerau_levenshtein(one, other);
                assert!(least <= distance, "{one} {other}");
            }
        }
    }

    #[test]
    fn words_are_listed_as_in_a_sentence() {
        assert_eq!(list_words(["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(list_words(["a"]), "`a`");
    }
}
