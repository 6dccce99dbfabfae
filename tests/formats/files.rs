//! Reports in files: each is written completely or not at all, independent of the others.

use std::fs;

use super::{leastwise, scenes};

fn scene(name: &str) -> scenes::Scene {
    let mut scenes = scenes::all().into_iter();
    scenes.find(|scene| scene.name == name).unwrap()
}

#[test]
fn an_unwritable_report_is_reported_and_the_others_are_written() {
    let scene = scene("clean");
    let folder = scene.folder.path();
    fs::create_dir(folder.join("folder")).unwrap();
    let output = leastwise(
        folder,
        &[
            "check",
            "a.json",
            "-p",
            scenes::LIBRARY,
            "--report",
            "sarif=a.json/out.sarif",
            "--report",
            "csv=folder",
            "--report",
            "json=out.json",
        ],
    );
    assert_eq!(output.status.code(), Some(3));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(
        stderr.contains("`a.json/out.sarif` could not be written"),
        "{stderr}"
    );
    assert!(stderr.contains("`folder` could not be written"), "{stderr}");
    assert!(folder.join("out.json").exists());
    assert!(!output.stdout.is_empty());
}

#[test]
fn wrong_usage_is_reported_before_anything_is_written() {
    let scene = scene("clean");
    for (report, word) in [
        ("sarif", "expected FORMAT=FILE"),
        ("sarfi=x", "did you mean `sarif`?"),
        ("sarif=", "a file is missing"),
        ("sarif=-", "choose it with `--format sarif`"),
    ] {
        let output = leastwise(
            scene.folder.path(),
            &["check", "a.json", "-p", scenes::LIBRARY, "--report", report],
        );
        assert_eq!(output.status.code(), Some(2), "{report}");
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.contains(word), "{report}: {stderr}");
    }
    let twice = [
        "check",
        "a.json",
        "-p",
        scenes::LIBRARY,
        "--report=csv=x",
        "-o",
        "x",
    ];
    let output = leastwise(scene.folder.path(), &twice);
    assert_eq!(output.status.code(), Some(2));
    assert!(!scene.folder.path().join("x").exists());
}

#[test]
fn the_output_option_replaces_standard_output() {
    let scene = scene("findings");
    let folder = scene.folder.path();
    let output = leastwise(
        folder,
        &[
            "check",
            "a.json",
            "-p",
            scenes::LIBRARY,
            "--format",
            "json",
            "-o",
            "out.json",
        ],
    );
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(super::text(&output), "");
    assert_eq!(
        fs::read_to_string(folder.join("out.json")).unwrap(),
        scene.print("json")
    );
}

#[cfg(unix)]
#[test]
fn a_report_is_readable_by_others_and_a_link_stays_a_link() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let scene = scene("clean");
    let folder = scene.folder.path();
    fs::write(folder.join("real"), "old").unwrap();
    symlink("real", folder.join("link")).unwrap();
    let arguments = [
        "check",
        "a.json",
        "-p",
        scenes::LIBRARY,
        "--report=csv=new",
        "--report=json=link",
        "--report=tap=/dev/null",
    ];
    assert_eq!(leastwise(folder, &arguments).status.code(), Some(0));
    let mode = fs::metadata(folder.join("new"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o400, 0o400);
    fs::write(folder.join("other"), "").unwrap();
    let usual = fs::metadata(folder.join("other"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode, usual, "as the umask says");
    assert!(
        fs::symlink_metadata(folder.join("link"))
            .unwrap()
            .is_symlink()
    );
    assert!(
        fs::read_to_string(folder.join("real"))
            .unwrap()
            .contains("leastwise/report/v1")
    );
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
}
