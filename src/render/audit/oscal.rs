//! The audit as OSCAL Assessment Results: observations, risks and findings that are not satisfied.
//!
//! Nothing is ever written as satisfied: the objective is wider than an audit of roles. Each
//! identifier follows from its content, so that the same audit gives the same document.

use std::io::{self, Write};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::engine::audit::{Audit, Excess, MemberEntry};
use crate::model::escape_controls;

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
    let mut result = json!({
        "uuid": uuid(&["result", &tenant, read]),
        "title": "Audit of the API members of ConnectWise PSA",
        "description": description(audit),
        "start": read,
        "local-definitions": {
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
        },
        "reviewed-controls": {
            "description": "Only what a comparison of roles with stated needs can support.",
            "control-selections": [{ "include-controls": [{ "control-id": "ac-6" }] }],
        },
    });
    let lists = [
        ("observations", parts.observations),
        ("risks", parts.risks),
        ("findings", parts.findings),
    ];
    // OSCAL allows no empty lists.
    for (name, list) in lists {
        if !list.is_empty() {
            set(&mut result, name, Value::Array(list));
        }
    }
    if let Some(definitions) = result.get_mut("local-definitions")
        && !parts.users.is_empty()
    {
        set(definitions, "users", Value::Array(parts.users));
    }
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

fn set(object: &mut Value, name: &str, value: Value) {
    if let Some(map) = object.as_object_mut() {
        map.insert(name.to_owned(), value);
    }
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
        text.push_str(" The audit is inconclusive: ");
        text.push_str(&incomplete.to_string());
        text.push_str(" roles were not read completely.");
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
        let mut finding = json!({
            "uuid": uuid(&["finding", &user]),
            "title": clean(&format!("The role of {} grants more than its policies ask for", member.identifier)),
            "description": clean(&format!("Permissions in the role {} that no policy asks for: {}. This is a statement about the policies, not about use.", member.role, seen.len())),
            "target": {
                "type": "objective-id", "target-id": "ac-6_obj",
                "status": { "state": "not-satisfied", "reason": "fail" },
            },
            "related-observations": seen,
        });
        if !risks.is_empty() {
            set(&mut finding, "related-risks", Value::Array(risks));
        }
        self.findings.push(finding);
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
    let mut bytes = [0_u8; 16];
    for (byte, hashed) in bytes.iter_mut().zip(digest) {
        *byte = hashed;
    }
    let mut number = u128::from_be_bytes(bytes);
    number &= !(0xf << 76) & !(0x3 << 62);
    number |= (0x5 << 76) | (0x2 << 62);
    let hex = format!("{number:032x}");
    let mut text = String::with_capacity(36);
    for (index, digit) in hex.chars().enumerate() {
        if matches!(index, 8 | 12 | 16 | 20) {
            text.push('-');
        }
        text.push(digit);
    }
    text
}
