//! What to do about each fault.

use super::fault::{Fault, Resource, Suspect};

impl Fault {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::UnknownCompany { company, .. } => format!(
                "the Company ID is likely wrong: `{company}` must be what people type as company \
                 when they log in; if it is, the API Base URL is that of another region"
            ),
            Self::Unauthorized { suspect, .. } => match suspect {
                Suspect::Keys => {
                    "the Public Key or the Private Key is likely wrong: make a new pair at System > \
                     Members > API Members > API Keys; then check the Company ID and the clientId"
                }
                Suspect::ClientId => {
                    "the clientId is likely wrong: it is the GUID that developer.connectwise.com \
                     gave for the integration"
                }
                Suspect::ClientIdForm => {
                    "the clientId is likely wrong, since it is no GUID: it is the one that \
                     developer.connectwise.com gave for the integration; then check the two keys"
                }
            }
            .to_owned(),
            Self::CannotRoute { .. } => {
                "the API Base URL or the Company ID is likely wrong: give the host alone, such as \
                 `api-na.myconnectwise.net`, and the codebase is found by itself"
                    .to_owned()
            }
            Self::Forbidden { resource, .. } => forbidden(*resource).to_owned(),
            Self::Denied { .. } => {
                "check the clientId first, then whether a firewall or an address list stands before \
                 this ConnectWise"
                    .to_owned()
            }
            Self::Rejected { .. } => {
                "this version of ConnectWise may not know the request: tell us with the message"
                    .to_owned()
            }
            Self::NotFound { .. } => {
                "check the API Base URL; it ends with `/apis/3.0`, or is the host alone".to_owned()
            }
            Self::Busy { .. } => "run it again later, or give it more time with a larger `--timeout`".to_owned(),
            Self::Broken { .. } => {
                "ConnectWise has a fault or is under maintenance: run it again later".to_owned()
            }
            Self::NotTheApi { .. } => {
                "check the API Base URL; a login page, a maintenance page or a proxy may have \
                 answered in place of the API"
                    .to_owned()
            }
            Self::Form { .. } => {
                "check the API Base URL; if it is right, tell us: the API has changed".to_owned()
            }
            Self::Elsewhere { .. } => {
                "the credentials were not sent there; if that host is right, give it as API Base URL"
                    .to_owned()
            }
            Self::Circles | Self::Pages { .. } => {
                "check the API Base URL and what stands between here and ConnectWise".to_owned()
            }
            Self::Silent { .. } | Self::Deadline { .. } => {
                "give it more time with `--request-timeout` or a larger `--timeout`, or check that the host can be reached".to_owned()
            }
            Self::Refused | Self::NoSuchHost | Self::Connection { .. } => {
                "check the API Base URL and the network; behind a proxy, set `HTTPS_PROXY`".to_owned()
            }
            Self::Tls { .. } => {
                "if your company inspects its traffic or runs ConnectWise itself, give its \
                 certificate authority with `--cacert`"
                    .to_owned()
            }
            Self::CutShort => "run it again: nothing was kept of it".to_owned(),
            Self::TooLarge { .. } => {
                "check the API Base URL: no role is nearly as large".to_owned()
            }
            Self::Echo => {
                "the answer was thrown away; check the API Base URL, and make a new key pair if \
                 somebody else could have answered"
                    .to_owned()
            }
            Self::Unsteady { .. } => {
                "run it again when nobody is changing the role: nothing was kept of it".to_owned()
            }
            Self::NoRows { .. } => {
                "a role without rows says nothing; check that the API member has a security role"
                    .to_owned()
            }
            Self::NoSuchRole { names, .. } => no_such_role(names),
            Self::SeveralRoles { ids, .. } => {
                let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
                format!("give its number in place of its name: {}", ids.join(", "))
            }
            Self::Unready { .. } => {
                "check the file given with `--cacert` and the certificates of this system".to_owned()
            }
        }
    }
}

/// Which permission the credentials lack. No source names the one that guards security roles.
const fn forbidden(resource: Resource) -> &'static str {
    match resource {
        Resource::Roles | Resource::RoleSettings => {
            "the API member may not read security roles; ConnectWise does not document which \
             permission that takes, System / Security with Inquire Level = All is the likely one. \
             `--live` without `--role` reads the member's own rights and needs none"
        }
        Resource::ApiMembers => {
            "the API member may not read API members; System / Member Maintenance with Inquire \
             Level = All is the likely permission"
        }
        Resource::OwnRights | Resource::CustomizeItems | Resource::CompanyInfo => {
            "every member is expected to see its own rights: check that the API member is active \
             and has a security role"
        }
    }
}

fn no_such_role(names: &[String]) -> String {
    const SHOWN: usize = 12;
    let quoted: Vec<String> = names
        .iter()
        .take(SHOWN)
        .map(|name| format!("`{name}`"))
        .collect();
    match names.len().checked_sub(SHOWN) {
        _ if names.is_empty() => "ConnectWise shows no role at all to this API member".to_owned(),
        Some(more @ 1..) => format!("the roles are {} and {more} more", quoted.join(", ")),
        _ => format!("the roles are {}", quoted.join(", ")),
    }
}
