//! Every sequence of commands in the README and the book runs as written, in an empty directory with
//! the files that its page names, and ends as the page says.

use std::path::Path;
use std::process::Command;

use crate::book::examples::blocks;
use crate::book::{pages, root, text};

/// A word of a line that leaves the whole block out, and why.
const EXCLUDED: [(&str, &str); 21] = [
    ("--live", "needs ConnectWise; tests/connectwise runs it"),
    (
        "leastwise fetch",
        "needs ConnectWise; tests/connectwise runs it",
    ),
    ("CONNECTWISE_", "sets credentials"),
    ("curl ", "needs ConnectWise"),
    ("cargo ", "builds the program"),
    ("target/release/", "builds the program"),
    ("benches/", "measures the program"),
    ("docker ", "needs Docker"),
    ("mdbook ", "builds the book"),
    ("web/", "builds the page"),
    ("SCREENSHOTS=", "needs a browser"),
    ("ssh-keygen ", "needs a key"),
    ("python3 ", "installs another program"),
    ("gh ", "needs a release"),
    ("llvm-", "needs another program"),
    ("HEAD~1:", "needs a repository; tests/policy runs it"),
    (
        "--since",
        "needs an older audit; tests/check/tenant.rs runs it",
    ),
    (
        "role diff",
        "needs two reads of a role; tests/check/tenant.rs runs it",
    ),
    (
        "policy update",
        "needs a bundle; tests/policy/update.rs runs it",
    ),
    (
        "policy confirm vendor.yaml --accept",
        "its numbers are an example; tests/import runs it",
    ),
    (
        "waive b06d7a1929e6b2c0",
        "its fingerprint is an example; tests/gate/waivers.rs runs it",
    ),
];

/// Files that pages name: where the text says that they are, and what they hold.
const FILES: [(&str, &str); 9] = [
    ("role.json", "examples/roles/cloudblue-exact.json"),
    ("exported-role.json", "examples/roles/cloudblue-exact.json"),
    ("roles/api.json", "examples/roles/cloudblue-exact.json"),
    (
        "roles/role-63-cloudblue-api.json",
        "examples/roles/cloudblue-exact.json",
    ),
    (
        "snapshots/role-63-cloudblue-api.json",
        "examples/roles/cloudblue-exact.json",
    ),
    ("page.html", "tests/import/pages/table.html"),
    ("help-page.html", "tests/import/pages/table.html"),
    (
        "policies/my-integration.yaml",
        "policies/cloudblue-reseller-marketplace.yaml",
    ),
    (
        "tests/inputs/policies/ticketing.yaml",
        "tests/inputs/policies/ticketing.yaml",
    ),
];

/// Commands whose page says that they end with another code than 0.
const ENDS: [(&str, i32, &str); 1] = [(
    "leastwise check role.json --policy-page page.html",
    4,
    "a page is a draft, so the result is inconclusive",
)];

/// Runs one line of a block in a shell that finds the program.
fn run(line: &str, folder: &Path) -> (i32, String) {
    let program = Path::new(env!("CARGO_BIN_EXE_leastwise"));
    let output = Command::new("sh")
        .args(["-c", line])
        .current_dir(folder)
        .env_clear()
        .env(
            "PATH",
            format!("{}:/usr/bin:/bin", program.parent().unwrap().display()),
        )
        .envs(std::env::var_os("LLVM_PROFILE_FILE").map(|file| ("LLVM_PROFILE_FILE", file)))
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.code().unwrap_or(-1),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

fn place(folder: &Path, page: &str) {
    for (to, from) in FILES {
        // A directory that a page creates or searches holds nothing else.
        let head = to.split('/').next().unwrap();
        if page.contains(to) || (to.contains('/') && page.contains(&format!("{head}/"))) {
            let to = folder.join(to);
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::copy(root().join(from), to).unwrap();
        }
    }
}

#[cfg(unix)]
#[test]
fn every_sequence_ends_as_its_page_says() {
    let (mut ran, mut failed) = (0, Vec::new());
    for name in pages("docs").into_iter().chain(["README.md".to_owned()]) {
        let page = text(&name);
        if name.starts_with("docs/library/") {
            // Each shows how to check a role that the reader has; `check` is run elsewhere.
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        for block in blocks(&page).iter().filter(|block| block.language == "sh") {
            let excluded = EXCLUDED.iter().any(|(word, _)| block.text.contains(word));
            if excluded {
                continue;
            }
            place(folder.path(), &page);
            for line in block.text.replace("\\\n", " ").lines() {
                let ends = ENDS.iter().find(|(command, ..)| line == *command);
                let expected = ends.map_or(0, |(_, code, _)| *code);
                let (code, said) = run(line, folder.path());
                ran += 1;
                if code != expected {
                    failed.push(format!("{name}: `{line}` ends with {code}:\n{said}"));
                }
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(ran >= 40, "{ran}");
}
