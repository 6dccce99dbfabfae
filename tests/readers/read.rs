//! What is read from one file of each format, with positions.

use std::fmt::Write as _;

use leastwise::model::{Operation, SourceText};
use leastwise::role::{self, Grant, ReadOptions, Role};

use crate::readers::harness::input;

/// Everything that is read of a role, in a form that can be compared with the file.
fn described(role: &Role) -> String {
    let mut out = String::new();
    let source: &SourceText = &role.source;
    for (what, said) in [
        ("name", role.name.clone()),
        ("admin", role.admin.map(|admin| admin.to_string())),
        ("fetched_at", role.fetched_at.clone()),
        ("counted", role.counted.map(|count| count.to_string())),
        ("complete", role.complete.map(|whole| whole.to_string())),
        (
            "member",
            role.origin
                .member
                .as_ref()
                .map(|member| member.identifier.clone()),
        ),
    ] {
        if let Some(said) = said {
            writeln!(out, "{what}: {said}").unwrap();
        }
    }
    for (index, row) in role.rows.iter().enumerate() {
        let places = role.places(index);
        let (module, function) = row.names();
        let name = places.function.map_or("-", |span| source.slice(span));
        write!(out, "{module} / {function} <{name}>").unwrap();
        for (operation, grant) in row.levels.iter() {
            let word = match grant {
                Grant::Level(level) => level.word(),
                Grant::NotOffered => "null",
                Grant::Absent => "absent",
            };
            write!(out, ", {operation} {word}").unwrap();
            if let Some(span) = places.levels.get(operation) {
                let place = source.position(span.start);
                let cell = role
                    .cell(*span)
                    .map_or(String::new(), |cell| format!(" {cell}"));
                write!(
                    out,
                    " ({}:{}{cell} {})",
                    place.line,
                    place.column,
                    source.slice(*span)
                )
                .unwrap();
            }
        }
        out.push('\n');
    }
    for note in &role.notes {
        writeln!(out, "note {}: {}", note.kind.word(), note.message).unwrap();
        for (span, label) in &note.places {
            let place = source.position(span.start);
            let text = source.slice(*span);
            writeln!(out, "  {}:{} {text} ({label})", place.line, place.column).unwrap();
        }
    }
    assert_eq!(Operation::ALL.len(), 4);
    out
}

fn read(name: &str) -> String {
    match role::read(name, input(name), &ReadOptions::default()) {
        Ok(role) => described(&role),
        Err(problems) => problems.iter().fold(String::new(), |out, problem| {
            format!(
                "{out}error: {problem}\n  help: {}\n",
                problem.help.as_deref().unwrap_or("-")
            )
        }),
    }
}

#[test]
fn one_file_of_each_format() {
    let folder = crate::readers::harness::root().join("tests/inputs");
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(Result::unwrap)
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(names.len() >= 20);
    for name in names.iter().filter(|name| *name != "snapshots.jsonl") {
        insta::assert_snapshot!(name.replace('.', "-"), read(name));
    }
}

#[test]
fn a_workbook_points_to_its_cells() {
    let role = crate::readers::harness::example("cloudblue-missing-delete.json");
    let bytes = crate::readers::harness::workbook(&role[..4], true);
    let role = role::read("role.xlsx", bytes, &ReadOptions::default()).unwrap();
    insta::assert_snapshot!("workbook-xlsx", described(&role));
}

#[test]
fn each_snapshot_of_a_stream_is_a_role_with_its_line() {
    let bytes = input("snapshots.jsonl");
    let roles: Vec<Role> = role::roles("snapshots.jsonl", &bytes[..], ReadOptions::default())
        .map(Result::unwrap)
        .collect();
    let text: Vec<String> = roles.iter().map(described).collect();
    insta::assert_snapshot!("snapshots-jsonl", text.join("--\n"));
    // A position in the second role is relative to the complete file.
    let span = roles[1].places(0).levels.inquire.unwrap();
    let bytes_in_file = roles[1].source.bytes_in_file(span);
    assert_eq!(&bytes[bytes_in_file.start..bytes_in_file.end], b"\"My\"");
}

#[test]
fn many_thousand_snapshots_are_read_one_by_one() {
    struct Endless {
        line: Vec<u8>,
        left: usize,
        at: usize,
    }
    impl std::io::Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            if self.at == self.line.len() && self.left > 0 {
                self.left -= 1;
                self.at = 0;
            }
            let count = buffer.len().min(self.line.len() - self.at);
            buffer[..count].copy_from_slice(&self.line[self.at..self.at + count]);
            self.at += count;
            Ok(count)
        }
    }
    let line = input("snapshots.jsonl");
    let line = line
        .split_inclusive(|byte| *byte == b'\n')
        .next()
        .unwrap()
        .to_vec();
    let reader = std::io::BufReader::new(Endless {
        line,
        left: 4_999,
        at: 0,
    });
    let roles = role::roles("<stdin>", reader, ReadOptions::default());
    let mut count = 0;
    for role in roles {
        count += 1;
        assert_eq!(role.unwrap().source.position(0).line, count);
    }
    assert_eq!(count, 5_000);
}
