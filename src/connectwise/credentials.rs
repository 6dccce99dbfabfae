//! The five values that a caller needs, each a type of its own so that none takes another's place.

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use super::address::Address;

/// What `ConnectWise` demands of a caller.
#[derive(Debug)]
pub struct Credentials {
    /// The Company ID: what people type at login.
    pub company: CompanyId,
    /// The Public Key of an API member.
    pub public_key: PublicKey,
    /// The Private Key of the same.
    pub private_key: PrivateKey,
    /// The `clientId` of the integration.
    pub client_id: ClientId,
    /// The API Base URL.
    pub address: Address,
}

/// A Company ID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyId(String);

/// A Public Key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(String);

/// A `clientId`, which goes into a header of every request since 2019.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientId(String);

/// A Private Key. It is wiped from memory when it is dropped, and `Debug` does not show it.
#[derive(Debug)]
pub struct PrivateKey(SecretString);

/// Why a value cannot be what it is given as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialError {
    /// It is empty.
    Empty(&'static str),
    /// It holds a character that it cannot hold; the value is not repeated.
    Character(&'static str),
    /// The public key has the company before it, as in the `Authorization` header.
    CompanyInPublicKey,
}

/// A text without the spaces and line breaks that copying leaves round it.
fn clean<'a>(
    text: &'a str,
    what: &'static str,
    refused: &[char],
) -> Result<&'a str, CredentialError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(CredentialError::Empty(what));
    }
    let refused = |c: char| c.is_control() || c.is_whitespace() || refused.contains(&c);
    if text.contains(refused) {
        return Err(CredentialError::Character(what));
    }
    Ok(text)
}

impl CompanyId {
    /// Reads a Company ID.
    pub fn new(text: &str) -> Result<Self, CredentialError> {
        // Both signs divide the parts of the `Authorization` value.
        clean(text, "Company ID", &['+', ':', '/']).map(|text| Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PublicKey {
    /// Reads a Public Key.
    pub fn new(text: &str) -> Result<Self, CredentialError> {
        if text.contains('+') {
            return Err(CredentialError::CompanyInPublicKey);
        }
        clean(text, "Public Key", &[':']).map(|text| Self(text.to_owned()))
    }
}

impl ClientId {
    /// Reads a `clientId`.
    pub fn new(text: &str) -> Result<Self, CredentialError> {
        let text = clean(text, "clientId", &[])?;
        if !text.is_ascii() {
            return Err(CredentialError::Character("clientId"));
        }
        Ok(Self(text.trim_matches(['{', '}']).to_owned()))
    }

    /// Whether it has the form that `ConnectWise` gives out: a GUID.
    pub fn is_guid(&self) -> bool {
        let groups: Vec<&str> = self.0.split('-').collect();
        groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
            && groups
                .iter()
                .all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
    }

    pub(super) fn header(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.0).ok()
    }
}

impl PrivateKey {
    /// Takes a Private Key; the text that it came in is wiped with it.
    pub fn new(text: SecretString) -> Result<Self, CredentialError> {
        let trimmed = clean(text.expose_secret(), "Private Key", &[])?;
        if trimmed.len() == text.expose_secret().len() {
            return Ok(Self(text));
        }
        let trimmed = SecretString::from(trimmed);
        Ok(Self(trimmed))
    }
}

impl Credentials {
    /// The texts that must not be seen anywhere: the private key and the forms it travels in.
    pub(super) fn secrets(&self) -> Secrets {
        let key = self.private_key.0.expose_secret();
        let alone = BASE64_STANDARD.encode(key);
        let pair = SecretString::from(format!("{}+{}:{key}", self.company.0, self.public_key.0));
        let pair = BASE64_STANDARD.encode(pair.expose_secret());
        Secrets([
            SecretString::from(pair),
            SecretString::from(alone),
            SecretString::from(key),
        ])
    }
}

/// The forms of the private key.
#[derive(Debug)]
pub(super) struct Secrets([SecretString; 3]);

/// A shorter key would be found by chance in answers that do not hold it.
const TELLING: usize = 6;

impl Secrets {
    /// The value of the `Authorization` header, marked so that nobody prints it.
    pub(super) fn authorization(&self) -> Option<HeaderValue> {
        let [pair, ..] = &self.0;
        let value = SecretString::from(format!("Basic {}", pair.expose_secret()));
        let mut value = HeaderValue::from_str(value.expose_secret()).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// Whether a body holds the key: some servers send back what they were sent.
    pub(super) fn shown_in(&self, body: &[u8]) -> bool {
        self.telling().any(|secret| {
            let secret = secret.as_bytes();
            body.windows(secret.len()).any(|window| window == secret)
        })
    }

    /// The text with every form of the key struck out.
    pub(super) fn struck(&self, text: &str) -> String {
        self.telling().fold(text.to_owned(), |text, secret| {
            text.replace(secret, "(private key)")
        })
    }

    fn telling(&self) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .map(ExposeSecret::expose_secret)
            .filter(|secret| secret.len() >= TELLING)
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty(what) => write!(f, "the {what} is empty"),
            Self::Character(what) => write!(
                f,
                "the {what} holds a character that none has: expected one word without spaces, \
                 `+` and `:`"
            ),
            Self::CompanyInPublicKey => f.write_str(
                "the Public Key holds a `+`: expected the key alone, without `company+` before it",
            ),
        }
    }
}

impl std::error::Error for CredentialError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn credentials(key: &str) -> Credentials {
        Credentials {
            company: CompanyId::new(" acme\n").unwrap(),
            public_key: PublicKey::new("PUB1").unwrap(),
            private_key: PrivateKey::new(SecretString::from(key)).unwrap(),
            client_id: ClientId::new("{8f3f1d2a-0000-4000-8000-123456789abc}").unwrap(),
            address: Address::parse("na.myconnectwise.net").unwrap(),
        }
    }

    #[test]
    fn the_header_is_what_connectwise_documents_and_nobody_prints_it() {
        let credentials = credentials("s3cr3tKey\n");
        assert!(credentials.client_id.is_guid());
        let header = credentials.secrets().authorization().unwrap();
        // acme+PUB1:s3cr3tKey
        assert_eq!(header, "Basic YWNtZStQVUIxOnMzY3IzdEtleQ==");
        assert_eq!(format!("{header:?}"), "Sensitive");
        let shown = format!("{credentials:?} {:?}", credentials.secrets());
        assert!(
            !shown.contains("s3cr3tKey") && !shown.contains("YWNtZS"),
            "{shown}"
        );
    }

    #[test]
    fn every_form_of_the_key_is_struck_out() {
        let secrets = credentials("s3cr3tKey").secrets();
        let echo = "key s3cr3tKey, czNjcjN0S2V5, Basic YWNtZStQVUIxOnMzY3IzdEtleQ==";
        assert!(secrets.shown_in(echo.as_bytes()));
        assert_eq!(
            secrets.struck(echo),
            "key (private key), (private key), Basic (private key)"
        );
        assert!(!secrets.shown_in(b"nothing"));
    }

    #[test]
    fn values_that_cannot_be_right_are_refused_without_repeating_them() {
        for (error, says) in [
            (CompanyId::new(" ").unwrap_err(), "the Company ID is empty"),
            (
                CompanyId::new("a+b").unwrap_err(),
                "the Company ID holds a character",
            ),
            (
                PublicKey::new("acme+PUB1").unwrap_err(),
                "the Public Key holds a `+`",
            ),
            (
                ClientId::new("a\nb").unwrap_err(),
                "the clientId holds a character",
            ),
            (
                PrivateKey::new(SecretString::from("a b")).unwrap_err(),
                "the Private Key holds",
            ),
        ] {
            assert!(error.to_string().starts_with(says), "{error}");
        }
    }
}
