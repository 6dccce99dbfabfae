//! The table of contents and the generated lists of pages.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::book::{leastwise, pages, root, said, same, text};

/// The rules of both linters, in listed order: identifier, severity and summary.
fn rules() -> [Vec<(String, String, String)>; 2] {
    let listed = said(&leastwise(&["explain"]));
    let (check, lint) = listed.split_once("\n\n").unwrap();
    [check, lint].map(|list| {
        list.lines()
            .skip(1)
            .filter_map(|line| {
                let (id, rest) = line.trim().split_once(' ')?;
                let (severity, summary) = rest.trim().split_once(' ')?;
                Some((
                    id.to_owned(),
                    severity.to_owned(),
                    summary.trim().to_owned(),
                ))
            })
            .collect()
    })
}

/// File and title of each library page, in the order of the index.
fn library() -> Vec<(String, String)> {
    let index = text("docs/library/index.md");
    index
        .lines()
        .filter_map(|line| {
            let (title, rest) = line.strip_prefix("- [")?.split_once("](")?;
            let (file, rest) = rest.split_once(".md)")?;
            let version = rest
                .strip_prefix(" (")
                .and_then(|rest| rest.split_once(')'))
                .map_or(String::new(), |(version, _)| format!(" ({version})"));
            Some((file.to_owned(), format!("{title}{version}")))
        })
        .collect()
}

fn decisions() -> Vec<(String, String)> {
    pages("docs/decisions")
        .iter()
        .filter(|page| !page.ends_with("README.md"))
        .map(|page| {
            let file = page
                .trim_start_matches("docs/decisions/")
                .trim_end_matches(".md");
            let text = text(page);
            let title = text
                .lines()
                .find_map(|line| line.strip_prefix("# "))
                .unwrap();
            (file.to_owned(), title.to_owned())
        })
        .collect()
}

#[test]
fn the_pages_of_rules_list_every_rule() {
    let [check, lint] = rules();
    assert!(check.len() >= 17 && lint.len() >= 17);
    let rows = |folder: &str, rules: &[(String, String, String)]| {
        rules
            .iter()
            .fold(String::new(), |mut text, (id, severity, summary)| {
                writeln!(
                    text,
                    "| [{id}]({folder}/{id}.md) | {severity} | {summary} |"
                )
                .unwrap();
                text
            })
    };
    let table = |rows: String| format!("| rule | severity | finds |\n| --- | --- | --- |\n{rows}");
    same(
        "docs/rules.md",
        &format!(
            "# Rules\n\nRules of `leastwise check`. Each page is also shown by `leastwise explain RULE`, and reports link to it.\n\n{}",
            table(rows("rules", &check))
        ),
    );
    same(
        "docs/lint.md",
        &format!(
            "# Rules for policies\n\nRules of `leastwise policy lint`.\n\n{}",
            table(rows("lint", &lint))
        ),
    );
}

/// A live read alone does not check the lists: the advice must resolve the finding.
#[test]
fn the_fix_of_an_unverifiable_list_is_complete() {
    let page = text("docs/rules/customize-unverifiable.md");
    let (_, fix) = page.split_once("## How to fix it").unwrap();
    for flag in ["`--live`", "`--customize-items allowed`", "`disallowed`"] {
        assert!(fix.contains(flag), "{flag}");
    }
}

#[test]
fn the_pages_of_the_library_are_made_from_it() {
    let mut ids: Vec<String> = std::fs::read_dir(root().join("policies"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| Some(name.strip_suffix(".yaml")?.to_owned()))
        .collect();
    ids.sort();
    let mut arguments = vec!["docs", "--kind", "table", "-o", "docs/library"];
    if std::env::var_os("UPDATE").is_none() {
        arguments.push("--check");
    }
    arguments.extend(ids.iter().map(String::as_str));
    let run = leastwise(&arguments);
    assert_eq!(
        run.status.code(),
        Some(0),
        "UPDATE=1 cargo test --test program book::\n{}",
        said(&run)
    );
    let mut made: Vec<String> = ids
        .iter()
        .map(|id| format!("docs/library/{id}.md"))
        .collect();
    made.push("docs/library/index.md".to_owned());
    made.sort();
    assert_eq!(
        pages("docs/library"),
        made,
        "left: the pages; right: the policies"
    );
}

#[test]
fn the_page_of_decisions_lists_every_decision() {
    let rows = decisions()
        .into_iter()
        .fold(String::new(), |mut text, (file, title)| {
            writeln!(text, "- [{title}]({file}.md)").unwrap();
            text
        });
    same(
        "docs/decisions/README.md",
        &format!(
            "# Decisions\n\nDecisions that needed a justification, each with what was measured or known at the time.\n\n{rows}"
        ),
    );
}

/// Generated lists in `SUMMARY.md`, and pages that are in no list.
#[test]
fn the_contents_have_every_page_once() {
    let [check, lint] = rules();
    let mut made = String::new();
    let kept = text("docs/SUMMARY.md");
    // Indented pages are generated from the page above them.
    for line in kept.lines().filter(|line| !line.starts_with("  - [")) {
        made += line;
        made.push('\n');
        let below: Vec<(String, String)> = match line {
            _ if line.ends_with("(rules.md)") => check
                .iter()
                .map(|(id, ..)| (id.clone(), format!("rules/{id}.md")))
                .collect(),
            _ if line.ends_with("(lint.md)") => lint
                .iter()
                .map(|(id, ..)| (id.clone(), format!("lint/{id}.md")))
                .collect(),
            _ if line.ends_with("(library/index.md)") => library()
                .into_iter()
                .map(|(file, title)| (title, format!("library/{file}.md")))
                .collect(),
            _ if line.ends_with("(decisions/README.md)") => decisions()
                .into_iter()
                .map(|(file, title)| (title, format!("decisions/{file}.md")))
                .collect(),
            _ => Vec::new(),
        };
        for (title, path) in below {
            writeln!(made, "  - [{title}]({path})").unwrap();
        }
    }
    same("docs/SUMMARY.md", &made);

    let listed: Vec<String> = made
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(path, _)| format!("docs/{path}"))
        .collect();
    let once: BTreeSet<String> = listed.iter().cloned().collect();
    assert_eq!(
        listed.len(),
        once.len(),
        "a page is listed twice in SUMMARY.md"
    );
    let there: BTreeSet<String> = pages("docs")
        .into_iter()
        .filter(|page| page != "docs/SUMMARY.md")
        .collect();
    let apart: Vec<&String> = there.symmetric_difference(&once).collect();
    assert!(
        apart.is_empty(),
        "only in docs or only in SUMMARY.md: {apart:?}"
    );
}

/// What a reader in a hurry has to search: the first pages, without the reference.
#[test]
fn the_first_pages_have_fewer_than_16_000_words() {
    let root = root();
    let mut pages = vec![root.join("README.md")];
    for folder in ["docs", "docs/start"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            pages.push(entry.unwrap().path());
        }
    }
    pages.retain(|page| page.extension().is_some_and(|extension| extension == "md"));
    assert!(pages.len() > 20, "{pages:?}");
    let words = |page: &std::path::PathBuf| {
        let text = std::fs::read_to_string(page).unwrap();
        text.split_whitespace().count()
    };
    let total: usize = pages.iter().map(words).sum();
    assert!(total < 16_000, "{total} words");
}
