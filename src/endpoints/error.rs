//! Kind of an error in response to a request.

/// What an error is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A permission is missing.
    MissingPermission,
    /// A permission may be missing: a refusal without a message.
    PossiblyMissingPermission,
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
    /// The response does not come from `ConnectWise`.
    NotConnectWise,
}

impl ErrorKind {
    /// Word for it in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::MissingPermission => "missing-permission",
            Self::PossiblyMissingPermission => "possibly-missing-permission",
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

    /// Short name of it, for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::MissingPermission => "A permission is missing",
            Self::PossiblyMissingPermission => "A permission may be missing",
            Self::Credentials => "Credentials not accepted",
            Self::ClientId => "Client ID not accepted",
            Self::BaseUrl => "Wrong API URL",
            Self::WrongHost => "Wrong host",
            Self::MemberKind => "Not available to API members",
            Self::Record => "Record not found",
            Self::Endpoint => "Path not found",
            Self::Body => "Invalid body or parameter",
            Self::Method => "Method not allowed",
            Self::RateLimit => "Too many requests",
            Self::Server => "Server error",
            Self::NotConnectWise => "Not a response from ConnectWise",
        }
    }

    /// What it means, and what to do.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::MissingPermission => {
                "ConnectWise does not say which one. Run `leastwise explain \"METHOD PATH\"` with the request that was refused; add `--role FILE` or `--live` to compare it with the role."
            }
            Self::PossiblyMissingPermission => {
                "Other possible causes are a proxy, a firewall and the wrong host. Check the body of the response. `You do not have security permission` means that a permission is missing; `SSL is required` means the wrong host; an HTML page means that something other than ConnectWise responded. To learn which permission the request needs, run `leastwise explain \"METHOD PATH\"`; add `--role FILE` or `--live` to compare it with the role."
            }
            Self::Credentials => {
                "Check the Company ID, the public key and the private key, and whether the API member is active. This says nothing about permissions."
            }
            Self::ClientId => {
                "Check the Client ID in the `clientId` header. This says nothing about permissions."
            }
            Self::BaseUrl => {
                "Check the API URL, the codebase and the Company ID. `apis/3.0` must occur only once. This says nothing about permissions."
            }
            Self::WrongHost => {
                "Use https and the host with the prefix `api-`, such as `api-na.myconnectwise.net`. No permission is missing."
            }
            Self::MemberKind => {
                "API members cannot do this, whatever their role. Specify a member in the body of the request."
            }
            Self::Record => {
                "The record does not exist or is not visible. The permission was probably granted."
            }
            Self::Endpoint => "The path is wrong. This says nothing about permissions.",
            Self::Body => {
                "The body or a parameter of the request is wrong. This says nothing about permissions."
            }
            Self::Method => {
                "The path does not accept this method. This says nothing about permissions."
            }
            Self::RateLimit => {
                "Wait as long as the Retry-After header says. This says nothing about permissions."
            }
            Self::Server => {
                "The server failed. Try again later. This says nothing about permissions."
            }
            Self::NotConnectWise => {
                "The response does not come from the ConnectWise API, but from a proxy, a firewall or another site."
            }
        }
    }
}
