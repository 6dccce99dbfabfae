//! What an audit needs besides the roles: people, integrator logins, and whose key is used.

use std::collections::BTreeSet;
use std::time::SystemTime;

use reqwest::Url;
use serde_json::Value;

use super::answer::{self, Row};
use super::clock::stamp;
use super::fault::{Fault, Resource};
use super::read::ConnectWise;
use super::session::Session;
use super::{page, snapshot};
use crate::role::tenant::{IntegratorLogin, NotRead, Person, SCHEMA, Tenant};

const MEMBERS: &str = "system/members";
const INTEGRATOR_LOGINS: &str = "system/integratorlogins";
/// One row names the caller.
const CALLER: &str = "system/mySecurity?pageSize=1&orderBy=id&page=1";

impl ConnectWise {
    /// Reads the people and the integrator logins of the tenant. It never fails: what could not be
    /// read is listed, because the roles were read and count without it.
    pub fn tenant(&self) -> Tenant {
        let mut not_read = Vec::new();
        let (mut caller, mut people, mut logins) = (None, None, None);
        let session = &*self.session;
        let read = self.run(async {
            caller = self::caller(session).await;
            let members = page::all(session, Resource::Members, MEMBERS).await;
            people = kept(
                "people",
                members.map(|rows| people_of(&rows)),
                &mut not_read,
            );
            let read = page::all(session, Resource::IntegratorLogins, INTEGRATOR_LOGINS).await;
            let read = read.map(|rows| logins_of(&rows));
            logins = kept("integrator logins", read, &mut not_read);
            Ok(())
        });
        if let Err(failed) = read {
            let reason = failed.fault.to_string();
            let what = "people and integrator logins".to_owned();
            not_read.push(NotRead { what, reason });
        }
        Tenant {
            schema: SCHEMA.to_owned(),
            host: self.host().to_owned(),
            fetched_at: stamp(SystemTime::now()),
            caller,
            people,
            integrator_logins: logins,
            not_read,
            requests: session.requests(),
        }
    }
}

async fn caller(session: &Session) -> Option<String> {
    let got = session.get(Resource::OwnRights, CALLER).await.ok()?;
    let rows = answer::rows(Resource::OwnRights, got.value).ok()?;
    snapshot::member(&rows).map(|member| member.identifier)
}

fn kept<T>(what: &str, read: Result<T, Fault>, not_read: &mut Vec<NotRead>) -> Option<T> {
    let reason = match read {
        Ok(read) => return Some(read),
        Err(fault) => fault.to_string(),
    };
    let what = what.to_owned();
    not_read.push(NotRead { what, reason });
    None
}

/// Members that are not API members, without names and addresses.
fn people_of(rows: &[Row]) -> Vec<Person> {
    let mut people: Vec<Person> = rows
        .iter()
        .filter(|row| {
            !answer::text(row, "licenseClass").is_some_and(|class| class.eq_ignore_ascii_case("A"))
        })
        .map(|row| {
            let role = row.get("securityRole").and_then(Value::as_object);
            Person {
                identifier: answer::text(row, "identifier")
                    .unwrap_or_default()
                    .to_owned(),
                role: role.and_then(answer::id),
                role_name: role
                    .and_then(|role| answer::text(role, "name"))
                    .map(str::to_owned),
                inactive: snapshot::flag(row, "inactiveFlag").unwrap_or_default(),
                administrator: snapshot::flag(row, "adminFlag").unwrap_or_default(),
                last_login: answer::text(row, "lastLogin").map(str::to_owned),
            }
        })
        .collect();
    people.sort();
    people
}

fn logins_of(rows: &[Row]) -> Vec<IntegratorLogin> {
    let mut logins: Vec<IntegratorLogin> = rows
        .iter()
        .map(|row| {
            // Each kind of record has its own callback address; only the host is kept, because an
            // address can hold a key.
            let hosts: BTreeSet<String> = row
                .iter()
                .filter(|(key, _)| key.to_ascii_lowercase().ends_with("url"))
                .filter_map(|(_, value)| {
                    Some(Url::parse(value.as_str()?).ok()?.host_str()?.to_owned())
                })
                .collect();
            let flag = |key| snapshot::flag(row, key).unwrap_or_default();
            IntegratorLogin {
                username: answer::text(row, "username").unwrap_or_default().to_owned(),
                inactive: flag("inactiveFlag"),
                all_records: flag("canAccessAllRecordsFlag"),
                all_apis: flag("canAccessAllApisFlag"),
                callback_hosts: hosts.into_iter().collect(),
            }
        })
        .collect();
    logins.sort();
    logins
}
