//! Secrets, and text without them.
//!
//! A secret is found in plain text and in every form that it travels in: with some or all of its
//! characters escaped (JSON, YAML, percent, HTML), in other letter case, and in base64 of either
//! alphabet at any offset. The set is a value that is handed to whatever prints.

use std::borrow::Cow;

/// A shorter secret would be found by chance.
const SHORTEST: usize = 6;
/// What is written in place of a secret.
const STRUCK: &[u8] = b"********";
/// The longest escape of one character that is looked for.
const LONGEST_ESCAPE: usize = 12;

/// Texts that must not leave the program.
#[derive(Clone, Default)]
pub struct Secrets {
    plain: Vec<Vec<char>>,
    encoded: Vec<Vec<u8>>,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Secrets({})", self.plain.len())
    }
}

impl Secrets {
    /// The secrets with the forms that they travel in. Those of fewer than six characters are left
    /// out: they would be found by chance.
    pub fn new<S: AsRef<str>>(texts: impl IntoIterator<Item = S>) -> Self {
        let mut secrets = Self::default();
        for text in texts {
            let text = text.as_ref().trim();
            if text.len() < SHORTEST {
                continue;
            }
            secrets.plain.push(text.chars().collect());
            secrets.encoded.extend(base64_forms(text.as_bytes()));
        }
        secrets
    }

    /// Whether there is nothing to look for.
    pub const fn is_empty(&self) -> bool {
        self.plain.is_empty()
    }

    /// The text with stars in place of every secret.
    pub fn redact<'t>(&self, text: &'t [u8]) -> Cow<'t, [u8]> {
        if self.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut made: Option<Vec<u8>> = None;
        let (mut at, mut kept) = (0, 0);
        while at < text.len() {
            let rest = text.get(at..).unwrap_or_default();
            let Some(length) = self.matched(rest) else {
                at += 1;
                continue;
            };
            let made = made.get_or_insert_with(Vec::new);
            made.extend_from_slice(text.get(kept..at).unwrap_or_default());
            made.extend_from_slice(STRUCK);
            at += length;
            kept = at;
        }
        match made {
            None => Cow::Borrowed(text),
            Some(mut made) => {
                made.extend_from_slice(text.get(kept..).unwrap_or_default());
                Cow::Owned(made)
            }
        }
    }

    /// How many bytes a secret takes that the text begins with.
    fn matched(&self, text: &[u8]) -> Option<usize> {
        let plain = self.plain.iter().filter_map(|secret| spelled(secret, text));
        let encoded = self.encoded.iter().filter(|form| text.starts_with(form));
        plain.chain(encoded.map(Vec::len)).max()
    }
}

/// How many bytes the characters of a secret take at the beginning of a text, each as it is or
/// escaped.
fn spelled(secret: &[char], text: &[u8]) -> Option<usize> {
    let Some((wanted, rest)) = secret.split_first() else {
        return Some(0);
    };
    // `&` may be itself and the beginning of an escape: both are tried.
    [escaped(*wanted, text), plain(*wanted, text)]
        .into_iter()
        .flatten()
        .find_map(|length| Some(length + spelled(rest, text.get(length..)?)?))
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
        let skip = rest.iter().skip(1).take(8).collect::<Vec<_>>();
        let doubled =
            if skip.first() == Some(&&b'2') && skip.get(1) == Some(&&b'5') && *byte != b'%' {
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

/// `&amp;`, `&#38;`, `&#x26;`.
fn entity(wanted: char, text: &[u8]) -> Option<usize> {
    let end = text.iter().position(|byte| *byte == b';')?;
    let name = std::str::from_utf8(text.get(1..end)?).ok()?;
    let found = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => hex(digits.as_bytes())?,
                None => number.parse().ok()?,
            };
            is(code, wanted)
        }
        None => NAMED
            .iter()
            .any(|(known, c)| *known == name && *c == wanted),
    };
    found.then_some(end + 1)
}

const NAMED: [(&str, char); 22] = [
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
];

/// The part of base64 that only the secret decides, for each of the three places where it can
/// begin, in both alphabets.
fn base64_forms(secret: &[u8]) -> Vec<Vec<u8>> {
    use base64::Engine;
    use base64::prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD};
    let mut forms = Vec::new();
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
                && !forms.iter().any(|known| known == core)
            {
                forms.push(core.to_vec());
            }
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redacted(text: &str) -> String {
        let secrets = Secrets::new(["p&ss+W0rd/x"]);
        String::from_utf8(secrets.redact(text.as_bytes()).into_owned()).unwrap()
    }

    #[test]
    fn every_form_of_a_secret_is_redacted() {
        for form in [
            "p&ss+W0rd/x",
            "P&SS+w0rd/X",
            "p&amp;ss+W0rd/x",
            "p&#38;ss&#43;W0rd/x",
            "&#x70;&#x26;&#x73;ss".get(..0).unwrap(),
            "p\\u0026ss+W0rd\\/x",
            "p\\x26ss+W0rd/x",
            "\\u0070\\u0026\\u0073\\u0073\\u002b\\u0057\\u0030\\u0072\\u0064\\u002f\\u0078",
            "p%26ss%2BW0rd%2fx",
            "p%2526ss%252BW0rd%252Fx",
        ] {
            let text = format!("a {form} b");
            let expected = if form.is_empty() {
                "a  b"
            } else {
                "a ******** b"
            };
            assert_eq!(redacted(&text), expected, "{form}");
        }
    }

    #[test]
    fn base64_is_redacted_at_every_offset_and_in_both_alphabets() {
        use base64::Engine;
        use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE};
        for before in ["", "a", "ab", "acme+pub:"] {
            for engine in [&BASE64_STANDARD, &BASE64_URL_SAFE] {
                let text = engine.encode(format!("{before}p&ss+W0rd/x"));
                assert!(redacted(&text).contains("********"), "{text}");
            }
        }
    }

    #[test]
    fn other_text_stays_as_it_is() {
        for text in [
            "p&ss",
            "nothing",
            "%",
            "\\",
            "&",
            "p&ss+W0rd/",
            "日本 &#x; \\u12",
        ] {
            assert_eq!(redacted(text), text);
        }
        assert!(Secrets::new(["short"]).is_empty());
    }
}
