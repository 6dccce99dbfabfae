//! Ten thousand findings in every format, within a time limit.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::scenes;

/// Enough for a slow machine in a build without optimization; quadratic rendering would need
/// minutes.
const LIMIT: Duration = Duration::from_secs(120);

const FORMATS: [&str; 11] = [
    "plain", "human", "jsonl", "sarif", "github", "gitlab", "junit", "tap", "markdown", "html",
    "csv",
];

#[test]
fn ten_thousand_findings_in_every_format() {
    let scene = scenes::large(5_000);
    let reports: Vec<String> = FORMATS
        .iter()
        .map(|format| format!("--report={format}=out.{format}"))
        .collect();
    let mut arguments = vec!["check", "--format", "json"];
    arguments.extend(reports.iter().map(String::as_str));
    arguments.extend(scene.arguments.iter().map(String::as_str));
    let begun = Instant::now();
    let output = super::leastwise(scene.folder.path(), &arguments);
    let took = begun.elapsed();
    assert!(took < LIMIT, "{took:?}");
    let json: Value = serde_json::from_str(super::text(&output)).unwrap();
    let number = scenes::findings(&json).len();
    assert!(number >= 10_000, "{number}");
    for format in FORMATS {
        let path = scene.folder.path().join(format!("out.{format}"));
        let text = std::fs::read_to_string(path).unwrap();
        let count = match format {
            "jsonl" => text
                .lines()
                .filter(|line| line.contains("\"type\":\"finding\""))
                .count(),
            "csv" => text.lines().count() - 1,
            "html" => text.matches(" data-fingerprint=\"").count(),
            "tap" => text
                .lines()
                .filter(|line| line.starts_with("not ok"))
                .count(),
            "junit" => text.matches("fingerprint: ").count(),
            "gitlab" => serde_json::from_str::<Vec<Value>>(&text).unwrap().len(),
            "sarif" => {
                let report: Value = serde_json::from_str(&text).unwrap();
                report["runs"][0]["results"].as_array().unwrap().len()
            }
            "github" => {
                assert_eq!(text.lines().count(), 12);
                assert!(text.contains(&format!("title={} more", number - 10)));
                continue;
            }
            "markdown" => {
                assert!(text.chars().count() < 65_536);
                assert!(text.contains("are omitted"));
                continue;
            }
            _ => continue,
        };
        assert_eq!(count, number, "{format}");
    }
}

/// Browsers cannot open a page with very many roles: beyond a limit, only counts and findings are
/// shown, and roles with findings come first.
#[test]
fn a_page_shows_only_so_many_roles_level_by_level() {
    let folder = tempfile::tempdir().unwrap();
    let examples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/roles");
    for number in 0..203 {
        let name = folder.path().join(format!("role-{number}.json"));
        std::fs::copy(examples.join("cloudblue-exact.json"), name).unwrap();
    }
    let last = folder.path().join("x-last.json");
    std::fs::copy(examples.join("cloudblue-missing-delete.json"), last).unwrap();
    let output = super::leastwise(
        folder.path(),
        &[
            "check",
            ".",
            "-p",
            "cloudblue-reseller-marketplace",
            "--format",
            "html",
        ],
    );
    let page = super::text(&output);
    assert_eq!(page.matches("<section class=\"matrix\">").count(), 200);
    assert_eq!(page.matches("<details class=\"role\"").count(), 204);
    assert!(page.contains("200 roles are shown level by level"));
    assert!(page.contains("of 4 others"));
    let last = page.rsplit("<details class=\"role\"").next().unwrap();
    assert!(last.contains("<section class=\"matrix\">"));
}
