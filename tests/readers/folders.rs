//! Directories, patterns, standard input and read options.

use std::fs;

use crate::readers::harness::{POLICY, Run, example, leastwise, shapes, utf16, workbook};

fn check(folder: &std::path::Path, arguments: &[&str], input: &[u8]) -> Run {
    let all = [&["check", "-p", POLICY, "--format", "json"], arguments].concat();
    leastwise(folder, &all, input)
}

fn sources(ran: &Run) -> Vec<String> {
    let report = ran.json();
    let roles = report["roles"].as_array().unwrap().iter();
    roles
        .map(|role| role["source"].as_str().unwrap().replace('\\', "/"))
        .collect()
}

#[test]
fn a_directory_is_searched_and_skipped_files_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    let roles = folder.path().join("roles");
    fs::create_dir_all(roles.join("more/.git")).unwrap();
    for (file, bytes) in shapes(&example("cloudblue-exact.json")) {
        if ["bare.json", "matrix.csv", "role.yaml", "table.md"].contains(&file) {
            fs::write(roles.join("more").join(file), bytes).unwrap();
        }
    }
    fs::write(
        roles.join("README.md"),
        "# Roles\n\n| A | B |\n|---|---|\n| 1 | 2 |\n",
    )
    .unwrap();
    fs::write(
        roles.join("policy.yaml"),
        "schema: leastwise/policy/v1\nid: x\n",
    )
    .unwrap();
    fs::write(
        roles.join("report.json"),
        "{\"schema\": \"leastwise/report/v1\"}",
    )
    .unwrap();
    fs::write(roles.join("photo.png"), b"\x89PNG").unwrap();
    let ran = check(folder.path(), &["roles"], b"");
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    assert_eq!(
        sources(&ran),
        ["bare.json", "matrix.csv", "role.yaml", "table.md"]
            .map(|file| format!("roles/more/{file}"))
    );
    for skipped in [
        "README.md",
        "policy.yaml",
        "report.json",
        "photo.png",
        ".git",
    ] {
        assert!(ran.stderr.contains(skipped), "{skipped}: {}", ran.stderr);
    }
}

#[test]
fn a_broken_role_in_a_directory_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.json"), "<html><title>Login</title>").unwrap();
    let ran = check(folder.path(), &["."], b"");
    assert_eq!(ran.code, 3);
    assert!(
        ran.json()["errors"][0]["message"]
            .as_str()
            .unwrap()
            .contains("web page")
    );
}

#[test]
fn nothing_found_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("empty")).unwrap();
    fs::create_dir(folder.path().join("other")).unwrap();
    fs::write(folder.path().join("other/a.txt"), "hello").unwrap();
    for (argument, message) in [
        ("empty", "the directory is empty"),
        (
            "other",
            "no file in this directory contains a role (read: `other",
        ),
        ("*.json", "no file matches"),
        ("[", "not a valid glob"),
        ("none.json", "no such file"),
    ] {
        let ran = check(folder.path(), &[argument], b"");
        assert_eq!(ran.code, 3, "{argument}");
        let report = ran.json();
        let reported = report["errors"][0]["message"].as_str().unwrap();
        assert!(reported.contains(message), "{argument}: {reported}");
        assert!(report["errors"][0]["help"].is_string(), "{argument}");
    }
}

#[test]
fn a_pattern_selects_files() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("deep")).unwrap();
    let role = serde_json::to_string(&example("cloudblue-exact.json")).unwrap();
    for file in ["b.json", "a.json", "deep/c.json", "a[1].json"] {
        fs::write(folder.path().join(file), &role).unwrap();
    }
    assert_eq!(
        sources(&check(folder.path(), &["?.json"], b"")),
        ["a.json", "b.json"]
    );
    assert_eq!(
        sources(&check(folder.path(), &["**/c.json"], b"")),
        ["deep/c.json"]
    );
    // A file with exactly that name is not a pattern.
    assert_eq!(
        sources(&check(folder.path(), &["a[1].json"], b"")),
        ["a[1].json"]
    );
}

#[test]
fn standard_input_supports_every_format() {
    let folder = tempfile::tempdir().unwrap();
    for (file, bytes) in shapes(&example("cloudblue-exact.json")) {
        let ran = check(folder.path(), &["-"], &bytes);
        assert_eq!(ran.code, 0, "{file}: {}", ran.stdout);
        assert_eq!(sources(&ran), ["<stdin>"]);
    }
}

#[test]
fn a_stream_of_snapshots_gives_a_report_for_each_role() {
    let folder = tempfile::tempdir().unwrap();
    let settings = serde_json::to_string(&example("cloudblue-exact.json")).unwrap();
    let line = |name: &str| {
        format!(
            "{{\"schema\":\"leastwise/role/v1\",\"role\":{{\"name\":\"{name}\"}},\"settings\":{settings}}}\n"
        )
    };
    let cut = line("Cut");
    let stream =
        line("One") + "\n" + &line("Two") + "{}\n" + &line("Three") + &cut[..cut.len() / 2];
    let ran = check(folder.path(), &["-"], stream.as_bytes());
    assert_eq!(ran.code, 3);
    let report = ran.json();
    let names: Vec<_> = report["roles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|role| &role["name"])
        .collect();
    assert_eq!(names, ["One", "Two", "Three"]);
    let errors = report["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 2);
    assert!(
        errors[0]["message"]
            .as_str()
            .unwrap()
            .starts_with("line 4 is not a snapshot")
    );
    assert!(
        errors[1]["message"]
            .as_str()
            .unwrap()
            .starts_with("line 6 is not a snapshot")
    );
}

#[test]
fn the_sheet_and_the_format_can_be_specified() {
    let folder = tempfile::tempdir().unwrap();
    let role = example("cloudblue-exact.json");
    fs::write(folder.path().join("role.xlsx"), workbook(&role, true)).unwrap();
    assert_eq!(
        check(folder.path(), &["role.xlsx", "--sheet", "Role"], b"").code,
        0
    );
    let message = |arguments: &[&str]| {
        let ran = check(folder.path(), arguments, b"");
        assert_eq!(ran.code, 3);
        let error = ran.json()["errors"][0].clone();
        format!(
            "{}; {}",
            error["message"].as_str().unwrap(),
            error["help"].as_str().unwrap()
        )
    };
    assert!(message(&["role.xlsx", "--sheet", "Rolle"]).contains("did you mean `Role`?"));
    assert!(message(&["role.xlsx", "--sheet", "About"]).contains("headings of a role"));
    fs::write(
        folder.path().join("role.txt"),
        utf16(&serde_json::to_string(&role).unwrap()),
    )
    .unwrap();
    assert_eq!(
        check(folder.path(), &["role.txt", "--role-format", "json"], b"").code,
        0
    );
    for format in ["csv", "html", "markdown", "text"] {
        let message = message(&["role.txt", "--role-format", format]);
        let help = format!("; the content looks like `json`: remove `--role-format {format}`");
        assert!(message.ends_with(&help), "{message}");
    }
    assert!(message(&["role.txt", "--role-format", "xlsx"]).contains("not an Excel workbook"));
}

#[test]
fn limits_are_reported_with_the_flag_that_raises_them() {
    let folder = tempfile::tempdir().unwrap();
    for (file, bytes) in shapes(&example("cloudblue-exact.json")) {
        fs::write(folder.path().join(file), bytes).unwrap();
        for limit in ["bytes=100", "rows=50"] {
            let ran = check(folder.path(), &[file, "--limit", limit], b"");
            assert_eq!(ran.code, 3, "{file} {limit}");
            let report = ran.json();
            let help = report["errors"][0]["help"].as_str().unwrap();
            let name = limit.split_once('=').unwrap().0;
            assert!(
                help.contains(&format!("--limit {name}=")),
                "{file} {limit}: {help}"
            );
        }
    }
    let ran = check(folder.path(), &["matrix.csv", "--limit", "cell=5"], b"");
    assert!(
        ran.json()["errors"][0]["help"]
            .as_str()
            .unwrap()
            .contains("--limit cell=")
    );
    let ran = check(folder.path(), &["nested.json", "--limit", "nesting=1"], b"");
    assert!(
        ran.json()["errors"][0]["help"]
            .as_str()
            .unwrap()
            .contains("--limit nesting=")
    );
    let ran = check(folder.path(), &["matrix.csv", "--limit", "lines=5"], b"");
    assert_eq!(ran.code, 2);
}
