//! Files that were cut off, and files with a wrong byte: no panic, no hang, and never a clean
//! report on fewer rows than were there unless the loss is told.

use leastwise::compare::{Options, compare};
use leastwise::policy::{Requirements, library, resolve};
use leastwise::report::{Outcome, RoleReport};
use leastwise::role::{self, ReadOptions, Role};
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};

use crate::harness::{POLICY, example, shapes};

const TIMES: usize = 1_000;

fn random() -> TestRng {
    TestRng::from_seed(RngAlgorithm::ChaCha, b"leastwise: damaged role files...")
}

/// What is told of a role.
fn checked(requirements: &Requirements, role: &Role) -> RoleReport {
    let report = compare(requirements, role, &Options::default());
    assert!(report.summary.adds_up());
    report
}

fn read(bytes: Vec<u8>) -> Option<Role> {
    role::read("role", bytes, &ReadOptions::default()).ok()
}

/// Whether a clean report tells that something is not as it was.
fn tells_loss(report: &RoleReport) -> bool {
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
    // Only what the readers look at: the other fields would take most of the damage.
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
                let told = report.findings.len() > before && tells_loss(&report);
                let text = String::from_utf8_lossy(&other);
                assert!(
                    told,
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
