//! Help for each fault.

use super::fault::{Fault, Resource, Suspect};
use crate::endpoints::{Hints, Target, lookup};

impl Fault {
    /// What to do about it.
    pub fn help(&self) -> String {
        let help = match self {
            Self::UnknownCompany { company, .. } => {
                return format!(
                    "the Company ID is probably wrong: `{company}` must be the company that users \
                     enter when they log in; if it is, the API URL is for another region"
                );
            }
            Self::Forbidden { resource, .. } => return forbidden(*resource),
            Self::Denied {
                accepted: true,
                resource,
                ..
            } => {
                return format!(
                    "another request of this run was accepted, so the keys and the Client ID are \
                     right: {}",
                    forbidden(*resource)
                );
            }
            Self::NoSuchRole { names, .. } => return no_such_role(names),
            Self::SeveralRoles { ids, .. } => {
                let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
                return format!("use its number instead of its name: {}", ids.join(", "));
            }
            Self::Unauthorized { suspect, .. } => match suspect {
                Suspect::Keys => {
                    "the Public Key or the Private Key is probably wrong: make a new pair at \
                     System > Members > API Members > API Keys; then check the Company ID and the \
                     Client ID"
                }
                Suspect::ClientId => {
                    "the Client ID is probably wrong: it is the GUID that \
                     developer.connectwise.com issued for the integration"
                }
                Suspect::ClientIdForm => {
                    "the Client ID is probably wrong, since it is not a GUID: use the one that \
                     developer.connectwise.com issued for the integration; then check the two keys"
                }
                Suspect::Nothing => {
                    "another request of this run was accepted, so the keys and the Client ID are \
                     right: run it again later"
                }
            },
            Self::CannotRoute(_) => {
                "the API URL or the Company ID is probably wrong: specify only the host, such as \
                 `api-na.myconnectwise.net`; Leastwise finds the codebase"
            }
            Self::Denied { .. } => {
                "check the Client ID first, then whether a firewall or an IP allowlist protects \
                 this ConnectWise"
            }
            Self::Rejected { .. } => {
                "this version of ConnectWise may not support the request: open an issue with the \
                 message"
            }
            Self::NotFound(_) => "check the API URL; it ends with `/apis/3.0`, or is only the host",
            Self::Busy(_) => "run it again later, or give it more time with a larger `--timeout`",
            Self::Broken { .. } => {
                "ConnectWise has an outage or is under maintenance: run it again later"
            }
            Self::NotTheApi { .. } => {
                "check the API URL; a login page, a maintenance page or a proxy may have \
                 responded instead of the API"
            }
            Self::Form(_) => {
                "check the API URL; if it is right, open an issue: the API has changed"
            }
            Self::Elsewhere(_) => {
                "the credentials were not sent there; if that host is right, use it as the API URL"
            }
            Self::Circles | Self::Pages(_) => {
                "check the API URL, and proxies between this machine and ConnectWise"
            }
            Self::Silent(_) | Self::Deadline(_) => {
                "give it more time with `--request-timeout` or a larger `--timeout`, or check that \
                 the host can be reached"
            }
            Self::Refused | Self::NoSuchHost | Self::Connection(_) => {
                "check the API URL and the network; if you use a proxy, set `HTTPS_PROXY`"
            }
            Self::Tls(_) => {
                "if your company inspects its traffic or runs ConnectWise itself, specify its \
                 certificate authority with `--cacert`"
            }
            Self::CutShort => "run it again: nothing was saved",
            Self::TooLarge => "check the API URL: no role is that large",
            Self::Echo => {
                "the response was discarded; check the API URL, and create a new key pair if \
                 another party could have responded"
            }
            Self::Unsteady { .. } => {
                "run it again when the role is not being changed: nothing was saved"
            }
            Self::NoRows(_) => {
                "the role has no rows; check that the API member has a security role"
            }
            Self::Unready(_) => "check the file in `--cacert` and the certificates on this system",
        };
        help.to_owned()
    }
}

/// The permission that the read itself needs, according to the endpoint map.
fn forbidden(resource: Resource) -> String {
    let needs = needed(resource);
    match resource {
        Resource::Roles | Resource::RoleSettings => format!(
            "the API member does not have permission to read security roles; {needs}. `--live` without `--role` reads the member's effective permissions and needs no permission"
        ),
        Resource::Members => format!("the API member does not have permission to read members; {needs}"),
        Resource::IntegratorLogins => {
            format!("the API member does not have permission to read integrator logins; {needs}")
        }
        Resource::ApiMembers => format!("the API member does not have permission to read API members; {needs}"),
        Resource::OwnRights | Resource::CustomizeItems | Resource::CompanyInfo => {
            "every member should be able to read its effective permissions: check that the API member is active \
             and has a security role"
                .to_owned()
        }
    }
}

/// The permission for reading a resource, with its confidence.
fn needed(resource: Resource) -> String {
    let answer = Target::parse(resource.path())
        .ok()
        .map(|target| lookup("GET", &target, &Hints::default()));
    let level =
        |module: &str, function: &str| format!("{module} / {function} with Inquire Level = All");
    let need = answer.as_ref().and_then(|answer| answer.needs.first());
    if let Some((module, function)) = need.and_then(|need| need.module.zip(need.function)) {
        return format!("{} is the likely permission", level(module, function));
    }
    let readings = answer.as_ref().and_then(|answer| answer.rule);
    let mut readings = readings.iter().flat_map(|rule| &rule.other_readings);
    let named = readings.find_map(|reading| {
        Some(level(
            reading.module.as_deref()?,
            reading.function.as_deref()?,
        ))
    });
    let unknown = "ConnectWise does not document which permission that requires";
    match named {
        Some(named) => format!("{unknown}; {named} is likely"),
        None => unknown.to_owned(),
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
        _ if names.is_empty() => "ConnectWise returned no roles to this API member".to_owned(),
        Some(more @ 1..) => format!("the roles are {} and {more} more", quoted.join(", ")),
        _ => format!("the roles are {}", quoted.join(", ")),
    }
}
