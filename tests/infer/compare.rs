//! Comparison with a policy and a role, and exit codes.

use crate::infer::harness::{leastwise, with_input};

const POLICY: &str = "cloudblue-reseller-marketplace";

#[test]
fn fail_on_decides_the_exit_code() {
    let drift = "cloudblue-drift.mitmproxy.har";
    let seed = "cloudblue-seed.mitmproxy.har";
    for (recording, gate, code) in [
        (drift, "undeclared", 1),
        (drift, "unused", 1),
        (seed, "undeclared", 0),
        (seed, "unused", 0),
        (seed, "undeclared,unused", 0),
    ] {
        let run = leastwise(&["infer", recording, "-p", POLICY, "--fail-on", gate]);
        assert_eq!(run.code, code, "{recording} {gate} {run:?}");
    }
    let run = leastwise(&["infer", drift, "-p", POLICY]);
    assert_eq!(run.code, 0);
    let run = leastwise(&["infer", drift, "--fail-on", "unused"]);
    assert_eq!(run.code, 2, "{run:?}");
    let run = leastwise(&["infer", "none.har"]);
    assert_eq!(run.code, 3, "{run:?}");
    let run = leastwise(&["infer", "-p", "no-such-policy", drift]);
    assert_eq!(run.code, 2, "{run:?}");
}

#[test]
fn a_role_has_missing_and_excessive_levels() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("role.json");
    let row = |module: &str, function: &str, levels: [&str; 4]| {
        format!(
            r#"{{"moduleDescription":"{module}","moduleFunctionDescription":"{function}","addLevel":"{}","editLevel":"{}","deleteLevel":"{}","inquireLevel":"{}"}}"#,
            levels[0], levels[1], levels[2], levels[3]
        )
    };
    let rows = [
        row(
            "Service Desk",
            "Service Tickets",
            ["All", "None", "All", "My"],
        ),
        row("Finance", "Agreements", ["None", "None", "None", "All"]),
    ];
    std::fs::write(&path, format!("[{}]", rows.join(","))).unwrap();
    let list = "GET /service/tickets\nPATCH /service/tickets/1\nPOST /service/tickets\nGET /company/companies\n";
    let run = with_input(
        &[
            "infer",
            "-",
            "--role",
            path.to_str().unwrap(),
            "--format",
            "json",
        ],
        list.as_bytes(),
    );
    // The role has rows for two functions only.
    assert_eq!(run.code, 4, "{run:?}");
    let role = &run.json()["role"];
    assert_eq!(role["complete"], false);
    let names = |list: &str| -> Vec<String> {
        role[list]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| {
                format!(
                    "{} {} {}",
                    row["function"].as_str().unwrap(),
                    row["operation"].as_str().unwrap(),
                    row["level"].as_str().unwrap_or("-")
                )
            })
            .collect()
    };
    assert_eq!(names("lacks"), ["Service Tickets edit None"]);
    assert_eq!(names("not_verifiable"), ["Company Maintenance inquire -"]);
    assert_eq!(names("below_all"), ["Service Tickets inquire My"]);
    assert_eq!(
        names("beyond"),
        ["Agreements inquire All", "Service Tickets delete All"]
    );
}

#[test]
fn a_recording_is_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.txt");
    std::fs::write(&path, "GET /service/tickets\n").unwrap();
    let path = path.to_str().unwrap();
    let run = leastwise(&["infer", path, "-o", path]);
    assert_eq!(run.code, 2, "{run:?}");
    assert_eq!(
        std::fs::read_to_string(path).unwrap(),
        "GET /service/tickets\n"
    );
}
