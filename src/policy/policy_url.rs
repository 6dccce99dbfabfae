//! Addresses of policies and of policy libraries: `https://vendor.example/policy.yaml#sha256=DIGEST`.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// The address of a policy, with the digest that its text must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyUrl {
    /// The address without its digest.
    pub url: String,
    /// The SHA-256 digest of the text, in lower-case hexadecimal.
    pub digest: Option<String>,
}

/// Why an address of a policy is not usable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyUrlError {
    /// The error.
    pub message: String,
    /// How to fix it.
    pub help: &'static str,
}

/// Number of hexadecimal digits of a digest.
const DIGITS: usize = 64;

impl PolicyUrl {
    /// Whether a name of a policy is meant as an address.
    pub fn is_url(name: &str) -> bool {
        name.split_once("://").is_some_and(|(scheme, _)| {
            ["https", "http"]
                .iter()
                .any(|known| known.eq_ignore_ascii_case(scheme))
        })
    }

    /// Reads an address and its digest.
    ///
    /// # Errors
    ///
    /// A fragment that is no digest, and a digest of the wrong length.
    pub fn parse(text: &str) -> Result<Self, PolicyUrlError> {
        let Some((url, fragment)) = text.split_once('#') else {
            return Ok(Self {
                url: text.to_owned(),
                digest: None,
            });
        };
        let digest = fragment.strip_prefix("sha256=").ok_or(PolicyUrlError {
            message: format!("the URL `{url}` ends in `#{fragment}`"),
            help: "write its digest as `#sha256=` and 64 hexadecimal digits",
        })?;
        let digest = digest.to_ascii_lowercase();
        if digest.len() != DIGITS || !digest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(PolicyUrlError {
                message: format!(
                    "the digest of `{url}` has {} characters, so it is not a SHA-256 digest",
                    digest.chars().count()
                ),
                help: "use the 64 hexadecimal digits that `sha256sum` or `Get-FileHash` prints",
            });
        }
        Ok(Self {
            url: url.to_owned(),
            digest: Some(digest),
        })
    }

    /// Whether a text has the digest of the address; true without one.
    pub fn accepts(&self, bytes: &[u8]) -> bool {
        self.digest
            .as_ref()
            .is_none_or(|digest| *digest == digest_of(bytes))
    }
}

impl fmt::Display for PolicyUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url)
    }
}

/// The SHA-256 digest of a text, in lower-case hexadecimal.
pub fn digest_of(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::{PolicyUrl, digest_of};

    #[test]
    fn an_address_is_split_from_its_digest() {
        let digest = digest_of(b"text");
        let upper = digest.to_uppercase();
        let url = PolicyUrl::parse(&format!("https://a.example/p.yaml#sha256={upper}")).unwrap();
        assert_eq!(url.url, "https://a.example/p.yaml");
        assert_eq!(url.digest.as_deref(), Some(digest.as_str()));
        assert!(url.accepts(b"text") && !url.accepts(b"test"));
        assert!(PolicyUrl::parse("https://a.example/").unwrap().accepts(b""));
    }

    #[test]
    fn other_fragments_and_short_digests_are_errors() {
        for text in [
            "https://a/#top",
            "https://a/#sha256=",
            "https://a/#sha256=ab",
            "https://a/#",
        ] {
            assert!(PolicyUrl::parse(text).is_err(), "{text}");
        }
        let not_hexadecimal = format!("https://a/#sha256={}", "g".repeat(64));
        assert!(PolicyUrl::parse(&not_hexadecimal).is_err());
    }

    #[test]
    fn only_web_addresses_are_addresses() {
        assert!(PolicyUrl::is_url("https://a.example/p.yaml"));
        assert!(PolicyUrl::is_url("HTTP://a.example/p.yaml"));
        for name in [
            "hudu",
            "a/b.yaml",
            r"C:\a.yaml",
            "file:///etc/passwd",
            "https:/a",
        ] {
            assert!(!PolicyUrl::is_url(name), "{name}");
        }
    }
}
