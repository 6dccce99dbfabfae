//! Marked regions of a Markdown file, updated in place.

use crate::docs::harness::Sandbox;
use crate::docs::markdown;

const TABLE: &str = "<!-- leastwise docs policy.yaml --kind table -->";
const END: &str = "<!-- /leastwise docs -->";

fn folder() -> Sandbox {
    Sandbox::with_policy(
        "features: { f: { title: Feature F } }\nsources:\n  - url: https://example.com/\npermissions:\n  \
         Finance:\n    Agreements:\n      inquire: { level: All, purpose: Reads agreements }\n      \
         edit: { level: My, purpose: Edits them, when: f }\n",
    )
}

#[test]
fn a_region_is_updated_and_the_rest_is_kept() {
    let folder = folder();
    let before = "\u{feff}# Page  \n\n## Permissions\n\nBelow.\n\n";
    let after = "\n*kept*\t \n\n\n# End";
    folder.write(
        "page.md",
        format!("{before}{TABLE}\nold words\n{END}\n{after}"),
    );
    let stale = folder.docs(&["--update", "page.md", "--check"]);
    assert_eq!(stale.code, 1);
    assert!(stale.stdout.contains("\n-old words\n"), "{stale:?}");
    folder.docs(&["--update", "page.md"]).good();
    let text = folder.read("page.md");
    assert!(
        text.starts_with(&format!("{before}{TABLE}\n\n| Module |")),
        "{text}"
    );
    assert!(text.ends_with(&format!("\n\n{END}\n{after}")), "{text}");
    assert!(!text.contains("old words"));
    let read = markdown::read(&text);
    let row = [
        "Finance",
        "Agreements",
        "Inquire Level",
        "All",
        "Reads agreements",
        "",
    ];
    assert!(read.tables[0].iter().any(|found| *found == row), "{text}");
    // Below the heading that precedes it, and without a title.
    let headings: Vec<(usize, &str)> = read
        .headings
        .iter()
        .map(|(l, t)| (*l, t.as_str()))
        .collect();
    assert_eq!(
        headings[headings.len() - 4..],
        [
            (2, "Permissions"),
            (3, "Optional features"),
            (3, "Sources"),
            (1, "End")
        ]
    );
    folder.docs(&["--update", "page.md", "--check"]).good();
    folder.docs(&["--update", "page.md"]).good();
    assert_eq!(
        folder.read("page.md"),
        text,
        "a second time changes nothing"
    );
}

#[test]
fn a_changed_policy_and_a_manual_edit_are_detected() {
    let folder = folder();
    folder.write("page.md", format!("{TABLE}\n{END}\n"));
    folder.docs(&["--update", "page.md"]).good();
    let good = folder.read("page.md");
    folder.write("page.md", good.replace("| All |", "| None |"));
    assert_eq!(folder.docs(&["--update", "page.md", "--check"]).code, 1);
    folder.write("page.md", &good);
    let policy = folder.read("policy.yaml");
    for (old, new) in [("Reads agreements", "Looks"), ("level: All", "level: My")] {
        folder.write("policy.yaml", policy.replace(old, new));
        assert_eq!(
            folder.docs(&["--update", "page.md", "--check"]).code,
            1,
            "{old}"
        );
    }
    folder.write("policy.yaml", &policy);
    folder.docs(&["--update", "page.md", "--check"]).good();
}

#[test]
fn each_region_has_separate_texts_and_line_ends() {
    let folder = folder();
    folder.write(
        "deep/page.md",
        "a\r\n<!-- leastwise docs ../policy.yaml --kind table --feature f --language de -->\r\n<!-- /leastwise docs -->\r\n\
         b\n\n1. c\n\n  <!-- leastwise docs huntress rewst --kind index -->\n  <!-- /leastwise docs -->\n",
    );
    folder.write("other.md", format!("{TABLE}\n{END}"));
    folder
        .docs(&["--update", "deep/page.md", "other.md"])
        .good();
    let text = folder.read("deep/page.md");
    let (first, second) = text.split_once("b\n").unwrap();
    assert_eq!(
        first.matches('\n').count(),
        first.matches("\r\n").count(),
        "{first:?}"
    );
    assert!(first.contains("| Modul | Funktion |"), "{first}");
    assert!(
        first.contains("| Edit Level | My | Edits them |\r\n"),
        "{first}"
    );
    assert!(
        !second.contains('\r') && second.contains("\n  | Module | Function | Huntress"),
        "{second}"
    );
    assert!(folder.read("other.md").ends_with(&format!("\n\n{END}")));
}

/// A marker gives the same result from any working directory.
#[test]
fn texts_of_a_marker_are_relative_to_its_file() {
    let folder = folder();
    let texts = folder.docs(&["--print-texts"]).good();
    folder.write(
        "deep/ours.yaml",
        texts.replace("col_module: Module", "col_module: Area"),
    );
    folder.write(
        "deep/page.md",
        format!(
            "{}\n{END}\n",
            TABLE
                .replace("policy", "../policy")
                .replace("--kind", "--texts ours.yaml --kind")
        ),
    );
    folder.docs(&["--update", "deep/page.md"]).good();
    assert!(folder.read("deep/page.md").contains("| Area | Function |"));
}

#[test]
fn a_guide_can_be_part_of_a_page() {
    let folder = folder();
    folder.write(
        "page.md",
        format!("# Ours\n\n<!-- leastwise docs policy.yaml -->\n{END}\n"),
    );
    folder.docs(&["--update", "page.md"]).good();
    let read = markdown::read(&folder.read("page.md"));
    let titles = read.headings.iter().filter(|(level, _)| *level == 1);
    assert_eq!(titles.count(), 1, "{:?}", read.headings);
    assert!(
        read.headings
            .contains(&(2, "Step 2. Create an API member".to_owned()))
    );
}

#[test]
fn markers_in_code_are_ignored() {
    let folder = folder();
    let text = format!("Write `{TABLE}`:\n\n```md\n{TABLE}\n{END}\n```\n\n{TABLE}\n{END}\n");
    folder.write("page.md", &text);
    folder.docs(&["--update", "page.md"]).good();
    assert_eq!(folder.read("page.md").matches("| Module |").count(), 1);
}

#[test]
fn mistakes_are_reported_and_nothing_is_written() {
    let folder = folder();
    let good = format!("{TABLE}\n{END}\n");
    folder.write("good.md", &good);
    for (text, message) in [
        (
            format!("x\n{TABLE}\n"),
            "page.md:2:1: this region does not end",
        ),
        (
            format!("{END}\n"),
            "page.md:1:1: a region ends here without a beginning",
        ),
        (
            format!("{TABLE}\n{TABLE}\n{END}\n"),
            "page.md:2:1: a region begins inside another one",
        ),
        (
            format!("```\n{TABLE}\n{END}\n"),
            "page.md:2:1: this marker is in a code block that is not closed",
        ),
        (
            format!("- {TABLE}\n{END}\n"),
            "page.md:1:1: a marker shares its line with something else",
        ),
        ("x\n".to_owned(), "page.md: this file has no marked region"),
        (
            good.replace("policy.yaml", "polcy"),
            "page.md:1:1: there is no policy named `polcy`",
        ),
        (
            good.replace("policy.yaml", "no.yaml"),
            "no.yaml: there is no such file",
        ),
        (
            good.replace("policy.yaml ", ""),
            "page.md:1:1: this marker names no policy",
        ),
        (
            good.replace("--kind table", "--knd table"),
            "page.md:1:1: this marker is invalid: unexpected argument `--knd` found",
        ),
        (
            good.replace("--kind table", "--kind tabel"),
            "page.md:1:1: this marker is invalid: invalid value `tabel`",
        ),
        (
            good.replace("--kind", "--feature g --kind"),
            "page.md:1:1: the policy `example` has no feature named `g`",
        ),
        (
            good.replace("policy.yaml", "policy.yaml huntress"),
            "page.md:1:1: a region cannot contain several policies",
        ),
        (
            good.replace("--kind", "--language xx --kind"),
            "page.md:1:1: there is no translation for the language `xx`",
        ),
    ] {
        folder.write("page.md", &text);
        let said = folder.docs(&["--update", "good.md", "page.md"]).failed(3);
        assert!(
            said.contains(&format!("error: {message}")),
            "{message}\n{said}"
        );
        assert!(said.lines().count() >= 2, "no help: {said}");
        assert_eq!(folder.read("page.md"), text);
        assert_eq!(folder.read("good.md"), good, "nothing is written");
    }
    std::fs::write(folder.path("page.md"), b"\xff\xfe").unwrap();
    let said = folder.docs(&["--update", "page.md"]).failed(3);
    assert!(said.contains("this is not valid UTF-8"), "{said}");
    let said = folder.docs(&["--update", "absent.md"]).failed(3);
    assert!(said.contains("there is no such file"), "{said}");
}
