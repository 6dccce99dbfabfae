//! Roles in every format.

use std::sync::OnceLock;

use leastwise::compare::{Options, compare};
use leastwise::policy::{Choices, Requirements, library, resolve};
use leastwise::role::{Format, Limits, ReadOptions, Role, looks_like, read};

use super::held;

/// Small limits, so that they are reached; tests cover the default ones.
const LIMITS: Limits = Limits {
    bytes: 1 << 16,
    rows: 200,
    cell: 200,
    nesting: 16,
};

/// API JSON, JSON Lines and snapshots.
pub fn role_json(data: &[u8]) {
    role(data, Format::Json);
}

/// CSV and other delimited tables.
pub fn role_csv(data: &[u8]) {
    role(data, Format::Csv);
}

/// Tables in Markdown.
pub fn role_markdown(data: &[u8]) {
    role(data, Format::Markdown);
}

/// Tables in web pages.
pub fn role_html(data: &[u8]) {
    role(data, Format::Html);
}

fn role(data: &[u8], format: Format) {
    // The first byte decides whether the format is given or detected.
    let Some((first, data)) = data.split_first() else {
        return;
    };
    let given = (first & 1 == 0).then_some(format);
    looks_like(data);
    read_and_compare(data, given);
}

/// Reads bytes as a role, twice, and compares the results.
pub fn read_and_compare(data: &[u8], format: Option<Format>) {
    let options = ReadOptions {
        format,
        sheet: None,
        limits: LIMITS,
    };
    let once = read("role", data.to_vec(), &options);
    let twice = read("role", data.to_vec(), &options);
    match (once, twice) {
        (Ok(first), Ok(again)) => {
            assert_eq!(summary(&first), summary(&again), "two reads differ");
            read_role(&first);
        }
        (Err(first), Err(again)) => {
            held::problems(&first);
            let words = |problems: &[_]| -> Vec<String> {
                problems.iter().map(ToString::to_string).collect()
            };
            assert_eq!(
                words(&first),
                words(&again),
                "refused twice, and not the same"
            );
        }
        (first, second) => panic!("read once and refused once: {first:?} {second:?}"),
    }
}

fn summary(role: &Role) -> impl PartialEq + std::fmt::Debug {
    let rows = role.rows.iter();
    let rows: Vec<_> = rows.map(|row| (row.function.clone(), row.levels)).collect();
    (
        rows,
        role.notes.clone(),
        role.name.clone(),
        role.admin,
        role.counted,
        role.complete,
    )
}

fn read_role(role: &Role) {
    assert!(role.rows.len() <= LIMITS.rows);
    for index in 0..role.rows.len() {
        let places = role.places(index);
        let levels =
            leastwise::model::Operation::ALL.map(|operation| *places.levels.get(operation));
        for span in [Some(places.row), places.function]
            .into_iter()
            .chain(levels)
            .flatten()
        {
            held::span(span, &role.source);
        }
    }
    for note in &role.notes {
        held::sentence(&note.message);
        held::sentence(&note.help);
        for (span, _) in &note.places {
            held::span(*span, &role.source);
        }
    }
    held::report(
        &compare(requirements(), role, &Options::default()),
        &role.source,
    );
}

/// A policy with every construct.
fn requirements() -> &'static Requirements {
    static REQUIREMENTS: OnceLock<Requirements> = OnceLock::new();
    REQUIREMENTS.get_or_init(|| {
        let policies: Vec<_> = ["cloudblue-reseller-marketplace", "crushbank"]
            .into_iter()
            .map(|id| library::load(id).unwrap().unwrap())
            .collect();
        resolve(&policies.iter().collect::<Vec<_>>(), &Choices::default()).unwrap()
    })
}
