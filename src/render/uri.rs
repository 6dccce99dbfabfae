//! Paths as URIs.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::finding_text::in_repository;

/// Unescaped characters of a path: the unreserved characters of RFC 3986, and the slash.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A path as a URI reference.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Uri {
    /// Relative to the current directory.
    Relative(String),
    /// A `file:` URI.
    Absolute(String),
}

impl Uri {
    pub(super) fn of_path(path: &str) -> Self {
        Self::of(path, cfg!(windows))
    }

    fn of(path: &str, windows: bool) -> Self {
        let slashed = if windows {
            path.replace('\\', "/")
        } else {
            path.to_owned()
        };
        let encode = |path: &str| utf8_percent_encode(path, PATH).to_string();
        if let Some((drive, rest)) = slashed.split_once(":/").filter(|(drive, _)| {
            windows && drive.len() == 1 && drive.bytes().all(|byte| byte.is_ascii_alphabetic())
        }) {
            Self::Absolute(format!("file:///{drive}:/{}", encode(rest)))
        } else if slashed.starts_with('/') {
            let host = if windows && slashed.starts_with("//") {
                "file:"
            } else {
                "file://"
            };
            Self::Absolute(format!("{host}{}", encode(&slashed)))
        } else {
            Self::Relative(encode(in_repository(&slashed)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Uri;

    #[test]
    fn a_path_becomes_an_equivalent_uri_reference() {
        let relative = |text: &str| Uri::Relative(text.to_owned());
        let absolute = |text: &str| Uri::Absolute(text.to_owned());
        for (path, windows, uri) in [
            ("roles/a b.json", false, relative("roles/a%20b.json")),
            ("./a.json", false, relative("a.json")),
            ("../a.json", false, relative("../a.json")),
            ("C:x#?%.json", false, relative("C%3Ax%23%3F%25.json")),
            ("a\\b.json", false, relative("a%5Cb.json")),
            ("a\\b.json", true, relative("a/b.json")),
            ("/srv/ä.json", false, absolute("file:///srv/%C3%A4.json")),
            ("C:\\a b.json", true, absolute("file:///C:/a%20b.json")),
            ("\\\\host\\a.json", true, absolute("file://host/a.json")),
            ("<stdin>", false, relative("%3Cstdin%3E")),
        ] {
            assert_eq!(Uri::of(path, windows), uri, "{path}");
        }
    }
}
