//! JSON that is not a role.

use serde_json::{Value, json};

use super::{Case, text};

fn setting(other: &Value) -> Vec<u8> {
    let mut setting = json!({
        "moduleDescription": "Finance", "moduleFunctionDescription": "Agreements",
        "addLevel": "All", "editLevel": "All", "deleteLevel": "All", "inquireLevel": "All",
    });
    for (key, value) in other.as_object().unwrap() {
        if value == "-" {
            setting.as_object_mut().unwrap().remove(key);
        } else {
            setting[key] = value.clone();
        }
    }
    format!("[{setting}]").into_bytes()
}

#[expect(clippy::too_many_lines, reason = "it is a table")]
pub(super) fn cases() -> Vec<Case> {
    vec![
        (
            "cut.json",
            text("[\n  {\"addLevel\": \"All\",\n"),
            "truncated",
            Some((3, 1)),
        ),
        (
            "cut-wrapped.json",
            text("{\"value\":\n [{\"addLevel\": \"Al"),
            "truncated",
            Some((2, 18)),
        ),
        (
            "cut.jsonl",
            text("{\"addLevel\":\"All\",\"moduleFunctionName\":\"Agreements\"}\n{\"add"),
            "truncated",
            Some((2, 5)),
        ),
        (
            "comma.json",
            text("[{\"addLevel\": \"All\"},]"),
            "not valid JSON: expected a value",
            Some((1, 22)),
        ),
        (
            "number.json",
            text("[1, 2]"),
            "expected a role setting, but found",
            None,
        ),
        (
            "list.json",
            text("[[\"Finance\", \"Agreements\"]]"),
            "expected a role setting, but found",
            None,
        ),
        (
            "scalar.json",
            text("[null]"),
            "expected a role setting, but found",
            None,
        ),
        (
            "deep.json",
            ("[".repeat(500) + &"]".repeat(500)).into_bytes(),
            "the settings exceed the `nesting` limit of 16",
            None,
        ),
        (
            "wrapped-deep.json",
            text(&("{\"a\":".repeat(60) + "[]" + &"}".repeat(60))),
            "",
            None,
        ),
        (
            "project.json",
            text(
                "[{\"id\":1,\"addLevel\":\"All\",\"editLevel\":\"All\",\"deleteLevel\":\"All\",\"inquireLevel\":\"All\",\"moduleIdentifier\":\"ProjectTickets\",\"myFlag\":true}]",
            ),
            "this is a project role",
            Some((1, 2)),
        ),
        (
            "error.json",
            text(
                "{\"code\":\"Security\",\"message\":\"You do not have security permission to perform this action.\",\"errors\":null}",
            ),
            "this is an error response from the ConnectWise API, not a role: You do not have security permission to perform this action (Security)",
            Some((1, 1)),
        ),
        (
            "role.json",
            text("{\"id\":63,\"name\":\"Admin\",\"adminFlag\":true}"),
            "this object contains no role settings: its fields are `id`, `name` and `adminFlag`",
            Some((1, 1)),
        ),
        (
            "empty.json",
            text("{}"),
            "this object contains no role settings: it is empty",
            Some((1, 1)),
        ),
        (
            "two-lists.json",
            text("{\"a\":[{\"addLevel\":\"All\"}],\"b\":[{\"addLevel\":\"All\"}]}"),
            "several lists of settings: `a` and `b`",
            Some((1, 1)),
        ),
        (
            "policy.json",
            text("{\"schema\":\"leastwise/policy/v1\"}"),
            "this is a policy, not a role",
            Some((1, 1)),
        ),
        (
            "report.json",
            text("{\"schema\":\"leastwise/report/v1\"}"),
            "this is a Leastwise report",
            Some((1, 1)),
        ),
        (
            "other.json",
            text("{\"schema\":\"x/v9\"}"),
            "but found `x/v9`",
            Some((1, 1)),
        ),
        (
            "level.json",
            setting(&json!({"addLevel": "Al"})),
            "`Al` in `addLevel` is not a level",
            None,
        ),
        (
            "typo.json",
            setting(&json!({"addLevel": "-", "addLevl": "All"})),
            "`addLevl` is not a field of a role setting",
            None,
        ),
        (
            "upper.json",
            setting(&json!({"addLevel": "-", "ADDLEVEL": "All"})),
            "`ADDLEVEL` is not a field of a role setting",
            None,
        ),
        (
            "levelless.json",
            setting(
                &json!({"addLevel": "-", "editLevel": "-", "deleteLevel": "-", "inquireLevel": "-"}),
            ),
            "no row states a level",
            Some((1, 2)),
        ),
        (
            "nameless.json",
            setting(&json!({"moduleFunctionDescription": " "})),
            "row 1 names no function",
            Some((1, 2)),
        ),
        (
            "ambiguous.json",
            setting(&json!({"moduleDescription": null, "moduleFunctionDescription": "Reports"})),
            "`Reports` is a function in several modules",
            None,
        ),
        (
            "type.json",
            setting(&json!({"addLevel": 3})),
            "this is not a role setting: expected a level (`None`, `My` or `All`) or null, but found `3`",
            None,
        ),
        (
            "twice.json",
            text(
                "[{\"addLevel\":\"All\",\"addLevel\":\"None\",\"moduleFunctionName\":\"Agreements\"}]",
            ),
            "duplicate field `addLevel`",
            None,
        ),
        (
            "members.json",
            text(
                "[{\"moduleFunctionName\":\"Agreements\",\"addLevel\":\"All\",\"member\":{\"identifier\":\"a\"}},{\"moduleFunctionName\":\"Invoicing\",\"addLevel\":\"All\",\"member\":{\"identifier\":\"b\"}}]",
            ),
            "permissions of several members: `a` and `b`",
            None,
        ),
        (
            "snapshots.json",
            text(
                "{\"schema\":\"leastwise/role/v1\",\n\"settings\":[]}\n{\"schema\":\"leastwise/role/v1\",\n\"settings\":[]}",
            ),
            "several snapshots",
            Some((1, 1)),
        ),
        (
            "snapshot-key.json",
            text("{\"schema\":\"leastwise/role/v1\",\"setings\":[]}"),
            "this snapshot cannot be read: unknown field `setings`",
            None,
        ),
    ]
}
