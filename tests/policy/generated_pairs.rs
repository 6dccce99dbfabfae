//! Generated policies: a change that `policy diff` leaves out affects no role, and a flattened
//! policy gives the findings of the original.
//!
//! `LEASTWISE_PAIRS=10000 cargo test --release --test program policy::generated_pairs` is the long
//! form.

use std::fmt::Write as _;

use leastwise::compare::{Options, compare};
use leastwise::model::Phase;
use leastwise::policy::diff::diff;
use leastwise::policy::{Choices, Draft, Policy, ResolveError, Version, resolve};
use leastwise::role::{ReadOptions, Role, read};
use std::sync::Arc;

/// A small random number generator with a fixed seed, so that a failure can be reproduced.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % bound
    }

    pub(crate) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let at = usize::try_from(self.below(all.len() as u64)).unwrap();
        &all[at]
    }

    pub(crate) fn chance(&mut self, one_in: u64) -> bool {
        self.below(one_in) == 0
    }
}

const FUNCTIONS: [(&str, &str); 4] = [
    ("Finance", "Agreements"),
    ("Finance", "Invoicing"),
    ("Companies", "Contacts"),
    ("System", "Table Setup"),
];
const OPERATIONS: [&str; 4] = ["add", "edit", "delete", "inquire"];
const LEVELS: [&str; 3] = ["None", "My", "All"];

pub(crate) fn pairs() -> u64 {
    let asked = std::env::var("LEASTWISE_PAIRS").ok();
    asked.and_then(|count| count.parse().ok()).unwrap_or(300)
}

fn conditions(random: &mut Random) -> String {
    let mut text = String::new();
    if random.chance(3) {
        text.push_str(match random.below(3) {
            0 => ", when: f",
            1 => ", when: g",
            _ => ", when: [f, g]",
        });
    }
    if random.chance(5) {
        text.push_str(", phase: setup");
    }
    if random.chance(8) {
        text.push_str(", status: ");
        text.push_str(random.pick::<&str>(&["legacy", "planned", "unused"][..]));
    }
    if random.chance(8) {
        text.push_str(random.pick::<&str>(&[", optional: true", ", optional: false"][..]));
    }
    text
}

fn grant(random: &mut Random) -> String {
    let level = match random.below(6) {
        0 => format!("{{ min: {} }}", random.pick(&LEVELS)),
        1 => "{ max: My }".to_owned(),
        _ => (*random.pick(&LEVELS)).to_owned(),
    };
    format!("{{ level: {level}{} }}", conditions(random))
}

/// A policy with two features, of which the second may need the first.
pub(crate) fn policy(random: &mut Random, id: &str) -> String {
    let mut text = format!("schema: leastwise/policy/v1\nid: {id}\ntitle: T\n");
    if random.chance(4) {
        text.push_str("coverage: partial\n");
    }
    if random.chance(6) {
        text.push_str("unlisted: My\n");
    }
    if random.chance(10) {
        text.push_str("applies: { connectwise: \">=2022.1\" }\n");
    }
    let default = if random.chance(4) {
        ", default: true"
    } else {
        ""
    };
    let requires = if random.chance(5) {
        ", requires: f"
    } else {
        ""
    };
    let _ = write!(
        text,
        "features:\n  f: {{ title: F{default} }}\n  g: {{ title: G{requires} }}\npermissions:\n"
    );
    let mut last = "";
    for (module, function) in FUNCTIONS {
        if random.chance(4) {
            continue;
        }
        if module != last {
            let _ = writeln!(text, "  {module}:");
            last = module;
        }
        let mut row: Vec<String> = Vec::new();
        for operation in OPERATIONS {
            if random.chance(2) {
                let grants = match random.below(4) {
                    0 => format!("[{}, {}]", grant(random), grant(random)),
                    _ => grant(random),
                };
                row.push(format!("{operation}: {grants}"));
            }
        }
        if random.chance(10) {
            row.push(format!(
                "formerly: {{ name: {}, before: \"2022.{}\" }}",
                random.pick(&["Contracts", "Opportunity"]),
                1 + random.below(2)
            ));
        }
        let conditions = conditions(random);
        row.extend(conditions.strip_prefix(", ").map(str::to_owned));
        if random.chance(8) {
            row.push(format!(
                "applies: {{ connectwise: \"{}2022.{}\" }}",
                random.pick(&[">=", "<", "="]),
                1 + random.below(2)
            ));
        }
        let _ = writeln!(text, "    {function}: {{ {} }}", row.join(", "));
    }
    if last.is_empty() {
        text.push_str("  Finance:\n    Agreements: { inquire: All }\n");
    }
    text
}

/// A modified copy: sometimes another policy altogether, otherwise one word changed.
fn changed(random: &mut Random, old: &str) -> String {
    if random.chance(6) {
        return policy(random, "p");
    }
    let from = random.pick(&[
        "All",
        "My",
        "None",
        "when: f",
        "when: g",
        "phase: setup",
        "legacy",
        "f, g",
        "2022.1",
        "Contracts",
        ">=",
        "max: My",
        ", status: planned",
        "optional: true",
        "coverage: partial",
    ]);
    let to = match *from {
        "2022.1" => "2022.2",
        "Contracts" => "Opportunity",
        ">=" => "<",
        "max: My" => "max: All",
        ", status: planned" => "",
        "optional: true" => "optional: false",
        "coverage: partial" => "coverage: complete",
        "when: f" => "when: g",
        "when: g" => "when: f",
        "phase: setup" => "phase: run",
        "legacy" => "planned",
        "f, g" => "f",
        _ => random.pick(&LEVELS),
    };
    old.replacen(*from, to, 1)
}

pub(crate) fn parsed(text: &str) -> Policy {
    let source = leastwise::model::SourceText::new("p.yaml", text);
    Policy::parse(Arc::new(source)).unwrap_or_else(|problems| panic!("{text}\n{problems:?}"))
}

pub(crate) fn choices(random: &mut Random) -> Choices {
    let (mut on, mut off) = (Vec::new(), Vec::new());
    for name in ["f", "g"] {
        match random.below(3) {
            0 => on.push(name.to_owned()),
            1 => off.push(name.to_owned()),
            _ => {}
        }
    }
    Choices {
        on,
        off,
        phase: if random.chance(3) {
            Phase::Setup
        } else {
            Phase::Run
        },
        connectwise: match random.below(3) {
            0 => Version::parse(&format!("2022.{}", random.below(4))),
            _ => None,
        },
    }
}

pub(crate) fn role(random: &mut Random) -> Role {
    let mut rows = Vec::new();
    let others = [("Sales", "Opportunity"), ("Finance", "Contracts")];
    for (module, function) in FUNCTIONS.into_iter().chain(others) {
        // A role need not have every function: then an older name can apply.
        if random.chance(8) {
            continue;
        }
        let mut row = serde_json::json!({
            "moduleDescription": module, "moduleFunctionDescription": function,
        });
        for operation in OPERATIONS {
            row[format!("{operation}Level")] = (*random.pick(&LEVELS)).into();
        }
        rows.push(row);
    }
    let bytes = serde_json::to_vec(&rows).unwrap();
    read("role.json", bytes, &ReadOptions::default()).unwrap()
}

/// The findings of a check, without positions and reasons; or why it was not possible.
pub(crate) fn findings(policy: &Policy, choices: &Choices, role: &Role) -> Vec<String> {
    let requirements = match resolve(&[policy], choices) {
        Ok(requirements) => requirements,
        Err(ResolveError::Conflicts(_)) => return vec!["the policy contradicts itself".to_owned()],
        Err(ResolveError::Choice(_)) => return vec!["the choices cannot be followed".to_owned()],
    };
    let report = compare(&requirements, role, &Options::default());
    let mut found: Vec<String> = report
        .findings
        .iter()
        .map(|finding| {
            format!(
                "{} {:?} {:?} {:?} {:?}",
                finding.rule, finding.severity, finding.module, finding.function, finding.operation
            )
        })
        .collect();
    found.sort();
    found
}

#[test]
fn omitted_changes_affect_no_role() {
    let (mut differ, mut tried) = (0, 0);
    for seed in 0..pairs() {
        let random = &mut Random::new(seed + 1);
        let old = policy(random, "p");
        let new = changed(random, &old);
        let (before, after) = (parsed(&old), parsed(&new));
        let Ok(found) = diff(&before, &after, &Choices::default()) else {
            continue;
        };
        tried += 1;
        if !found.changes.is_empty() {
            differ += 1;
            continue;
        }
        for _ in 0..20 {
            let (choices, role) = (choices(random), role(random));
            let (one, other) = (
                findings(&before, &choices, &role),
                findings(&after, &choices, &role),
            );
            assert_eq!(one, other, "seed {seed} {choices:?}\n{old}\n{new}");
        }
    }
    assert!(
        tried > pairs() / 2 && differ > tried / 4,
        "{differ} of {tried}"
    );
}

#[test]
fn a_flattened_policy_gives_the_findings_of_the_original() {
    let mut tried = 0;
    for seed in 0..pairs() {
        let random = &mut Random::new(seed + 1_000_003);
        let text = policy(random, "p");
        let original = parsed(&text);
        let choices = choices(random);
        let Ok(requirements) = resolve(&[&original], &choices) else {
            continue;
        };
        let flat = Draft::joined(&[&original], &requirements, "p").text();
        let written = parsed(&flat);
        let same = Choices {
            phase: choices.phase,
            ..Choices::default()
        };
        tried += 1;
        for _ in 0..10 {
            let role = role(random);
            assert_eq!(
                findings(&original, &choices, &role),
                findings(&written, &same, &role),
                "seed {seed} {choices:?}\n{text}\n{flat}"
            );
        }
    }
    assert!(tried > pairs() / 2, "{tried}");
}
