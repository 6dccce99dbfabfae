//! Everything visible in a generated input is used, reported or an error, in every reader.
//!
//! `LEASTWISE_SEEDS=5000 cargo test --test program readers::visible` runs more inputs.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::readers::harness::{HEADINGS, POLICY, cells, example, leastwise};

/// A small random number generator, the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

/// An addition to a role that is clean without it.
struct Added {
    /// Description for a failure.
    what: String,
    /// The file and its content.
    file: &'static str,
    bytes: Vec<u8>,
}

const COLUMNS: [&str; 8] = [
    "Remark",
    "Approved By",
    "Ticket",
    "Full Access",
    "Purpose",
    "Notes",
    "Delete Level (current)",
    "",
];
const TEXTS: [&str; 8] = [
    "as agreed",
    "All",
    "x",
    "✓",
    "see ticket 5",
    "Delete All",
    "Mine",
    "yes",
];

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

/// The table as text with a separator between its cells; the module is on a line before its rows.
fn pasted(table: &[Vec<String>], separator: &str) -> Vec<u8> {
    let mut out = String::new();
    let mut module = "";
    for (at, row) in table.iter().enumerate() {
        let mut row = row.as_slice();
        if let [first, rest @ ..] = row
            && table[0].first().is_some_and(|head| head == "Module")
        {
            if at > 0 && first != module {
                writeln!(out, "{first}").unwrap();
                module = first;
            }
            row = rest;
        }
        let cells: Vec<&str> = row
            .iter()
            .map(String::as_str)
            .filter(|cell| !cell.is_empty())
            .collect();
        out += &(cells.join(separator) + "\n");
    }
    out.into_bytes()
}

/// A table with one thing added to it.
fn changed(random: &mut Random) -> (String, Vec<Vec<String>>) {
    let mut table = table();
    let at = 1 + random.below(table.len() - 1);
    let text = random.pick(&TEXTS).to_owned();
    let what = match random.below(4) {
        0 | 1 => {
            let heading = random.pick(&COLUMNS);
            for row in &mut table {
                row.push(String::new());
            }
            heading.clone_into(table[0].last_mut().unwrap());
            table[at].last_mut().unwrap().clone_from(&text);
            format!("`{text}` in the column `{heading}` of row {at}")
        }
        2 => {
            let mut section = vec![String::new(); table[0].len()];
            let words = ["Marketing Plus", "* a footnote", "Note: see below", "All"];
            random.pick(&words).clone_into(&mut section[0]);
            let what = format!("the line `{}` at {at}", section[0]);
            table.insert(at, section);
            what
        }
        _ => {
            let mark = random.pick(&["*", "†", " [1]"]);
            let column = 2 + random.below(4);
            table[at][column] += mark;
            format!("the mark `{mark}` at row {at}, column {column}")
        }
    };
    (what, table)
}

fn csv(table: &[Vec<String>], separator: &str) -> Vec<u8> {
    let lines = table.iter().map(|row| row.join(separator) + "\n");
    lines.collect::<String>().into_bytes()
}

fn markdown(table: &[Vec<String>]) -> String {
    let line = |row: &Vec<String>| format!("| {} |\n", row.join(" | "));
    let rule = format!("|{}\n", " --- |".repeat(table[0].len()));
    let rows: String = table[1..].iter().map(line).collect();
    line(&table[0]) + &rule + &rows
}

fn html(table: &[Vec<String>]) -> String {
    let line = |row: &Vec<String>| {
        format!(
            "<tr><td>{}</td></tr>\n",
            row.join("</td><td>").replace('&', "&amp;")
        )
    };
    format!(
        "<table>\n{}</table>\n",
        table.iter().map(line).collect::<String>()
    )
}

fn workbook(sheets: &[(&str, Vec<Vec<String>>)]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, table) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0..).zip(table) {
            for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                sheet.write(row, column, cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn in_tables(random: &mut Random) -> Added {
    let (what, table) = changed(random);
    let (file, bytes) = match random.below(7) {
        5 => ("glued.txt", pasted(&table, "")),
        6 => ("cells.txt", pasted(&table, "\n")),
        0 => ("role.csv", csv(&table, ",")),
        1 => ("role.tsv", csv(&table, "\t")),
        2 => ("role.md", markdown(&table).into_bytes()),
        3 => ("role.html", html(&table).into_bytes()),
        _ => ("role.xlsx", workbook(&[("Role", table)])),
    };
    Added { what, file, bytes }
}

/// A second table in the same file.
fn second_table(random: &mut Random) -> Added {
    let other = vec![
        vec![
            "Name".to_owned(),
            random.pick(&["Owner", "Access", "Level"]).to_owned(),
        ],
        vec![
            random.pick(&["Agreements", "Jane"]).to_owned(),
            random.pick(&TEXTS).to_owned(),
        ],
    ];
    let what = format!("a second table {other:?}");
    let (file, bytes) = match random.below(4) {
        0 => (
            "role.md",
            (markdown(&table()) + "\n" + &markdown(&other)).into_bytes(),
        ),
        1 => ("role.html", (html(&table()) + &html(&other)).into_bytes()),
        2 => (
            "role.md",
            (markdown(&table()) + "\n" + &html(&other)).into_bytes(),
        ),
        _ => (
            "role.xlsx",
            workbook(&[("Role", table()), ("Other", other)]),
        ),
    };
    Added { what, file, bytes }
}

/// A picture, an icon or a field in a cell.
fn sign(random: &mut Random) -> Added {
    let sign = random.pick(&[
        "<img src=\"tick.png\">",
        "<i class=\"fa fa-check\"></i>",
        "<svg><path d=\"M0 0\"/></svg>",
        "<input type=\"checkbox\" checked>",
        "<span aria-label=\"All\"></span>",
        "<object data=\"x\"></object>",
    ]);
    let mut table = table();
    let at = 1 + random.below(table.len() - 1);
    let heading = random.pick(&COLUMNS);
    let extra = random.below(2) == 0;
    if extra {
        for row in &mut table {
            row.push(String::new());
        }
        heading.clone_into(table[0].last_mut().unwrap());
    }
    let column = if extra { 6 } else { 2 + random.below(4) };
    "@@".clone_into(&mut table[at][column]);
    Added {
        what: format!("{sign} under `{}`", table[0][column]),
        file: "role.html",
        bytes: html(&table).replace("@@", sign).into_bytes(),
    }
}

/// A field of the rows, or around them.
fn in_json(random: &mut Random) -> Added {
    let field = random.pick(&["owner", "ticket", "remark", "cachedFor", "sourceSystem"]);
    let value = match random.below(5) {
        0 => json!(random.pick(&TEXTS)),
        1 => json!(random.below(500)),
        2 => json!(true),
        3 => json!({ "inner": random.pick(&TEXTS) }),
        _ => json!([random.pick(&TEXTS)]),
    };
    let mut rows = example("cloudblue-exact.json");
    let what = format!("`{field}`: {value}");
    let document = match random.below(4) {
        0 => {
            let at = random.below(rows.len());
            rows[at]
                .as_object_mut()
                .unwrap()
                .insert(field.to_owned(), value);
            json!(rows)
        }
        1 => wrapped("value", &rows, field, value),
        2 => json!({ "data": wrapped("items", &rows, field, value) }),
        _ => {
            let mut snapshot = wrapped("settings", &rows, field, value);
            snapshot["schema"] = json!("leastwise/role/v1");
            snapshot
        }
    };
    Added {
        what,
        file: "role.json",
        bytes: document.to_string().into_bytes(),
    }
}

fn wrapped(key: &str, rows: &[Value], field: &str, value: Value) -> Value {
    let mut wrapper = Map::new();
    wrapper.insert(field.to_owned(), value);
    wrapper.insert(key.to_owned(), json!(rows));
    Value::Object(wrapper)
}

/// A key of a role in YAML.
fn in_yaml(random: &mut Random) -> Added {
    let mut text = "permissions:\n".to_owned();
    for row in &table()[1..] {
        let heading = format!("  {}:\n", row[0]);
        if !text.contains(&heading) {
            text += &heading;
        }
        let level = |at: usize| if row[at] == "N/A" { "None" } else { &row[at] };
        let row = format!(
            "    {}: {{ add: {}, edit: {}, delete: {}, inquire: {} }}\n",
            row[1],
            level(2),
            level(3),
            level(4),
            level(5)
        );
        text += &row;
    }
    let word = random.pick(&TEXTS);
    let (what, text) = match random.below(3) {
        0 => ("a key at the top", format!("{text}remark: \"{word}\"\n")),
        1 => (
            "a key of a function",
            text.replacen("{ add", &format!("{{ remark: \"{word}\", add"), 1),
        ),
        _ => (
            "a second document",
            format!("{text}---\nremark: \"{word}\"\n"),
        ),
    };
    Added {
        what: what.to_owned(),
        file: "role.yaml",
        bytes: text.into_bytes(),
    }
}

/// The result of a run: exit code and all messages.
fn account(file: &str, bytes: &[u8]) -> (i32, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(file), bytes).unwrap();
    let ran = leastwise(
        folder.path(),
        &["check", file, "-p", POLICY, "--format", "json"],
        b"",
    );
    let report = ran.json();
    let mut messages = Vec::new();
    gather(&report, &mut messages);
    (ran.code, messages)
}

fn gather(value: &Value, messages: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            messages.extend(
                fields
                    .get("message")
                    .and_then(Value::as_str)
                    .map(str::to_owned),
            );
            fields.values().for_each(|value| gather(value, messages));
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, messages)),
        _ => {}
    }
}

#[test]
fn every_visible_thing_is_used_reported_or_an_error() {
    let seeds = std::env::var("LEASTWISE_SEEDS").ok();
    let seeds: u64 = seeds.and_then(|seeds| seeds.parse().ok()).unwrap_or(120);
    let plain = [
        ("role.csv", csv(&table(), ",")),
        ("role.tsv", csv(&table(), "\t")),
        ("role.md", markdown(&table()).into_bytes()),
        ("role.html", html(&table()).into_bytes()),
        ("role.xlsx", workbook(&[("Role", table())])),
        ("glued.txt", pasted(&table(), "")),
        ("cells.txt", pasted(&table(), "\n")),
        (
            "role.json",
            json!(example("cloudblue-exact.json"))
                .to_string()
                .into_bytes(),
        ),
    ];
    let plain: Vec<_> = plain
        .into_iter()
        .map(|(file, bytes)| (file, account(file, &bytes)))
        .collect();
    let mut silent = Vec::new();
    for seed in 0..seeds {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let added = match random.below(8) {
            0..=2 => in_tables(&mut random),
            3 => second_table(&mut random),
            4 => sign(&mut random),
            5 | 6 => in_json(&mut random),
            _ => in_yaml(&mut random),
        };
        let (code, messages) = account(added.file, &added.bytes);
        let before = plain.iter().find(|(file, _)| *file == added.file);
        let before = before.map_or(&[][..], |(_, (_, messages))| messages);
        let new = messages.iter().any(|message| !before.contains(message));
        if code == 0 && !new {
            silent.push(format!(
                "{seed}: {} in {}: {messages:?}",
                added.what, added.file
            ));
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}
