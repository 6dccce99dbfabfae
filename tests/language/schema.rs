//! Every construct in the reference is in the published schema.

use serde_json::Value;

#[test]
fn every_construct_is_in_the_schema() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/policy.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let keys = |name: &str| {
        let of = if name.is_empty() {
            &schema
        } else {
            &schema["$defs"][name]
        };
        of["properties"]
            .as_object()
            .unwrap_or_else(|| panic!("the schema has no `{name}`"))
    };
    for (name, expected) in [
        (
            "",
            "schema id title vendor version summary sources coverage unlisted extends applies \
             features member credentials guide notes exceptions unconfirmed purposes permissions",
        ),
        (
            "FunctionEntry",
            "add edit delete inquire customize purpose when phase status optional applies formerly note",
        ),
        ("Grant", "level purpose when phase status optional note"),
        ("RangeEntry", "min max"),
        ("Feature", "title default requires purpose"),
        ("Customize", "allow disallow all optional partial note"),
        ("Applies", "connectwise edition"),
        ("Formerly", "name module before"),
        (
            "MemberSettings",
            "license_class level location business_unit time_zone excluded_boards notes",
        ),
        ("Guide", "introduction role member key closing"),
        ("LintException", "rule module function reason"),
        ("Unconfirmed", "module function operations guess"),
        ("Source", "title url retrieved"),
        ("Credential", "name note"),
    ] {
        let found = keys(name);
        let expected: Vec<&str> = expected.split_whitespace().collect();
        for key in &expected {
            assert!(found.contains_key(*key), "{name} lacks `{key}`");
        }
        // A new construct needs a section and a line here.
        assert_eq!(found.len(), expected.len(), "{name}: {:?}", found.keys());
    }
}

#[test]
fn the_reference_names_every_construct() {
    let page = include_str!("../../docs/reference/policy-fields.md");
    let schema = include_str!("../../schemas/policy.schema.json");
    let schema: Value = serde_json::from_str(schema).unwrap();
    let definitions = schema["$defs"].as_object().unwrap();
    for of in definitions.values().chain([&schema]) {
        for key in of["properties"]
            .as_object()
            .into_iter()
            .flat_map(|keys| keys.keys())
        {
            assert!(
                page.contains(key.as_str()),
                "docs/reference/policy-fields.md lacks `{key}`"
            );
        }
    }
}
