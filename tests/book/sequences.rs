//! Every sequence of commands in the README and the book runs as written, in an empty directory with
//! the files that its page names, and ends as the page says.

use std::io::{Seek, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::book::examples::blocks;
use crate::book::{pages, root, text};

/// A word of a line that leaves the whole block out, and why.
const EXCLUDED: [(&str, &str); 24] = [
    ("pbpaste ", "needs a clipboard"),
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
    ("spark-submit ", "needs Apache Spark; .ci/scale runs it"),
    ("duckdb ", "needs DuckDB; .ci/scale runs it"),
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

/// Files that a page says its reader has: the page, the file, and one that holds the same kind.
const FILES: [(&str, &str, &str); 23] = [
    (
        "docs/audit.md",
        "roles/role-63-cloudblue-api.json",
        "tests/book/role-63-cloudblue-api.json",
    ),
    (
        "docs/reference/audit.md",
        "roles/role-63-cloudblue-api.json",
        "tests/book/role-63-cloudblue-api.json",
    ),
    ("docs/ci.md", "roles/cloudblue-api.json", EXACT),
    ("docs/documents.md", TICKETING, TICKETING),
    ("docs/formats.md", "roles/api.json", EXACT),
    ("docs/import.md", "role.json", EXACT),
    ("docs/import.md", "page.html", PAGE),
    ("docs/infer.md", "session.har", SESSION),
    (
        "docs/infer.md",
        "access.log.gz",
        "tests/infer/recordings/sync.apache.log.gz",
    ),
    (
        "docs/infer.md",
        "app.log",
        "tests/infer/recordings/agent.python.log",
    ),
    ("docs/infer.md", "roles/api.json", EXACT),
    ("docs/inputs.md", "pasted.txt", "tests/inputs/pasted.txt"),
    ("docs/introduction.md", "role.json", EXACT),
    ("docs/policy.md", "help-page.html", PAGE),
    (
        "docs/policy.md",
        "policy.yaml",
        "policies/cloudblue-reseller-marketplace.yaml",
    ),
    ("docs/policy.md", "role.json", EXACT),
    ("docs/policy-tools.md", TICKETING, TICKETING),
    (
        "docs/policy-tools.md",
        "my-policy.yaml",
        "policies/cloudblue-reseller-marketplace.yaml",
    ),
    ("docs/policy-tools.md", "exported-role.json", EXACT),
    ("docs/scale.md", "snapshots/cloudblue-api.json", EXACT),
    ("docs/start/security.md", "session.har", SESSION),
    ("docs/start/vendor.md", "help-page.html", PAGE),
    (
        "docs/waivers.md",
        "roles/cloudblue-api.json",
        "examples/roles/cloudblue-missing-delete.json",
    ),
];
const EXACT: &str = "examples/roles/cloudblue-exact.json";
const TICKETING: &str = "tests/inputs/policies/ticketing.yaml";
const PAGE: &str = "tests/import/pages/ingram.html";
const SESSION: &str = "tests/infer/recordings/cloudblue-seed.mitmproxy.har";

/// Commands whose page says that they end with another code than 0.
const ENDS: [(&str, i32, &str); 4] = [
    (
        "leastwise audit roles/ --evidence audit-2026-11-28",
        1,
        "no policy is named for the API member",
    ),
    (
        "leastwise audit roles/ --format oscal -o assessment-results.json",
        1,
        "no policy is named for the API member",
    ),
    (
        "leastwise check role.json --policy-page page.html",
        4,
        "a page is a draft, so the result is inconclusive",
    ),
    (
        "leastwise check role.json -p vendor.yaml",
        1,
        "the page of the fixture needs a level that the role does not grant",
    ),
];

/// Steps in a text between two commands: the page, the command before, and what its reader edits.
const EDITS: [(&str, &str, [&str; 3]); 1] = [(
    "docs/waivers.md",
    "leastwise baseline write",
    ["leastwise.yaml", "# baseline:", "baseline:"],
)];

/// Runs one line of a block in a shell that finds the program.
fn run(line: &str, folder: &Path) -> (i32, String) {
    let program = Path::new(env!("CARGO_BIN_EXE_leastwise"));
    // Questions are answered with "accept".
    let mut answers = tempfile::tempfile().unwrap();
    answers.write_all("a\n".repeat(100).as_bytes()).unwrap();
    answers.rewind().unwrap();
    let output = Command::new("sh")
        .args(["-c", line])
        .current_dir(folder)
        .env_clear()
        .env(
            "PATH",
            format!("{}:/usr/bin:/bin", program.parent().unwrap().display()),
        )
        .envs(std::env::var_os("LLVM_PROFILE_FILE").map(|file| ("LLVM_PROFILE_FILE", file)))
        .stdin(Stdio::from(answers))
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.code().unwrap_or(-1),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

/// Places the files of a page, as its text says.
fn place(folder: &Path, name: &str, page: &str) {
    for (_, to, from) in FILES.iter().filter(|(page, ..)| *page == name) {
        let to = folder.join(to);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(root().join(from), to).unwrap();
    }
    if name == "docs/documents.md" {
        // The page shows what the file with the marked region holds.
        let regions = blocks(page).into_iter();
        let regions = regions.filter(|block| block.language == "markdown");
        let text: String = regions.map(|block| block.text).collect();
        std::fs::write(folder.join("README.md"), text).unwrap();
        let policy = "schema: leastwise/policy/v1\nid: policy\ntitle: Policy\npermissions:\n  Finance:\n    Agreements: { inquire: All }\n";
        std::fs::write(folder.join("policy.yaml"), policy).unwrap();
    }
    if page.contains("git add ") {
        let made = Command::new("git")
            .args(["init", "-q"])
            .current_dir(folder)
            .status();
        assert!(made.unwrap().success());
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
        place(folder.path(), &name, &page);
        for block in blocks(&page).iter().filter(|block| block.language == "sh") {
            let excluded = EXCLUDED.iter().any(|(word, _)| block.text.contains(word));
            if excluded {
                continue;
            }
            for line in block.text.replace("\\\n", " ").lines() {
                let ends = ENDS.iter().find(|(command, ..)| line == *command);
                let expected = ends.map_or(0, |(_, code, _)| *code);
                let (code, said) = run(line, folder.path());
                ran += 1;
                for (_, _, [file, old, new]) in EDITS
                    .iter()
                    .filter(|(page, after, _)| *page == name && *after == line)
                {
                    let file = folder.path().join(file);
                    let edited = std::fs::read_to_string(&file).unwrap().replace(old, new);
                    std::fs::write(file, edited).unwrap();
                }
                if code != expected {
                    failed.push(format!("{name}: `{line}` ends with {code}:\n{said}"));
                }
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(ran >= 40, "{ran}");
}
