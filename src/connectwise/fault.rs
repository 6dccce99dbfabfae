//! What can go wrong on the way to `ConnectWise`, each as a sentence and what to do about it.

use std::fmt;
use std::time::Duration;

/// What a request wanted to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// Which codebase the company has; asked without credentials.
    CompanyInfo,
    /// The caller's own rights, `/system/mySecurity`.
    OwnRights,
    /// The caller's own Customize lists, `/system/mySecurity/customizeItems/`.
    CustomizeItems,
    /// The security roles.
    Roles,
    /// The settings of one role.
    RoleSettings,
    /// The API members.
    ApiMembers,
}

impl Resource {
    /// What a person calls it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::CompanyInfo => "the company's codebase",
            Self::OwnRights => "the API member's own rights",
            Self::CustomizeItems => "the API member's own Customize lists",
            Self::Roles => "the list of security roles",
            Self::RoleSettings => "the settings of a security role",
            Self::ApiMembers => "the list of API members",
        }
    }
}

/// Which of the five values a refusal points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suspect {
    /// The Public Key or the Private Key.
    Keys,
    /// The `clientId`.
    ClientId,
    /// The clientId does not have the form of one, so it is the first to look at.
    ClientIdForm,
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
    /// The credentials are refused.
    Unauthorized {
        /// The HTTP status.
        status: u16,
        /// What the server said, shortened.
        said: String,
        /// Which value to look at first.
        suspect: Suspect,
    },
    /// `ConnectWise` has no such codebase or company.
    CannotRoute {
        /// The HTTP status.
        status: u16,
    },
    /// The credentials are right and lack a permission (code `Security`).
    Forbidden {
        /// The HTTP status.
        status: u16,
        /// What was asked for.
        resource: Resource,
    },
    /// Refused, without saying that a permission lacks.
    Denied {
        /// The HTTP status.
        status: u16,
        /// What the server said, shortened.
        said: String,
    },
    /// The request is refused as such.
    Rejected {
        /// The HTTP status.
        status: u16,
        /// What the server said, shortened.
        said: String,
    },
    /// There is no such thing.
    NotFound {
        /// What was asked for.
        resource: Resource,
    },
    /// Too many requests.
    Busy {
        /// How long the server asks to be left alone.
        wait: Option<Duration>,
    },
    /// The server failed.
    Broken {
        /// The HTTP status.
        status: u16,
        /// What the server said, shortened.
        said: String,
        /// How long the server asks to be left alone.
        wait: Option<Duration>,
    },
    /// The answer is no answer of the API.
    NotTheApi {
        /// The HTTP status.
        status: u16,
        /// What the answer looks like.
        looks: &'static str,
    },
    /// The answer is JSON of another form.
    Form {
        /// What was asked for.
        resource: Resource,
    },
    /// The server sends the caller to another host.
    Elsewhere {
        /// The host.
        host: String,
    },
    /// The server sends the caller round in circles.
    Circles,
    /// A following page cannot be read, or leads in a circle.
    Pages {
        /// Why.
        reason: &'static str,
    },
    /// No answer came in time.
    Silent {
        /// How long was waited.
        waited: Duration,
    },
    /// The deadline of the whole read is over.
    Deadline {
        /// The deadline.
        timeout: Duration,
    },
    /// Nobody listens.
    Refused,
    /// The name leads nowhere.
    NoSuchHost,
    /// The connection is not trusted, or cannot be made safe.
    Tls {
        /// Why.
        reason: String,
    },
    /// The connection failed otherwise.
    Connection {
        /// Why.
        reason: String,
    },
    /// The answer ended in the middle.
    CutShort,
    /// The answer is larger than any that `ConnectWise` gives.
    TooLarge {
        /// The most that is taken, in bytes.
        limit: usize,
    },
    /// The answer holds the private key.
    Echo,
    /// The role was never the same twice.
    Unsteady {
        /// Which role.
        role: String,
        /// Why.
        reason: String,
    },
    /// The answer is whole, and holds no rows.
    NoRows {
        /// What was asked for.
        resource: Resource,
    },
    /// No role has this name or number.
    NoSuchRole {
        /// What was asked for.
        wanted: String,
        /// The names that there are.
        names: Vec<String>,
    },
    /// Several roles have this name.
    SeveralRoles {
        /// What was asked for.
        wanted: String,
        /// Their numbers.
        ids: Vec<i64>,
    },
    /// The program could not be made ready to connect.
    Unready {
        /// Why.
        reason: String,
    },
}

/// Why a read ended without a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// What went wrong.
    pub fault: Fault,
    /// Whether something of the role had arrived: the run is then inconclusive, not invalid.
    pub partial: bool,
    /// The host that was asked.
    pub host: String,
}

impl Fault {
    /// Whether the same request can be expected to fare better soon.
    pub(super) const fn passes(&self) -> bool {
        matches!(
            self,
            Self::Busy { .. }
                | Self::Broken { .. }
                | Self::Silent { .. }
                | Self::Refused
                | Self::NoSuchHost
                | Self::Connection { .. }
                | Self::CutShort
        )
    }

    /// Whether the codebase may have moved since it was known.
    pub(super) const fn moved(&self) -> bool {
        matches!(
            self,
            Self::NotFound { .. } | Self::CannotRoute { .. } | Self::NotTheApi { status: 404, .. }
        )
    }

    /// Whether no later read can fare better until somebody changes the credentials, the address or
    /// the permissions.
    pub const fn stays(&self) -> bool {
        matches!(
            self,
            Self::UnknownCompany { .. }
                | Self::Unauthorized { .. }
                | Self::CannotRoute { .. }
                | Self::Forbidden { .. }
                | Self::Denied { .. }
                | Self::Rejected { .. }
                | Self::Elsewhere { .. }
                | Self::Circles
                | Self::Tls { .. }
                | Self::Echo
                | Self::NoSuchRole { .. }
                | Self::SeveralRoles { .. }
                | Self::Unready { .. }
        )
    }

    /// How long the server asks to be left alone.
    pub const fn wait(&self) -> Option<Duration> {
        match self {
            Self::Busy { wait } | Self::Broken { wait, .. } => *wait,
            _ => None,
        }
    }

    /// Whether it means by itself that something came and was not whole.
    pub(super) const fn is_partial(&self) -> bool {
        matches!(
            self,
            Self::CutShort | Self::TooLarge { .. } | Self::Unsteady { .. } | Self::NoRows { .. }
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
