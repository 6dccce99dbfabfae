//! A second implementation, in Python and written from the documents alone, gives the same results.
//!
//! `tests/reference` generates random policies, roles and options with the expected findings;
//! Leastwise must return the same. With another number of pairs or another seed:
//!
//! ```sh
//! LEASTWISE_PAIRS=20000 LEASTWISE_SEED=7 cargo test --release --test differential
//! ```
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test that cannot go on must fail at that place"
)]

mod ours;
mod reference;
mod tables;

use serde_json::Value;

/// How many pairs each run of the tests compares. The full run is a separate command.
const PAIRS: u32 = 500;

fn number(variable: &str, otherwise: u32) -> u32 {
    std::env::var(variable).map_or(otherwise, |text| text.parse().unwrap())
}

#[test]
fn random_policies_and_roles_give_the_same_findings() {
    let pairs = number("LEASTWISE_PAIRS", PAIRS);
    let seed = number("LEASTWISE_SEED", 1);
    let arguments = ["--count", &pairs.to_string(), "--seed", &seed.to_string()];
    let Some(lines) = reference::lines("pairs.py", &arguments) else {
        return;
    };
    let counted = compare(lines);
    // Every kind of case occurs; otherwise it would not be tested.
    for group in ["constructs", "rules", "results"] {
        for (name, count) in counted[group].as_object().unwrap() {
            assert_ne!(count, 0, "{group}: `{name}` never occurred");
        }
    }
    eprintln!("{pairs} pairs of seed {seed}: {counted}");
}

#[test]
fn the_library_gives_the_same_findings() {
    let sample: &[&str] = match number("LEASTWISE_PAIRS", PAIRS) {
        PAIRS => &["--sample"],
        _ => &[],
    };
    let Some(lines) = reference::lines("library.py", sample) else {
        return;
    };
    let counted = compare(lines);
    let policies = leastwise::policy::library::ids().count();
    assert_eq!(
        counted["policies"], policies,
        "a policy in the library was not read"
    );
    eprintln!("{counted}");
}

/// Compares every line of the reference with Leastwise; returns the last line, which has the
/// counts.
fn compare(lines: impl Iterator<Item = Value>) -> Value {
    let mut differences = Vec::new();
    let mut last = Value::Null;
    for pair in lines {
        if pair.get("expected").is_none() {
            last = pair;
            continue;
        }
        let mut ours = ours::findings_of(&pair);
        let mut theirs = pair["expected"].clone();
        for result in [&mut ours, &mut theirs] {
            for list in ["findings", "waivers"] {
                if let Some(list) = result.get_mut(list).and_then(Value::as_array_mut) {
                    list.sort_by_key(ToString::to_string);
                }
            }
        }
        if ours != theirs {
            differences.push(difference(&pair, &ours));
        }
    }
    let count = differences.len();
    assert!(
        differences.is_empty(),
        "{count} differences\n{}",
        differences
            .iter()
            .take(5)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n\n")
    );
    assert!(!last.is_null(), "the reference ended before its last line");
    last
}

/// The differences, with the pair in a file to check.
fn difference(pair: &Value, ours: &Value) -> String {
    let file = std::env::temp_dir().join(format!("leastwise-pair-{}.json", pair["number"]));
    let mut both = pair.clone();
    both["ours"] = ours.clone();
    std::fs::write(&file, serde_json::to_vec_pretty(&both).unwrap()).unwrap();
    let theirs = &pair["expected"];
    let mut lines = vec![format!("pair {} ({})", pair["number"], file.display())];
    for key in ["refused", "outcome", "summary", "waivers"] {
        if ours[key] != theirs[key] {
            lines.push(format!("{key}: {} here, {} there", ours[key], theirs[key]));
        }
    }
    let list = |value: &Value| value["findings"].as_array().cloned().unwrap_or_default();
    let (here, there) = (list(ours), list(theirs));
    let only = |of: &[Value], other: &[Value], what: &str| -> Vec<String> {
        let alone = of.iter().filter(|finding| !other.contains(finding));
        alone
            .map(|finding| format!("{what} only: {finding}"))
            .collect()
    };
    lines.extend(only(&here, &there, "here"));
    lines.extend(only(&there, &here, "there"));
    lines.join("\n  ")
}
