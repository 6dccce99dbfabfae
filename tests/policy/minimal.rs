//! The merged role is the least-privilege role: with generated policies.

use std::fmt::Write as _;
use std::sync::Arc;

use leastwise::catalog;
use leastwise::compare::{Options, compare, least_role};
use leastwise::model::{Level, Operation, SourceText};
use leastwise::policy::{Choices, Draft, Policy, Requirements, resolve};
use leastwise::report::RuleId;
use leastwise::role::{self, ReadOptions, Role, Setting, Snapshot, write_snapshot};
use proptest::prelude::*;

const WORDS: [&str; 3] = ["None", "My", "All"];

type Cells = [Option<(usize, usize)>; 4];

/// Statements of a policy about some functions: for each operation nothing, or a range without
/// limit.
fn tables() -> impl Strategy<Value = Vec<(usize, Cells)>> {
    let cell = || prop::option::of((0..3usize, 0..2usize));
    let entry = (
        0..catalog::functions().len(),
        [cell(), cell(), cell(), cell()],
    );
    prop::collection::vec(entry, 1..12).prop_map(|mut rows| {
        rows.sort_by_key(|(index, _)| *index);
        rows.dedup_by_key(|(index, _)| *index);
        rows
    })
}

fn policy(id: &str, rows: &[(usize, Cells)]) -> Policy {
    let mut text = format!("schema: leastwise/policy/v1\nid: {id}\ntitle: {id}\npermissions:\n");
    let mut last = "";
    for (index, cells) in rows {
        let (_, function) = catalog::functions().nth(*index).unwrap();
        if function.module != last {
            writeln!(text, "  \"{}\":", function.module).unwrap();
            last = function.module;
        }
        writeln!(text, "    \"{}\":\n      note: x", function.name).unwrap();
        for (operation, cell) in Operation::ALL.iter().zip(cells) {
            match cell {
                Some((level, 0)) => writeln!(text, "      {operation}: {}", WORDS[*level]).unwrap(),
                Some((level, _)) => {
                    writeln!(
                        text,
                        "      {operation}: {{ level: {{ min: {} }} }}",
                        WORDS[*level]
                    )
                    .unwrap();
                }
                None => {}
            }
        }
    }
    Policy::parse(Arc::new(SourceText::new(format!("{id}.yaml"), text))).unwrap()
}

fn read(snapshot: &Snapshot<Setting>) -> Role {
    role::read(
        "role.json",
        write_snapshot(snapshot).unwrap(),
        &ReadOptions::default(),
    )
    .unwrap()
}

fn findings(requirements: &Requirements, snapshot: &Snapshot<Setting>) -> usize {
    compare(requirements, &read(snapshot), &Options::default())
        .findings
        .iter()
        // A function without a level has no findings.
        .filter(|finding| finding.rule != RuleId::UnstatedLevel)
        .count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_merged_role_is_clean_and_no_level_of_it_can_be_lowered(one in tables(), two in tables()) {
        let (one, two) = (policy("one", &one), policy("two", &two));
        let requirements = resolve(&[&one, &two], &Choices::default()).unwrap();
        let role = least_role(&requirements, "both");
        prop_assert_eq!(findings(&requirements, &role), 0);
        for row in 0..role.settings.len() {
            for operation in Operation::ALL {
                let field = operation.api_field();
                let level = Level::from_word(role.settings[row][field].as_str().unwrap()).unwrap();
                let lower = match level {
                    Level::None => continue,
                    Level::My => Level::None,
                    Level::All => Level::My,
                };
                let mut lowered = role.clone();
                lowered.settings[row].insert(field.to_owned(), lower.word().into());
                prop_assert_eq!(findings(&requirements, &lowered), 1);
            }
        }
    }

    #[test]
    fn the_merged_policy_requires_what_both_require(one in tables(), two in tables()) {
        let (one, two) = (policy("one", &one), policy("two", &two));
        let both = [&one, &two];
        let requirements = resolve(&both, &Choices::default()).unwrap();
        let text = Draft::joined(&both, &requirements, "both").text();
        let merged = Policy::parse(Arc::new(SourceText::new("both.yaml", text))).unwrap();
        let again = resolve(&[&merged], &Choices::default()).unwrap();
        for function in &requirements.functions {
            let index = again.index_of(function.key.as_ref().unwrap()).unwrap();
            let other = &again.functions[index];
            for operation in Operation::ALL {
                let range = |asked: &Option<leastwise::policy::OperationRequirement>| asked.as_ref().map(|a| a.range);
                prop_assert_eq!(
                    range(function.operations.get(operation)),
                    range(other.operations.get(operation))
                );
            }
        }
    }
}
