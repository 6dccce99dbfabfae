//! "Did you mean": the known word nearest to one that is not known.

use crate::model::normalise;

/// The candidate that `word` was probably meant to be, if one is near enough to say so.
///
/// Near enough: at most a third of the letters differ (swapped neighbours count once), or one is
/// the beginning of the other.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = normalise(word);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let known = normalise(candidate);
            let distance = strsim::damerau_levenshtein(&word, &known);
            let longest = word.chars().count().max(known.chars().count());
            let stem = word.len().min(known.len()) >= 4
                && (known.starts_with(&word) || word.starts_with(&known));
            (distance * 3 <= longest.max(3) || stem).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Words as a sentence lists them: `a`, `b` or `c`.
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
    fn a_slip_of_the_finger_is_recognised() {
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
    fn words_are_listed_as_in_a_sentence() {
        assert_eq!(list_words(["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(list_words(["a"]), "`a`");
    }
}
