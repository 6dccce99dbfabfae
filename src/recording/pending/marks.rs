//! Words that mark the lines of one request: names of threads, and numbers of jobs and requests.

use super::super::time::Moment;

/// How many words of a line are inspected.
const WORDS: usize = 8;

/// The words at the start of a line that can mark a request.
pub(super) fn marks(line: &str) -> Vec<String> {
    let words = line.split_whitespace().take(WORDS);
    let words = words.map(|word| word.trim_end_matches([':', ',', ';']));
    words
        .filter(|word| is_mark(word))
        .map(str::to_owned)
        .collect()
}

/// Whether a word holds a number, and is neither a number alone nor a time.
fn is_mark(word: &str) -> bool {
    let inner = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let number = inner.parse::<f64>().is_ok();
    let clock = inner
        .split(':')
        .filter(|part| part.starts_with(|c: char| c.is_ascii_digit()));
    word.bytes().any(|byte| byte.is_ascii_digit())
        && !(number && inner.contains('.'))
        && !(number && inner == word)
        && clock.count() < 2
        && !word.contains('/')
        && Moment::parse(word).is_none()
}
