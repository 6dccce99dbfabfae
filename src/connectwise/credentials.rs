//! The five required credentials. Each has a separate type, so that they cannot be mixed up.

use std::fmt;

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use super::address::Address;
use super::secrets::Secrets;

/// The credentials of a caller.
#[derive(Debug)]
pub struct Credentials {
    /// The Company ID: what people type at login.
    pub company: CompanyId,
    /// The Public Key of an API member.
    pub public_key: PublicKey,
    /// The Private Key of that member.
    pub private_key: PrivateKey,
    /// The `clientId` of the integration.
    pub client_id: ClientId,
    /// The API URL.
    pub address: Address,
}

/// A Company ID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyId(String);

/// A Public Key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(String);

/// A `clientId`, which has been required in a header of every request since 2019.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientId(String);

/// A Private Key. It is wiped from memory when it is dropped, and `Debug` does not show it.
#[derive(Debug)]
pub struct PrivateKey(SecretString);

/// Why a value is not valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialError {
    /// It is empty.
    Empty(&'static str),
    /// It contains an invalid character; the value is not repeated.
    Character(&'static str),
    /// The public key includes the company, as in the `Authorization` header.
    CompanyInPublicKey,
}

/// A text without surrounding spaces and line breaks.
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
        // Both characters are separators in the `Authorization` value.
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
        let text = clean(text, "Client ID", &[])?;
        if !text.is_ascii() {
            return Err(CredentialError::Character("Client ID"));
        }
        Ok(Self(text.trim_matches(['{', '}']).to_owned()))
    }

    /// Whether it is a GUID, as `ConnectWise` issues it.
    pub fn is_guid(&self) -> bool {
        crate::endpoints::is_guid(&self.0)
    }

    pub(super) fn header(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.0).ok()
    }
}

impl PrivateKey {
    /// Creates a Private Key; the given text is wiped with it.
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
    /// Texts that must never be shown: the private key and its encoded forms.
    pub(super) fn secrets(&self) -> Secrets {
        Secrets::new(
            self.private_key.0.expose_secret(),
            &format!("{}+{}", self.company.0, self.public_key.0),
        )
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty(what) => write!(f, "the {what} is empty"),
            Self::Character(what) => write!(
                f,
                "the {what} contains an invalid character: it must not contain spaces, `+` or `:`"
            ),
            Self::CompanyInPublicKey => f.write_str(
                "the Public Key contains a `+`: expected only the key, without `company+` before it",
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
    fn the_header_is_as_documented_and_is_never_printed() {
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
    fn values_that_cannot_be_right_are_refused_without_repeating_them() {
        for (error, says) in [
            (CompanyId::new(" ").unwrap_err(), "the Company ID is empty"),
            (
                CompanyId::new("a+b").unwrap_err(),
                "the Company ID contains an invalid character",
            ),
            (
                PublicKey::new("acme+PUB1").unwrap_err(),
                "the Public Key contains a `+`",
            ),
            (
                ClientId::new("a\nb").unwrap_err(),
                "the Client ID contains an invalid character",
            ),
            (
                PrivateKey::new(SecretString::from("a b")).unwrap_err(),
                "the Private Key contains",
            ),
        ] {
            assert!(error.to_string().starts_with(says), "{error}");
        }
    }
}
