//! What an audit reports besides API members: people with the same roles, and integrator logins.

use jiff::Timestamp;

use super::model::{People, PersonEntry, RoleEntry};
use crate::role::tenant::{Person, Tenant};

/// Options of an audit.
#[derive(Clone, Copy, Debug)]
pub struct AuditOptions {
    /// Whether to list people.
    pub people: bool,
    /// After how many days without a sign-in a person counts as idle.
    pub idle_after_days: u16,
}

impl Default for AuditOptions {
    fn default() -> Self {
        Self {
            people: false,
            idle_after_days: 45,
        }
    }
}

/// The people of a tenant, where they were read.
pub(super) fn people(
    tenant: Option<&Tenant>,
    roles: &[RoleEntry],
    options: AuditOptions,
) -> Option<People> {
    let tenant = tenant?;
    let read = tenant.people.as_ref()?;
    let now = tenant.fetched_at.parse::<Timestamp>().ok();
    let mut members: Vec<PersonEntry> = read
        .iter()
        .map(|person| entry(person, roles, now, options.idle_after_days))
        .collect();
    members.sort_by(|a, b| {
        let place = |person: &PersonEntry| {
            let counts = person.severities.unwrap_or_default();
            (
                person.inactive != Some(true),
                person.administrator,
                counts.critical.total,
                counts.high.total,
                counts.medium.total,
            )
        };
        place(b)
            .cmp(&place(a))
            .then_with(|| a.identifier.cmp(&b.identifier))
    });
    let active = || {
        members
            .iter()
            .filter(|person| person.inactive != Some(true))
    };
    let shared_roles = roles.iter().filter(|role| {
        role.used_by
            .as_ref()
            .is_some_and(|members| !members.is_empty())
            && active().any(|person| person.role.as_ref() == Some(&role.name))
    });
    Some(People {
        active: active().count(),
        administrators: active().filter(|person| person.administrator).count(),
        idle: active().filter(|person| person.idle).count(),
        idle_after_days: options.idle_after_days,
        shared_roles: shared_roles.map(|role| role.name.clone()).collect(),
        members: options.people.then_some(members),
    })
}

fn entry(
    person: &Person,
    roles: &[RoleEntry],
    now: Option<Timestamp>,
    idle_after_days: u16,
) -> PersonEntry {
    let role = person
        .role_name
        .as_ref()
        .and_then(|name| roles.iter().find(|role| role.name == *name));
    let last = person.last_login.as_deref().map(str::parse::<Timestamp>);
    let idle = match (last, now) {
        (None, _) => true,
        (Some(Ok(last)), Some(now)) => {
            now.duration_since(last).as_hours() > i64::from(idle_after_days) * 24
        }
        // A time that cannot be read shows nothing.
        _ => false,
    };
    PersonEntry {
        identifier: person.identifier.clone(),
        role: person.role_name.clone(),
        inactive: person.inactive,
        administrator: person.administrator == Some(true)
            || role.is_some_and(|role| role.administrator),
        severities: role.map(|role| role.severities),
        last_login: person.last_login.clone(),
        idle: idle && person.inactive != Some(true),
    }
}

/// What an audit of these files did not see besides the roles.
pub(super) fn not_seen(tenant: Option<&Tenant>) -> Vec<String> {
    match tenant {
        None => vec![
            "people and integrator logins: the roles were saved without an index that lists them"
                .to_owned(),
        ],
        Some(tenant) => tenant
            .not_read
            .iter()
            .map(|missing| format!("{}: {}", missing.what, missing.reason))
            .collect(),
    }
}
