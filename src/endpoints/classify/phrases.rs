//! Phrases of error messages, in small letters.

use super::ErrorKind;

/// Phrases in small letters, and what they mean. The first one counts.
pub(super) const PHRASES: [(ErrorKind, &[&str]); 8] = [
    (
        ErrorKind::WrongHost,
        &[
            "ssl is required",
            "ssl required",
            "https is required",
            "https required",
            "requires ssl",
            "requires https",
        ],
    ),
    (
        ErrorKind::MemberKind,
        &[
            "api-only member",
            "api only member",
            "api members do not",
            "api members cannot",
            "api member cannot",
            "api members can not",
            "api member can not",
        ],
    ),
    (
        ErrorKind::RateLimit,
        &["too many requests", "rate limit", "ratelimit", "throttl"],
    ),
    (ErrorKind::BaseUrl, &["cannot route", "codebase/company"]),
    (
        // The name of the host is not known.
        ErrorKind::BaseUrl,
        &[
            "enotfound",
            "getaddrinfo",
            "could not resolve host",
            "name could not be resolved",
            "name or service not known",
            "no such host",
            "name resolution",
        ],
    ),
    (
        ErrorKind::Credentials,
        &[
            "member is inactive",
            "inactive member",
            "member is disabled",
            "account is inactive",
            "account is disabled",
        ],
    ),
    (
        ErrorKind::MissingPermission,
        &[
            "security permission",
            "do not have permission",
            "does not have permission",
            "don't have permission",
            "insufficient permission",
            "insufficient privilege",
            "insufficient rights",
            "permission denied",
            "not have sufficient",
            "not have access",
            "not have rights",
            "not have the right",
            "permission to perform",
            "not authorized to perform",
            "not have the required permission",
        ],
    ),
    (
        ErrorKind::Body,
        &[
            "invalidobject",
            "missingrequired",
            "object is invalid",
            "invalidrequest",
        ],
    ),
];

/// Phrases that count after the client ID and HTML pages are ruled out.
pub(super) const LATER: [(ErrorKind, &[&str]); 3] = [
    (
        ErrorKind::Credentials,
        &[
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
        ],
    ),
    (
        ErrorKind::Endpoint,
        &[
            "endpoint does not exist",
            "no http resource",
            "endpoint not found",
            "no route",
            "resource does not exist at",
        ],
    ),
    (
        ErrorKind::Method,
        &[
            "methodnotallowed",
            "method not allowed",
            "does not support http method",
            "not support the http method",
        ],
    ),
];

pub(super) const BODY: [&str; 12] = [
    "is required",
    "is invalid",
    "invalid json",
    "malformed",
    "cannot deserialize",
    "unsupported media",
    "conditions",
    "could not be converted",
    "version not supported",
    "version is not supported",
    "maximum request length",
    "changed by another",
];

pub(super) const SERVER: [&str; 8] = [
    "internal server error",
    "internal error",
    "service unavailable",
    "bad gateway",
    "gateway time",
    "unexpected error",
    "unhandled",
    "server error in",
];

/// Phrases that count where no status is known.
pub(super) const LAST: [(ErrorKind, &[&str]); 2] = [
    (
        ErrorKind::PossiblyMissingPermission,
        &["not authorized", "access is denied", "access denied"],
    ),
    (
        ErrorKind::Server,
        &[
            "timed out",
            "timedout",
            "timeout",
            "econnreset",
            "econnrefused",
            "connection was closed",
            "connection refused",
            "connection reset",
        ],
    ),
];
