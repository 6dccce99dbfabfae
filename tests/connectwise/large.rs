//! A tenant of 120 roles and 300 API members, from `fetch` to the evidence of an audit.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::tenant::rows;
use crate::{Home, POLICY, Reply, Request, Server, Tenant};

const ROLES: usize = 120;
const MEMBERS: usize = 300;
/// Roles above this number have no member.
const USED: usize = 110;

/// The settings of a role: administrator, copy of one, exact, too much, or too little.
fn settings(role: usize, later: bool) -> Vec<Value> {
    let mut rows = rows();
    let set = |rows: &mut Vec<Value>, function: &str, field: &str, level: &str| {
        for row in rows.iter_mut() {
            if row["moduleFunctionDescription"] == function {
                row[field] = level.into();
            }
        }
    };
    match role % 5 {
        1 => {
            for row in &mut rows {
                for field in ["addLevel", "editLevel", "deleteLevel", "inquireLevel"] {
                    row[field] = "All".into();
                }
            }
        }
        2 => set(&mut rows, "Contacts", "editLevel", "All"),
        3 => set(&mut rows, "Agreements", "deleteLevel", "None"),
        _ => {}
    }
    if later && role == 4 {
        set(&mut rows, "Contacts", "deleteLevel", "All");
    }
    rows
}

fn name(role: usize) -> String {
    if role.is_multiple_of(10) {
        format!("Technician {role}")
    } else {
        format!("Integration {role}")
    }
}

fn answer(request: &Request, later: bool) -> Reply {
    let list = |rows: Vec<Value>| Reply::json(200, &Value::from(rows).to_string());
    let id = || -> usize {
        let mut parts = request
            .path
            .rsplit('/')
            .skip_while(|part| *part != "settings");
        parts.nth(1).and_then(|id| id.parse().ok()).unwrap()
    };
    if request.is("/securityRoles") {
        let role = |id: usize| json!({ "id": id, "name": name(id), "adminFlag": id == 1 });
        list((1..=ROLES).map(role).collect())
    } else if request.is("/apiMembers") {
        let member = |id: usize| {
            let role = id % USED + 1;
            json!({ "id": 1000 + id, "identifier": format!("member{id}"),
                "inactiveFlag": id.is_multiple_of(7), "securityRole": { "id": role } })
        };
        list((1..=MEMBERS).map(member).collect())
    } else if request.is("/system/members") {
        let person = |id: usize| {
            json!({ "id": 2000 + id, "identifier": format!("person{id}"), "firstName": "Secret",
                "licenseClass": "F", "inactiveFlag": id == 1, "adminFlag": id == 2,
                "lastLogin": if id.is_multiple_of(2) { "2026-11-27T08:00:00Z" } else { "2020-01-01T00:00:00Z" },
                "securityRole": { "id": id % 12 + 1, "name": name(id % 12 + 1) } })
        };
        list((1..=23).map(person).collect())
    } else if request.is("/settings") {
        list(settings(id(), later))
    } else if request.is("/settings/count") {
        let count = settings(id(), later).len();
        Reply::json(200, &json!({ "count": count }).to_string())
    } else {
        Tenant::default().answer(request)
    }
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one tenant, from the first read to the evidence"
)]
fn a_tenant_is_read_audited_compared_and_archived() {
    let later = Arc::new(AtomicBool::new(false));
    let now = Arc::clone(&later);
    let server = Server::start(move |request| answer(request, now.load(Ordering::SeqCst)));
    let home = Home::new(&format!("http://127.0.0.1:{}", server.port()));
    let config = format!(
        "schema: leastwise/config/v1\npolicies: {POLICY}\nexclude:\n  - role: 'Technician *'\n    reason: used by people only\n"
    );
    std::fs::write(home.path("leastwise.yaml"), config).unwrap();
    for (folder, code) in [("before", 0), ("after", 0)] {
        let run = home.run(&["fetch", "--all", "-o", folder]);
        assert_eq!(run.code, code, "{}", run.all());
        assert!(
            run.stderr.contains("saved 108 of 120 roles"),
            "{}",
            run.stderr
        );
        later.store(true, Ordering::SeqCst);
    }
    let json = |arguments: &[&str], code: i32| -> Value {
        let run = home.run(arguments);
        assert_eq!(run.code, code, "{}", run.all());
        serde_json::from_str(&run.stdout).unwrap()
    };
    let audit = json(
        &["audit", "after", "--since", "before", "--format", "json"],
        1,
    );
    let members = audit["members"].as_array().unwrap();
    let summary = &audit["summary"];
    assert_eq!(summary["members"], members.len());
    assert!(members.len() > 250, "{}", members.len());
    assert_eq!(audit["complete"], true);
    assert_eq!(audit["since"]["wider"], json!(["Integration 4"]));
    assert_eq!(audit["since"]["new_members"], json!([]));
    let marked = |member: &&Value| member["changes"] == json!(["wider"]);
    let of_role = |member: &&Value| member["role"] == "Integration 4";
    assert_eq!(
        members.iter().filter(marked).count(),
        members.iter().filter(of_role).count()
    );
    assert_eq!(members[0]["administrator"], true);
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/audit.schema.json");
    let schema: Value = serde_json::from_slice(&std::fs::read(schema).unwrap()).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    assert!(
        schema.is_valid(&audit),
        "{:?}",
        schema.iter_errors(&audit).next()
    );

    // People and integrator logins, which no role of an API member shows.
    assert_eq!(audit["people"]["active"], 22);
    assert_eq!(audit["people"]["members"], Value::Null);
    assert_eq!(audit["integrator_logins"][0]["all_apis"], true);
    assert_eq!(
        audit["integrator_logins"][0]["callback_hosts"],
        json!(["hooks.example.net"])
    );
    assert_eq!(audit["caller"], "cloudblue");
    let people = home.run(&["audit", "after", "--people", "--all"]);
    assert!(
        people.stdout.contains("person2 (Integration 3)"),
        "{}",
        people.all()
    );
    assert!(
        people.stdout.contains("legacy: all records, all APIs"),
        "{}",
        people.all()
    );
    assert!(!people.stdout.contains("Secret"), "no names");

    // The same tenant, read for the audit.
    let live = json(&["audit", "--live", "--format", "json"], 1);
    assert_eq!(live["summary"], audit["summary"]);
    assert_eq!(live["excluded"].as_array().unwrap().len(), 12);

    let diff = home.run(&["role", "diff", "before", "after"]);
    assert_eq!(diff.code, 1, "{}", diff.all());
    let plan = home.run(&["plan", "after/role-2-integration-2.json", "-p", POLICY]);
    assert!(plan.stdout.contains("Contacts"), "{}", plan.all());
    let run = home.run(&["audit", "after", "--evidence", "evidence"]);
    assert_eq!(run.code, 1, "{}", run.all());
    let run = home.run(&["audit", "verify", "evidence"]);
    assert_eq!(run.code, 0, "{}", run.all());
    let requests = std::fs::read_to_string(home.path("evidence/requests.csv")).unwrap();
    assert!(
        requests.contains("GET,/system/securityRoles/2/settings?pageSize=1000"),
        "{requests}"
    );
    for (file, schema) in [("run.json", "evidence"), ("tenant.json", "tenant")] {
        let path = format!(
            "{}/schemas/{schema}.schema.json",
            env!("CARGO_MANIFEST_DIR")
        );
        let schema: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let text = std::fs::read(home.path("evidence").join(file)).unwrap();
        let document: Value = serde_json::from_slice(&text).unwrap();
        let schema = jsonschema::validator_for(&schema).unwrap();
        assert!(
            schema.is_valid(&document),
            "{file}: {:?}",
            schema.iter_errors(&document).next()
        );
    }
    let run = home.run(&["audit", "--live", "--evidence", "live"]);
    assert_eq!(run.code, 1, "{}", run.all());
    let run = home.run(&["audit", "verify", "live"]);
    assert_eq!(run.code, 0, "{}", run.all());
    for width in ["60", "100"] {
        let mut narrow = Home::new(&format!("http://127.0.0.1:{}", server.port()));
        narrow.set("COLUMNS", width);
        let folder = home.path("after");
        let run = narrow.run(&["audit", folder.to_str().unwrap(), "-p", POLICY]);
        let limit: usize = width.parse().unwrap();
        let commands = |line: &&str| !line.trim_start().starts_with("leastwise ");
        for line in run.stdout.lines().filter(commands) {
            assert!(line.chars().count() <= limit, "{width}: {line}");
        }
    }
}
