//! The audit as OSCAL Assessment Results: observations, risks and findings that are not satisfied.
//!
//! Nothing is ever written as satisfied: the objective is wider than an audit of roles. Each
//! identifier follows from its content, so that the same audit gives the same document.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::engine::audit::{Audit, Excess, MemberEntry};
use crate::model::escape_controls;
use crate::render::json_text::stated;

const NAMESPACE: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/ns/oscal");
const VERSION: &str = "1.2.1";
/// Where no snapshot says when it was read.
const UNKNOWN: &str = "1970-01-01T00:00:00Z";

/// Writes the audit as OSCAL Assessment Results.
pub fn audit_as_oscal(audit: &Audit, out: &mut dyn Write) -> io::Result<()> {
    let read = audit.fetched_at.as_deref().unwrap_or(UNKNOWN);
    let tenant = match audit.hosts.as_slice() {
        [] => "of unknown host".to_owned(),
        hosts => hosts.join(", "),
    };
    let tool = uuid(&["tool", &tenant]);
    let plan = uuid(&["plan", &tenant]);
    let mut parts = Parts::default();
    for member in &audit.members {
        parts.member(member, &tool, read);
    }
    let result = stated(json!({
        "uuid": uuid(&["result", &tenant, read]),
        "title": "Audit of the API members of ConnectWise PSA",
        "description": description(audit),
        "start": read,
        "local-definitions": stated(json!({
            "components": [
                {
                    "uuid": tool, "type": "software", "title": "leastwise",
                    "description": "The program that read the roles and compared them.",
                    "props": [{ "name": "version", "ns": NAMESPACE, "value": env!("CARGO_PKG_VERSION") }],
                    "status": { "state": "operational" },
                },
                {
                    "uuid": uuid(&["tenant", &tenant]), "type": "service",
                    "title": format!("ConnectWise PSA tenant {tenant}"),
                    "description": "The tenant of the API members and their roles.",
                    "status": { "state": "operational" },
                },
            ],
            "users": filled(parts.users),
        })),
        "reviewed-controls": {
            "description": "Only what a comparison of roles with stated needs can support.",
            "control-selections": [{ "include-controls": [{ "control-id": "ac-6" }] }],
        },
        "observations": filled(parts.observations),
        "risks": filled(parts.risks),
        "findings": filled(parts.findings),
    }));
    let document = json!({ "assessment-results": {
        "uuid": uuid(&["document", &tenant, read]),
        "metadata": {
            "title": "Audit of the API members of ConnectWise PSA",
            "last-modified": read,
            "version": env!("CARGO_PKG_VERSION"),
            "oscal-version": VERSION,
            "roles": [{ "id": "api-member", "title": "API member of ConnectWise PSA" }],
        },
        "import-ap": { "href": format!("#{plan}") },
        "results": [result],
        "back-matter": { "resources": [{
            "uuid": plan, "title": "How the audit was planned",
            "description": "No separate OSCAL assessment plan exists. The plan is the set of policies that the audit names.",
        }] },
    } });
    crate::render::write_json(&document, out)
}

/// OSCAL allows no empty lists.
fn filled(list: Vec<Value>) -> Option<Vec<Value>> {
    (!list.is_empty()).then_some(list)
}

fn description(audit: &Audit) -> String {
    let incomplete = audit.roles.iter().filter(|role| !role.complete).count();
    let mut text = format!(
        "{} API members, {} roles. Not covered: {}.",
        audit.members.len(),
        audit.roles.len(),
        audit.not_seen.join("; ")
    );
    if incomplete > 0 {
        let _ = write!(
            text,
            " The audit is inconclusive: {incomplete} roles were not read completely."
        );
    }
    escape_controls(&text).into_owned()
}

/// The parts that grow with the members.
#[derive(Default)]
struct Parts {
    users: Vec<Value>,
    observations: Vec<Value>,
    risks: Vec<Value>,
    findings: Vec<Value>,
}

impl Parts {
    fn member(&mut self, member: &MemberEntry, tool: &str, read: &str) {
        let user = uuid(&["user", &member.source, &member.identifier]);
        let privileged = member.administrator || member.can_become_administrator;
        self.users.push(json!({
            "uuid": user,
            "title": clean(&format!("API member {}", member.identifier)),
            "description": clean(&format!("API member with the security role {}.", member.role)),
            "props": [
                { "name": "type", "value": "external" },
                { "name": "privilege-level", "value": if privileged { "privileged" } else { "non-privileged" } },
            ],
            "role-ids": ["api-member"],
        }));
        let mut seen = Vec::new();
        let mut risks = Vec::new();
        let extra = member.excess.as_deref().unwrap_or_default();
        if member.administrator {
            let title = format!("The role {} is an administrator role", member.role);
            let observation = self.observation(&user, tool, read, &title);
            seen.push(json!({ "observation-uuid": observation }));
        }
        for level in extra {
            let title = format!(
                "{} / {}: {} is {}, but the policies accept {}",
                level.module,
                level.function,
                level.operation.title(),
                level.level.word(),
                level.asked_for.word()
            );
            let observation = self.observation(&user, tool, read, &title);
            if let Some(risk) = self.risk(&observation, level) {
                risks.push(json!({ "risk-uuid": risk }));
            }
            seen.push(json!({ "observation-uuid": observation }));
        }
        if seen.is_empty() {
            return;
        }
        self.findings.push(stated(json!({
            "uuid": uuid(&["finding", &user]),
            "title": clean(&format!("The role of {} grants more than its policies ask for", member.identifier)),
            "description": clean(&format!("Permissions in the role {} that no policy asks for: {}. This is a statement about the policies, not about use.", member.role, seen.len())),
            "target": {
                "type": "objective-id", "target-id": "ac-6_obj",
                "status": { "state": "not-satisfied", "reason": "fail" },
            },
            "related-observations": seen,
            "related-risks": filled(risks),
        })));
    }

    fn observation(&mut self, user: &str, tool: &str, read: &str, title: &str) -> String {
        let id = uuid(&["observation", user, title]);
        self.observations.push(json!({
            "uuid": id,
            "title": clean(title),
            "description": clean(&format!("{title}.")),
            "methods": ["TEST"],
            "types": ["finding"],
            "origins": [{ "actors": [{ "type": "tool", "actor-uuid": tool }] }],
            "subjects": [{ "subject-uuid": user, "type": "user" }],
            "collected": read,
        }));
        id
    }

    fn risk(&mut self, observation: &str, level: &Excess) -> Option<String> {
        let (severity, reason) = (level.severity?, level.reason.as_deref()?);
        let families: Vec<&str> = level.families.iter().map(|family| family.word()).collect();
        let id = uuid(&["risk", observation]);
        let prop =
            |name: &str, value: &str| json!({ "name": name, "ns": NAMESPACE, "value": value });
        let mut props = vec![
            prop("severity", severity.word()),
            prop("families", &families.join(" ")),
        ];
        if let Some(basis) = level.basis {
            props.push(prop("basis", basis.word()));
        }
        self.risks.push(json!({
            "uuid": id,
            "title": clean(&format!("{} / {}: {}", level.module, level.function, level.operation.title())),
            "description": clean(reason),
            "statement": clean(reason),
            "props": props,
            "status": "open",
            "related-observations": [{ "observation-uuid": observation }],
        }));
        Some(id)
    }
}

fn clean(text: &str) -> String {
    escape_controls(text).into_owned()
}

/// An identifier that follows from its content, in the form of a name-based UUID.
fn uuid(parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.join("\u{0}").as_bytes());
    let first = digest.iter().take(16);
    let mut number = first.fold(0, |number, byte| number << 8 | u128::from(*byte));
    number &= !(0xf << 76) & !(0x3 << 62);
    number |= (0x5 << 76) | (0x2 << 62);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        number >> 96,
        number >> 80 & 0xffff,
        number >> 64 & 0xffff,
        number >> 48 & 0xffff,
        number & 0xffff_ffff_ffff
    )
}
