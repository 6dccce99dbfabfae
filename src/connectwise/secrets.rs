//! The private key in every form that a response can contain, to find and redact it.

use std::borrow::Cow;

use base64::Engine;
use base64::prelude::{
    BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD,
};
use percent_encoding::percent_decode;
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

/// The forms of the private key; the first is what the header carries.
#[derive(Debug)]
pub(super) struct Secrets {
    forms: Vec<SecretString>,
    /// The key in letters of either case and with the escapes of HTML and others.
    spelled: crate::model::Secrets,
}

/// A shorter key would match by chance in unrelated responses.
const TELLING: usize = 6;

/// How many levels of escapes are decoded.
const ESCAPED: usize = 2;

/// A text without JSON escapes; none if it has none.
fn unescaped(bytes: &[u8]) -> Option<Vec<u8>> {
    memchr::memchr(b'\\', bytes)?;
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match (byte, after.split_first()) {
            (b'\\', Some((b'u', digits))) => {
                let code = digits.get(..4).and_then(number);
                // Half a surrogate pair is not a character of a key.
                if let Some(c) = code.and_then(char::from_u32) {
                    plain.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                }
                rest = digits
                    .get(if code.is_some() { 4 } else { 0 }..)
                    .unwrap_or_default();
            }
            (b'\\', Some((&escaped, after))) => {
                plain.push(escaped);
                rest = after;
            }
            _ => plain.push(byte),
        }
    }
    Some(plain)
}

/// A text without percent escapes; none if it has none.
fn percent_decoded(bytes: &[u8]) -> Option<Vec<u8>> {
    match percent_decode(bytes).into() {
        Cow::Owned(decoded) => Some(decoded),
        Cow::Borrowed(_) => None,
    }
}

fn number(digits: &[u8]) -> Option<u32> {
    let hex = digits.iter().all(u8::is_ascii_hexdigit);
    let digits = std::str::from_utf8(digits).ok().filter(|_| hex)?;
    u32::from_str_radix(digits, 16).ok()
}

impl Secrets {
    /// The forms of a key; `caller` precedes it in the header.
    pub(super) fn new(key: &str, caller: &str) -> Self {
        let pair = SecretString::from(format!("{caller}:{key}"));
        // The longer forms first: a shorter one is a part of them.
        let engines = [
            BASE64_STANDARD,
            BASE64_URL_SAFE,
            BASE64_STANDARD_NO_PAD,
            BASE64_URL_SAFE_NO_PAD,
        ];
        let forms = [pair.expose_secret(), key]
            .into_iter()
            .flat_map(|text| engines.iter().map(move |engine| engine.encode(text)));
        Self {
            forms: forms
                .chain([key.to_owned()])
                .map(SecretString::from)
                .collect(),
            spelled: crate::model::Secrets::new([key]),
        }
    }

    /// The value of the `Authorization` header, marked as sensitive.
    pub(super) fn authorization(&self) -> Option<HeaderValue> {
        let pair = self.forms.first()?;
        let value = SecretString::from(format!("Basic {}", pair.expose_secret()));
        let mut value = HeaderValue::from_str(value.expose_secret()).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// Whether a body contains the key: some servers echo the request. They may write it with
    /// escapes, which parsing would remove.
    pub(super) fn shown_in(&self, body: &[u8]) -> bool {
        if self.found_in(body) {
            return true;
        }
        let mut plainer = Cow::Borrowed(body);
        for _ in 0..ESCAPED {
            for decode in [unescaped, percent_decoded] {
                if let Some(decoded) = decode(&plainer) {
                    if self.found_in(&decoded) {
                        return true;
                    }
                    plainer = decoded.into();
                }
            }
        }
        false
    }

    fn found_in(&self, bytes: &[u8]) -> bool {
        let spelled = || matches!(self.spelled.redact(bytes), Cow::Owned(_));
        self.telling()
            .any(|secret| memchr::memmem::find(bytes, secret.as_bytes()).is_some())
            || spelled()
    }

    /// The text with every form of the key redacted.
    pub(super) fn struck(&self, text: &str) -> String {
        const STRUCK: &str = "(private key)";
        let struck = self
            .telling()
            .fold(text.to_owned(), |text, secret| text.replace(secret, STRUCK));
        // If escapes hide the key, its place in the text is not known.
        if self.shown_in(struck.as_bytes()) {
            return STRUCK.to_owned();
        }
        struck
    }

    fn telling(&self) -> impl Iterator<Item = &str> {
        self.forms
            .iter()
            .map(ExposeSecret::expose_secret)
            .filter(|secret| secret.len() >= TELLING)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_key_is_redacted() {
        let secrets = Secrets::new("s3cr3tKey", "acme+PUB1");
        let echo = "key s3cr3tKey, czNjcjN0S2V5, Basic YWNtZStQVUIxOnMzY3IzdEtleQ==";
        assert!(secrets.shown_in(echo.as_bytes()));
        assert_eq!(
            secrets.struck(echo),
            "key (private key), (private key), Basic (private key)"
        );
        assert!(!secrets.shown_in(b"nothing"));
    }

    #[test]
    fn escapes_do_not_hide_the_key() {
        let secrets = Secrets::new("S3CR/3Tk>y+abc?", "acme+PUB1");
        let letters = |text: &str, escape: fn(u32) -> String| -> String {
            text.chars().map(|c| escape(c.into())).collect()
        };
        let key = "S3CR/3Tk>y+abc?";
        for echo in [
            r#"{"message":"bad key S3CR\/3Tk>y+abc?"}"#.to_owned(),
            letters(key, |code| format!("\\u{code:04X}")),
            letters(key, |code| format!("\\\\u{code:04x}")),
            letters(key, |code| format!("%{code:02x}")),
            "S3CR%2F3Tk%3Ey%2Babc%3F".to_owned(),
            BASE64_URL_SAFE_NO_PAD.encode(key),
            BASE64_STANDARD_NO_PAD.encode(format!("acme+PUB1:{key}")),
            BASE64_STANDARD
                .encode(key)
                .replace('/', "\\/")
                .replace('=', "%3D"),
        ] {
            assert!(secrets.shown_in(echo.as_bytes()), "{echo}");
            let struck = secrets.struck(&echo);
            assert!(struck.contains("(private key)"), "{struck}");
            assert!(!secrets.shown_in(struck.as_bytes()), "{struck}");
        }
        assert!(!secrets.shown_in(br"a \u0041 \ud800 \u12 %4 % \"));
    }
}
