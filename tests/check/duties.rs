//! An audit names the permissions of one key that break a separation of duties.

use serde_json::{Value, json};

use crate::check::harness::{leastwise, row, rows};

/// A directory with a role for each member: its number, the member, whether it is inactive, and
/// the level of Edit for Invoice Approval. Every role can add invoices.
fn roles(members: &[(i64, &str, bool, &str)], admin: bool) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (id, member, inactive, approve) in members {
        let mut settings = rows("cloudblue-exact");
        for name in ["Invoicing", "Invoice Approval"] {
            for level in ["addLevel", "editLevel", "deleteLevel"] {
                row(&mut settings, name)[level] = "None".into();
            }
        }
        row(&mut settings, "Invoicing")["addLevel"] = "All".into();
        row(&mut settings, "Invoice Approval")["editLevel"] = (*approve).into();
        let role = json!({
            "schema": "leastwise/role/v1",
            "role": { "id": id, "name": format!("Role {id}"), "adminFlag": admin },
            "host": "api-na.myconnectwise.net", "fetched_at": "2026-11-28T09:00:00Z",
            "count": settings.len(), "complete": true,
            "used_by": [{ "identifier": member, "inactive": inactive }], "settings": settings,
        });
        std::fs::write(
            folder.path().join(format!("role-{id}.json")),
            role.to_string(),
        )
        .unwrap();
    }
    folder
}

fn audit(folder: &tempfile::TempDir, format: &str) -> String {
    let path = folder.path().to_str().unwrap();
    leastwise(&["audit", path, "--no-config", "--format", format]).stdout
}

const LINE: &str = "The same key creates an invoice and approves it (Finance / Invoicing: Add or \
                    Edit; Finance / Invoice Approval: Add or Edit). Members: billing, books.";

#[test]
fn members_whose_duties_are_not_separated_are_named_once_for_each_pair() {
    let members = [
        (1, "billing", false, "All"),
        (2, "books", false, "My"),
        (3, "reports", false, "None"),
        (4, "retired", true, "All"),
    ];
    let folder = roles(&members, false);
    let text = audit(&folder, "human").replace("\n    ", " ");
    assert!(
        text.contains("Separation of duties (Leastwise's assessment)"),
        "{text}"
    );
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words(&text).contains(&words(LINE)), "{text}");

    let markdown = audit(&folder, "markdown");
    assert!(markdown.contains(&format!("- {LINE}")), "{markdown}");
    let page = audit(&folder, "html");
    assert!(
        page.contains("billing (Role 1): no policy; duties not separated: 1"),
        "{page}"
    );
    let advice = "Remove one permission of each pair, or use a separate API member for each duty.";
    for report in [&words(&text), &markdown, &page] {
        assert!(report.contains(advice), "{report}");
    }
    let item = LINE.split(" Members").next().unwrap();
    assert!(page.contains(&format!("<li>{item}</li>")), "{page}");
    let csv = audit(&folder, "csv");
    assert!(csv.contains("duties not separated: 1"), "{csv}");

    let document: Value = serde_json::from_str(&audit(&folder, "json")).unwrap();
    let ids = |member: &str| {
        let members = document["members"].as_array().unwrap();
        let found = members.iter().find(|entry| entry["identifier"] == member);
        let combinations = found.unwrap()["combinations"].as_array().unwrap().clone();
        combinations
            .iter()
            .map(|one| one["id"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids("billing"), ["bill-and-approve"]);
    assert_eq!(ids("books"), ["bill-and-approve"]);
    assert!(ids("reports").is_empty());
    assert_eq!(ids("retired"), ["bill-and-approve"]);
}

#[test]
fn administrators_have_every_permission_and_no_list_of_pairs() {
    let folder = roles(&[(1, "backup", false, "All")], true);
    let text = audit(&folder, "human");
    assert!(text.contains("everything"), "{text}");
    assert!(!text.contains("Separation of duties"), "{text}");
}

#[test]
fn the_documentation_lists_every_pair() {
    let data: Value = serde_json::from_str(include_str!("../../src/risk/data/risk.json")).unwrap();
    let page = include_str!("../../docs/reference/audit.md");
    for pair in data["combinations"].as_array().unwrap() {
        let id = pair["id"].as_str().unwrap();
        let row = page
            .lines()
            .find(|line| line.starts_with(&format!("| `{id}` |")));
        let row = row.unwrap_or_else(|| panic!("`{id}` is not in docs/reference/audit.md"));
        assert!(row.contains(pair["reason"].as_str().unwrap()), "{row}");
        for need in pair["needs"].as_array().unwrap() {
            let function = need["function"].as_str().unwrap();
            assert!(row.contains(&format!("/ {function}: ")), "{row}");
        }
    }
}
