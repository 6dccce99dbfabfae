//! From a role and the name of an integration to the levels to change.

use crate::check::harness::{POLICY, example, file, leastwise, run_with};

fn at(columns: &str, arguments: &[&str]) -> String {
    run_with(arguments, &[("COLUMNS", columns)], b"").stdout
}

fn hudu(format: &str) -> Vec<String> {
    let role = example("cloudblue-too-much");
    ["check", &role, "-p", "hudu", "--format", format]
        .map(str::to_owned)
        .to_vec()
}

#[test]
fn twenty_findings_fit_on_a_screen() {
    let words = hudu("human");
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let text = at("100", &words);
    assert!(text.lines().count() <= 80, "{text}");
    let concise = hudu("concise");
    let concise: Vec<&str> = concise.iter().map(String::as_str).collect();
    let text = at("100", &concise);
    assert_eq!(text.lines().count(), 11, "{text}");
}

#[test]
fn no_line_is_wider_than_a_narrow_screen() {
    for format in ["human", "concise"] {
        let words = hudu(format);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let text = at("60", &words);
        for line in text.lines().filter(|line| !line.starts_with("next: ")) {
            assert!(line.chars().count() <= 60, "{format}: {line}");
        }
    }
    for line in at("60", &["policy", "list"]).lines() {
        assert!(line.chars().count() <= 60, "{line}");
    }
}

#[test]
fn a_report_begins_with_the_change_and_ends_with_the_next_command() {
    let role = example("cloudblue-missing-delete");
    let text = leastwise(&["check", &role, "-p", POLICY, "-v"]).stdout;
    let change = text
        .find("Finance / Agreements: set Delete to All")
        .unwrap();
    let why = text.find("Required to synchronize deleted").unwrap();
    let place = text.find("╭─[").unwrap();
    assert!(change < why && why < place, "{text}");
    assert_eq!(text.matches("System > Security Roles").count(), 1, "{text}");
    let next = format!("next: leastwise plan {role} -p {POLICY}");
    assert_eq!(text.lines().last(), Some(next.as_str()));
    let plan: Vec<&str> = next.split(' ').skip(2).collect();
    assert_eq!(leastwise(&plan).code, 1);
}

#[test]
fn missing_and_excessive_levels_of_a_function_are_one_entry() {
    let (_folder, role) = file(
        "role.csv",
        "Module,Function,Add,Edit,Delete,Inquire\nFinance,Agreements,All,None,None,All\n",
    );
    let (_folder, policy) = file(
        "p.yaml",
        "schema: leastwise/policy/v1\nid: p\ntitle: P\npermissions:\n  Finance:\n    Agreements:\n      edit: All\n      delete: All\n      inquire: All\n",
    );
    let run = leastwise(&["check", &role, "-p", &policy, "--format", "concise"]);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(
        lines.iter().any(|line| line.contains(
            "Finance / Agreements: add All -> None (excess), edit, delete None -> All (missing)"
        )),
        "{run:?}"
    );
    let human = leastwise(&["check", &role, "-p", &policy]).stdout;
    assert!(
        human.contains("Finance / Agreements: set Add to None, set Edit and Delete to All"),
        "{human}"
    );
    assert!(human.contains("no published reason"), "{human}");
}

#[test]
fn excess_alone_does_not_break_the_integration_but_fails() {
    let role = example("cloudblue-too-much");
    let run = leastwise(&["check", &role, "-p", POLICY]);
    assert_eq!(run.code, 0);
    assert!(
        run.stdout
            .contains("OK for the integration; 4 excessive levels (1 role, 4 warnings)"),
        "{}",
        run.stdout
    );
    assert!(!run.stdout.contains("passed"));
    let clean = leastwise(&["check", &example("cloudblue-exact"), "-p", POLICY]).stdout;
    assert!(
        clean.contains("clean: 1 role") && !clean.contains("next:"),
        "{clean}"
    );
}

#[test]
fn findings_are_counted_by_rule_and_module() {
    let run = leastwise(&["check", "examples/roles", "-p", POLICY, "--statistics"]);
    assert!(run.stdout.contains("missing-level"), "{run:?}");
    assert!(run.stdout.contains("Finance"), "{run:?}");
    assert!(!run.stdout.contains("╭"), "{run:?}");
}

#[test]
fn a_policy_is_found_by_words_and_several_are_listed() {
    let role = example("cloudblue-exact");
    let ids = |words: &str| {
        let run = leastwise(&["check", &role, "-p", words, "--format", "json"]);
        run.json()["roles"][0]["policies"][0]["id"].clone()
    };
    assert_eq!(ids("HUDU"), "hudu");
    assert_eq!(ids("Datto RMM"), "datto-rmm");
    assert_eq!(ids("rmm datto"), "datto-rmm");
    let several = leastwise(&["check", &role, "-p", "datto"]);
    assert_eq!(several.code, 2);
    assert!(
        several.stderr.contains("datto-bcdr-portal, datto-rmm"),
        "{several:?}"
    );
}

#[test]
fn policies_are_listed_by_words_with_their_metadata() {
    let run = leastwise(&["policy", "list", "datto", "--format", "json"]);
    let listed = run.json();
    let policies = listed["policies"].as_array().unwrap();
    assert_eq!(policies.len(), 2);
    let rmm = policies
        .iter()
        .find(|policy| policy["id"] == "datto-rmm")
        .unwrap();
    assert_eq!(rmm["title"], "Datto RMM");
    assert_eq!(rmm["coverage"], "partial");
    assert_eq!(rmm["levels"], 15);
    assert_eq!(rmm["reasons"], 0);
    assert!(rmm["source"].as_str().unwrap().starts_with("https://"));
    let none = leastwise(&["policy", "list", "nonsense"]);
    assert_eq!(none.code, 2);
    assert!(none.stderr.contains("nonsense"), "{none:?}");
}

#[test]
fn a_check_without_a_policy_lists_matching_ones() {
    let role = example("cloudblue-exact");
    let run = leastwise(&["check", &role, "--no-config"]);
    assert_eq!(run.code, 2);
    let commands: Vec<&str> = run
        .stderr
        .lines()
        .filter_map(|line| line.trim().strip_prefix("leastwise "))
        .collect();
    assert_eq!(commands.len(), 3, "{run:?}");
    assert_eq!(commands[0], format!("check {role} -p {POLICY}"));
    let words: Vec<&str> = commands[0].split(' ').collect();
    assert_eq!(leastwise(&words).code, 0);
}

#[test]
fn an_unambiguous_name_is_explained() {
    for (name, expected) in [
        ("Agreement", "Finance / Agreements"),
        ("missing-l", "missing-level"),
    ] {
        let run = leastwise(&["explain", name]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(run.stdout.contains(expected), "{run:?}");
    }
    let several = leastwise(&["explain", "dashboard"]);
    assert_eq!(several.code, 2);
    assert!(
        several.stderr.contains("Sales/Sales Dashboard"),
        "{several:?}"
    );
}

#[test]
fn mistyped_commands_suggest_the_right_ones() {
    for (guess, expected) in [
        ("lint", "leastwise policy lint"),
        ("list", "leastwise policy list"),
        ("show", "leastwise policy show"),
    ] {
        let run = leastwise(&[guess, "x"]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains(expected), "{run:?}");
    }
}

#[test]
fn the_format_follows_the_file_extension_and_its_directory_is_created() {
    let folder = tempfile::tempdir().unwrap();
    let role = example("cloudblue-missing-delete");
    for (name, beginning) in [
        ("a/b/x.html", "<!doctype html>"),
        ("a/x.md", "#"),
        ("x.json", "{"),
        ("x.sarif", "{"),
        ("x.csv", "type"),
        ("x.xml", "<?xml"),
    ] {
        let path = folder.path().join(name);
        let path = path.to_str().unwrap();
        let run = leastwise(&["check", &role, "-p", POLICY, "-o", path]);
        assert_eq!(run.code, 1, "{run:?}");
        assert!(run.stderr.contains(&format!("wrote {path}")), "{run:?}");
        let text = std::fs::read_to_string(path).unwrap();
        let text = text.trim_start_matches('\u{feff}');
        assert!(text.starts_with(beginning), "{name}: {text:.60}");
    }
    let path = folder.path().join("new/plan.html");
    let run = leastwise(&["plan", &role, "-p", POLICY, "-o", path.to_str().unwrap()]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(
        std::fs::read_to_string(path)
            .unwrap()
            .starts_with("<!doctype html>")
    );
}

#[test]
fn the_help_groups_options_by_purpose_and_shows_examples() {
    let help = leastwise(&["check", "--help"]).stdout;
    let heading = |option: &str| {
        let at = help
            .find(&format!("{option} <"))
            .or_else(|| help.find(&format!("{option}\n")));
        let before = help.get(..at.unwrap()).unwrap();
        let mut lines = before.lines().rev();
        lines
            .find(|line| line.ends_with(':') && !line.starts_with(' '))
            .unwrap()
            .to_owned()
    };
    for (option, expected) in [
        ("--role-format", "Input:"),
        ("--policy", "Policies:"),
        ("--unlisted", "Policies:"),
        ("--format", "Output:"),
        ("--report", "Output:"),
        ("--fail-on", "Gate:"),
        ("--baseline", "Gate:"),
        ("--company-id", "ConnectWise:"),
    ] {
        assert_eq!(heading(option), expected, "{option}");
    }
    for command in [
        "init",
        "check",
        "plan",
        "baseline",
        "waive",
        "audit",
        "infer",
        "role",
        "policy",
        "docs",
        "explain",
        "schema",
        "completions",
        "man",
    ] {
        let help = leastwise(&[command, "--help"]).stdout;
        assert!(
            help.contains("Examples:\n  leastwise "),
            "{command}: {help}"
        );
        assert_eq!(help.matches("Examples:").count(), 1, "{command}: {help}");
        if ["plan", "audit", "infer"].contains(&command) {
            assert!(help.contains("Exit codes: "), "{command}: {help}");
        }
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let page = leastwise(&["man", "policy", "list"]).stdout;
    assert!(page.contains("leastwise\\-policy\\-list"), "{page}");
    let folder = tempfile::tempdir().unwrap();
    let run = leastwise(&["man", "--output", folder.path().to_str().unwrap()]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(folder.path().join("leastwise-check.1").is_file());
    assert!(folder.path().join("leastwise-policy-list.1").is_file());
}

#[test]
fn the_version_names_commit_and_catalog() {
    let run = leastwise(&["--version"]);
    assert!(
        run.stdout.contains("commit ") && run.stdout.contains("catalog from 20"),
        "{run:?}"
    );
}

#[test]
fn shells_complete_policies() {
    let run = run_with(
        &["--", "leastwise", "check", "-p", "hu"],
        &[
            ("LEASTWISE_COMPLETE", "bash"),
            ("_CLAP_COMPLETE_INDEX", "3"),
            ("_CLAP_IFS", "\n"),
        ],
        b"",
    );
    assert!(run.stdout.lines().any(|line| line == "hudu"), "{run:?}");
}

#[test]
fn the_first_configuration_is_accepted_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let roles = folder.path().join("roles");
    std::fs::create_dir(&roles).unwrap();
    for name in ["cloudblue-exact", "admin-snapshot"] {
        let from = crate::check::harness::root().join(example(name));
        std::fs::copy(from, roles.join(format!("{name}.json"))).unwrap();
    }
    let run = |arguments: &[&str]| {
        std::process::Command::new(env!("CARGO_BIN_EXE_leastwise"))
            .args(arguments)
            .current_dir(folder.path())
            .env_clear()
            .output()
            .unwrap()
    };
    let init = run(&["init"]);
    assert_eq!(init.status.code(), Some(0));
    let said = String::from_utf8(init.stdout).unwrap();
    assert!(said.contains(&format!("{POLICY} proposed")), "{said}");
    assert!(said.ends_with("next: run `leastwise check`\n"), "{said}");
    let excluded = "roles/admin-snapshot.json: excluded";
    assert!(said.contains(excluded), "{said}");
    let check = run(&["check"]);
    assert_eq!(check.status.code(), Some(0));
    let said = String::from_utf8(check.stdout).unwrap();
    assert!(
        said.ends_with("clean: 1 role, 1 excluded, no findings\n"),
        "{said}"
    );
    let baseline = run(&["baseline", "write"]);
    assert_eq!(baseline.status.code(), Some(0));
    let said = String::from_utf8(baseline.stdout).unwrap();
    assert!(said.contains("next: "), "{said}");
}

#[test]
fn an_argument_without_effect_is_refused() {
    let role = example("cloudblue-exact");
    for flag in ["--cacert", "--private-key-file", "--timeout"] {
        let run = leastwise(&["check", &role, "-p", POLICY, flag, "5"]);
        assert_eq!(run.code, 2, "{run:?}");
        let said = format!("`{flag}` requires `--live`");
        assert!(run.stderr.contains(&said), "{run:?}");
    }
}

#[test]
fn a_policy_that_is_given_twice_is_used_once() {
    let role = example("cloudblue-exact");
    let twice = leastwise(&["check", &role, "-p", POLICY, "-p", POLICY]);
    assert_eq!(
        twice.stdout,
        leastwise(&["check", &role, "-p", POLICY]).stdout
    );
}
