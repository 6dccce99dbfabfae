//! `--check`: detects a document that no longer matches its policy.

use crate::docs::harness::{Sandbox, root};

const POLICY: &str = "cloudblue-reseller-marketplace";

/// A directory with the policy as a separate file, and its guide next to it.
fn published(output: &str) -> Sandbox {
    let folder = Sandbox::new();
    let text = std::fs::read_to_string(root().join(format!("policies/{POLICY}.yaml"))).unwrap();
    folder.write("policy.yaml", &text);
    folder.docs(&["policy.yaml", "-o", output]).good();
    folder
}

fn change(folder: &Sandbox, file: &str, old: &str, new: &str) {
    let text = folder.read(file);
    assert!(text.contains(old), "{old}");
    folder.write(file, text.replacen(old, new, 1));
}

const CHECK: [&str; 4] = ["policy.yaml", "-o", "guide.md", "--check"];

#[test]
fn a_current_document_passes() {
    for output in ["guide.md", "guide.html", "guide.json"] {
        let folder = published(output);
        let text = folder
            .docs(&["policy.yaml", "-o", output, "--check"])
            .good();
        assert_eq!(text, "");
    }
}

#[test]
fn a_changed_purpose_is_detected() {
    let folder = published("guide.md");
    change(
        &folder,
        "policy.yaml",
        "to import accounts\n",
        "and nothing else\n",
    );
    let before = folder.read("guide.md");
    let run = folder.docs(&CHECK);
    assert_eq!(run.code, 1, "{run:?}");
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines[..2], ["--- guide.md", "+++ guide.md"]);
    let changed: Vec<&&str> = lines[2..]
        .iter()
        .filter(|line| line.starts_with(['+', '-']))
        .collect();
    assert_eq!(
        changed,
        [
            &"-| Companies | Contacts | Inquire Level = All | Required to list company contacts to import accounts |",
            &"+| Companies | Contacts | Inquire Level = All | Required to list company contacts and nothing else |",
        ]
    );
    assert_eq!(
        run.stderr,
        "guide.md is outdated\n  the same command without `--check` writes it\n"
    );
    assert_eq!(folder.read("guide.md"), before, "a check writes nothing");
    folder.docs(&CHECK[..3]).good();
    folder.docs(&CHECK).good();
}

#[test]
fn a_changed_level_is_detected() {
    let folder = published("guide.md");
    change(
        &folder,
        "policy.yaml",
        "        level: All",
        "        level: { min: My }",
    );
    let run = folder.docs(&CHECK);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(
        run.stdout
            .contains("+| Companies | Company Maintenance | Inquire Level = at least My |"),
        "{run:?}"
    );
}

#[test]
fn a_manual_edit_is_detected() {
    for (old, new) in [
        ("Delete Level = All", "Delete Level = None"),
        ("**Company ID**", "**Company**"),
        ("\n## Step 2", "\n\n## Step 2"),
    ] {
        let folder = published("guide.md");
        change(&folder, "guide.md", old, new);
        assert_eq!(folder.docs(&CHECK).code, 1, "{old}");
    }
    let folder = published("guide.html");
    change(
        &folder,
        "guide.html",
        "<strong>All</strong>",
        "<strong>My</strong>",
    );
    let run = folder.docs(&["policy.yaml", "-o", "guide.html", "--check"]);
    assert_eq!(run.code, 1, "{run:?}");
}

#[test]
fn a_missing_file_is_outdated() {
    let folder = published("guide.md");
    std::fs::remove_file(folder.path("guide.md")).unwrap();
    let run = folder.docs(&CHECK);
    assert_eq!(run.code, 1);
    assert!(
        run.stdout.starts_with("--- /dev/null\n+++ guide.md\n@@ "),
        "{run:?}"
    );
    assert!(
        run.stderr.starts_with("guide.md does not exist\n"),
        "{run:?}"
    );
    assert!(!folder.path("guide.md").exists());
}

#[test]
fn a_directory_is_checked_file_by_file() {
    let folder = Sandbox::new();
    let policies = [POLICY, "huntress"];
    let run = |check: &[&str]| folder.docs(&[&policies, &["-o", "out"][..], check].concat());
    run(&[]).good();
    let names = [
        "cloudblue-reseller-marketplace.md",
        "huntress.md",
        "index.md",
    ];
    assert_eq!(folder.files("out"), names);
    run(&["--check"]).good();
    for name in names {
        let path = format!("out/{name}");
        let kept = folder.read(&path);
        folder.write(&path, kept.replacen("ConnectWise", "ConectWise", 1));
        let checked = run(&["--check"]);
        assert_eq!(checked.code, 1, "{name}");
        let first_line = checked.stderr.lines().next().unwrap().replace('\\', "/");
        assert_eq!(first_line, format!("out/{name} is outdated"));
        folder.write(&path, &kept);
    }
}

/// A checkout on Windows converts the line ends of every text; that is not a change.
#[test]
fn line_ends_are_kept() {
    let folder = published("guide.md");
    let windows = folder.read("guide.md").replace('\n', "\r\n");
    folder.write("guide.md", &windows);
    folder.docs(&CHECK).good();
    change(
        &folder,
        "policy.yaml",
        "version: \"21.0\"",
        "version: \"22.0\"",
    );
    folder.docs(&CHECK[..3]).good();
    assert_eq!(
        folder.read("guide.md"),
        windows.replace("version 21.0", "version 22.0")
    );
}

#[test]
fn file_content_is_escaped_on_the_terminal() {
    let folder = published("guide.md");
    change(
        &folder,
        "guide.md",
        "# ConnectWise",
        "# \u{1b}[2J\u{202e}ConnectWise",
    );
    let run = folder.docs(&CHECK);
    assert_eq!(run.code, 1);
    assert!(
        run.stdout.contains("-# \\u{1b}[2J\\u{202e}ConnectWise"),
        "{run:?}"
    );
    let colored = folder.docs(&[&CHECK[..], &["--color", "always"]].concat());
    assert!(
        colored.stdout.contains("\u{1b}[31m-# \\u{1b}[2J"),
        "{colored:?}"
    );
}

#[test]
fn output_is_reproducible() {
    let folder = Sandbox::new();
    for format in ["markdown", "html", "json"] {
        let make = || folder.docs(&["rewst", "--format", format]).good();
        assert_eq!(make(), make());
    }
}

#[test]
fn usage_is_explained() {
    let folder = published("guide.md");
    folder.write("a.txt", "x");
    for (arguments, message) in [
        (
            &["policy.yaml", "--check"][..],
            "`--check` has nothing to compare with",
        ),
        (&[], "no policy given"),
        (
            &["huntress", "thread"],
            "several policies need several files",
        ),
        (&["huntress", "huntress"], "have the same id, `huntress`"),
        (&["huntrez"], "there is no policy named `huntrez`"),
        (
            &["huntress", "-o", "x.pdf"],
            "no format has the extension `.pdf`",
        ),
        (
            &["huntress", "--language", "xx"],
            "there is no translation for the language `xx`",
        ),
        (
            &["huntress", "--feature", "billing"],
            "the policy `huntress` has no feature named `billing`",
        ),
    ] {
        let stderr = folder.docs(arguments).failed(2);
        assert!(stderr.contains(message), "{arguments:?}: {stderr}");
        assert!(stderr.lines().count() >= 2, "no help: {stderr}");
    }
    let into_a_file = folder.docs(&["huntress", "-o", "a.txt/b.md"]).failed(3);
    assert!(
        into_a_file.contains("could not be written"),
        "{into_a_file}"
    );
}

/// Without a policy on the command line, the configuration names it.
#[test]
fn the_configuration_names_the_policies() {
    let folder = Sandbox::new();
    folder.write(
        "leastwise.yaml",
        "schema: leastwise/config/v1\npolicies: huntress\nmatch:\n  - role: X\n    policies: [rewst, huntress]\n",
    );
    folder.docs(&["-o", "out"]).good();
    assert_eq!(folder.files("out"), ["huntress.md", "index.md", "rewst.md"]);
    let stderr = folder.docs(&["--no-config", "-o", "out"]).failed(2);
    assert!(stderr.contains("no policy given"), "{stderr}");
}

#[test]
fn one_policy_can_be_written_to_a_file_or_a_directory() {
    let folder = Sandbox::new();
    folder.docs(&["huntress", "-o", "new/"]).good();
    assert_eq!(folder.files("new"), ["huntress.md"]);
    folder
        .docs(&["huntress", "--format", "html", "-o", "new"])
        .good();
    assert_eq!(folder.files("new"), ["huntress.html", "huntress.md"]);
    folder.docs(&["huntress", "-o", "deep/er/"]).good();
    folder
        .docs(&["huntress", "-o", "deep/er/guide.html"])
        .good();
    assert!(
        folder
            .read("deep/er/guide.html")
            .starts_with("<!doctype html>")
    );
}
