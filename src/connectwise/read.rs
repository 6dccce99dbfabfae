//! Reads the member's permissions, one role, or all roles; and tests the credentials.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::SystemTime;

use tokio::runtime::{Builder, Runtime};

use super::answer::{self, Row};
use super::clock::stamp;
use super::credentials::Credentials;
use super::fault::{Failed, Fault, Resource};
use super::limits::Limits;
use super::listing::{self, ListedRole, Listing};
use super::session::{Notice, Notify, Session};
use super::{API_VERSION, page, snapshot};
use crate::role::{Setting, Snapshot};

/// Maximum number of reads of a role that changes while it is read.
pub(super) const ROUNDS: usize = 3;

const OWN_RIGHTS: &str = "system/mySecurity";
/// The published models end with a slash.
const CUSTOMIZE_ITEMS: &str = "system/mySecurity/customizeItems/";
pub(super) const ROLES: &str = "system/securityRoles";
const API_MEMBERS: &str = "system/apiMembers";

/// A connection to `ConnectWise`, created only if something is read.
pub struct ConnectWise {
    // Taken out in `drop`, so that a hanging resolver does not delay the exit.
    runtime: Option<Runtime>,
    pub(super) session: Arc<Session>,
    host: String,
    pub(super) concurrency: usize,
}

/// What the credentials can read.
#[derive(Debug)]
pub struct Probe {
    /// The address of the API.
    pub base: String,
    /// The member that the credentials belong to.
    pub member: Option<crate::model::Member>,
    /// Each resource, and how much of it was visible or why not.
    pub sights: Vec<(Resource, Sight)>,
}

/// How much of a resource was visible.
pub type Sight = Result<u64, Fault>;

impl Drop for ConnectWise {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl ConnectWise {
    /// Prepares a read; the deadline of `limits` starts, if there is one. Nothing is sent yet.
    pub fn new(credentials: &Credentials, limits: &Limits, notify: Notify) -> Result<Self, Failed> {
        let host = credentials.address.host();
        let failed = |fault| Failed {
            fault,
            partial: false,
            host: host.clone(),
        };
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| failed(Fault::Unready(error.to_string())))?;
        let session = {
            let _inside = runtime.enter();
            Session::new(credentials, limits, notify).map_err(failed)?
        };
        Ok(Self {
            runtime: Some(runtime),
            session: Arc::new(session),
            host,
            concurrency: limits.concurrency.max(1),
        })
    }

    /// The host of the API.
    pub fn host(&self) -> &str {
        &self.host
    }

    pub(super) fn run<T>(&self, read: impl Future<Output = Result<T, Fault>>) -> Result<T, Failed> {
        let result = self.runtime.as_ref().map_or_else(
            || Err(Fault::Unready("it was closed".to_owned())),
            |runtime| runtime.block_on(self.session.within(read)),
        );
        result.map_err(|fault| Failed {
            partial: fault.is_partial() || self.session.has_some(),
            fault,
            host: self.host.clone(),
        })
    }

    /// The permissions of the API member, with its Customize lists if they can be read.
    pub fn own_rights(&self) -> Result<Snapshot<Setting>, Failed> {
        self.run(async {
            let rows = own_rows(&self.session).await?;
            let items = optional(&self.session, Resource::CustomizeItems, CUSTOMIZE_ITEMS).await?;
            Ok(snapshot::of_member(self.header(), rows, items.as_deref()))
        })
    }

    /// One role, by its number or its name.
    pub fn role(&self, wanted: &str) -> Result<Snapshot<Setting>, Failed> {
        self.run(async {
            let roles = page::all(&self.session, Resource::Roles, ROLES).await?;
            let id = listing::find_role(&roles, wanted)?;
            let chosen = roles
                .into_iter()
                .filter(|role| answer::id(role) == Some(id));
            let mut read = None;
            let mut keep = |snapshot| {
                read = Some(snapshot);
                ControlFlow::Continue(())
            };
            self.read_until_stable(chosen.collect(), &mut keep).await?;
            read.ok_or_else(|| Fault::Unsteady {
                role: format!("`{wanted}`"),
                reason: "it was removed while it was being read".to_owned(),
            })
        })
    }

    /// The list of roles with the API members that use each, if those can be read. The settings are
    /// read by [`Self::each`].
    pub fn list(&self) -> Result<Listing, Failed> {
        self.run(async {
            let roles = page::all(&self.session, Resource::Roles, ROLES).await?;
            if roles.is_empty() {
                return Err(Fault::NoRows(Resource::Roles));
            }
            listing::numbered(&roles)?;
            let users = optional(&self.session, Resource::ApiMembers, API_MEMBERS).await?;
            Ok(Listing::of(roles, users.as_deref().map(snapshot::users)))
        })
    }

    /// Reads the settings of listed roles and passes on each complete role, until `keep` asks to
    /// stop. Roles that are deleted meanwhile are left out.
    pub fn each(
        &self,
        roles: &[ListedRole],
        keep: &mut dyn FnMut(Snapshot<Setting>) -> ControlFlow<()>,
    ) -> Result<(), Failed> {
        let users: BTreeMap<i64, _> = roles.iter().map(|role| (role.id, &role.used_by)).collect();
        let mut keep = |mut snapshot: Snapshot<Setting>| {
            let id = snapshot.role.as_ref().and_then(|role| role.id);
            snapshot.used_by = id
                .and_then(|id| users.get(&id))
                .and_then(|users| (*users).clone());
            keep(snapshot)
        };
        let rows = roles.iter().map(|role| role.row.clone()).collect();
        self.run(self.read_until_stable(rows, &mut keep))
    }

    /// A fingerprint of a role's record, users and host: if two are equal, the role was not changed
    /// in between, as far as `ConnectWise` shows.
    pub fn fingerprint(&self, role: &ListedRole) -> String {
        use sha2::{Digest, Sha256};
        use std::fmt::Write;
        let text = serde_json::json!([
            self.host,
            self.session.company(),
            API_VERSION,
            role.row,
            role.used_by
        ]);
        let mut hex = String::new();
        for byte in Sha256::digest(text.to_string().as_bytes()).iter().take(8) {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }

    /// Tests the credentials with everything that a read may request.
    ///
    /// # Errors
    ///
    /// Only if the credentials themselves do not work; a missing permission is reported as a
    /// [`Sight`].
    pub fn probe(&self) -> Result<Probe, Failed> {
        self.run(async {
            let session = &*self.session;
            let rows = own_rows(session).await;
            let mut member = None;
            let own = match rows {
                Ok(rows) => {
                    member = snapshot::member(&rows);
                    Ok(rows.len() as u64)
                }
                Err(fault @ Fault::Forbidden { .. }) => Err(fault),
                Err(fault) => return Err(fault),
            };
            let mut sights = vec![(Resource::OwnRights, own)];
            let counted = [
                (Resource::CustomizeItems, None),
                (Resource::Roles, Some(ROLES)),
                (Resource::ApiMembers, Some(API_MEMBERS)),
            ];
            for (resource, path) in counted {
                let seen = match path {
                    Some(path) => session
                        .get(resource, &format!("{path}/count"))
                        .await
                        .and_then(|got| answer::count(resource, &got.value)),
                    None => page::all(session, resource, CUSTOMIZE_ITEMS)
                        .await
                        .map(|rows| rows.len() as u64),
                };
                sights.push((resource, seen));
            }
            Ok(Probe {
                base: session.base().await?.to_string(),
                member,
                sights,
            })
        })
    }

    pub(super) fn header(&self) -> snapshot::Header {
        snapshot::Header {
            host: self.host.clone(),
            version: API_VERSION,
            fetched_at: stamp(SystemTime::now()),
        }
    }
}

/// The member's rows. The published models have no count of them.
async fn own_rows(session: &Session) -> Result<Vec<Row>, Fault> {
    let resource = Resource::OwnRights;
    for _ in 0..ROUNDS {
        let rows = page::all(session, resource, OWN_RIGHTS).await?;
        if rows.is_empty() {
            return Err(Fault::NoRows(resource));
        }
        if !page::has_duplicates(&rows) {
            return Ok(rows);
        }
        session.tell(Notice::Retry(
            "the effective permissions are read again: a setting occurred twice".to_owned(),
        ));
    }
    Err(Fault::Unsteady {
        role: "of the API member".to_owned(),
        reason: "a setting occurred twice".to_owned(),
    })
}

/// A list that a read does without; `None` if the member may not see it or there is none.
async fn optional(
    session: &Session,
    resource: Resource,
    path: &str,
) -> Result<Option<Vec<Row>>, Fault> {
    match page::all(session, resource, path).await {
        Ok(rows) => Ok(Some(rows)),
        Err(fault @ (Fault::Forbidden { .. } | Fault::NotFound(_))) => {
            session.tell(Notice::Degraded(fault.to_string()));
            Ok(None)
        }
        Err(fault) => Err(fault),
    }
}
