//! Input that is not a role: the message and the exit code.

mod json;
mod other;

use std::fmt::Write as _;

use serde_json::json;

use crate::readers::harness::{POLICY, leastwise};

/// File name, content, the start or a part of the message, and the position.
type Case = (&'static str, Vec<u8>, &'static str, Option<(u64, u64)>);

fn text(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

const HEAD: &str = "Module,Function,Add Level,Edit Level,Delete Level,Inquire Level\n";

#[test]
fn bad_input_is_reported_with_position_and_help() {
    let folder = tempfile::tempdir().unwrap();
    let mut messages = String::new();
    let mut wrong = String::new();
    for (file, bytes, message, place) in json::cases().into_iter().chain(other::cases()) {
        std::fs::write(folder.path().join(file), bytes).unwrap();
        let arguments = ["check", file, "-p", POLICY, "--format", "json"];
        let ran = leastwise(folder.path(), &arguments, b"");
        let report = ran.json();
        assert_eq!(ran.code, 3, "{file}: {report}");
        assert_eq!(report["outcome"], "invalid", "{file}");
        assert!(report["roles"].as_array().unwrap().is_empty(), "{file}");
        let error = &report["errors"][0];
        let said = error["message"].as_str().unwrap();
        let at = &error["locations"][0];
        let fits = said.contains(message)
            && !said.is_empty()
            && !said.ends_with('.')
            && error["file"] == file
            && error["help"].is_string()
            && place.is_none_or(|place| json!([at["line"], at["column"]]) == json!(place));
        if !fits {
            writeln!(wrong, "{file}: expected {message} at {place:?}").unwrap();
        }
        writeln!(messages, "{file}:{}:{}: {said}", at["line"], at["column"]).unwrap();
        if let Some(help) = error["help"].as_str() {
            writeln!(messages, "    {help}").unwrap();
        }
    }
    insta::assert_snapshot!(messages);
    assert!(wrong.is_empty(), "{wrong}\n{messages}");
}

#[test]
fn all_wrong_cells_are_reported_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let table = format!("{HEAD}Finance,Agreements,Al,All,None,Non\n,Invoicing,All,Rarely,,\n");
    std::fs::write(folder.path().join("role.csv"), table).unwrap();
    let ran = leastwise(
        folder.path(),
        &["check", "role.csv", "-p", POLICY, "--format", "plain"],
        b"",
    );
    assert_eq!(ran.code, 3);
    insta::assert_snapshot!(ran.stdout);
}
