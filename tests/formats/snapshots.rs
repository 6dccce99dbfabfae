//! One role in every format, for review when it changes.

use super::scenes;

#[test]
fn one_role_in_every_format() {
    let scenes = scenes::all();
    let scene = scenes
        .iter()
        .find(|scene| scene.name == "findings")
        .unwrap();
    for format in [
        "plain", "jsonl", "github", "gitlab", "junit", "tap", "markdown", "csv",
    ] {
        insta::assert_snapshot!(format, scene.print(format));
    }
    // The rules of a SARIF report come from the explain pages: only the rest is compared.
    let mut report: serde_json::Value = serde_json::from_str(&scene.print("sarif")).unwrap();
    let rules = &mut report["runs"][0]["tool"]["driver"]["rules"];
    let rules = rules.as_array_mut().unwrap();
    rules.retain(|rule| rule["id"] == "missing-level");
    insta::assert_snapshot!("sarif", serde_json::to_string_pretty(&report).unwrap());
}
