//! Files of other kinds that are not roles.

use super::{Case, HEAD, text};

fn csv(row: &str) -> Vec<u8> {
    format!("{HEAD}{row}\n").into_bytes()
}

#[expect(clippy::too_many_lines, reason = "it is a table")]
pub(super) fn cases() -> Vec<Case> {
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
            "this is an image (PNG), not a role",
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
            "compressed with gzip",
            None,
        ),
        (
            "role.zip",
            b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec(),
            "this is a ZIP archive, not an Excel workbook",
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
            "byte 76, on line 2, is not valid UTF-8",
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
            "not a role in a known format",
            Some((1, 1)),
        ),
        (
            "headless.csv",
            text("Finance,Agreements,All,All,None,All\n"),
            "not a role in a known format",
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
            "`Reports` is a function in several modules",
            Some((2, 1)),
        ),
        (
            "short.csv",
            csv("Finance,Agreements,All"),
            "this row has 3 cells, but there are 6 headings",
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
            "states levels but names no function",
            Some((2, 1)),
        ),
        (
            "quote.csv",
            csv("\"Finance,Agreements,All,All,All,All"),
            "never closed",
            Some((2, 1)),
        ),
        (
            "trailing.csv",
            csv("\"Finance\"x,Agreements,All,All,All,All"),
            "unexpected text after a closing quotation mark",
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
            "not a known module or function",
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
