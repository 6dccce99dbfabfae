//! The table of contents, and the pages that list what is generated.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::{leastwise, pages, said, same, text};

/// The rules of both linters: identifier, severity and summary, in the order in which they are listed.
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

/// The library: identifier and title.
fn library() -> Vec<(String, String)> {
    pages("docs/library")
        .iter()
        .map(|page| {
            let id = page
                .trim_start_matches("docs/library/")
                .trim_end_matches(".md");
            let text = text(page);
            let title = text
                .lines()
                .find_map(|line| line.strip_prefix("# "))
                .unwrap();
            (id.to_owned(), title.to_owned())
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
    let list = |folder: &str, rules: &[(String, String, String)]| {
        rules
            .iter()
            .fold(String::new(), |mut list, (id, severity, summary)| {
                writeln!(
                    list,
                    "| [{id}]({folder}/{id}.md) | {severity} | {summary} |"
                )
                .unwrap();
                list
            })
    };
    let table = |rows: String| format!("| rule | severity | finds |\n| --- | --- | --- |\n{rows}");
    same(
        "docs/rules.md",
        &format!(
            "# Rules\n\nWhat `leastwise check` looks for. Each page is the text of `leastwise explain RULE`, and what reports \
             link to.\n\n{}",
            table(list("rules", &check))
        ),
    );
    same(
        "docs/lint.md",
        &format!(
            "# Rules for policies\n\nWhat `leastwise policy lint` looks for, in policies themselves.\n\n{}",
            table(list("lint", &lint))
        ),
    );
}

/// Every list of `SUMMARY.md` that follows from files, and the pages that stand in no list.
#[test]
fn the_contents_have_every_page_once() {
    let [check, lint] = rules();
    let mut made = String::new();
    let kept = text("docs/SUMMARY.md");
    // Pages of a list stand indented below the page that lists them; they are made anew.
    for line in kept.lines().filter(|line| !line.starts_with("  - [")) {
        made += line;
        made.push('\n');
        let list: Vec<(String, String)> = match line {
            _ if line.ends_with("(rules.md)") => check
                .iter()
                .map(|(id, ..)| (id.clone(), format!("rules/{id}.md")))
                .collect(),
            _ if line.ends_with("(lint.md)") => lint
                .iter()
                .map(|(id, ..)| (id.clone(), format!("lint/{id}.md")))
                .collect(),
            _ if line.ends_with("(library.md)") => library()
                .into_iter()
                .map(|(id, title)| (title, format!("library/{id}.md")))
                .collect(),
            _ if line.ends_with("(decisions/README.md)") => decisions()
                .into_iter()
                .map(|(file, title)| (title, format!("decisions/{file}.md")))
                .collect(),
            _ => Vec::new(),
        };
        for (title, path) in list {
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
        "a page stands twice in SUMMARY.md"
    );
    let there: BTreeSet<String> = pages("docs")
        .into_iter()
        .filter(|page| page != "docs/SUMMARY.md")
        .collect();
    assert_eq!(there, once, "left: the pages; right: those of SUMMARY.md");
}
