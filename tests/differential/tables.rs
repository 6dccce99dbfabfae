//! Tables in HTML and Markdown, compared with other parsers: html5lib and markdown-it-py.
//!
//! ```sh
//! pip install html5lib markdown-it-py
//! LEASTWISE_PAIRS=20000 LEASTWISE_SEED=7 cargo test --test differential tables
//! ```

use std::path::Path;
use std::process::Command;

use leastwise::model::Operation;
use leastwise::role::{self, Format, ReadOptions};
use serde_json::Value;

/// The exit code of the script if a package is missing.
const MISSING: i32 = 77;

type Rows = Vec<(String, String, Vec<String>)>;

/// The rows of a role, or an error.
fn rows(format: Format, text: &str) -> Result<Rows, String> {
    let options = ReadOptions {
        format: Some(format),
        ..ReadOptions::default()
    };
    let role = role::read("role", text.as_bytes().to_vec(), &options)
        .map_err(|problems| problems[0].message.clone())?;
    let rows = role.rows.iter().map(|row| {
        let (module, function) = row.names();
        let level = |operation: Operation| format!("{:?}", row.levels.get(operation));
        let levels = Operation::ALL.map(level).to_vec();
        (module.to_owned(), function.to_owned(), levels)
    });
    Ok(rows.collect())
}

fn csv(rows: &Value) -> String {
    let mut text = String::new();
    for row in rows.as_array().unwrap() {
        let cells = row.as_array().unwrap().iter();
        let cells =
            cells.map(|cell| format!("\"{}\"", cell.as_str().unwrap().replace('"', "\"\"")));
        text += &cells.collect::<Vec<_>>().join(",");
        text.push('\n');
    }
    text
}

#[test]
fn tables_are_read_as_another_parser_reads_them() {
    let pages = super::number("LEASTWISE_PAIRS", super::PAIRS);
    let seed = super::number("LEASTWISE_SEED", 1);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/tables.py");
    let run = Command::new("python3")
        .arg("-B")
        .arg(script)
        .args(["--count", &pages.to_string(), "--seed", &seed.to_string()])
        .output();
    let output = match run {
        Ok(output) if output.status.code() == Some(MISSING) => {
            let missing = String::from_utf8_lossy(&output.stderr).into_owned();
            eprintln!(
                "SKIPPED: `pip install html5lib markdown-it-py` to compare tables ({missing})"
            );
            return;
        }
        Ok(output) => output,
        Err(error) => {
            eprintln!("SKIPPED: comparing tables with another parser needs python3 ({error})");
            return;
        }
    };
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{errors}");
    let (mut read, mut refused) = (0, 0);
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let text = case["text"].as_str().unwrap();
        let format = match case["format"].as_str().unwrap() {
            "html" => Format::Html,
            _ => Format::Markdown,
        };
        match (rows(format, text), rows(Format::Csv, &csv(&case["rows"]))) {
            (Ok(ours), Ok(theirs)) => {
                assert_eq!(ours, theirs, "{text}");
                read += 1;
            }
            (Err(_), Err(_)) => refused += 1,
            (ours, theirs) => panic!("{ours:?}\n{theirs:?}\n{text}"),
        }
    }
    eprintln!("{pages} texts of seed {seed}: {read} read alike, {refused} refused alike");
    assert!(read > pages / 2, "most texts can be read");
}
