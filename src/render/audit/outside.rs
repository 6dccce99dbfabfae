//! People, integrator logins and controls, in words.

use crate::engine::audit::{Audit, Control, Controls, PersonEntry};
use crate::render::words;
use crate::role::tenant::IntegratorLogin;

/// How many people use roles of API members; none where people were not read.
pub(super) fn people_line(audit: &Audit) -> Option<String> {
    let people = audit.people.as_ref()?;
    let administrators = match people.administrators {
        1 => "1 is an administrator".to_owned(),
        several => format!("{several} are administrators"),
    };
    let shared = match people.shared_roles.len() {
        1 => "1 role of API members is also used by them".to_owned(),
        several => format!("{several} roles of API members are also used by them"),
    };
    Some(format!(
        "{}: {administrators}, {} had no sign-in for {} days; {shared}.",
        match people.active {
            1 => "1 active person".to_owned(),
            several => format!("{several} active people"),
        },
        people.idle,
        people.idle_after_days,
    ))
}

/// How many integrator logins exist; none where they were not read.
pub(super) fn logins_line(audit: &Audit) -> Option<String> {
    let logins = audit.integrator_logins.as_ref()?;
    let critical = logins.iter().filter(|login| login.is_critical()).count();
    Some(if logins.is_empty() {
        "No integrator logins.".to_owned()
    } else {
        format!(
            "{}, to which no security role applies; {critical} can access all records and all APIs.",
            words::count(logins.len(), "integrator login")
        )
    })
}

/// One integrator login: its flags and the hosts that it reports to.
pub(super) fn login(login: &IntegratorLogin) -> String {
    let mut parts = Vec::new();
    if login.inactive == Some(true) {
        parts.push("inactive".to_owned());
    }
    for (flag, word) in [
        (login.all_records, "all records"),
        (login.all_apis, "all APIs"),
    ] {
        if flag == Some(true) {
            parts.push(word.to_owned());
        }
    }
    if !login.callback_hosts.is_empty() {
        parts.push(format!("callbacks to {}", login.callback_hosts.join(", ")));
    }
    let name = if login.username.is_empty() {
        "(no name)"
    } else {
        &login.username
    };
    if parts.is_empty() {
        name.to_owned()
    } else {
        format!("{name}: {}", parts.join(", "))
    }
}

/// The columns of a person: name, role, critical, high, medium, last sign-in, note.
pub(super) fn person(person: &PersonEntry) -> [String; 7] {
    let counts = match (&person.severities, person.administrator) {
        (_, true) => ["everything".to_owned(), String::new(), String::new()],
        (Some(counts), false) => {
            [counts.critical, counts.high, counts.medium].map(|count| count.total.to_string())
        }
        (None, false) => ["not read".to_owned(), String::new(), String::new()],
    };
    let [critical, high, medium] = counts;
    let last = person.last_login.as_deref().unwrap_or("never");
    let note = match (person.inactive, person.idle) {
        (Some(true), _) => "inactive",
        (_, true) => "idle",
        _ => "",
    };
    [
        person.identifier.clone(),
        person.role.clone().unwrap_or_else(|| "none".to_owned()),
        critical,
        high,
        medium,
        last.to_owned(),
        note.to_owned(),
    ]
}

/// What the list of controls is, in a sentence.
pub(super) fn controls_line(controls: &Controls) -> String {
    format!(
        "{} {}: what this audit may support, as of {}. No audit shows that a control is met.",
        controls.name, controls.version, controls.written
    )
}

/// The parts of an audit that may support a control.
pub(super) fn support(control: &Control) -> String {
    if control.may_support.is_empty() {
        "nothing in this audit".to_owned()
    } else {
        control.may_support.join("; ")
    }
}
