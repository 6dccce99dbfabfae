//! Secrets, and text without them.
//!
//! A secret is found in plain text and in every form that it travels in: with some or all of its
//! characters escaped (JSON, YAML, percent, HTML), in other letter case, and in base64 of either
//! alphabet at any offset. The set is a value that is handed to whatever prints.

use std::borrow::Cow;

use super::normalize;

/// A shorter secret would be found by chance.
const SHORTEST: usize = 6;
/// What is written instead of a secret.
const STRUCK: &[u8] = b"********";
/// The longest escape of one character that is looked for.
const LONGEST_ESCAPE: usize = 32;

/// Texts that must not leave the program.
#[derive(Clone, Default)]
pub struct Secrets {
    /// The characters of each form of a secret; base64 is one of them.
    forms: Vec<Vec<char>>,
    /// For every byte, whether a form can begin with it.
    begins: Vec<bool>,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Secrets({})", self.forms.len())
    }
}

impl Secrets {
    /// The secrets with the forms that they travel in. Those of fewer than six characters are left
    /// out: they would be found by chance.
    pub fn new<S: AsRef<str>>(texts: impl IntoIterator<Item = S>) -> Self {
        let mut forms: Vec<Vec<char>> = Vec::new();
        for text in texts {
            let text = text.as_ref().trim();
            if text.len() < SHORTEST {
                continue;
            }
            let core = core(text);
            for form in [core.to_owned(), normalize(core), anchor(core)] {
                let form: Vec<char> = form.chars().collect();
                if form.len() >= SHORTEST && !forms.contains(&form) {
                    forms.push(form);
                }
            }
            forms.extend(base64_forms(text.as_bytes()));
        }
        let mut begins = vec![false; 256];
        for first in forms.iter().filter_map(|form| form.first()) {
            let mut buffer = [0; 4];
            let lead = first.encode_utf8(&mut buffer).bytes().next();
            let cases = lead.map(|byte| [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()]);
            for byte in cases.into_iter().flatten().chain(*b"\\%&") {
                if let Some(begins) = begins.get_mut(usize::from(byte)) {
                    *begins = true;
                }
            }
        }
        Self { forms, begins }
    }

    /// Whether there is nothing to look for.
    pub const fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// The text with stars instead of every secret.
    pub fn redact<'t>(&self, text: &'t [u8]) -> Cow<'t, [u8]> {
        self.redact_until(text, text.len()).0
    }

    /// The same for the part of a text up to a byte: a secret that begins in the part is replaced
    /// with all of its bytes. Says at which byte the next part begins.
    pub fn redact_until<'t>(&self, text: &'t [u8], until: usize) -> (Cow<'t, [u8]>, usize) {
        let until = until.min(text.len());
        let mut made: Option<Vec<u8>> = None;
        let (mut at, mut kept) = (0, 0);
        while at < until && !self.is_empty() {
            let rest = text.get(at..).unwrap_or_default();
            let Some(length) = self.matched(rest) else {
                at += 1;
                continue;
            };
            let before = text.get(kept..at).unwrap_or_default();
            let made = made.get_or_insert_with(Vec::new);
            made.extend_from_slice(before_escape(before, rest.first().copied()));
            made.extend_from_slice(STRUCK);
            at += length;
            kept = at;
        }
        let end = at.max(until);
        let rest = text.get(kept..end).unwrap_or_default();
        match made {
            None => (Cow::Borrowed(rest), end),
            Some(mut made) => {
                made.extend_from_slice(rest);
                (Cow::Owned(made), end)
            }
        }
    }

    /// How many bytes a secret takes that the text begins with.
    fn matched(&self, text: &[u8]) -> Option<usize> {
        let first = usize::from(*text.first()?);
        if !self.begins.get(first).copied().unwrap_or(false) {
            return None;
        }
        let found = self.forms.iter().filter_map(|form| spelled(form, 0, text));
        found.max()
    }
}

/// A secret without punctuation at its ends that formats use themselves, so that the rest after
/// a replacement is still valid.
fn core(text: &str) -> &str {
    let core = text.trim_matches(['"', '\'', '<', '>', ',', '&', '\\', '%', ';']);
    if core.len() < SHORTEST { text } else { core }
}

/// A text as links within a page write it.
fn anchor(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// The text before a secret, without a backslash that belongs to its first letter: `\n` before a
/// secret that begins with the letter itself.
fn before_escape(before: &[u8], first: Option<u8>) -> &[u8] {
    let slashes = before.iter().rev().take_while(|byte| **byte == b'\\');
    let opens = slashes.count() % 2 == 1;
    match before.split_last() {
        Some((_, rest)) if opens && first.is_some_and(|c| b"\"\\/bfnrtu".contains(&c)) => rest,
        _ => before,
    }
}

/// How many bytes the characters of a secret take at the beginning of a text, from one of them on,
/// each as it is or escaped.
fn spelled(secret: &[char], from: usize, text: &[u8]) -> Option<usize> {
    let Some(wanted) = secret.get(from).copied() else {
        return Some(0);
    };
    // A text that was shortened ends in the middle of a secret.
    if from >= SHORTEST && text.starts_with("\u{2026}".as_bytes()) {
        return Some(0);
    }
    let gap = if from == 0 { 0 } else { wrapped(text) };
    let text = text.get(gap..)?;
    // `&` may be itself and the beginning of an escape: all are tried.
    let [doubled, once] = repeated(wanted, text);
    [escaped(wanted, text), doubled, once, plain(wanted, text)]
        .into_iter()
        .flatten()
        .find_map(|length| {
            let rest = spelled(secret, from + 1, text.get(length..)?)?;
            Some(gap + length + rest)
        })
}

/// How many bytes the end of a line takes in a text that was wrapped: the line break, and what
/// drawings and quotes put before the next line.
fn wrapped(text: &[u8]) -> usize {
    let length = match text {
        [b'\n', ..] => 1,
        [b'\r', b'\n', ..] => 2,
        _ => return 0,
    };
    let mut rest = text.get(length..).unwrap_or_default();
    loop {
        rest = match rest {
            [b' ' | b'\t' | b'|' | b'>', after @ ..]
            | [0xc2, 0xb7, after @ ..]
            | [0xe2, 0x94 | 0x95, _, after @ ..] => after,
            [0x1b, b'[', after @ ..] => {
                let parameters = after.iter().take_while(|byte| !byte.is_ascii_alphabetic());
                after.get(parameters.count() + 1..).unwrap_or_default()
            }
            _ => return text.len() - rest.len(),
        };
    }
}

/// How many bytes one character takes that formats write twice, or four times when it is escaped
/// again: a backslash, and a quotation mark of CSV and YAML.
fn repeated(wanted: char, text: &[u8]) -> [Option<usize>; 2] {
    let times = |number: usize| {
        let found = text.get(..number)?;
        (matches!(wanted, '\\' | '"' | '\'') && found.iter().all(|b| char::from(*b) == wanted))
            .then_some(number)
    };
    [times(4), times(2)]
}

/// How many bytes one character takes that is written as it is.
fn plain(wanted: char, text: &[u8]) -> Option<usize> {
    let mut buffer = [0; 4];
    let plain = wanted.encode_utf8(&mut buffer).as_bytes();
    let found = text.get(..plain.len())?;
    found.eq_ignore_ascii_case(plain).then_some(plain.len())
}

/// How many bytes one character takes that is escaped.
fn escaped(wanted: char, text: &[u8]) -> Option<usize> {
    let mut buffer = [0; 4];
    let plain = wanted.encode_utf8(&mut buffer).as_bytes();
    let window = text.get(..text.len().min(LONGEST_ESCAPE))?;
    match window.first()? {
        b'\\' => backslash(wanted, window),
        b'%' => percent(plain, text),
        b'&' => entity(wanted, window),
        _ => None,
    }
}

fn is(code: u32, wanted: char) -> bool {
    char::from_u32(code).is_some_and(|found| {
        found == wanted || found.is_ascii() && found.eq_ignore_ascii_case(&wanted)
    })
}

fn hex(digits: &[u8]) -> Option<u32> {
    let text = std::str::from_utf8(digits).ok()?;
    text.bytes()
        .all(|byte| byte.is_ascii_hexdigit())
        .then_some(())?;
    u32::from_str_radix(text, 16).ok()
}

/// `\n`, `\"`, `\x41`, `\u0041`, `\U00000041`, and each with a doubled backslash.
fn backslash(wanted: char, text: &[u8]) -> Option<usize> {
    let slashes = text.iter().take_while(|byte| **byte == b'\\').count();
    let rest = text.get(slashes..)?;
    // `\u{41}`, as messages show it.
    if let [b'u', b'{', rest @ ..] = rest {
        let length = rest.iter().position(|byte| *byte == b'}')?;
        let code = hex(rest.get(..length)?)?;
        return is(code, wanted).then_some(slashes + length + 3);
    }
    let digits = match rest.first()? {
        b'x' => 2,
        b'u' => 4,
        b'U' => 8,
        other => {
            return (wanted.is_ascii_punctuation() && char::from(*other) == wanted)
                .then_some(slashes + 1);
        }
    };
    let code = hex(rest.get(1..=digits)?)?;
    is(code, wanted).then_some(slashes + 1 + digits)
}

fn percent(plain: &[u8], text: &[u8]) -> Option<usize> {
    let mut at = 0;
    for byte in plain {
        let rest = text.get(at..)?;
        // `%2525` is a percent sign that was escaped twice.
        let doubled = if rest.get(1..3) == Some(b"25") && *byte != b'%' {
            2
        } else {
            0
        };
        let digits = rest.get(1 + doubled..3 + doubled)?;
        if rest.first() != Some(&b'%') || !is(hex(digits)?, char::from(*byte)) {
            return None;
        }
        at += 3 + doubled;
    }
    Some(at)
}

/// `&amp;`, `&#38;`, `&#x26;`; browsers accept a number without its semicolon.
fn entity(wanted: char, text: &[u8]) -> Option<usize> {
    let ended = |length: usize| length + usize::from(text.get(length) == Some(&b';'));
    let body = match text {
        [b'&', b'#', rest @ ..] => rest,
        [b'&', rest @ ..] => {
            // `&amp;#38;` was escaped twice.
            let length = rest.iter().position(|byte| *byte == b';')?;
            let found = std::str::from_utf8(rest.get(..length)?).ok()?;
            let mut named = NAMED.iter();
            let known = named.any(|(known, c)| known.eq_ignore_ascii_case(found) && *c == wanted);
            let after = rest.get(length + 1..)?;
            if found.eq_ignore_ascii_case("amp") {
                let mut again = vec![b'&'];
                again.extend_from_slice(after);
                if let Some(inner) = (after.first() != Some(&b'&'))
                    .then(|| entity(wanted, &again))
                    .flatten()
                {
                    return Some(length + 1 + inner);
                }
            }
            return known.then_some(length + 2);
        }
        _ => return None,
    };
    let (radix, skip) = match body.first() {
        Some(b'x' | b'X') => (16, 1),
        _ => (10, 0),
    };
    let digits = body.get(skip..)?;
    let length = digits
        .iter()
        .take_while(|byte| char::from(**byte).is_digit(radix))
        .count();
    let number = std::str::from_utf8(digits.get(..length)?).ok()?;
    let code = u32::from_str_radix(number, radix).ok()?;
    is(code, wanted).then(|| ended(2 + skip + length))
}

const NAMED: [(&str, char); 36] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("plus", '+'),
    ("equals", '='),
    ("sol", '/'),
    ("bsol", '\\'),
    ("colon", ':'),
    ("semi", ';'),
    ("comma", ','),
    ("period", '.'),
    ("excl", '!'),
    ("quest", '?'),
    ("num", '#'),
    ("dollar", '$'),
    ("percnt", '%'),
    ("commat", '@'),
    ("ast", '*'),
    ("lowbar", '_'),
    ("grave", '`'),
    ("lpar", '('),
    ("rpar", ')'),
    ("lsqb", '['),
    ("lbrack", '['),
    ("rsqb", ']'),
    ("rbrack", ']'),
    ("lcub", '{'),
    ("lbrace", '{'),
    ("rcub", '}'),
    ("rbrace", '}'),
    ("vert", '|'),
    ("verbar", '|'),
    ("hat", '^'),
    ("midast", '*'),
];

/// The part of base64 that only the secret decides, for each of the three places where it can
/// begin, in both alphabets.
fn base64_forms(secret: &[u8]) -> Vec<Vec<char>> {
    use base64::Engine;
    use base64::prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD};
    let mut forms: Vec<Vec<char>> = Vec::new();
    for before in 0..3_usize {
        let mut bytes = vec![0; before];
        bytes.extend_from_slice(secret);
        // Characters that bytes outside of the secret decide too are left out.
        let first = (before * 8).div_ceil(6);
        let last = (before + secret.len()) * 8 / 6;
        for engine in [BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD] {
            let text = engine.encode(&bytes);
            if let Some(core) = text.as_bytes().get(first..last.min(text.len()))
                && core.len() >= SHORTEST
            {
                let core: Vec<char> = core.iter().map(|byte| char::from(*byte)).collect();
                if !forms.contains(&core) {
                    forms.push(core);
                }
            }
        }
    }
    forms
}

#[cfg(test)]
mod tests;
