//! Tables with symbols for levels: a legend on the page says what they mean. Without one, letters
//! are read as a guess and anything else is listed.

use super::{guesses, imported, permissions};

/// A table with these four symbols for Company Maintenance: None, My, None, All.
fn table(none: &str, my: &str, all: &str) -> String {
    format!(
        "| Module | Function | Add | Edit | Delete | Inquire |\n|---|---|---|---|---|---|\n\
         | Companies | Company Maintenance | {none} | {my} | {none} | {all} |\n"
    )
}

/// Asserts that the draft has My for Edit and All for Inquire, and nothing else.
fn reads(page: &str) -> String {
    let draft = imported("page.md", page);
    let levels: Vec<&str> = permissions(&draft)
        .lines()
        .filter_map(|line| line.trim().split(" #").next())
        .filter(|line| !line.is_empty() && !line.ends_with(':'))
        .collect();
    assert_eq!(levels, ["inquire: All", "edit: My"], "{page}\n{draft}");
    draft
}

#[test]
fn a_legend_gives_the_meaning_of_letters_digits_and_symbols() {
    let legends = [
        ("A = All, M = My, N = None", "N", "M", "A"),
        ("**A** = All; **M** = My; **N** = None.", "N", "M", "A"),
        ("Legend: A – All, M – My, N – None", "N", "M", "A"),
        (
            "Use these levels. A means All, M means My and N means None.",
            "N",
            "M",
            "A",
        ),
        ("- A: All\n- M: My\n- N: None", "N", "M", "A"),
        ("0 = None, 1 = My, 2 = All", "0", "1", "2"),
        (
            "○ = None, ◐ = My records only, ● = All records",
            "○",
            "◐",
            "●",
        ),
        ("✗ = None, ~ = My, ✓ = All", "✗", "~", "✓"),
        ("No = None, Own = My, Yes = All", "No", "Own", "Yes"),
        (
            "| Symbol | Meaning |\n|---|---|\n| ○ | None |\n| ◐ | My |\n| ● | All |",
            "○",
            "◐",
            "●",
        ),
    ];
    for (legend, none, my, all) in legends {
        let table = table(none, my, all);
        for page in [
            format!("# Permissions\n\n{legend}\n\n{table}"),
            format!("# Permissions\n\n{table}\n{legend}\n"),
        ] {
            let draft = reads(&page);
            assert!(!guesses(&draft).contains("line "), "{page}\n{draft}");
        }
    }
}

#[test]
fn letters_without_a_legend_are_a_guess() {
    let draft = reads(&table("N", "M", "A"));
    assert!(
        guesses(&draft).contains("line 1: the letters A, M and N are read as All, My and None"),
        "{draft}"
    );
}

#[test]
fn operations_with_their_levels_are_not_a_legend() {
    let page = format!(
        "A = All, E = All, D = None, I = All\n\n{}",
        table("D", "E", "A")
    );
    let draft = imported("page.md", &page);
    assert!(!permissions(&draft).contains("All"), "{draft}");
}

#[test]
fn a_symbol_with_two_meanings_is_not_read() {
    let page = format!("X = All, Z = None, X = My\n\n{}", table("Z", "Q", "X"));
    let draft = imported("page.md", &page);
    assert!(guesses(&draft).contains("not understood: `Q`"), "{draft}");
    assert!(!permissions(&draft).contains("My #"), "{draft}");
}
