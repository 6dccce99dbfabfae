//! GitLab's code quality report against the fields that GitLab documents.

use std::collections::HashSet;

use serde_json::Value;

use super::scenes;

#[test]
fn every_run_is_a_valid_code_quality_report() {
    let schema = include_str!("../schemas/gitlab-code-quality.json");
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for scene in scenes::all() {
        let report: Value = serde_json::from_str(&scene.print("gitlab")).expect("JSON");
        let errors: Vec<String> = validator
            .iter_errors(&report)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", scene.name);

        // GitLab shows one issue for each fingerprint.
        let issues = report.as_array().expect("issues");
        let distinct: HashSet<&str> = issues
            .iter()
            .map(|issue| issue["fingerprint"].as_str().unwrap())
            .collect();
        assert_eq!(distinct.len(), issues.len(), "{}", scene.name);
        let found = scene.findings().len();
        assert_eq!(
            issues.iter().filter(|i| i["severity"] != "blocker").count(),
            found
        );
    }
}
