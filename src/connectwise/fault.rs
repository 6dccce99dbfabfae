//! Faults of a read from `ConnectWise`.

use std::fmt;
use std::time::Duration;

/// The resource of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// The codebase of the company; requested without credentials.
    CompanyInfo,
    /// The effective permissions of the API member, `/system/mySecurity`.
    OwnRights,
    /// The Customize lists of the API member, `/system/mySecurity/customizeItems/`.
    CustomizeItems,
    /// The security roles.
    Roles,
    /// The settings of one role.
    RoleSettings,
    /// The API members.
    ApiMembers,
    /// The members, people included.
    Members,
    /// The integrator logins.
    IntegratorLogins,
}

impl Resource {
    /// Its path.
    pub const fn path(self) -> &'static str {
        match self {
            Self::CompanyInfo => "/login/companyinfo/{id}",
            Self::OwnRights => "/system/mySecurity",
            Self::CustomizeItems => "/system/mySecurity/customizeItems",
            Self::Roles => "/system/securityRoles",
            Self::RoleSettings => "/system/securityRoles/{id}/settings",
            Self::ApiMembers => "/system/apiMembers",
            Self::Members => "/system/members",
            Self::IntegratorLogins => "/system/integratorlogins",
        }
    }

    /// Name in messages.
    pub const fn words(self) -> &'static str {
        match self {
            Self::CompanyInfo => "the company's codebase",
            Self::OwnRights => "the API member's effective permissions",
            Self::CustomizeItems => "the API member's Customize lists",
            Self::Roles => "the list of security roles",
            Self::RoleSettings => "the settings of a security role",
            Self::ApiMembers => "the list of API members",
            Self::Members => "the list of members",
            Self::IntegratorLogins => "the list of integrator logins",
        }
    }
}

/// The value that a rejection points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suspect {
    /// The Public Key or the Private Key.
    Keys,
    /// The `clientId`.
    ClientId,
    /// The client ID does not have the form of one, so it is the first to check.
    ClientIdForm,
    /// None: another request of the run was accepted with the same values.
    Nothing,
}

/// What went wrong. `Display` says what was found; [`Fault::help`] what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The host does not know the company.
    UnknownCompany {
        /// The Company ID.
        company: String,
        /// The host.
        host: String,
    },
    /// The credentials are rejected.
    Unauthorized {
        /// The HTTP status.
        status: u16,
        /// What the server said, shortened, as the end of a sentence.
        said: String,
        /// Which value to check first.
        suspect: Suspect,
    },
    /// `ConnectWise` has no such codebase or company; with the HTTP status.
    CannotRoute(u16),
    /// The credentials are right, but a permission is missing (code `Security`).
    Forbidden {
        /// The HTTP status.
        status: u16,
        /// What was requested.
        resource: Resource,
    },
    /// Rejected, without the message about a missing permission.
    Denied {
        /// The HTTP status.
        status: u16,
        /// What was requested.
        resource: Resource,
        /// Whether another request of the run was accepted with the same credentials.
        accepted: bool,
        /// What the server said, shortened, as the end of a sentence.
        said: String,
    },
    /// The request itself is rejected.
    Rejected {
        /// The HTTP status.
        status: u16,
        /// What the server said, shortened, as the end of a sentence.
        said: String,
    },
    /// What was requested is not found.
    NotFound(Resource),
    /// Too many requests; with how long the server asks to wait.
    Busy(Option<Duration>),
    /// The server failed.
    Broken {
        /// The HTTP status.
        status: u16,
        /// What the server said, shortened, as the end of a sentence.
        said: String,
        /// How long the server asks to wait.
        wait: Option<Duration>,
    },
    /// The answer does not come from the API.
    NotTheApi {
        /// The HTTP status.
        status: u16,
        /// What the answer looks like.
        looks: &'static str,
    },
    /// The answer is JSON of another form than what was requested.
    Form(Resource),
    /// The server redirects to another host, this one.
    Elsewhere(String),
    /// The server redirects in a circle.
    Circles,
    /// A following page cannot be read, or the pages form a loop; with the reason.
    Pages(&'static str),
    /// No response within this time limit.
    Silent(Duration),
    /// This deadline of the complete read has passed.
    Deadline(Duration),
    /// The connection was refused.
    Refused,
    /// The host name cannot be resolved.
    NoSuchHost,
    /// The connection is not trusted, or cannot be encrypted; with the reason.
    Tls(String),
    /// The connection failed otherwise; with the reason.
    Connection(String),
    /// The answer was cut off.
    CutShort,
    /// The response is larger than any that `ConnectWise` sends.
    TooLarge,
    /// The response contains the private key.
    Echo,
    /// The role changed while it was read.
    Unsteady {
        /// Which role.
        role: String,
        /// Why.
        reason: String,
    },
    /// The response is complete and has no rows of what was requested.
    NoRows(Resource),
    /// No role has this name or number.
    NoSuchRole {
        /// What was requested.
        wanted: String,
        /// The names that exist.
        names: Vec<String>,
    },
    /// Several roles have this name.
    SeveralRoles {
        /// What was requested.
        wanted: String,
        /// Their numbers.
        ids: Vec<i64>,
    },
    /// No connection could be prepared; with the reason.
    Unready(String),
}

/// The reason why a read ended without a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// What went wrong.
    pub fault: Fault,
    /// Whether part of the role had arrived: the run is then inconclusive, not invalid.
    pub partial: bool,
    /// The host that was asked.
    pub host: String,
}

impl Fault {
    /// Whether a retry can succeed.
    pub(super) const fn passes(&self) -> bool {
        matches!(
            self,
            Self::Busy(_)
                | Self::Broken { .. }
                | Self::Silent(_)
                | Self::Refused
                | Self::NoSuchHost
                | Self::Connection(_)
                | Self::CutShort
        )
    }

    /// Whether the codebase may have changed since it was read.
    pub(super) const fn moved(&self) -> bool {
        matches!(
            self,
            Self::NotFound(_) | Self::CannotRoute(_) | Self::NotTheApi { status: 404, .. }
        )
    }

    /// Whether every later read fails until the credentials, the address or the permissions change.
    pub const fn stays(&self) -> bool {
        matches!(
            self,
            Self::UnknownCompany { .. }
                | Self::Unauthorized { .. }
                | Self::CannotRoute(_)
                | Self::Forbidden { .. }
                | Self::Denied { .. }
                | Self::Rejected { .. }
                | Self::Elsewhere(_)
                | Self::Circles
                | Self::Tls(_)
                | Self::Echo
                | Self::NoSuchRole { .. }
                | Self::SeveralRoles { .. }
                | Self::Unready(_)
        )
    }

    /// The HTTP status, where an answer came.
    pub(super) const fn status(&self) -> Option<u16> {
        match self {
            Self::Unauthorized { status, .. }
            | Self::CannotRoute(status)
            | Self::Forbidden { status, .. }
            | Self::Denied { status, .. }
            | Self::Rejected { status, .. }
            | Self::Broken { status, .. }
            | Self::NotTheApi { status, .. } => Some(*status),
            Self::NotFound(_) => Some(404),
            Self::Busy(_) => Some(429),
            _ => None,
        }
    }

    /// How long the server asks to wait.
    pub const fn wait(&self) -> Option<Duration> {
        match self {
            Self::Busy(wait) | Self::Broken { wait, .. } => *wait,
            _ => None,
        }
    }

    /// Whether the answer itself was incomplete.
    pub(super) const fn is_partial(&self) -> bool {
        matches!(
            self,
            Self::CutShort | Self::TooLarge | Self::Unsteady { .. } | Self::NoRows(_)
        )
    }
}

impl std::error::Error for Fault {}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.host, self.fault)
    }
}

impl std::error::Error for Failed {}
