//! Tables with content that is not read. Such a role is never called clean: it is rejected with its
//! position (exit code 3), or the run is inconclusive (exit code 4).

mod html;
mod lines;
mod markup;
mod sheets;

use std::fmt::Write as _;

use crate::readers::harness::{HEADINGS, POLICY, Run, cells, example, leastwise};

/// The header and rows of a role that matches the policy, with the module on every row.
fn table() -> Vec<Vec<String>> {
    let mut rows = vec![HEADINGS.map(str::to_owned).to_vec()];
    let mut module = String::new();
    for mut row in cells(&example("cloudblue-exact.json")) {
        if !row[0].is_empty() {
            module.clone_from(&row[0]);
        }
        row[0].clone_from(&module);
        for level in row.iter_mut().skip(2).filter(|level| level.is_empty()) {
            "N/A".clone_into(level);
        }
        rows.push(row.to_vec());
    }
    rows
}

/// The position of the row of a function.
fn row_of(table: &[Vec<String>], function: &str) -> usize {
    let named = |row: &Vec<String>| row[1] == function;
    table.iter().position(named).expect("the function is there")
}

fn csv(table: &[Vec<String>]) -> String {
    let mut text = String::new();
    for row in table {
        writeln!(text, "{}", row.join(",")).unwrap();
    }
    text
}

fn markdown(table: &[Vec<String>]) -> String {
    let mut text = format!(
        "| {} |\n|{}\n",
        table[0].join(" | "),
        "---|".repeat(table[0].len())
    );
    for row in &table[1..] {
        writeln!(text, "| {} |", row.join(" | ")).unwrap();
    }
    text
}

fn html(table: &[Vec<String>]) -> String {
    let mut text = "<table>\n".to_owned();
    for row in table {
        let row = row.join("</td><td>").replace('&', "&amp;");
        writeln!(text, "<tr><td>{row}</td></tr>").unwrap();
    }
    text + "</table>\n"
}

fn checked(file: &str, bytes: impl AsRef<[u8]>) -> Run {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(file), bytes).unwrap();
    let arguments = ["check", file, "-p", POLICY, "--format", "plain"];
    leastwise(folder.path(), &arguments, b"")
}

/// The run ends with the code and gives the reason.
#[track_caller]
fn ends(file: &str, bytes: impl AsRef<[u8]>, code: i32, message: &str) {
    let ran = checked(file, bytes);
    assert_eq!(ran.code, code, "{message}: {}", ran.stdout);
    assert!(ran.stdout.contains(message), "{message}: {}", ran.stdout);
}

#[test]
fn the_role_itself_is_clean() {
    let table = table();
    for (file, text) in [
        ("role.csv", csv(&table)),
        ("role.md", markdown(&table)),
        ("role.html", html(&table)),
    ] {
        let ran = checked(file, text);
        assert_eq!(ran.code, 0, "{file}: {}", ran.stdout);
        assert!(ran.stdout.contains("\nclean"), "{file}: {}", ran.stdout);
    }
}
