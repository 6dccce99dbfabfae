//! The API URL, in every form that users paste.

use std::fmt;

use reqwest::Url;

/// Domains of the `ConnectWise` cloud. There the API host is the login host with the prefix `api-`.
const CLOUD: [&str; 2] = ["myconnectwise.net", "connectwisedev.com"];

/// The codebase that is used if a server does not name one.
pub(super) const FALLBACK_CODEBASE: &str = "v4_6_release";

/// Address of a `ConnectWise`: the host that knows the codebase of a company, the host of the API,
/// and the codebase if it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    login: Url,
    api: Url,
    codebase: Option<String>,
}

/// Why a text is not an API URL.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AddressError {
    /// It is empty.
    Empty,
    /// It cannot be read as an address.
    NotAnAddress,
    /// It is plain http to another machine: the private key would be readable on the way.
    PlainHttp,
    /// It carries a user name or password.
    UserInfo,
    /// `ConnectWise` has no such path.
    UnknownPath(String),
}

impl Address {
    /// Parses an API URL: with or without scheme, of the login host or the API host, with or
    /// without codebase and `apis/3.0`; the rest of the path and the query are ignored.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let text = text.trim().trim_matches(['"', '\'', '<', '>']).trim();
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        // `localhost:8080` alone would be parsed as a scheme: a text without `//` has no scheme.
        let full = if text.contains("://") {
            text.to_owned()
        } else {
            format!("https://{}", text.trim_start_matches('/'))
        };
        let mut url = Url::parse(&full).map_err(|_| AddressError::NotAnAddress)?;
        if !url.has_host() || !matches!(url.scheme(), "https" | "http") {
            return Err(AddressError::NotAnAddress);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(AddressError::UserInfo);
        }
        if url.scheme() == "http" && !is_loopback(&url) {
            return Err(AddressError::PlainHttp);
        }
        let codebase = codebase(&url)?;
        url.set_path("/");
        url.set_query(None);
        url.set_fragment(None);
        let mut api = url.clone();
        if let Some(host) = url.host_str().and_then(api_host) {
            api.set_host(Some(&host))
                .map_err(|_| AddressError::NotAnAddress)?;
        }
        Ok(Self {
            login: url,
            api,
            codebase,
        })
    }

    /// The host of the API, with its port unless it is the default.
    pub fn host(&self) -> String {
        host_of(&self.api)
    }

    /// The host as given: it knows the codebase of the company.
    pub(super) const fn login(&self) -> &Url {
        &self.login
    }

    pub(super) const fn api(&self) -> &Url {
        &self.api
    }

    pub(super) fn codebase(&self) -> Option<&str> {
        self.codebase.as_deref()
    }

    /// The API's base in a codebase.
    pub(super) fn base(api: &Url, codebase: &str) -> Url {
        let mut url = api.clone();
        url.set_path(&format!("/{codebase}/apis/3.0/"));
        url
    }

    /// Another API host that a server names for itself; accepted only within `ConnectWise`'s cloud,
    /// so that no response can send the credentials to another party.
    pub(super) fn site(&self, named: &str) -> Option<Url> {
        let other = Self::parse(named).ok()?;
        let cloud = |url: &Url| {
            let (_, domain) = in_cloud(url.host_str()?)?;
            (url.scheme() == "https" && url.port().is_none()).then_some(domain)
        };
        (cloud(&self.api)? == cloud(&other.api)?).then_some(other.api)
    }
}

/// The host of an address, with its port unless it is the default.
pub(super) fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Whether an address leads to this machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else {
        return false;
    };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || bare
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// Whether two addresses have the same origin: scheme, host and port.
pub(super) fn same_origin(one: &Url, other: &Url) -> bool {
    one.origin() == other.origin()
}

/// What is before the domain in a host of the cloud, and the domain.
fn in_cloud(host: &str) -> Option<(&str, &'static str)> {
    CLOUD.into_iter().find_map(|domain| {
        let before = host.strip_suffix(domain)?.strip_suffix('.')?;
        Some((before, domain))
    })
}

/// `api-na.myconnectwise.net` for `na.myconnectwise.net`; `None` for an API host and outside the
/// cloud.
fn api_host(host: &str) -> Option<String> {
    let (region, _) = in_cloud(host)?;
    (!region.is_empty() && !region.contains('.') && !region.starts_with("api-"))
        .then(|| format!("api-{host}"))
}

/// Whether a text is valid as a codebase in a path.
pub(super) fn is_codebase(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && !text.starts_with('.')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}

fn codebase(url: &Url) -> Result<Option<String>, AddressError> {
    let segments: Vec<&str> = url
        .path_segments()
        .into_iter()
        .flatten()
        .filter(|segment| !segment.is_empty())
        .collect();
    let unknown = || AddressError::UnknownPath(url.path().to_owned());
    let is = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
    match segments.as_slice() {
        [] => Ok(None),
        // The address of the login page, copied from a browser.
        [first, ..] if is(first, "login") => Ok(None),
        [apis, rest @ ..] if is(apis, "apis") => version(rest).then_some(None).ok_or_else(unknown),
        [first, rest @ ..] if is_codebase(first) => match rest {
            [apis, rest @ ..] if is(apis, "apis") => version(rest)
                .then(|| Some((*first).to_owned()))
                .ok_or_else(unknown),
            // `/v4_6_release/ConnectWise.aspx`, copied from a browser.
            _ if first.starts_with(['v', 'V'])
                && first.as_bytes().get(1).is_some_and(u8::is_ascii_digit) =>
            {
                Ok(Some((*first).to_owned()))
            }
            _ => Err(unknown()),
        },
        _ => Err(unknown()),
    }
}

/// Whether the part after `apis` is the supported API version, or empty.
fn version(rest: &[&str]) -> bool {
    rest.first().is_none_or(|version| *version == "3.0")
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the API URL is empty"),
            Self::NotAnAddress => f.write_str(
                "the API URL is not valid: expected a host, such as `na.myconnectwise.net`, or a full base URL",
            ),
            Self::PlainHttp => f.write_str(
                "the API URL uses http, which would expose the private key on the network; use \
                 https",
            ),
            Self::UserInfo => f.write_str(
                "the API URL contains a user name or a password: expected none; specify the keys \
                 separately",
            ),
            Self::UnknownPath(path) => write!(
                f,
                "the API URL has the path `{path}`: expected none, or one that ends with \
                 `/apis/3.0`"
            ),
        }
    }
}

impl std::error::Error for AddressError {}

#[cfg(test)]
mod tests;
