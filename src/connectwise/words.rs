//! The message of each fault.

use std::fmt;
use std::time::Duration;

use super::fault::Fault;
use super::transport::LIMIT;

/// A number of seconds, as text.
pub(super) fn seconds(time: Duration) -> String {
    if time.subsec_millis() == 0 {
        format!("{} s", time.as_secs())
    } else {
        format!("{:.1} s", time.as_secs_f64())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownCompany { company, host } => {
                write!(f, "{host} does not know the company `{company}`")
            }
            Self::Unauthorized { status, said, .. } => write!(
                f,
                "ConnectWise does not accept the credentials ({status}{said})"
            ),
            Self::CannotRoute(status) => write!(
                f,
                "ConnectWise cannot route the request ({status}): the codebase or company does not exist"
            ),
            Self::Forbidden { status, resource } => write!(
                f,
                "the credentials are accepted, but do not have permission to read {} ({status} Security)",
                resource.words()
            ),
            Self::Denied { status, said, .. } => {
                write!(f, "ConnectWise denied the request ({status}{said})")
            }
            Self::Rejected { status, said } => {
                write!(f, "ConnectWise rejected the request ({status}{said})")
            }
            Self::NotFound(resource) => {
                write!(f, "ConnectWise cannot find {} (404)", resource.words())
            }
            Self::Busy(wait) => {
                f.write_str("ConnectWise received too many requests (429)")?;
                wait.map_or(Ok(()), |wait| {
                    write!(f, " and asks to wait for {}", seconds(wait))
                })
            }
            Self::Broken { status, said, .. } => {
                write!(f, "ConnectWise failed ({status}{said})")
            }
            Self::NotTheApi { status, looks } => write!(
                f,
                "the response is {looks} (status {status}), and not from the ConnectWise API: \
                 expected JSON"
            ),
            Self::Form(resource) => write!(
                f,
                "the response is JSON, but not {} as ConnectWise writes it",
                resource.words()
            ),
            Self::Elsewhere(host) => {
                write!(
                    f,
                    "the server redirects the request to another host, {host}"
                )
            }
            Self::Circles => f.write_str("the server redirects the request too many times"),
            Self::Pages(reason) => write!(f, "the following page cannot be read: {reason}"),
            Self::Silent(waited) => write!(f, "no response within {}", seconds(*waited)),
            Self::Deadline(timeout) => {
                write!(f, "the read did not end within {}", seconds(*timeout))
            }
            Self::Refused => {
                f.write_str("the connection was refused: no server is listening there")
            }
            Self::NoSuchHost => f.write_str("the host name could not be resolved"),
            Self::Tls(reason) => write!(f, "the connection is not trusted: {reason}"),
            Self::Connection(reason) => write!(f, "the connection failed: {reason}"),
            Self::CutShort => f.write_str("the response was truncated"),
            Self::TooLarge => {
                write!(f, "the response exceeds the limit of {} MiB", LIMIT >> 20)
            }
            Self::Echo => f.write_str("the response contains the private key"),
            Self::Unsteady { role, reason } => {
                write!(f, "the role {role} could not be read completely: {reason}")
            }
            Self::NoRows(resource) => {
                write!(f, "ConnectWise returned no rows for {}", resource.words())
            }
            Self::NoSuchRole { wanted, .. } => {
                write!(f, "no security role has the name or number `{wanted}`")
            }
            Self::SeveralRoles { wanted, ids } => {
                write!(f, "{} security roles have the name `{wanted}`", ids.len())
            }
            Self::Unready(reason) => write!(f, "cannot prepare a connection: {reason}"),
        }
    }
}
