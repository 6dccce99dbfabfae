//! Input that is no role: what is said of it, and the exit code.

use serde_json::{Value, json};

use crate::harness::{POLICY, leastwise};

/// What to call the file, what is in it, the beginning or a part of what is said, and the place.
type Case = (&'static str, Vec<u8>, &'static str, Option<(u64, u64)>);

fn text(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

const HEAD: &str = "Module,Function,Add Level,Edit Level,Delete Level,Inquire Level\n";

fn csv(row: &str) -> Vec<u8> {
    format!("{HEAD}{row}\n").into_bytes()
}

fn setting(other: &Value) -> Vec<u8> {
    let mut setting = json!({
        "moduleDescription": "Finance", "moduleFunctionDescription": "Agreements",
        "addLevel": "All", "editLevel": "All", "deleteLevel": "All", "inquireLevel": "All",
    });
    for (key, value) in other.as_object().unwrap() {
        if value == "-" {
            setting.as_object_mut().unwrap().remove(key);
        } else {
            setting[key] = value.clone();
        }
    }
    format!("[{setting}]").into_bytes()
}

fn json_cases() -> Vec<Case> {
    vec![
        (
            "cut.json",
            text("[\n  {\"addLevel\": \"All\",\n"),
            "cut off",
            Some((3, 1)),
        ),
        (
            "cut-wrapped.json",
            text("{\"value\":\n [{\"addLevel\": \"Al"),
            "cut off",
            Some((2, 18)),
        ),
        (
            "cut.jsonl",
            text("{\"addLevel\":\"All\",\"moduleFunctionName\":\"Agreements\"}\n{\"add"),
            "cut off",
            Some((2, 5)),
        ),
        (
            "comma.json",
            text("[{\"addLevel\": \"All\"},]"),
            "not valid JSON: expected value",
            Some((1, 22)),
        ),
        (
            "number.json",
            text("[1, 2]"),
            "stands where a role setting was expected",
            None,
        ),
        (
            "list.json",
            text("[[\"Finance\", \"Agreements\"]]"),
            "stands where a role setting was expected",
            None,
        ),
        (
            "scalar.json",
            text("[null]"),
            "stands where a role setting was expected",
            None,
        ),
        (
            "deep.json",
            ("[".repeat(500) + &"]".repeat(500)).into_bytes(),
            "the settings lie deeper than 16 objects and arrays",
            None,
        ),
        (
            "wrapped-deep.json",
            text(&("{\"a\":".repeat(60) + "[]" + &"}".repeat(60))),
            "",
            None,
        ),
        (
            "project.json",
            text(
                "[{\"id\":1,\"addLevel\":\"All\",\"editLevel\":\"All\",\"deleteLevel\":\"All\",\"inquireLevel\":\"All\",\"moduleIdentifier\":\"ProjectTickets\",\"myFlag\":true}]",
            ),
            "this is a project role",
            Some((1, 2)),
        ),
        (
            "error.json",
            text(
                "{\"code\":\"Security\",\"message\":\"You do not have security permission to perform this action.\",\"errors\":null}",
            ),
            "this is an error of ConnectWise's API, not a role: You do not have security permission to perform this action (Security)",
            Some((1, 1)),
        ),
        (
            "role.json",
            text("{\"id\":63,\"name\":\"Admin\",\"adminFlag\":true}"),
            "this object holds no role settings: its fields are `id`, `name` or `adminFlag`",
            Some((1, 1)),
        ),
        (
            "two-lists.json",
            text("{\"a\":[{\"addLevel\":\"All\"}],\"b\":[{\"addLevel\":\"All\"}]}"),
            "several lists of settings: `a` or `b`",
            Some((1, 1)),
        ),
        (
            "policy.json",
            text("{\"schema\":\"leastwise/policy/v1\"}"),
            "this is a policy, not a role",
            Some((1, 1)),
        ),
        (
            "report.json",
            text("{\"schema\":\"leastwise/report/v1\"}"),
            "this is a report of Leastwise",
            Some((1, 1)),
        ),
        (
            "other.json",
            text("{\"schema\":\"x/v9\"}"),
            "has the schema `x/v9`",
            Some((1, 1)),
        ),
        (
            "level.json",
            setting(&json!({"addLevel": "Al"})),
            "`Al` in `addLevel` is not a level",
            None,
        ),
        (
            "typo.json",
            setting(&json!({"addLevel": "-", "addLevl": "All"})),
            "`addLevl` is not a field of a role setting",
            None,
        ),
        (
            "upper.json",
            setting(&json!({"addLevel": "-", "ADDLEVEL": "All"})),
            "`ADDLEVEL` is not a field of a role setting",
            None,
        ),
        (
            "levelless.json",
            setting(
                &json!({"addLevel": "-", "editLevel": "-", "deleteLevel": "-", "inquireLevel": "-"}),
            ),
            "no row states a level",
            Some((1, 2)),
        ),
        (
            "nameless.json",
            setting(&json!({"moduleFunctionDescription": " "})),
            "row 1 names no function",
            Some((1, 2)),
        ),
        (
            "ambiguous.json",
            setting(&json!({"moduleDescription": null, "moduleFunctionDescription": "Reports"})),
            "`Reports` is a function of several modules",
            None,
        ),
        (
            "type.json",
            setting(&json!({"addLevel": 3})),
            "this is not a role setting: invalid type: integer `3`",
            None,
        ),
        (
            "twice.json",
            text(
                "[{\"addLevel\":\"All\",\"addLevel\":\"None\",\"moduleFunctionName\":\"Agreements\"}]",
            ),
            "duplicate field `addLevel`",
            None,
        ),
        (
            "members.json",
            text(
                "[{\"moduleFunctionName\":\"Agreements\",\"addLevel\":\"All\",\"member\":{\"identifier\":\"a\"}},{\"moduleFunctionName\":\"Invoicing\",\"addLevel\":\"All\",\"member\":{\"identifier\":\"b\"}}]",
            ),
            "rights of several members: `a` and `b`",
            None,
        ),
        (
            "snapshots.json",
            text(
                "{\"schema\":\"leastwise/role/v1\",\n\"settings\":[]}\n{\"schema\":\"leastwise/role/v1\",\n\"settings\":[]}",
            ),
            "several snapshots",
            Some((1, 1)),
        ),
        (
            "snapshot-key.json",
            text("{\"schema\":\"leastwise/role/v1\",\"setings\":[]}"),
            "this snapshot cannot be read: unknown field `setings`",
            None,
        ),
    ]
}

fn other_cases() -> Vec<Case> {
    vec![
        ("empty.json", Vec::new(), "the file is empty", None),
        ("blank.csv", text("\n  \n"), "the file is empty", None),
        (
            "bom.csv",
            b"\xef\xbb\xbf".to_vec(),
            "the file is empty",
            None,
        ),
        (
            "login.json",
            text("<!DOCTYPE html>\n<html><head><title>Sign In</title></head></html>"),
            "this is a web page (`Sign In`) without any table",
            Some((1, 1)),
        ),
        (
            "data.xml",
            text("<?xml version=\"1.0\"?><Objs/>"),
            "this is an XML document",
            Some((1, 1)),
        ),
        (
            "page.html",
            text("<table><tr><td>Price</td><td>3</td></tr></table>"),
            "no table here has the headings of a role",
            Some((1, 16)),
        ),
        (
            "cut.html",
            text("<table><tr><td>Module</td>"),
            "the page ends inside a table",
            None,
        ),
        (
            "picture.json",
            b"\x89PNG\r\n\x1a\n\0\0".to_vec(),
            "this is a picture (PNG), not a role",
            None,
        ),
        (
            "role.pdf",
            b"%PDF-1.7\n".to_vec(),
            "this is a PDF document",
            None,
        ),
        (
            "role.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
            "an old Office document",
            None,
        ),
        (
            "role.gz",
            b"\x1f\x8b\x08\0\0".to_vec(),
            "packed with gzip",
            None,
        ),
        (
            "role.zip",
            b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec(),
            "this is a ZIP archive and no Excel workbook",
            None,
        ),
        (
            "cut.xlsx",
            b"PK\x03\x04\x14\0\0\0".to_vec(),
            "the workbook cannot be read",
            None,
        ),
        (
            "ansi.csv",
            [HEAD.as_bytes(), b"Finance,Agr\xe9ments,All,All,All,All\n"].concat(),
            "line 2 holds bytes that are not UTF-8 text",
            None,
        ),
        (
            "utf16.csv",
            b"M\0o\0d\0u\0l\0e\0,\0F\0".to_vec(),
            "UTF-16 text without its byte order mark",
            None,
        ),
        (
            "half.csv",
            b"\xff\xfeM\0o".to_vec(),
            "starts like UTF-16",
            None,
        ),
        (
            "prose.txt",
            text("Please give the API member the usual rights.\n"),
            "none of what a role can be read from",
            Some((1, 1)),
        ),
        (
            "headless.csv",
            text("Finance,Agreements,All,All,None,All\n"),
            "none of what a role can be read from",
            Some((1, 1)),
        ),
        (
            "policy.yaml",
            text("schema: leastwise/policy/v1\nid: x\n"),
            "this is a policy, not a role",
            None,
        ),
        (
            "level.yaml",
            text("permissions:\n  Finance:\n    Agreements: { add: Al }\n"),
            "`Al` under `add` is not a level",
            Some((3, 24)),
        ),
        (
            "key.yaml",
            text("permissions:\n  Finance:\n    Agreements: { ad: All }\n"),
            "ad",
            Some((3, 19)),
        ),
        (
            "twice.yaml",
            text("permissions:\n  Finance:\n    A: {}\n    A: {}\n"),
            "twice",
            Some((4, 5)),
        ),
        (
            "level.csv",
            csv("Finance,Agreements,All,Full,None,All"),
            "`Full` under Edit Level is not a level",
            Some((2, 24)),
        ),
        (
            "all.csv",
            csv("Finance,Agreements,x,All,None,All"),
            "`x` under Add Level is not a level",
            Some((2, 20)),
        ),
        (
            "ambiguous.csv",
            text("Function,Inquire\nReports,All\n"),
            "`Reports` is a function of several modules",
            Some((2, 1)),
        ),
        (
            "short.csv",
            csv("Finance,Agreements,All"),
            "this row has 3 cells, and the headings are 6",
            Some((2, 1)),
        ),
        (
            "long.csv",
            csv("Finance,Agreements,All,All,All,All,All"),
            "this row has 7 cells",
            Some((2, 1)),
        ),
        (
            "nameless.csv",
            csv("Finance,,All,All,All,All"),
            "states levels and names no function",
            Some((2, 1)),
        ),
        (
            "quote.csv",
            csv("\"Finance,Agreements,All,All,All,All"),
            "never closed",
            Some((2, 1)),
        ),
        (
            "behind.csv",
            csv("\"Finance\"x,Agreements,All,All,All,All"),
            "must follow a closing quote",
            Some((2, 10)),
        ),
        (
            "columns.csv",
            text("Function,Add,Add Level\nAgreements,All,All\n"),
            "two columns are for the same operation",
            Some((1, 14)),
        ),
        (
            "what.csv",
            text("Function;Inquire\nSomething;\nAgreements;All\n"),
            "neither a module nor a function",
            Some((2, 1)),
        ),
        (
            "project.csv",
            text(
                "id,addLevel,editLevel,deleteLevel,inquireLevel,moduleIdentifier,myFlag\n1,All,All,All,All,X,True\n",
            ),
            "this is a project role",
            Some((1, 1)),
        ),
        (
            "phrase.md",
            text("| Area | Permission |\n|--|--|\n| Agreements | Full access |\n"),
            "`Full access` is not understood",
            Some((3, 16)),
        ),
        (
            "operation.csv",
            text("Module,Function,Action,Level\nFinance,Agreements,Read,All\n"),
            "`Read` is not an operation",
            Some((2, 20)),
        ),
    ]
}

#[test]
fn bad_input_is_told_with_its_place_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let mut told = String::new();
    let mut wrong = String::new();
    for (file, bytes, message, place) in json_cases().into_iter().chain(other_cases()) {
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
            wrong += &format!("{file}: expected {message} at {place:?}\n");
        }
        told += &format!("{file}:{}:{}: {said}\n", at["line"], at["column"]);
        for help in error["help"].as_str().iter() {
            told += &format!("    {help}\n");
        }
    }
    insta::assert_snapshot!(told);
    assert!(wrong.is_empty(), "{wrong}\n{told}");
}

#[test]
fn every_wrong_cell_is_told_at_once() {
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
