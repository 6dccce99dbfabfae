//! Markup as displayed: hidden and crossed-out text, row groups, headings and comments.

use std::fmt::Write as _;

use super::{checked, csv, ends, html, markdown, row_of, table};
use crate::readers::harness::leastwise;

const SOME: &str = "Time Entry";

/// The page with other markup instead of the cell for Delete, which the role does not need.
fn with_cell(markup: &str) -> String {
    let mut table = table();
    let at = row_of(&table, SOME);
    "@".clone_into(&mut table[at][4]);
    html(&table).replace("<td>@</td>", markup)
}

#[test]
fn crossed_out_text_and_controls_are_errors() {
    for cell in [
        "<s>All</s>",
        "<del>All</del>",
        "<strike>All</strike>",
        "<span style=\"text-decoration: line-through\">All</span>",
    ] {
        let page = with_cell(&format!("<td>{cell}</td>"));
        ends("role.html", page, 3, "is crossed out, and cannot be read");
    }
    for control in ["checkbox", "checkbox checked", "radio"] {
        let page = with_cell(&format!("<td><input type={control}> All</td>"));
        ends("role.html", page, 3, "this cell holds `<input>` and `All`");
    }
}

#[test]
fn hidden_text_grants_nothing_and_is_reported() {
    for cell in [
        "<span hidden>All</span>",
        "<span style=\"display:none\">All</span>",
        "<span style=\"visibility: hidden\">All</span>",
        "<template>All</template>",
        "<noscript>All</noscript>",
        "<details><summary></summary>All</details>",
    ] {
        let page = with_cell(&format!("<td>{cell}None</td>"));
        let ran = checked("role.html", page);
        assert_eq!(ran.code, 0, "{cell}: {}", ran.stdout);
        // An empty cell grants nothing.
        let page = with_cell(&format!("<td>{cell}</td>"));
        let ran = checked("role.html", page);
        assert_eq!(ran.code, 0, "{cell}: {}", ran.stdout);
    }
    let page = with_cell("<td><span hidden>All</span>None</td>");
    ends("role.html", page, 0, "something hidden was not read");
    let page = with_cell("<td><select><option>All<option selected>None</select></td>");
    ends("role.html", page, 0, "clean");
}

#[test]
fn a_cell_does_not_span_beyond_its_row_group() {
    let all = table();
    let cells = |row: &[String]| {
        format!("<tr><td>{}</td></tr>\n", row.join("</td><td>")).replace('&', "&amp;")
    };
    let rows: String = all[1..].iter().map(|row| cells(row)).collect();
    let head = all[0].join("</th><th rowspan=2>");
    let page = format!(
        "<table><thead><tr><th rowspan=2>{head}</th></tr></thead><tbody>{rows}</tbody></table>"
    );
    ends("role.html", page, 0, "clean");
    for span in ["2", "0"] {
        let mut text = "<table>".to_owned();
        for row in &all {
            write!(text, "<tbody>{}</tbody>", cells(row)).unwrap();
        }
        let text = text.replace(
            "<td>All</td></tr></tbody>",
            &format!("<td rowspan={span}>All</td></tr></tbody>"),
        );
        ends("role.html", text + "</table>", 0, "clean");
    }
}

#[test]
fn foreign_content_ends_as_specified() {
    for drawing in [
        "<svg><title/></svg>",
        "<svg><style/></svg>",
        "<svg><script/></svg>",
        "<math><title/></math>",
    ] {
        ends(
            "role.html",
            drawing.to_owned() + &html(&table()),
            0,
            "clean",
        );
        let bad = drawing.to_owned() + &with_cell("<td>Al</td>");
        ends(
            "role.html",
            bad,
            3,
            "`Al` under Delete Level is not a level",
        );
    }
}

/// The role in one table for each module, with a line above that names it.
fn sections(above: impl Fn(&str) -> String) -> String {
    let table = table();
    let mut text = String::new();
    let mut module = "";
    for row in &table[1..] {
        if row[0] != module {
            module = &row[0];
            let headings = table[0][1..].join(" | ");
            write!(
                text,
                "\n{}\n\n| {headings} |\n|---|---|---|---|---|\n",
                above(module)
            )
            .unwrap();
        }
        writeln!(text, "| {} |", row[1..].join(" | ")).unwrap();
    }
    text
}

#[test]
fn every_kind_of_heading_names_the_module() {
    for above in [
        |name: &str| format!("## {name}"),
        |name: &str| format!("{name}\n-------"),
        |name: &str| format!("{name}\n======="),
        |name: &str| format!("<h2>{name}</h2>"),
        |name: &str| name.to_owned(),
        |name: &str| format!("**{name}**"),
        |name: &str| format!("*{name}*"),
        |name: &str| format!("__{name}__"),
        |name: &str| format!("_{name}_:"),
    ] {
        let text = sections(above);
        let ran = checked("role.md", &text);
        assert_eq!(ran.code, 0, "{}: {}", above("X"), ran.stdout);
        assert!(
            ran.stdout.contains("\nclean"),
            "{}: {}",
            above("X"),
            ran.stdout
        );
    }
}

#[test]
fn rows_in_a_comment_are_not_read() {
    let row = "| Finance | Agreements | All | All | All | All |\n";
    let text = markdown(&table()) + "\n<!--\n" + row + "-->\n";
    ends("role.md", text, 0, "clean");
}

#[test]
fn tables_of_both_kinds_in_one_file_are_read() {
    let mut first = table();
    let mut second = vec![first[0].clone()];
    second.extend(first.split_off(40));
    for text in [
        markdown(&first) + "\n" + &html(&second),
        html(&first) + "\n" + &markdown(&second),
    ] {
        ends("role.md", text, 0, "clean");
    }
}

#[test]
fn marks_and_second_columns_for_a_level_are_errors() {
    let with = |heading: &str, said: &str| {
        let mut table = table();
        let at = row_of(&table, SOME);
        table[0].push(heading.to_owned());
        for (index, row) in table.iter_mut().enumerate().skip(1) {
            row.push(if index == at { said } else { "" }.to_owned());
        }
        table
    };
    for (heading, said) in [
        ("Full Access", "✓"),
        ("Full Access", "x"),
        ("Delete Level (current)", "None"),
        ("New Delete Level", "All"),
    ] {
        let table = with(heading, said);
        let message = "a column that is not read";
        ends("role.csv", csv(&table), 3, message);
        ends("role.md", markdown(&table), 3, message);
        ends("role.html", html(&table), 3, message);
    }
}

#[test]
fn a_column_that_names_two_roles_is_an_error() {
    let roles = |other: &str| {
        let mut table = table();
        table[0].insert(0, "Role".to_owned());
        let last = table.len() - 1;
        for (index, row) in table.iter_mut().enumerate().skip(1) {
            row.insert(0, if index == last { other } else { "Sync" }.to_owned());
        }
        table
    };
    ends("role.csv", csv(&roles("Sync")), 0, "clean");
    let message = "the file contains two roles: `Sync` and `Other`";
    ends("role.csv", csv(&roles("Other")), 3, message);
    ends("role.html", html(&roles("Other")), 3, message);
}

#[test]
fn rows_that_state_an_operation_again_are_compared_as_a_whole() {
    let mut text = "Module,Function,Operation,Level\n".to_owned();
    for row in &table()[1..] {
        for (operation, level) in ["Add", "Edit", "Delete", "Inquire"].iter().zip(&row[2..]) {
            writeln!(text, "{},{},{operation},{level}", row[0], row[1]).unwrap();
        }
    }
    let again = text
        .lines()
        .find(|line| line.starts_with("Finance,Agreements,Add"))
        .unwrap();
    let more = format!("{text}{again}\n");
    let ran = checked("role.csv", more);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    assert!(!ran.stdout.contains("missing-level"), "{}", ran.stdout);
}

#[test]
fn sentences_without_an_operation_make_the_role_incomplete() {
    let mut text = "| Module | Function | Level |\n|---|---|---|\n".to_owned();
    for row in &table()[1..] {
        writeln!(text, "| {} | {} | Inquire All |", row[0], row[1]).unwrap();
    }
    let policy = "schema: leastwise/policy/v1\nid: x\ntitle: X\npermissions:\n  Finance:\n    \
                  Agreements:\n      inquire: { level: All, purpose: reads }\n";
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("p.yaml"), policy).unwrap();
    let arguments = [
        "check",
        "-",
        "-p",
        "p.yaml",
        "--unlisted",
        "error",
        "--format",
        "plain",
    ];
    let ran = leastwise(folder.path(), &arguments, text.as_bytes());
    assert_eq!(ran.code, 4, "{}{}", ran.stdout, ran.stderr);
    assert!(
        ran.stdout
            .contains("no row of the role states `Add`, `Edit` or `Delete`"),
        "{}",
        ran.stdout
    );
}

#[test]
fn the_word_customize_after_a_name_is_ignored() {
    for suffix in [" (customize)", " (Customize)"] {
        let mut table = table();
        for row in table.iter_mut().skip(1) {
            row[1] += suffix;
        }
        ends("role.csv", csv(&table), 0, "clean");
    }
}
