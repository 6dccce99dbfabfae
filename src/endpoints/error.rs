//! Kind of an error that a request was answered with.

/// What an error is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorKind {
    /// A permission is missing.
    MissingRight,
    /// A permission may be missing: a refusal without a message.
    MissingRightPerhaps,
    /// Company or keys.
    Credentials,
    /// Client ID.
    ClientId,
    /// Base URL, codebase or company.
    BaseUrl,
    /// Host without `api-`, or plain HTTP.
    WrongHost,
    /// An API member cannot do it; no role helps.
    MemberKind,
    /// The record does not exist; the permission was most likely there.
    Record,
    /// The path is wrong.
    Endpoint,
    /// The body or a parameter is wrong.
    Body,
    /// The method is not allowed.
    Method,
    /// Too many requests.
    RateLimit,
    /// The server failed.
    Server,
    /// The answer does not come from `ConnectWise`.
    NotConnectWise,
}

impl ErrorKind {
    /// Word for it in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::MissingRight => "missing-right",
            Self::MissingRightPerhaps => "missing-right-perhaps",
            Self::Credentials => "credentials",
            Self::ClientId => "clientId",
            Self::BaseUrl => "base-url",
            Self::WrongHost => "wrong-host",
            Self::MemberKind => "member-kind",
            Self::Record => "record",
            Self::Endpoint => "endpoint",
            Self::Body => "body",
            Self::Method => "method",
            Self::RateLimit => "rate-limit",
            Self::Server => "server",
            Self::NotConnectWise => "not-connectwise",
        }
    }

    /// What it means, and what to do.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::MissingRight => {
                "A permission is missing. ConnectWise never says which one. Run `leastwise explain \"METHOD PATH\"` with the request that was refused."
            }
            Self::MissingRightPerhaps => {
                "The request was refused without a message. A permission may be missing. Look at the body of the answer, or run `leastwise explain \"METHOD PATH\"` with the request."
            }
            Self::Credentials => {
                "Check the company ID, the public key and the private key, and whether the API member is active. This says nothing about permissions."
            }
            Self::ClientId => {
                "Check the client ID in the `clientId` header. This says nothing about permissions."
            }
            Self::BaseUrl => {
                "Check the base URL, the codebase and the company ID. `apis/3.0` must occur only once. This says nothing about permissions."
            }
            Self::WrongHost => {
                "Use https and the host with the prefix `api-`, such as `api-na.myconnectwise.net`. No permission is missing."
            }
            Self::MemberKind => {
                "API members cannot do this, whatever their role. Name a member in the body of the request."
            }
            Self::Record => {
                "The record does not exist or is not visible. The permission was most likely there."
            }
            Self::Endpoint => "The path is wrong. This says nothing about permissions.",
            Self::Body => {
                "The body or a parameter of the request is wrong. This says nothing about permissions."
            }
            Self::Method => {
                "The path does not accept this method. This says nothing about permissions."
            }
            Self::RateLimit => {
                "Too many requests. Wait as long as the Retry-After header says. This says nothing about permissions."
            }
            Self::Server => {
                "The server failed. Try again later. This says nothing about permissions."
            }
            Self::NotConnectWise => {
                "The answer does not come from the ConnectWise API, but from a proxy, a firewall or another site."
            }
        }
    }
}

/// Classifies the answer to a refused or failed request. `None` where nothing is recognized.
#[expect(
    clippy::too_many_lines,
    reason = "one list of cases, read from the top"
)]
pub fn classify_error(status: Option<u16>, body: &str) -> Option<ErrorKind> {
    use ErrorKind as Kind;
    let text = body.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let html = has(&["<html", "<!doctype", "<head>", "<body"]);
    let found = if has(&[
        "ssl is required",
        "ssl required",
        "https is required",
        "requires ssl",
        "requires https",
    ]) {
        Kind::WrongHost
    } else if has(&[
        "api-only member",
        "api only member",
        "api members do not",
        "api members cannot",
    ]) {
        Kind::MemberKind
    } else if status == Some(429)
        || has(&["too many requests", "rate limit", "ratelimit", "throttl"])
    {
        Kind::RateLimit
    } else if has(&["cannot route", "codebase/company"]) {
        Kind::BaseUrl
    } else if has(&["clientid", "client id", "client-id"]) {
        Kind::ClientId
    } else if html {
        match status {
            Some(500..) => Kind::Server,
            _ => Kind::NotConnectWise,
        }
    } else if has(&[
        "security permission",
        "do not have permission",
        "does not have permission",
        "don't have permission",
        "insufficient permission",
        "permission denied",
        "not have sufficient",
        "not have access",
        "not have rights",
        "not have the right",
        "permission to perform",
    ]) {
        Kind::MissingRight
    } else if has(&[
        "usernotauthenticated",
        "not authenticated",
        "authentication failed",
        "invalid credentials",
        "unauthorized",
        "invalid login",
        "username or password",
        "authorization header",
        "public key",
        "private key",
        "companyname",
        "company name",
    ]) {
        Kind::Credentials
    } else if has(&[
        "endpoint does not exist",
        "no http resource",
        "endpoint not found",
        "no route",
        "resource does not exist at",
    ]) {
        Kind::Endpoint
    } else if has(&[
        "methodnotallowed",
        "method not allowed",
        "does not support http method",
        "not support the http method",
    ]) || status == Some(405)
    {
        Kind::Method
    } else if has(&["\"notfound\"", "not found"])
        && (has(&["{", "record"]) || status != Some(404) || has_digit(&text))
    {
        Kind::Record
    } else if has(&[
        "invalidobject",
        "invalidobjectproperty",
        "missingrequired",
        "object is invalid",
        "is required",
        "is invalid",
        "invalid json",
        "malformed",
        "cannot deserialize",
        "unsupported media",
        "conditions",
        "could not be converted",
    ]) {
        Kind::Body
    } else if has(&[
        "internal server error",
        "internal error",
        "service unavailable",
        "bad gateway",
        "gateway time",
        "unexpected error",
        "unhandled",
    ]) {
        Kind::Server
    } else if has(&["\"security\""]) {
        Kind::MissingRight
    } else {
        return by_status(status?, &text);
    };
    Some(found)
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

fn by_status(status: u16, text: &str) -> Option<ErrorKind> {
    let empty = text.trim().is_empty();
    Some(match status {
        401 => ErrorKind::Credentials,
        403 if empty => ErrorKind::MissingRightPerhaps,
        300..=399 | 403 => ErrorKind::NotConnectWise,
        404 => ErrorKind::Endpoint,
        400 | 409 | 411 | 413 | 415 | 422 => ErrorKind::Body,
        500..=599 => ErrorKind::Server,
        _ => return None,
    })
}
