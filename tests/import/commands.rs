//! From a page to a finding: `check --policy-page` and `policy confirm`.

use std::io::Write;
use std::process::{Output, Stdio};

const PAGE: &str = "# Acme setup\n\n- Finance > Agreement: Inquire All\n- Companies > Contacts: Add, Inquire All\n- Time & Expense > Time Entry: Inquire (Mine)\n";

const ROLE: &str = include_str!("../../examples/roles/cloudblue-missing-delete.json");

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        std::fs::write(folder.0.path().join("page.md"), PAGE).unwrap();
        std::fs::write(folder.0.path().join("role.json"), ROLE).unwrap();
        folder
    }

    fn run(&self, arguments: &[&str], input: &str) -> Output {
        let mut child = crate::harness::program(self.0.path())
            .args(arguments)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        child.wait_with_output().unwrap()
    }

    fn out(&self, arguments: &[&str], input: &str) -> (i32, String) {
        let output = self.run(arguments, input);
        let text =
            String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        (output.status.code().unwrap(), text)
    }

    fn draft(&self) -> String {
        std::fs::read_to_string(self.0.path().join("draft.yaml")).unwrap()
    }
}

#[test]
fn a_page_is_checked_in_one_step_and_is_never_clean() {
    let folder = Folder::new();
    let check = [
        "check",
        "role.json",
        "--policy-page",
        "page.md",
        "--format",
        "plain",
    ];
    let (code, text) = folder.out(&check, "");
    assert_eq!(code, 4, "{text}");
    assert!(text.contains("is a draft with"), "{text}");
    assert!(text.contains("Companies / Contacts"), "{text}");
    assert!(text.contains("inconclusive"), "{text}");
    let human = [
        "check",
        "role.json",
        "--policy-page",
        "page.md",
        "--format",
        "human",
    ];
    let (_, text) = folder.out(&human, "");
    assert!(text.contains("line 4 of the page"), "{text}");
    let (code, text) = folder.out(&["check", "role.json", "--policy-page", "-"], PAGE);
    assert_eq!(code, 4, "{text}");
}

#[test]
fn a_page_without_permissions_is_an_error_about_pages() {
    let folder = Folder::new();
    std::fs::write(
        folder.0.path().join("none.md"),
        "# Hello\n\nNothing here.\n",
    )
    .unwrap();
    let (code, text) = folder.out(&["check", "role.json", "--policy-page", "none.md"], "");
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("the page lists no permissions"), "{text}");
}

#[test]
fn a_draft_is_conclusive_once_its_guesses_are_confirmed() {
    let folder = Folder::new();
    let (code, text) = folder.out(&["policy", "import", "page.md", "-o", "draft.yaml"], "");
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("policy confirm draft.yaml"), "{text}");
    let (code, text) = folder.out(&["check", "role.json", "-p", "draft.yaml"], "");
    assert_eq!(code, 4, "{text}");
    let (code, text) = folder.out(&["policy", "confirm", "draft.yaml", "--all"], "");
    assert_eq!(code, 0, "{text}");
    assert!(
        !folder.draft().contains("unconfirmed"),
        "{}",
        folder.draft()
    );
    let (code, text) = folder.out(&["check", "role.json", "-p", "draft.yaml"], "");
    assert_eq!(code, 1, "{text}");
}

#[test]
fn guesses_are_listed_removed_and_replaced() {
    let folder = Folder::new();
    folder.out(&["policy", "import", "page.md", "-o", "draft.yaml"], "");
    let (code, list) = folder.out(&["policy", "confirm", "draft.yaml", "--list"], "");
    assert_eq!(code, 0, "{list}");
    let number = |word: &str| {
        let line = list.lines().find(|line| line.contains(word)).unwrap();
        line.split('.').next().unwrap().to_owned()
    };
    let replace = format!("{}=Finance/Invoicing", number("Agreement"));
    let drop = number("Mine");
    let (code, text) = folder.out(
        &[
            "policy",
            "confirm",
            "draft.yaml",
            "--replace",
            &replace,
            "--drop",
            &drop,
        ],
        "",
    );
    assert_eq!(code, 0, "{text}");
    let draft = folder.draft();
    assert!(draft.contains("    Invoicing:"), "{draft}");
    assert!(!draft.contains("    Agreements:"), "{draft}");
    assert!(!draft.contains("Time Entry"), "{draft}");
    let (code, text) = folder.out(&["policy", "confirm", "draft.yaml", "--accept", "99"], "");
    assert_eq!(code, 2, "{text}");
}

#[test]
fn answers_are_read_one_by_one_and_the_rest_is_unchanged() {
    let folder = Folder::new();
    folder.out(
        &[
            "policy",
            "import",
            "page.md",
            "-o",
            "draft.yaml",
            "--id",
            "acme",
            "--title",
            "Acme",
        ],
        "",
    );
    let (code, text) = folder.out(
        &["policy", "confirm", "draft.yaml"],
        "x\nr Finance/Nothing\na\nq\n",
    );
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("is not one of"), "{text}");
    assert!(text.contains("the catalog has no function"), "{text}");
    assert!(text.contains("remaining"), "{text}");
}
