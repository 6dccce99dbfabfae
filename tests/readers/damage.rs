//! Truncated files, and files with a wrong byte: no panic, no hang, and no clean report on missing
//! rows unless the loss is reported.

use leastwise::compare::{Options, compare};
use leastwise::policy::{Requirements, library, resolve};
use leastwise::report::{Outcome, RoleReport};
use leastwise::role::{self, ReadOptions, Role};
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};

use crate::readers::harness::{POLICY, example, shapes};

const TIMES: usize = 1_000;

fn random() -> TestRng {
    TestRng::from_seed(RngAlgorithm::ChaCha, b"leastwise: damaged role files...")
}

/// The messages about a role.
fn checked(requirements: &Requirements, role: &Role) -> RoleReport {
    let report = compare(requirements, role, &Options::default());
    assert!(report.summary.adds_up());
    report
}

fn read(bytes: Vec<u8>) -> Option<Role> {
    role::read("role", bytes, &ReadOptions::default()).ok()
}

/// Whether a clean report mentions the damage.
fn mentions_damage(report: &RoleReport) -> bool {
    let telling = [
        "reader-note",
        "unknown-function",
        "duplicate-row",
        "excess-function",
    ];
    report
        .findings
        .iter()
        .any(|finding| telling.contains(&finding.rule.name()))
}

fn damaged(damage: impl Fn(&mut TestRng, &[u8]) -> Vec<u8>) {
    let policy = library::load(POLICY).unwrap().unwrap();
    let requirements = resolve(&[&policy], &leastwise::policy::Choices::default()).unwrap();
    // Only the fields that the readers use: the others would take most of the damage.
    let fields = [
        "moduleDescription",
        "moduleFunctionDescription",
        "addLevel",
        "editLevel",
        "deleteLevel",
        "inquireLevel",
    ];
    let mut role = example("cloudblue-exact.json");
    for setting in &mut role {
        setting
            .as_object_mut()
            .unwrap()
            .retain(|key, _| fields.contains(&key.as_str()));
    }
    let mut random = random();
    for (file, bytes) in shapes(&role) {
        let whole = read(bytes.clone()).unwrap();
        let report = checked(&requirements, &whole);
        assert_eq!(report.outcome, Outcome::Clean, "{file}");
        let before = report.findings.len();
        for _ in 0..TIMES {
            let other = damage(&mut random, &bytes);
            let Some(role) = read(other.clone()) else {
                continue;
            };
            if role.rows.len() >= whole.rows.len() {
                continue;
            }
            let report = checked(&requirements, &role);
            if report.outcome == Outcome::Clean {
                let reported = report.findings.len() > before && mentions_damage(&report);
                let text = String::from_utf8_lossy(&other);
                assert!(
                    reported,
                    "{file}: clean, and rows were lost in silence:\n{text}"
                );
            }
        }
    }
}

#[test]
fn a_thousand_truncations_of_each_shape() {
    damaged(|random, bytes| {
        let length = usize::try_from(random.next_u64()).unwrap() % bytes.len();
        bytes[..length].to_vec()
    });
}

#[test]
fn a_thousand_flipped_bytes_in_each_shape() {
    damaged(|random, bytes| {
        let at = usize::try_from(random.next_u64()).unwrap() % bytes.len();
        let mut other = bytes.to_vec();
        other[at] = random.next_u64().to_le_bytes()[0];
        other
    });
}

/// A workbook repacked by another program.
fn repacked(change: impl Fn(&str, Vec<u8>) -> Vec<u8>, more: &[(&str, &str)]) -> Vec<u8> {
    let role = example("cloudblue-exact.json");
    repacked_book(
        crate::readers::harness::workbook(&role, false),
        change,
        more,
    )
}

/// A workbook with another XML of its first sheet.
pub(crate) fn changed(book: &[u8], change: impl Fn(&str) -> String) -> Vec<u8> {
    let change = |name: &str, bytes: Vec<u8>| match name {
        "xl/worksheets/sheet1.xml" => change(&String::from_utf8(bytes).unwrap()).into_bytes(),
        _ => bytes,
    };
    repacked_book(book.to_vec(), change, &[])
}

fn repacked_book(
    whole: Vec<u8>,
    change: impl Fn(&str, Vec<u8>) -> Vec<u8>,
    more: &[(&str, &str)],
) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};

    let mut archive = zip::ZipArchive::new(Cursor::new(whole)).unwrap();
    let mut packed = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        packed.start_file(&*name, options).unwrap();
        packed.write_all(&change(&name, bytes)).unwrap();
    }
    for (name, text) in more {
        packed.start_file(*name, options).unwrap();
        packed.write_all(text.as_bytes()).unwrap();
    }
    packed.finish().unwrap().into_inner()
}

/// The messages about a workbook whose cell `A4` has another address.
fn readdressed(address: &str) -> leastwise::model::Problem {
    let change = |name: &str, bytes: Vec<u8>| {
        if name != "xl/worksheets/sheet1.xml" {
            return bytes;
        }
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("r=\"A4\""), "{text}");
        text.replace("r=\"A4\"", &format!("r=\"{address}\"")).into()
    };
    let packed = repacked(change, &[]);
    let mut problems = role::read("role.xlsx", packed, &ReadOptions::default()).unwrap_err();
    problems.remove(0)
}

#[test]
fn a_damaged_workbook_cell_is_reported_as_damage() {
    let problem = readdressed("A");
    let message = &problem.message;
    assert!(
        message.starts_with("the workbook cannot be read: in sheet"),
        "{message}"
    );
    assert!(!message.ends_with('.'), "{message}");
    assert!(!problem.help.unwrap().contains("--limit"));
}

#[test]
fn a_cell_address_outside_the_sheet_does_not_wrap_around() {
    for address in [
        "Ennnnnnnnnnnnnnnnnnnnnnnn4",
        "A4294967300",
        "AAAAAAAAAAAAAA",
        "Amarketing m1",
    ] {
        let message = readdressed(address).message;
        assert!(message.contains("is the address of no cell"), "{message}");
    }
}

#[test]
fn a_range_that_ends_before_its_start_is_damage() {
    let sized = |range: &str| {
        let change = |name: &str, bytes: Vec<u8>| {
            if name != "xl/worksheets/sheet1.xml" {
                return bytes;
            }
            let text = String::from_utf8(bytes).unwrap();
            let begin = text.find("<dimension ref=\"").expect("a dimension") + 16;
            let end = begin + text[begin..].find('"').unwrap();
            format!("{}{range}{}", &text[..begin], &text[end..]).into()
        };
        role::read("role.xlsx", repacked(change, &[]), &ReadOptions::default())
    };
    for range in ["AMY1:F3", "A9:F3", "F3:A1"] {
        let problems = sized(range).unwrap_err();
        let message = &problems[0].message;
        assert!(
            message.contains(&format!("`{range}` is the address of no cell")),
            "{message}"
        );
    }
    sized("A1:F9").unwrap();
    sized("A1").unwrap();
}

#[test]
fn other_parts_may_have_any_references() {
    let map = "<MapInfo><xsd:element ref=\"employees\"/><c x=\"1\"/><x r=\"whatever\"/></MapInfo>";
    let packed = repacked(|_, bytes| bytes, &[("xl/xmlMaps.xml", map)]);
    role::read("role.xlsx", packed, &ReadOptions::default()).unwrap();
}
