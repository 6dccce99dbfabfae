//! Exit codes: a public contract, the same in every format.

use crate::check::harness::{POLICY, example, file, leastwise, run_with};

const FORMATS: [&str; 3] = ["human", "plain", "json"];

#[test]
fn every_format_has_the_same_exit_code() {
    let (_folder, broken) = file("broken.json", "[{\"addLevel\": \"All\"");
    let cases: [(&[&str], i32); 7] = [
        (&[&example("cloudblue-exact")], 0),
        (&[&example("cloudblue-too-much")], 0),
        (&[&example("cloudblue-too-much"), "--fail-on", "warning"], 1),
        (&[&example("cloudblue-missing-delete")], 1),
        (
            &[&example("cloudblue-missing-delete"), "--fail-on", "never"],
            0,
        ),
        (&[&example("cloudblue-first-page"), "--fail-on", "never"], 4),
        (&[&broken], 3),
    ];
    for (arguments, code) in cases {
        for format in FORMATS {
            let mut all = vec!["check", "-p", POLICY, "--format", format];
            all.extend(arguments);
            let run = leastwise(&all);
            assert_eq!(run.code, code, "{all:?} {run:?}");
            assert_eq!(run.stderr, "", "{all:?}");
        }
    }
}

#[test]
fn the_most_severe_result_decides() {
    let (_folder, broken) = file("broken.json", "[{");
    let check = |roles: &[&str]| {
        let mut all = vec!["check", "-p", POLICY];
        all.extend(roles);
        leastwise(&all).code
    };
    let (clean, missing, page) = (
        example("cloudblue-exact"),
        example("cloudblue-missing-delete"),
        example("cloudblue-first-page"),
    );
    assert_eq!(check(&[&clean, &missing]), 1);
    assert_eq!(check(&[&missing, &page]), 4);
    assert_eq!(check(&[&page, &broken, &missing]), 3);
}

#[test]
fn wrong_usage_is_2_and_shows_the_correct_command() {
    for (arguments, hint) in [
        (vec!["check", "x.json"], "add `--policy`"),
        (
            vec!["check", "x.json", "-p", "cloudblue-reseler-marketplace"],
            "did you mean `cloudblue-reseller-marketplace`?",
        ),
        (vec!["check"], "no policy given"),
        (vec!["chekc"], "similar subcommands exist"),
        (
            vec!["explain", "mising-level"],
            "did you mean `missing-level`?",
        ),
        (
            vec!["check", "x.json", "-p", POLICY, "--fail-on", "x"],
            "possible values",
        ),
    ] {
        let run = leastwise(&arguments);
        assert_eq!(run.code, 2, "{arguments:?} {run:?}");
        assert!(run.stderr.contains(hint), "{arguments:?} {run:?}");
        assert_eq!(run.stdout, "");
    }
}

#[test]
fn a_nonexistent_file_is_an_unreadable_input() {
    let run = leastwise(&["check", "absent.json", "-p", POLICY, "--format", "json"]);
    assert_eq!(run.code, 3);
    assert_eq!(run.json()["errors"][0]["file"], "absent.json");
    assert_eq!(run.json()["errors"][0]["message"], "there is no such file");
    let run = leastwise(&["check", &example("cloudblue-exact"), "-p", "./absent.yaml"]);
    assert_eq!(run.code, 3, "{run:?}");
}

#[test]
fn a_broken_role_and_a_good_one_are_both_reported() {
    let (_folder, broken) = file("broken.json", "[{\"addLevel\": \"All\"");
    let good = example("cloudblue-missing-delete");
    let run = leastwise(&["check", &broken, &good, "-p", POLICY, "--format", "json"]);
    assert_eq!(run.code, 3);
    let report = run.json();
    assert_eq!(report["outcome"], "invalid");
    assert_eq!(report["errors"].as_array().unwrap().len(), 1);
    assert_eq!(report["roles"][0]["source"], good);
    assert_eq!(report["roles"][0]["outcome"], "findings");
    assert_eq!(report["roles"][0]["findings"].as_array().unwrap().len(), 1);
}

#[test]
fn standard_input_can_be_a_role() {
    let text =
        std::fs::read(crate::check::harness::root().join(example("cloudblue-exact"))).unwrap();
    let run = run_with(
        &["check", "-", "-p", POLICY, "--format", "json"],
        &[],
        &text,
    );
    assert_eq!(run.code, 0);
    assert_eq!(run.json()["roles"][0]["source"], "<stdin>");
}

#[test]
fn the_report_is_written_to_a_file_completely() {
    let (folder, path) = file("out.json", "old");
    let role = example("cloudblue-exact");
    let run = leastwise(&[
        "check", &role, "-p", POLICY, "--format", "json", "-o", &path,
    ]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&text).unwrap()["outcome"],
        "clean"
    );
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        1,
        "no stray file is left"
    );
}
