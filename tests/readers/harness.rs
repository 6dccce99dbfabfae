//! Shared by the tests of the readers: running the binary, and one role in every format.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

pub(crate) use crate::harness::{POLICY, Run, root};

/// Runs in a directory.
pub(crate) fn leastwise(folder: &Path, arguments: &[&str], input: &[u8]) -> Run {
    crate::harness::run_with(folder, arguments, &[], input)
}

/// A file of `tests/inputs`.
pub(crate) fn input(name: &str) -> Vec<u8> {
    std::fs::read(root().join("tests/inputs").join(name)).expect("the input exists")
}

/// The settings of an example role.
pub(crate) fn example(name: &str) -> Vec<Value> {
    let path = root().join("examples/roles").join(name);
    serde_json::from_slice(&std::fs::read(path).expect("the example exists")).expect("JSON")
}

pub(crate) const HEADINGS: [&str; 6] = [
    "Module",
    "Function",
    "Add Level",
    "Edit Level",
    "Delete Level",
    "Inquire Level",
];
const FIELDS: [&str; 6] = [
    "moduleDescription",
    "moduleFunctionDescription",
    "addLevel",
    "editLevel",
    "deleteLevel",
    "inquireLevel",
];

/// The cells of a role as a person would type them, with the module only on its first row.
pub(crate) fn cells(role: &[Value]) -> Vec<[String; 6]> {
    let mut module = String::new();
    let mut rows = Vec::new();
    for setting in role {
        let mut row = FIELDS.map(|field| setting[field].as_str().unwrap_or_default().to_owned());
        if row[0] == module {
            row[0].clear();
        } else {
            module.clone_from(&row[0]);
        }
        rows.push(row);
    }
    rows
}

/// Quoted values with a separator, as `Export-Csv` writes API objects.
pub(crate) fn export_csv(role: &[Value], separator: char) -> String {
    let quote = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let line = |cells: Vec<String>| cells.join(&separator.to_string()) + "\r\n";
    let mut out = line(FIELDS.iter().map(|field| quote(field)).collect());
    for setting in role {
        let cell = |field: &&str| setting[*field].as_str().map_or_else(String::new, quote);
        out += &line(FIELDS.iter().map(cell).collect());
    }
    out
}

pub(crate) fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

/// A workbook with the role in one sheet, and optionally another sheet.
pub(crate) fn workbook(role: &[Value], about: bool) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    if about {
        let about = workbook.add_worksheet().set_name("About").unwrap();
        about.write(0, 0, "The role of the integration").unwrap();
    }
    let sheet = workbook.add_worksheet().set_name("Role").unwrap();
    let rows = cells(role);
    for (column, heading) in (0..).zip(HEADINGS) {
        sheet.write(2, column, heading).unwrap();
    }
    for (row, cells) in (3..).zip(&rows) {
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// One role in every format: file name and content.
pub(crate) fn shapes(role: &[Value]) -> Vec<(&'static str, Vec<u8>)> {
    let pretty = serde_json::to_string_pretty(role).unwrap();
    let line = serde_json::to_string(role).unwrap();
    let half = role.len() / 2;
    let page = |part: &[Value]| serde_json::to_string(part).unwrap();
    let mut lines = String::new();
    let mut matrix = HEADINGS.join(",") + "\n";
    let mut markdown = format!("| {} |\n|{}\n", HEADINGS.join(" | "), " --- |".repeat(6));
    let mut html = format!(
        "<html><body><table class=\"role\"><tr><th>{}</th></tr>\n",
        HEADINGS.join("</th><th>")
    );
    let mut yaml = "permissions:\n".to_owned();
    for setting in role {
        writeln!(lines, "{setting}").unwrap();
    }
    for row in cells(role) {
        writeln!(matrix, "{}", row.join(",")).unwrap();
        writeln!(markdown, "| {} |", row.join(" | ")).unwrap();
        let escaped = row.clone().map(|cell| cell.replace('&', "&amp;"));
        writeln!(
            html,
            "<tr><td class=\"x\">{}</td></tr>",
            escaped.join("</td><td>")
        )
        .unwrap();
        let [module, function, add, edit, delete, inquire] = row;
        if !module.is_empty() {
            writeln!(yaml, "  {module}:").unwrap();
        }
        writeln!(
            yaml,
            "    {function}: {{ add: {add}, edit: {edit}, delete: {delete}, inquire: {inquire} }}"
        )
        .unwrap();
    }
    html += "</table></body></html>\n";
    let powershell = export_csv(role, ',');
    let typed = format!("#TYPE System.Management.Automation.PSCustomObject\r\n{powershell}");
    vec![
        ("bare.json", pretty.into_bytes()),
        ("one-line.json", line.clone().into_bytes()),
        (
            "wrapped.json",
            format!("{{\"value\":{line},\"Count\":{}}}", role.len()).into_bytes(),
        ),
        (
            "nested.json",
            format!("{{\"data\":{{\"items\":{line}}}}}").into_bytes(),
        ),
        (
            "pages.json",
            (page(&role[..half]) + &page(&role[half..])).into_bytes(),
        ),
        ("settings.jsonl", lines.into_bytes()),
        (
            "snapshot.json",
            format!("{{\"schema\":\"leastwise/role/v1\",\"settings\":{line}}}").into_bytes(),
        ),
        ("powershell.csv", typed.into_bytes()),
        ("semicolon.csv", export_csv(role, ';').into_bytes()),
        ("tabs.tsv", export_csv(role, '\t').into_bytes()),
        ("utf16.csv", utf16(&powershell)),
        (
            "bom.csv",
            [&b"\xef\xbb\xbf"[..], powershell.as_bytes()].concat(),
        ),
        ("matrix.csv", matrix.into_bytes()),
        ("table.md", markdown.into_bytes()),
        ("page.html", html.into_bytes()),
        ("workbook.xlsx", workbook(role, false)),
        ("role.yaml", yaml.into_bytes()),
    ]
}
