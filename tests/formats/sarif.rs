//! SARIF against the schema of OASIS.

use serde_json::Value;

use super::scenes;

pub(crate) fn validator() -> jsonschema::Validator {
    let schema = include_str!("../schemas/sarif-2.1.0.json");
    let mut schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    // This pattern of the published schema is not a valid regular expression: it closes a bracket
    // that was never opened. We write no `language`.
    for object in ["run", "toolComponent"] {
        let language = schema.pointer_mut(&format!("/definitions/{object}/properties/language"));
        let pattern = language.and_then(|language| language.as_object_mut()?.remove("pattern"));
        assert!(pattern.is_some(), "the schema has been fixed");
    }
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .expect("a schema")
}

#[test]
fn every_run_is_valid_sarif() {
    let validator = validator();
    for scene in scenes::all() {
        let report: Value = serde_json::from_str(&scene.print("sarif")).expect("JSON");
        let errors: Vec<String> = validator
            .iter_errors(&report)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", scene.name);

        let run = &report["runs"][0];
        let invocation = &run["invocations"][0];
        assert_eq!(invocation["exitCode"], scene.code, "{}", scene.name);
        assert_eq!(
            invocation["executionSuccessful"],
            Value::Bool(scene.code < 2),
            "{}",
            scene.name
        );
        let notifications = invocation["toolExecutionNotifications"].as_array();
        assert_eq!(
            notifications.is_some_and(|notifications| !notifications.is_empty()),
            scene.code == 3,
            "{}",
            scene.name
        );
    }
}

#[test]
fn all_rules_are_listed_and_results_refer_to_them() {
    for scene in scenes::all() {
        let report: Value = serde_json::from_str(&scene.print("sarif")).expect("JSON");
        let run = &report["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
        assert!(rules.len() >= 9);
        for rule in rules {
            for key in ["/shortDescription/text", "/help/markdown", "/helpUri"] {
                let text = rule.pointer(key).and_then(Value::as_str);
                assert!(text.is_some_and(|text| !text.is_empty()), "{rule}: {key}");
            }
        }
        for result in run["results"].as_array().expect("results") {
            let index = result["ruleIndex"].as_u64().expect("an index");
            assert_eq!(
                rules[usize::try_from(index).unwrap()]["id"],
                result["ruleId"]
            );
        }
    }
}

#[test]
fn a_result_has_its_role_position_and_baseline_state() {
    let scene = scenes::all()
        .into_iter()
        .find(|scene| scene.name == "two roles")
        .unwrap();
    let report: Value = serde_json::from_str(&scene.print("sarif")).expect("JSON");
    let results = report["runs"][0]["results"].as_array().expect("results");
    let result = results
        .iter()
        .find(|result| result["ruleId"] == "missing-level")
        .expect("the missing level");
    let place = &result["locations"][0];
    assert_eq!(
        place["physicalLocation"]["artifactLocation"]["uri"],
        "%C3%BC.json"
    );
    assert_eq!(
        place["logicalLocations"][0]["fullyQualifiedName"],
        "Finance/Agreements/Delete"
    );
    let related = result["relatedLocations"]
        .as_array()
        .expect("related locations");
    assert!(related.iter().any(|place| {
        let uri = place["physicalLocation"]["artifactLocation"]["uri"].as_str();
        uri == Some("policies/cloudblue-reseller-marketplace.yaml")
    }));
    assert_eq!(result["suppressions"], serde_json::json!([]));
    assert_eq!(
        result["partialFingerprints"]
            .as_object()
            .map(serde_json::Map::len),
        Some(2)
    );
}

#[test]
fn names_create_neither_links_nor_placeholders() {
    let scene = scenes::all().pop().expect("the hostile scene");
    let report: Value = serde_json::from_str(&scene.print("sarif")).expect("JSON");
    let run = &report["runs"][0];
    let results = run["results"].as_array().expect("results").iter();
    let notifications = run["invocations"][0]["toolExecutionNotifications"].as_array();
    let notifications = notifications.expect("notifications").iter();
    for message in results
        .chain(notifications)
        .map(|one| one["message"]["text"].as_str().unwrap())
    {
        assert!(!message.contains("]("), "{message}");
        let braces = message.replace("{{", "").replace("}}", "");
        assert!(!braces.contains(['{', '}']), "{message}");
    }
}
