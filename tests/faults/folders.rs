//! Directories with very many files, and links that form loops.

use std::fs;
use std::os::unix::fs::symlink;

use crate::faults::harness::{
    CLEAN, POLICY, WITH_FINDINGS, code, example, folder, leastwise, stderr, stdout,
};

#[test]
fn a_directory_with_thousands_of_files_is_searched_completely() {
    let folder = folder(&[]);
    for number in 0..5 {
        let part = folder.path().join(format!("{number:02}"));
        fs::create_dir(&part).unwrap();
        for file in 0..1_000 {
            fs::File::create(part.join(format!("{file:03}.txt"))).unwrap();
        }
    }
    fs::copy(example(CLEAN), folder.path().join("00/role.json")).unwrap();
    fs::copy(example(WITH_FINDINGS), folder.path().join("04/role.json")).unwrap();
    let output = leastwise(folder.path())
        .args(["check", "-p", POLICY, "--format", "json", "."])
        .output()
        .unwrap();
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    let report: serde_json::Value = serde_json::from_str(stdout(&output)).unwrap();
    let sources: Vec<&str> = report["roles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|role| role["source"].as_str().unwrap())
        .collect();
    assert_eq!(sources, ["./00/role.json", "./04/role.json"]);
    // All skipped files are reported in one line.
    assert_eq!(stderr(&output).lines().count(), 1, "{}", stderr(&output));
    assert!(
        stderr(&output).contains("and 4992 more"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn link_loops_end() {
    let folder = folder(&[WITH_FINDINGS]);
    fs::create_dir(folder.path().join("inner")).unwrap();
    symlink("..", folder.path().join("inner/up")).unwrap();
    symlink("itself.json", folder.path().join("itself.json")).unwrap();
    let output = leastwise(folder.path())
        .args(["check", "-p", POLICY, "--format", "json", "."])
        .output()
        .unwrap();
    assert_eq!(code(&output), 3);
    let report: serde_json::Value = serde_json::from_str(stdout(&output)).unwrap();
    assert_eq!(report["summary"]["roles"], 1, "each role once");
    assert_eq!(report["errors"].as_array().unwrap().len(), 1);
    assert_eq!(report["errors"][0]["file"], "./itself.json");
    assert!(
        stderr(&output).contains("`./inner/up`"),
        "{}",
        stderr(&output)
    );
}
