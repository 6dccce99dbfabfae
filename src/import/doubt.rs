//! Words near a permission that may mean that it is not needed.

use std::collections::HashMap;
use std::sync::OnceLock;

/// Words that say that something is not needed, or not any more.
pub(super) const ENDED: [&str; 19] = [
    "no longer needed",
    "no longer required",
    "no longer used",
    "no longer necessary",
    "not used",
    "not in use",
    "unused",
    "unnecessary",
    "do not grant",
    "don't grant",
    "not be granted",
    "deprecated",
    "obsolete",
    "outdated",
    "superseded",
    "discontinued",
    "dropped",
    "retired",
    "archived",
];

/// More words that say that something is not needed, not any more, or not meant, also in the
/// languages that pages around English tables have.
const HINTS: [&str; 84] = [
    "no longer uses",
    "no longer supported",
    "no longer granted",
    "superfluous",
    "a myth",
    "not needed",
    "not required",
    "not necessary",
    "unneeded",
    "never needed",
    "never grant",
    "do not give",
    "don't give",
    "do not set",
    "don't set",
    "do not select",
    "do not enable",
    "must not",
    "should not",
    "shouldn't",
    "don't need",
    "do not need",
    "doesn't need",
    "does not need",
    "doesn't use",
    "does not use",
    "uncheck",
    "untick",
    "revoke",
    "was removed",
    "is removed",
    "been removed",
    "removed in",
    "removed since",
    "removed from",
    "we removed",
    "was required",
    "was needed",
    "were required",
    "were needed",
    "was used",
    "used to be",
    "used to require",
    "used to need",
    "previously required",
    "previously needed",
    "previously granted",
    "formerly required",
    "formerly needed",
    "in the past",
    "before version",
    "until version",
    "up to version",
    "prior to version",
    "replaced by",
    "left at none",
    "leave at none",
    "set to none",
    "security risk",
    "more than needed",
    "more than it needs",
    "is missing",
    "by mistake",
    "cause error",
    "cause errors",
    "causes errors",
    "nicht mehr",
    "niet meer",
    "nicht erforderlich",
    "nicht benötigt",
    "nicht nötig",
    "nicht vergeben",
    "entfällt",
    "veraltet",
    "niet nodig",
    "niet vereist",
    "verouderd",
    "non requis",
    "pas nécessaire",
    "n'est plus",
    "n'accordez pas",
    "ne pas ",
    "no es necesario",
    "ya no ",
];

/// Words before the number of a version that ended: `until 4.0`, `up to v3`.
const ENDS: [&str; 4] = ["until ", "up to ", "before ", "prior to "];

/// The words of a text that may mean that what it grants is not needed.
pub(super) fn hint(text: &str) -> Option<String> {
    let low = text.to_lowercase().replace('’', "'");
    let found = word_starts(&low).find_map(|at| {
        let rest = low.get(at..)?;
        let hints = by_first_word().get(first_word(rest))?;
        hints.iter().find(|words| begins_with(rest, words))
    });
    found
        .map(|words| (*words).to_owned())
        .or_else(|| ENDS.into_iter().find_map(|word| before_version(&low, word)))
}

/// What a guess says of these words.
pub(super) fn question(words: &str) -> String {
    format!("the page says `{words}` here; check that this is needed")
}

/// Every hint by its first word, so that a line is searched once.
fn by_first_word() -> &'static HashMap<&'static str, Vec<&'static str>> {
    static HINTS_BY_WORD: OnceLock<HashMap<&'static str, Vec<&'static str>>> = OnceLock::new();
    HINTS_BY_WORD.get_or_init(|| {
        let mut out: HashMap<&str, Vec<&str>> = HashMap::new();
        for words in ENDED.iter().chain(&HINTS) {
            out.entry(first_word(words)).or_default().push(words);
        }
        out
    })
}

/// Whether a character belongs to a word: `don't` is one.
fn in_word(c: char) -> bool {
    c.is_alphanumeric() || c == '\''
}

/// Where the words of a text begin.
fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    let mut before = ' ';
    text.char_indices().filter_map(move |(at, c)| {
        let starts = in_word(c) && !in_word(before);
        before = c;
        starts.then_some(at)
    })
}

/// The word that a text begins with.
fn first_word(text: &str) -> &str {
    text.split(|c| !in_word(c)).next().unwrap_or(text)
}

/// Whether a text begins with words, and not with longer ones: `removed in`, but not `removed invoices`.
fn begins_with(text: &str, words: &str) -> bool {
    text.strip_prefix(words)
        .is_some_and(|after| words.ends_with(' ') || !after.starts_with(char::is_alphanumeric))
}

/// A word before the number of a version, with the number.
fn before_version(low: &str, word: &str) -> Option<String> {
    low.match_indices(word).find_map(|(at, _)| {
        let (before, rest) = low.split_at_checked(at)?;
        let after = rest.get(word.len()..)?;
        let number = after.strip_prefix('v').unwrap_or(after);
        let version = after.split([' ', ')', ',', ';', ':']).next()?;
        (!before.ends_with(char::is_alphanumeric)
            && number.starts_with(|c: char| c.is_ascii_digit()))
        .then(|| format!("{word}{version}"))
    })
}
