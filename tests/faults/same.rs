//! Files that are both an input and an output are refused before anything is written.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use crate::faults::harness::{
    CLEAN, POLICY, WITH_FINDINGS, code, folder, leastwise, names, stderr, stdout,
};

const OWN: &str = "schema: leastwise/policy/v1\nid: own\ntitle: Own\nextends: base.yaml\npermissions:\n  Finance:\n    Agreements: { inquire: All }\n";
const BASE: &str = "schema: leastwise/policy/v1\nid: base\ntitle: Base\npermissions: {}\n";
const CONFIG: &str = "schema: leastwise/config/v1\nroles: in.json\npolicies: pin.yaml\nwaiver_files: waivers.yaml\nbaseline: known.json\n";
const WAIVERS: &str = "schema: leastwise/waivers/v1\nwaivers: []\n";
const KNOWN: &str = r#"{"schema":"leastwise/baseline/v1","written":"2026-01-01","findings":[]}"#;

fn prepared() -> tempfile::TempDir {
    let folder = folder(&[CLEAN]);
    let path = |name: &str| folder.path().join(name);
    fs::rename(path(CLEAN), path("in.json")).unwrap();
    for (name, text) in [
        ("pin.yaml", OWN),
        ("base.yaml", BASE),
        ("leastwise.yaml", CONFIG),
        ("waivers.yaml", WAIVERS),
        ("known.json", KNOWN),
    ] {
        fs::write(path(name), text).unwrap();
    }
    fs::create_dir(path("roles")).unwrap();
    fs::copy(path("in.json"), path("roles/one.json")).unwrap();
    symlink("in.json", path("link.json")).unwrap();
    fs::hard_link(path("in.json"), path("hard.json")).unwrap();
    folder
}

fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let read = |name: String| {
        let bytes = fs::read(folder.join(&name)).unwrap_or_default();
        (name, bytes)
    };
    names(folder).into_iter().map(read).collect()
}

#[test]
fn no_output_replaces_an_input() {
    let folder = prepared();
    let before = contents(folder.path());
    for arguments in [
        "check in.json -p pin.yaml -o in.json",
        "check in.json -p pin.yaml -o ./in.json",
        "check in.json -p pin.yaml -o roles/../in.json",
        "check link.json -p pin.yaml -o in.json",
        "check in.json -p pin.yaml -o link.json",
        "check hard.json -p pin.yaml -o in.json",
        "check roles -p pin.yaml --report json=roles/one.json",
        "check r*/*.json -p pin.yaml --report json=roles/one.json",
        "check in.json -p pin.yaml --report json=pin.yaml",
        "check in.json -p pin.yaml --report json=base.yaml",
        "check --report json=leastwise.yaml",
        "check --report json=known.json",
        "check --report json=waivers.yaml",
        "check in.json -p pin.yaml --no-config --baseline known.json -o known.json",
        "check in.json -p pin.yaml --report sarif=x.out --report csv=./x.out",
        "check in.json -p pin.yaml -o x.out --report csv=roles/../x.out",
        "plan in.json -p pin.yaml -o in.json",
        "plan in.json -p pin.yaml -o base.yaml",
        "plan -o leastwise.yaml",
        "docs pin.yaml -o pin.yaml --format json",
        "docs pin.yaml -o base.yaml --format json",
        "policy merge pin.yaml --as policy -o pin.yaml",
        "policy show pin.yaml --as policy -o base.yaml",
        "policy import in.json -o in.json --force",
        "baseline write --baseline in.json",
        "baseline write roles -p pin.yaml --baseline roles/one.json",
    ] {
        let output = leastwise(folder.path())
            .args(arguments.split(' '))
            .output()
            .unwrap();
        assert_eq!(
            code(&output),
            2,
            "{arguments}: {}{}",
            stdout(&output),
            stderr(&output)
        );
        assert!(contents(folder.path()) == before, "{arguments} has written");
        assert!(stdout(&output).is_empty(), "{arguments}");
    }
}

#[test]
fn configured_reports_do_not_replace_the_configuration_or_its_files() {
    let folder = prepared();
    for name in [
        "leastwise.yaml",
        "pin.yaml",
        "base.yaml",
        "known.json",
        "waivers.yaml",
        "in.json",
    ] {
        let text = format!("{CONFIG}reports: {{ json: ./roles/../{name} }}\n");
        fs::write(folder.path().join("leastwise.yaml"), text).unwrap();
        let before = contents(folder.path());
        let output = leastwise(folder.path()).arg("check").output().unwrap();
        assert_eq!(code(&output), 2, "{name}: {}", stderr(&output));
        assert!(contents(folder.path()) == before, "{name}");
    }
}

#[test]
fn a_report_does_not_replace_its_broken_input() {
    let folder = prepared();
    for (name, arguments) in [
        ("leastwise.yaml", "check --format json -o leastwise.yaml"),
        ("waivers.yaml", "check --format json -o waivers.yaml"),
        ("known.json", "check --format json -o known.json"),
        ("leastwise.yaml", "plan --format json -o leastwise.yaml"),
    ] {
        let path = folder.path().join(name);
        let whole = fs::read(&path).unwrap();
        fs::write(&path, "broken: [").unwrap();
        let output = leastwise(folder.path())
            .args(arguments.split(' '))
            .output()
            .unwrap();
        assert_eq!(code(&output), 2, "{arguments}: {}", stderr(&output));
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            "broken: [",
            "{arguments}"
        );
        fs::write(&path, whole).unwrap();
    }
}

#[test]
fn a_report_in_a_searched_directory_is_replaced() {
    let folder = folder(&[WITH_FINDINGS]);
    for _ in 0..2 {
        let output = leastwise(folder.path())
            .args(["check", ".", "-p", POLICY, "--report", "json=report.json"])
            .args([
                "--report",
                "html=report.html",
                "--report",
                "csv=report.csv",
                "--report",
                "sarif=report.sarif",
            ])
            .output()
            .unwrap();
        assert_eq!(code(&output), 1, "{}", stderr(&output));
    }
}

#[test]
fn a_dash_is_standard_output_everywhere() {
    let folder = prepared();
    let before = names(folder.path());
    for arguments in [
        "check in.json -p pin.yaml --format json",
        "plan in.json -p pin.yaml --format json",
        "docs pin.yaml",
        "policy show pin.yaml --as json",
        "policy merge pin.yaml --as role",
        "policy import in.json",
    ] {
        let run = |more: &[&str]| {
            let mut command = leastwise(folder.path());
            command
                .args(arguments.split(' '))
                .args(more)
                .output()
                .unwrap()
        };
        let output = run(&["-o", "-"]);
        assert_eq!(
            stdout(&output),
            stdout(&run(&[])),
            "{arguments}: {}",
            stderr(&output)
        );
        assert!(!stdout(&output).is_empty(), "{arguments}");
        assert_eq!(names(folder.path()), before, "{arguments}");
    }
}

#[test]
fn missing_directories_of_a_file_are_created() {
    let folder = prepared();
    for arguments in [
        "check in.json -p pin.yaml -o none/out.json",
        "plan in.json -p pin.yaml -o none/out.txt",
        "docs pin.yaml -o none/page.md",
        "policy merge pin.yaml -o none/merged.yaml",
    ] {
        let output = leastwise(folder.path())
            .args(arguments.split(' '))
            .output()
            .unwrap();
        assert!(code(&output) < 2, "{arguments}: {}", stderr(&output));
        let file = arguments.rsplit(' ').next().unwrap();
        assert!(folder.path().join(file).is_file(), "{arguments}");
        std::fs::remove_dir_all(folder.path().join("none")).unwrap();
    }
}
