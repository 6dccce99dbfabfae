//! `ci/install`: a release is downloaded and compared with its digest.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::ci::{root, said, yaml};

const VERSION: &str = env!("CARGO_PKG_VERSION");

fn name() -> String {
    let machine = std::env::consts::ARCH;
    format!("leastwise-{machine}-unknown-linux-musl-v{VERSION}")
}

/// A release in a directory; returns the digest of its archive.
fn release(folder: &Path) -> String {
    let name = name();
    let to = folder.join(format!("releases/v{VERSION}"));
    fs::create_dir_all(to.join(&name)).unwrap();
    fs::write(
        to.join(&name).join("leastwise"),
        "#!/bin/sh\necho released\n",
    )
    .unwrap();
    let archive = to.join(format!("{name}.tgz"));
    let packed = Command::new("tar")
        .args([
            "-czf",
            archive.to_str().unwrap(),
            "-C",
            to.to_str().unwrap(),
            &name,
        ])
        .status()
        .unwrap();
    assert!(packed.success());
    let digest = leastwise::policy::digest_of(&fs::read(archive).unwrap());
    let other = "0".repeat(64);
    fs::write(
        to.join("SHA256SUMS"),
        format!("{other}  other.tgz\n{digest}  {name}.tgz\n"),
    )
    .unwrap();
    digest
}

fn install(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(root().join("ci/install"))
        .arg(folder.join("bin"))
        .args(arguments)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env(
            "LEASTWISE_RELEASES",
            format!("file://{}/releases", folder.display()),
        )
        .output()
        .unwrap()
}

#[test]
fn a_release_is_installed_if_its_digest_is_right() {
    let folder = tempfile::tempdir().unwrap();
    let digest = release(folder.path());
    for arguments in [vec![], vec![VERSION], vec!["", &digest]] {
        let output = install(folder.path(), &arguments);
        assert!(output.status.success(), "{}", said(&output.stderr));
        assert!(said(&output.stdout).contains(&digest));
        let program = folder.path().join("bin/leastwise");
        assert!(fs::read_to_string(&program).unwrap().contains("released"));
        fs::remove_file(program).unwrap();
    }
}

#[test]
fn a_wrong_digest_installs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let digest = release(folder.path());
    let sums = folder
        .path()
        .join(format!("releases/v{VERSION}/SHA256SUMS"));
    let wrong = "1".repeat(64);
    let given = install(folder.path(), &["", &wrong]);
    fs::write(&sums, format!("{wrong}  {}.tgz\n", name())).unwrap();
    let stated = install(folder.path(), &[]);
    fs::write(&sums, format!("{digest}  other-{}.tgz\n", name())).unwrap();
    let missing = install(folder.path(), &[]);
    fs::remove_file(&sums).unwrap();
    let none = install(folder.path(), &[]);
    for output in [given, stated, missing, none] {
        assert_eq!(output.status.code(), Some(1), "{}", said(&output.stderr));
        assert!(!folder.path().join("bin/leastwise").exists());
    }
}

/// The action builds the program only then.
#[test]
fn a_missing_release_has_its_own_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let output = install(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output.stderr));
    let action = yaml("action.yml");
    let steps = action["runs"]["steps"].as_array().unwrap();
    let step = steps.iter().find(|step| step["id"] == "install").unwrap();
    let shell = step["run"].as_str().unwrap();
    assert!(shell.contains("\"$code\" = 3"), "{shell}");
}
